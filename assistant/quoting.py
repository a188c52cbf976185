"""The `quote` engine: an answer made of quotations alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.citing import cite, is_verbatim, overlap
from assistant.dating import day_meant
from assistant.kinds import AnswerKind, asks_for_day
from assistant.reading import Candidate, Reading
from assistant.types import Citation, Sentence
from corpus.copies import Story
from corpus.dates import moment, spelled
from corpus.sentences import split_sentences
from corpus.types import Article, Span
from index.analysis import fold, words

MOST_QUOTATIONS = 3
LONGEST_SHORT_ANSWER = 120
LONGEST_JOINED = 600
WORTH_SUMMING_UP = 0.15  # the share of the likeliest sentences that an article must hold
_LOOSE = ".,;:!?–-"
_SENTENCE_END = '.!?…"“”»«’'

# How likely a further sentence must be, as a share of the best: reasons, descriptions and lists need more than one.
WORTH_QUOTING = 0.05
SEVERAL_NEEDED = frozenset({AnswerKind.REASON, AnswerKind.MANNER, AnswerKind.LIST, AnswerKind.DEFINITION})
WORTH_QUOTING_OF_SEVERAL = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer:
    """The answer in a word or line; `note` says how it follows from the quotation where it does not stand in it."""

    text: str
    note: str | None = None


def chosen(reading: Reading, articles: Mapping[str, Article]) -> tuple[Candidate, ...]:
    """Choose what to quote: the best sentence, and up to two more that are nearly as likely; each text once.

    A sentence beside one that is quoted already is joined to it. One that does not stand in the articles as they are
    now is left out: it may have been corrected or removed since it was found.
    """
    share = WORTH_QUOTING_OF_SEVERAL if reading.kind in SEVERAL_NEEDED else WORTH_QUOTING
    least = share * reading.candidates[0].probability
    quoted: list[Candidate] = []
    for candidate in reading.candidates:
        if candidate.probability < least or not _stands(candidate, articles) or _repeats(candidate, quoted):
            continue
        text = articles[candidate.article_id].text
        beside = next((i for i, other in enumerate(quoted) if _joinable(candidate, other, text)), None)
        if beside is not None:
            quoted[beside] = _joined(quoted[beside], candidate, text)
        elif len(quoted) < MOST_QUOTATIONS:
            quoted.append(candidate)
    return tuple(quoted)


def leads(reading: Reading, articles: Mapping[str, Article]) -> tuple[Candidate, ...]:
    """Choose what sums up: the first sentences of the articles that the likeliest sentences stand in, up to three."""
    shares: dict[str, float] = {}
    for candidate in reading.candidates:
        if _stands(candidate, articles):
            shares[candidate.article_id] = shares.get(candidate.article_id, 0.0) + candidate.probability
    concerned = sorted((i for i, share in shares.items() if share >= WORTH_SUMMING_UP), key=lambda i: -shares[i])
    best = reading.candidates[0]
    spans = [(articles[i], lead(articles[i])) for i in concerned[:MOST_QUOTATIONS]]
    first = tuple(
        replace(
            best,
            article_id=article.id,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
            answer=None,
            probability=shares[article.id],
        )
        for article, span in spans
    )
    more = [each for each in chosen(reading, articles) if not any(overlap(each, other) for other in first)]
    return (*first, *more)[:MOST_QUOTATIONS]


def lead(article: Article) -> Span:
    """Return the first sentence of an article's text that is no heading; the whole text if it has none."""
    found = split_sentences(article.text, article.lang)
    whole = Span(start=0, end=len(article.text))
    return next((each for each in found if article.text[each.end - 1] in _SENTENCE_END), next(iter(found), whole))


def quotations(
    candidates: Sequence[Candidate], articles: Mapping[str, Article], stories: Mapping[str, Story]
) -> tuple[Citation, ...]:
    """Quote the candidates that were chosen, numbered from 1; `stories` are those of articles with copies."""
    return tuple(
        cite(articles[candidate.article_id], candidate.start, candidate.end, n, stories.get(candidate.article_id))
        for n, candidate in enumerate(candidates, start=1)
    )


def short_answer(question: str, kind: AnswerKind, candidates: Sequence[Candidate]) -> ShortAnswer | None:
    """Return the words of the quotations that answer the question, or None if they are no answer to show.

    A whole sentence is no short answer, nor are words that the question itself names. A list has the words of every
    quotation. A yes or no is not given: that takes a check of the claim.
    """
    if kind in (AnswerKind.YES_NO, AnswerKind.SUMMARY):
        return None
    found = [words for words in (_marked(question, candidate) for candidate in candidates) if words is not None]
    if kind is AnswerKind.LIST and found:
        once = {fold(each): each for each in found}
        return ShortAnswer(text="; ".join(once.values()))
    first = _marked(question, candidates[0])
    return None if first is None else ShortAnswer(text=first)


def day_answer(question: str, candidate: Candidate, published: str | None, lang: str) -> ShortAnswer | None:
    """Return the day that a sentence names by its distance from its publication, if the question asks for one."""
    if published is None or not asks_for_day(question):
        return None
    day: date = moment(published).date()
    meant = day_meant(candidate.text, day, candidate.answer)
    if meant is None:
        return None
    said = candidate.text[meant.words.start : meant.words.end]
    note = {
        "de": f"„{said}“ in einem Artikel vom {spelled(day, 'de')}",
        "en": f"“{said}” in an article of {spelled(day, 'en')}",
    }
    return ShortAnswer(text=spelled(meant.day, lang), note=note[lang])


def sentences(citations: tuple[Citation, ...]) -> tuple[Sentence, ...]:
    """Return the sentences of the answer: the quotations themselves."""
    return tuple(Sentence(text=citation.quote, citations=(citation.n,)) for citation in citations)


def _marked(question: str, candidate: Candidate) -> str | None:
    span = candidate.answer
    if span is None:
        return None
    found = _trimmed(candidate.text[span.start : span.end])
    asked = {fold(word) for word in words(question)}
    new = any(fold(word) not in asked for word in words(found))
    part = len(found) <= LONGEST_SHORT_ANSWER and found != _trimmed(candidate.text)
    return found if new and part else None


def _trimmed(text: str) -> str:
    return text.strip().strip(_LOOSE).strip()


def _stands(candidate: Candidate, articles: Mapping[str, Article]) -> bool:
    article = articles.get(candidate.article_id)
    return article is not None and is_verbatim(candidate.text, article, candidate.start, candidate.end)


def _repeats(candidate: Candidate, quoted: Sequence[Candidate]) -> bool:
    return any(candidate.text in other.text for other in quoted)


def _joinable(one: Candidate, other: Candidate, text: str) -> bool:
    """Say whether two sentences follow each other in one paragraph and make no overlong quotation together."""
    if one.article_id != other.article_id:
        return False
    first, second = sorted((one, other), key=lambda each: each.start)
    gap = text[first.end : second.start]
    return (
        first.end <= second.start and gap.isspace() and "\n" not in gap and second.end - first.start <= LONGEST_JOINED
    )


def _joined(quoted: Candidate, beside: Candidate, text: str) -> Candidate:
    """Return the quoted sentence with the one beside it; the answer stays where it was marked."""
    start, end = min(quoted.start, beside.start), max(quoted.end, beside.end)
    moved = quoted.start - start
    answer = quoted.answer and Span(start=quoted.answer.start + moved, end=quoted.answer.end + moved)
    return replace(quoted, start=start, end=end, text=text[start:end], answer=answer)
