"""How many passages hold each term, kept beside the keyword index: FTS5 would count them anew for every question."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence


def count_stored(connection: sqlite3.Connection) -> None:
    """Count the terms of what an index already holds."""
    connection.execute("CREATE TABLE frequencies (term TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID")
    change(connection, counted(connection.execute("SELECT title, text FROM passages")))
    connection.execute("DROP TABLE vocabulary")


def frequencies_of(connection: sqlite3.Connection, terms: Sequence[str]) -> dict[str, int]:
    """Return how many passages hold each of some terms; unknown ones are left out."""
    rows = connection.execute(
        "SELECT term, passages FROM frequencies WHERE term IN (SELECT value FROM json_each(?))", (json.dumps(terms),)
    )
    return dict(rows.fetchall())


def counted(passages: Iterable[tuple[str, str]]) -> Counter[str]:
    """Count in how many passages each term stands; a passage is its headline's terms and its own, as they are kept."""
    total: Counter[str] = Counter()
    for title, text in passages:
        total.update({*title.split(), *text.split()})
    return total


def change(connection: sqlite3.Connection, by: Mapping[str, int]) -> None:
    """Add to the counts; what stands in no passage any more is forgotten."""
    connection.executemany(
        "INSERT INTO frequencies VALUES (?, ?) ON CONFLICT DO UPDATE SET passages = passages + excluded.passages",
        by.items(),
    )
    connection.executemany(
        "DELETE FROM frequencies WHERE term = ? AND passages <= 0", [(term,) for term, n in by.items() if n < 0]
    )
