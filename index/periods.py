"""When a question is about: "im Juli 2025", "gestern", "seit Mai" as a period, "derzeit" as the newest state.

Days are counted in UTC. Rules for German and English; pure.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from index.analysis import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jaenner january",
            "februar february",
            "maerz march",
            "april",
            "mai may",
            "juni june",
            "juli july",
            "august",
            "september",
            "oktober october",
            "november",
            "dezember december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(_MONTHS)
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY_MONTH_YEAR = re.compile(rf"\b(?P<day>\d{{1,2}})\. ?(?P<month>{_MONTH}) {_YEAR}\b")
_MONTH_DAY_YEAR = re.compile(rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}\b")
_NUMERIC = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>(?:19|20)\d{2})\b")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})\b")
_MONTH_YEAR = re.compile(rf"\b(?P<month>{_MONTH}) {_YEAR}\b")
_MONTH_ALONE = re.compile(rf"\b(?:im|in|seit|since|ende|anfang|mitte|bis|until) (?P<month>{_MONTH})\b(?! \d)")
_YEAR_ALONE = re.compile(rf"(?<![\d.,/-]){_YEAR}(?![\d/-]|[.,]\d)")
_SINCE = re.compile(r"\b(?:seit|since|ab|nach|after)\s+(?:dem\s+|the\s+|anfang\s+|mitte\s+|ende\s+)?$")
_DAYS_AGO = (
    (re.compile(r"\b(?:vorgestern|the day before yesterday)\b"), 2, 2),
    (re.compile(r"\b(?:gestern|gestrigen?|yesterday)\b"), 1, 1),
    (re.compile(r"\b(?:heute|heutigen?|today)\b"), 0, 0),
    (re.compile(r"\b(?:(?:letzte|vergangene|vorige)[nr]? woche|last week|past week)\b"), 14, 1),
    (re.compile(r"\b(?:diese[rn]? woche|this week)\b"), 7, 0),
    (re.compile(r"\b(?:(?:letzte|vergangene|vorige)[nr] monat|last month|past month)\b"), 62, 1),
    (re.compile(r"\b(?:(?:in den )?letzten tagen|recent days|last few days)\b"), 7, 0),
)
_YEARS_AGO = (
    (re.compile(r"\b(?:(?:letzte|vergangene|vorige)[ns] jahr|im vorjahr|last year)\b"), 1),
    (re.compile(r"\b(?:diese[ms] jahr|heuer|this year)\b"), 0),
)
_NEWEST = re.compile(
    r"\b(?:aktuelle?[rns]?|derzeit\w*|zurzeit|zur zeit|momentan\w*|gegenwaertig\w*|inzwischen|mittlerweile|zuletzt"
    r"|juengste[rns]?|neueste[rns]?|heute noch|nach (?:neuestem|letztem|heutigem|aktuellem) stand|bisher|bislang|jetzt"
    r"|currently|current|now|latest|newest|so far|as of today|these days|at the moment|by now|most recent\w*)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A range of epoch seconds, `since` inclusive and `until` exclusive."""

    since: int
    until: int

    def holds(self, moment: int | None) -> bool:
        """Say whether a moment lies in it; no moment does not."""
        return moment is not None and self.since <= moment < self.until


def wants_newest(question: str) -> bool:
    """Say whether a question asks for the state of things as it is now."""
    return _NEWEST.search(_spelled(question)) is not None


def period_of(question: str, today: date) -> Period | None:
    """Return the period that a question names, or None; `today` is the day it is asked, or asked as of.

    "Seit" opens a period to the end of today; a month without a year is the last one that has begun.
    """
    text = _spelled(question)
    return _dated(text, today) or _relative(text, today)


def _spelled(question: str) -> str:
    return " ".join(fold(question).split())


def _dated(text: str, today: date) -> Period | None:
    for pattern in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _NUMERIC, _ISO, _MONTH_YEAR, _MONTH_ALONE, _YEAR_ALONE):
        found = pattern.search(text)
        days = _days(found.groupdict(), today) if found is not None else None
        if found is not None and days is not None:
            first, last = days
            opens = _SINCE.search(text[: found.start(1)]) is not None
            return _period(first, max(today, last) if opens else last)
    return None


def _days(named: dict[str, str], today: date) -> tuple[date, date] | None:
    """Return the first and the last day of what is named, or None if there is no such day."""
    month = named.get("month")
    number = None if month is None else _MONTHS.get(month) or int(month)
    year = int(named["year"]) if "year" in named else today.year - (number is not None and number > today.month)
    if number is None:
        return date(year, 1, 1), date(year, 12, 31)
    try:
        if "day" in named:
            day = date(year, number, int(named["day"]))
            return day, day
        return date(year, number, 1), date(year, number, monthrange(year, number)[1])
    except ValueError:
        return None


def _relative(text: str, today: date) -> Period | None:
    for pattern, first, last in _DAYS_AGO:
        if pattern.search(text):
            return _period(today - timedelta(days=first), today - timedelta(days=last))
    for pattern, ago in _YEARS_AGO:
        if pattern.search(text):
            return _period(date(today.year - ago, 1, 1), date(today.year - ago, 12, 31))
    return None


def _period(first: date, last: date) -> Period:
    since = datetime(first.year, first.month, first.day, tzinfo=UTC)
    until = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=1)
    return Period(since=int(since.timestamp()), until=int(until.timestamp()))
