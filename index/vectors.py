"""The vector index: passages as unit vectors in Chroma, by cosine.

Only ids, vectors and the fields a search filters by are kept there; the text stays in the article store.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from corpus.errors import IndexingError
from corpus.locking import alone
from index.protocols import Vectors
from index.types import EVERYWHERE, Scope

if TYPE_CHECKING:
    from chromadb.api.client import Client

COLLECTION = "passages"
OPENING_SECONDS = 60
READ_AT_ONCE = 1_000
_NO_ROOM = ("disk is full", "No space left")


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageVector:
    """One passage for the vector index; times in epoch seconds."""

    chunk_id: str
    article_id: str
    lang: str
    outlet: str | None
    published: int | None
    live_from: int


class VectorIndex:
    """Cosine search over passage vectors in an embedded Chroma folder; one call at a time, from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, creating it if missing.

        Raises:
            IndexingError: if Chroma cannot open it.
        """
        self._folder = folder
        self._lock = threading.RLock()
        self._open()

    def _open(self) -> None:
        with _failures("opened"), _alone(self._folder):
            self._client = _client(self._folder)
            self._collection = self._client.get_or_create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={
                    "hnsw": {"space": "cosine", "ef_search": 256, "ef_construction": 200, "max_neighbors": 24}
                },
            )
            self._batch = self._client.get_max_batch_size()

    def reopen(self) -> None:
        """Read the folder anew: an embedded Chroma does not see what another process has written since.

        Raises:
            IndexingError: if Chroma cannot open it.
        """
        with self._lock:
            self.close()
            self._open()

    def close(self) -> None:
        """Let go of the folder."""
        with self._lock:
            self._client.close()

    def count(self) -> int:
        """Return the number of passages."""
        with self._lock, _failures("read"):
            return self._collection.count()

    def each(self) -> Iterator[tuple[str, Vectors]]:
        """Read every passage's id and vector, in batches; vectors may be of any dimension.

        Raises:
            IndexingError: if Chroma cannot read them.
        """
        offset = 0
        while True:
            with self._lock, _failures("read"):
                batch = self._collection.get(limit=READ_AT_ONCE, offset=offset, include=["embeddings"])
            yield from zip(batch["ids"], cast("Vectors", batch["embeddings"]), strict=True)
            if len(batch["ids"]) < READ_AT_ONCE:
                return
            offset += READ_AT_ONCE

    def write(self, passages: Sequence[PassageVector], vectors: Vectors) -> None:
        """Add or replace passages; `vectors` is (len(passages), dimension).

        Raises:
            IndexingError: if Chroma refuses or cannot write.
        """
        for start in range(0, len(passages), self._batch):
            batch = passages[start : start + self._batch]
            with self._lock, _failures("written"):
                self._collection.upsert(
                    ids=[passage.chunk_id for passage in batch],
                    embeddings=np.asarray(vectors[start : start + len(batch)], np.float32),
                    metadatas=[_metadata(passage) for passage in batch],
                )

    def remove(self, chunk_ids: Sequence[str]) -> None:
        """Take passages out; unknown ids are passed over."""
        for start in range(0, len(chunk_ids), self._batch):
            with self._lock, _failures("written"):
                self._collection.delete(ids=list(chunk_ids[start : start + self._batch]))

    def search(self, vector: Vectors, k: int, scope: Scope = EVERYWHERE) -> list[tuple[str, float]]:
        """Return ids and cosine similarities of the k nearest passages in scope, best first."""
        with self._lock, _failures("searched"):
            found = self._collection.query(
                query_embeddings=vector[None], n_results=k, where=_where(scope), include=["distances"]
            )
        distances = found["distances"]
        return [] if distances is None else [(i, 1 - d) for i, d in zip(found["ids"][0], distances[0], strict=True)]


def _metadata(passage: PassageVector) -> dict[str, str | int]:
    """Leave out what an article does not say: a missing field is outside every filter on it."""
    fields: dict[str, str | int] = {
        "article_id": passage.article_id,
        "lang": passage.lang,
        "live_from": passage.live_from,
    }
    if passage.outlet is not None:
        fields["outlet"] = passage.outlet.casefold()
    if passage.published is not None:
        fields["published"] = passage.published
    return fields


def _where(scope: Scope) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if scope.since is not None:
        conditions.append({"published": {"$gte": scope.since}})
    if scope.until is not None:
        conditions.append({"published": {"$lte": scope.until}})
    if scope.as_of is not None:
        conditions.append({"live_from": {"$lte": scope.as_of}})
    if scope.outlet is not None:
        conditions.append({"outlet": scope.outlet.casefold()})
    if scope.lang is not None:
        conditions.append({"lang": scope.lang})
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else {"$and": conditions}


def _client(folder: Path) -> "Client":
    import chromadb  # noqa: PLC0415  (over half a second)
    from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    try:
        return cast("Client", chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False)))
    except Exception:
        # Chroma keeps a system by its folder even if it never started, and would hand it out at the next opening.
        SharedSystemClient._identifier_to_system.pop(str(folder), None)
        raise


def _alone(folder: Path) -> AbstractContextManager[None]:
    """Keep other processes from opening a folder in the meantime: two that create its tables at once fail."""
    return alone(folder.parent / f"{folder.name}.lock", patience=OPENING_SECONDS)


@contextmanager
def _failures(what: str) -> Iterator[None]:
    """Turn what Chroma raises into one error: its own share no base class and differ by its layers."""
    try:
        yield
    except Exception as error:
        full = any(words in str(error) for words in _NO_ROOM)
        raise IndexingError(
            f"The vector index cannot be {what}: {error}.",
            hint="Free some space on its disk, then run `belegt verify --repair`."
            if full
            else "Run `belegt verify --repair`: it mends the index from the articles, which are kept apart from it.",
        ) from error
