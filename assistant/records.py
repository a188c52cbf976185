"""The records of answers: what was asked and answered, what it was made from and how, in a file of their own.

A record is no second archive. It shows nothing of an article that readers may not see at present, and nothing of what
was taken from one that was removed stays in the file.
"""

import json
import secrets
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.types import Answer, AnswerRecord, AnswerStatus, Engine, Making, Sentence
from corpus.database import Database, open_database
from corpus.errors import NotFoundError
from corpus.lifecycle import is_public
from corpus.rows import now
from corpus.types import Article

NEWEST = 50
_RANDOM_BYTES = 9  # 72 bits: nobody guesses the id of another's answer

Stored = Callable[[Sequence[str]], Mapping[str, Article]]


def _create(connection: sqlite3.Connection) -> None:
    """`body` is NULL once a record is forgotten; `meant` is the question made to stand alone, where it differs."""
    connection.execute(
        "CREATE TABLE answers (id TEXT PRIMARY KEY, at TEXT NOT NULL, question TEXT NOT NULL, meant TEXT,"
        " engine TEXT NOT NULL, status TEXT NOT NULL, lang TEXT NOT NULL, index_version TEXT NOT NULL, body TEXT)"
    )
    connection.execute("CREATE INDEX answers_by_time ON answers (at)")
    connection.execute(
        "CREATE TABLE cited (record TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,"
        " article_id TEXT NOT NULL, content_hash TEXT NOT NULL, PRIMARY KEY (record, article_id)) WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX cited_by_article ON cited (article_id)")
    connection.execute(
        "CREATE TABLE made_from (record TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,"
        " article_id TEXT NOT NULL, PRIMARY KEY (record, article_id)) WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX made_from_by_article ON made_from (article_id)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What of a record may have been taken from articles."""

    answer: Answer
    making: Making

    @property
    def made_from(self) -> set[str]:
        """The ids of all articles that something was taken from, be it a headline."""
        cited = {each.article_id for each in self.answer.citations}
        named = {each.article_id for each in self.answer.nearest}
        return cited | named | {each.article_id for each in self.making.passages}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of `answers`, its columns in order."""

    id: str
    at: str
    question: str
    meant: str | None
    engine: str
    status: str
    lang: str
    index_version: str
    body: str | None


_COLUMNS = ", ".join(each.name for each in fields(_Row))
_INSERT = f"INSERT INTO answers VALUES ({', '.join('?' * len(fields(_Row)))})"  # noqa: S608  (own words)
_AFFECTED = "SELECT record FROM made_from WHERE article_id IN (SELECT value FROM json_each(?))"


class AnswerRecords:
    """Keeps answers in a file of its own; safe to call from several threads, every method may raise `StoreError`."""

    def __init__(self, path: Path, *, articles: Stored) -> None:
        """Open the file, creating it if missing; `articles` gives the stored articles, withdrawn ones among them."""
        self._database = Database(open_database(path, (_create,)), path)
        self._articles = articles

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self._database.close()

    def keep(self, answer: Answer, making: Making) -> Answer:
        """Keep an answer and return it with the id of its record.

        One whose articles were removed while it was made is kept as one that is forgotten already.
        """
        record, cited = _new_id(), dict.fromkeys(each.article_id for each in answer.citations)
        body = _Body(answer=replace(answer, standalone_question="", record=None), making=making)
        with self._database.writing() as connection:
            # Looked up inside: a removal is seen here, or finds the record once this has ended.
            present = self._articles(sorted(body.made_from))
            stands = body.made_from <= present.keys()
            row = _row(record, answer, body if stands else None)
            connection.execute(_INSERT, [_valid(each) for each in astuple(row)])
            connection.executemany(
                "INSERT INTO cited VALUES (?, ?, ?)",
                [(record, i, present[i].content_hash if i in present else "") for i in cited],
            )
            connection.executemany(
                "INSERT INTO made_from VALUES (?, ?)", [(record, i) for i in body.made_from if stands]
            )
        return replace(answer, record=record)

    def get(self, record_id: str) -> AnswerRecord:
        """Return one record.

        Raises:
            NotFoundError: if there is none under that id.
        """
        records = self._records("WHERE id = ?", (record_id,))
        if not records:
            raise NotFoundError(
                f"No answer is kept under '{record_id}'.", hint="`belegt answers list` shows those that are."
            )
        return records[0]

    def all(self, *, limit: int = NEWEST) -> list[AnswerRecord]:
        """Return the records of the answers given last, the newest first."""
        return self._records("ORDER BY at DESC, rowid DESC LIMIT ?", (max(limit, 0),))

    def citing(self, article_id: str) -> list[AnswerRecord]:
        """Return the records of the answers that cite an article, or did before they were forgotten, newest first."""
        return self._records(
            "WHERE id IN (SELECT record FROM cited WHERE article_id = ?) ORDER BY at DESC, rowid DESC", (article_id,)
        )

    def article_ids(self) -> list[str]:
        """Return the ids of all articles that the file holds something of, sorted."""
        with self._database.reading() as connection:
            found = connection.execute("SELECT DISTINCT article_id FROM made_from ORDER BY article_id").fetchall()
        return [article_id for (article_id,) in found]

    def forget_articles(self, article_ids: Collection[str]) -> int:
        """Delete what was taken from articles, overwriting it in the file; return how many records that concerned.

        Of a record that cites one, was made from one or names one, only the question stays, with when and by which
        engine it was answered, and the ids that it cited. As a follow-up may repeat words of the answers before it,
        no question that was asked since stays in the form in which it was made to stand alone.
        """
        wanted = json.dumps(list(article_ids))
        with self._database.writing() as connection:
            connection.execute(
                f"UPDATE answers SET meant = NULL WHERE meant IS NOT NULL"  # noqa: S608  (own words)
                f" AND at >= (SELECT min(at) FROM answers WHERE id IN ({_AFFECTED}))",
                (wanted,),
            )
            forgotten = connection.execute(
                f"UPDATE answers SET body = NULL WHERE id IN ({_AFFECTED})",  # noqa: S608
                (wanted,),
            ).rowcount
            connection.execute(f"DELETE FROM made_from WHERE record IN ({_AFFECTED})", (wanted,))  # noqa: S608
        self._overwrite()
        return forgotten

    def forget_before(self, date: datetime) -> int:
        """Delete the records of answers given before a moment, overwriting them in the file; return how many."""
        moment = date.astimezone(UTC).isoformat(timespec="microseconds")
        with self._database.writing() as connection:
            forgotten = connection.execute("DELETE FROM answers WHERE at < ?", (moment,)).rowcount
        self._overwrite()
        return forgotten

    def _overwrite(self) -> None:
        """Empty the write-ahead log into the file: until then both hold what was deleted."""
        with self._database.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _records(self, condition: str, parameters: tuple[Any, ...]) -> list[AnswerRecord]:
        with self._database.reading() as connection:
            rows = [
                _Row(*row)
                for row in connection.execute(f"SELECT {_COLUMNS} FROM answers {condition}", parameters)  # noqa: S608
            ]
            cited = connection.execute(
                "SELECT record, article_id, content_hash FROM cited WHERE record IN (SELECT value FROM json_each(?))",
                (json.dumps([row.id for row in rows]),),
            ).fetchall()
        hashes: dict[str, dict[str, str]] = {row.id: {} for row in rows}
        for record, article_id, content_hash in cited:
            hashes[record][article_id] = content_hash
        bodies = {row.id: _body(row) for row in rows}
        wanted = set(chain.from_iterable((*hashes[i], *bodies[i].made_from) for i in bodies))
        present = self._articles(sorted(wanted))
        return [_record(row, bodies[row.id], hashes[row.id], present) for row in rows]


def _new_id() -> str:
    """Return an id that a command line does not take for an option."""
    while (made := secrets.token_urlsafe(_RANDOM_BYTES)).startswith("-"):
        pass
    return made


def _row(record: str, answer: Answer, body: _Body | None) -> _Row:
    meant = answer.standalone_question if answer.standalone_question != answer.question else None
    return _Row(
        id=record,
        at=now(),
        question=answer.question,
        meant=meant if body else None,
        engine=answer.engine.value,
        status=answer.status.value,
        lang=answer.lang,
        index_version=answer.index_version,
        body=json.dumps(asdict(body), ensure_ascii=False) if body else None,
    )


def _valid(text: str | None) -> str | None:
    """Replace half characters, which a language model may write as JSON and no file can hold."""
    return None if text is None else text.encode(errors="replace").decode()


@cache
def _bodies() -> "TypeAdapter[_Body]":
    return TypeAdapter(_Body)  # made at the first reading: it takes a tenth of a second


def _body(row: _Row) -> _Body:
    if row.body is None:
        return _Body(answer=_forgotten(row), making=Making())
    body = _bodies().validate_json(row.body)
    return replace(body, answer=replace(body.answer, standalone_question=row.meant or row.question, record=row.id))


def _forgotten(row: _Row) -> Answer:
    """Return what stays of an answer that rested on articles that were removed."""
    return Answer(
        id=None,
        question=row.question,
        standalone_question=row.question,
        status=AnswerStatus(row.status),
        reason=None,
        short_answer=None,
        answer="",
        confidence=0.0,
        sentences=(),
        citations=(),
        nearest=(),
        engine=Engine(row.engine),
        index_version=row.index_version,
        lang=row.lang,
        record=row.id,
    )


def _record(row: _Row, body: _Body, hashes: Mapping[str, str], present: Mapping[str, Article]) -> AnswerRecord:
    at = datetime.now(UTC)
    public = {i for i, article in present.items() if is_public(article, at)}
    return AnswerRecord(
        id=row.id,
        at=row.at,
        answer=_still_shown(body.answer, public),
        making=_still_told(body.making, public),
        changed=tuple(i for i, each in hashes.items() if i not in present or present[i].content_hash != each),
    )


def _still_shown(answer: Answer, public: Collection[str]) -> Answer:
    """Leave out what rests on articles that were withdrawn, held back or removed since."""
    nearest = tuple(each for each in answer.nearest if each.article_id in public)
    citations = tuple(each for each in answer.citations if each.article_id in public)
    if len(citations) == len(answer.citations):
        return replace(answer, nearest=nearest)
    numbers = {each.n for each in citations}
    sentences = tuple(each for each in answer.sentences if each.citations and numbers.issuperset(each.citations))
    return replace(
        answer,
        standalone_question=answer.question,
        short_answer=None,
        note=None,
        answer=" ".join(map(_marked, sentences)),
        sentences=sentences,
        citations=citations,
        conflicts=tuple(each for each in answer.conflicts if {each.older, each.newer} <= numbers),
        nearest=nearest,
    )


def _marked(sentence: Sentence) -> str:
    return " ".join((sentence.text, *(f"[{n}]" for n in sentence.citations)))


def _still_told(making: Making, public: Collection[str]) -> Making:
    """Leave out the drafted sentences that may tell of articles that were withdrawn, held back or removed since.

    Where one was read, nobody knows what a sentence that was dropped was taken from.
    """
    readable = {n for n, each in enumerate(making.passages, start=1) if each.article_id in public}
    if len(readable) == len(making.passages):
        return making
    checks = tuple(
        each
        for each in making.checks
        if each.shown and each.drafted.passages and readable.issuperset(each.drafted.passages)
    )
    return replace(making, checks=checks)
