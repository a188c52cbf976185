"""Compares the index with the store, article by article and vector by vector, and mends what differs."""

from collections.abc import Mapping

import numpy as np

from corpus.errors import BelegtError
from corpus.store import ArticleStore
from index.lexical import IndexedArticle, LexicalIndex
from index.protocols import Vectors
from index.types import Integrity
from index.vectors import VectorIndex

UNIT_LENGTH = 0.01


class Verifier:
    """Reads the whole index once."""

    def __init__(self, *, store: ArticleStore, vectors: VectorIndex, lexical: LexicalIndex, dimension: int) -> None:
        """Join the parts; nothing is read yet. `dimension` is that of the encoder's vectors."""
        self._store = store
        self._vectors = vectors
        self._lexical = lexical
        self._dimension = dimension

    def verify(self) -> Integrity:
        """Compare; what cannot be read is part of the finding, not an error."""
        try:
            self._lexical.check()
            journal = self._lexical.journal()
            in_keywords = self._lexical.chunk_ids()
            vectors = dict(self._sound_vectors())
        except BelegtError as error:
            return Integrity(unreadable=error.message)
        stored = self._store.hashes()
        whole = in_keywords & vectors.keys()
        known = {chunk_id for article in journal.values() for chunk_id in article.chunk_ids}
        return Integrity(
            articles=len(stored),
            passages=len(whole),
            missing=tuple(i for i in stored if not _is_whole(journal.get(i), whole)),
            stale=tuple(i for i, known_hash in stored.items() if _differs(journal.get(i), known_hash)),
            extra=(*sorted(journal.keys() - stored.keys()), *sorted((in_keywords | vectors.keys()) - known)),
            damaged=tuple(chunk_id for chunk_id, sound in vectors.items() if not sound),
        )

    def mend(self, found: Integrity) -> None:
        """Take out of the index all that differs, so that the next `sync` writes it anew."""
        journal = self._lexical.journal()
        articles = {*found.missing, *found.stale, *found.extra, *(_article_of(i, journal) for i in found.damaged)}
        known = [journal[i] for i in articles if i in journal]
        stray = [i for i in found.extra if i not in journal]
        self._vectors.remove([*(chunk_id for article in known for chunk_id in article.chunk_ids), *stray])
        self._lexical.discard(stray)
        self._lexical.remove(known)

    def _sound_vectors(self) -> "list[tuple[str, bool]]":
        return [(chunk_id, self._is_sound(vector)) for chunk_id, vector in self._vectors.each()]

    def _is_sound(self, vector: Vectors) -> bool:
        return len(vector) == self._dimension and abs(float(np.linalg.norm(vector)) - 1) < UNIT_LENGTH


def _is_whole(known: IndexedArticle | None, passages: set[str]) -> bool:
    return known is not None and known.complete and passages.issuperset(known.chunk_ids)


def _differs(known: IndexedArticle | None, content_hash: str) -> bool:
    return known is not None and known.complete and known.content_hash != content_hash


def _article_of(chunk_id: str, journal: Mapping[str, IndexedArticle]) -> str:
    """Return the article that a passage is of, as the journal has it; the passage's own id if it has none."""
    return next((i for i, article in journal.items() if chunk_id in article.chunk_ids), chunk_id)
