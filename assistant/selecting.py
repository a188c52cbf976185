"""Chooses the passages that a language model is shown: the likeliest, of several sources, within a bound of tokens."""

from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.resting import Passage, sentences_of
from corpus.copies import Story, source_of
from corpus.tokens import count_tokens
from corpus.types import Article, Span
from index.types import Hit

MOST_PASSAGES = 8
MOST_OF_ONE = 3  # passages of one source


def selected(
    hits: Sequence[Hit], articles: Mapping[str, Article], stories: Mapping[str, Story], *, tokens: int
) -> tuple[Passage, ...]:
    """Return up to eight passages, best first, that stand in the articles as they are now; of copies only the first.

    Of a source with more than its share the further ones come last. The first passage is kept whatever its length.
    """
    taken: Counter[str] = Counter()
    found: dict[str, str] = {}
    first: list[Hit] = []
    rest: list[Hit] = []
    for hit in hits:
        article_id = hit.chunk.article_id
        source = source_of(article_id, stories)
        if not _stands(hit, articles) or found.setdefault(source, article_id) != article_id:
            continue
        taken[source] += 1
        (first if taken[source] <= MOST_OF_ONE else rest).append(hit)
    chosen: list[Passage] = []
    left = tokens
    for hit in [*first, *rest][:MOST_PASSAGES]:
        (needed,) = count_tokens([hit.chunk.text])
        if chosen and needed > left:
            continue
        left -= needed
        chosen.append(
            Passage(article=articles[hit.chunk.article_id], span=Span(start=hit.chunk.start, end=hit.chunk.end))
        )
    return tuple(chosen)


def shown_text(passage: Passage) -> str:
    """Return what a model is shown of a passage: its sentences without those that speak to software."""
    text, span = passage.article.text, passage.span
    inside = [each for each in sentences_of(passage.article) if span.start <= each.start and each.end <= span.end]
    return " ".join(text[each.start : each.end] for each in inside)


def _stands(hit: Hit, articles: Mapping[str, Article]) -> bool:
    article = articles.get(hit.chunk.article_id)
    return article is not None and article.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text
