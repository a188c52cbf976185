from dataclasses import asdict
from string import Formatter

import pytest

from assistant import AbstainReason
from ui.texts import ENGLISH, GERMAN, LANGUAGES, Texts, day, number, preferred_language, text_for


def placeholders(texts: Texts) -> dict[str, list[str]]:
    """Names that are filled in, by the field they stand in."""
    return {
        name: sorted(field for _, field, _, _ in Formatter().parse(value) if field)
        for name, value in asdict(texts).items()
        if isinstance(value, str)
    }


def test_both_languages_fill_in_the_same_names() -> None:
    assert placeholders(GERMAN) == placeholders(ENGLISH)


@pytest.mark.parametrize("texts", [GERMAN, ENGLISH])
def test_nothing_is_left_unsaid_in_any_language(texts: Texts) -> None:
    assert [name for name, value in asdict(texts).items() if not value] == []
    assert set(texts.reasons) == set(AbstainReason)
    assert set(texts.switch_language) == set(LANGUAGES)
    assert len(texts.months) == len(set(texts.months)) == 12


def test_both_languages_word_the_same_states() -> None:
    assert set(GERMAN.statuses) == set(ENGLISH.statuses) == {"corrected", "withdrawn"}


def test_an_unknown_language_is_shown_in_german() -> None:
    assert text_for("en") is ENGLISH
    assert text_for("fr") is GERMAN


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        (None, "de"),
        ("", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,de;q=0.5,en;q=0.3", "de"),
        ("en;q=0.3,de;q=0.7", "de"),
        ("DE", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
        ("de;q=many,en;q=0.1", "en"),
        (",;q=1,", "de"),
    ],
)
def test_the_browser_chooses_the_language(header: str | None, lang: str) -> None:
    assert preferred_language(header) == lang


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        ("2025-07-01", "1. Juli 2025", "1 July 2025"),
        ("2025-03-31T04:05:59+02:00", "31. März 2025, 04:05 Uhr", "31 March 2025, 04:05"),
        ("2024-12-24T23:30:00+00:00", "24. Dezember 2024, 23:30 Uhr", "24 December 2024, 23:30"),
        (None, "ohne Datum", "undated"),
        ("", "ohne Datum", "undated"),
        ("im Sommer", "im Sommer", "im Sommer"),
    ],
)
def test_dates_are_written_the_way_the_language_does(value: str | None, german: str, english: str) -> None:
    assert day(value, GERMAN) == german
    assert day(value, ENGLISH) == english


def test_the_time_of_day_can_be_left_out() -> None:
    assert day("2025-07-01T14:30:00+02:00", GERMAN, clock=False) == "1. Juli 2025"


def test_thousands_are_separated_the_way_the_language_does() -> None:
    assert number(1234567, GERMAN) == "1.234.567"
    assert number(1234567, ENGLISH) == "1,234,567"
    assert number(999, GERMAN) == "999"
