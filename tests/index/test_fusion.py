"""Rankings are joined by readable features, and a passage gains from its article."""

import pytest

from index.fusion import RRF_K, UNIT, fuse, fusion_features, relative_scores, shipped_weights

RANKINGS = {
    "dense": [("a#0", 0.9), ("b#0", 0.85), ("c#0", 0.8)],
    "lexical": [("b#0", 12.0), ("d#0", 7.0), ("a#0", 2.0)],
}
PLACES = {item: (item[0], int(item[2:])) for item in ("a#0", "a#1", "a#5", "b#0", "c#0", "d#0")}
WEIGHTS = {
    "dense_rank": 1.0,
    "lexical_rank": 1.0,
    "dense_gap": 1.0,
    "lexical_gap": 1.0,
    "article_lexical": 0.0,
    "neighbour": 0.0,
}


def order(rankings: dict[str, list[tuple[str, float]]], weights: dict[str, float] | None = None) -> list[str]:
    return [item for item, _ in fuse(rankings, PLACES, weights or WEIGHTS)]


def test_a_small_example_gives_the_features_computed_by_hand() -> None:
    features = fusion_features(RANKINGS, PLACES)
    assert features["a#0"] == pytest.approx(
        {
            "dense_rank": 1.0,
            "lexical_rank": (RRF_K + 1) / (RRF_K + 3),
            "dense_gap": 0.0,
            "lexical_gap": -10 / UNIT["lexical"],
            "article_lexical": 0.0,
            "neighbour": 0.0,
        }
    )
    assert features["d#0"]["dense_rank"] == 0.0
    assert features["d#0"]["dense_gap"] == pytest.approx(-0.1 / UNIT["dense"])


def test_the_score_is_the_weighted_sum_of_the_features() -> None:
    features = fusion_features(RANKINGS, PLACES)
    fused = dict(fuse(RANKINGS, PLACES, WEIGHTS))
    assert fused["b#0"] == pytest.approx(sum(WEIGHTS[name] * value for name, value in features["b#0"].items()))
    assert order(RANKINGS)[0] == "b#0"


def test_a_passage_gains_from_another_of_its_article_and_more_from_the_one_beside_it() -> None:
    lexical = [("b#0", 9.0), ("a#0", 8.0), ("a#1", 1.0)]
    features = fusion_features({"dense": [], "lexical": lexical}, PLACES)
    assert features["a#1"]["article_lexical"] == features["a#1"]["neighbour"] == pytest.approx(7 / 8)
    assert features["b#0"]["article_lexical"] == features["b#0"]["neighbour"] == 0.0
    far = fusion_features({"dense": [], "lexical": [("a#0", 8.0), ("a#5", 1.0)]}, PLACES)
    assert far["a#5"]["article_lexical"] == 1.0
    assert far["a#5"]["neighbour"] == 0.0


def test_ties_keep_the_order_in_which_passages_were_first_seen() -> None:
    mirrored = {"dense": [("a#0", 1.0), ("b#0", 1.0)], "lexical": []}
    level = {**WEIGHTS, "dense_rank": 0.0}
    assert order(mirrored, level) == ["a#0", "b#0"]
    assert order({"dense": mirrored["dense"][::-1], "lexical": []}, level) == ["b#0", "a#0"]


def test_a_passage_without_a_place_is_left_out() -> None:
    assert order({"dense": [("gone#0", 1.0), ("a#0", 0.5)], "lexical": []}) == ["a#0"]


def test_nothing_found_stays_nothing() -> None:
    assert fuse({"dense": [], "lexical": []}, {}, WEIGHTS) == []
    assert relative_scores([]) == {}


def test_a_single_ranking_keeps_its_order() -> None:
    ranking = [("c#0", 5.0), ("a#0", 4.0), ("b#0", 1.0)]
    assert order({"dense": [], "lexical": ranking}, dict(shipped_weights())) == ["c#0", "a#0", "b#0"]


def test_relative_scores_go_from_one_to_zero_and_equal_ones_count_as_the_best() -> None:
    assert relative_scores([("a", 8.0), ("b", 5.0), ("c", 4.0)]) == {"a": 1.0, "b": 0.25, "c": 0.0}
    assert relative_scores([("a", 0.4), ("b", 0.4)]) == {"a": 1.0, "b": 1.0}


def test_the_weights_file_names_every_feature_that_is_computed_and_no_other() -> None:
    assert set(shipped_weights()) == set(fusion_features(RANKINGS, PLACES)["a#0"])
