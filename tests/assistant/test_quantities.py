import math

import pytest

from assistant.quantities import Outcome, Quantity, compare, quantities
from corpus.types import Span


def only(text: str, lang: str = "de") -> Quantity:
    """The one quantity of a text."""
    (found,) = quantities(text, lang)
    return found


def outcome(claimed: str, stated: str, lang: str = "de", other: str = "de") -> Outcome:
    """How the one quantity of a sentence stands to that of a claim."""
    return compare(only(claimed, lang), only(stated, other))


@pytest.mark.parametrize(
    ("claimed", "stated"),
    [
        ("84 Monate", "sieben Jahre"),
        ("37,5 Mio. Euro", "37.500.000 Euro"),
        ("zwei Wochen", "14 Tage"),
        ("eine halbe Million Euro", "500.000 Euro"),
        ("zweieinhalb Stunden", "150 Minuten"),
        ("die Hälfte", "50 Prozent"),
        ("mehr als die Hälfte", "60 %"),
        ("rund 40 Millionen Menschen", "37,5 Mio. Menschen"),
        ("über 400 Menschen", "423 Menschen"),
        ("mindestens 400 Menschen", "400 Menschen"),
        ("zwischen 30 und 40 Kilometer", "35.000 Meter"),
        ("30 bis 40 Millionen Euro", "33 Mio. Euro"),
        ("ein Dutzend Verletzte", "12 Verletzte"),
        ("10 Meilen", "16 Kilometer"),
        ("vierzigtausend Euro", "40 000 Euro"),
        ("40 Menschen", "rund 40 Menschen"),
        ("3:1", "3:1"),
        ("um 15.30 Uhr", "15:30 Uhr"),
    ],
)
def test_quantities_agree_in_other_words_and_units(claimed: str, stated: str) -> None:
    assert outcome(claimed, stated) is Outcome.AGREES


@pytest.mark.parametrize(
    ("claimed", "stated"),
    [
        ("acht Jahre", "sieben Jahre"),
        ("6,4 Kilometer", "6.300 Meter"),
        ("mehr als 400 Menschen", "400 Menschen"),
        ("weniger als 400 Menschen", "423 Menschen"),
        ("rund 40 Menschen", "60 Menschen"),
        ("knapp 40 Prozent", "41 Prozent"),
        ("3:1", "1:3"),
        ("zwei Drittel", "die Hälfte"),
    ],
)
def test_quantities_differ_where_they_have_no_value_in_common(claimed: str, stated: str) -> None:
    assert outcome(claimed, stated) is Outcome.DIFFERS


@pytest.mark.parametrize(
    ("claimed", "stated"),
    [("400 Menschen", "über 300 Menschen"), ("5 Euro", "5 Dollar"), ("3 Prozent", "3 Prozentpunkte")],
)
def test_what_neither_proves_nor_disproves_a_quantity_is_open(claimed: str, stated: str) -> None:
    assert outcome(claimed, stated) is Outcome.OPEN


@pytest.mark.parametrize(
    ("claimed", "stated"),
    [
        ("1.5 billion dollars", "1,5 Milliarden Dollar"),
        ("thirty-seven miles", "37 Meilen"),
        ("two and a half years", "zweieinhalb Jahre"),
        ("$5m", "fünf Millionen Dollar"),
        ("a dozen people", "12 Menschen"),
    ],
)
def test_numbers_are_read_the_way_their_language_writes_them(claimed: str, stated: str) -> None:
    assert outcome(claimed, stated, "en", "de") is Outcome.AGREES


def test_a_quantity_keeps_its_place_and_what_is_counted() -> None:
    found = only("Mindestens 12 Menschen starben.")
    assert found.span == Span(start=0, end=13)
    assert (found.low, found.high, found.noun) == (12.0, math.inf, "mensch")


def test_an_age_is_no_duration() -> None:
    assert only("der 54-jährige Fahrer").dimension == only("a 54-year-old driver", "en").dimension == "age"


def test_numbers_inside_dates_are_left_out() -> None:
    assert quantities("am 3. Mai 2007", "de", hidden=[Span(start=3, end=14)]) == ()


@pytest.mark.parametrize("text", ["", "Wien", "ein Mann und eine Frau", "9" * 400, "½ ¾ ①", "1.2.3.4:5//6"])
def test_odd_texts_are_no_error(text: str) -> None:
    for lang in ("de", "en"):
        assert isinstance(quantities(text, lang), tuple)
