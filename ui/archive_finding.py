"""Searches the archive for the page: reads what somebody entered, and groups the passages found by their articles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Protocol

from assistant import AnswerRecord, Article, Filters, Hit, NotFoundError, Standing, Status, Story, Version
from ui.archive_types import MOST_CHARACTERS, Search

PASSAGES_AN_ARTICLE = 4
MOST_PASSAGES = 1_000
_LONGEST_NAME = 1_000

Passages = tuple[tuple[int, int], ...]


class Library(Protocol):
    """What the search and the article need of an assistant; `assistant.front.Assistant` offers it."""

    def search(self, query: str, *, k: int = 10, filters: Filters = ...) -> Sequence[Hit]:
        """Return the k best passages, best first."""
        ...

    def listed(
        self, filters: Filters, *, standing: Standing = ..., words: Sequence[str] = (), limit: int = 20
    ) -> Sequence[Article]:
        """Return the newest articles of a part of the archive, also those that readers may not see."""
        ...

    def article(self, article_id: str) -> Article:
        """Return a stored article, or raise NotFoundError."""
        ...

    def history(self, article_id: str) -> Sequence[Version]:
        """Return the versions of an article, oldest first, or raise NotFoundError."""
        ...

    def story(self, article_id: str) -> Story | None:
        """Return the copies of an article."""
        ...

    def citing(self, article_id: str) -> Sequence[AnswerRecord]:
        """Return the records of the answers that cite an article, newest first."""
        ...

    def remove(self, article_ids: Sequence[str]) -> Sequence[str]:
        """Remove articles for good; return the ids that were there."""
        ...

    def restore(self, versions: Sequence[Version]) -> bool:
        """Put a removed article back; False if it is stored again already."""
        ...

    def status(self) -> Status:
        """Say what the archive holds."""
        ...


def entered_search(given: Mapping[str, object]) -> Search:
    """Return what somebody wants to find; a field that cannot be used counts as empty."""
    standing = _entered(given, "standing")
    return Search(
        query=_entered(given, "query") or "",
        outlet=_entered(given, "outlet"),
        lang=_entered(given, "lang"),
        since=_day(given, "since"),
        until=_day(given, "until"),
        standing=Standing(standing) if standing in list(Standing) else Standing.READABLE,
    )


def _entered(given: Mapping[str, object], name: str) -> str | None:
    """Return what was entered in a field; a query may be longer than it may be, which is told then."""
    value = given.get(name)
    longest = MOST_CHARACTERS + 1 if name == "query" else _LONGEST_NAME
    return value.strip()[:longest] or None if isinstance(value, str) else None


def _day(given: Mapping[str, object], name: str) -> str | None:
    with suppress(ValueError):
        return date.fromisoformat(_entered(given, name) or "").isoformat()
    return None


def found(wanted: Search, library: Library, most: int) -> list[tuple[Article, Passages]]:
    """Return what a search finds, one more than `most` where there is more."""
    by_meaning = wanted.query and wanted.standing is Standing.READABLE
    return _by_meaning(wanted, library, most) if by_meaning else _newest(wanted, library, most)


def _newest(wanted: Search, library: Library, most: int) -> list[tuple[Article, Passages]]:
    """The newest articles, one more than are shown; a part of them that few belong to is found by its words."""
    words = wanted.query.split()
    listed = library.listed(wanted.filters, standing=wanted.standing, words=words, limit=most + 1)
    return [(article, ()) for article in listed]


def _by_meaning(wanted: Search, library: Library, most: int) -> list[tuple[Article, Passages]]:
    """The articles of the best passages, best first, one more than are shown."""
    k = min(MOST_PASSAGES, (most + 1) * PASSAGES_AN_ARTICLE)
    passages: dict[str, list[tuple[int, int]]] = {}
    for hit in library.search(wanted.query, k=k, filters=wanted.filters):
        passages.setdefault(hit.chunk.article_id, []).append((hit.chunk.start, hit.chunk.end))
    found: list[tuple[Article, Passages]] = []
    for article in present(passages, library):
        found.append((article, tuple(passages[article.id][:PASSAGES_AN_ARTICLE])))
        if len(found) > most:
            break
    return found


def present(article_ids: Iterable[str], library: Library) -> Iterator[Article]:
    """The articles that are there still: others may be removed while they are read."""
    for article_id in article_ids:
        with suppress(NotFoundError):
            yield library.article(article_id)
