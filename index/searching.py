"""Finds passages for a query: vectors and keywords side by side, fused by rank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.dates import moment
from corpus.store import ArticleStore
from corpus.types import Article, ArticleStatus, Chunk
from index.analysis import question_terms
from index.fusion import fuse
from index.lexical import LexicalIndex, PassagePlace
from index.protocols import Encoder
from index.types import EVERYWHERE, Found, Hit, Scope
from index.vectors import VectorIndex

DENSE, LEXICAL = "dense", "lexical"
QUERY_LANGUAGES = ("de", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """How the two rankings are joined: passages asked of each side, and the weight of each."""

    depth: int = 50
    dense: float = 0.6
    lexical: float = 0.4


class HybridSearcher:
    """Searches an index together with the store that holds its text."""

    def __init__(
        self,
        *,
        store: ArticleStore,
        encoder: Encoder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        fusion: Fusion,
    ) -> None:
        """Join the parts; nothing is read yet."""
        self._store = store
        self._encoder = encoder
        self._vectors = vectors
        self._lexical = lexical
        self._fusion = fusion

    def search(self, query: str, k: int, scope: Scope = EVERYWHERE) -> list[Hit]:
        """Return at most k passages in scope, best first; `score` is the fused score, at most about 1.6.

        Withdrawn articles, and those under embargo at this moment, are never returned.

        Raises:
            StoreError, IndexingError: if a part cannot be read.
        """
        depth = max(self._fusion.depth, k)
        found = {
            DENSE: self._vectors.search(self._encoder.encode_query(query), depth, scope),
            LEXICAL: self._lexical.search(question_terms(query, QUERY_LANGUAGES), depth, scope),
        }
        fused = fuse(found, {DENSE: self._fusion.dense, LEXICAL: self._fusion.lexical})
        return self._hits(fused, found)[:k]

    def _hits(self, fused: Sequence[tuple[str, float]], found: dict[str, list[tuple[str, float]]]) -> list[Hit]:
        places = self._lexical.places([chunk_id for chunk_id, _ in fused])
        articles = self._store.get_many(list({place.article_id for place in places.values()}))
        seen = {name: _by_passage(name, ranking) for name, ranking in found.items()}
        hits, now = [], datetime.now(UTC)
        for chunk_id, score in fused:
            place = places.get(chunk_id)
            article = articles.get(place.article_id) if place is not None else None
            if place is None or article is None or not is_public(article, now):
                continue
            found_by = tuple(by_passage[chunk_id] for by_passage in seen.values() if chunk_id in by_passage)
            hits.append(_hit(article, place, score, found_by))
        return hits


def is_public(article: Article, now: datetime) -> bool:
    """Say whether readers may see an article at this moment: not withdrawn, no embargo still running."""
    if article.status is ArticleStatus.WITHDRAWN:
        return False
    return article.embargo_until is None or moment(article.embargo_until) <= now


def _by_passage(name: str, ranking: Sequence[tuple[str, float]]) -> dict[str, Found]:
    return {chunk_id: Found(by=name, rank=rank, score=score) for rank, (chunk_id, score) in enumerate(ranking, start=1)}


def _hit(article: Article, place: PassagePlace, score: float, found_by: tuple[Found, ...]) -> Hit:
    chunk = Chunk(
        article_id=article.id,
        ordinal=place.ordinal,
        start=place.start,
        end=place.end,
        text=article.text[place.start : place.end],
        heading=place.heading,
    )
    return Hit(
        chunk=chunk,
        title=article.title,
        lang=article.lang,
        published=article.published,
        score=score,
        found_by=found_by,
    )
