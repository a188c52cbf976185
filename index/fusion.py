"""Joins the rankings of several retrievers: pure functions over ids and scores."""

from collections.abc import Mapping, Sequence

Ranking = Sequence[tuple[str, float]]

RRF_K = 10
RANK_SHARE = 0.6


def fuse(rankings: Mapping[str, Ranking], weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """Fuse rankings, best first: the weighted relative scores plus a share of reciprocal rank fusion.

    Ranks alone forget how sure a retriever was, scores alone let one of them shout the other down; on XQuAD and news
    questions the sum is better than either (docs/benchmarks.md). Every ranking is best first; the scores of a ranking
    may have any scale. A passage that a ranking does not hold counts as its last. Ties keep the order in which
    passages were first seen.

    Sources: Cormack, Clarke and Büttcher (2009), SIGIR, for reciprocal rank fusion; Bruch, Gai and Ingber (2023), ACM
    TOIS 42, "An Analysis of Fusion Functions for Hybrid Retrieval", for the convex combination of relative scores.
    """
    fused: dict[str, float] = {}
    for item, score in reciprocal_rank_fusion(rankings):
        fused[item] = RANK_SHARE * score
    for name, ranking in rankings.items():
        for item, score in relative_scores(ranking):
            fused[item] += weights[name] * score
    return sorted(fused.items(), key=lambda pair: -pair[1])


def reciprocal_rank_fusion(rankings: Mapping[str, Ranking], k: int = RRF_K) -> list[tuple[str, float]]:
    """Return the mean of (k + 1) / (k + rank) over the rankings, so that first in all of them is 1."""
    scores: dict[str, float] = {}
    for ranking in rankings.values():
        for rank, (item, _) in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + (k + 1) / (k + rank) / len(rankings)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def relative_scores(ranking: Ranking) -> list[tuple[str, float]]:
    """Stretch the scores of a ranking to [0, 1]: its last passage 0, its first 1 (a single passage is 1)."""
    if not ranking:
        return []
    best, last = ranking[0][1], ranking[-1][1]
    width = best - last
    return [(item, (score - last) / width if width > 0 else 1.0) for item, score in ranking]
