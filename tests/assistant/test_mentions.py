"""Names in an article, told by a finder that a test can follow: who they are, what they said."""

import time

import pytest

from assistant.mentions import describes, introduces, mentions, quotes
from tests.assistant.fakes import FakeFinder, article

KOLB = "Anna Kolb"


@pytest.mark.parametrize(
    "text",
    [
        "Oberbürgermeisterin Anna Kolb weihte die Brücke ein.",
        "Das Gutachten der Physikerin Dr. Anna Kolb liegt vor.",
        "Anna Kolb (SPD), die neue Sprecherin, widersprach.",
        "Anna Kolb ist eine Sammlerin.",
        "The council's spokeswoman Anna Kolb disagreed.",
        "Anna Kolb, the mayor of Altstadt, disagreed.",
        "Der Direktor des Zoos, Anna Kolb, widersprach.",
    ],
)
def test_a_role_beside_a_name_tells_who_that_is(text: str) -> None:
    assert introduces(text, KOLB)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Kolb weihte die Brücke ein.",
        "Am Montag kam Anna Kolb.",
        "Die damalige Bürgermeisterin Anna Kolb trat zurück.",
        "Ihre Vorsitzende Anna Kolb widersprach.",
    ],
)
def test_a_name_alone_an_office_of_the_past_and_a_pronoun_say_too_little(text: str) -> None:
    assert not introduces(text, KOLB)


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("Bürgermeisterin", True),
        ("meisterin", False),
        ("weihte die Brücke ein", False),
    ],
)
def test_only_whole_words_beside_a_name_describe_it(words: str, holds: bool) -> None:
    assert describes(words, KOLB, "Bürgermeisterin Anna Kolb weihte die Brücke ein.") == holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("„Wir bauen“, sagte Bürgermeisterin Anna Kolb.", True),
        ("Man baue nicht, so Kolb.", True),
        ("Kolb erklärte am Montag, man baue.", True),
        ("Kolb said that they would build.", True),
        ("„Wir bauen“, sagte sie. Bürgermeisterin Anna Kolb kam später.", False),
        ("Anna Kolb erklärte die Sitzung für beendet.", False),
    ],
)
def test_what_somebody_said_is_told_from_what_they_did(text: str, holds: bool) -> None:
    assert quotes(text, KOLB) == holds


def test_names_of_the_headline_come_first_and_half_names_not_at_all() -> None:
    text = (
        "Bürgermeisterin Anna Kolb starb 2020. Trainer Ben Weiß sagte nichts. Trainer Ben Weiß ging.\n\n"
        "Gastwirt Carl von Stein schwieg."
    )
    found = mentions(article(text, title="Anna Kolb ist tot"), FakeFinder("Anna", "Kolb", "Ben", "Weiß", "Stein"))
    assert [each.name for each in found] == [KOLB, "Ben Weiß"]
    assert [each.past for each in found] == [True, False]
    assert all(each.person for each in found)


def test_a_name_that_no_role_and_no_words_are_told_of_is_nobody() -> None:
    (found,) = mentions(article("Anna Kolb kam.", title="Ein Besuch"), FakeFinder("Anna", "Kolb"))
    assert not found.person


@pytest.mark.parametrize("text", ["a-" * 3_000, "a" * 6_000, "Chef " * 1_000, "sagte, " * 800])
def test_no_sentence_takes_long(text: str) -> None:
    started = time.perf_counter()
    introduces(f"{text} Anna Kolb {text}", KOLB)
    quotes(f"{text} Anna Kolb {text}", KOLB)
    assert time.perf_counter() - started < 1
