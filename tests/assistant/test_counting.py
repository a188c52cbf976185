"""Counts over the archive: what is counted, and how it is said."""

from datetime import date

import pytest

from assistant.counting import count_asked, said, within
from index.types import Scope

TODAY = date(2025, 11, 25)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("Wie viele Artikel über die Flut sind seit Mai erschienen?", "Flut"),
        ("Wie viele Artikel sind im Archiv?", ""),
        ("How many articles about the flood were published in May 2025?", "flood"),
    ],
)
def test_the_subject_is_what_remains_without_the_frame(question: str, subject: str) -> None:
    assert count_asked(question, TODAY).subject == subject


def test_the_words_of_the_subject_are_looked_for() -> None:
    assert count_asked("Wie viele Artikel über die Flut gibt es?", TODAY).terms == ("flut",)
    assert count_asked("Wie viele Artikel sind im Archiv?", TODAY).terms == ()


def test_the_period_bounds_the_scope() -> None:
    count = count_asked("Wie viele Artikel sind im Mai 2025 erschienen?", TODAY)
    assert count.period is not None
    bounded = within(Scope(since=count.period.since + 10, outlet="Bote"), count)
    assert (bounded.since, bounded.until, bounded.outlet) == (
        count.period.since + 10,
        count.period.until - 1,
        "Bote",
    )
    assert within(Scope(), count_asked("Wie viele Artikel sind im Archiv?", TODAY)) == Scope()


def test_the_answer_says_what_was_counted() -> None:
    german = said(3, count_asked("Wie viele Artikel über Flut sind im Mai 2025 erschienen?", TODAY), "de")
    assert german.startswith("gezählt im Archiv: 3 Artikel")
    assert "Flut" in german
    assert "1. Mai 2025 bis zum 31. Mai 2025" in german
    assert said(3, count_asked("How many articles are in the archive?", TODAY), "en").startswith(
        "counted in the archive"
    )
