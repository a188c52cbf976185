"""What gives way to what on this server: an answer comes first, what is found beside it only while there is none."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Traffic:
    """Counts the answers of all sessions that are under way, and lets one thing at a time be done beside them."""

    def __init__(self) -> None:
        """Nothing is under way."""
        self._counting = threading.Lock()
        self._aside = threading.Lock()
        self._answers = 0

    @property
    def busy(self) -> bool:
        """Whether any answer is being made."""
        return self._answers > 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """An answer is under way inside."""
        with self._counting:
            self._answers += 1
        try:
            yield
        finally:
            with self._counting:
                self._answers -= 1

    @contextmanager
    def aside(self) -> Iterator[bool]:
        """Say whether something may be done beside the answers: not while there are any, nor twice at once."""
        free = not self.busy and self._aside.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._aside.release()


TRAFFIC = Traffic()
