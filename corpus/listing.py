"""Lists stored articles by their fields, newest first, also those that readers may not see."""

import sqlite3
import time
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from corpus.rows import COLUMNS, PUBLIC, article_of
from corpus.types import Article

_MOST_WORDS = 8


class Standing(StrEnum):
    """What readers may see of an article: it, it and that it was corrected, or not at all, and why."""

    READABLE = "readable"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    HELD_BACK = "held_back"


_CONDITIONS = {
    Standing.READABLE: PUBLIC,
    Standing.CORRECTED: f"{PUBLIC} AND status = 'corrected'",
    Standing.WITHDRAWN: "status = 'withdrawn'",
    Standing.HELD_BACK: "status != 'withdrawn' AND embargo_until IS NOT NULL AND live_from > :now",
}
_WITHIN = (
    "(:outlet IS NULL OR outlet = :outlet) AND (:lang IS NULL OR lang = :lang)"
    " AND (:since IS NULL OR published_epoch >= :since) AND (:until IS NULL OR published_epoch <= :until)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which articles to list; times bound the publication, in epoch seconds, inclusive.

    Of `words`, the first eight count: each stands in the title or the text, in any case of the letters a to z.
    """

    standing: Standing = Standing.READABLE
    outlet: str | None = None
    lang: str | None = None
    since: int | None = None
    until: int | None = None
    words: tuple[str, ...] = ()


def listed(connection: sqlite3.Connection, wanted: Listing, limit: int) -> tuple[Article, ...]:
    """Return the `limit` articles published last, newest first; undated ones come last."""
    words = {f"word{n}": f"%{_escaped(word)}%" for n, word in enumerate(wanted.words[:_MOST_WORDS])}
    holding = (f"(title LIKE :{name} ESCAPE '\\' OR text LIKE :{name} ESCAPE '\\')" for name in words)
    conditions = " AND ".join(chain((_CONDITIONS[wanted.standing], _WITHIN), holding))
    bounds = {name: getattr(wanted, name) for name in ("outlet", "lang", "since", "until")}
    found = connection.execute(
        f"SELECT {COLUMNS} FROM articles WHERE {conditions}"  # noqa: S608  (own names)
        " ORDER BY published_epoch IS NULL, published_epoch DESC, id LIMIT :limit",
        {"now": int(time.time()), "limit": max(limit, 0), **bounds, **words},
    ).fetchall()
    return tuple(article_of(row) for row in found)


def _escaped(word: str) -> str:
    """A word whose own wildcards count as letters."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
