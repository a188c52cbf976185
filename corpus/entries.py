"""What a feed, a sitemap or a programming interface says about one article, before its page is read."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from corpus.cleaning import clean_line
from corpus.dates import end_of, moment, normalised
from corpus.plaintext import shortened, title_of
from corpus.records import MAX_LINE_CHARACTERS

MIN_FULL_TEXT = 500

_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})", re.ASCII)
_ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2})\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article of a list.

    `text` is its full text where the list carries it; `listed` is when the page last changed, says the list: good
    enough to choose by, but many sites touch it daily, so it is no date of the article.
    """

    address: str | None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    outlet: str | None = None
    text: str | None = None
    listed: str | None = None

    @property
    def is_full(self) -> bool:
        """Whether its own text is long enough to stand for the page."""
        return self.text is not None and len(self.text) > MIN_FULL_TEXT

    def is_older_than(self, since: datetime | None) -> bool:
        """Whether all its dates lie before a moment; without dates it is not."""
        dates = [end_of(value) for value in (self.published, self.updated, self.listed) if value]
        return since is not None and bool(dates) and max(dates) < since

    def record(self) -> dict[str, object]:
        """The article it is by itself, named as in a record."""
        return self.completed({"text": self.text or "", "url": self.address})

    def completed(self, page: Mapping[str, object], *, leads: bool = True) -> dict[str, object]:
        """The record of its page, completed with what the list says.

        Args:
            page: the record of the page.
            leads: whether title, dates, author and outlet of the list go before those of the page. They must not where
                a list tells of another site's page: then they only fill gaps, and the outlet is not the list's.
        """
        own = {"title": self.title, "published": self.published, "updated": self.updated, "author": self.author}
        if leads:
            return tidied({**page, **_filled({**own, "outlet": self.outlet})})
        return tidied({**own, **_filled(page)})


def _filled(record: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in record.items() if value}


def tidied(record: Mapping[str, object]) -> dict[str, object]:
    """A record from the web with what its check asks for: a title, lines of bounded length, `updated` only if later."""
    kept = dict(record)
    text = str(kept.get("text") or "")
    for name in ("title", "author", "outlet"):
        kept[name] = shortened(clean_line(str(kept.get(name) or "")), MAX_LINE_CHARACTERS)
    if not kept["title"] and text.strip():
        kept["title"] = title_of(text, "")
    with suppress(ValueError):
        if kept.get("updated") and moment(str(kept["updated"])) <= moment(str(kept.get("published") or "")):
            kept["updated"] = None
    return kept


def stated_date(value: object) -> str | None:
    """A date as a page states it, in the form in which it is stored; None if it cannot be read.

    A time without a zone could be that of any zone: then only the day counts.
    """
    if not isinstance(value, str) or (day := _DAY.match(value)) is None:
        return None
    for candidate in (value if _ZONE.search(value) else day.group(1), day.group(1)):
        try:
            return normalised(candidate)
        except ValueError:
            continue
    return None


def as_moment(since: date | datetime | None) -> datetime | None:
    """The moment from which on articles are wanted: of a day its start, without a zone in UTC."""
    if since is None:
        return None
    if not isinstance(since, datetime):
        return datetime.combine(since, time.min, tzinfo=UTC)
    return since if since.tzinfo else since.replace(tzinfo=UTC)
