"""ISO 8601 dates of articles, filters and embargoes: one reading of them for every package.

A bare date (`2025-07-01`) names a whole day in UTC; a date-time names a moment and always carries its zone.
"""

import re
from datetime import UTC, date, datetime, time

_BARE_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?", re.ASCII)

MONTHS = {
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
# From 0, as `date.weekday` counts, by their names in lower case.
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("montag", "monday"),
            ("dienstag", "tuesday"),
            ("mittwoch", "wednesday"),
            ("donnerstag", "thursday"),
            ("freitag", "friday"),
            ("samstag", "sonnabend", "saturday"),
            ("sonntag", "sunday"),
        )
    )
    for name in names
}


def normalised(value: str) -> str:
    """Bring a date or date-time into the form in which it is stored.

    Args:
        value: `2025-07-01`, or a date-time such as `2025-07-01T14:30`, with `Z`, an offset or no zone (then UTC).

    Returns:
        The bare date unchanged, or the date-time with its offset (`2025-07-01T14:30:00+02:00`).

    Raises:
        ValueError: if it is neither; the message says what is expected.
    """
    day_or_moment = _parsed(value)
    return day_or_moment.isoformat()


def moment(value: str) -> datetime:
    """The moment a date names, with its zone; a bare date is the start of that day in UTC.

    Raises:
        ValueError: if `value` is not an ISO 8601 date or date-time.
    """
    parsed = _parsed(value)
    if isinstance(parsed, datetime):
        return parsed
    return datetime.combine(parsed, time.min, tzinfo=UTC)


def day_of(value: str | None) -> date | None:
    """The day of a date as `moment` has it; None for none.

    Raises:
        ValueError: if `value` is not an ISO 8601 date or date-time.
    """
    return None if not value else moment(value).date()


def end_of(value: str) -> datetime:
    """The last moment a date covers: the end of the day of a bare date (UTC), a date-time itself.

    Raises:
        ValueError: if `value` is not an ISO 8601 date or date-time.
    """
    parsed = _parsed(value)
    if isinstance(parsed, datetime):
        return parsed
    return datetime.combine(parsed, time.max, tzinfo=UTC)


def epoch(value: str) -> int:
    """The whole seconds since 1970-01-01T00:00Z of `moment(value)`; negative before.

    Raises:
        ValueError: if `value` is not an ISO 8601 date or date-time.
    """
    return int(moment(value).timestamp() // 1)


def spelled(day: date, lang: str) -> str:
    """A day in words: "5. Oktober 2005", "5 October 2005"."""
    month = MONTHS.get(lang, MONTHS["en"])[day.month - 1]
    return f"{day.day}. {month} {day.year}" if lang == "de" else f"{day.day} {month} {day.year}"


def _parsed(value: str) -> date | datetime:
    stripped = value.strip()
    try:
        if _BARE_DATE.fullmatch(stripped):
            return date.fromisoformat(stripped)
        if _DATE_TIME.fullmatch(stripped):
            parsed = datetime.fromisoformat(stripped)
            return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except ValueError as error:
        raise ValueError(f"{stripped!r} is not a date of the calendar: {error}") from error
    raise ValueError(f"{stripped[:40]!r} is not a date: write 2025-07-01 or 2025-07-01T14:30:00+02:00")
