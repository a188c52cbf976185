import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from corpus.errors import FetchError
from corpus.fetching import MAX_REDIRECTS, Fetched, Fetcher, FetchLimits
from corpus.types import Unchanged, Visited
from tests.corpus.web_server import (
    Names,
    Page,
    Rerouted,
    UntrustedHost,
    WebSite,
    free_port,
    gzipped,
    quick_fetcher,
    web_site,
)
from tests.watch import ends

_PUBLIC = "93.184.215.14"


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as running:
        yield running


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with quick_fetcher() as quick:
        yield quick


def _fetched(fetcher: Fetcher, address: str) -> Fetched:
    found = fetcher.fetch(address)
    assert isinstance(found, Fetched)
    return found


def _refusal(fetcher: Fetcher, address: str) -> FetchError:
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(address)
    assert "\n" not in str(raised.value)
    return raised.value


def test_a_page_is_fetched_with_what_its_server_says(site: WebSite, fetcher: Fetcher) -> None:
    stamp = "Tue, 01 Jul 2025 08:00:00 GMT"
    site.pages["/a"] = Page(
        body="ä".encode("latin-1"),
        content_type="Text/HTML; charset=ISO-8859-1",
        etag='"1"',
        headers={"Last-Modified": stamp},
    )
    found = _fetched(fetcher, f"{site.url}/a#teil")
    assert (found.address, found.content) == (f"{site.url}/a", b"\xe4")
    assert (found.content_type, found.charset) == ("text/html", "iso-8859-1")
    assert (found.etag, found.last_modified) == ('"1"', stamp)


def test_the_reader_says_who_it_is_and_sends_nothing_of_its_environment(
    site: WebSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    site.pages["/"] = Page()
    with quick_fetcher() as fetcher:
        fetcher.fetch(f"{site.url}/")
    headers = site.asked[-1].headers
    assert headers["user-agent"].startswith("belegt/")
    assert headers["user-agent"].endswith(" (+news archive)")
    assert {"authorization", "cookie"} & headers.keys() == set()


def test_what_has_not_changed_is_not_sent_again(site: WebSite, fetcher: Fetcher) -> None:
    address = f"{site.url}/a"
    site.pages["/a"] = Page(body="alt", etag='"1"')
    visit = Visited(address=address, etag='"1"', last_modified="Tue, 01 Jul 2025 08:00:00 GMT")
    assert fetcher.fetch(address, visited=visit) == Unchanged(address=address)
    assert site.asked[-1].headers["if-modified-since"] == visit.last_modified
    site.pages["/a"] = Page(body="neu", etag='"2"')
    assert isinstance(fetcher.fetch(address, visited=visit), Fetched)


def test_a_visit_without_validators_asks_anew(site: WebSite, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=304)
    with pytest.raises(FetchError, match="304"):
        fetcher.fetch(f"{site.url}/a", visited=Visited(address="x", etag='"ü"', last_modified="a\r\nb: c"))
    assert {"if-none-match", "if-modified-since"} & site.asked[-1].headers.keys() == set()


def test_redirects_are_followed_to_the_end(site: WebSite, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=301, headers={"Location": "/b"})
    site.pages["/b"] = Page(status=307, headers={"Location": f"{site.url}/c"})
    site.pages["/c"] = Page(body="da")
    assert _fetched(fetcher, f"{site.url}/a").address == f"{site.url}/c"


def test_a_redirect_loop_ends(site: WebSite, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": "/a"})
    assert "redirects more than 5 times" in str(_refusal(fetcher, f"{site.url}/a"))
    assert len(site.paths()) == MAX_REDIRECTS + 1


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://nutzer:geheim@127.0.0.1/", "http://["]
)
def test_a_redirect_out_of_the_web_is_refused(site: WebSite, fetcher: Fetcher, target: str) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": target})
    message = str(_refusal(fetcher, f"{site.url}/a"))
    assert message.startswith("redirects to ")
    assert "geheim" not in message


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://zeitung.example/a", "must start with http"),
        ("http:///a", "name a host"),
        ("http://zeitung.example:99999/", "not a web address"),
        ("http://zeitung.example/\n", "not a web address"),
        ("https://nutzer:geheim@zeitung.example/", "user name or password"),
        ("https://@zeitung.example/", "user name or password"),
        ("https://zeitung.example/" + "a" * 2_000, "more than 2000 characters"),
    ],
)
def test_addresses_that_are_never_asked(fetcher: Fetcher, address: str, reason: str) -> None:
    message = str(_refusal(fetcher, address))
    assert reason in message
    assert "geheim" not in message


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 204])
def test_a_status_without_content_says_what_to_do(site: WebSite, fetcher: Fetcher, status: int) -> None:
    site.pages["/a"] = Page(status=status)
    refusal = _refusal(fetcher, f"{site.url}/a")
    assert f"status {status}" in str(refusal)
    assert not refusal.retryable
    assert site.paths() == ["/a"]


