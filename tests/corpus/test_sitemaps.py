import pytest

from corpus.entries import Entry
from corpus.errors import SourceError
from corpus.sitemaps import read_sitemap, unpacked
from tests.corpus.web_server import gzipped
from tests.watch import ends

_NAMES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def _urls(content: str, *, head: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<urlset {_NAMES}>{content}</urlset>'


def test_a_news_sitemap_gives_what_it_says() -> None:
    sitemap = read_sitemap(
        _urls(
            """<url><!-- eins --><loc> https://zeitung.example/a?b=c&amp;d=e </loc><lastmod>2025-07-02</lastmod>
            <image:image><image:loc>https://zeitung.example/bild.jpg</image:loc></image:image>
            <news:news><news:publication><news:name>Die Zeitung</news:name><news:language>de</news:language>
            </news:publication><news:publication_date>2025-07-01T10:00:00+02:00</news:publication_date>
            <news:title>Haushalt &amp; Schulen</news:title></news:news></url>"""
        )
    )
    assert sitemap.entries == (
        Entry(
            address="https://zeitung.example/a?b=c&d=e",
            title="Haushalt & Schulen",
            published="2025-07-01T10:00:00+02:00",
            outlet="Die Zeitung",
            listed="2025-07-02",
        ),
    )
    assert not sitemap.is_index
    assert not sitemap.has_more


def test_an_index_lists_sitemaps() -> None:
    sitemap = read_sitemap(
        f"<sitemapindex {_NAMES}><sitemap><loc>https://zeitung.example/1.xml</loc></sitemap></sitemapindex>"
    )
    assert sitemap.is_index
    assert [entry.address for entry in sitemap.entries] == ["https://zeitung.example/1.xml"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("2025-07", None), ("gestern", None), ("", None), ("2025-07-01T10:00", "2025-07-01"), ("2025-02-31", None)],
)
def test_dates_are_read_or_left_out(written: str, read: str | None) -> None:
    (entry,) = read_sitemap(_urls(f"<url><loc>https://a.example/</loc><lastmod>{written}</lastmod></url>")).entries
    assert entry.listed == read


def test_entries_without_an_address_and_foreign_elements_are_passed_over() -> None:
    text = _urls("<url/><url><loc> </loc></url><fremd><loc>https://a.example/</loc></fremd>")
    assert read_sitemap(text).entries == ()


def test_the_namespace_does_not_matter() -> None:
    assert len(read_sitemap("<urlset><url><loc>https://a.example/</loc></url></urlset>").entries) == 1


def test_the_first_fifty_thousand_addresses_count() -> None:
    sitemap = read_sitemap(_urls("<url><loc>https://a.example/</loc></url>" * 50_001))
    assert len(sitemap.entries) == 50_000
    assert sitemap.has_more


@pytest.mark.parametrize(
    "text",
    [
        _urls("<url>")[:-9],
        _urls("<url><loc>https://a.example/&a;</loc></url>"),
        _urls("<a>" * 100_000 + "</a>" * 100_000),
        _urls("&a;", head='<!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
        "kein XML",
        "",
    ],
)
def test_broken_and_hostile_sitemaps_are_refused(text: str) -> None:
    with pytest.raises(SourceError):
        read_sitemap(text)


def test_a_billion_laughs_cost_nothing() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    with ends(), pytest.raises(SourceError, match="declares entities"):
        read_sitemap(_urls("&l9;", head=f'<!DOCTYPE urlset [<!ENTITY l0 "ha">{laughs}]>'))


def test_a_packed_sitemap_is_unpacked_up_to_a_limit() -> None:
    assert unpacked(gzipped(b"x" * 100), 100) == b"x" * 100
    with pytest.raises(SourceError, match="larger than"):
        unpacked(gzipped(b"x" * 2**20), 2**10)


@pytest.mark.parametrize("content", [b"\x1f\x8bkaputt", gzipped(b"x" * 100)[:-10]])
def test_a_damaged_package_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError, match="damaged"):
        unpacked(content, 1_000)
