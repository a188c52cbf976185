"""The day that "gestern" or "am Dienstag" means in an article, from the day it was published. Pure.

A news article seldom names its own date. What a sentence says by the calendar of its readers is counted from the day of
publication, and the answer says so: the words stand in the quotation, the date of publication beside it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import MONTHS, WEEKDAYS
from corpus.types import Span

_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})(?:s|abend|vormittag|nachmittag|mittag|morgen|nacht)?"
_DAYS_AGO = {"vorgestern": 2, "gestern": 1, "gestrige": 1, "yesterday": 1, "heute": 0, "heutige": 0, "today": 0}
_NEAR = re.compile(
    rf"\b(?:am |an dem )?(?P<near>{'|'.join(_DAYS_AGO)})n?\b(?: {_WEEKDAY})?"
    r"(?! (?:noch|als|nicht|zu tage|zutage)\b)",
    re.IGNORECASE,
)
_ON = re.compile(
    rf"\b(?:(?:am|vom|seit|on|since) (?P<which>vergangenen |letzten |vorigen |kommenden |nächsten |last |next )?"
    rf"|(?P<bare>last |next )|(?:in der )?nacht (?:zum|auf) ){_WEEKDAY}\b",
    re.IGNORECASE,
)
_BEFORE, _AFTER = ("vergangenen", "letzten", "vorigen", "last"), ("kommenden", "nächsten", "next")
_ABSOLUTE = re.compile(rf"\b\d{{1,2}}\. ?(?:{'|'.join(MONTHS['de'])}|\d{{1,2}}\.)|\b(?:{'|'.join(MONTHS['en'])}) \d")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMeant:
    """A day, and the words of the sentence that mean it."""

    day: date
    words: Span


def day_meant(sentence: str, published: date, near: Span | None = None) -> DayMeant | None:
    """Return the day that a sentence names relative to its publication, or None if it names none, or a date itself.

    Of several the one that touches `near` counts, else the first.
    """
    if _ABSOLUTE.search(sentence):
        return None
    found = sorted([*_NEAR.finditer(sentence), *_ON.finditer(sentence)], key=lambda each: each.start())
    if not found:
        return None
    touching = [each for each in found if near is not None and each.start() < near.end and near.start < each.end()]
    chosen = (touching or found)[0]
    return DayMeant(day=_day(chosen, published), words=Span(start=chosen.start(), end=chosen.end()))


def _day(found: re.Match[str], published: date) -> date:
    groups = found.groupdict()
    if near := groups.get("near"):
        return published - timedelta(days=_DAYS_AGO[near.lower()])
    back = (published.weekday() - WEEKDAYS[groups["weekday"].lower()]) % 7
    which = (groups["which"] or groups["bare"] or "").strip().lower()
    if which in _AFTER:
        return published + timedelta(days=7 - back)
    return published - timedelta(days=back or (7 if which in _BEFORE else 0))
