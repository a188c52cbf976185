import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest

from corpus.addresses import Found, Web, read_address
from corpus.fetching import Fetcher, FetchLimits
from corpus.identifiers import id_from_url
from corpus.reading import read_sources
from corpus.records import Located
from corpus.types import Article, Rejection, Unchanged, Visited
from tests.corpus.printing import pdf
from tests.corpus.web_server import (
    SENTENCES,
    Names,
    Page,
    Rerouted,
    WebSite,
    article_page,
    gzipped,
    quick_fetcher,
    web_site,
)

_XML = "application/xml"
_FULL = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES) * 3


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as running:
        yield running


@pytest.fixture
def read(site: WebSite) -> Iterator[Callable[..., list[Found]]]:
    with quick_fetcher() as fetcher:

        def read(path: str, *, visits: list[Found] | None = None, since: date | None = None) -> list[Found]:
            known = {visit.address: visit for visit in visits or [] if isinstance(visit, Visited)}
            return list(read_address(f"{site.url}{path}", fetcher=fetcher, visited=known.get, since=since))

        yield read


def _articles(found: list[Found]) -> list[Article]:
    return [each.article for each in found if isinstance(each, Located)]


def _rejections(found: list[Found]) -> list[str]:
    return [str(each) for each in found if isinstance(each, Rejection)]


def _shapes(site: WebSite, found: list[Found]) -> list[str]:
    """What was found, in short: `article /a`, `visited /a`."""
    shapes = []
    for each in found:
        address = each.article.url if isinstance(each, Located) else getattr(each, "address", None)
        address = each.source if isinstance(each, Rejection) else address
        kind = "article" if isinstance(each, Located) else type(each).__name__.lower()
        shapes.append(f"{kind} {(address or '-').removeprefix(site.url)}")
    return shapes


def _feed(*items: str, title: str = "Die Zeitung") -> Page:
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    body = f'<rss version="2.0" {names}><channel><title>{title}</title>{"".join(items)}</channel></rss>'
    return Page(body=body, content_type="application/rss+xml")


def _item(link: str, *, title: str = "Meldung", day: str = "01 Jul 2025", content: str = "") -> str:
    encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    date = f"<pubDate>{day} 10:00:00 +0200</pubDate>"
    return f"<item><title>{title}</title><link>{link}</link>{date}{encoded}</item>"


def _urls(*paths: str, base: str, lastmod: str = "") -> Page:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    body = "".join(f"<url><loc>{base}{path}</loc>{changed}</url>" for path in paths)
    return Page(body=f"<urlset>{body}</urlset>", content_type=_XML)


def _index(*paths: str, base: str, lastmod: str = "") -> Page:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    body = "".join(f"<sitemap><loc>{base}{path}</loc>{changed}</sitemap>" for path in paths)
    return Page(body=f"<sitemapindex>{body}</sitemapindex>", content_type=_XML, etag='"i"')


def test_a_page_becomes_an_article_with_its_address_and_dates(site: WebSite, read: Callable[..., list[Found]]) -> None:
    head = (
        '<meta property="article:published_time" content="2025-07-01T10:00:00+02:00">'
        '<meta name="author" content="Eva Muster">'
        f'<meta property="og:site_name" content="Die Zeitung"><link rel="canonical" href="{site.url}/a">'
    )
    site.pages["/a"] = Page(body=article_page(head=head), etag='"1"')
    found = read("/a?ref=start")
    (article,) = _articles(found)
    assert (article.url, article.id) == (f"{site.url}/a", id_from_url(f"{site.url}/a"))
    assert (article.title, article.author, article.outlet) == ("Haushalt beschlossen", "Eva Muster", "Die Zeitung")
    assert article.published == "2025-07-01T10:00:00+02:00"
    assert all(sentence in article.text for sentence in SENTENCES)
    assert found[1:] == [Visited(address=f"{site.url}/a?ref=start", etag='"1"')]


