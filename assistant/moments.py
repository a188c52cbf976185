"""Dates in a sentence as ranges of days, and whether two of them agree: "im Mai 2007" holds "am 3. Mai 2007".

What is said relative to today ("gestern", "am Montag", "im Vorjahr") is counted from the day of publication; without
one it is no date. A day without a year is compared without it. A span of years is also a duration: from 2007 to 2019
are twelve years.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from assistant.quantities import Outcome, Quantity
from assistant.units import DAY, YEAR
from corpus.dates import MONTHS, WEEKDAYS
from corpus.types import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The days from `first` to `last`, both included; if `yearly`, no year is named, and theirs is a guess."""

    span: Span
    first: date
    last: date
    yearly: bool = False


_SHORT = {
    "jan": 1,
    "feb": 2,
    "mrz": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "oct": 10,
}
_SHORT |= {"nov": 11, "dez": 12, "dec": 12, "jänner": 1}
_NUMBER = {name.lower(): n for names in MONTHS.values() for n, name in enumerate(names, start=1)} | _SHORT
_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBER, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d{2})"
_PART = r"(?:(?P<part>Anfang|Mitte|Ende|early|mid|late)[- ]?(?:in )?)?"
_EARLIEST, _LATEST = 1000, 9000  # years of publication that dates are reckoned from; others are slips of a feed
_COUNTED = (
    "Menschen|Personen|Euro|Dollar|Meter|Arbeitsplätze|Stellen|Mitarbeiter|Haushalte|Besucher|Teilnehmer|Zuschauer"
    "|Beschäftigte|Einwohner|Tonnen|Kilometer|Liter|Soldaten|Unterschriften|Fahrgäste|Polizisten|Kilo"
    "|people|dollars|euros|jobs|workers|visitors|homes|metres|miles|tonnes|soldiers|tickets|households"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})\. ?{_MONTH}(?: {_YEAR})?(?![\d])",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? {_YEAR})?(?![\d])",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?(?![\d.,]\d|\d)",
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.(?:{_YEAR})?(?!\d)",
        rf"(?<![\d-]){_YEAR}-(?P<number>\d{{2}})-(?P<day>\d{{2}})(?![\d-])",
        rf"\b{_PART}{_MONTH} {_YEAR}(?!\d)",
        rf"\b(?:im|in|seit|since|bis|until|ab|vom|(?P<part>Anfang|Mitte|Ende|early|late)) {_MONTH}(?! \d)",
        rf"\b{_PART}(?:the )?(?P<decade>(?:1[5-9]|20)\d)0(?:er[- ]?jahren?|s)\b",
        rf"(?<![\d.,:/–-]){_PART}{_YEAR}(?![\d:/]|[.,]\d|-\d)(?! (?:{_COUNTED})\b)",
    )
)
_ON = re.compile(
    rf"\b(?:(?:am|vom|seit|zum|on|since) |(?P<ahead>für|bis|auf|ab|until|for|by) (?:den |diesen )?"
    rf"|(?P<which>vergangenen|letzten|vorigen|kommenden|nächsten|last|next) )*"
    rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})(?:s|abend|vormittag|nachmittag|mittag|morgen|nacht)?\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?:(?P<d2>vorgestern|the day before yesterday)|(?P<d1>gestern|gestrigen?|am vortag|tags zuvor"
    r"|yesterday|the day before)"
    r"|(?P<d0>heute|heutigen?|today)"
    r"|(?P<y1>(?:im|des) vorjahr(?:es)?|(?:letzte|vergangene|vorige)[nms]? jahr(?:es)?|last year|the previous year)"
    r"|(?P<y0>(?:in )?diese[ms] jahr|heuer|this year)"
    r"|(?P<n1>(?:im )?(?:kommende|nächste)[ns] jahr|next year)"
    r"|(?P<m1>(?:im )?(?:letzte|vergangene|vorige)n monat"
    r"|last month))\b",
    re.IGNORECASE,
)
_TO = re.compile(r"^\s?(?:bis(?: zum| Ende| Anfang)?|to|until|und|and|–|-)\s?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:von|vom|zwischen|from|between)\s$", re.IGNORECASE)
_PARTS = {"anfang": (1, 4), "early": (1, 4), "mitte": (4, 9), "mid": (4, 9), "ende": (9, 12), "late": (9, 12)}
_DAYS_OF_PART = {
    "anfang": (1, 10),
    "early": (1, 10),
    "mitte": (10, 20),
    "mid": (10, 20),
    "ende": (20, 31),
    "late": (20, 31),
}


