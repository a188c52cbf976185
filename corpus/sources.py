"""The sources that an archive is kept in step with, and when each was last read."""

from dataclasses import dataclass

from corpus.database import Database
from corpus.rows import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file, folder, pattern or web address that `belegt sync` reads again.

    `since` leaves out older entries of a feed or sitemap; `allow_private` lets it lie in a private network. Moments are
    in UTC; `problem` is what the last try failed on, None if it succeeded or was not made yet.
    """

    address: str
    since: str | None = None
    allow_private: bool = False
    added_at: str = ""
    tried_at: str | None = None
    succeeded_at: str | None = None
    problem: str | None = None


class SourceRegistry:
    """Keeps the list of sources in the database of the article store; every method may raise `StoreError`."""

    def __init__(self, database: Database) -> None:
        """Keep the list in this database."""
        self._database = database

    def add(self, address: str, *, since: str | None = None, allow_private: bool = False) -> bool:
        """Enter a source, or change how a known one is read; return whether it is new."""
        with self._database.writing() as connection:
            known = connection.execute("SELECT 1 FROM sources WHERE address = ?", (address,)).fetchone()
            connection.execute(
                "INSERT INTO sources (address, since, allow_private, added_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (address) DO UPDATE SET since = excluded.since, allow_private = excluded.allow_private",
                (address, since, allow_private, now()),
            )
        return known is None

    def remove(self, address: str) -> bool:
        """Take a source off the list and say whether it was there; its articles stay."""
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM sources WHERE address = ?", (address,)).rowcount > 0

    def all(self) -> tuple[Source, ...]:
        """Return the sources in order of their addresses."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT address, since, allow_private, added_at, tried_at, succeeded_at, problem FROM sources"
                " ORDER BY address"
            ).fetchall()
        return tuple(
            Source(
                address=row[0],
                since=row[1],
                allow_private=bool(row[2]),
                added_at=row[3],
                tried_at=row[4],
                succeeded_at=row[5],
                problem=row[6],
            )
            for row in rows
        )

    def tried(self, address: str, problem: str | None) -> None:
        """Write down that a source was read just now, and what it failed on if it did."""
        at = now()
        with self._database.writing() as connection:
            connection.execute("UPDATE sources SET tried_at = ?, problem = ? WHERE address = ?", (at, problem, address))
            if problem is None:
                connection.execute("UPDATE sources SET succeeded_at = ? WHERE address = ?", (at, address))
