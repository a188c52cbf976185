"""Joins rankings: pure functions over lists of ids."""

from collections.abc import Mapping, Sequence

RRF_K = 60


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[str]], weights: Mapping[str, float], *, k: int = RRF_K
) -> list[tuple[str, float]]:
    """Fuse rankings by the weighted sum of 1 / (k + rank), best first; ties keep the order of the first ranking.

    Source: Cormack, Clarke and Büttcher (2009), "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
    Learning Methods", SIGIR.
    """
    scores: dict[str, float] = {}
    for name, ranking in rankings.items():
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + weights[name] / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
