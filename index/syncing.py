"""Brings the index in step with the article store: what changed is encoded, what is gone is taken out.

Every batch is announced in the journal, written to the vectors, then to the keyword index together with the mark that
it is complete. A run killed in between leaves an incomplete mark, and the next run writes that article again, over the
same ids. What is unchanged by its content hash is passed over. One batch is encoded while the one before it is written.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from corpus.chunking import Chunking, chunk_article
from corpus.store import ArticleStore
from corpus.types import Article, Chunk
from index.lexical import IndexedArticle, LexicalIndex, PassagePlace, PassageTerms
from index.passages import passage_terms, passage_text
from index.protocols import Encoder, Vectors
from index.vectors import PassageVector, VectorIndex

ARTICLES_A_BATCH = 64

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """How many articles were written and taken out, and how many passages were encoded for it."""

    written: int = 0
    removed: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """Articles cut into passages; `asked` counts those that were asked for, also the ones gone meanwhile."""

    asked: int
    entries: list[IndexedArticle]
    texts: list[str]
    terms: list[PassageTerms]


class Syncer:
    """Writes the index from the store; the only writer."""

    def __init__(
        self, *, store: ArticleStore, encoder: Encoder, vectors: VectorIndex, lexical: LexicalIndex, chunking: Chunking
    ) -> None:
        """Join the parts; nothing is read yet."""
        self._store = store
        self._encoder = encoder
        self._vectors = vectors
        self._lexical = lexical
        self._chunking = chunking

    def sync(self, progress: Progress | None = None) -> SyncReport:
        """Index what is new or changed in the store, take out what is gone; `progress` hears articles done and in all.

        Raises:
            StoreError, IndexingError: if a part cannot be read or written; what was written before stays.
        """
        revision = self._store.revision()
        stored, journal = self._store.hashes(), self._lexical.journal()
        gone = [known for article_id, known in journal.items() if article_id not in stored]
        self._remove(gone)
        stale = [i for i, content_hash in stored.items() if not _is_current(journal.get(i), content_hash)]
        done = passages = 0
        for batch, encoded in self._encoded_ahead(stale):
            self._remove([journal[entry.article_id] for entry in batch.entries if entry.article_id in journal])
            passages += self._write(batch, encoded)
            done += batch.asked
            if progress is not None:
                progress(done, len(stale))
        if self._lexical.synced() != revision:
            self._lexical.mark_synced(revision)
        return SyncReport(written=len(stale), removed=len(gone), passages=passages)

    def _remove(self, articles: Sequence[IndexedArticle]) -> None:
        if articles:
            self._vectors.remove([chunk_id for article in articles for chunk_id in article.chunk_ids])
            self._lexical.remove(articles)

    def _encoded_ahead(self, article_ids: Sequence[str]) -> Iterator[tuple[_Batch, Future[Vectors]]]:
        """Yield batches in order; while one is being written, the next is being encoded."""
        ahead = ThreadPoolExecutor(1, thread_name_prefix="encoding")
        waiting: tuple[_Batch, Future[Vectors]] | None = None
        try:
            for start in range(0, len(article_ids), ARTICLES_A_BATCH):
                batch = self._cut(article_ids[start : start + ARTICLES_A_BATCH])
                following = batch, ahead.submit(self._encoder.encode_passages, batch.texts)
                if waiting is not None:
                    yield waiting
                waiting = following
            if waiting is not None:
                yield waiting
        finally:
            ahead.shutdown(wait=False, cancel_futures=True)

    def _cut(self, article_ids: Sequence[str]) -> _Batch:
        articles = self._store.get_many(article_ids).values()
        parts = [(article, chunk_article(article, self._chunking)) for article in articles]
        live_from = self._store.live_from([article.id for article, _ in parts])
        passages = [(article, chunk) for article, chunks in parts for chunk in chunks]
        return _Batch(
            asked=len(article_ids),
            entries=[_entry(article, chunks) for article, chunks in parts],
            texts=[passage_text(article, chunk) for article, chunk in passages],
            terms=[passage_terms(article, chunk, live_from[article.id]) for article, chunk in passages],
        )

    def _write(self, batch: _Batch, encoded: Future[Vectors]) -> int:
        self._lexical.announce(batch.entries)
        self._vectors.write([_vector_entry(passage.place) for passage in batch.terms], encoded.result())
        self._lexical.write(batch.entries, batch.terms)
        return len(batch.terms)


def _is_current(known: IndexedArticle | None, content_hash: str) -> bool:
    return known is not None and known.complete and known.content_hash == content_hash


def _entry(article: Article, chunks: Sequence[Chunk]) -> IndexedArticle:
    return IndexedArticle(
        article_id=article.id,
        content_hash=article.content_hash,
        chunk_ids=tuple(chunk.id for chunk in chunks),
        complete=True,
    )


def _vector_entry(place: PassagePlace) -> PassageVector:
    return PassageVector(
        chunk_id=place.chunk_id,
        article_id=place.article_id,
        lang=place.lang,
        outlet=place.outlet,
        published=place.published,
        live_from=place.live_from,
    )
