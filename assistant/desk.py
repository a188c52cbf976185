"""The claim desk's memory: claims that were checked, what people decided on them, and which have to be looked at again.

A claim is kept with what the archive said of it and the version of every article that was quoted. Decisions are never
changed, only followed by others. A record is open again once an article that it rests on was corrected, withdrawn or
removed after the last look at it.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from assistant.comparing import denies
from assistant.quantities import Outcome, compare, quantities
from assistant.types import CheckedClaim, ClaimRecord, Decision, Evidence, Verdict
from corpus.database import Database, open_database
from corpus.errors import NotFoundError, UsageError
from corpus.lifecycle import is_public
from corpus.rows import now
from corpus.types import Article
from index.analysis import language_of
from index.protocols import Vectors

SAME_CLAIM = 0.93  # cosine of two claims that say the same, if their numbers and negations agree
LONGEST_COMMENT, LONGEST_NAME = 4_000, 200

Stored = Callable[[Sequence[str]], Mapping[str, Article]]


def _create(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE claims (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, vector BLOB NOT NULL,"
        " checked TEXT NOT NULL, checked_at TEXT NOT NULL, index_version TEXT NOT NULL, as_of TEXT)"
    )
    connection.execute(
        "CREATE TABLE decisions (number INTEGER PRIMARY KEY, claim_id INTEGER NOT NULL REFERENCES claims (id)"
        " ON DELETE CASCADE, verdict TEXT NOT NULL, comment TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE rests_on (claim_id INTEGER NOT NULL REFERENCES claims (id) ON DELETE CASCADE,"
        " article_id TEXT NOT NULL, content_hash TEXT NOT NULL, PRIMARY KEY (claim_id, article_id)) WITHOUT ROWID"
    )


class ClaimDesk:
    """Keeps checked claims in a file of its own; every method may raise `StoreError`."""

    def __init__(self, path: Path, *, articles: Stored) -> None:
        """Open the file, creating it if missing; `articles` gives the stored articles, withdrawn ones among them."""
        self._database = Database(open_database(path, (_create,)), path)
        self._articles = articles

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def keep(self, checked: CheckedClaim, vector: Vectors, *, index_version: str, as_of: str | None) -> ClaimRecord:
        """Put a checked claim on the desk; one with the same words is checked anew, its decisions stay."""
        text = checked.meant or checked.claim
        quoted = list({each.article_id for each in (*checked.supporting, *checked.opposing)})
        hashes = {i: article.content_hash for i, article in self._articles(quoted).items()}
        with self._database.writing() as connection:
            (claim_id,) = connection.execute(
                "INSERT INTO claims (text, vector, checked, checked_at, index_version, as_of) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (text) DO UPDATE SET checked = excluded.checked, checked_at = excluded.checked_at,"
                " index_version = excluded.index_version, as_of = excluded.as_of RETURNING id",
                (text, vector.astype(np.float32).tobytes(), json.dumps(asdict(checked)), now(), index_version, as_of),
            ).fetchone()
            connection.execute("DELETE FROM rests_on WHERE claim_id = ?", (claim_id,))
            connection.executemany(
                "INSERT INTO rests_on VALUES (?, ?, ?)", [(claim_id, i, each) for i, each in hashes.items()]
            )
        return self.get(claim_id)

    def decide(self, claim_id: int, verdict: Verdict, *, comment: str = "", name: str = "") -> ClaimRecord:
        """Write down a decision; the articles it rests on count as looked at in their present version.

        Raises:
            NotFoundError: if there is no such record.
            UsageError: if comment or name is too long.
        """
        if len(comment) > LONGEST_COMMENT or len(name) > LONGEST_NAME:
            raise UsageError(
                f"A comment has at most {LONGEST_COMMENT} characters, a name {LONGEST_NAME}.", hint="Shorten it."
            )
        self.get(claim_id)
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO decisions (claim_id, verdict, comment, name, at) VALUES (?, ?, ?, ?, ?)",
                (claim_id, verdict.value, comment, name, now()),
            )
            rows = connection.execute("SELECT article_id FROM rests_on WHERE claim_id = ?", (claim_id,)).fetchall()
            present = self._articles([article_id for (article_id,) in rows])
            connection.execute("DELETE FROM rests_on WHERE claim_id = ?", (claim_id,))
            connection.executemany(
                "INSERT INTO rests_on VALUES (?, ?, ?)",
                [(claim_id, i, article.content_hash) for i, article in present.items()],
            )
        return self.get(claim_id)

    def get(self, claim_id: int) -> ClaimRecord:
        """Return one record.

        Raises:
            NotFoundError: if there is none under that number.
        """
        records = self._records("WHERE id = ?", (claim_id,))
        if not records:
            raise NotFoundError(f"There is no claim {claim_id} on the desk. `belegt desk list` shows them.")
        return records[0]

    def all(self, *, only_open: bool = False) -> list[ClaimRecord]:
        """Return the records, those checked last first."""
        records = self._records("ORDER BY checked_at DESC, id DESC", ())
        return [record for record in records if record.open] if only_open else records

    def like(self, text: str, vector: Vectors, *, most: int = 3) -> list[ClaimRecord]:
        """Return earlier records that say the same in other words, the most alike first.

        Their vectors are near, and neither a number nor a negation sets them apart.
        """
        with self._database.reading() as connection:
            rows = connection.execute("SELECT id, text, vector FROM claims").fetchall()
        if not rows:
            return []
        nearness = np.stack([np.frombuffer(row[2], np.float32) for row in rows]) @ vector
        order = [int(i) for i in np.argsort(-nearness) if nearness[i] >= SAME_CLAIM]
        return [self.get(rows[i][0]) for i in order if says_the_same(text, rows[i][1])][:most]

    def _records(self, condition: str, parameters: tuple[Any, ...]) -> list[ClaimRecord]:
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, checked, checked_at, index_version, as_of FROM claims " + condition,  # noqa: S608  (own words)
                parameters,
            ).fetchall()
            return [self._record(connection, row) for row in rows]

    def _record(self, connection: sqlite3.Connection, row: tuple[int, str, str, str, str | None]) -> ClaimRecord:
        decided = connection.execute(
            "SELECT verdict, comment, name, at FROM decisions WHERE claim_id = ? ORDER BY number", (row[0],)
        ).fetchall()
        resting = dict(
            connection.execute("SELECT article_id, content_hash FROM rests_on WHERE claim_id = ?", (row[0],)).fetchall()
        )
        present = self._articles(list(resting))
        return ClaimRecord(
            id=row[0],
            checked=_still_shown(_checked(json.loads(row[1])), present),
            checked_at=row[2],
            index_version=row[3],
            as_of=row[4],
            decisions=tuple(
                Decision(verdict=Verdict(verdict), comment=comment, name=name, at=at)
                for verdict, comment, name, at in decided
            ),
            changed=tuple(i for i, each in resting.items() if i not in present or present[i].content_hash != each),
        )


def says_the_same(one: str, other: str) -> bool:
    """Say whether neither a number nor a negation sets two claims apart."""
    if denies(one) is not denies(other):
        return False
    ours, theirs = (quantities(text, language_of(text)) for text in (one, other))
    return all(
        any(compare(each, partner) is Outcome.AGREES for partner in others)
        for each, others in [*((each, theirs) for each in ours), *((each, ours) for each in theirs)]
    )


def _still_shown(checked: CheckedClaim, present: Mapping[str, Article]) -> CheckedClaim:
    """Leave out what is quoted from articles that were withdrawn, held back or removed since."""
    now_public = {i for i, article in present.items() if is_public(article, datetime.now(UTC))}
    return replace(
        checked,
        supporting=tuple(each for each in checked.supporting if each.article_id in now_public),
        opposing=tuple(each for each in checked.opposing if each.article_id in now_public),
    )


def _checked(given: dict[str, Any]) -> CheckedClaim:
    return CheckedClaim(
        **{
            **given,
            "verdict": Verdict(given["verdict"]),
            "supporting": tuple(_evidence(each) for each in given["supporting"]),
            "opposing": tuple(_evidence(each) for each in given["opposing"]),
        }
    )


def _evidence(given: dict[str, Any]) -> Evidence:
    return Evidence(**{**given, "differences": tuple(given["differences"]), "agencies": tuple(given["agencies"])})
