"""The `quote` engine: an answer made of quotations alone."""

from collections.abc import Mapping

from assistant.citing import cite, is_verbatim
from assistant.kinds import AnswerKind, spans_of
from assistant.reading import Candidate, Reading
from assistant.types import Citation, Sentence
from corpus.types import Article, Span
from index.analysis import fold, words

MOST_QUOTATIONS = 3
WORTH_QUOTING = 0.6


def quotations(reading: Reading, articles: Mapping[str, Article]) -> tuple[Citation, ...]:
    """Quote the best sentence, and up to two more that are nearly as likely; each text once.

    A sentence that does not stand in the articles as they are now is left out: one may have been corrected or removed
    since it was found.
    """
    best = reading.candidates[0].probability
    chosen: list[Candidate] = []
    for candidate in reading.candidates:
        worth = candidate.probability >= WORTH_QUOTING * best
        if worth and _stands(candidate, articles) and all(candidate.text != other.text for other in chosen):
            chosen.append(candidate)
    return tuple(
        cite(articles[candidate.article_id], candidate.start, candidate.end, n)
        for n, candidate in enumerate(chosen[:MOST_QUOTATIONS], start=1)
    )


def short_answer(question: str, kind: AnswerKind, sentence: str) -> str | None:
    """Return the words in a sentence that answer a question of this kind, where a rule finds them.

    Of several dates, numbers or names the one nearest to the words shared with the question is taken, and none where
    nothing is shared; one that the question itself names is no answer.
    """
    asked = {fold(word) for word in words(question)}
    shared = [at for at, word in _positions(sentence) if fold(word) in asked and len(word) > 3]
    spans = [
        span
        for span in spans_of(kind, sentence)
        if not all(fold(word) in asked for word in words(sentence[span.start : span.end]))
    ]
    if not spans or kind is AnswerKind.REASON or (len(spans) > 1 and not shared):
        return None
    nearest = min(spans, key=lambda span: min((_distance(span, at) for at in shared), default=0))
    return sentence[nearest.start : nearest.end].strip()


def sentences(citations: tuple[Citation, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of the answer: the quotations themselves."""
    return tuple(Sentence(text=citation.quote, citations=(citation.n,)) for citation in citations)


def _stands(candidate: Candidate, articles: Mapping[str, Article]) -> bool:
    article = articles.get(candidate.article_id)
    return article is not None and is_verbatim(candidate.text, article, candidate.start, candidate.end)


def _positions(sentence: str) -> list[tuple[int, str]]:
    positions, at = [], 0
    for word in words(sentence):
        at = sentence.index(word, at)
        positions.append((at, word))
        at += len(word)
    return positions


def _distance(span: Span, at: int) -> int:
    return 0 if span.start <= at < span.end else min(abs(span.start - at), abs(span.end - at))
