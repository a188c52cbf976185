"""The entailment model: how likely a piece of news proves a claim, disproves it, or does neither.

The reader's encoder trained further on claims made of questions, answers and news sentences (docs/model-card.md), int8,
on ONNX Runtime. Claim and evidence go through it together; token embeddings and tokenizer are those of the encoder.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.span_model import MOST_THREADS, joined
from index.encoder import TokenGraph

LONGEST_PAIR = 256  # tokens
REMEMBERED = 1_024
LONGEST_TITLE = 100
DAY = len("2025-05-12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entailment:
    """Three probabilities that sum to 1."""

    supported: float
    refuted: float
    neither: float


def framed(text: str, title: str, published: str | None) -> str:
    """Return a piece of an article as the model reads it: headline and day say whom and when it is about."""
    day = f" ({published[:DAY]})" if published else ""
    return f"{title[:LONGEST_TITLE]}{day}: {text}" if title else text


class EntailmentModel(Protocol):
    """What the claim check asks of its model."""

    def judge(self, claim: str, evidence: Sequence[str]) -> list[Entailment]:
        """Judge a claim by each piece of evidence alone, in order."""
        ...


class OnnxEntailmentModel:
    """The shipped model; the last pairs are remembered.

    Pairs are judged one by one, as many at once as there are cores: two threads on two short texts are faster than two
    on one.
    """

    def __init__(self, graph: Path, encoder: Path) -> None:
        """Open nothing yet; `encoder` is the folder of the int8 encoder."""
        self._model = TokenGraph(graph, encoder)
        self._remembered = lru_cache(REMEMBERED)(self._judged)

    def prepare(self) -> None:
        """Begin to read the model, in a thread."""
        self._model.prepare()

    def judge(self, claim: str, evidence: Sequence[str]) -> list[Entailment]:
        """Judge a claim by each piece of evidence alone, in order.

        Raises:
            ModelError: if the model cannot be loaded.
        """
        with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_THREADS)) as workers:
            return list(workers.map(self._remembered, [claim] * len(evidence), evidence))

    def _judged(self, claim: str, evidence: str) -> Entailment:
        ids, _, _ = joined(self._model.tokenizer, claim, evidence, LONGEST_PAIR)
        logits = self._model.run(ids)[0][0]
        odds = np.exp(logits - logits.max())
        supported, refuted, neither = (float(each) for each in odds / odds.sum())
        return Entailment(supported=supported, refuted=refuted, neither=neither)
