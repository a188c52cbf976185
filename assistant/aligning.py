"""Aligns the words of two sentences by what they mean where they stand: "Haft" with "Gefängnis", "blaze" with "Feuer".

Each word is compared by the state of its tokens in a middle layer of the encoder, where words of like meaning lie close
in both languages and others do not; the last layer, made for whole passages, blurs them. The measure is the recall of
BERTScore (Zhang et al. 2020, "BERTScore: Evaluating Text Generation with BERT"), word by word.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from corpus.types import Span
from index.encoder import QUERY_PROMPT, TokenGraph
from index.protocols import Vectors

LAYER = 8  # of 12, from 0: among 3 to 11 those from 6 to 9 tell like from unlike about equally well
REMEMBERED = 64
MOST_CHARACTERS = 2_000
MOST_BESIDE = 4  # texts encoded at the same time

_WORD = re.compile(r"[^\W_]+(?:[.,'’]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A word of a sentence, `text[span.start:span.end]`, and how near the nearest word of the other comes: a cosine."""

    span: Span
    nearness: float


class WordAligner(Protocol):
    """What the checks of sentences ask of the aligner."""

    def align(self, text: str, other: str) -> list[Aligned]:
        """Return the words of a text in order, each with how near the nearest word of the other text comes."""
        ...


class OnnxWordAligner:
    """Aligns by the int8 encoder, cut off after a middle layer; the last texts are remembered."""

    def __init__(self, encoder: Path, *, threads: int | None = None) -> None:
        """Open nothing yet; `encoder` is the folder of the int8 encoder."""
        self._model = TokenGraph(encoder / "model.onnx", encoder, threads=threads or 2, layer=LAYER)
        self._remembered = lru_cache(REMEMBERED)(self._words)
        self._beside = ThreadPoolExecutor(MOST_BESIDE, thread_name_prefix="aligning")

    def align(self, text: str, other: str) -> list[Aligned]:
        """Return the words of a text in order, each with how near the nearest word of the other text comes.

        Only the first 2,000 characters of each count.

        Raises:
            ModelError: if the model cannot be loaded.
        """
        beside = self._beside.submit(self._remembered, other[:MOST_CHARACTERS])
        spans, states = self._remembered(text[:MOST_CHARACTERS])
        _, others = beside.result()
        if not spans:
            return []
        nearness = (states @ others.T).max(axis=1) if len(others) else np.zeros(len(spans))
        return [Aligned(span=span, nearness=float(each)) for span, each in zip(spans, nearness, strict=True)]

    def _words(self, text: str) -> tuple[Sequence[Span], Vectors]:
        """Return the words of a text with their unit vectors (words, hidden)."""
        encoded = self._model.tokenizer.encode(QUERY_PROMPT + text)
        states = self._model.run(encoded.ids)[0][0]
        starts, ends = np.array(encoded.offsets).T
        spans, vectors = [], []
        for found in _WORD.finditer(text):
            start, end = found.start() + len(QUERY_PROMPT), found.end() + len(QUERY_PROMPT)
            inside = (starts < end) & (ends > start) & (ends > starts)
            if inside.any():
                spans.append(Span(start=found.start(), end=found.end()))
                vectors.append(states[inside].mean(axis=0))
        found_states = np.array(vectors, np.float32).reshape(len(spans), -1)
        return spans, found_states / np.maximum(np.linalg.norm(found_states, axis=1, keepdims=True), 1e-9)
