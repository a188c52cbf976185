"""Reads the posts of a WordPress site from its programming interface (REST, `/wp-json/wp/v2/`), page by page."""

import html
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from corpus.cleaning import clean_line
from corpus.entries import Entry, stated_date
from corpus.errors import SourceError
from corpus.fetching import Fetched
from corpus.markup import decoded, words_of

PER_PAGE = 100
MAX_PAGES = 500

_COLLECTION = re.compile(r"(.*/wp-json)/wp/v2/([\w-]+)/?")
_OURS = {"_embed", "after", "page", "per_page"}


def is_wordpress(address: str) -> bool:
    """Whether an address names a collection of posts, such as `https://site.example/wp-json/wp/v2/posts`."""
    return _COLLECTION.fullmatch(urlsplit(address).path) is not None


def read_posts(
    address: str, *, fetch: Callable[[str], Fetched], since: datetime | None = None
) -> Iterator[Entry | None]:
    """The posts of a collection, in the order in which the site gives them.

    Args:
        address: the collection; what stands in its query is kept, so that categories or a search narrow it.
        fetch: fetches one page of it.
        since: only posts published after this moment are asked for.

    Yields:
        An entry for each post, None for what is no post.

    Raises:
        SourceError: if a page cannot be fetched, or is no list of posts.
    """
    outlet = _site_name(address, fetch)
    number, pages = 1, 1
    while number <= min(pages, MAX_PAGES):
        fetched = fetch(_page_address(address, number, since))
        posts = json_of(_text_of(fetched))
        if not isinstance(posts, list):
            raise SourceError("is no list of posts: give an address such as https://site.example/wp-json/wp/v2/posts")
        yield from (_entry(post, outlet) if isinstance(post, dict) else None for post in posts)
        pages = _total(fetched, number, is_full=len(posts) == PER_PAGE)
        number += 1


def json_of(text: str) -> object:
    """What a JSON document holds.

    Raises:
        SourceError: if it is not JSON, or nested too deeply.
    """
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("is not valid JSON: check the address") from error
    return content


def _text_of(fetched: Fetched) -> str:
    return decoded(fetched.content, fetched.charset)


def _page_address(address: str, number: int, since: datetime | None) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in _OURS]
    query += [("per_page", str(PER_PAGE)), ("page", str(number)), ("_embed", "author")]
    if since is not None:
        query.append(("after", since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))
    return parts._replace(query=urlencode(query), fragment="").geturl()


def _total(fetched: Fetched, number: int, *, is_full: bool) -> int:
    """The number of pages; without a word of the site, one more for as long as the pages are full."""
    stated = fetched.headers.get("x-wp-totalpages", "")
    if stated.isascii() and stated.isdecimal():
        return int(stated[:9])
    return number + 1 if is_full else number


def _site_name(address: str, fetch: Callable[[str], Fetched]) -> str:
    """The name that the site gives itself, else its host."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    collection = _COLLECTION.fullmatch(parts.path)
    root = f"{collection.group(1) if collection else ''}/"
    try:
        fetched = fetch(parts._replace(path=root, query="_fields=name", fragment="").geturl())
        about = json_of(_text_of(fetched))
    except SourceError:
        return host
    return clean_line(html.unescape(_text(about, "name") or "")) or host


def _entry(post: dict[str, object], outlet: str) -> Entry:
    title = _rendered(post, "title")
    return Entry(
        address=_text(post, "link"),
        title=clean_line(words_of(title)) or None,
        published=_date(post, "date_gmt"),
        updated=_date(post, "modified_gmt"),
        author=_author(post),
        outlet=outlet,
        text=words_of(_rendered(post, "content")) or None,
    )


def _rendered(post: dict[str, object], name: str) -> str:
    return _text(post.get(name), "rendered") or ""


def _text(record: object, name: str) -> str | None:
    """A field that is text; None for anything else."""
    value = record.get(name) if isinstance(record, dict) else None
    return value if isinstance(value, str) and value.strip() else None


def _date(post: dict[str, object], name: str) -> str | None:
    """A date of a field that is in UTC by its definition and does not say so."""
    value = _text(post, name)
    return stated_date(f"{value}+00:00") if value else None


def _author(post: dict[str, object]) -> str | None:
    """The names of the authors whom the reply embeds."""
    embedded = post.get("_embedded")
    authors = embedded.get("author") if isinstance(embedded, dict) else None
    names = [_text(author, "name") for author in authors] if isinstance(authors, list) else []
    return clean_line(html.unescape(", ".join(name for name in names if name))) or None
