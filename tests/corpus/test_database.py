import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.database import open_database, store_errors, transaction
from corpus.errors import StoreError
from corpus.migrations import MIGRATIONS


def _version(path: Path) -> int:
    connection = sqlite3.connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    assert isinstance(version, int)
    return version


def _one(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE one (x)")


def _two(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE two (x)")


def _broken(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE three (x)")
    connection.execute("not SQL")


def test_a_new_file_is_brought_to_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "unter" / "store.db"
    open_database(path, MIGRATIONS).close()
    assert _version(path) == len(MIGRATIONS)


def test_many_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    for number in range(10):
        path = tmp_path / f"{number}.db"
        with ThreadPoolExecutor(8) as threads:
            opened = list(threads.map(lambda _, path=path: open_database(path, MIGRATIONS), range(8)))
        for connection in opened:
            connection.close()
        assert _version(path) == len(MIGRATIONS)


def test_only_missing_migrations_run(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_database(path, (_one,)).close()
    connection = open_database(path, (_one, _two))
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert names == {"one", "two"}
    assert _version(path) == 2


def test_a_failed_migration_leaves_the_old_version(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_database(path, (_one,)).close()
    with pytest.raises(StoreError, match="syntax error"):
        open_database(path, (_one, _two, _broken))
    connection = open_database(path, (_one,))
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert names == {"one"}


def test_a_store_of_a_newer_belegt_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_database(path, (_one, _two)).close()
    with pytest.raises(StoreError, match=r"newer version of belegt \(format 2, known: 1\).*Update belegt"):
        open_database(path, (_one,))


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"kein SQLite, nur Text. " * 100)
    with pytest.raises(StoreError, match="is not a belegt store"):
        open_database(path, MIGRATIONS)
    assert path.read_bytes().startswith(b"kein SQLite")


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_database(tmp_path, MIGRATIONS)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("x")
    with pytest.raises(StoreError, match=r"folder .*unter cannot be created.*BELEGT_HOME"):
        open_database(tmp_path / "datei" / "unter" / "store.db", MIGRATIONS)


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    connection = open_database(path, (_one,))
    connection.execute("PRAGMA max_page_count = 4")
    rows = [("x" * 4_000,)] * 100
    with pytest.raises(StoreError, match="no room left"), store_errors(path), transaction(connection):
        connection.executemany("INSERT INTO one VALUES (?)", rows)
    assert connection.execute("SELECT count(*) FROM one").fetchone() == (0,)
    connection.close()
