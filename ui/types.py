"""What the page shows: an exchange of question and answer, and the article that is open beside it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant import Answer, Article, Citation, Conflict, Filters, Nearest
from assistant.types import Making

EVERYTHING = Filters()
_KEY = re.compile(r"(\d{1,9})-([a-z]{1,8})-(\d{1,9})", re.ASCII)


class Kind(StrEnum):
    """What a control of an answer opens."""

    CITATION = "citation"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Points at a quotation (`number` is its `n`) or a nearest article (`number` is its position) of one exchange."""

    exchange: int
    kind: Kind
    number: int

    @property
    def key(self) -> str:
        """The reference as an attribute of the page carries it: `3-citation-1`."""
        return f"{self.exchange}-{self.kind}-{self.number}"


def reference_from(key: str) -> Reference | None:
    """Read what a browser sent as a key; None if it is not one."""
    match = _KEY.fullmatch(key)
    if match is None or match[2] not in list(Kind):
        return None
    return Reference(exchange=int(match[1]), kind=Kind(match[2]), number=int(match[3]))


class Stage(StrEnum):
    """How far an exchange has come: nothing is proven yet, the answer grows, nothing more will come."""

    PENDING = "pending"
    GROWING = "growing"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What the reader thought of an answer; `kept` is the number of the feedback, `problem` why there is none."""

    useful: bool
    kept: int | None = None
    reasoned: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Of an answer that was opened by its address: when it was given (UTC), and what of it has changed since.

    `changed` are the headlines of cited articles, `unnamed` counts those that cannot be named any more.
    """

    at: str
    changed: tuple[str, ...] = ()
    unnamed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How an answer came about, as far as it is on record; `read` are the articles that were read."""

    making: Making
    read: tuple[Nearest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and what became of it.

    Attributes:
        id: its number in the session.
        question: what was asked.
        answer: the answer, or what of it is proven so far.
        growing: whether more of the answer may come.
        stopped: whether it was stopped before the answer was whole; `answer` is what was proven by then.
        failed: whether there is no answer because something went wrong.
        problem: the one line to show for a question that failed; empty for a failure nobody foresaw.
        filters: the part of the archive that was asked.
        rating: what the reader thought of the answer, if they said so.
        recorded: what to know of an answer that was opened by its address.
        explanation: how the answer came about, while the reader wants to see it.
        suggested: what may be asked next.
    """

    id: int
    question: str
    answer: Answer | None = None
    growing: bool = False
    stopped: bool = False
    failed: bool = False
    problem: str = ""
    filters: Filters = EVERYTHING
    rating: Rating | None = None
    recorded: Recorded | None = None
    explanation: Explanation | None = None
    suggested: tuple[str, ...] = ()

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.failed or self.stopped:
            return Stage.SETTLED
        if self.answer is None:
            return Stage.PENDING
        return Stage.GROWING if self.growing else Stage.SETTLED

    @property
    def pending(self) -> bool:
        """True until nothing more will come."""
        return self.stage is not Stage.SETTLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Quotation number `n`, to be marked in an article's `text[start:end]`."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSource:
    """An article opened in the source panel.

    Attributes:
        reference: what opened it, so that the focus can go back there.
        title: the headline as the answer gave it, also known when the article is gone.
        article: the article as stored now; None if it cannot be shown.
        marks: the quotations that stand in it.
        focus: the number of the quotation to scroll to; None if the article was opened as a whole.
        problem: why the article cannot be shown, one line; empty if it is simply no longer there.
        citations: the quotations of the answer, to go from one to the next.
        conflicts: where they contradict each other.
        opening: counts the openings of a session, so that opening the same source again is a change too.
    """

    reference: Reference
    title: str
    article: Article | None = None
    marks: tuple[Mark, ...] = ()
    focus: int | None = None
    problem: str = ""
    citations: tuple[Citation, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    opening: int = 0

    @property
    def cited(self) -> Citation | None:
        """The quotation that was opened, if it was one."""
        return next((each for each in self.citations if each.n == self.focus), None)
