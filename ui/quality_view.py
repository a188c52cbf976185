"""The view of quality: the last evaluation and the inbox of feedback. What it shows comes from `ui.quality_session`."""

from typing import Any

import gradio as gr

from ui import quality_session as quality
from ui.quality_session import QualityArchive, QualitySession
from ui.view import QUIET, View, own_html

_AT_ONCE: dict[str, Any] = QUIET | {"queue": False}
_MOST_IDS = quality.MOST


def quality_view(archive: QualityArchive, session: gr.State) -> View:
    """Lay out the view in the block that is open, and connect its events."""
    report = own_html("quality_report", "quality.js")
    inbox = own_html("quality_inbox", "quality.js")
    handed = own_html("quality_handed", "quality.js")
    parts = (report, inbox, handed)

    def shown(state: QualitySession, lang: str) -> tuple[Any, ...]:
        quality.speak(state, lang)
        return quality.report_shown(state), quality.inbox_shown(state, archive), ""

    _connect(parts, archive, session)
    return View(name="quality", state=session, parts=parts, shown=shown)


def _connect(parts: tuple[Any, ...], archive: QualityArchive, session: gr.State) -> None:
    """Say which event calls what."""
    report, inbox, handed = parts

    def refresh(state: QualitySession) -> tuple[str, str]:
        quality.refresh(state, archive)
        return quality.report_shown(state), quality.inbox_shown(state, archive)

    def choose(state: QualitySession, event: gr.EventData) -> str:
        quality.choose(state, str(event.name), str(event.value))
        return quality.inbox_shown(state, archive)

    def more(state: QualitySession) -> str:
        quality.more(state)
        return quality.inbox_shown(state, archive)

    def settle(state: QualitySession, event: gr.EventData) -> str:
        quality.settle(state, archive, _whole(event.id), handled=event.to == "yes")
        return quality.inbox_shown(state, archive)

    def cases(state: QualitySession, event: gr.EventData) -> tuple[str, str]:
        file = quality.cases(state, archive, _numbers(event.ids))
        return file, quality.inbox_shown(state, archive)

    def page(state: QualitySession) -> tuple[str, str]:
        shown = quality.page(state, archive)
        return shown, quality.report_shown(state)

    report.refresh(refresh, [session], [report, inbox], **_AT_ONCE)
    inbox.choose(choose, [session], [inbox], **_AT_ONCE)
    inbox.more(more, [session], [inbox], **_AT_ONCE)
    inbox.settle(settle, [session], [inbox], **_AT_ONCE)
    handed.cases(cases, [session], [handed, inbox], **_AT_ONCE)
    handed.open(page, [session], [handed, report], **_AT_ONCE)


def _numbers(given: object) -> list[int]:
    """The ids that a browser sent; none of what is no list of them."""
    return [_whole(each) for each in given[:_MOST_IDS]] if isinstance(given, list) else []


def _whole(given: object) -> int:
    """A whole number that a browser sent; 0, which is no id, for anything else."""
    return given if isinstance(given, int) and not isinstance(given, bool) else 0
