import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from corpus.entries import Entry
from corpus.errors import FetchError, SourceError
from corpus.fetching import Fetched
from corpus.wordpress import PER_PAGE, is_wordpress, json_of, read_posts

_ADDRESS = "https://www.zeitung.example/wp-json/wp/v2/posts"
_POST: dict[str, object] = {
    "date_gmt": "2025-07-01T08:00:00",
    "modified_gmt": "2025-07-02T08:00:00",
    "link": "https://www.zeitung.example/a",
    "title": {"rendered": "Haushalt &#8211; <em>Schulen</em> &amp; Straßen"},
    "content": {"rendered": "<p>Eins.</p><script>x</script><p>Zwei &amp; drei.</p>"},
    "_embedded": {"author": [{"name": "Eva Muster"}, {"name": "Max &amp; Co"}, {"code": "rest_user_invalid_id"}]},
}


class _Site:
    """A WordPress site that answers by page and keeps what it was asked."""

    def __init__(self, *pages: object, total: int | None = None, name: object = None) -> None:
        self._pages = pages
        self._headers = {} if total is None else {"x-wp-totalpages": str(total)}
        self._name = name
        self.asked: list[str] = []

    def fetch(self, address: str) -> Fetched:
        self.asked.append(address)
        query = parse_qs(urlsplit(address).query)
        if "page" in query:
            content: object = self._pages[int(query["page"][0]) - 1]
        elif self._name is None:
            raise FetchError("is not there")
        else:
            content = self._name
        return Fetched(address=address, content=json.dumps(content).encode(), headers=self._headers)


def _read(site: _Site, address: str = _ADDRESS, since: datetime | None = None) -> list[Entry | None]:
    fetch: Callable[[str], Fetched] = site.fetch
    return list(read_posts(address, fetch=fetch, since=since))


def test_a_post_gives_what_it_says() -> None:
    (entry,) = _read(_Site([_POST], name={"name": "Die Zeitung &amp; mehr"}))
    assert entry == Entry(
        address="https://www.zeitung.example/a",
        title="Haushalt – Schulen & Straßen",
        published="2025-07-01T08:00:00+00:00",
        updated="2025-07-02T08:00:00+00:00",
        author="Eva Muster, Max & Co",
        outlet="Die Zeitung & mehr",
        text="Eins.\nZwei & drei.",
    )


@pytest.mark.parametrize("name", [None, {}, [], {"name": 5}, {"name": " "}])
def test_a_site_without_a_name_goes_by_its_host(name: object) -> None:
    (entry,) = _read(_Site([_POST], name=name))
    assert entry is not None
    assert entry.outlet == "zeitung.example"


def test_pages_are_asked_for_up_to_the_stated_number() -> None:
    site = _Site([_POST], [_POST], total=2)
    assert len(_read(site)) == 2
    assert [parse_qs(urlsplit(address).query)["page"] for address in site.asked[1:]] == [["1"], ["2"]]


def test_without_a_stated_number_full_pages_have_successors() -> None:
    assert len(_read(_Site([_POST] * PER_PAGE, [_POST]))) == PER_PAGE + 1


def test_a_query_of_its_own_is_kept() -> None:
    site = _Site([])
    _read(site, f"{_ADDRESS}?categories=5&page=7&per_page=2", datetime(2025, 7, 1, tzinfo=UTC))
    assert parse_qs(urlsplit(site.asked[-1]).query) == {
        "categories": ["5"],
        "per_page": ["100"],
        "page": ["1"],
        "_embed": ["author"],
        "after": ["2025-07-01T00:00:00Z"],
    }


@pytest.mark.parametrize(
    "post",
    [
        {},
        {"title": "x", "content": None, "link": 5, "date_gmt": "0000-00-00T00:00:00", "_embedded": []},
        {"title": {"rendered": 5}, "content": {"rendered": []}, "date_gmt": {}, "_embedded": {"author": {}}},
        {"_embedded": {"author": [None, 5, {"name": None}]}, "date_gmt": "gestern"},
    ],
)
def test_odd_fields_are_left_out(post: object) -> None:
    assert _read(_Site([post])) == [Entry(address=None, outlet="zeitung.example")]


def test_what_is_no_post_is_told_apart() -> None:
    assert _read(_Site([5, None])) == [None, None]


@pytest.mark.parametrize("content", [{"code": "rest_no_route"}, "x", None])
def test_what_is_no_list_is_refused(content: object) -> None:
    with pytest.raises(SourceError, match="no list of posts"):
        _read(_Site(content))


@pytest.mark.parametrize("text", ["", "kein JSON", "[" * 100_000, "1" * 5_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="not valid JSON"):
        json_of(text)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        (_ADDRESS, True),
        (f"{_ADDRESS}/?categories=5", True),
        ("https://a.example/blog/wp-json/wp/v2/pages", True),
        ("https://a.example/wp-json/wp/v2/posts/7", False),
        ("https://a.example/wp-json/", False),
        ("https://a.example/wp-json.html", False),
    ],
)
def test_addresses_of_wordpress_are_known_by_their_path(address: str, is_one: bool) -> None:
    assert is_wordpress(address) is is_one
