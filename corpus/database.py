"""Opens SQLite files, runs their migrations and turns what SQLite says into what the operator can do about it."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreError

Migration = Callable[[sqlite3.Connection], None]

_PATIENCE_S = 5.0
_RETRY_S = 0.02
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")
_CAUSES = (
    ("SQLITE_BUSY", "is locked by another process", "Try again when the other belegt command has finished."),
    ("SQLITE_LOCKED", "is locked by another process", "Try again when the other belegt command has finished."),
    ("SQLITE_READONLY", "is read-only", "Make its file and folder writable, or choose another with BELEGT_HOME."),
    (
        "SQLITE_FULL",
        "has no room left on its disk",
        "Free some space and repeat the command: nothing was half-written.",
    ),
    ("SQLITE_NOTADB", "is not a belegt store", "Move the file away, or choose another folder with BELEGT_HOME."),
    ("SQLITE_CORRUPT", "is damaged", "Put back a copy of the file, or move it away and add the articles again."),
    ("SQLITE_CANTOPEN", "cannot be opened", "Check that it is a file you may write to, or set BELEGT_HOME."),
)


class Database:
    """One SQLite file and its one connection, which serves every thread of a process behind a lock.

    Other processes may read and write beside it.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take over a connection that `open_database` has prepared."""
        self.path = path
        self._connection = connection
        self._lock = threading.RLock()

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection; what SQLite raises becomes a `StoreError`."""
        with self._lock, store_errors(self.path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection within a transaction: all of what is written or, on an error, none."""
        with self._lock, store_errors(self.path), transaction(self._connection):
            yield self._connection


def open_database(path: Path, migrations: Sequence[Migration]) -> sqlite3.Connection:
    """Open the SQLite file at `path`, creating it and its folder if missing, and run the migrations it has not seen.

    Raises:
        StoreError: if it cannot be opened, is no database, or was written by a newer version of belegt.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {path.parent} cannot be created: {error.strerror}.",
            hint="Choose a folder you may write to with BELEGT_HOME.",
        ) from error
    with store_errors(path):
        connection = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
    try:
        with store_errors(path):
            _refuse_newer(connection, path, len(migrations))
            _configure(connection)
            _migrate(connection, migrations)
    except StoreError:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Make what happens inside one write: all of it, or on any error none of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Raise every SQLite error inside as a `StoreError` about the file at `path`."""
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(error, path) from error


def _store_error(error: sqlite3.Error, path: Path) -> StoreError:
    name = str(getattr(error, "sqlite_errorname", ""))
    for prefix, message, hint in _CAUSES:
        if name.startswith(prefix):
            return StoreError(f"The store {path} {message}.", hint=hint, retryable=name.startswith(_BUSY))
    return StoreError(f"The store {path} failed: {error}.", hint="Check that its disk is sound and its file unharmed.")


def _refuse_newer(connection: sqlite3.Connection, path: Path, known: int) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > known:
        raise StoreError(
            f"The store {path} was written by a newer version of belegt (format {version}, known: {known}).",
            hint="Update belegt, or choose another folder with BELEGT_HOME.",
        )


def _configure(connection: sqlite3.Connection) -> None:
    """Readers beside one writer, references enforced, removed text overwritten."""
    _write_ahead(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait for another process that does so at the same moment."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not str(error.sqlite_errorname).startswith(_BUSY) or time.monotonic() > until:
                raise
            time.sleep(_RETRY_S)
        else:
            return


def _migrate(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    with transaction(connection):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for number, migrate in enumerate(migrations[version:], start=version + 1):
            migrate(connection)
            connection.execute(f"PRAGMA user_version = {number}")
