"""Work on the archive that takes a while: adding, reading the sources, verifying, repairing, rebuilding.

One piece of work at a time goes on in a session, in a thread of its own: it is finished even if the browser leaves.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Protocol

from assistant import AddReport, BelegtError, Integrity, Rejection, SourceReport
from ui.archive_finding import Library
from ui.archive_session import ArchiveSession, refresh
from ui.archive_types import Added, Task, Trouble, Work
from ui.archive_uploads import Upload, taken_over
from ui.faults import told
from ui.texts import LANGUAGES

BEAT = 0.25
LONGEST_ADDRESS = 2_000
_ADDRESSES = ("http://", "https://")
_log = logging.getLogger(__name__)
_starting = threading.Lock()

Progress = Callable[[str, int, int], None]


class Workshop(Library, Protocol):
    """What work on the archive needs of an assistant; `assistant.front.Assistant` offers it."""

    def add(self, sources: Sequence[str], *, progress: Progress | None = None) -> AddReport:
        """Read articles from files or web addresses."""
        ...

    def add_samples(self, *, progress: Progress | None = None) -> AddReport:
        """Fill an empty archive with sample articles."""
        ...

    def sync(self, *, progress: Progress | None = None) -> Sequence[SourceReport]:
        """Read every source again."""
        ...

    def verify(self, *, repair: bool = False, progress: Progress | None = None) -> Integrity:
        """Compare index and archive and, where asked to, mend what differs."""
        ...

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Make the index anew."""
        ...


def add_files(session: ArchiveSession, workshop: Workshop, files: object, sent_to: Path) -> Iterator[None]:
    """Add the files that a browser has sent; nothing is left of them where they were sent to."""
    with ExitStack() as stack:
        uploads = stack.enter_context(taken_over(files, sent_to))
        if not uploads or session.busy:
            return
        kept_until_the_end = stack.pop_all()
    yield from _done(session, workshop, Work.FILES, partial(_add_files, workshop, uploads), kept_until_the_end)


def add_address(session: ArchiveSession, workshop: Workshop, address: object) -> Iterator[None]:
    """Read what stands at a web address."""
    given = str(address or "").strip()
    yield from _done(session, workshop, Work.ADDRESS, partial(_add_address, workshop, given), ExitStack())


def add_samples(session: ArchiveSession, workshop: Workshop) -> Iterator[None]:
    """Fill an empty archive with the sample articles."""
    yield from _done(session, workshop, Work.SAMPLES, partial(_add_samples, workshop), ExitStack())


def sync(session: ArchiveSession, workshop: Workshop) -> Iterator[None]:
    """Read every source again."""
    yield from _done(session, workshop, Work.SYNC, partial(_sync, workshop), ExitStack())


def verify(session: ArchiveSession, workshop: Workshop, *, repair: bool) -> Iterator[None]:
    """Compare index and archive and, where asked to, mend what differs."""
    work = Work.REPAIR if repair else Work.VERIFY
    yield from _done(session, workshop, work, partial(_verify, workshop, repair=repair), ExitStack())


def rebuild(session: ArchiveSession, workshop: Workshop) -> Iterator[None]:
    """Make the index anew."""
    yield from _done(session, workshop, Work.REBUILD, partial(_rebuild, workshop), ExitStack())


def _done(
    session: ArchiveSession,
    workshop: Workshop,
    work: Work,
    act: Callable[[Task], None],
    kept: ExitStack,
) -> Iterator[None]:
    """Do work in a thread of its own; yields whenever there may be something new to show, at last when it is done.

    `kept` is closed when the work is done. Nothing is done while other work goes on.
    """
    with _starting:
        if session.busy:
            kept.close()
            return
        task = session.task = Task(work=work)
    thread = threading.Thread(target=_work, args=(session, workshop, task, act, kept), daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the machine has no thread left
        task.running, task.unexpected = False, True
        kept.close()
        raise
    while thread.is_alive():
        yield
        thread.join(BEAT)
    yield


def _work(
    session: ArchiveSession, workshop: Workshop, task: Task, act: Callable[[Task], None], kept: ExitStack
) -> None:
    try:
        with kept:
            act(task)
    except BelegtError as error:
        task.problem = _told(error)
    except Exception:  # noqa: BLE001  (the page gets one neutral line, the log the rest)
        _log.exception("work on the archive failed")
        task.unexpected = True
    finally:
        task.running = False
        refresh(session, workshop)


def _heard(task: Task) -> Progress:
    def hear(step: str, done: int, total: int) -> None:
        task.step, task.done, task.total = step, done, total

    return hear


def _add_files(workshop: Workshop, uploads: Sequence[Upload], task: Task) -> None:
    task.count = len(uploads)
    for position, upload in enumerate(uploads, start=1):
        task.name, task.position = upload.name, position
        task.step, task.done, task.total = "reading", 0, 0
        if upload.path is None:
            task.added.append(Added(name=upload.name, trouble=upload.trouble))
        else:
            added = _added(upload.name, partial(workshop.add, [str(upload.path)], progress=_heard(task)))
            task.added.append(_named(added, str(upload.path)))


def _add_address(workshop: Workshop, address: str, task: Task) -> None:
    task.name = address[:LONGEST_ADDRESS]
    if not address.lower().startswith(_ADDRESSES) or len(address) > LONGEST_ADDRESS:
        task.added.append(Added(name=task.name, trouble=Trouble.NO_ADDRESS))
        return
    task.added.append(_added(task.name, partial(workshop.add, [address], progress=_heard(task))))


def _add_samples(workshop: Workshop, task: Task) -> None:
    task.added.append(Added(name="", report=workshop.add_samples(progress=_heard(task))))


def _sync(workshop: Workshop, task: Task) -> None:
    task.synced = tuple(workshop.sync(progress=_heard(task)))


def _verify(workshop: Workshop, task: Task, *, repair: bool) -> None:
    task.integrity = workshop.verify(repair=repair, progress=_heard(task))


def _rebuild(workshop: Workshop, task: Task) -> None:
    workshop.rebuild(progress=_heard(task))


def _added(name: str, add: Callable[[], AddReport]) -> Added:
    """Add one file or address; one that fails keeps no other out."""
    try:
        return Added(name=name, report=add())
    except BelegtError as error:
        return Added(name=name, problem=_told(error))
    except Exception:  # noqa: BLE001  (the page gets one neutral line, the log the rest)
        _log.exception("what was given could not be added")
        return Added(name=name, trouble=Trouble.UNEXPECTED)


def _told(error: BelegtError) -> dict[str, str]:
    """What went wrong, in every language: somebody may switch it while the work is shown."""
    return {lang: told(error, lang) for lang in LANGUAGES}


def _named(added: Added, path: str) -> Added:
    """Call a file by its own name wherever its report names the place where it lay."""
    if added.report is None:
        return added
    rejected = tuple(_called(each, path, added.name) for each in added.report.rejected)
    return replace(added, report=replace(added.report, rejected=rejected))


def _called(rejection: Rejection, path: str, name: str) -> Rejection:
    return replace(rejection, source=rejection.source.replace(path, name), reason=rejection.reason.replace(path, name))
