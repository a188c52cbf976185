"""The source of truth: articles and their replaced versions in one SQLite file.

One connection serves every thread of a process behind a lock, since a statement here takes well under a millisecond;
other processes may read and write beside it (write-ahead log, five seconds of patience for a lock).
"""

import difflib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus.database import open_database, store_errors, transaction
from corpus.dates import epoch
from corpus.errors import NotFoundError
from corpus.migrations import MIGRATIONS
from corpus.types import AddReport, Article, ArticleStatus

_FIELDS = tuple(each.name for each in fields(Article))
_COLUMNS = ", ".join(_FIELDS)
_PAGE = 500
_MOST_IDS_TO_COMPARE = 20_000

_INSERT = (
    f"INSERT INTO articles ({_COLUMNS}, content_hash, published_epoch, added_at, stored_at)"  # noqa: S608  (own names)
    f" VALUES ({', '.join('?' * len(_FIELDS))}, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*_FIELDS[1:], "content_hash", "published_epoch", "stored_at"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCounts:
    """How much the store holds; dates as stored, `last_added` the moment (UTC) an article last came or changed.

    Articles without an outlet are counted under the empty string.
    """

    articles: int
    by_lang: dict[str, int] = field(default_factory=dict)
    by_outlet: dict[str, int] = field(default_factory=dict)
    oldest_published: str | None = None
    newest_published: str | None = None
    last_added: str | None = None


class ArticleStore:
    """Articles by id, kept in one SQLite file; safe to call from several threads.

    Every method raises `StoreError` when the file cannot be read or written; its `retryable` is True when another
    process held the lock.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take over a connection that `open` has prepared."""
        self._connection = connection
        self._path = path
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store at `path`, creating it and its folder if missing, and bring it to the current version.

        Raises:
            StoreError: if it cannot be opened, is no store, or was written by a newer version of belegt.
        """
        return cls(open_database(path, MIGRATIONS), path)

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        """Use the store for the length of a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def put(self, articles: Iterable[Article]) -> AddReport:
        """Store articles in one transaction: all of them or, on an error, none.

        An article under a known id replaces it, and the replaced version is kept; one with the same content changes
        nothing.

        Returns:
            The ids by fate, each in the order given; `rejected` is empty.
        """
        added: list[str] = []
        updated: list[str] = []
        unchanged: list[str] = []
        with self._writing() as connection:
            for article in articles:
                known = _content_hash(connection, article.id)
                if known == article.content_hash:
                    unchanged.append(article.id)
                    continue
                if known is not None:
                    _keep_version(connection, article.id)
                _write(connection, article)
                (added if known is None else updated).append(article.id)
        return AddReport(added=tuple(added), updated=tuple(updated), unchanged=tuple(unchanged))

    def get(self, article_id: str) -> Article:
        """The article under an id.

        Raises:
            NotFoundError: if there is none; the hint names the ids most like it.
        """
        with self._reading() as connection:
            row = connection.execute(f"SELECT {_COLUMNS} FROM articles WHERE id = ?", (article_id,)).fetchone()  # noqa: S608
            if row is None:
                raise NotFoundError(f"No article has the id '{article_id}'.", hint=_nearest_ids(connection, article_id))
        return _article(row)

    def get_many(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """The articles under these ids, in the order asked; ids that are not stored are left out."""
        wanted = list(dict.fromkeys(article_ids))
        found: dict[str, Article] = {}
        with self._reading() as connection:
            for start in range(0, len(wanted), _PAGE):
                page = wanted[start : start + _PAGE]
                marks = ", ".join("?" * len(page))
                rows = connection.execute(f"SELECT {_COLUMNS} FROM articles WHERE id IN ({marks})", page)  # noqa: S608
                found.update((row[0], _article(row)) for row in rows)
        return {article_id: found[article_id] for article_id in wanted if article_id in found}

    def ids(self) -> tuple[str, ...]:
        """Every stored id, sorted."""
        with self._reading() as connection:
            return tuple(row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id"))

    def hashes(self) -> dict[str, str]:
        """The content hash of every article by its id, in order of the ids."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT id, content_hash FROM articles ORDER BY id").fetchall())

    def iterate(self) -> Iterator[Article]:
        """Every article in order of the ids, read page by page: other threads may read and write in between."""
        after = ""
        while rows := self._page(after):
            yield from (_article(row) for row in rows)
            after = rows[-1][0]

    def recent(self, limit: int) -> tuple[Article, ...]:
        """The `limit` articles published last, newest first; undated ones come after all dated ones."""
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT {_COLUMNS} FROM articles ORDER BY published_epoch IS NULL, published_epoch DESC, id LIMIT ?",  # noqa: S608
                (max(limit, 0),),
            ).fetchall()
        return tuple(_article(row) for row in rows)

    def versions(self, article_id: str) -> tuple[tuple[str, Article], ...]:
        """The replaced versions of an article with the moment (UTC) each was replaced, oldest first."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT replaced_at, article FROM versions WHERE article_id = ? ORDER BY number", (article_id,)
            ).fetchall()
        return tuple((replaced_at, _article_from(json.loads(kept))) for replaced_at, kept in rows)

    def remove(self, article_ids: Sequence[str]) -> tuple[str, ...]:
        """Remove articles and all their versions for good; their pages in the file are overwritten.

        Returns:
            The ids that were stored and are now gone, in the order given.
        """
        removed = []
        with self._writing() as connection:
            for article_id in article_ids:
                if connection.execute("DELETE FROM articles WHERE id = ?", (article_id,)).rowcount:
                    removed.append(article_id)
        with self._reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return tuple(removed)

    def counts(self) -> StoreCounts:
        """How many articles there are, by language and outlet, and the dates they span."""
        with self._reading() as connection:
            articles, last_added = connection.execute("SELECT count(*), max(stored_at) FROM articles").fetchone()
            by_lang = connection.execute("SELECT lang, count(*) FROM articles GROUP BY lang ORDER BY lang").fetchall()
            by_outlet = connection.execute(
                "SELECT coalesce(outlet, ''), count(*) FROM articles GROUP BY 1 ORDER BY 1"
            ).fetchall()
            dated = "SELECT published FROM articles WHERE published_epoch IS NOT NULL ORDER BY published_epoch"
            oldest = connection.execute(f"{dated} LIMIT 1").fetchone()
            newest = connection.execute(f"{dated} DESC LIMIT 1").fetchone()
        return StoreCounts(
            articles=articles,
            by_lang=dict(by_lang),
            by_outlet=dict(by_outlet),
            oldest_published=oldest[0] if oldest else None,
            newest_published=newest[0] if newest else None,
            last_added=last_added,
        )

    def _page(self, after: str) -> list[tuple[str, ...]]:
        with self._reading() as connection:
            return connection.execute(
                f"SELECT {_COLUMNS} FROM articles WHERE id > ? ORDER BY id LIMIT ?",  # noqa: S608
                (after, _PAGE),
            ).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, store_errors(self._path):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, store_errors(self._path), transaction(self._connection):
            yield self._connection


def _content_hash(connection: sqlite3.Connection, article_id: str) -> str | None:
    row = connection.execute("SELECT content_hash FROM articles WHERE id = ?", (article_id,)).fetchone()
    return None if row is None else str(row[0])


def _keep_version(connection: sqlite3.Connection, article_id: str) -> None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM articles WHERE id = ?", (article_id,)).fetchone()  # noqa: S608
    connection.execute(
        "INSERT INTO versions (article_id, replaced_at, article) VALUES (?, ?, ?)",
        (article_id, _now(), json.dumps(asdict(_article(row)), ensure_ascii=False)),
    )


def _write(connection: sqlite3.Connection, article: Article) -> None:
    now = _now()
    published_epoch = epoch(article.published) if article.published else None
    values = (getattr(article, name) for name in _FIELDS)
    connection.execute(_INSERT, (*values, article.content_hash, published_epoch, now, now))


def _article(row: Sequence[str]) -> Article:
    return _article_from(dict(zip(_FIELDS, row, strict=True)))


def _article_from(values: dict[str, str]) -> Article:
    return Article(**{**values, "status": ArticleStatus(values["status"])})  # type: ignore[arg-type]


def _nearest_ids(connection: sqlite3.Connection, article_id: str) -> str:
    ids = [row[0] for row in connection.execute("SELECT id FROM articles LIMIT ?", (_MOST_IDS_TO_COMPARE,))]
    nearest = difflib.get_close_matches(article_id, ids, n=3)
    if nearest:
        return f"Did you mean {', '.join(nearest)}?"
    return "`belegt search` finds articles by their words and prints their ids."


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
