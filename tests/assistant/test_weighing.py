"""Weighted sums and the probabilities made of them."""

import pytest

from assistant.weighing import shares, sigmoid, weighted


def test_a_weighted_sum_has_the_bias_where_there_is_one() -> None:
    assert weighted({"a": 2.0, "b": -1.0, "bias": 0.5}, {"a": 1.0, "b": 3.0}) == pytest.approx(-0.5)
    assert weighted({"a": 2.0}, {"a": 1.0}) == 2.0
    assert weighted({}, {"a": 1.0}) == 0.0


def test_a_feature_without_a_weight_is_an_error() -> None:
    with pytest.raises(KeyError):
        weighted({"a": 2.0}, {"b": 1.0})


def test_odds_of_any_size_make_a_probability() -> None:
    assert sigmoid(0.0) == 0.5
    assert sigmoid(1000.0) == 1.0
    assert sigmoid(-1000.0) == 0.0


def test_shares_sum_to_one_and_keep_the_order() -> None:
    found = shares([1000.0, 999.0, -1000.0])
    assert sum(found) == pytest.approx(1.0)
    assert found == sorted(found, reverse=True)
