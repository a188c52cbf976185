"""The day that a sentence means, reckoned from the day it was published (Thursday, 6 October 2005)."""

from datetime import date

import pytest

from assistant.dating import day_meant
from corpus.dates import spelled
from corpus.types import Span

THURSDAY = date(2005, 10, 6)


@pytest.mark.parametrize(
    ("sentence", "day", "words"),
    [
        ("Die Saison begann am gestrigen Mittwoch.", date(2005, 10, 5), "am gestrigen Mittwoch"),
        ("Das Flugzeug, das gestern abstürzte, war alt.", date(2005, 10, 5), "gestern"),
        ("Vorgestern fiel Schnee.", date(2005, 10, 4), "Vorgestern"),
        ("Der Bericht wurde heute vorgelegt.", date(2005, 10, 6), "heute"),
        ("Er stürzte am Dienstag.", date(2005, 10, 4), "am Dienstag"),
        ("Er starb am vergangenen Montagmorgen.", date(2005, 10, 3), "am vergangenen Montagmorgen"),
        ("Am Donnerstag schloss der Hafen.", date(2005, 10, 6), "Am Donnerstag"),
        ("Am vergangenen Donnerstag schloss er.", date(2005, 9, 29), "Am vergangenen Donnerstag"),
        ("Er öffnet am kommenden Montag.", date(2005, 10, 10), "am kommenden Montag"),
        ("Er öffnet am nächsten Donnerstag.", date(2005, 10, 13), "am nächsten Donnerstag"),
        ("In der Nacht zum Mittwoch brannte es.", date(2005, 10, 5), "In der Nacht zum Mittwoch"),
        ("The bridge was closed yesterday.", date(2005, 10, 5), "yesterday"),
        ("He died on Sunday.", date(2005, 10, 2), "on Sunday"),
        ("The court meets next Monday.", date(2005, 10, 10), "next Monday"),
    ],
)
def test_a_day_is_reckoned_from_the_publication(sentence: str, day: date, words: str) -> None:
    meant = day_meant(sentence, THURSDAY)
    assert meant is not None
    assert (meant.day, sentence[meant.words.start : meant.words.end]) == (day, words)


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Hafen ist zu.",
        "Heute noch gilt das Gesetz.",
        "Er starb am Dienstag, dem 4. Oktober.",
        "On Tuesday, October 4, he died.",
        "Der Aschermittwoch ist ein Feiertag.",
    ],
)
def test_without_such_words_or_with_a_date_nothing_is_reckoned(sentence: str) -> None:
    assert day_meant(sentence, THURSDAY) is None


def test_of_two_days_the_one_near_the_answer_counts() -> None:
    sentence = "Gestern wurde bekannt, dass er am Montag starb."
    first, near = day_meant(sentence, THURSDAY), day_meant(sentence, THURSDAY, Span(start=33, end=42))
    assert first is not None
    assert near is not None
    assert (first.day.day, near.day.day) == (5, 3)


def test_a_day_is_spelled_in_the_language_of_the_question() -> None:
    assert spelled(THURSDAY, "de") == "6. Oktober 2005"
    assert spelled(THURSDAY, "en") == "6 October 2005"
