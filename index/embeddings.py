"""Token embeddings as int8 rows in a file that is mapped, not loaded: every graph over the vocabulary shares it."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.weights import FloatArray, Weights

ROWS_FILE, SCALES_FILE = "embeddings.npy", "embedding-scales.npy"


def write_embeddings(weights: Weights, folder: Path) -> None:
    """Write the two files: int8 (vocabulary, hidden) and float32 scales (vocabulary, 1)."""
    rows, scales = quantised_rows(weights.tensors["embeddings.word_embeddings.weight"])
    np.save(folder / ROWS_FILE, rows)
    np.save(folder / SCALES_FILE, scales)


def quantised_rows(matrix: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Quantise each row to int8; returns the (rows, columns) integers and the (rows, 1) scales."""
    scales = np.abs(matrix).max(axis=1, keepdims=True) / 127
    scales[scales == 0] = 1
    return np.rint(matrix / scales).astype(np.int8), scales.astype(np.float32)


@cache
def embeddings_in(folder: Path) -> "TokenEmbeddings":
    """Return the embeddings in a folder, mapped once for all graphs over them; raises as `TokenEmbeddings` does."""
    return TokenEmbeddings(folder)


class TokenEmbeddings:
    """What `write_embeddings` wrote; a question touches a few kilobytes of it."""

    def __init__(self, folder: Path) -> None:
        """Map the files.

        Raises:
            OSError, ValueError: if they are missing or damaged.
        """
        self._rows: npt.NDArray[np.int8] = np.load(folder / ROWS_FILE, mmap_mode="r")
        self._scales: FloatArray = np.load(folder / SCALES_FILE, mmap_mode="r")

    def of(self, ids: Sequence[int]) -> FloatArray:
        """Return the embeddings of one text, (1, tokens, hidden)."""
        return np.asarray(self._rows[ids] * self._scales[ids], np.float32)[None]