def test_a_server_error_is_tried_again(site: WebSite, fetcher: Fetcher) -> None:
    site.pages["/a"] = [Page(status=500), Page(status=503), Page(body="da")]
    assert _fetched(fetcher, f"{site.url}/a").content == b"da"


def test_waits_grow_from_try_to_try(site: WebSite) -> None:
    slept: list[float] = []
    site.pages["/a"] = Page(status=500)
    with quick_fetcher(sleep=slept.append) as fetcher:
        refusal = _refusal(fetcher, f"{site.url}/a")
    assert refusal.retryable
    assert slept == [0.5, 1.0]
    assert site.paths() == ["/a"] * 3


@pytest.mark.parametrize(("after", "slept"), [("3", [3.0, 3.0]), ("unlesbar", [0.5, 1.0]), ("", [0.5, 1.0])])
def test_a_busy_server_says_how_long_to_wait(site: WebSite, after: str, slept: list[float]) -> None:
    waits: list[float] = []
    site.pages["/a"] = [Page(status=429, headers={"Retry-After": after})] * 2 + [Page(body="da")]
    with quick_fetcher(limits=FetchLimits(pause_seconds=0.0), sleep=waits.append) as fetcher:
        assert _fetched(fetcher, f"{site.url}/a").content == b"da"
    assert waits == slept


