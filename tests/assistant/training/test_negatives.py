"""Negatives look like the passage that answers, and do not hold the answer."""

import random

import pytest

from assistant.training.examples import Example
from assistant.training.negatives import LONGEST, NEIGHBOURS, PassagePool, removed, window
from corpus.types import Span

SENTENCES = [f"Am Kai {n} liegen heute früh genau {n * 31} Kisten mit frischem Obst aus dem Süden." for n in range(40)]
PASSAGE = " ".join(SENTENCES)
TOWNS = ["Norden", "Emden", "Husum", "Leer"] * 5


def example(answer: str, passage: str = PASSAGE, question: str = "Was liegt am Kai?") -> Example:
    start = passage.index(answer)
    spans = (Span(start=start, end=start + len(answer)),)
    return Example(question=question, passage=passage, answers=spans, lang="de", group="g")


@pytest.mark.parametrize("seed", range(20))
def test_a_window_holds_the_answer_at_its_place_and_whole_sentences(seed: int) -> None:
    cut = window(example("620 Kisten"), random.Random(seed))
    assert [cut.passage[span.start : span.end] for span in cut.answers] == ["620 Kisten"]
    assert len(cut.passage) <= LONGEST
    assert cut.passage.startswith("Am Kai")
    assert cut.passage.endswith("Süden.")


def test_windows_differ_so_that_the_answer_may_stand_anywhere() -> None:
    starts = {window(example("620 Kisten"), random.Random(seed)).answers[0].start for seed in range(20)}
    assert len(starts) > 5


def test_a_passage_without_the_sentence_of_the_answer_is_unanswerable() -> None:
    without = removed(example("620 Kisten"), random.Random(1))
    assert without is not None
    assert without.answers == ()
    assert "620" not in without.passage


def test_a_passage_that_repeats_its_answer_is_not_made_unanswerable() -> None:
    assert removed(example("Kisten"), random.Random(1)) is None


def test_a_passage_of_one_sentence_is_not_made_unanswerable() -> None:
    assert removed(example("zu", passage="Der Hafen ist zu."), random.Random(1)) is None


def test_near_passages_are_of_the_same_set_and_lack_the_answer() -> None:
    passages = [f"Der Hafen von {town} meldet am Montag Schiff {n} am Kai {n}." for n, town in enumerate(TOWNS)]
    examples = [example(f"Kai {n}", passage, f"Wo liegt in Norden Schiff {n}?") for n, passage in enumerate(passages)]
    near = PassagePool(examples).near(examples[7])
    assert 0 < len(near) <= NEIGHBOURS
    assert set(near) < set(passages)
    assert [passage for passage in near if "Kai 7" in passage] == []


def test_a_question_asked_amiss_names_what_its_passage_does_not_hold() -> None:
    towns = [
        example("zu", f"Der Hafen von {town} ist zu.", f"Was ist mit dem Hafen von {town}?") for town in set(TOWNS)
    ]
    amiss = PassagePool(towns).asked_amiss(towns[0], random.Random(1))
    assert amiss is not None
    assert amiss.answers == ()
    assert amiss.passage == towns[0].passage
    changed = set(amiss.question.split()) - set(towns[0].question.split())
    assert len(changed) == 1
    assert changed.pop().strip("?") not in towns[0].passage


def test_a_number_in_a_question_is_changed_for_another_number() -> None:
    asked = [example("zu", f"Kai {n} ist zu, sagt er.", f"was ist mit kai {n}?") for n in (3, 5, 7)]
    amiss = PassagePool(asked).asked_amiss(asked[0], random.Random(1))
    assert amiss is not None
    assert amiss.question in {"was ist mit kai 5?", "was ist mit kai 7?"}


def test_a_question_without_name_or_number_is_not_asked_amiss() -> None:
    asked = example("zu", "Der Hafen ist zu.", "Was ist?")
    assert PassagePool([asked]).asked_amiss(asked, random.Random(1)) is None
