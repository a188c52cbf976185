"""Passages of versions that have been replaced, for questions about the archive as it was.

They are not in the index, which holds what can be read now. For a moment in the past the versions that were live then
are few (an article has to have changed since); their keywords are indexed in memory, and only the passages that share
some with the question are encoded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import numpy as np

from corpus.chunking import Chunking, chunk_article
from corpus.dates import epoch
from corpus.lifecycle import is_public
from corpus.store import ArticleStore
from corpus.types import Article
from index.fusion import DENSE, LEXICAL
from index.lexical import IndexedArticle, Kin, LexicalIndex, PassagePlace
from index.passages import passage_terms, passage_text
from index.protocols import Encoder, Vectors
from index.types import Scope

IN_MEMORY = Path(":memory:")
MOST_ENCODED = 16
REMEMBERED = 1_000

Rankings = dict[str, list[tuple[str, float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a search finds in replaced versions: rankings, where the passages stand, the articles as they were."""

    rankings: Rankings = field(default_factory=dict)
    places: Mapping[str, PassagePlace] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)


NO_PAST = Past()


class PastVersions:
    """Searches the versions that were live at a moment and have been replaced since."""

    def __init__(self, *, store: ArticleStore, encoder: Encoder, chunking: Chunking) -> None:
        """Join the parts; nothing is read yet."""
        self._store = store
        self._chunking = chunking
        self._vector = lru_cache(REMEMBERED)(lambda text: _one(encoder.encode_passages([text])))
        self._kept: tuple[tuple[str, ...], _Shelf] | None = None

    def articles(self, scope: Scope) -> dict[str, Article]:
        """Return the replaced versions that a scope shows, by id; none if it shows the present."""
        if scope.as_of is None:
            return {}
        found = {article.id: article for article in self._store.live_at(scope.as_of) if _within(article, scope)}
        now = datetime.now(UTC)
        present = self._store.get_many(found)
        return {i: article for i, article in found.items() if is_public(present[i], now) and is_public(article, now)}

    def search(self, query: Vectors, terms: Sequence[str], kin: Kin, k: int, scope: Scope) -> Past:
        """Return the k best passages of replaced versions in scope by keywords, and cosines of the first of them."""
        articles = self.articles(scope)
        if not articles:
            return NO_PAST
        shelf = self._shelf(tuple(articles.values()))
        lexical = shelf.index.search(terms, k, kin=kin)
        chosen = list(dict.fromkeys([*(chunk_id for chunk_id, _ in lexical), *shelf.texts]))[:MOST_ENCODED]
        cosines = [(chunk_id, float(query @ self._vector(shelf.texts[chunk_id]))) for chunk_id in chosen]
        return Past(
            rankings={DENSE: sorted(cosines, key=lambda pair: -pair[1]), LEXICAL: lexical},
            places=shelf.index.places(list(shelf.texts)),
            articles=articles,
        )

    def _shelf(self, articles: Sequence[Article]) -> "_Shelf":
        key = tuple(f"{article.id} {article.content_hash}" for article in articles)
        kept = self._kept
        if kept is None or kept[0] != key:
            kept = self._kept = (key, _shelf(articles, self._chunking))
        return kept[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """The keyword index of some versions, and the text to encode for each of their passages."""

    index: LexicalIndex
    texts: Mapping[str, str]


def _shelf(articles: Sequence[Article], chunking: Chunking) -> _Shelf:
    index = LexicalIndex(IN_MEMORY)
    texts: dict[str, str] = {}
    for article in articles:
        chunks = chunk_article(article, chunking)
        ids = tuple(chunk.id for chunk in chunks)
        entry = IndexedArticle(article_id=article.id, content_hash=article.content_hash, chunk_ids=ids, complete=True)
        index.write([entry], [passage_terms(article, chunk, 0) for chunk in chunks])
        texts.update((chunk.id, passage_text(article, chunk)) for chunk in chunks)
    return _Shelf(index=index, texts=texts)


def _within(article: Article, scope: Scope) -> bool:
    """Say whether an article is in the parts of a scope that do not ask for a version."""
    published = epoch(article.published) if article.published else None
    dated = (scope.since is None and scope.until is None) or published is not None
    after = scope.since is None or (published or 0) >= scope.since
    before = scope.until is None or (published or 0) <= scope.until
    outlet = scope.outlet is None or (article.outlet or "").casefold() == scope.outlet.casefold()
    return dated and after and before and outlet and scope.lang in (None, article.lang)


def _one(vectors: Vectors) -> Vectors:
    return np.asarray(vectors[0], np.float32)
