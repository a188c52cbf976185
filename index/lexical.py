"""The keyword index: BM25 over stemmed terms in SQLite's FTS5, kept on disk beside the vectors.

The file also keeps the journal of the index: which version of which article is in it, and which passages that version
has, so that a restart, a change or a killed run knows what is left to do. Score: Okapi BM25 with k1 = 1.2, b = 0.75
(Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"), higher is better.
"""

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from corpus.database import Database, open_database
from index.compounds import is_long, reversed_word
from index.frequencies import change, count_stored, counted, frequencies_of
from index.types import EVERYWHERE, Scope

_Derived = TypeVar("_Derived")

_SEARCH_EVERYWHERE = """
    SELECT chunk_id, -bm25(passages) FROM passages WHERE passages MATCH :query ORDER BY rank LIMIT :k
"""
_KIN_WEIGHT = 0.3
_KIN_DEPTH = 4
_MOST_SCORED = 4_000
_FEWEST_TERMS = 2
_INSIDE = """
    (:since IS NULL OR places.published >= :since)
    AND (:until IS NULL OR places.published <= :until)
    AND (:as_of IS NULL OR places.live_from <= :as_of)
    AND (:outlet IS NULL OR places.outlet = :outlet COLLATE folded)
    AND (:lang IS NULL OR places.lang = :lang)
"""
_SEARCH_IN_SCOPE = f"""
    SELECT passages.chunk_id, -bm25(passages)
    FROM passages JOIN places ON places.row = passages.rowid
    WHERE passages MATCH :query AND {_INSIDE}
    ORDER BY passages.rank LIMIT :k
"""  # noqa: S608  (own words)
_IN_SCOPE = f"""
    SELECT chunk_id FROM places WHERE chunk_id IN (SELECT value FROM json_each(:ids)) AND {_INSIDE}
"""  # noqa: S608
_ARTICLES_IN_SCOPE = f"""
    SELECT article_id FROM places
    WHERE (:query IS NULL OR row IN (SELECT rowid FROM passages WHERE passages MATCH :query)) AND {_INSIDE}
    GROUP BY article_id ORDER BY max(published) DESC, article_id
"""  # noqa: S608
_STATE = "SELECT article_id, content_hash FROM journal WHERE complete ORDER BY article_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePlace:
    """Where a passage stands, `article.text[start:end]`, and what a search filters by; times in epoch seconds."""

    chunk_id: str
    article_id: str
    ordinal: int
    start: int
    end: int
    heading: str | None
    published: int | None
    outlet: str | None
    lang: str
    live_from: int


_PLACE_FIELDS = tuple(each.name for each in fields(PassagePlace))


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageTerms:
    """A passage with its terms and those of its article's headline, in order."""

    place: PassagePlace
    title: Sequence[str]
    text: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """What stands in for words of a question: parts of its compounds, and words that compounds end in."""

    parts: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()


NO_KIN = Kin()


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedArticle:
    """One article as the index knows it; `complete` is False while its passages are being written."""

    article_id: str
    content_hash: str
    chunk_ids: tuple[str, ...]
    complete: bool


def _create(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE VIRTUAL TABLE passages USING fts5 (title, text, endings, chunk_id UNINDEXED, tokenize = 'unicode61')"
    )
    connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (passages, row)")
    connection.execute(
        "CREATE TABLE places (chunk_id TEXT PRIMARY KEY, article_id TEXT NOT NULL, ordinal INTEGER NOT NULL,"
        " start INTEGER NOT NULL, end INTEGER NOT NULL, heading TEXT, published INTEGER, outlet TEXT,"
        " lang TEXT NOT NULL, live_from INTEGER NOT NULL, row INTEGER NOT NULL UNIQUE) WITHOUT ROWID"
    )
    connection.execute(
        "CREATE TABLE journal (article_id TEXT PRIMARY KEY, content_hash TEXT NOT NULL, chunk_ids TEXT NOT NULL,"
        " complete INTEGER NOT NULL) WITHOUT ROWID"
    )
    connection.execute("CREATE TABLE synced (revision INTEGER NOT NULL)")