def test_a_page_that_has_not_changed_is_said_to_be_so(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/a"] = Page(body=article_page(), etag='"1"')
    visits = read("/a")
    assert read("/a", visits=visits) == [Unchanged(address=f"{site.url}/a")]


def test_a_page_that_moved_is_known_by_its_new_address(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/alt"] = Page(status=301, headers={"Location": "/neu"})
    site.pages["/neu"] = Page(body=article_page())
    assert _shapes(site, read("/alt")) == ["article /neu", "visited /alt"]


def test_a_pdf_is_read_and_known_by_its_address(site: WebSite, read: Callable[..., list[Found]]) -> None:
    content = pdf([["Haushalt beschlossen.", "", *SENTENCES]])
    for path, content_type in (("/mitteilung", "application/pdf"), ("/nr%207.pdf", "application/octet-stream")):
        site.pages[path] = Page(body=content, content_type=content_type)
        (article,) = _articles(read(path))
        assert (article.url, article.title) == (f"{site.url}{path}", "Haushalt beschlossen.")
        assert SENTENCES[0].split()[0] in article.text


def test_a_page_in_another_encoding_is_read(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/a"] = Page(body=article_page().encode("cp1252"), content_type="text/html; charset=windows-1252")
    assert SENTENCES[1] in _articles(read("/a"))[0].text


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(body="<html><body></body></html>"), "has no main text"),
        (Page(body="<html><body>" + "<div>" * 90_000), "has no main text"),
        (Page(body="<html>" + "<b>" * 200_000), "more than 100000 tags"),
        (Page(body=b"\x89PNG\x00\x00", content_type="image/png"), "is image/png, which is not read"),
        (Page(body=b"\x89PNG\x00\x00", content_type="text/html"), "is binary"),
        (Page(body="<svg/>", content_type="image/svg+xml"), "is image/svg+xml"),
        (Page(body="<a/>", content_type=""), "no stated type"),
        (Page(body=" "), "is empty"),
        (Page(status=404), "status 404"),
        (Page(body="[" * 100_000, content_type="application/json"), "not valid JSON"),
        (Page(body='{"title": "A"}', content_type="application/json"), "field 'text'"),
        (Page(body=b"\x1f\x8bkaputt", content_type="application/gzip"), "damaged"),
        (Page(body="<urlset><url>", content_type=_XML), "not well-formed"),
    ],
)
def test_what_cannot_be_read_is_rejected_without_a_visit(
    site: WebSite, read: Callable[..., list[Found]], page: Page, reason: str
) -> None:
    site.pages["/a"] = page
    found = read("/a?token=geheim")
    (rejection,) = _rejections(found)
    assert len(found) == 1
    assert rejection.startswith(f"{site.url}/a?…")
    assert reason in rejection
    assert "geheim" not in rejection


@pytest.mark.parametrize(
    ("path", "kind", "body", "titles"),
    [
        ("/a.txt", "text/plain", "Neue Linie\nDie Stadt baut. Sie führt zum See.", ["Neue Linie"]),
        ("/a", "text/plain; charset=utf-8", "Die Stadt baut. Sie führt zum See.", ["Die Stadt baut."]),
        ("/a.md", "application/octet-stream", "---\nauthor: Eva\n---\n# Neue Linie\n\nDie *Stadt*.", ["Neue Linie"]),
        ("/a", "text/markdown", "# Neue Linie\n\nDie *Stadt*.", ["Neue Linie"]),
        ("/a", "application/json", '{"title": "A", "text": "B."}', ["A"]),
        ("/a.json", "", '[{"title": "A", "text": "B."}, {"title": "C", "text": "D."}]', ["A", "C"]),
        ("/a.jsonl", "text/plain", '{"title": "A", "text": "B."}\n{"title": "C", "text": "D."}\n', ["A", "C"]),
    ],
)
def test_documents_are_read(
    site: WebSite, read: Callable[..., list[Found]], path: str, kind: str, body: str, titles: list[str]
) -> None:
    site.pages[path] = Page(body=body, content_type=kind)
    found = read(path)
    assert [article.title for article in _articles(found)] == titles
    assert found[-1] == Visited(address=f"{site.url}{path}")


def test_a_bad_record_of_a_document_is_rejected_and_the_rest_goes_on(
    site: WebSite, read: Callable[..., list[Found]]
) -> None:
    site.pages["/a.jsonl"] = Page(body='{"title": "A", "text": "B."}\n{}\n', content_type="text/plain")
    assert _shapes(site, read("/a.jsonl")) == ["article -", "rejection /a.jsonl"]


