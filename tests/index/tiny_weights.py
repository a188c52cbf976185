"""A whole encoder in a few kilobytes: the file that `index.weights` reads, and what stands in it."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.tokenizing import SPECIAL_TOKENS

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS, TYPES = 32, 2, 4, 64, 512, 2
WORDS = ("▁der", "▁hafen", "▁ist", "▁zu", "▁", "a", "d", "e", "f", "h", "i", "n", "r", "s", "t", "u", "z", "ä", "ß")
PIECES = [(piece, -float(place)) for place, piece in enumerate((*SPECIAL_TOKENS, *WORDS))]
ROWS = (("q", HIDDEN), ("k", HIDDEN), ("v", HIDDEN), ("ao", HIDDEN), ("fi", FEED_FORWARD), ("fo", HIDDEN))
FLOATS, Q4 = 0, 1

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One tensor: its short name, its number format, its values as they are read back, and its bytes."""

    name: str
    kind: int
    values: Array
    data: bytes


def tiny_tensors() -> list[Stored]:
    """Every tensor of the encoder; matrices in Q4_0, the rest in float32."""
    random = np.random.default_rng(7)
    embeddings = [("word", len(PIECES)), ("pos", POSITIONS), ("type", TYPES)]
    tensors = [_quantised(f"emb.{name}", (rows, HIDDEN), random) for name, rows in embeddings]
    tensors += _norm("emb.ln", random)
    for layer in range(LAYERS):
        for short, rows in ROWS:
            columns = FEED_FORWARD if short == "fo" else HIDDEN
            tensors.append(_quantised(f"l{layer}.{short}.w", (rows, columns), random))
            tensors.append(_plain(f"l{layer}.{short}.b", random.normal(0, 0.1, rows)))
        tensors += [*_norm(f"l{layer}.aln", random), *_norm(f"l{layer}.oln", random)]
    return tensors


def tiny_file(tensors: Iterable[Stored] | None = None) -> bytes:
    """The bytes of a weights file with these tensors."""
    stored = list(tiny_tensors() if tensors is None else tensors)
    head = _head() + struct.pack("<i", len(stored))
    places = len(head) + sum(2 + len(tensor.name) + struct.calcsize("<BIQQ") for tensor in stored)
    directory, body = b"", b""
    for tensor in stored:
        name = tensor.name.encode()
        directory += struct.pack("<H", len(name)) + name
        directory += struct.pack("<BIQQ", tensor.kind, tensor.values.size, places + len(body), len(tensor.data))
        body += tensor.data
    return head + directory + body


def _head() -> bytes:
    shape = struct.pack("<7i", HIDDEN, LAYERS, HEADS, FEED_FORWARD, len(PIECES), POSITIONS, TYPES)
    spelled = [piece.encode() for piece, _ in PIECES]
    ends = np.cumsum([0, *map(len, spelled)], dtype="<u4").tobytes()
    scores = np.array([score for _, score in PIECES], "<f4").tobytes()
    blob = b"".join(spelled)
    vocabulary = struct.pack("<i4iQ", len(PIECES), 0, 1, 2, 3, len(blob)) + ends + scores + blob
    normalisation = struct.pack("<iI", 0, 5) + b"\0" * 5
    return b"E5S1" + struct.pack("<I", 1) + shape + struct.pack("<fi", 1e-12, 1) + vocabulary + normalisation


def _plain(name: str, values: npt.NDArray[np.float64]) -> Stored:
    exact = values.astype("<f4")
    return Stored(name=name, kind=FLOATS, values=exact, data=exact.tobytes())


def _norm(name: str, random: np.random.Generator) -> list[Stored]:
    return [_plain(f"{name}.w", random.normal(1, 0.1, HIDDEN)), _plain(f"{name}.b", random.normal(0, 0.1, HIDDEN))]


def _quantised(name: str, shape: tuple[int, int], random: np.random.Generator) -> Stored:
    """Blocks of 32 weights: a float16 scale, then weight j in the low and weight j + 16 in the high half of byte j."""
    nibbles = random.integers(0, 16, (shape[0] * shape[1] // 32, 32), dtype=np.uint8)
    scales = random.uniform(0.01, 0.04, len(nibbles)).astype("<f2")
    packed = nibbles[:, :16] | nibbles[:, 16:] << 4
    data = b"".join(scale.tobytes() + row.tobytes() for scale, row in zip(scales, packed, strict=True))
    values = (nibbles.astype(np.float32) - 8) * scales.astype(np.float32)[:, None]
    return Stored(name=name, kind=Q4, values=values.reshape(shape), data=data)
