"""The index as one thing: opened, searched, kept in step with the store, rebuilt."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.chunking import Chunking
from corpus.copies import CopyGroups
from corpus.errors import IndexingError, StoreError
from corpus.store import ArticleStore
from corpus.types import Article
from index.analysis import ANALYSIS_VERSION
from index.generations import Generations
from index.history import PastVersions
from index.lexical import LexicalIndex
from index.manifest import Manifest, check_manifest
from index.protocols import Encoder, Vectors
from index.searching import HybridSearcher
from index.syncing import Progress, Syncer, SyncReport
from index.types import EVERYWHERE, Hit, Integrity, Scope
from index.vectors import VectorIndex
from index.verifying import Verifier

LEXICAL_FILE = "keywords.sqlite"
VECTORS_FOLDER = "vectors"


@dataclass(slots=True, kw_only=True)
class _Parts:
    folder: Path
    vectors: VectorIndex
    lexical: LexicalIndex
    searcher: HybridSearcher
    syncer: Syncer

    def close(self) -> None:
        self.vectors.close()
        self.lexical.close()


class Index:
    """Finds passages of the stored articles; safe to call from threads.

    Parts are opened when they are first needed, and again when another process has written or put a new index in place.
    """

    def __init__(
        self,
        folder: Path,
        *,
        store: ArticleStore,
        encoder: Encoder,
        chunking: Chunking | None = None,
    ) -> None:
        """Keep the parts together; nothing is opened yet."""
        self._generations = Generations(folder)
        self._store = store
        self._copies = CopyGroups(store.database)
        self._encoder = encoder
        self._chunking = chunking or Chunking()
        self._lock = threading.RLock()
        self._parts: _Parts | None = None
        self._retired: _Parts | None = None

    @property
    def model(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def encoder(self) -> Encoder:
        """The encoder that questions and passages go through."""
        return self._encoder

    def search(self, query: str, k: int, scope: Scope = EVERYWHERE) -> list[Hit]:
        """Return at most k passages in scope, best first."""
        return self._open().searcher.search(query, k, scope)

    def distinct(self, query: str, k: int, scope: Scope = EVERYWHERE) -> list[Hit]:
        """Return at most k passages in scope, best first, of articles that are copies of one text only one."""
        return self._open().searcher.search(query, k, scope, distinct=True)

    @property
    def searcher(self) -> HybridSearcher:
        """The searcher over the open index."""
        return self._open().searcher

    def document_frequencies(self, terms: Sequence[str]) -> tuple[Mapping[str, int], int]:
        """Return how many passages hold each term, and how many passages there are."""
        return self._open().lexical.document_frequencies(terms)

    def articles(self, terms: Sequence[str], scope: Scope = EVERYWHERE) -> list[Article]:
        """Return the articles in scope with all of the terms in one passage, the newest first."""
        return self._open().searcher.articles(terms, scope)

    def covers(self, query: str, scope: Scope = EVERYWHERE) -> bool:
        """Say whether the archive holds articles of the period that the query names."""
        return self._open().searcher.covers(query, scope)

    def embargoed(self, query: str, k: int, scope: Scope = EVERYWHERE) -> list[Hit]:
        """Return at most k passages of articles that are held back at this moment, best first."""
        return self._open().searcher.embargoed(query, k, scope) if self._store.holds_back() else []

    def stored(self, article_ids: Sequence[str], scope: Scope = EVERYWHERE) -> Mapping[str, Article]:
        """Return articles by id in the version that a scope shows."""
        return self._open().searcher.stored(article_ids, scope)

    def sync(self, progress: Progress | None = None) -> SyncReport:
        """Bring the index in step with the store; the caller sees to it that nobody else writes."""
        parts = self._open()
        self._generations.tidy()
        return parts.syncer.sync(progress)

    def is_behind(self) -> bool:
        """Say whether the store has changed since the index was last brought in step with it."""
        return self._open().lexical.synced() != self._store.revision()

    def verify(self) -> Integrity:
        """Compare the index with the store; it is read as a whole, and what cannot be read is part of the finding."""
        try:
            return self._verifier(self._open()).verify()
        except (IndexingError, StoreError) as error:
            return Integrity(unreadable=error.message)

    def repair(self, found: Integrity, progress: Progress | None = None) -> SyncReport:
        """Mend what `verify` has found: write anew what differs, or the whole index if it cannot be read."""
        if found.unreadable is not None:
            return self.rebuild(progress)
        parts = self._open()
        self._verifier(parts).mend(found)
        return parts.syncer.sync(progress)

    def _verifier(self, parts: _Parts) -> Verifier:
        return Verifier(
            store=self._store, vectors=parts.vectors, lexical=parts.lexical, dimension=self._encoder.dimension
        )

    def rebuild(self, progress: Progress | None = None) -> SyncReport:
        """Make the index anew from the store, whatever the present one was built with.

        That happens beside the present index, which answers until the new one is whole and takes its place at once.
        """
        before, following = self._generations.present(), self._generations.begin()
        parts = self._parts_in(following)
        try:
            report = parts.syncer.sync(progress)
        finally:
            parts.close()
        self._generations.install(following)
        self._open()
        self._generations.discard(before)
        return report

    def vectors(self) -> Iterator[tuple[str, Vectors]]:
        """Read every passage's id and vector."""
        return self._open().vectors.each()

    def passages(self) -> int:
        """Return the number of passages."""
        return self._open().lexical.count()

    def version(self) -> str:
        """Name the state of the index: its settings, and a mark that changes with what it holds."""
        return f"{self._manifest.settings_hash}.{self._open().lexical.state()}"

    def close(self) -> None:
        """Release files; the next call opens them again."""
        with self._lock:
            if self._parts is not None:
                self._parts.close()
                self._parts = None
            if self._retired is not None:
                self._retired.close()
                self._retired = None

    @property
    def _manifest(self) -> Manifest:
        chunking = f"{self._chunking.max_tokens} tokens, version {self._chunking.version}"
        return Manifest(
            encoder=self._encoder.name,
            dimension=self._encoder.dimension,
            prompts="|".join(self._encoder.prompts),
            chunking=chunking,
            analysis=ANALYSIS_VERSION,
        )

    def _open(self) -> _Parts:
        with self._lock:
            folder = self._generations.present()
            parts = self._parts
            if parts is not None and parts.folder == folder and parts.lexical.written_elsewhere():
                self._reopen(parts)
                folder = self._generations.present()
            if self._parts is not None and self._parts.folder != folder:
                self._retire(self._parts)
            if self._parts is None:
                self._parts = self._opened(folder)
            return self._parts

    def _retire(self, parts: _Parts) -> None:
        """Let go of parts that another generation has replaced: closed one swap later, for others may be using them."""
        if self._retired is not None:
            self._retired.close()
        self._retired, self._parts = parts, None

    def _reopen(self, parts: _Parts) -> None:
        try:
            parts.vectors.reopen()
        except IndexingError:
            self._parts = None
            parts.lexical.close()
            if self._generations.present() == parts.folder:
                raise

    def _opened(self, folder: Path) -> _Parts:
        """Open the generation in use, another one if a rebuild has put that in its place meanwhile."""
        while (parts := self._opened_if_in_use(folder)) is None:
            self._generations.discard(folder)
            folder = self._generations.present()
        return parts

    def _opened_if_in_use(self, folder: Path) -> _Parts | None:
        """Open a generation; None if it is out of use by then, whose folder may have gone at any moment."""
        try:
            parts = self._parts_in(folder)
        except (IndexingError, StoreError):
            if self._generations.present() == folder:
                raise
            return None
        if self._generations.present() == folder:
            return parts
        parts.close()
        return None

    def _parts_in(self, folder: Path) -> _Parts:
        check_manifest(folder, self._manifest)
        lexical = _keyword_index(folder / LEXICAL_FILE)
        try:
            vectors = VectorIndex(folder / VECTORS_FOLDER)
        except IndexingError:
            lexical.close()
            raise
        past = PastVersions(store=self._store, encoder=self._encoder, chunking=self._chunking)
        searcher = HybridSearcher(
            store=self._store, encoder=self._encoder, vectors=vectors, lexical=lexical, past=past, copies=self._copies
        )
        syncer = Syncer(
            store=self._store, encoder=self._encoder, vectors=vectors, lexical=lexical, chunking=self._chunking
        )
        return _Parts(folder=folder, vectors=vectors, lexical=lexical, searcher=searcher, syncer=syncer)


def _keyword_index(path: Path) -> LexicalIndex:
    try:
        return LexicalIndex(path)
    except StoreError as error:
        if error.retryable:
            raise
        raise IndexingError(
            error.message, hint="Make its folder writable, or make the index anew with `belegt rebuild`."
        ) from error
