import sqlite3
from pathlib import Path

import pytest

from index.frequencies import change, counted, frequencies_of
from index.lexical import LexicalIndex
from tests.index.fakes import entry, passage


@pytest.fixture
def connection() -> sqlite3.Connection:
    """An empty table of counts."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE frequencies (term TEXT PRIMARY KEY, passages INTEGER NOT NULL) WITHOUT ROWID")
    return connection


def test_a_passage_counts_once_for_a_term_of_its_headline_and_its_text() -> None:
    assert counted([("hafen", "hafen hafen sturm"), ("", "sturm")]) == {"hafen": 1, "sturm": 2}


def test_counts_are_added_up_and_forgotten_at_nought(connection: sqlite3.Connection) -> None:
    change(connection, {"hafen": 2, "sturm": 1})
    change(connection, {"hafen": 1, "sturm": -1})
    assert frequencies_of(connection, ["hafen", "sturm", "nichts"]) == {"hafen": 3}
    assert connection.execute("SELECT count(*) FROM frequencies").fetchone() == (1,)


def test_what_is_written_again_or_taken_out_is_counted_no_more(lexical: LexicalIndex) -> None:
    lexical.write([entry("a1"), entry("a2")], [passage("a1", "hafen sturm"), passage("a2", "hafen")])
    lexical.write([entry("a1")], [passage("a1", "hafen ruhe")])
    assert lexical.document_frequencies(["hafen", "sturm", "ruhe"])[0] == {"hafen": 2, "sturm": 0, "ruhe": 1}
    lexical.remove([entry("a2")])
    lexical.discard(["a1#0"])
    assert lexical.document_frequencies(["hafen", "ruhe"])[0] == {"hafen": 0, "ruhe": 0}


def test_a_file_of_an_earlier_version_is_counted_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "keywords.sqlite"
    first = LexicalIndex(path)
    first.write([entry("a1")], [passage("a1", "hafen sturm", title="hafen")])
    first.close()
    earlier = sqlite3.connect(path)
    earlier.execute("DROP TABLE frequencies")
    earlier.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab (passages, row)")
    earlier.execute("PRAGMA user_version = 1")
    earlier.commit()
    earlier.close()
    again = LexicalIndex(path)
    assert again.document_frequencies(["hafen", "sturm"])[0] == {"hafen": 1, "sturm": 1}
    again.close()
