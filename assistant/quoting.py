"""The `quote` engine: an answer made of quotations alone."""

from collections.abc import Mapping, Sequence

from assistant.citing import cite, is_verbatim
from assistant.reading import Candidate, Reading
from assistant.types import Citation, Sentence
from corpus.types import Article
from index.analysis import fold, words

MOST_QUOTATIONS = 3
WORTH_QUOTING = 0.15
LONGEST_SHORT_ANSWER = 120
_LOOSE = ".,;:!?–-"


def chosen(reading: Reading, articles: Mapping[str, Article]) -> tuple[Candidate, ...]:
    """Choose what to quote: the best sentence, and up to two more that are nearly as likely; each text once.

    A sentence that does not stand in the articles as they are now is left out: one may have been corrected or removed
    since it was found.
    """
    best = reading.candidates[0].probability
    worthy: list[Candidate] = []
    for candidate in reading.candidates:
        worth = candidate.probability >= WORTH_QUOTING * best
        if worth and _stands(candidate, articles) and all(candidate.text != other.text for other in worthy):
            worthy.append(candidate)
    return tuple(worthy[:MOST_QUOTATIONS])


def quotations(candidates: Sequence[Candidate], articles: Mapping[str, Article]) -> tuple[Citation, ...]:
    """Quote the candidates that were chosen, numbered from 1."""
    return tuple(
        cite(articles[candidate.article_id], candidate.start, candidate.end, n)
        for n, candidate in enumerate(candidates, start=1)
    )


def short_answer(question: str, candidate: Candidate) -> str | None:
    """Return the words of a sentence that answer the question, or None if they are no answer to show.

    A whole sentence is no short answer, nor are words that the question itself names.
    """
    span = candidate.answer
    if span is None:
        return None
    found = _trimmed(candidate.text[span.start : span.end])
    asked = {fold(word) for word in words(question)}
    new = any(fold(word) not in asked for word in words(found))
    part = len(found) <= LONGEST_SHORT_ANSWER and found != _trimmed(candidate.text)
    return found if new and part else None


def sentences(citations: tuple[Citation, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of the answer: the quotations themselves."""
    return tuple(Sentence(text=citation.quote, citations=(citation.n,)) for citation in citations)


def _trimmed(text: str) -> str:
    return text.strip().strip(_LOOSE).strip()


def _stands(candidate: Candidate, articles: Mapping[str, Article]) -> bool:
    article = articles.get(candidate.article_id)
    return article is not None and is_verbatim(candidate.text, article, candidate.start, candidate.end)
