"""What becomes of a model that has been trained further."""

import pytest
import torch

from assistant.training.claims import between


def test_the_model_that_ships_lies_between_the_one_it_started_from_and_the_one_learnt() -> None:
    known, learnt = {"weight": torch.tensor([0.0, 2.0])}, {"weight": torch.tensor([4.0, 4.0])}
    assert between(known, learnt, 0.25)["weight"].tolist() == pytest.approx([3.0, 3.5])


def test_a_model_that_started_from_none_is_what_was_learnt() -> None:
    learnt = {"weight": torch.tensor([4.0])}
    assert between({}, learnt, 0.25)["weight"].tolist() == [4.0]
