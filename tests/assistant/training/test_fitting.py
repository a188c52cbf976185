"""Weights are fitted so that the right thing comes first, on questions whose answers are where they are said to be."""

import json
from pathlib import Path

import numpy as np

from assistant.training.fitting import Choice, fitted, questions
from tests.assistant.training.test_examples import data


def test_the_feature_that_tells_gets_the_weight() -> None:
    draw = np.random.default_rng(1)
    choices = []
    for _ in range(40):
        right = int(draw.integers(5))
        rows = [{"tells": float(n == right) + draw.normal() / 5, "noise": draw.normal()} for n in range(5)]
        choices.append(Choice(features=tuple(rows), right=tuple(n == right for n in range(5))))
    weights = fitted(choices, 1e-3)
    assert weights["tells"] > 3
    assert abs(weights["noise"]) < weights["tells"] / 5


def test_a_question_without_a_right_thing_teaches_nothing() -> None:
    good = Choice(features=({"a": 1.0}, {"a": 0.0}), right=(True, False))
    none = Choice(features=({"a": 0.0}, {"a": 9.0}), right=(False, False))
    assert fitted([good, none], 1e-2) == fitted([good], 1e-2)


def test_answers_stand_in_the_whole_article(tmp_path: Path) -> None:
    folder = data(tmp_path) / "xquad"
    articles = json.loads((folder / "xquad.de.json").read_text(encoding="utf-8"))["data"]
    asked = questions(folder)
    assert {each.lang for each in asked} == {"de", "en"}
    for each in asked:
        text = "\n\n".join(paragraph["context"] for paragraph in articles[each.fold]["paragraphs"])
        assert [text[span.start : span.end] for span in each.answers] == ["3. Mai"]
