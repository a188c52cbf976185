import random

import pytest

from assistant.training.distorting import (
    hedged,
    negated,
    opposite,
    other_name,
    other_number,
    respelled,
    shortened,
    unhedged,
)


@pytest.fixture
def draw() -> random.Random:
    return random.Random(1)


@pytest.mark.parametrize("text", ["Im Jahr 1999 brannte es.", "Es waren 1.200 Gäste.", "Es waren 3,5 Meter.", "7 Tote"])
def test_a_number_becomes_another(text: str, draw: random.Random) -> None:
    changed = other_number(text, draw)
    assert changed not in (None, text)


def test_a_word_becomes_its_opposite(draw: random.Random) -> None:
    assert opposite("Die Preise sind gestiegen.", draw) == "Die Preise sind gesunken."


def test_a_negation_is_taken_out_or_put_in(draw: random.Random) -> None:
    assert negated("Der Hafen ist nicht zu.", "de", draw) == "Der Hafen ist zu."
    assert negated("Es gab keine Toten.", "de", draw) == "Es gab eine Toten."
    assert negated("Der Hafen wurde gesperrt.", "de", draw) == "Der Hafen wurde nicht gesperrt."
    assert negated("The harbour is closed.", "en", draw) == "The harbour is not closed."
    assert negated("The harbour is not closed.", "en", draw) == "The harbour is closed."


def test_a_name_becomes_one_that_the_evidence_does_not_hold(draw: random.Random) -> None:
    assert other_name("Es brannte in Linz.", ["Graz"], "Graz", draw) is None
    assert other_name("Es brannte in Linz.", ["Graz"], "Linz", draw) == "Es brannte in Graz."


def test_a_guess_becomes_a_fact_and_a_fact_a_guess(draw: random.Random) -> None:
    assert unhedged("Der Hafen wurde vermutlich gesperrt.") == "Der Hafen wurde gesperrt."
    guess = hedged("Der Hafen wurde gesperrt.", draw)
    assert guess is not None
    assert guess.startswith("Der Hafen wurde ")
    assert guess.endswith(" gesperrt.")


def test_a_sentence_can_do_without_brackets_and_clauses(draw: random.Random) -> None:
    assert (
        shortened("Der Hafen von Nordholm (Kreis Nord) ist seit Montag zu.", draw)
        == "Der Hafen von Nordholm ist seit Montag zu."
    )
    assert shortened("Der Hafen ist zu.", draw) == "Der Hafen ist zu."


def test_small_numbers_are_spelled_the_other_way() -> None:
    spelled = {respelled("Es gab 3 Tote und sieben Verletzte.", random.Random(seed)) for seed in range(9)}
    assert spelled == {"Es gab drei Tote und sieben Verletzte.", "Es gab 3 Tote und 7 Verletzte."}


@pytest.mark.parametrize("text", ["", "Ja.", "…"])
def test_a_rule_that_does_not_fit_changes_nothing(text: str, draw: random.Random) -> None:
    assert other_number(text, draw) is opposite(text, draw) is unhedged(text) is hedged(text, draw) is None
