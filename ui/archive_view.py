"""The view of the archive: search, the article that is open, adding, removing, upkeep.

What it shows comes from `ui.archive_session` and `ui.archive_work`.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from assistant import Status
from ui import archive_session as shelf
from ui import archive_work as work
from ui.archive_article import article_panel
from ui.archive_rendering import finds, removals, search_form
from ui.archive_session import UNDO_SECONDS, ArchiveSession
from ui.archive_upkeep import upkeep_panel
from ui.archive_work import Workshop
from ui.texts import text_for
from ui.view import ONCE, QUIET, View, own_html

WORKS_AT_ONCE = 4
_log = logging.getLogger(__name__)

Parts = tuple[Any, ...]
Worked = Callable[[], Iterator[None]]
Quiet = Mapping[str, Any]


def archive_view(workshop: Workshop, session: gr.State) -> View:
    """Lay out the view in the block that is open, and connect its events."""
    removed = own_html("archiveRemoved", "archive.js")
    with gr.Row(elem_id="archive"):
        with gr.Column(elem_id="archive-finding"):
            search = own_html("archiveSearch", "archive.js")
            found = own_html("archiveFinds", "archive.js")
        with gr.Column(elem_id="archive-beside"):
            article = own_html("archiveArticle", "archive.js")
            upkeep = own_html("archiveUpkeep", "archive.js")
    parts = (removed, search, found, article, upkeep)

    def shown(state: ArchiveSession, lang: str) -> Parts:
        state.lang = lang
        shelf.find(state, workshop)
        shelf.forget_hidden(state, workshop)
        return _whole(state, workshop)

    _connect(parts, workshop, session)
    return View(name="archive", state=session, parts=parts, shown=shown)


def _connect(parts: Parts, workshop: Workshop, session: gr.State) -> None:
    """Say which event calls what."""
    removed, search, found, article, upkeep = parts

    def on(event: Callable[..., Any], act: Callable[[ArchiveSession, gr.EventData], None], how: Quiet = QUIET) -> None:
        def handle(state: ArchiveSession, event: gr.EventData) -> Parts:
            act(state, event)
            shelf.forget_hidden(state, workshop)
            return _whole(state, workshop)

        event(handle, [session], list(parts), queue=False, **how)

    def on_work(event: Callable[..., Any], act: Callable[[ArchiveSession, gr.EventData], Iterator[None]]) -> None:
        def handle(state: ArchiveSession, event: gr.EventData) -> Iterator[str]:
            yield from _working(state, workshop, act(state, event))

        def finish(state: ArchiveSession) -> Parts:
            return _whole(state, workshop)

        limits = {"concurrency_limit": WORKS_AT_ONCE, "concurrency_id": "archive"}
        event(handle, [session], [upkeep], **limits, **QUIET).then(finish, [session], list(parts), queue=False, **QUIET)

    on(search.search, lambda state, event: shelf.search(state, workshop, _fields(event)))
    on(found.more, lambda state, _: shelf.more(state, workshop))
    for part in (found, article, upkeep):
        on(part.open, lambda state, event: shelf.open_article(state, workshop, _sent(event, "number")))
    on(article.close, lambda state, _: shelf.close_article(state))
    on(article.remove, lambda state, event: shelf.remove(state, workshop, _sent(event, "number")), ONCE)
    on(removed.undo, lambda state, event: shelf.undo(state, workshop, _sent(event, "number")), ONCE)
    on(removed.expire, lambda state, _: shelf.forget_removed(state))
    on_work(upkeep.files, lambda state, event: work.add_files(state, workshop, _sent(event, "files"), _uploads()))
    on_work(upkeep.address, lambda state, event: work.add_address(state, workshop, _sent(event, "address")))
    on_work(upkeep.work, lambda state, event: _work(state, workshop, str(_sent(event, "name"))))


def _work(state: ArchiveSession, workshop: Workshop, name: str) -> Iterator[None]:
    """Begin the work that a button names; nothing for another name."""
    works: Mapping[str, Worked] = {
        "samples": lambda: work.add_samples(state, workshop),
        "sync": lambda: work.sync(state, workshop),
        "verify": lambda: work.verify(state, workshop, repair=False),
        "repair": lambda: work.verify(state, workshop, repair=True),
        "rebuild": lambda: work.rebuild(state, workshop),
    }
    return works.get(name, lambda: iter(()))()


def _sent(event: gr.EventData, name: str) -> object:
    """What the browser sent under a name; None if it sent nothing."""
    return getattr(event, name, None)


def _fields(event: gr.EventData) -> Mapping[str, object]:
    fields = _sent(event, "fields")
    return fields if isinstance(fields, Mapping) else {}


def _uploads() -> Path:
    """The folder into which gradio puts what browsers send."""
    return Path(get_upload_folder())


def _working(state: ArchiveSession, workshop: Workshop, beats: Iterator[None]) -> Iterator[str]:
    """What is said of the work while it goes on; nothing else changes before it is done."""
    seen = ""
    for _ in beats:
        upkeep = _upkeep(state, workshop)
        if state.busy and upkeep != seen:
            yield upkeep
            seen = upkeep
    yield _upkeep(state, workshop)


def _whole(state: ArchiveSession, workshop: Workshop) -> Parts:
    """What every part shows, in the order of the parts of the view."""
    texts, status = text_for(state.lang), _status(workshop)
    opened = state.opened.number if state.opened else None
    return (
        removals(state.removed, state.notice, state.changes, time.monotonic(), texts),
        search_form(state.search, status, texts),
        finds(state.finds, state.search, status, opened, texts),
        article_panel(state.opened, UNDO_SECONDS, texts),
        _upkeep(state, workshop),
    )


def _upkeep(state: ArchiveSession, workshop: Workshop) -> str:
    return upkeep_panel(state.task, _status(workshop), state.number, text_for(state.lang))


def _status(workshop: Workshop) -> Status | None:
    """What the archive holds; None if it cannot say."""
    try:
        return workshop.status()
    except Exception:  # noqa: BLE001  (the page shows what it can, the log the rest)
        _log.exception("the archive could not say what it holds")
        return None
