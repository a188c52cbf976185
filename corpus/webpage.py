"""Reads a web page as one article: its main text, title, dates, author and outlet; the one home of trafilatura."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from corpus.bounded import parsed_apart
from corpus.cleaning import clean_text
from corpus.errors import SourceError
from corpus.identifiers import id_from_path
from corpus.pagedates import stated_dates
from corpus.plaintext import shortened, title_of
from corpus.records import MAX_LINE_CHARACTERS, MAX_URL_CHARACTERS, Located, article_from
from corpus.retagging import retagged
from corpus.textfiles import decode, read_bytes
from corpus.types import Rejection

_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_HEAD_BYTES = 4_096
_ENCODINGS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso8859_15"}
_BEGINNING = 50
_MOST_TAGS = 100_000
_NO_TEXT = "has no main text: save the page of a single article, or its text"
_PUBLISHED_ONLY = {"extensive_search": False, "original_date": True}


def read_web_page(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read one article from an HTML file; menus, comments and scripts stay out of its text.

    Raises:
        SourceError: if the file is empty, too large, binary or wrongly encoded, or has no main text.
        OSError: if it cannot be read.
    """
    record = parsed_apart(extracted, _markup(read_bytes(path)))
    text = str(record["text"])
    record["title"] = shortened(str(record["title"] or title_of(text, path.stem)), MAX_LINE_CHARACTERS)
    yield article_from(record, source=source, default_id=id_from_path(path))


def extracted(markup: str) -> dict[str, str | None]:
    """The fields of the article a page shows, named as in a record; paragraphs stand on lines of their own.

    Dates carry time and zone where the page states them; trafilatura, which finds days in the text too, fills in.

    Raises:
        SourceError: if the page is nested too deeply, overlong or has no main text.
    """
    import trafilatura  # noqa: PLC0415  (0.2 s, needed only to add web pages)
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        tree = trafilatura.load_html(_plainly(markup))
        if tree is None:
            raise SourceError(_NO_TEXT)
        published, updated = stated_dates(tree)
        page = trafilatura.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=dict(_PUBLISHED_ONLY)
        )
    except (RecursionError, LxmlError, ValueError) as error:
        raise SourceError("cannot be parsed as a web page: save the article alone, or as text") from error
    if not isinstance(page, trafilatura.settings.Document) or not (page.text or "").strip():
        raise SourceError(_NO_TEXT)
    return {
        "title": clean_text(page.title or ""),
        "text": page.text,
        "url": page.url if _is_web_address(page.url) else None,
        "published": published or page.date,
        "updated": updated,
        "author": shortened(page.author or "", MAX_LINE_CHARACTERS),
        "outlet": shortened(page.sitename or "", MAX_LINE_CHARACTERS),
    }


def _plainly(markup: str) -> str:
    """The markup without what makes parsers slow; trafilatura takes it for a page only if it says so at the top."""
    is_page = "html" in markup[:_BEGINNING].lower()
    return ("<!DOCTYPE html>" if is_page else "") + retagged(markup.replace("\0", ""), most_tags=_MOST_TAGS)


def page_record(markup: str, address: str) -> dict[str, str | None]:
    """The article of a page that was fetched, named as in a record.

    Its address is the canonical one, if the page names one of its own host that is not the home page: a page must not
    pass itself off as another site's.

    Raises:
        SourceError: as `extracted`.
    """
    record = parsed_apart(extracted, markup)
    named = record["url"]
    if named is None or not _is_same_place(named, address):
        record["url"] = address
    return record


def _is_same_place(named: str, address: str) -> bool:
    try:
        own, other = urlsplit(address), urlsplit(named)
        is_same_host = (own.hostname, own.port) == (other.hostname, other.port)
    except ValueError:
        return False
    is_home = other.path in {"", "/"} and not other.query
    return is_same_host and (not is_home or own.path in {"", "/"})


def _markup(data: bytes) -> str:
    """The markup of a page in the encoding it declares, if that is a Western European one, else in UTF-8."""
    declared = _DECLARED.search(data, 0, _HEAD_BYTES)
    name = _ENCODINGS.get(declared.group(1).decode().lower()) if declared else None
    if name is None:
        return decode(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(name, "replace")


def _is_web_address(url: str | None) -> bool:
    if not url or len(url) > MAX_URL_CHARACTERS:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