class LexicalIndex:
    """Keyword search and the journal of the index; one connection behind a lock, like the article store."""

    def __init__(self, path: Path) -> None:
        """Open the file, creating it if missing.

        Raises:
            StoreError: if it cannot be opened.
        """
        self._database = Database(open_database(path, (_create, count_stored)), path)
        with self._database.reading() as connection:
            connection.create_collation("folded", _compare_folded)
        self._seen = self._data_version()
        self._derived: dict[str, tuple[tuple[int, int], Any]] = {}

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self._database.close()

    def search(
        self, terms: Sequence[str], k: int, scope: Scope = EVERYWHERE, kin: Kin = NO_KIN
    ) -> list[tuple[str, float]]:
        """Return ids and scores of the k best passages in scope that hold any of the terms or their kin, best first.

        The score is BM25, with a share of the BM25 of the kin. In a large archive the commonest terms are left out.
        """
        terms = self._telling(terms)
        found = dict(self._matches(_any_of("{title text}", terms), k, scope) if terms else ())
        kin = replace(kin, parts=tuple(self._telling(kin.parts)))
        for chunk_id, score in self._matches(_kin_query(kin), k * _KIN_DEPTH, scope) if kin != NO_KIN else ():
            found[chunk_id] = found.get(chunk_id, 0.0) + _KIN_WEIGHT * score
        return sorted(found.items(), key=lambda pair: -pair[1])[:k]

    def in_scope(self, chunk_ids: Sequence[str], scope: Scope) -> set[str]:
        """Return those of some passages that are in scope."""
        with self._database.reading() as connection:
            rows = connection.execute(_IN_SCOPE, _parameters(scope, ids=json.dumps(list(chunk_ids)))).fetchall()
        return {chunk_id for (chunk_id,) in rows}

    def _telling(self, terms: Sequence[str]) -> list[str]:
        """Return the rarest of the terms, in their order, as many as stand in a few thousand passages together.

        Every passage that holds a term has to be scored, and what stands in many passages tells little of any.
        """
        frequencies, _ = self.document_frequencies(terms)
        kept: set[str] = set()
        passages = 0
        for term in sorted(terms, key=lambda term: frequencies[term]):
            passages += frequencies[term]
            if len(kept) >= _FEWEST_TERMS and passages > _MOST_SCORED:
                break
            kept.add(term)
        return [term for term in terms if term in kept]

    def articles(self, terms: Sequence[str], scope: Scope = EVERYWHERE) -> list[str]:
        """Return the ids of the articles in scope with a passage that holds all of the terms, the newest first."""
        query = " AND ".join(f'"{_token(term)}"' for term in terms) or None
        with self._database.reading() as connection:
            rows = connection.execute(_ARTICLES_IN_SCOPE, _parameters(scope, query=query)).fetchall()
        return [article_id for (article_id,) in rows]

    def _matches(self, query: str, k: int, scope: Scope) -> list[tuple[str, float]]:
        with self._database.reading() as connection:
            return connection.execute(
                _SEARCH_EVERYWHERE if scope == EVERYWHERE else _SEARCH_IN_SCOPE,
                _parameters(scope, query=query, k=k),
            ).fetchall()

    def document_frequencies(self, terms: Sequence[str]) -> tuple[dict[str, int], int]:
        """Return how many passages hold each term, and how many passages there are."""
        with self._database.reading() as connection:
            known = frequencies_of(connection, [_token(term) for term in terms])
        return {term: known.get(_token(term), 0) for term in terms}, self.count()

    def places(self, chunk_ids: Sequence[str]) -> dict[str, PassagePlace]:
        """Return where passages stand, by id; unknown ids are left out."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT {', '.join(_PLACE_FIELDS)} FROM places"  # noqa: S608  (own names)
                " WHERE chunk_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(chunk_ids)),),
            ).fetchall()
        return {row[0]: PassagePlace(**dict(zip(_PLACE_FIELDS, row, strict=True))) for row in rows}

    def count(self) -> int:
        """Return the number of passages."""
        return self._unless_written("count", _count)

    def published(self) -> tuple[int, int] | None:
        """Return when the oldest and the newest passage were published, in epoch seconds; None if none is dated."""
        with self._database.reading() as connection:
            oldest, newest = connection.execute("SELECT min(published), max(published) FROM places").fetchone()
        return None if oldest is None else (oldest, newest)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the passages, in order."""
        return self._unless_written("languages", _languages)

    def state(self) -> str:
        """Return eight hex digits that are equal for two indexes that hold the same articles in the same versions."""
        return self._unless_written("state", _state)

    def _unless_written(self, name: str, derive: Callable[[sqlite3.Connection], _Derived]) -> _Derived:
        """Return what is derived from the whole index; that is done again only after a write, here or elsewhere."""
        with self._database.reading() as connection:
            mark = (self._data_version(), connection.total_changes)
            known = self._derived.get(name)
            if known is None or known[0] != mark:
                known = self._derived[name] = (mark, derive(connection))
        derived: _Derived = known[1]
        return derived

    def written_elsewhere(self) -> bool:
        """Say whether another process has written since this was last asked."""
        before, self._seen = self._seen, self._data_version()
        return self._seen != before

    def _data_version(self) -> int:
        """Return a number that changes when another connection has written."""
        with self._database.reading() as connection:
            number: int = connection.execute("PRAGMA data_version").fetchone()[0]
        return number

    def journal(self) -> dict[str, IndexedArticle]:
        """Return every article the index holds or was about to hold, by id."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT article_id, content_hash, chunk_ids, complete FROM journal")
            return {
                row[0]: IndexedArticle(
                    article_id=row[0],
                    content_hash=row[1],
                    chunk_ids=tuple(json.loads(row[2])),
                    complete=bool(row[3]),
                )
                for row in rows
            }

    def synced(self) -> int | None:
        """Return the revision of the store that the index was last brought in step with; None if it never was."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT max(revision) FROM synced").fetchone()
        return None if row[0] is None else int(row[0])

    def mark_synced(self, revision: int) -> None:
        """Write down which revision of the store the index is in step with."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM synced")
            connection.execute("INSERT INTO synced VALUES (?)", (revision,))

    def chunk_ids(self) -> set[str]:
        """Return the ids of all passages whose place and terms are both here."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT places.chunk_id FROM places JOIN passages ON passages.rowid = places.row"
            ).fetchall()
        return {chunk_id for (chunk_id,) in rows}

    def discard(self, chunk_ids: Iterable[str]) -> None:
        """Take passages out whatever the journal says of them."""
        with self._database.writing() as connection:
            _delete(connection, chunk_ids)

    def check(self) -> None:
        """Read the whole file and compare the terms with their index.

        Raises:
            StoreError: if it is damaged.
        """
        with self._database.reading() as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            connection.execute("INSERT INTO passages (passages) VALUES ('integrity-check')")

    def content_hashes(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Return which version of articles is indexed, by id."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT article_id, content_hash FROM journal WHERE article_id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(article_ids)),),
            ).fetchall()
        return dict(rows)

    def announce(self, articles: Iterable[IndexedArticle]) -> None:
        """Write down which passages are about to be written, before they are: what a killed run left can be found."""
        with self._database.writing() as connection:
            for article in articles:
                _remember(connection, article, complete=False)

    def write(self, articles: Iterable[IndexedArticle], passages: Iterable[PassageTerms]) -> None:
        """Add the passages and mark their articles complete, in one transaction."""
        with self._database.writing() as connection:
            passages = list(passages)
            _delete(connection, [passage.place.chunk_id for passage in passages])
            written = [_insert(connection, passage) for passage in passages]
            change(connection, counted(written))
            for article in articles:
                _remember(connection, article, complete=True)

    def remove(self, articles: Iterable[IndexedArticle]) -> None:
        """Take articles and their passages out, in one transaction."""
        with self._database.writing() as connection:
            for article in articles:
                _delete(connection, article.chunk_ids)
                connection.execute("DELETE FROM journal WHERE article_id = ?", (article.article_id,))


