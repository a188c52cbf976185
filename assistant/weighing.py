"""The readable weights of the reader: which sentence answers, and whether any does.

`reader_weights.json` is fitted by `python -m assistant.training`: the sentences of a question compete with each other
(a conditional logit, McFadden 1974), and a logistic regression over the outcome says how likely the question is
answered at all. Pure but for reading that file once.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Features = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderWeights:
    """Weights by feature; those of `answerable` include a `bias`."""

    sentence: Mapping[str, float]
    answerable: Mapping[str, float]


@cache
def shipped_weights() -> ReaderWeights:
    """Return the weights that come with this version."""
    loaded = json.loads(files("assistant").joinpath("reader_weights.json").read_text(encoding="utf-8"))
    return ReaderWeights(sentence=loaded["sentence"], answerable=loaded["answerable"])


def weighted(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the weighted sum of features, with the bias if the weights have one; no weights at all weigh nothing."""
    return weights.get("bias", 0.0) + sum(weights[name] * value for name, value in features.items() if weights)


def sigmoid(logit: float) -> float:
    """Return the probability of log odds; safe for any size of them."""
    return 1 / (1 + math.exp(-logit)) if logit > 0 else math.exp(logit) / (1 + math.exp(logit))


def shares(scores: Sequence[float]) -> list[float]:
    """Return the softmax of scores: probabilities that sum to 1."""
    most = max(scores, default=0.0)
    odds = [math.exp(score - most) for score in scores]
    whole = sum(odds)
    return [each / whole for each in odds]
