"""Finds the moments at which a web page says that its article was published and changed."""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from corpus.entries import stated_date

_MOST_SCRIPTS = 200
_LONGEST_BLOCK = 500_000
_MOST_NODES = 2_000
_NAMES = ("property", "name", "itemprop")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "dcterms.issued",
    "dc.date.issued",
    "date",
)
_UPDATED = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified")


def stated_dates(tree: Any) -> tuple[str | None, str | None]:  # noqa: ANN401  (lxml has no types)
    """When a page was published and updated, says the page itself: its meta elements, its JSON-LD, its times.

    Both are None where the page says nothing that can be read. A date with a time goes before one without.
    """
    said = _said_in_elements(tree)
    things = list(_things(tree))
    published, updated = (
        _first([said.get(names[0]), *(thing.get(key) for thing in things), *(said.get(name) for name in names[1:])])
        for names, key in ((_PUBLISHED, "datePublished"), (_UPDATED, "dateModified"))
    )
    return published, updated


def _first(values: Iterable[object]) -> str | None:
    dates = [date for value in values if (date := stated_date(value))]
    return next((date for date in dates if "T" in date), dates[0] if dates else None)


def _said_in_elements(tree: Any) -> dict[str, str]:  # noqa: ANN401  (lxml has no types)
    """The first content of each name that a meta or time element gives."""
    said: dict[str, str] = {}
    for element in tree.iter("meta", "time"):
        content = element.get("content") or element.get("datetime")
        for name in _NAMES:
            if content and (value := element.get(name)):
                said.setdefault(value.strip().lower(), content)
    return said


def _things(tree: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401  (lxml has no types)
    """The objects of a page's JSON-LD, articles first."""
    found: list[dict[str, object]] = []
    for script in islice(tree.iter("script"), _MOST_SCRIPTS):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            found.extend(_objects(script.text or ""))
    yield from sorted(found, key=lambda thing: "article" not in str(thing.get("@type")).lower())


def _objects(text: str) -> Iterator[dict[str, object]]:
    """The objects of one block, those inside its lists and its graph too."""
    if len(text) > _LONGEST_BLOCK:
        return
    try:
        waiting = deque([json.loads(text)])
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(value for value in (node.get("@graph"), node.get("mainEntity")) if value)