def test_a_feed_gives_the_full_text_of_its_pages(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/feed"] = _feed(_item("/a", title="Eins"), _item("b", title="Zwei"))
    site.pages.update({"/a": Page(body=article_page()), "/b": Page(body=article_page(), etag='"b"')})
    found = read("/feed")
    assert _shapes(site, found) == ["article /a", "visited /a", "article /b", "visited /b", "visited /feed"]
    first = _articles(found)[0]
    assert (first.title, first.published, first.outlet) == ("Eins", "2025-07-01T10:00:00+02:00", "Die Zeitung")
    assert all(sentence in first.text for sentence in SENTENCES)


def test_a_second_visit_to_a_feed_asks_only_for_what_is_new(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/feed"] = Page(body=_feed(_item("/a")).body, content_type=_XML, etag='"1"')
    site.pages["/a"] = Page(body=article_page(), etag='"a"')
    visits = read("/feed")
    assert _shapes(site, read("/feed", visits=visits)) == ["unchanged /feed"]
    site.pages["/feed"] = Page(body=_feed(_item("/b"), _item("/a")).body, content_type=_XML, etag='"2"')
    site.pages["/b"] = Page(body=article_page())
    again = read("/feed", visits=visits)
    assert _shapes(site, again) == ["article /b", "visited /b", "unchanged /a", "visited /feed"]


def test_an_entry_that_fails_is_tried_again_next_time(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/feed"] = _feed(_item("/weg?token=geheim"), _item("/a"), _item("javascript:alert(1)"), "<item></item>")
    site.pages["/a"] = Page(body=article_page())
    found = read("/feed")
    assert [shape.split()[0] for shape in _shapes(site, found)] == [
        *("rejection", "article", "visited", "rejection", "rejection")
    ]
    assert "geheim" not in "".join(_rejections(found))


def test_the_text_of_an_entry_stands_in_for_a_page_that_cannot_be_read(
    site: WebSite, read: Callable[..., list[Found]]
) -> None:
    site.pages["/feed"] = _feed(_item("/weg", content=_FULL), _item("/auch", content="<p>Zu kurz.</p>"))
    found = read("/feed")
    assert _shapes(site, found) == ["article /weg", "rejection /auch"]
    assert _articles(found)[0].text.startswith(SENTENCES[0])


def test_a_feed_has_no_say_over_the_articles_of_another_site(site: WebSite) -> None:
    there = "http://zeitung.example"
    site.pages["/feed"] = _feed(_item(f"{there}/a", title="Verdreht"), _item(f"{there}/weg", content=_FULL))
    site.pages["/umweg"] = Page(status=302, headers={"Location": f"{there}/b"})
    site.pages["/feed2"] = _feed(_item("/umweg", title="Verdreht"))
    site.pages.update({"/a": Page(body=article_page("Richtig")), "/b": Page(body=article_page("Richtig"))})
    with quick_fetcher(resolve=Names(zeitung_example=[["127.0.0.1"]]), backend=Rerouted(site.port)) as fetcher:
        found = [
            each
            for path in ("/feed", "/feed2")
            for each in read_address(f"{site.url}{path}", fetcher=fetcher, visited=lambda _: None)
        ]
    assert _shapes(site, found) == [
        *(f"article {there}/a", f"visited {there}/a", f"rejection {there}/weg"),
        *(f"article {there}/b", "visited /umweg", "visited /feed2"),
    ]
    assert {(article.title, article.outlet) for article in _articles(found)} == {("Richtig", None)}


def test_a_document_cannot_pass_itself_off_as_another_article(site: WebSite, read: Callable[..., list[Found]]) -> None:
    fields = "id: fremd\nurl: https://anderswo.example/a\nstatus: withdrawn\npublished: gestern\nupdated: heute"
    site.pages["/a.md"] = Page(body=f"---\n{fields}\n---\n# A\n\nText.", content_type="text/markdown")
    assert "field 'published'" in _rejections(read("/a.md"))[0]
    site.pages["/b.md"] = Page(body=f"---\n{fields[:60]}\n---\n# A\n\nText.", content_type="text/markdown")
    (article,) = _articles(read("/b.md"))
    assert (article.id, article.url) == (id_from_url(f"{site.url}/b.md"), f"{site.url}/b.md")
    assert article.status == "live"


def test_a_page_named_twice_is_read_once(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/feed"] = _feed(_item("/a"), _item("/a?utm_source=feed"), _item("/a#mehr"))
    site.pages["/a"] = Page(body=article_page())
    assert _shapes(site, read("/feed")) == ["article /a", "visited /a", "visited /feed"]


def test_a_feed_is_known_by_its_root_whatever_its_server_calls_it(
    site: WebSite, read: Callable[..., list[Found]]
) -> None:
    site.pages["/"] = Page(body=_feed(_item("/a")).body, content_type="text/html")
    site.pages["/a"] = Page(body=article_page())
    assert _shapes(site, read("/")) == ["article /a", "visited /a", "visited /"]


def test_a_page_listed_as_an_article_that_is_a_feed_is_rejected(
    site: WebSite, read: Callable[..., list[Found]]
) -> None:
    site.pages.update({"/feed": _feed(_item("/feed2")), "/feed2": _feed(_item("/a"))})
    assert _shapes(site, read("/feed")) == ["rejection /feed2"]


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap.xml.gz"])
def test_a_sitemap_gives_its_pages(site: WebSite, read: Callable[..., list[Found]], path: str) -> None:
    plain = _urls("/a", "/weg", base=site.url)
    packed = Page(body=gzipped(str(plain.body).encode()), content_type="application/x-gzip")
    site.pages.update({path: packed if path.endswith(".gz") else plain, "/a": Page(body=article_page())})
    found = read(path)
    assert _shapes(site, found) == ["article /a", "visited /a", "rejection /weg"]
    site.pages["/weg"] = Page(body=article_page())
    assert _shapes(site, read(path, visits=found))[-1] == f"visited {path}"


def test_a_packed_bomb_is_rejected(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/sitemap.xml.gz"] = Page(body=gzipped(b" " * 11 * 2**20), content_type="application/gzip")
    assert "larger than 10 MiB" in _rejections(read("/sitemap.xml.gz"))[0]


def test_an_index_leads_to_its_sitemaps_and_is_read_whole_each_time(
    site: WebSite, read: Callable[..., list[Found]]
) -> None:
    nested = _urls("/a", base=site.url)
    site.pages.update(
        {
            "/index.xml": _index("/1.xml", "/1.xml", base=site.url),
            "/1.xml": Page(body=nested.body, content_type=_XML, etag='"1"'),
            "/a": Page(body=article_page(), etag='"a"'),
        }
    )
    found = read("/index.xml")
    assert _shapes(site, found) == ["article /a", "visited /a", "visited /1.xml", "visited /index.xml"]
    assert found[-1] == Visited(address=f"{site.url}/index.xml")
    assert _shapes(site, read("/index.xml", visits=found)) == ["unchanged /1.xml", "visited /index.xml"]


def test_an_index_with_a_failing_sitemap_is_not_done(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages.update(
        {
            "/index.xml": _index("/weg.xml", "/seite", "/1.xml", base=site.url),
            "/seite": Page(body=article_page()),
            "/1.xml": _urls(base=site.url),
        }
    )
    found = read("/index.xml")
    assert _shapes(site, found) == ["rejection /weg.xml", "rejection /seite", "visited /1.xml"]
    assert "is no sitemap" in _rejections(found)[1]


def test_sitemaps_are_followed_three_deep(site: WebSite, read: Callable[..., list[Found]]) -> None:
    for depth in range(5):
        site.pages[f"/{depth}.xml"] = _index(f"/{depth + 1}.xml", base=site.url)
    (rejection,) = _rejections(read("/0.xml"))
    assert rejection.startswith(f"{site.url}/3.xml: is a sitemap nested too deeply")
    assert site.paths() == ["/0.xml", "/1.xml", "/2.xml"]


def test_what_is_older_than_wanted_is_passed_over(site: WebSite, read: Callable[..., list[Found]]) -> None:
    july = date(2025, 7, 1)
    site.pages.update(
        {
            "/index.xml": _index("/1.xml", base=site.url),
            "/1.xml": Page(
                body=f"<urlset><url><loc>{site.url}/alt</loc><lastmod>2025-06-30</lastmod></url>"
                f"<url><loc>{site.url}/neu</loc><lastmod>2025-07-01</lastmod></url>"
                f"<url><loc>{site.url}/ohne</loc></url></urlset>",
                content_type=_XML,
            ),
            "/alt.xml": _index("/1.xml", base=site.url, lastmod="2025-06-30"),
            "/feed": _feed(_item("/alt", day="30 Jun 2025"), _item("/neu", day="01 Jul 2025")),
            **{path: Page(body=article_page()) for path in ("/alt", "/neu", "/ohne")},
        }
    )
    assert [article.url for article in _articles(read("/index.xml", since=july))] == [
        f"{site.url}{path}" for path in ("/neu", "/ohne")
    ]
    assert _shapes(site, read("/alt.xml", since=july)) == ["visited /alt.xml"]
    assert [article.url for article in _articles(read("/feed", since=july))] == [f"{site.url}/neu"]


def test_the_posts_of_a_wordpress_site_are_read_page_by_page(site: WebSite, read: Callable[..., list[Found]]) -> None:
    def posts(*paths: str) -> Page:
        content = [
            {
                "link": f"{site.url}{path}",
                "title": {"rendered": f"Titel {path}"},
                "content": {"rendered": _FULL},
                "date_gmt": "2025-07-01T08:00:00",
            }
            for path in paths
        ]
        return Page(body=json.dumps(content), content_type="application/json", headers={"X-WP-TotalPages": "2"})

    place = "/wp-json/wp/v2/posts"
    site.pages.update(
        {
            "/wp-json/?_fields=name": Page(body='{"name": "Die Zeitung"}', content_type="application/json"),
            f"{place}?per_page=100&page=1&_embed=author": posts("/a", "/b"),
            f"{place}?per_page=100&page=2&_embed=author": posts("/b", "/c"),
        }
    )
    found = read(place)
    assert _shapes(site, found) == ["article /a", "article /b", "article /c", f"visited {place}"]
    article = _articles(found)[0]
    assert (article.title, article.outlet) == ("Titel /a", "Die Zeitung")
    assert article.published == "2025-07-01T08:00:00+00:00"
    assert article.text.splitlines()[:3] == list(SENTENCES)


def test_a_bad_post_is_rejected_and_the_rest_goes_on(site: WebSite, read: Callable[..., list[Found]]) -> None:
    good = {"link": f"{site.url}/a", "title": {"rendered": "A"}, "content": {"rendered": "B."}}
    foreign = {**good, "link": "https://zeitung.example/a"}
    posts = [{"link": f"{site.url}/leer"}, 5, foreign, {**good, "link": None}, good]
    site.pages["/wp-json/wp/v2/posts"] = Page(body=json.dumps(posts), content_type="application/json")
    assert _shapes(site, read("/wp-json/wp/v2/posts")) == [
        *("rejection /leer", "rejection /wp-json/wp/v2/posts", "rejection https://zeitung.example/a"),
        *("rejection /wp-json/wp/v2/posts", "article /a"),
    ]


def test_a_site_that_shows_no_posts_is_rejected(site: WebSite, read: Callable[..., list[Found]]) -> None:
    site.pages["/wp-json/wp/v2/posts"] = Page(status=401, body="{}", content_type="application/json")
    assert "status 401" in _rejections(read("/wp-json/wp/v2/posts"))[0]


def test_addresses_are_read_among_other_sources_with_one_fetcher(site: WebSite) -> None:
    made: list[Fetcher] = []

    def fetcher() -> Fetcher:
        made.append(quick_fetcher())
        return made[-1]

    site.pages.update({"/feed": _feed(_item("/a")), "/a": Page(body=article_page()), "/b": Page(body=article_page())})
    sources = [f"{site.url}/feed", f"{site.url}/a", f"HTTP://127.0.0.1:{urlsplit(site.url).port}/b"]
    found = list(read_sources(sources, web=Web(fetcher=fetcher)))
    assert [type(each).__name__ for each in found] == ["Article", "Visited", "Visited", "Article", "Visited"]
    assert len(made) == 1


def test_of_two_pages_of_one_canonical_address_the_first_is_kept(site: WebSite) -> None:
    page = article_page(head=f'<link rel="canonical" href="{site.url}/a">')
    site.pages.update({"/a": Page(body=page), "/b": Page(body=page)})
    web = Web(fetcher=quick_fetcher)
    found = list(read_sources([f"{site.url}/a", f"{site.url}/b"], web=web))
    assert [type(each).__name__ for each in found] == ["Article", "Visited", "Rejection", "Visited"]


def test_without_the_web_an_address_is_rejected_without_its_secrets() -> None:
    (found,) = read_sources(["https://zeitung.example/feed?token=geheim"])
    assert str(found).startswith("https://zeitung.example/feed?…: web addresses are not read here")


def test_a_slow_page_does_not_hold_up_a_feed(site: WebSite) -> None:
    site.pages["/feed"] = _feed(_item("/langsam"), _item("/a"))
    site.pages["/langsam"] = Page(write=lambda _: time.sleep(0.3))
    site.pages["/a"] = Page(body=article_page())
    with quick_fetcher(limits=FetchLimits(seconds=0.2, pause_seconds=0.0)) as fetcher:
        found = list(read_address(f"{site.url}/feed", fetcher=fetcher, visited=lambda _: None))
    assert _shapes(site, found) == ["rejection /langsam", "article /a", "visited /a"]


def test_files_are_read_without_the_libraries_of_the_web() -> None:
    code = "import sys, corpus.reading; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"feedparser", "httpcore", "httpx", "lxml", "protego", "tenacity", "trafilatura"} & set(loaded) == set()
