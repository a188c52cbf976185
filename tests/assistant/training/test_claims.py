"""What a model is shown, and what becomes of one that has been trained further."""

from argparse import Namespace
from dataclasses import replace

import pytest
import torch

from assistant.training.claims import between, written_epoch
from assistant.training.pairs import NEITHER, NO_GUESS, Pair
from assistant.training.written import OtherEvents
from tests.assistant.training.test_written import written


def test_the_model_that_ships_lies_between_the_one_it_started_from_and_the_one_learnt() -> None:
    known, learnt = {"weight": torch.tensor([0.0, 2.0])}, {"weight": torch.tensor([4.0, 4.0])}
    assert between(known, learnt, 0.25)["weight"].tolist() == pytest.approx([3.0, 3.5])


def test_a_model_that_started_from_none_is_what_was_learnt() -> None:
    learnt = {"weight": torch.tensor([4.0])}
    assert between({}, learnt, 0.25)["weight"].tolist() == [4.0]


def epoch(**shares: float) -> list[Pair]:
    """An epoch of forty claims that stand once and one that stands over a version, with these shares of the options."""
    once = [replace(written(), article_id=f"a{n}") for n in range(40)]
    claims = [*once, replace(written(), article_id="own-1-1/a")]
    texts = ("Ein Umsturz. Viele sahen zu.", "Eine Wahl. Wenige kamen.", "Der Deich. Er hält.", "Das Fest. Es regnet.")
    others = OtherEvents({"id": f"own-2-{n}", "title": "", "text": text} for n, text in enumerate(texts))
    given = Namespace(**{"single": 1.0, "beside": 0.0, "elsewhere": 0.0, "among": 0.0, **shares})
    return written_epoch(claims, [NO_GUESS] * len(claims), [], 1, given, others)


def test_every_option_of_an_epoch_counts() -> None:
    assert len(epoch()) == 41
    assert len(epoch(single=0.0)) == 1
    for shown, pairs in (("beside", 41), ("elsewhere", 1)):
        assert sum(pair.label == NEITHER for pair in epoch(**{shown: 1.0})) == pairs
