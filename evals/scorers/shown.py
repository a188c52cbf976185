"""Answer in what is shown: does a reader who sees the short answer and the quotations see the answer?

1 if an acceptable answer (every one, where all are required) stands, after normalisation, in the short answer or a
quotation. Answers that have to be computed (a date from the day of publication, yes or no) stand in no quotation: there
it is 1 if a quotation overlaps the gold evidence. A forbidden string that is shown makes it 0.
"""

from collections.abc import Sequence

from evals.normalising import contains
from evals.scorers.citation import overlap
from evals.types import QuestionCase


def answer_shown(case: QuestionCase, short_answer: str | None, cited: Sequence[tuple[str, str]]) -> float:
    """Return 1 or 0 for what was shown of one case; `cited` are (article id, quotation)."""
    shown = [short_answer or "", *(quote for _, quote in cited)]
    if any(contains(text, banned) for text in shown for banned in case.forbidden):
        return 0.0
    found = [any(contains(text, answer) for text in shown) for answer in case.answers]
    if all(found) if case.every else any(found):
        return 1.0
    computed = not any(contains(e.quote, answer) for e in case.evidence for answer in case.answers)
    gold = [(e.article_id, e.quote) for e in case.evidence]
    return float(computed and any(overlap(one, other) for one in cited for other in gold if other[1]))
