from datetime import date

import pytest

from assistant.moments import Moment, compare_moments, durations, moments
from assistant.quantities import Outcome

FRIDAY = date(2007, 5, 4)


def only(text: str, published: date | None = FRIDAY) -> Moment:
    """The one date of a text."""
    (found,) = moments(text, published)
    return found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("am 3. Mai 2007", "2007-05-03", "2007-05-03"),
        ("on May 3, 2007", "2007-05-03", "2007-05-03"),
        ("on 3 May 2007", "2007-05-03", "2007-05-03"),
        ("am 03.05.2007", "2007-05-03", "2007-05-03"),
        ("2007-05-03", "2007-05-03", "2007-05-03"),
        ("im Mai 2007", "2007-05-01", "2007-05-31"),
        ("Ende Mai 2007", "2007-05-20", "2007-05-31"),
        ("im Jahr 1999", "1999-01-01", "1999-12-31"),
        ("in den 1990er Jahren", "1990-01-01", "1999-12-31"),
        ("Am Montag", "2007-04-30", "2007-04-30"),
        ("am vergangenen Freitag", "2007-04-27", "2007-04-27"),
        ("am kommenden Montag", "2007-05-07", "2007-05-07"),
        ("gestern", "2007-05-03", "2007-05-03"),
        ("im Vorjahr", "2006-01-01", "2006-12-31"),
        ("last month", "2007-04-01", "2007-04-30"),
    ],
)
def test_a_date_is_read_as_the_days_it_means(text: str, first: str, last: str) -> None:
    found = only(text)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


def test_without_a_day_of_publication_yesterday_is_no_date() -> None:
    assert moments("gestern und am Montag") == ()


@pytest.mark.parametrize(
    ("claimed", "stated", "outcome"),
    [
        ("im Mai 2007", "am 3. Mai 2007", Outcome.AGREES),
        ("am 3. Mai 2007", "im Mai 2007", Outcome.OPEN),
        ("im Juni 2007", "am 3. Mai 2007", Outcome.DIFFERS),
        ("am 3. Mai", "am 3. Mai 2007", Outcome.AGREES),
        ("am 4. Mai", "am 3. Mai 2007", Outcome.DIFFERS),
        ("2007", "gestern", Outcome.AGREES),
    ],
)
def test_dates_are_compared_as_ranges(claimed: str, stated: str, outcome: Outcome) -> None:
    assert compare_moments(only(claimed, None), only(stated)) is outcome


def test_a_span_of_years_is_a_duration() -> None:
    text = "Er regierte von 2007 bis 2019."
    (found,) = durations(text, moments(text))
    assert found.low == found.high == 12 * 365.2425 * 86_400


def test_two_dates_side_by_side_are_no_span() -> None:
    text = "Er gewann 2007 und 2019."
    assert list(durations(text, moments(text))) == []


@pytest.mark.parametrize("text", ["", "2007-13-45", "99.99.2007", "2007 Menschen", "Saison 2006/07"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert moments(text, FRIDAY) == ()