@pytest.mark.parametrize("after", ["3600", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_a_server_that_asks_for_too_much_time_is_left_alone(site: WebSite, fetcher: Fetcher, after: str) -> None:
    site.pages["/a"] = Page(status=429, headers={"Retry-After": after})
    assert _refusal(fetcher, f"{site.url}/a").retryable
    assert site.paths() == ["/a"]


def test_no_further_try_begins_when_the_time_would_be_up(site: WebSite) -> None:
    site.pages["/a"] = Page(status=500)
    with quick_fetcher(limits=FetchLimits(seconds=0.4, pause_seconds=0.0)) as fetcher:
        _refusal(fetcher, f"{site.url}/a")
    assert site.paths() == ["/a"]


def test_nobody_listening_is_said_after_three_tries(fetcher: Fetcher) -> None:
    names = Names()
    address = f"http://127.0.0.1:{free_port()}/a"
    with quick_fetcher(resolve=names) as counted:
        refusal = _refusal(counted, address)
    assert "cannot be reached" in str(refusal)
    assert refusal.retryable
    assert len(names.asked) == 3


def test_a_connection_that_breaks_off_is_tried_again(site: WebSite, fetcher: Fetcher) -> None:
    site.pages["/a"] = [Page(write=lambda _: None), Page(body="da")]
    assert _fetched(fetcher, f"{site.url}/a").content == b"da"


def _drip(handler: BaseHTTPRequestHandler) -> None:
    """Send the head of an answer byte by byte, each in time for a limit that counts single steps."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 400:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.01)
    except OSError:
        return


def _drip_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    _drip(handler)


@pytest.mark.parametrize("write", [_drip, _drip_body, lambda handler: time.sleep(0.4)])
def test_a_slow_server_cannot_hold_the_reader(site: WebSite, write: object) -> None:
    site.pages["/a"] = Page(write=write)  # type: ignore[arg-type]
    with ends(), quick_fetcher(limits=FetchLimits(seconds=0.15, pause_seconds=0.0)) as fetcher:
        assert "too long" in str(_refusal(fetcher, f"{site.url}/a"))


def test_compressed_content_is_unpacked(site: WebSite, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(body=gzipped(b"Text" * 100), headers={"Content-Encoding": "gzip"})
    assert _fetched(fetcher, f"{site.url}/a").content == b"Text" * 100
    assert site.asked[-1].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("packed", [True, False])
def test_more_than_the_limit_is_not_read(site: WebSite, packed: bool) -> None:
    sent: list[int] = []

    def write(handler: BaseHTTPRequestHandler) -> None:
        """A bomb: 64 MiB that are sent for as long as anybody takes them."""
        encoding = "Content-Encoding: gzip\r\n" if packed else ""
        handler.wfile.write(f"HTTP/1.1 200 OK\r\n{encoding}Content-Length: 67108864\r\n\r\n".encode())
        block = gzipped(b"\0" * 2**20) if packed else b"\0" * 2**20
        try:
            for _ in range(64):
                handler.wfile.write(block)
                sent.append(len(block))
        except OSError:
            return

    site.pages["/a"] = Page(write=write)
    with quick_fetcher(limits=FetchLimits(content_bytes=2**20, pause_seconds=0.0)) as fetcher:
        assert "larger than 1 MiB" in str(_refusal(fetcher, f"{site.url}/a"))
    assert packed or sum(sent) < 32 * 2**20


def test_exactly_the_limit_is_read(site: WebSite) -> None:
    site.pages["/a"] = Page(body=b"x" * 2**20)
    with quick_fetcher(limits=FetchLimits(content_bytes=2**20, pause_seconds=0.0)) as fetcher:
        assert len(_fetched(fetcher, f"{site.url}/a").content) == 2**20


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [("br", b"x", "not asked for"), ("gzip", b"kein gzip", "damaged"), ("gzip", gzipped(b"x" * 99)[:-9], "damaged")],
)
def test_content_that_cannot_be_unpacked_is_refused(
    site: WebSite, fetcher: Fetcher, encoding: str, body: bytes, reason: str
) -> None:
    site.pages["/a"] = Page(body=body, headers={"Content-Encoding": encoding})
    assert reason in str(_refusal(fetcher, f"{site.url}/a"))


def _speak_something_else(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0 hallo\r\n\r\n")


def test_what_is_no_http_is_refused(site: WebSite, fetcher: Fetcher) -> None:
    site.pages["/a"] = Page(write=_speak_something_else)
    assert "HTTP" in str(_refusal(fetcher, f"{site.url}/a"))


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: belegt\nDisallow: /a", False),
        ("User-agent: andere\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: belegt\nAllow: /", True),
        ("\x00kein robots", True),
        ("", True),
    ],
)
def test_robots_txt_decides(site: WebSite, fetcher: Fetcher, robots: str, allowed: bool) -> None:
    site.pages.update({"/robots.txt": Page(body=robots), "/a": Page(body="da"), "/b": Page(body="da")})
    if allowed:
        assert _fetched(fetcher, f"{site.url}/a").content == b"da"
    else:
        assert "robots.txt" in str(_refusal(fetcher, f"{site.url}/a"))
        assert site.paths() == []


@pytest.mark.parametrize("status", [404, 403, 429])
def test_a_missing_robots_txt_allows_everything_and_is_asked_for_once(
    site: WebSite, fetcher: Fetcher, status: int
) -> None:
    site.pages.update({"/robots.txt": Page(status=status), "/a": Page(body="da"), "/b": Page(body="da")})
    fetcher.fetch(f"{site.url}/a")
    asked = len(site.asked)
    fetcher.fetch(f"{site.url}/b")
    assert len(site.asked) == asked + 1


def test_a_robots_txt_that_redirects_in_a_circle_counts_as_missing(site: WebSite, fetcher: Fetcher) -> None:
    site.pages.update({"/robots.txt": Page(status=302, headers={"Location": "/robots.txt"}), "/a": Page(body="da")})
    assert _fetched(fetcher, f"{site.url}/a").content == b"da"


@pytest.mark.parametrize("page", [Page(status=503), Page(write=lambda _: None)])
def test_a_robots_txt_that_cannot_be_reached_forbids_everything(site: WebSite, fetcher: Fetcher, page: Page) -> None:
    site.pages.update({"/robots.txt": page, "/a": Page(body="da")})
    refusal = _refusal(fetcher, f"{site.url}/a")
    assert "robots.txt" in str(refusal)
    assert refusal.retryable
    assert site.paths() == []


def test_of_a_long_robots_txt_the_beginning_counts(site: WebSite, fetcher: Fetcher) -> None:
    rules = "User-agent: *\nDisallow: /a\n" + "#\n" * 2**19
    site.pages.update({"/robots.txt": Page(body=rules), "/a": Page(body="da")})
    assert "robots.txt" in str(_refusal(fetcher, f"{site.url}/a"))


def test_a_redirect_into_a_forbidden_place_is_not_followed(site: WebSite, fetcher: Fetcher) -> None:
    site.pages.update(
        {
            "/robots.txt": Page(body="User-agent: *\nDisallow: /b"),
            "/a": Page(status=302, headers={"Location": "/b"}),
            "/b": Page(body="da"),
        }
    )
    assert "robots.txt" in str(_refusal(fetcher, f"{site.url}/a"))
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(("rule", "pause"), [("", 1.0), ("Crawl-delay: 4", 4.0), ("Crawl-delay: 9999", 10.0)])
def test_requests_to_one_host_keep_their_distance(site: WebSite, rule: str, pause: float) -> None:
    slept: list[float] = []
    site.pages.update({"/robots.txt": Page(body=f"User-agent: *\n{rule}"), "/a": Page(body="da")})
    limits = FetchLimits(pause_seconds=1.0)
    with quick_fetcher(limits=limits, sleep=slept.append, clock=lambda: 100.0) as fetcher:
        fetcher.fetch(f"{site.url}/a")
        fetcher.fetch(f"{site.url}/a")
    assert slept[-1] == pause


def test_pauses_do_not_use_up_the_time_of_a_fetch(site: WebSite) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    site.pages["/a"] = Page(body="da")
    limits = FetchLimits(seconds=1.0, pause_seconds=30.0)
    with quick_fetcher(limits=limits, sleep=sleep, clock=lambda: now[0]) as fetcher:
        assert _fetched(fetcher, f"{site.url}/a").content == b"da"
    assert now[0] == 30.0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "127.1"])
def test_this_machine_is_refused_unless_allowed(site: WebSite, host: str) -> None:
    with quick_fetcher(allow_private=False) as fetcher:
        refusal = _refusal(fetcher, f"http://{host}:{site.port}/a?token=geheim")
    assert "--allow-private" in str(refusal)
    assert "geheim" not in str(refusal)
    assert site.asked == []


def test_a_public_name_is_connected_to_at_the_address_that_was_checked(site: WebSite) -> None:
    site.pages["/a"] = Page(body="da")
    network = Rerouted(site.port)
    names = Names(zeitung_example=[[_PUBLIC]])
    with quick_fetcher(allow_private=False, resolve=names, backend=network) as fetcher:
        assert _fetched(fetcher, "http://zeitung.example/a").content == b"da"
    assert set(network.connected) == {_PUBLIC}
    assert site.asked[-1].headers["host"] == "zeitung.example"


def test_a_redirect_to_this_machine_is_refused(site: WebSite) -> None:
    site.pages["/a"] = Page(status=302, headers={"Location": f"http://127.0.0.1:{site.port}/innen"})
    network = Rerouted(site.port)
    with quick_fetcher(allow_private=False, resolve=Names(zeitung_example=[[_PUBLIC]]), backend=network) as fetcher:
        refusal = _refusal(fetcher, "http://zeitung.example/a")
    assert "--allow-private" in str(refusal)
    assert site.paths() == ["/a"]


def test_a_robots_txt_elsewhere_cannot_lead_to_this_machine(site: WebSite) -> None:
    site.pages["/robots.txt"] = Page(status=302, headers={"Location": f"http://localhost:{site.port}/innen"})
    network = Rerouted(site.port)
    with quick_fetcher(allow_private=False, resolve=Names(zeitung_example=[[_PUBLIC]]), backend=network) as fetcher:
        assert "--allow-private" in str(_refusal(fetcher, "http://zeitung.example/a"))
    assert site.paths() == []


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.0.0.1", "::1", "64:ff9b::a00:1"])
def test_a_name_with_one_inner_address_among_others_is_refused(site: WebSite, inner: str) -> None:
    network = Rerouted(site.port)
    names = Names(zeitung_example=[[_PUBLIC, inner]])
    with quick_fetcher(allow_private=False, resolve=names, backend=network) as fetcher:
        assert "--allow-private" in str(_refusal(fetcher, "http://zeitung.example/a"))
    assert network.connected == []


def test_a_name_that_changes_its_answer_gains_nothing(site: WebSite) -> None:
    closing = {"Connection": "close"}
    site.pages.update({"/robots.txt": Page(status=404, headers=closing), "/a": Page(body="da", headers=closing)})
    network = Rerouted(site.port)
    names = Names(zeitung_example=[[_PUBLIC], [_PUBLIC], ["127.0.0.1"]])
    with quick_fetcher(allow_private=False, resolve=names, backend=network) as fetcher:
        fetcher.fetch("http://zeitung.example/a")
        assert "--allow-private" in str(_refusal(fetcher, "http://zeitung.example/a"))
    assert network.connected == [_PUBLIC, _PUBLIC]
    assert len(names.asked) == 3


def test_the_next_address_of_a_host_is_tried(site: WebSite) -> None:
    site.pages["/a"] = Page(body="da")
    names = Names(zeitung_example=[["127.0.0.2", "127.0.0.1"]])
    with quick_fetcher(resolve=names) as fetcher:
        assert _fetched(fetcher, f"http://zeitung.example:{site.port}/a").content == b"da"


def test_the_certificate_must_be_that_of_the_name_not_of_the_address() -> None:
    host = UntrustedHost()
    with quick_fetcher(resolve=Names(zeitung_example=[[_PUBLIC]]), backend=host) as fetcher:
        refusal = _refusal(fetcher, "https://zeitung.example/a")
    assert "self-signed certificate" in str(refusal)
    assert not refusal.retryable
    assert host.names == ["zeitung.example"]
