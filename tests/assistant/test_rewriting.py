"""A follow-up gets what it lacks from the turns before it."""

import pytest

from assistant.rewriting import MOST_WORDS, needs_context, standalone
from assistant.types import Turn

BEFORE = (
    Turn(question="Wer leitet den Hafen von Nordholm?", answer="Erik Lund."),
    Turn(question="Warum ist die Brücke gesperrt?", answer="Risse im Beton."),
)
SUBJECT = "Hafen Nordholm Erik Lund Brücke Risse Beton"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Und bis wann?", "Bis wann?"),
        ("Wann wird sie wieder geöffnet?", "Wann wird sie wieder geöffnet?"),
        ("How long will it stay shut?", "How long will it stay shut?"),
        ("Wie viele waren es dort?", "Wie viele waren es dort?"),
        ("Und wann war das?", "Wann war das?"),
        ("Wie hoch war der Schaden?", "Wie hoch war der Schaden?"),
        ("Wer steht dem vor?", "Wer steht dem vor?"),
    ],
)
def test_a_question_that_points_back_gets_the_subject_in_front(question: str, asked: str) -> None:
    assert standalone(question, BEFORE) == f"{SUBJECT}: {asked}"


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Schiffe warten vor Nordholm auf Einfahrt?",
        "Wann starb Goethe?",
        "Wie viele Tote gab es in Paris?",
        "Who won the final in Rostock?",
        "Wer ist Angela Merkel?",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert standalone(question, BEFORE) == question


def test_without_history_nothing_is_added() -> None:
    assert standalone("Und bis wann?", ()) == "Und bis wann?"


def test_words_that_the_question_has_itself_are_not_said_twice() -> None:
    assert standalone("Und wann öffnet die Brücke?", BEFORE[1:]) == "Risse Beton: Wann öffnet die Brücke?"


def test_an_older_turn_is_no_longer_the_subject() -> None:
    older = Turn(question="Wie heißt das Schiff von Kapitän Ahab?", answer="Pequod")
    assert "Pequod" not in standalone("Und bis wann?", (older, *BEFORE))


def test_a_long_answer_gives_its_last_names_only() -> None:
    long = Turn(question="Wer war dabei?", answer=" ".join(f"Name{n}" for n in range(50)))
    subject, _, _ = standalone("Und wer noch?", (long,)).partition(":")
    assert subject.split() == [f"Name{n}" for n in range(50 - MOST_WORDS, 50)]


def test_the_history_may_be_empty_words_or_markup() -> None:
    odd = (Turn(question="???", answer=""), Turn(question="<b>\u202e</b>", answer="…"))
    assert standalone("Und bis wann?", odd) == "Und bis wann?"


@pytest.mark.parametrize("question", ["", " ", "?", "und", "Und?"])
def test_hardly_a_question_needs_context_and_breaks_nothing(question: str) -> None:
    assert needs_context(question)
    assert standalone(question, BEFORE) is not None
