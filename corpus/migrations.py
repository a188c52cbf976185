"""The versions of the store's tables: each function takes a store from one version to the next.

`PRAGMA user_version` holds how many have run. A released function is never changed; a change of the tables is a new one
at the end of `MIGRATIONS`.
"""

import json
import sqlite3

from corpus.database import Migration
from corpus.dates import epoch
from corpus.identifiers import address_of


def _create(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE articles (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            text TEXT NOT NULL,
            url TEXT,
            published TEXT,
            updated TEXT,
            author TEXT,
            outlet TEXT,
            lang TEXT NOT NULL,
            status TEXT NOT NULL,
            embargo_until TEXT,
            content_hash TEXT NOT NULL,
            published_epoch INTEGER,
            added_at TEXT NOT NULL,
            stored_at TEXT NOT NULL
        )
        """
    )
    connection.execute("CREATE INDEX articles_by_published ON articles (published_epoch)")
    connection.execute(
        """
        CREATE TABLE versions (
            number INTEGER PRIMARY KEY,
            article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
            replaced_at TEXT NOT NULL,
            article TEXT NOT NULL
        )
        """
    )
    connection.execute("CREATE INDEX versions_by_article ON versions (article_id)")


def _keep_the_life_of_articles(connection: sqlite3.Connection) -> None:
    """Add what tells versions, copies and sources apart; what is derived from old rows is derived here.

    `live_from` is the moment (epoch seconds) from which a version could be read, `address` the canonical web address.
    """
    connection.execute("ALTER TABLE articles ADD COLUMN address TEXT")
    connection.execute("ALTER TABLE articles ADD COLUMN live_from INTEGER NOT NULL DEFAULT 0")
    connection.execute("ALTER TABLE versions ADD COLUMN stored_at TEXT")
    connection.execute("ALTER TABLE versions ADD COLUMN live_from INTEGER NOT NULL DEFAULT 0")
    connection.execute("CREATE INDEX articles_by_address ON articles (address)")
    connection.execute("CREATE INDEX articles_by_content ON articles (content_hash)")
    connection.execute("CREATE INDEX articles_by_life ON articles (live_from)")
    for statement in _TABLES:
        connection.execute(statement)
    _derive(connection)


_TABLES = (
    """
    CREATE TABLE aliases (
        alias TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        content_hash TEXT NOT NULL,
        renamed INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX aliases_by_article ON aliases (article_id)",
    """
    CREATE TABLE bands (
        band INTEGER NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        PRIMARY KEY (band, article_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX bands_by_article ON bands (article_id)",
    """
    CREATE TABLE copies (
        article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        story INTEGER NOT NULL,
        agencies TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX copies_by_story ON copies (story)",
    """
    CREATE TABLE sources (
        address TEXT PRIMARY KEY,
        since TEXT,
        allow_private INTEGER NOT NULL,
        added_at TEXT NOT NULL,
        tried_at TEXT,
        succeeded_at TEXT,
        problem TEXT
    ) WITHOUT ROWID
    """,
    "CREATE TABLE revision (number INTEGER NOT NULL)",
    "INSERT INTO revision VALUES (0)",
    """
    CREATE TABLE removals (
        article_id TEXT PRIMARY KEY,
        address TEXT,
        removed_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX removals_by_address ON removals (address)",
    """
    CREATE TABLE visits (
        address TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT,
        visited_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)


def _derive(connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT id, url, published, updated, stored_at, embargo_until FROM articles").fetchall()
    for article_id, url, published, updated, stored_at, embargo_until in rows:
        since = epoch(updated or published or stored_at)
        if embargo_until is not None:
            since = max(since, epoch(embargo_until))
        connection.execute(
            "UPDATE articles SET address = ?, live_from = ? WHERE id = ?", (address_of(url), since, article_id)
        )
    for number, replaced_at, kept in connection.execute("SELECT number, replaced_at, article FROM versions").fetchall():
        version = json.loads(kept)
        since = version["updated"] or version["published"] or replaced_at
        connection.execute("UPDATE versions SET live_from = ? WHERE number = ?", (epoch(since), number))


MIGRATIONS: tuple[Migration, ...] = (_create, _keep_the_life_of_articles)
