from datetime import UTC, date, datetime, timedelta

import pytest

from corpus.dates import day_of, end_of, epoch, moment, normalised


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("2025-07-01", "2025-07-01"),
        (" 2025-07-01 ", "2025-07-01"),
        ("2025-07-01T14:30", "2025-07-01T14:30:00+00:00"),
        ("2025-07-01 14:30:05", "2025-07-01T14:30:05+00:00"),
        ("2025-07-01T14:30:00Z", "2025-07-01T14:30:00+00:00"),
        ("2025-07-01T14:30:00+02:00", "2025-07-01T14:30:00+02:00"),
        ("2025-07-01T14:30:00+0200", "2025-07-01T14:30:00+02:00"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_are_normalised_once_and_for_all(given: str, stored: str) -> None:
    assert normalised(given) == stored
    assert normalised(stored) == stored


@pytest.mark.parametrize(
    "given", ["", "gestern", "1.7.2025", "2025-7-1", "20250701", "2025-07", "2025-07-01T", "2025-W27-2", "٢٠٢٥-٠٧-٠١"]
)
def test_other_ways_to_write_a_date_are_refused_with_an_example(given: str) -> None:
    with pytest.raises(ValueError, match="write 2025-07-01 or"):
        normalised(given)


@pytest.mark.parametrize("given", ["2025-02-29", "2025-13-01", "2025-07-01T25:00", "0000-01-01"])
def test_a_day_that_does_not_exist_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="not a date of the calendar"):
        normalised(given)


def test_a_bare_date_starts_and_ends_with_its_day_in_utc() -> None:
    assert moment("2025-07-01") == datetime(2025, 7, 1, tzinfo=UTC)
    assert end_of("2025-07-01") + timedelta(microseconds=1) == datetime(2025, 7, 2, tzinfo=UTC)


def test_a_date_time_is_its_own_end() -> None:
    assert (
        end_of("2025-07-01T14:30+02:00") == moment("2025-07-01T14:30+02:00") == datetime(2025, 7, 1, 12, 30, tzinfo=UTC)
    )


def test_epoch_counts_seconds_and_rounds_down() -> None:
    assert epoch("1970-01-02") == 86_400
    assert epoch("1969-12-31T23:59:59.5Z") == -1
    assert epoch("2025-07-01T02:00:00+02:00") == epoch("2025-07-01")


@pytest.mark.parametrize(
    ("published", "day"),
    [("2025-07-01", date(2025, 7, 1)), ("2025-07-01T23:30:00+02:00", date(2025, 7, 1)), (None, None)],
)
def test_the_day_of_a_date_is_the_one_it_names(published: str | None, day: date | None) -> None:
    assert day_of(published) == day
