"""Reads which pages, or further sitemaps, a sitemap lists (sitemaps.org, with the news extension)."""

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.cleaning import clean_line
from corpus.entries import Entry, stated_date
from corpus.errors import SourceError
from corpus.markup import xml_tree

MAX_ADDRESSES = 50_000
MAX_DEPTH = 3

_MOST_ELEMENTS = 1_000_000

ROOTS = frozenset({"urlset", "sitemapindex"})
GZIP_MARK = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """The pages, or the further sitemaps, that one sitemap lists; `has_more` if it lists too many of them."""

    entries: tuple[Entry, ...]
    is_index: bool = False
    has_more: bool = False


def read_sitemap(text: str) -> Sitemap:
    """The first 50,000 addresses of a sitemap, in its order.

    Raises:
        SourceError: if it is not well-formed, or declares entities.
    """
    root = xml_tree(text, most_elements=_MOST_ELEMENTS)
    found = list(_entries(root))
    return Sitemap(
        entries=tuple(found[:MAX_ADDRESSES]),
        is_index=_name(root) == "sitemapindex",
        has_more=len(found) > MAX_ADDRESSES,
    )


def unpacked(content: bytes, limit: int) -> bytes:
    """The content of a `.gz` file.

    Raises:
        SourceError: if it is damaged, or larger than `limit` bytes; no more than these are ever unpacked.
    """
    try:
        plain = gzip.GzipFile(fileobj=io.BytesIO(content)).read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError("is damaged (gzip): try again later") from error
    if len(plain) > limit:
        raise SourceError(f"is larger than {limit // 1024**2} MiB when unpacked: give smaller sitemaps")
    return plain


def _entries(root: Any) -> Iterator[Entry]:  # noqa: ANN401  (lxml has no types)
    for element in root.iterchildren("*"):
        if _name(element) not in {"url", "sitemap"}:
            continue
        fields = {_name(child): _words(child) for child in element.iterchildren("*")}
        news = next((child for child in element.iterchildren("*") if _name(child) == "news"), ())
        told = {_name(child): child for child in news if isinstance(child.tag, str)}
        names = {_name(child): _words(child) for child in told.get("publication", ()) if isinstance(child.tag, str)}
        if fields.get("loc"):
            yield Entry(
                address=fields["loc"],
                title=_words(told.get("title")),
                published=stated_date(_words(told.get("publication_date"))),
                listed=stated_date(fields.get("lastmod")),
                outlet=names.get("name"),
            )


def _name(element: Any) -> str:  # noqa: ANN401  (lxml has no types)
    """The name of an element without its namespace, in small letters: sites get the namespace wrong."""
    return str(element.tag).rpartition("}")[2].lower()


def _words(element: Any) -> str | None:  # noqa: ANN401  (lxml has no types)
    return clean_line("".join(element.itertext())) or None if element is not None else None
