"""What the page shows: an exchange of question and answer, and the article that is open beside it."""

from dataclasses import dataclass

from assistant import Answer, Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question and what became of it: still open while `answer` is None and `failed` is False.

    `problem` is the one line to show for a question that failed; empty for a failure nobody foresaw.
    """

    id: int
    question: str
    answer: Answer | None = None
    failed: bool = False
    problem: str = ""

    @property
    def pending(self) -> bool:
        """True while the answer is being looked for."""
        return self.answer is None and not self.failed


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
        key: names the control that opened it (`reference_of`), so that the focus can go back there.
        title: the headline as the answer gave it, also known when the article is gone.
        article: the article as stored now; None if it cannot be shown.
        marks: the quotations that stand in it.
        focus: the number of the quotation to scroll to; None if the article was opened as a whole.
        missing: True if the quotation to scroll to no longer stands in the article.
        problem: why the article cannot be shown, one line; empty if it is simply no longer there.
        opening: counts the openings of a session; opening the same source again is a change too.
    """

    key: str
    title: str
    article: Article | None = None
    marks: tuple[Mark, ...] = ()
    focus: int | None = None
    missing: bool = False
    problem: str = ""
    opening: int = 0
