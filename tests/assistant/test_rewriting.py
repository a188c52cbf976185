"""A follow-up gets what it lacks from the question before it."""

import pytest

from assistant.rewriting import standalone
from assistant.types import Turn

BEFORE = (
    Turn(question="Wer leitet den Hafen?", answer="Erik Lund."),
    Turn(question="Warum ist die Brücke gesperrt?", answer="Wegen Rissen."),
)


@pytest.mark.parametrize(
    "question",
    ["Und bis wann?", "Wann wird sie wieder für den Verkehr geöffnet?", "How long will it stay shut?", "Bis wann?"],
)
def test_a_question_that_points_back_takes_the_last_one_with_it(question: str) -> None:
    assert standalone(question, BEFORE) == f"Warum ist die Brücke gesperrt? {question}"


def test_a_question_that_stands_alone_is_left_as_it_is() -> None:
    question = "Wie viele Schiffe warten vor Nordholm auf Einfahrt?"
    assert standalone(question, BEFORE) == question


def test_without_history_nothing_is_added() -> None:
    assert standalone("Und bis wann?", ()) == "Und bis wann?"
