"""Reads articles from web addresses: finds out whether one is a page, feed, sitemap, WordPress site or document."""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus import feeds, sitemaps
from corpus.documents import fetched_record
from corpus.entries import Entry, as_moment, tidied
from corpus.errors import FetchError, SourceError
from corpus.fetching import Fetched, Fetcher
from corpus.guarding import is_same_site, shown
from corpus.identifiers import canonical_url
from corpus.jsonl import read_lines
from corpus.markdown import rendered, split_front_matter
from corpus.markup import decoded, root_name
from corpus.records import Located, article_from
from corpus.types import Rejection, Unchanged, Visited
from corpus.webpage import page_record
from corpus.wordpress import is_wordpress, json_of, read_posts

Found = Located | Rejection | Visited | Unchanged

_MOST_BYTES = 10 * 1024 * 1024
_PAGES = {"text/html", "application/xhtml+xml"}
_UNTOLD = {"", "application/octet-stream", "binary/octet-stream", "text/plain"}
_KINDS = {
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/ndjson": "jsonl",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/x-ndjson": "jsonl",
    "text/markdown": "markdown",
    "text/plain": "text",
}
_NOT_TAKEN_OVER = {"id", "status", "url"}  # a page from the web must not pass itself off as another article
_ENDINGS = {
    ".docx": "docx",
    ".json": "json",
    ".jsonl": "jsonl",
    ".md": "markdown",
    ".ndjson": "jsonl",
    ".pdf": "pdf",
    ".txt": "text",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How web addresses are read.

    `fetcher` makes what fetches them, when the first one comes; `visited` looks up the last visit of an address;
    articles that are older than `since`, say the dates in a list, are passed over.
    """

    fetcher: Callable[[], Fetcher]
    visited: Callable[[str], Visited | None] = lambda _: None
    since: date | datetime | None = None


def read_address(
    address: str,
    *,
    fetcher: Fetcher,
    visited: Callable[[str], Visited | None],
    since: date | datetime | None = None,
    read_already: set[str] | None = None,
) -> Iterator[Found]:
    """Read what stands at an address and, if that is a list of pages, those pages.

    Args:
        address: a page, an RSS or Atom feed, a sitemap, a WordPress collection (`.../wp-json/wp/v2/posts`), or a
            document (plain text, Markdown, JSON, JSONL).
        fetcher: what fetches it.
        visited: gives the last visit of an address, None if there was none.
        since: articles of a list whose dates all lie before this are passed over, as are sitemaps that have not
            changed since; a day begins at midnight UTC.
        read_already: addresses read in this run, which are passed over; those read now are put in.

    Yields:
        Articles; `Visited` after the article of a page, and after all articles of a list if none of them failed, so
        that failed ones are tried again; `Unchanged` for what has not changed since its last visit; rejections, each
        with its address, for what cannot be read, while the rest goes on.
    """
    reading = _Reading(
        fetcher=fetcher,
        visited=visited,
        since=as_moment(since),
        read_already=set() if read_already is None else read_already,
    )
    yield from reading.address(address)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One run over an address: what it needs at every step."""

    fetcher: Fetcher
    visited: Callable[[str], Visited | None]
    since: datetime | None
    read_already: set[str] = field(default_factory=set)

    def address(self, address: str) -> Iterator[Found]:
        """Whatever stands there; one that is not open or not readable becomes a rejection."""
        if not self._is_new(address):
            return
        try:
            if is_wordpress(address):
                yield from _then(self._posts(address), Visited(address=address))
                return
            fetched = self.fetcher.fetch(address, visited=self.visited(address))
            yield from (fetched,) if isinstance(fetched, Unchanged) else self._content(address, fetched, depth=1)
        except SourceError as error:
            yield _rejection(address, error)

    def _content(self, address: str, fetched: Fetched, *, depth: int) -> Iterator[Found]:
        text, root = _text_and_root(fetched)
        visit = _visit(address, fetched)
        if root in feeds.ROOTS:
            yield from _then(self._entries(feeds.read_feed(text, fetched.address), fetched.address), visit)
        elif root in sitemaps.ROOTS:
            sitemap = sitemaps.read_sitemap(text)
            # An index may stay as it is while a sitemap it lists changes: it is asked for whole at every visit.
            visit = Visited(address=address) if sitemap.is_index else visit
            yield from _then(self._sitemap(sitemap, fetched.address, depth=depth), visit)
        else:
            yield from _then(_documents(address, fetched, text, root), visit)

    def _sitemap(self, sitemap: sitemaps.Sitemap, address: str, *, depth: int) -> Iterator[Found]:
        if sitemap.is_index:
            yield from self._nested(sitemap.entries, depth=depth)
        else:
            yield from self._entries(sitemap.entries, address)
        if sitemap.has_more:
            reason = f"lists more than {sitemaps.MAX_ADDRESSES} addresses: the rest is left out, split the sitemap"
            yield Rejection(source=shown(address), reason=reason)

    def _nested(self, entries: Iterable[Entry], *, depth: int) -> Iterator[Found]:
        for entry in entries:
            address = entry.address or ""
            if entry.is_older_than(self.since) or not self._is_new(address):
                continue
            if depth >= sitemaps.MAX_DEPTH:
                yield Rejection(source=shown(address), reason="is a sitemap nested too deeply: give its own address")
                continue
            try:
                fetched = self.fetcher.fetch(address, visited=self.visited(address))
                yield from (fetched,) if isinstance(fetched, Unchanged) else self._list(address, fetched, depth + 1)
            except SourceError as error:
                yield _rejection(address, error)

    def _list(self, address: str, fetched: Fetched, depth: int) -> Iterator[Found]:
        """What a sitemap lists that an index names."""
        if _text_and_root(fetched)[1] not in sitemaps.ROOTS:
            raise SourceError("is no sitemap: tell the site, whose index lists it as one")
        yield from self._content(address, fetched, depth=depth)

    def _entries(self, entries: Iterable[Entry], source: str) -> Iterator[Found]:
        for entry in entries:
            if not entry.is_older_than(self.since):
                yield from self._entry(entry, source)

    def _entry(self, entry: Entry, source: str) -> Iterator[Found]:
        """The page of one entry; if it cannot be read, the full text of the entry, if it has one.

        A list has no say over another site's articles: of their pages it only fills gaps, and never stands in for them.
        """
        if entry.address is None:
            yield _own_article(entry, source, SourceError("holds an entry without a link: tell the site"))
            return
        if not self._is_new(entry.address):
            return
        try:
            fetched = self.fetcher.fetch(entry.address, visited=self.visited(entry.address))
            if isinstance(fetched, Unchanged):
                yield fetched
                return
            page = _page_record(fetched, *_text_and_root(fetched))
        except SourceError as error:
            is_own = is_same_site(source, entry.address)
            yield _own_article(entry, entry.address, error) if is_own else _rejection(entry.address, error)
            return
        record = entry.completed(page, leads=is_same_site(source, fetched.address))
        yield from _then((article_from(record, source=shown(entry.address)),), _visit(entry.address, fetched))

    def _posts(self, address: str) -> Iterator[Found]:
        for entry in read_posts(address, fetch=self._whole, since=self.since):
            if entry is None or entry.address is None:
                reason = "holds something that is no post, or has no link: tell the site"
                yield Rejection(source=shown(address), reason=reason)
            elif not is_same_site(address, entry.address):
                reason = f"is said to be a post of {shown(address)}, which is another site: add the page itself"
                yield Rejection(source=shown(entry.address), reason=reason)
            elif self._is_new(entry.address):
                yield article_from(entry.record(), source=shown(entry.address))

    def _whole(self, address: str) -> Fetched:
        fetched = self.fetcher.fetch(address)
        if isinstance(fetched, Unchanged):
            raise FetchError("answers that nothing has changed, which was not asked: try again later")
        return fetched

    def _is_new(self, address: str) -> bool:
        """Whether an address was not read in this run yet: several lists may name it."""
        known = address
        with suppress(ValueError):
            known = canonical_url(address)
        is_new = known not in self.read_already
        self.read_already.add(known)
        return is_new


def _then(found: Iterable[Found], visit: Visited) -> Iterator[Found]:
    """What was found and, if nothing of it was rejected, the visit."""
    is_whole = True
    for each in found:
        is_whole = is_whole and not isinstance(each, Rejection)
        yield each
    if is_whole:
        yield visit


def _visit(address: str, fetched: Fetched) -> Visited:
    return Visited(address=address, etag=fetched.etag, last_modified=fetched.last_modified)


def _rejection(address: str, error: SourceError) -> Rejection:
    return Rejection(source=shown(address), reason=str(error))


def _own_article(entry: Entry, address: str, error: SourceError) -> Located | Rejection:
    """The article an entry carries itself; without one, why its page could not be read."""
    return article_from(entry.record(), source=shown(address)) if entry.is_full else _rejection(address, error)


def _text_and_root(fetched: Fetched) -> tuple[str, str]:
    """The characters of a document and the name of its root element; both are empty for what is no text."""
    content = fetched.content
    if content.startswith(sitemaps.GZIP_MARK):
        content = sitemaps.unpacked(content, _MOST_BYTES)
    if not content.strip():
        raise SourceError("is empty: check the address")
    try:
        text = decoded(content, fetched.charset)
    except SourceError:
        return "", ""
    return text, root_name(text)


def _kind(fetched: Fetched, root: str) -> str:
    """What a document that lists nothing is: page, text, markdown, pdf, docx, json or jsonl.

    Raises:
        SourceError: if it is something else.
    """
    path = urlsplit(fetched.address).path.lower()
    by_ending = next((kind for ending, kind in _ENDINGS.items() if path.endswith(ending)), None)
    if fetched.content_type in _UNTOLD and by_ending:
        return by_ending
    if fetched.content_type in _PAGES or root == "html":
        return "page"
    if fetched.content_type in _KINDS:
        return _KINDS[fetched.content_type]
    named = fetched.content_type or "of no stated type"
    raise SourceError(f"is {named}, which is not read: give a page, feed, sitemap, PDF, text, Markdown or JSON")


def _documents(address: str, fetched: Fetched, text: str, root: str) -> Iterator[Found]:
    """The articles of a document that lists nothing: of JSON one or several, of anything else one."""
    kind = _kind(fetched, root)
    if kind == "jsonl":
        yield from read_lines(io.BytesIO(text.encode("utf-8", "replace")), shown(address))
    elif kind == "json":
        content = json_of(text)
        for number, record in enumerate(content if isinstance(content, list) else [content], start=1):
            place = f", record {number}" if isinstance(content, list) else ""
            yield article_from(record, source=f"{shown(address)}{place}")
    else:
        yield article_from(_page_record(fetched, text, root), source=shown(address))


def _page_record(fetched: Fetched, text: str, root: str) -> dict[str, object]:
    """The record of a document that is one article.

    Raises:
        SourceError: if it is none.
    """
    kind = _kind(fetched, root)
    if kind in ("pdf", "docx"):
        name = PurePosixPath(unquote(urlsplit(fetched.address).path)).stem
        return tidied({**fetched_record(fetched.content, kind, name), "url": fetched.address})
    if not text:
        raise SourceError("is binary, not text: check the address")
    if kind == "page":
        return tidied(page_record(text, fetched.address))
    if kind == "text":
        return tidied({"text": text, "url": fetched.address})
    if kind == "markdown":
        fields, body = split_front_matter(text)
        title, words = rendered(body)
        stated = {name: value for name, value in fields.items() if name not in _NOT_TAKEN_OVER}
        return tidied({"title": title, **stated, "url": fetched.address, "text": words})
    raise SourceError("is JSON, which is not read as a page: give its own address")
