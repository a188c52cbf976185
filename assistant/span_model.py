"""The reader model: how likely each token of a passage starts, ends or supports the answer to a question.

A multilingual e5 encoder trained further on questions with marked answers (docs/model-card.md), int8, on ONNX Runtime.
Question and passage go through it together; token embeddings and tokenizer are those of the encoder.
"""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.embeddings import TokenEmbeddings
from index.encoder import MAX_TOKENS, session_of
from index.tokenizing import BEGIN_ID, END_ID, tokenizer_in

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

LONGEST_QUESTION = 64

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageScores:
    """Logits of one passage.

    `tokens` is (tokens, 3): start, end and support of each token of the passage; `offsets` are where these stand in
    it. `nothing` is the score of "no answer here" on the scale of start + end, `passage` that of "it is here".
    """

    tokens: Floats
    offsets: Sequence[tuple[int, int]]
    nothing: float
    passage: float


class SpanModel(Protocol):
    """What the reader asks of its model."""

    def score(self, question: str, passages: Sequence[str]) -> list[PassageScores]:
        """Score every passage for a question, in order."""
        ...


class OnnxSpanModel:
    """The shipped model, one passage a call and as many calls at once as there are cores."""

    def __init__(self, graph: Path, encoder: Path, *, threads: int | None = None) -> None:
        """Open nothing yet; `encoder` is the folder of the int8 encoder, `threads` defaults to the cores."""
        self._graph, self._encoder = graph, encoder
        self._threads = threads or os.cpu_count() or 1
        self._lock = threading.Lock()
        self._session: InferenceSession | None = None

    def score(self, question: str, passages: Sequence[str]) -> list[PassageScores]:
        """Score every passage for a question, in order.

        Raises:
            ModelError: if the model cannot be loaded.
        """
        session = self._load()

        def scored(passage: str) -> PassageScores:
            ids, before, offsets = joined(self._tokenizer, question, passage, MAX_TOKENS)
            outputs: list[Floats] = session.run(["tokens", "passage"], {"words": self._embeddings.of(ids)})
            scores, given = outputs[0][0], outputs[1]
            return PassageScores(
                tokens=scores[before : before + len(offsets)],
                offsets=offsets,
                nothing=float(scores[0, 0] + scores[0, 1]),
                passage=float(given[0, 0]),
            )

        if len(passages) == 1:
            return [scored(passages[0])]
        return list(self._workers.map(scored, passages))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return tokenizer_in(self._encoder, MAX_TOKENS)

    @cached_property
    def _embeddings(self) -> TokenEmbeddings:
        return TokenEmbeddings(self._encoder)

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="reader")

    def _load(self) -> "InferenceSession":
        with self._lock:
            if self._session is None:
                self._session = session_of(self._graph)
            return self._session


def joined(
    tokenizer: "Tokenizer", question: str, passage: str, longest: int
) -> tuple[list[int], int, list[tuple[int, int]]]:
    """Return the ids of `<s> question </s></s> passage </s>`, where the passage starts in them, and its offsets.

    What goes beyond `longest` tokens is cut off the passage.
    """
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:LONGEST_QUESTION]
    read = tokenizer.encode(passage, add_special_tokens=False)
    before = [BEGIN_ID, *asked, END_ID, END_ID]
    room = longest - len(before) - 1
    return [*before, *read.ids[:room], END_ID], len(before), read.offsets[:room]
