"""The state of one session of the view that checks, and what it needs of an assistant."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from assistant import Article, BelegtError, CheckedClaim, ClaimRecord, Feedback, Status, Verdict
from assistant.types import Judged
from ui.check_texts import CheckTexts, check_texts
from ui.check_types import Check, DeskList, Download, Notice, Subject
from ui.faults import told
from ui.texts import DEFAULT_LANGUAGE, Texts, text_for
from ui.types import OpenedSource

T = TypeVar("T")
_log = logging.getLogger(__name__)
changing = threading.Lock()  # one for all sessions: gradio copies the state of each, and a lock cannot be copied


class Desk(Protocol):
    """What people keep; `assistant.desk.ClaimDesk` offers it."""

    def get(self, claim_id: int) -> ClaimRecord:
        """Return one record, or raise NotFoundError."""
        ...

    def all(self, *, only_open: bool = False) -> list[ClaimRecord]:
        """Return the records, those checked last first."""
        ...

    def decide(self, claim_id: int, verdict: Verdict, *, comment: str = "", name: str = "") -> ClaimRecord:
        """Write down a decision."""
        ...


class CheckArchive(Protocol):
    """What the view needs of an assistant; `assistant.front.Assistant` offers it."""

    def checks(self, text: str, *, as_of: str | None = None) -> Iterator[CheckedClaim]:
        """Yield the claims of a text with their verdicts, in order; closing the iterator ends the check."""
        ...

    def checked_before(self, checked: CheckedClaim) -> Sequence[ClaimRecord]:
        """Return earlier records that say the same as a claim."""
        ...

    def keep_check(self, checked: CheckedClaim, *, as_of: str | None = None) -> ClaimRecord:
        """Put a claim on the desk."""
        ...

    def desk(self) -> Desk:
        """Return the desk."""
        ...

    def give_feedback(
        self, *, record: str, useful: bool, reason: str = "", about: Judged = "answer", replaces: int | None = None
    ) -> Feedback:
        """Keep what somebody thinks of a verdict."""
        ...

    def readable(self, article_id: str) -> Article:
        """Return an article that may be shown, or raise NotFoundError."""
        ...

    def status(self) -> Status:
        """Say what the archive holds."""
        ...


@dataclass(slots=True, kw_only=True)
class CheckSession:
    """The state of one browser session.

    Attributes:
        lang: its language.
        check: the text and what has been found in it.
        editing: whether the text is being changed.
        said: one line about the check as a whole.
        subject: the claim that is open.
        notice: what became of the last thing somebody did to it.
        source: the article that is open.
        records: what the desk keeps of the claims of the check, by position, as far as this session knows.
        taken_back: the positions of claims some of whose quotations cannot be shown any more.
        rated: the number of the feedback on a record of the desk, by the number of the record.
        name: who decided last.
        user: who is logged in, if people log in: every decision is theirs.
        desk: the records that are listed; None before anybody looked.
        only_open: whether only open records are listed.
        download: the file that was made last.
        opened: counts what was opened.
    """

    lang: str = DEFAULT_LANGUAGE
    check: Check = field(default_factory=Check)
    editing: bool = False
    said: str = ""
    subject: Subject | None = None
    notice: Notice | None = None
    source: OpenedSource | None = None
    records: dict[int, ClaimRecord] = field(default_factory=dict)
    taken_back: set[int] = field(default_factory=set)
    rated: dict[int, int] = field(default_factory=dict)
    name: str = ""
    user: str | None = None
    desk: DeskList | None = None
    only_open: bool = False
    download: Download | None = None
    opened: int = 0

    @property
    def texts(self) -> Texts:
        """The wording of the page."""
        return text_for(self.lang)

    @property
    def own(self) -> CheckTexts:
        """The wording of this view."""
        return check_texts(self.lang)


def tried(session: CheckSession, action: Callable[[], T]) -> T | None:
    """Do something with the desk; None, with the reason in `notice`, where that fails."""
    try:
        return action()
    except BelegtError as error:
        session.notice = Notice(text=told(error, session.lang), failed=True)
    except Exception:  # noqa: BLE001  (people get one neutral line, the log the rest)
        _log.exception("the desk of claims failed")
        session.notice = Notice(text=session.own.unsaved, failed=True)
    return None
