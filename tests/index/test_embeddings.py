from pathlib import Path

import numpy as np

from index.embeddings import TokenEmbeddings, quantised_rows, write_embeddings
from index.weights import Weights
from tests.index.tiny_weights import HIDDEN

TOKENS = [0, 5, 6, 7, 8, 11, 2]


def test_rows_are_quantised_to_the_whole_range_of_eight_bits() -> None:
    matrix = np.array([[0.5, -1.0, 0.25], [-2.0, 2.0, 0.0], [0.0, 0.0, 0.0]], np.float32)
    rows, scales = quantised_rows(matrix)
    assert rows.dtype == np.int8
    assert scales.shape == (3, 1)
    assert rows.tolist() == [[64, -127, 32], [-127, 127, 0], [0, 0, 0]]
    assert np.abs(rows * scales - matrix).max() <= 0.5 * scales.max()


def test_embeddings_are_read_back_from_the_disk(tmp_path: Path, weights: Weights) -> None:
    write_embeddings(weights, tmp_path)
    exact = weights.tensors["embeddings.word_embeddings.weight"][TOKENS]
    found = TokenEmbeddings(tmp_path).of(TOKENS)
    assert found.shape == (1, len(TOKENS), HIDDEN)
    assert found.dtype == np.float32
    assert np.abs(found[0] - exact).max() <= np.abs(exact).max() / 254
