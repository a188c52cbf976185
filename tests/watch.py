"""A watchdog for tests of hostile input: what would not end in sensible time fails instead of hanging."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE_SECONDS = 60


@contextmanager
def ends() -> Iterator[None]:
    """Let what happens inside take a minute, and no longer; only in the main thread."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"did not end in {PATIENCE_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
