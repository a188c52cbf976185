"""The source of truth: articles and their replaced versions in one SQLite file.

One connection serves every thread of a process behind a lock, since a statement here takes well under a millisecond;
other processes may read and write beside it (write-ahead log, five seconds of patience for a lock).
"""

import difflib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus import listing, rows
from corpus.database import Database, open_database
from corpus.errors import NotFoundError, StoreError
from corpus.identifiers import address_of
from corpus.listing import Listing
from corpus.migrations import MIGRATIONS
from corpus.rows import COLUMNS, PUBLIC, Fate, article_of
from corpus.types import AddReport, Article, ArticleStatus, Version, Visited

_PAGE = 500
_MOST_IDS_TO_COMPARE = 20_000


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
    withdrawn: int = 0
    held_back: int = 0


class ArticleStore:
    """Articles by id, kept in one SQLite file; safe to call from several threads.

    Every method raises `StoreError` when the file cannot be read or written; its `retryable` is True when another
    process held the lock.
    """

    def __init__(self, database: Database) -> None:
        """Keep articles in a database that `open` has prepared."""
        self.database = database
        self._counts: StoreCounts | None = None
        self._counts_mark: tuple[int, int] | None = None

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store at `path`, creating it and its folder if missing, and bring it to the current version.

        Raises:
            StoreError: if it cannot be opened, is no store, or was written by a newer version of belegt.
        """
        return cls(Database(open_database(path, MIGRATIONS), path))

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self.database.close()

    def __enter__(self) -> Self:
        """Use the store for the length of a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def put(self, articles: Iterable[Article], visited: Iterable[Visited] = ()) -> AddReport:
        """Store articles and what was visited for them in one transaction: all of it or, on an error, nothing.

        The same id or the same web address with other content is a new version, and the replaced one is kept; content
        that is stored already changes nothing, under its own id or another.

        Returns:
            The ids by fate, each in the order given; `rejected` is empty.
        """
        fates: dict[Fate, list[str]] = {fate: [] for fate in Fate}
        with self.database.writing() as connection:
            for article in articles:
                stored_as, fate = rows.put(connection, article)
                fates[fate].append(article.id if fate is Fate.DUPLICATE else stored_as)
            for each in visited:
                _remember_visit(connection, each)
            if fates[Fate.ADDED] or fates[Fate.UPDATED]:
                _revise(connection)
        return AddReport(
            added=tuple(fates[Fate.ADDED]),
            updated=tuple(fates[Fate.UPDATED]),
            unchanged=tuple(fates[Fate.UNCHANGED]),
            duplicates=tuple(fates[Fate.DUPLICATE]),
        )

    def withdrawn(self, word: Article) -> Article | None:
        """Return the stored article that word of a withdrawal is about, withdrawn; None if it is not stored."""
        with self.database.reading() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS} FROM articles WHERE id = ? OR address = ?",  # noqa: S608  (own names)
                (rows.resolved(connection, word.id), address_of(word.url)),
            ).fetchone()
        if row is None:
            return None
        article = article_of(row)
        return replace(article, status=ArticleStatus.WITHDRAWN, updated=word.updated or article.updated)

    def visited(self, address: str) -> Visited | None:
        """Return what is remembered of the last visit to a web address."""
        with self.database.reading() as connection:
            row = connection.execute("SELECT etag, last_modified FROM visits WHERE address = ?", (address,)).fetchone()
        return None if row is None else Visited(address=address, etag=row[0], last_modified=row[1])

    def get(self, article_id: str) -> Article:
        """The article under an id, or under one that its content came with before.

        Raises:
            NotFoundError: if there is none; the hint names the ids most like it.
        """
        with self.database.reading() as connection:
            row = connection.execute(
                f"SELECT {COLUMNS} FROM articles WHERE id = ?",  # noqa: S608
                (rows.resolved(connection, article_id),),
            ).fetchone()
            if row is None:
                raise NotFoundError(f"No article has the id '{article_id}'.", hint=_nearest_ids(connection, article_id))
        return article_of(row)

    def get_many(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """The articles under these ids, in the order asked; ids that are not stored are left out."""
        wanted = list(dict.fromkeys(article_ids))
        found: dict[str, Article] = {}
        with self.database.reading() as connection:
            for start in range(0, len(wanted), _PAGE):
                page = wanted[start : start + _PAGE]
                marks = ", ".join("?" * len(page))
                rows = connection.execute(f"SELECT {COLUMNS} FROM articles WHERE id IN ({marks})", page)  # noqa: S608
                found.update((row[0], article_of(row)) for row in rows)
        return {article_id: found[article_id] for article_id in wanted if article_id in found}

    def ids(self) -> tuple[str, ...]:
        """Every stored id, sorted."""
        with self.database.reading() as connection:
            return tuple(row[0] for row in connection.execute("SELECT id FROM articles ORDER BY id"))

    def hashes(self) -> dict[str, str]:
        """The content hash of every article that is not withdrawn by its id, in order of the ids."""
        with self.database.reading() as connection:
            return dict(
                connection.execute(
                    "SELECT id, content_hash FROM articles WHERE status != 'withdrawn' ORDER BY id"
                ).fetchall()
            )

    def iterate(self) -> Iterator[Article]:
        """Every article in order of the ids, read page by page: other threads may read and write in between."""
        after = ""
        while rows := self._page(after):
            yield from (article_of(row) for row in rows)
            after = rows[-1][0]

    def recent(self, limit: int) -> tuple[Article, ...]:
        """The `limit` articles published last that readers may see, newest first; undated ones come last."""
        with self.database.reading() as connection:
            found = connection.execute(
                f"SELECT {COLUMNS} FROM articles"  # noqa: S608
                f" WHERE {PUBLIC} ORDER BY published_epoch IS NULL, published_epoch DESC, id LIMIT :limit",
                {"now": int(time.time()), "limit": max(limit, 0)},
            ).fetchall()
        return tuple(article_of(row) for row in found)

    def listed(self, wanted: Listing, limit: int) -> tuple[Article, ...]:
        """The `limit` articles published last of a listing, newest first; undated ones come last."""
        with self.database.reading() as connection:
            return listing.listed(connection, wanted, limit)

    def history(self, article_id: str) -> tuple[Version, ...]:
        """Every version of an article, oldest first, the present one last.

        Raises:
            NotFoundError: if there is no such article.
        """
        present = self.get(article_id)
        with self.database.reading() as connection:
            return rows.history(connection, present.id)

    def live_at(self, moment: int) -> tuple[Article, ...]:
        """The replaced versions that readers saw at a moment (epoch seconds), of articles that they still may see."""
        with self.database.reading() as connection:
            return rows.live_at(connection, moment)

    def live_from(self, article_ids: Iterable[str]) -> dict[str, int]:
        """From when on the present versions of these articles could be read, in epoch seconds."""
        wanted = list(article_ids)
        with self.database.reading() as connection:
            found = connection.execute(
                "SELECT id, live_from FROM articles WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
            )
            return dict(found.fetchall())

    def remove(self, article_ids: Sequence[str]) -> tuple[str, ...]:
        """Remove articles and all their versions for good; their pages in the file are overwritten.

        Returns:
            The ids that were stored and are now gone, in the order given.
        """
        removed = []
        with self.database.writing() as connection:
            for article_id in article_ids:
                stored_as = rows.resolved(connection, article_id)
                if stored_as is not None:
                    rows.remove(connection, stored_as)
                    removed.append(article_id)
            if removed:
                _revise(connection)
        with self.database.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return tuple(removed)

    def restore(self, versions: Sequence[Version]) -> bool:
        """Put a removed article back, all versions as `history` gave them; False if it is stored again already."""
        with self.database.writing() as connection:
            restored = rows.restore(connection, versions)
            if restored:
                _revise(connection)
        return restored

    def holds_back(self) -> bool:
        """Say whether an embargo runs for any article at this moment."""
        with self.database.reading() as connection:
            row = connection.execute(
                "SELECT 1 FROM articles WHERE embargo_until IS NOT NULL AND live_from > ? AND status != 'withdrawn'",
                (int(time.time()),),
            ).fetchone()
        return row is not None

    def was_removed(self, article: Article) -> bool:
        """Say whether an article was removed, under this id or with this web address, and not added again since."""
        with self.database.reading() as connection:
            return rows.was_removed(connection, article)

    def is_withdrawn(self, article: Article) -> str | None:
        """The id of an article that is stored as withdrawn where this one, which is not, names no later update."""
        with self.database.reading() as connection:
            return rows.is_withdrawn(connection, article)

    def revision(self) -> int:
        """A number that grows with every change of the articles."""
        with self.database.reading() as connection:
            return int(connection.execute("SELECT number FROM revision").fetchone()[0])

    def check(self) -> None:
        """Read the whole file.

        Raises:
            StoreError: if it is damaged.
        """
        with self.database.reading() as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise StoreError(
                    f"The store {self.database.path} is damaged: {found}.",
                    hint="Put back a copy of the file, or move it away and add the articles again.",
                )

    def counts(self) -> StoreCounts:
        """How many articles readers may see, by language and outlet, and the dates they span."""
        minute = int(time.time()) // 60
        if (mark := (self.revision(), minute)) != self._counts_mark or self._counts is None:
            self._counts, self._counts_mark = self._count(minute * 60), mark
        return self._counts

    def _count(self, now: int) -> StoreCounts:
        live, at = f"FROM articles WHERE {PUBLIC}", {"now": now}
        with self.database.reading() as connection:
            stored, last_added = connection.execute("SELECT count(*), max(stored_at) FROM articles").fetchone()
            (withdrawn,) = connection.execute("SELECT count(*) FROM articles WHERE status = 'withdrawn'").fetchone()
            (articles,) = connection.execute(f"SELECT count(*) {live}", at).fetchone()
            by_lang = connection.execute(f"SELECT lang, count(*) {live} GROUP BY lang ORDER BY lang", at).fetchall()
            by_outlet = connection.execute(
                f"SELECT coalesce(outlet, ''), count(*) {live} GROUP BY 1 ORDER BY 1", at
            ).fetchall()
            dated = f"SELECT published {live} AND published_epoch IS NOT NULL ORDER BY published_epoch"
            oldest = connection.execute(f"{dated} LIMIT 1", at).fetchone()
            newest = connection.execute(f"{dated} DESC LIMIT 1", at).fetchone()
        return StoreCounts(
            articles=articles,
            by_lang=dict(by_lang),
            by_outlet=dict(by_outlet),
            oldest_published=oldest[0] if oldest else None,
            newest_published=newest[0] if newest else None,
            last_added=last_added,
            withdrawn=withdrawn,
            held_back=stored - articles - withdrawn,
        )

    def _page(self, after: str) -> list[tuple[str, ...]]:
        with self.database.reading() as connection:
            return connection.execute(
                f"SELECT {COLUMNS} FROM articles WHERE id > ? ORDER BY id LIMIT ?",  # noqa: S608
                (after, _PAGE),
            ).fetchall()


def _revise(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE revision SET number = number + 1")


def _remember_visit(connection: sqlite3.Connection, visited: Visited) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?)",
        (visited.address, visited.etag, visited.last_modified, rows.now()),
    )


def _nearest_ids(connection: sqlite3.Connection, article_id: str) -> str:
    visible = connection.execute(
        f"SELECT id FROM articles WHERE {PUBLIC} LIMIT :limit",  # noqa: S608
        {"now": int(time.time()), "limit": _MOST_IDS_TO_COMPARE},
    )
    ids = [row[0] for row in visible]
    nearest = difflib.get_close_matches(article_id, ids, n=3)
    if nearest:
        return f"Did you mean {', '.join(nearest)}?"
    return "`belegt search` finds articles by their words and prints their ids."
