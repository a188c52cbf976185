"""The index as one thing: opened, searched, kept in step with the store, rebuilt."""

import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.chunking import Chunking
from corpus.errors import IndexingError
from corpus.store import ArticleStore
from corpus.types import Article
from index.analysis import ANALYSIS_VERSION
from index.lexical import LexicalIndex
from index.manifest import Manifest, check_manifest
from index.protocols import Encoder
from index.searching import HybridSearcher
from index.syncing import Progress, Syncer, SyncReport
from index.types import EVERYWHERE, Hit, Scope
from index.vectors import VectorIndex

LEXICAL_FILE = "keywords.sqlite"
VECTORS_FOLDER = "vectors"


@dataclass(slots=True, kw_only=True)
class _Parts:
    vectors: VectorIndex
    lexical: LexicalIndex
    searcher: HybridSearcher
    syncer: Syncer


class Index:
    """Finds passages of the stored articles; safe to call from threads.

    Parts are opened when they are first needed, and the vectors again when another process has written.
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
        self._folder = folder
        self._store = store
        self._encoder = encoder
        self._chunking = chunking or Chunking()
        self._lock = threading.RLock()
        self._parts: _Parts | None = None

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

    def sync(self, progress: Progress | None = None) -> SyncReport:
        """Bring the index in step with the store."""
        return self._open().syncer.sync(progress)

    def rebuild(self, progress: Progress | None = None) -> SyncReport:
        """Drop the index, whatever it was built with, and make it anew from the store."""
        with self._lock:
            self.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            return self.sync(progress)

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
                self._parts.vectors.close()
                self._parts.lexical.close()
                self._parts = None

    @property
    def _manifest(self) -> Manifest:
        chunking = f"{self._chunking.max_tokens} tokens, version {self._chunking.version}"
        return Manifest(
            encoder=self._encoder.name,
            dimension=self._encoder.dimension,
            chunking=chunking,
            analysis=ANALYSIS_VERSION,
        )

    def _open(self) -> _Parts:
        with self._lock:
            if self._parts is None:
                check_manifest(self._folder, self._manifest)
                lexical = LexicalIndex(self._folder / LEXICAL_FILE)
                try:
                    vectors = VectorIndex(self._folder / VECTORS_FOLDER)
                except IndexingError:
                    lexical.close()
                    raise
                self._parts = _Parts(
                    vectors=vectors,
                    lexical=lexical,
                    searcher=HybridSearcher(
                        store=self._store,
                        encoder=self._encoder,
                        vectors=vectors,
                        lexical=lexical,
                    ),
                    syncer=Syncer(
                        store=self._store,
                        encoder=self._encoder,
                        vectors=vectors,
                        lexical=lexical,
                        chunking=self._chunking,
                    ),
                )
            elif self._parts.lexical.written_elsewhere():
                self._parts.vectors.reopen()
            return self._parts
