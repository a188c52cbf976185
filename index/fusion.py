"""Joins the rankings of the dense and the keyword retriever: pure functions over ids, ranks and scores.

A passage's score is a weighted sum of readable features; the weights are `fusion_weights.json`, fitted by
`python -m assistant.training` so that the passage with the answer comes first (a conditional logit over the passages
found for a question: McFadden 1974, the listwise loss of ListNet, Cao et al. 2007).

Ranks alone forget how sure a retriever was, scores alone let one of them shout the other down: both are features
(reciprocal ranks: Cormack, Clarke and Büttcher 2009, SIGIR; scores: Bruch, Gai and Ingber 2023, ACM TOIS 42, "An
Analysis of Fusion Functions for Hybrid Retrieval"). A passage also gains from its article: a question often names what
only the passage before it does.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

Ranking = Sequence[tuple[str, float]]
Places = Mapping[str, tuple[str, int]]
Features = dict[str, float]

DENSE, LEXICAL = "dense", "lexical"
RRF_K = 10
UNIT = {DENSE: 0.05, LEXICAL: 5.0}  # a difference of scores that matters: cosines of e5 are close together


def fuse(rankings: Mapping[str, Ranking], places: Places, weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """Return every passage of the rankings with its fused score, best first.

    `rankings` are those of `dense` (cosines) and `lexical` (BM25), each best first and perhaps empty; `places` give
    article and ordinal of each passage, and passages without a place are left out. Ties keep the order in which
    passages were first seen.
    """
    scores = {
        item: sum(weights[name] * value for name, value in features.items())
        for item, features in fusion_features(rankings, places).items()
    }
    return sorted(scores.items(), key=lambda pair: -pair[1])


def fusion_features(rankings: Mapping[str, Ranking], places: Places) -> dict[str, Features]:
    """Return the features of every passage that has a place.

    `*_rank` is (k + 1) / (k + rank), 0 where a retriever did not find the passage. `*_gap` is how far its score lies
    behind the best of that retriever (a passage not found: as far as the last). `article_lexical` is the best relative
    score, by keywords, of another passage of the article, `neighbour` the best sum of relative scores of the passage
    before or after.
    """
    items = dict.fromkeys(item for ranking in rankings.values() for item, _ in ranking if item in places)
    ranks = {name: _reciprocal_ranks(ranking) for name, ranking in rankings.items()}
    gaps = {name: _gaps(name, ranking) for name, ranking in rankings.items()}
    parts = {name: relative_scores(ranking) for name, ranking in rankings.items()}
    articles: dict[str, list[str]] = defaultdict(list)
    for item in items:
        articles[places[item][0]].append(item)
    found = {}
    for item in items:
        article, ordinal = places[item]
        others = [other for other in articles[article] if other != item]
        beside = [other for other in others if abs(places[other][1] - ordinal) == 1]
        found[item] = {
            **{f"{name}_rank": each.get(item, 0.0) for name, each in ranks.items()},
            **{f"{name}_gap": each.get(item, min(each.values(), default=0.0)) for name, each in gaps.items()},
            "article_lexical": max((parts[LEXICAL].get(other, 0.0) for other in others), default=0.0),
            "neighbour": max((sum(each.get(other, 0.0) for each in parts.values()) for other in beside), default=0.0),
        }
    return found


def relative_scores(ranking: Ranking) -> dict[str, float]:
    """Stretch the scores of a ranking to [0, 1]: its last passage 0, its first 1 (a single passage is 1)."""
    if not ranking:
        return {}
    best, last = ranking[0][1], ranking[-1][1]
    width = best - last
    return {item: (score - last) / width if width > 0 else 1.0 for item, score in ranking}


def _reciprocal_ranks(ranking: Ranking) -> dict[str, float]:
    return {item: (RRF_K + 1) / (RRF_K + rank) for rank, (item, _) in enumerate(ranking, start=1)}


def _gaps(name: str, ranking: Ranking) -> dict[str, float]:
    return {item: (score - ranking[0][1]) / UNIT[name] for item, score in ranking}


@cache
def shipped_weights() -> Mapping[str, float]:
    """Return the weights that come with this version."""
    loaded: dict[str, dict[str, float]] = json.loads(
        files("index").joinpath("fusion_weights.json").read_text(encoding="utf-8")
    )
    return loaded["weights"]