def moments(text: str, published: date | None = None) -> tuple[Moment, ...]:
    """Return the dates of a sentence in order; those without a year are taken as the last before its publication."""
    found: list[Moment] = []
    for pattern in _PATTERNS:
        for each in pattern.finditer(text):
            if not any(meets(Span(start=each.start(), end=each.end()), other.span) for other in found):
                found += _absolute(each, published)
    if published is not None and _EARLIEST <= published.year <= _LATEST:
        found += [each for each in _relative(text, published) if not any(meets(each.span, o.span) for o in found)]
    return tuple(sorted(found, key=lambda each: each.span.start))


def durations(text: str, named: Sequence[Moment]) -> Iterator[Quantity]:
    """Yield the time from one date to the next where the sentence spans it: "von 2007 bis 2019" are twelve years."""
    for first, last in pairwise(named):
        between = text[first.span.end : last.span.start]
        opened = _FROM.search(text, max(first.span.start - 9, 0), first.span.start)
        joined = between.strip().lower()
        if not _TO.match(between) or (joined in ("und", "and") and not opened):
            continue
        days = (last.first - first.first).days
        low, high = days * DAY, (days + 1) * DAY
        if (first.first.month, first.first.day) == (last.first.month, last.first.day):
            low = high = (last.first.year - first.first.year) * YEAR
        yield Quantity(
            span=Span(start=first.span.start, end=last.span.end),
            low=low,
            high=high,
            dimension="time",
            given=float(days),
            factor=DAY,
        )


def compare_moments(claimed: Moment, stated: Moment) -> Outcome:
    """Say how a date of an article stands to one of a claim."""
    if claimed.yearly != stated.yearly or claimed.yearly:
        year = stated.first.year if claimed.yearly else claimed.first.year
        claimed, stated = (_in_year(each, year) if each.yearly else each for each in (claimed, stated))
        if claimed.first.year != stated.first.year:
            stated = _in_year(stated, claimed.first.year)
    if claimed.first <= stated.first and stated.last <= claimed.last:
        return Outcome.AGREES
    if stated.last < claimed.first or claimed.last < stated.first:
        return Outcome.DIFFERS
    return Outcome.OPEN


def _in_year(moment: Moment, year: int) -> Moment:
    try:
        first, last = moment.first.replace(year=year), moment.last.replace(year=year)
    except ValueError:
        return moment
    return Moment(span=moment.span, first=first, last=last, yearly=moment.yearly)


def _absolute(found: re.Match[str], published: date | None) -> Iterator[Moment]:
    named = found.groupdict()
    span = Span(start=found.start(), end=found.end())
    if decade := named.get("decade"):
        yield Moment(span=span, first=date(int(decade) * 10, 1, 1), last=date(int(decade) * 10 + 9, 12, 31))
        return
    month = int(named["number"]) if named.get("number") else _NUMBER.get((named.get("month") or "").lower())
    year, part = named.get("year"), (named.get("part") or "").lower()
    days = _days(int(year) if year else None, month, named.get("day"), part, published)
    if days is not None:
        yield Moment(span=span, first=days[0], last=days[1], yearly=year is None)


def _days(
    year: int | None, month: int | None, day: str | None, part: str, published: date | None
) -> tuple[date, date] | None:
    try:
        if month is None:
            first, last = _PARTS.get(part, (1, 12))
            return (date(year, first, 1), date(year, last, monthrange(year, last)[1])) if year else None
        if year is None:
            year = _year_before(published, month, int(day or 1))
        if day is not None:
            return date(year, month, int(day)), date(year, month, int(day))
        first, last = _DAYS_OF_PART.get(part, (1, 31))
        return date(year, month, first), date(year, month, min(last, monthrange(year, month)[1]))
    except ValueError:
        return None


def _year_before(published: date | None, month: int, day: int) -> int:
    if published is None:
        return 2000  # any leap year: it is not compared
    return published.year - ((month, day) > (published.month, published.day + 14) and month - published.month > 6)


def _relative(text: str, published: date) -> Iterator[Moment]:
    for each in _ON.finditer(text):
        back = (published.weekday() - WEEKDAYS[each["weekday"].lower()]) % 7
        which = (each["which"] or "").lower()
        if which in ("kommenden", "nächsten", "next") or (each["ahead"] and back):
            back -= 7
        elif which and not back:
            back = 7
        day = published - timedelta(days=back)
        yield Moment(span=Span(start=each.start(), end=each.end()), first=day, last=day)
    for each in _AGO.finditer(text):
        first, last = _ago(each.lastgroup or "d0", published)
        yield Moment(span=Span(start=each.start(), end=each.end()), first=first, last=last)


def _ago(name: str, published: date) -> tuple[date, date]:
    back = int(name[1])
    if name[0] == "d":
        day = published - timedelta(days=back)
        return day, day
    if name[0] in "yn":
        year = published.year + (back if name[0] == "n" else -back)
        return date(year, 1, 1), date(year, 12, 31)
    last = published.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def meets(one: Span, other: Span) -> bool:
    """Say whether two ranges have a character in common."""
    return one.start < other.end and other.start < one.end
