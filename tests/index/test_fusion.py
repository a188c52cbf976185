import pytest

from index.fusion import RANK_SHARE, RRF_K, fuse, reciprocal_rank_fusion, relative_scores

WEIGHTS = {"dense": 0.6, "lexical": 0.4}


def test_a_small_example_gives_the_sums_computed_by_hand() -> None:
    rankings = {
        "dense": [("a", 0.9), ("b", 0.8), ("c", 0.7)],
        "lexical": [("b", 12.0), ("d", 6.0), ("a", 2.0)],
    }
    expected = {
        "a": RANK_SHARE * (11 / 11 + 11 / 13) / 2 + 0.6 * 1.0 + 0.4 * 0.0,
        "b": RANK_SHARE * (11 / 12 + 11 / 11) / 2 + 0.6 * 0.5 + 0.4 * 1.0,
        "c": RANK_SHARE * (11 / 13) / 2 + 0.6 * 0.0,
        "d": RANK_SHARE * (11 / 12) / 2 + 0.4 * 0.4,
    }
    fused = fuse(rankings, WEIGHTS)
    assert [item for item, _ in fused] == ["b", "a", "d", "c"]
    assert dict(fused) == pytest.approx(expected)


def test_first_in_both_stays_first_with_the_highest_score_there_is() -> None:
    rankings = {
        "dense": [("a", 0.91), ("b", 0.90), ("c", 0.2)],
        "lexical": [("a", 3.1), ("c", 3.0), ("b", 0.1)],
    }
    (best, score), *_ = fuse(rankings, WEIGHTS)
    assert best == "a"
    assert score == pytest.approx(RANK_SHARE + sum(WEIGHTS.values()))


def test_scores_do_not_depend_on_the_scale_of_a_ranking() -> None:
    small = {"dense": [("a", 0.3), ("b", 0.2), ("c", 0.1)], "lexical": [("b", 2.0), ("c", 1.0)]}
    large = {**small, "dense": [("a", 302.0), ("b", 202.0), ("c", 102.0)]}
    assert dict(fuse(small, WEIGHTS)) == pytest.approx(dict(fuse(large, WEIGHTS)))


def test_ties_keep_the_order_in_which_passages_were_first_seen() -> None:
    mirrored = {"dense": [("x", 1.0), ("y", 0.0)], "lexical": [("y", 1.0), ("x", 0.0)]}
    assert [item for item, _ in fuse(mirrored, {"dense": 0.5, "lexical": 0.5})] == ["x", "y"]
    turned = {"lexical": mirrored["lexical"], "dense": mirrored["dense"]}
    assert [item for item, _ in fuse(turned, {"dense": 0.5, "lexical": 0.5})] == ["y", "x"]


def test_scores_fall_from_the_best_to_the_last() -> None:
    rankings = {
        "dense": [(f"d{number}", 1 - number / 50) for number in range(30)],
        "lexical": [(f"d{number}", 9 - number / 4) for number in range(29, -1, -2)],
    }
    scores = [score for _, score in fuse(rankings, WEIGHTS)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 30


def test_an_empty_ranking_takes_nothing_from_the_other() -> None:
    dense = [("a", 0.9), ("b", 0.5)]
    assert [item for item, _ in fuse({"dense": dense, "lexical": []}, WEIGHTS)] == ["a", "b"]


def test_nothing_found_stays_nothing() -> None:
    assert fuse({"dense": [], "lexical": []}, WEIGHTS) == []
    assert fuse({}, {}) == []
    assert relative_scores([]) == []


def test_a_single_ranking_keeps_its_order() -> None:
    ranking = [("c", 5.0), ("a", 4.0), ("b", 1.0)]
    assert [item for item, _ in fuse({"dense": ranking}, WEIGHTS)] == ["c", "a", "b"]


def test_first_in_every_ranking_has_a_reciprocal_rank_score_of_one() -> None:
    rankings = {"dense": [("a", 0.9), ("b", 0.8)], "lexical": [("a", 7.0)]}
    scores = dict(reciprocal_rank_fusion(rankings))
    assert scores == pytest.approx({"a": 1.0, "b": (RRF_K + 1) / (RRF_K + 2) / 2})


def test_relative_scores_go_from_one_to_zero() -> None:
    assert relative_scores([("a", 8.0), ("b", 5.0), ("c", 4.0)]) == [("a", 1.0), ("b", 0.25), ("c", 0.0)]


def test_equal_scores_and_a_single_passage_count_as_the_best() -> None:
    assert relative_scores([("a", 0.4), ("b", 0.4)]) == [("a", 1.0), ("b", 1.0)]
    assert relative_scores([("a", -3.0)]) == [("a", 1.0)]
