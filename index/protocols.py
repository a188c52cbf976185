"""The seams of the index: what an encoder and a searcher must do. Each has a conformance suite in tests/index."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """Turns text into unit vectors whose inner product is their similarity."""

    @property
    def name(self) -> str:
        """What identifies the model in the manifest: name and number format."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def prompts(self) -> tuple[str, str]:
        """What it puts before a question and before a passage."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """Return the (dimension,) unit vector of a question."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return (len(texts), dimension) unit vectors; `progress` hears how many more texts are done."""
        ...
