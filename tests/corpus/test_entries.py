from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from corpus.entries import Entry, as_moment, stated_date, tidied


def test_an_entry_completes_the_record_of_its_page() -> None:
    page = {"title": "Seite", "text": "Text.", "url": "https://a.example/b", "published": "2025-06-30", "author": "Eva"}
    entry = Entry(address="https://a.example/b", title="Meldung", published="2025-07-01", outlet="Die Zeitung")
    record = entry.completed(page)
    assert record["title"] == "Meldung"
    assert (record["published"], record["author"], record["outlet"]) == ("2025-07-01", "Eva", "Die Zeitung")


def test_a_list_of_another_site_fills_gaps_alone() -> None:
    page = {"title": "Seite", "text": "Text.", "published": None, "outlet": ""}
    entry = Entry(address="https://a.example/b", title="Meldung", published="2025-07-01", outlet="Sammlung")
    record = entry.completed(page, leads=False)
    assert (record["title"], record["published"], record["outlet"]) == ("Seite", "2025-07-01", "")


@pytest.mark.parametrize(
    ("published", "updated", "kept"),
    [
        ("2025-07-01T10:00:00+02:00", "2025-07-01T08:00:00+00:00", None),
        ("2025-07-01", "2025-06-30", None),
        ("2025-07-01", "2025-07-01T10:00:00+02:00", "2025-07-01T10:00:00+02:00"),
        (None, "2025-07-01", "2025-07-01"),
    ],
)
def test_an_update_comes_after_publication(published: str | None, updated: str | None, kept: str | None) -> None:
    assert tidied({"title": "A", "text": "B", "published": published, "updated": updated})["updated"] == kept


def test_a_record_gets_a_title_and_lines_of_bounded_length() -> None:
    record = tidied({"text": "Der erste Satz. Der zweite.", "author": "Eva " * 1_000})
    assert record["title"] == "Der erste Satz."
    assert len(str(record["author"])) <= 1_000


@pytest.mark.parametrize(
    ("fields", "older"),
    [
        ({}, False),
        ({"published": "2025-06-30"}, True),
        ({"published": "2025-07-01"}, False),
        ({"published": "2025-06-30", "updated": "2025-07-02"}, False),
        ({"published": "2025-06-30", "listed": "2025-07-02"}, False),
        ({"listed": "2025-07-01T00:00:00+02:00"}, True),
    ],
)
def test_an_entry_is_older_if_all_its_dates_are(fields: dict[str, str], older: bool) -> None:
    entry = Entry(address=None, **fields)
    assert entry.is_older_than(datetime(2025, 7, 1, tzinfo=UTC)) is older
    assert not entry.is_older_than(None)


def test_a_day_begins_at_midnight_utc() -> None:
    midnight = datetime(2025, 7, 1, tzinfo=UTC)
    east = datetime(2025, 7, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert as_moment(date(2025, 7, 1)) == midnight
    assert as_moment(midnight.replace(tzinfo=None)) == midnight
    assert as_moment(east) == midnight
    assert as_moment(None) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-07-01", "2025-07-01"),
        (" 2025-07-01T10:00:00+0200 ", "2025-07-01T10:00:00+02:00"),
        ("2025-07-01T10:00:00.123Z", "2025-07-01T10:00:00.123000+00:00"),
        ("2025-07-01T10:00:00", "2025-07-01"),
        ("2025-07-01 etwa mittags", "2025-07-01"),
        ("2025-07-01T25:00:00Z", "2025-07-01"),
        ("2025-02-31", None),
        ("1. Juli 2025", None),
        ("", None),
        (20250701, None),
        (None, None),
    ],
)
def test_dates_are_read_as_they_are_stated(written: object, read: str | None) -> None:
    assert stated_date(written) == read
