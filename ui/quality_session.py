"""One session of the view of quality: the last report, and the feedback as it is filtered, settled and saved.

Nothing is read before somebody comes to the view (`refresh`), and only what this session lists can be settled or saved.
"""

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from assistant import AnswerRecord, BelegtError, ClaimRecord, Feedback, Report
from ui.faults import told
from ui.quality_figures import report_html
from ui.quality_rendering import handed, inbox_html, loading_html
from ui.quality_texts import QualityTexts, quality_texts
from ui.quality_types import Choice, Entry
from ui.texts import DEFAULT_LANGUAGE, number, text_for

MOST = 1_000
A_PAGE = 20
Value = TypeVar("Value")
_log = logging.getLogger(__name__)


class QualityArchive(Protocol):
    """What the view needs of an assistant; `assistant.front.Assistant` offers it."""

    def report(self) -> Report | None:
        """Return the figures of the last evaluation, None without one."""
        ...

    def report_page(self) -> str:
        """Return the same as HTML, which holds text of articles."""
        ...

    def feedback(self, *, limit: int) -> Sequence[Feedback]:
        """Return the feedback given last, the newest first."""
        ...

    def judged(self, feedback: Feedback) -> AnswerRecord | ClaimRecord | None:
        """Return what feedback is about, as it may be shown now."""
        ...

    def settle_feedback(self, feedback_id: int, handled: bool) -> Feedback:
        """Say whether somebody has dealt with it."""
        ...

    def feedback_cases(self, ids: Sequence[int]) -> str:
        """Return feedback as cases, a JSON object a line."""
        ...


@dataclass(slots=True, kw_only=True)
class QualitySession:
    """The state of one browser session.

    `listed` are the ids that the choice lets through, and stay so while single ones are settled; `pages` is how much of
    them is shown; `said` is what a screen reader hears of the last thing done; `times` counts what was handed over.
    """

    lang: str = DEFAULT_LANGUAGE
    visited: bool = False
    report: Report | None = None
    report_problem: str = ""
    received: dict[int, Feedback] = field(default_factory=dict)
    inbox_problem: str = ""
    choice: Choice = field(default_factory=Choice)
    listed: tuple[int, ...] = ()
    pages: int = 1
    said: str = ""
    times: int = 0

    @property
    def texts(self) -> QualityTexts:
        """The wording in the language of this session."""
        return quality_texts(self.lang)


def speak(session: QualitySession, lang: str) -> None:
    """Go on in a language; what was said of the last thing done is over with."""
    session.lang = lang
    session.said = ""


def refresh(session: QualitySession, archive: QualityArchive) -> None:
    """Read the report and the feedback anew."""
    texts = session.texts
    session.visited = True
    session.said = ""
    session.report, session.report_problem = _tried(session, archive.report, None, texts.report_unreadable)
    nothing: Sequence[Feedback] = ()
    received, session.inbox_problem = _tried(
        session, lambda: archive.feedback(limit=MOST), nothing, texts.inbox_unreadable
    )
    session.received = {each.id: each for each in received}
    _list(session)


def choose(session: QualitySession, name: str, value: str) -> None:
    """Filter the feedback; what is no filter or none of its values changes nothing."""
    chosen = session.choice.changed(name, value)
    if chosen is not None:
        session.choice = chosen
        session.said = ""
        _list(session)


def more(session: QualitySession) -> None:
    """Show the next ones."""
    session.pages += 1
    session.said = ""


def settle(session: QualitySession, archive: QualityArchive, feedback_id: int, *, handled: bool) -> None:
    """Say of a listed piece of feedback whether somebody has dealt with it; it stays where it is for now."""
    texts = session.texts
    if feedback_id not in session.listed:
        return
    settled, session.inbox_problem = _tried(
        session, lambda: archive.settle_feedback(feedback_id, handled), None, texts.unsettled
    )
    if settled is not None:
        session.received[feedback_id] = settled
        session.said = texts.now_handled if handled else texts.now_open


def cases(session: QualitySession, archive: QualityArchive, wanted: Iterable[int]) -> str:
    """Return the file of the wanted ones of those that are listed, for the browser to save; of all where none is."""
    texts, chosen = session.texts, set(wanted)
    ids = [each for each in session.listed if each in chosen or not chosen]
    made, session.inbox_problem = _tried(session, lambda: archive.feedback_cases(ids), "", texts.unsaved)
    session.said = _saved(made, session) if made else ""
    name = f"belegt-feedback-{datetime.now(UTC):%Y-%m-%d}.jsonl"
    return _handed(session, "cases", name, made)


def page(session: QualitySession, archive: QualityArchive) -> str:
    """Return the whole report, for the browser to show it in a window of its own where no script runs."""
    texts = session.texts
    html, session.report_problem = _tried(session, archive.report_page, "", texts.report_unreadable)
    return _handed(session, "page", texts.report_title, html)


def report_shown(session: QualitySession) -> str:
    """The last report as it stands now."""
    if not session.visited:
        return loading_html(session.texts)
    return report_html(session.report, session.report_problem, (session.texts, text_for(session.lang)))


def inbox_shown(session: QualitySession, archive: QualityArchive) -> str:
    """The feedback as it stands now."""
    if not session.visited:
        return ""
    ids = session.listed[: session.pages * A_PAGE]
    entries = [_entry(session, session.received[each], archive) for each in ids if each in session.received]
    return inbox_html(
        entries,
        listed=len(session.listed),
        most=MOST if len(session.received) >= MOST else None,
        empty=not session.received,
        choice=session.choice,
        said=session.said,
        problem_line=session.inbox_problem,
        words=(session.texts, text_for(session.lang)),
    )


def _list(session: QualitySession) -> None:
    session.listed = tuple(each.id for each in session.received.values() if session.choice.lets_through(each))
    session.pages = 1


def _entry(session: QualitySession, feedback: Feedback, archive: QualityArchive) -> Entry:
    judged, _ = _tried(session, lambda: archive.judged(feedback), None, "")
    return Entry(feedback=feedback, judged=judged)


def _saved(made: str, session: QualitySession) -> str:
    texts, frame = session.texts, text_for(session.lang)
    lines = made.rstrip("\n").split("\n")
    todo = sum("todo" in json.loads(line) for line in lines)
    said = texts.saved_one if len(lines) == 1 else texts.saved_many.format(count=number(len(lines), frame))
    return f"{said} {texts.saved_todo.format(count=number(todo, frame))}" if todo else said


def _handed(session: QualitySession, kind: str, name: str, text: str) -> str:
    session.times += 1
    return handed(kind, name, text, times=session.times)


def _tried(session: QualitySession, act: Callable[[], Value], otherwise: Value, problem: str) -> tuple[Value, str]:
    """Return what comes of it and no problem, or something else and what went wrong in one line."""
    try:
        return act(), ""
    except BelegtError as error:
        return otherwise, told(error, session.lang)
    except Exception:  # noqa: BLE001  (the editor gets one neutral line, the log the rest)
        _log.exception("the view of quality could not be filled")
        return otherwise, problem
