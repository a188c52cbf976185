"""What comes piece by piece."""

from collections.abc import Generator, Iterator
from typing import TypeVar

Piece = TypeVar("Piece")


def closable(pieces: Iterator[Piece]) -> Generator[Piece, None, None]:
    """The same; closing it closes the iterator, if that can be closed."""
    yield from pieces
