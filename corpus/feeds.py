"""Reads what an RSS, Atom or RDF feed says about its articles; the one home of feedparser."""

import io
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from corpus.cleaning import clean_line
from corpus.entries import Entry, stated_date
from corpus.errors import SourceError
from corpus.markup import words_of, xml_tree

MAX_FEED_BYTES = 4 * 1024 * 1024
MAX_ELEMENTS = 50_000

ROOTS = frozenset({"rss", "feed", "rdf"})


def read_feed(text: str, address: str) -> list[Entry]:
    """The entries of a feed in its order.

    The feed is parsed by a strict parser first and mended where it is broken, so that only well-formed XML without
    entities of its own reaches feedparser, whose lenient parser takes quadratic time over some hostile feeds.

    Args:
        text: the feed.
        address: where it stands; links are resolved against it.

    Raises:
        SourceError: if it is too large, declares entities, or holds no feed.
    """
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415  (0.1 s, needed only for feeds)

    if len(text) > MAX_FEED_BYTES:
        raise SourceError(f"is a feed of more than {MAX_FEED_BYTES // 1024**2} MiB: give the site's sitemap")
    parsed = feedparser.parse(
        io.BytesIO(_well_formed(text)),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": address},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.version and not parsed.entries:
        raise SourceError("holds no feed that can be read: check the address")
    outlet = _plain(parsed.feed, "title")
    return [_entry(entry, address, outlet) for entry in parsed.entries]


def _well_formed(text: str) -> bytes:
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  (needed only for web addresses)

    try:
        root = xml_tree(text, most_elements=MAX_ELEMENTS)
    except SourceError:
        root = xml_tree(text, most_elements=MAX_ELEMENTS, mend=True)
    written: bytes = etree.tostring(root, encoding="utf-8", with_tail=False)
    return written


def _entry(entry: Mapping[str, Any], address: str, outlet: str | None) -> Entry:
    text = _full_text(entry)
    return Entry(
        address=_link(entry, address),
        title=_plain(entry, "title"),
        published=_date(entry, "published"),
        updated=_date(entry, "updated"),
        author=_author(entry),
        outlet=outlet,
        text=text or None,
    )


def _given(entry: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401  (whatever the feed holds)
    """A field that the feed itself gives: feedparser's own look-up warns where it puts another one in its place."""
    return dict.get(entry, name) if isinstance(entry, dict) else None


def _plain(entry: Mapping[str, Any], name: str) -> str | None:
    """A line of text; markup in it leaves its words."""
    value = str(_given(entry, name) or "")
    kind = _given(_given(entry, f"{name}_detail") or {}, "type")
    return clean_line(words_of(value) if kind != "text/plain" else value) or None


def _link(entry: Mapping[str, Any], address: str) -> str | None:
    link = str(_given(entry, "link") or "").strip()
    try:
        return urljoin(address, link) if link else None
    except ValueError:
        return link


def _author(entry: Mapping[str, Any]) -> str | None:
    detail = _given(entry, "author_detail") or {}
    return clean_line(str(_given(detail, "name") or _given(entry, "author") or "")) or None


def _full_text(entry: Mapping[str, Any]) -> str:
    """The longest content of an entry in words; a summary is none."""
    contents = (str(_given(content, "value") or "") for content in _given(entry, "content") or ())
    return max((words_of(content) for content in contents), key=len, default="")


def _date(entry: Mapping[str, Any], name: str) -> str | None:
    """A date with the zone that the entry gives it, UTC if a date of e-mail gives none.

    feedparser's own reading is not used: it makes some date of nearly everything.
    """
    written = str(_given(entry, name) or "")
    if found := stated_date(written):
        return found
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return stated_date(moment.replace(microsecond=0).isoformat())
