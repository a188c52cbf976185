"""Finds quotations of different sources that say different things of the same: numbers, dates, negation. Pure."""

import math
from collections.abc import Mapping, Sequence

from assistant.comparing import Comparison, compare_sentences
from assistant.quantities import Outcome
from assistant.resting import Passage, sentences_of, shared
from assistant.types import Citation, Conflict
from corpus.copies import Story, source_of
from corpus.dates import day_of, moment
from corpus.types import Article, Span

WORTH_COMPARING = 0.4  # of the content words of each, in the other
SAME_MATTER = 0.6  # of the content words of each, in the other, for two sentences to speak of the same
DENIED = 0.8  # and for a negation to set them apart


def conflicts_among(
    citations: Sequence[Citation],
    articles: Mapping[str, Article],
    stories: Mapping[str, Story],
    *,
    only: int | None = None,
) -> tuple[Conflict, ...]:
    """Return the pairs of citations of different sources that contradict each other, the older one first.

    With `only`, those of one citation, by its number.
    """
    found = []
    for place, one in enumerate(citations):
        for other in citations[place + 1 :]:
            if only in (None, one.n, other.n) and source_of(one.article_id, stories) != source_of(
                other.article_id, stories
            ):
                older, newer = _older_first(one, other)
                conflict = _between(older, newer, articles)
                if conflict is not None:
                    found.append(conflict)
    return tuple(found)


def alike(passage: Passage, citations: Sequence[Citation]) -> list[Span]:
    """Return the sentences of a passage that may speak of the same as a citation."""
    text = passage.article.text
    return [
        each
        for each in sentences_of(passage.article)
        if passage.span.start <= each.start < passage.span.end
        and any(
            min(
                shared(text[each.start : each.end], citation.quote), shared(citation.quote, text[each.start : each.end])
            )
            >= WORTH_COMPARING
            for citation in citations
        )
    ]


def _older_first(one: Citation, other: Citation) -> list[Citation]:
    """Return two citations, the one published first in front; as they are cited where only the same day is known."""
    timed = all(each.published is not None and "T" in each.published for each in (one, other))
    return sorted((one, other), key=lambda each: _when(each.published, timed=timed))


def _when(published: str | None, *, timed: bool) -> float:
    if published is None:
        return -math.inf
    return moment(published).timestamp() if timed else moment(published).toordinal()


def _between(older: Citation, newer: Citation, articles: Mapping[str, Article]) -> Conflict | None:
    forth = _compared(older, newer, articles)
    back = _compared(newer, older, articles)
    covered = min(forth.covered, back.covered)
    if covered < SAME_MATTER:
        return None
    differing = forth.of(Outcome.DIFFERS)
    if differing and not forth.of(Outcome.AGREES) and back.of(Outcome.DIFFERS):
        return Conflict(older=older.n, newer=newer.n, older_says=differing[0].claimed, newer_says=differing[0].stated)
    if forth.negated and covered >= DENIED:
        return Conflict(older=older.n, newer=newer.n, older_says=older.quote, newer_says=newer.quote)
    return None


def _compared(one: Citation, other: Citation, articles: Mapping[str, Article]) -> Comparison:
    return compare_sentences(
        one.quote,
        other.quote,
        claim_lang=articles[one.article_id].lang,
        lang=articles[other.article_id].lang,
        said=day_of(one.published),
        published=day_of(other.published),
    )
