"""The reader model: how likely each token of a passage starts, ends or supports the answer to a question.

A multilingual e5 encoder trained further on questions with marked answers (docs/model-card.md), int8, on ONNX Runtime.
Question and passage go through it together; token embeddings and tokenizer are those of the encoder.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.encoder import MAX_TOKENS, TokenGraph
from index.tokenizing import BEGIN_ID, END_ID, TextTokenizer

LONGEST_QUESTION, LONGEST_ANSWER = 64, 30
MOST_THREADS = 4
REMEMBERED = 256  # passages, each a few kilobytes

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
    """The shipped model, one passage at a time on up to four cores; the last few are remembered.

    A question asked again, and a search after it, cost nothing.
    """

    def __init__(self, graph: Path, encoder: Path, *, threads: int | None = None) -> None:
        """Open nothing yet; `encoder` is the folder of the int8 encoder, `threads` defaults to the cores."""
        self._model = TokenGraph(graph, encoder, threads=threads or min(os.cpu_count() or 1, MOST_THREADS))
        self._remembered = lru_cache(REMEMBERED)(self._scores)

    def score(self, question: str, passages: Sequence[str]) -> list[PassageScores]:
        """Score every passage for a question, in order.

        Raises:
            ModelError: if the model cannot be loaded.
        """
        return [self._remembered(question, passage) for passage in passages]

    def _scores(self, question: str, passage: str) -> PassageScores:
        ids, before, offsets = joined(self._model.tokenizer, question, passage, MAX_TOKENS)
        tokens, answers = (output[0] for output in self._model.run(ids))
        return PassageScores(
            tokens=tokens[before : before + len(offsets)],
            offsets=offsets,
            nothing=float(tokens[0, 0] + tokens[0, 1]),
            passage=float(answers[0]),
        )


def best_span(tokens: Floats) -> tuple[int, int]:
    """Return the first and last token of the likeliest answer of at most 30 tokens; `tokens` is (tokens, 2 or more).

    The likeliest has the highest sum of the start score of its first and the end score of its last token.
    """
    sums = tokens[:, None, 0] + tokens[None, :, 1]
    allowed = np.triu(np.ones_like(sums, bool)) & ~np.triu(np.ones_like(sums, bool), LONGEST_ANSWER)
    first, last = divmod(int(np.where(allowed, sums, -np.inf).argmax()), len(tokens))
    return first, last


def joined(
    tokenizer: TextTokenizer, question: str, passage: str, longest: int
) -> tuple[list[int], int, list[tuple[int, int]]]:
    """Return the ids of `<s> question </s></s> passage </s>`, where the passage starts in them, and its offsets.

    What goes beyond `longest` tokens is cut off the passage.
    """
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:LONGEST_QUESTION]
    read = tokenizer.encode(passage, add_special_tokens=False)
    before = [BEGIN_ID, *asked, END_ID, END_ID]
    room = longest - len(before) - 1
    return [*before, *read.ids[:room], END_ID], len(before), read.offsets[:room]
