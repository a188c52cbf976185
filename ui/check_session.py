"""One session of the view that checks: the text, the claim that is open beside it, the article that is quoted.

A `CheckSession` belongs to one browser session and changes in place, because its events may overlap: somebody opens a
claim, decides on it, switches the language or stops while the rest of the text is still being checked. The check itself
changes only while the lock is held. The desk belongs to all: nothing is put on it unless somebody asks for it.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

from assistant import BelegtError, CheckedClaim
from ui.check_opening import close_claim, forget_hidden
from ui.check_panel import claim_panel
from ui.check_rendering import MOST_CHARACTERS, check_part, desk_part, download_part
from ui.check_source import check_source
from ui.check_state import CheckArchive, CheckSession, changing
from ui.check_types import Check, Stage
from ui.faults import told
from ui.streams import closable
from ui.texts import number

SHOWN_EVERY = 0.2  # seconds, and more for a long text: all of it is shown anew
CHARACTERS_A_SECOND = 50_000
_log = logging.getLogger(__name__)


def check(
    session: CheckSession,
    archive: CheckArchive,
    text: str,
    as_of: str = "",
    *,
    seconds_to_wait: Callable[[], int] = lambda: 0,
    clock: Callable[[], float] = time.monotonic,
) -> Generator[None, None, None]:
    """Check a text claim by claim.

    Yields whenever there is something new to show: that the check has begun, or why not, claims that have come, at last
    that nothing more will come. What is closed early or stopped lets the archive stop, too. A second check while one is
    running is refused, and so is one for which `seconds_to_wait` says more than none.
    """
    begun = _begin(session, text, as_of.strip() or None, seconds_to_wait)
    if begun is None:
        yield
        return
    try:
        yield
        with closing(_claims(session, archive, begun)) as claims:
            yield from _paced(session, claims, begun, clock)
    finally:
        stop(session, begun.number)
    forget_hidden(session, archive)
    yield


def _begin(session: CheckSession, text: str, as_of: str | None, seconds_to_wait: Callable[[], int]) -> Check | None:
    """Enter a new check; None, with the reason in `said`, if there is nothing to check or an earlier one is running."""
    with changing:
        if session.check.running:
            return None
        session.said = _refusal(session, text, seconds_to_wait)
        if session.said:
            session.check = replace(session.check, number=session.check.number + 1)  # so that the browser hears of it
            return None
        begun = Check(
            number=session.check.number + 1,
            text=text,
            as_of=as_of,
            stage=Stage.RUNNING,
            checked_at=datetime.now(UTC).isoformat(),
        )
        session.check = begun
        _forget(session)
        return begun


def _refusal(session: CheckSession, text: str, seconds_to_wait: Callable[[], int]) -> str:
    if not text.strip():
        return session.own.empty
    if len(text) > MOST_CHARACTERS:
        count, limit = number(len(text), session.texts), number(MOST_CHARACTERS, session.texts)
        return session.own.too_long.format(count=count, limit=limit)
    seconds = seconds_to_wait()
    return session.own.too_many.format(count=number(seconds, session.texts)) if seconds else ""


def _forget(session: CheckSession) -> None:
    """Close what belongs to the check before."""
    session.editing = False
    session.subject = session.notice = session.source = session.download = None
    session.records, session.taken_back = {}, set()


def _claims(session: CheckSession, archive: CheckArchive, begun: Check) -> Generator[CheckedClaim, None, None]:
    """The claims as they come; why none come any more is written down in the check."""
    try:
        version = archive.status().index_version
        _update(session, begun.number, lambda check: replace(check, index_version=version))
        yield from closable(archive.checks(begun.text, as_of=begun.as_of))
    except BelegtError as error:
        _fail(session, begun.number, told(error, session.lang))
    except Exception:  # noqa: BLE001  (people get one neutral line, the log the rest)
        _log.exception("a text could not be checked")
        _fail(session, begun.number, "")
    else:
        _update(session, begun.number, lambda check: replace(check, stage=Stage.DONE))


def _paced(
    session: CheckSession, claims: Iterator[CheckedClaim], begun: Check, clock: Callable[[], float]
) -> Iterator[None]:
    """Enter each claim; say so no more often than a browser can show it."""
    pause = max(SHOWN_EVERY, len(begun.text) / CHARACTERS_A_SECOND)
    shown = -pause
    for claim in claims:
        if not _update(session, begun.number, lambda check, found=claim: _with(check, found)):  # type: ignore[misc]
            return
        now = clock()
        if now - shown >= pause:
            shown = now
            yield


def _with(check: Check, claim: CheckedClaim) -> Check:
    return replace(check, claims=(*check.claims, claim))


def _update(session: CheckSession, number_: int, change: Callable[[Check], Check]) -> bool:
    """Change the check of that number; False if it has ended or given way to another."""
    with changing:
        if session.check.number != number_ or not session.check.running:
            return False
        session.check = change(session.check)
        return True


def _fail(session: CheckSession, number_: int, problem: str) -> None:
    _update(session, number_, lambda check: replace(check, stage=Stage.FAILED, problem=problem))


def stop(session: CheckSession, number_: int | None = None) -> None:
    """Stop the check that is running, if it is that one; what was found by now stays."""
    wanted = session.check.number if number_ is None else number_
    _update(session, wanted, lambda check: replace(check, stage=Stage.STOPPED))


def edit(session: CheckSession) -> None:
    """Show the text as it was pasted, to be changed and checked again."""
    stop(session)
    session.editing, session.said = True, ""
    close_claim(session)


def resume(session: CheckSession) -> None:
    """Show what was found again, the text unchanged."""
    session.editing, session.said = False, ""


def fresh(session: CheckSession) -> None:
    """Forget the text and what was found in it."""
    stop(session)
    with changing:
        session.check = Check(number=session.check.number + 1)
    session.said = ""
    _forget(session)


def check_html(session: CheckSession, archive: CheckArchive) -> str:
    """The text as it stands now, or the place for one."""
    decided = {position: each.decisions[-1].verdict for position, each in session.records.items() if each.decisions}
    return check_part(
        session.check,
        session.texts,
        editing=session.editing,
        decided=decided,
        notice=session.said,
        empty_archive=session.check.stage is Stage.NONE and _is_empty(archive),
    )


def _is_empty(archive: CheckArchive) -> bool:
    try:
        return archive.status().articles == 0
    except Exception:  # noqa: BLE001  (whoever checks a text will hear of it)
        _log.exception("the archive could not say what it holds")
        return False


def claim_html(session: CheckSession) -> str:
    """The claim that is open, as it stands now."""
    return claim_panel(session.subject, session.texts, name=session.name, user=session.user, notice=session.notice)


def source_html(session: CheckSession) -> str:
    """The article that is open; nothing if none is."""
    return check_source(session.source, session.texts)


def desk_html(session: CheckSession) -> str:
    """The list of the desk, as it was read last."""
    return desk_part(session.desk, session.texts)


def download_html(session: CheckSession) -> str:
    """The file to save; nothing if none was made."""
    return download_part(session.download)