def _remember(connection: sqlite3.Connection, article: IndexedArticle, *, complete: bool) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO journal VALUES (?, ?, ?, ?)",
        (article.article_id, article.content_hash, json.dumps(article.chunk_ids), complete),
    )


def _insert(connection: sqlite3.Connection, passage: PassageTerms) -> tuple[str, str]:
    """Write a passage and its place; return its terms as they are kept."""
    title, text = _joined(passage.title), _joined(passage.text)
    row = connection.execute(
        "INSERT INTO passages (title, text, endings, chunk_id) VALUES (?, ?, ?, ?)",
        (title, text, _endings(passage), passage.place.chunk_id),
    ).lastrowid
    connection.execute(
        f"INSERT INTO places VALUES ({', '.join('?' * len(_PLACE_FIELDS))}, ?)",  # noqa: S608
        (*astuple(passage.place), row),
    )
    return title, text


def _delete(connection: sqlite3.Connection, chunk_ids: Iterable[str]) -> None:
    taken = []
    for chunk_id in chunk_ids:
        row = connection.execute("DELETE FROM places WHERE chunk_id = ? RETURNING row", (chunk_id,)).fetchone()
        if row is not None:
            taken += connection.execute("SELECT title, text FROM passages WHERE rowid = ?", row).fetchall()
            connection.execute("DELETE FROM passages WHERE rowid = ?", row)
    change(connection, {term: -n for term, n in counted(taken).items()})


def _count(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM places").fetchone()[0]
    return number


def _languages(connection: sqlite3.Connection) -> tuple[str, ...]:
    return tuple(lang for (lang,) in connection.execute("SELECT DISTINCT lang FROM places ORDER BY lang"))


def _state(connection: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    for row in connection.execute(_STATE):
        digest.update("\0".join(row).encode() + b"\n")
    return digest.hexdigest()[:8]


def _parameters(scope: Scope, **others: str | int | None) -> dict[str, str | int | None]:
    return {**asdict(scope), **others}


def _joined(terms: Sequence[str]) -> str:
    return " ".join(map(_token, terms))


def _endings(passage: PassageTerms) -> str:
    """Return the long words of a German passage, each once and reversed."""
    if passage.place.lang != "de":
        return ""
    return _joined([reversed_word(term) for term in dict.fromkeys([*passage.title, *passage.text]) if is_long(term)])


def _any_of(columns: str, terms: Sequence[str], ending: str = "") -> str:
    return f"{columns} : (" + " OR ".join(f'"{_token(term)}"{ending}' for term in terms) + ")"


def _kin_query(kin: Kin) -> str:
    queries = [_any_of("{title text}", kin.parts)] if kin.parts else []
    if kin.heads:
        queries.append(_any_of("endings", [reversed_word(head) for head in kin.heads], " *"))
    return " OR ".join(queries)


def _token(term: str) -> str:
    """Spell a term as FTS5 keeps it, without accents and as one token: separators become a letter no word has."""
    letters = unicodedata.normalize("NFD", term)
    return "".join(char if char.isalnum() else "ˑ" for char in letters if not unicodedata.combining(char))


def _compare_folded(left: str, right: str) -> int:
    left, right = left.casefold(), right.casefold()
    return (left > right) - (left < right)
