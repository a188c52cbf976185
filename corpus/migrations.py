"""The versions of the store's tables: each function takes a store from one version to the next.

`PRAGMA user_version` holds how many have run. A released function is never changed; a change of the tables is a new one
at the end of `MIGRATIONS`.
"""

import sqlite3

from corpus.database import Migration


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


MIGRATIONS: tuple[Migration, ...] = (_create,)
