"""Keeps processes out of each other's way: what only one may do at a time is done under a lock file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import StoreError


@contextmanager
def alone(lock: Path, *, patience: float, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Do what happens inside while no other process or thread does the same; `waiting` hears that another one does.

    Raises:
        StoreError: if the other is not done after `patience` seconds, or the lock file cannot be made.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (questions need no lock)

    held = FileLock(lock, thread_local=False)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            held.acquire(timeout=0)
        except Timeout:
            if waiting is not None:
                waiting()
            held.acquire(timeout=patience)
    except Timeout as error:
        raise StoreError(
            "Another belegt command is writing to this archive.",
            hint="Try again when it has finished.",
            retryable=True,
        ) from error
    except OSError as error:
        raise StoreError(
            f"The archive cannot be written to: {lock}: {error.strerror or error}.",
            hint="Make its folder writable, or choose another with BELEGT_HOME.",
        ) from error
    try:
        yield
    finally:
        held.release()
