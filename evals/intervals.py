"""Means with 95 % bootstrap intervals: the percentile method over resampled cases (Efron and Tibshirani 1993)."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from evals.types import Estimate, Score

RESAMPLES = 2_000
SEED = 20_260_101


def estimate(scores: Sequence[Score]) -> Estimate:
    """Return the mean of scores, its interval, and the means by group; the same scores give the same interval."""
    if not scores:
        return Estimate(mean=0.0, low=0.0, high=0.0, n=0)
    values = np.array([score.value for score in scores])
    draws = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), (0.025, 0.975))
    groups: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        groups[score.group].append(score.value)
    return Estimate(
        mean=float(values.mean()),
        low=float(low),
        high=float(high),
        n=len(values),
        by_group={group: sum(each) / len(each) for group, each in sorted(groups.items())},
    )
