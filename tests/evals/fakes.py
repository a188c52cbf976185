"""A system that answers from a dict and remembers what it was asked."""

from collections.abc import Mapping, Sequence

from assistant.types import Turn
from evals.outcomes import Outcome, Quotation


def outcome(case_id: str, quote: str | None = None, *, article_id: str = "a", confidence: float = 0.5) -> Outcome:
    """An outcome that quotes one sentence, or an abstention."""
    quotations = () if quote is None else (_quotation(article_id, quote),)
    return Outcome(
        case_id=case_id,
        answered=quote is not None,
        reason=None if quote is not None else "low_confidence",
        short_answer=None,
        confidence=confidence,
        sentences=() if quote is None else ((quote, (1,)),),
        quotations=quotations,
        ranking=(article_id, "other"),
        milliseconds=5.0,
    )


def _quotation(article_id: str, quote: str) -> Quotation:
    return Quotation(article_id=article_id, title="Titel", quote=quote, start=0, end=len(quote), stands=True)


class FakeSystem:
    """Quotes what it was told for a question, and breaks down at `breaks_at`."""

    name = "fake"

    def __init__(self, quotes: Mapping[str, str | None], *, breaks_at: str | None = None) -> None:
        self.asked: list[str] = []
        self._quotes = quotes
        self._breaks_at = breaks_at

    def answer(self, case_id: str, question: str, history: Sequence[Turn], as_of: str | None) -> Outcome:
        if question == self._breaks_at:
            raise KeyboardInterrupt
        self.asked.append(question)
        return outcome(case_id, self._quotes.get(question))
