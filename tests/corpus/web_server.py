"""A small web site on this machine for tests of what reads the web, and pages to put on it."""

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from corpus.fetching import Fetcher, FetchLimits
from corpus.guarding import resolved

QUICK = FetchLimits(seconds=5.0, pause_seconds=0.0)
SENTENCES = (
    "Der Rat der Stadt hat am Montag den Haushalt für das kommende Jahr beschlossen, nach langer Beratung.",
    "Mehr Geld bekommen vor allem die Schulen, während für neue Straßen deutlich weniger übrig bleibt als bisher.",
    "Die Bürgermeisterin nannte das Ergebnis einen Kompromiss, mit dem niemand wirklich zufrieden sein könne.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came."""

    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands under a path; `write` sends bytes by its own rule instead."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


class WebSite:
    """Serves `pages` by path (with its query, else without); of a list one for each request, the last for good."""

    def __init__(self, port: int) -> None:
        self.pages: dict[str, Page | list[Page]] = {}
        self.asked: list[Asked] = []
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def paths(self) -> list[str]:
        """The paths asked for, without those of robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def page(self, path: str) -> Page:
        found = self.pages.get(path) or self.pages.get(path.partition("?")[0]) or Page(status=404)
        if isinstance(found, Page):
            return found
        return found.pop(0) if len(found) > 1 else found[0]


@contextmanager
def web_site() -> Iterator[WebSite]:
    """A site on a free port of 127.0.0.1, for as long as the block runs."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = site = WebSite(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    site: WebSite

    def handle_error(self, *_: object) -> None:
        """Say nothing: readers under test hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        assert isinstance(self.server, _Server)
        site = self.server.site
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.asked.append(Asked(path=self.path, headers=headers))
        page = site.page(self.path)
        if page.write is not None:
            self.close_connection = True
            page.write(self)
        elif page.etag is not None and headers.get("if-none-match") == page.etag:
            self._send(Page(status=304, etag=page.etag))
        else:
            self._send(page)

    def _send(self, page: Page) -> None:
        body = page.body.encode() if isinstance(page.body, str) else page.body
        self.send_response(page.status)
        tags = {"ETag": page.etag} if page.etag else {}
        types = {"Content-Type": page.content_type} if page.content_type else {}
        for name, value in {**types, **tags, **page.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the name that the base class gives)
        """Say nothing."""


class Rerouted(httpcore.NetworkBackend):
    """A network in which every public address leads to one port of this machine, and others where they lead."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connected: list[str] = []

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self.connected.append(host)
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self.port, timeout, local_address, socket_options)


class UntrustedHost(httpcore.NetworkBackend, httpcore.NetworkStream):
    """A host whose certificate does not hold; it notes the names that are asked for."""

    def __init__(self) -> None:
        self.names: list[str | None] = []

    def connect_tcp(self, *_: object, **__: object) -> httpcore.NetworkStream:
        return self

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        assert ssl_context.verify_mode == ssl.CERT_REQUIRED
        self.names.append(server_hostname)
        problem = ssl.SSLCertVerificationError()
        problem.verify_message = "self-signed certificate"
        raise httpcore.ConnectError(problem) from problem

    def close(self) -> None:
        """Nothing is open."""


class Names:
    """A resolver with a list of answers for each name; each is given once, the last for good."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(given) for name, given in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        given = self._answers.get(host)
        if given is None:
            return resolved(host, port)
        return given.pop(0) if len(given) > 1 else given[0]


def quick_fetcher(**changes: Any) -> Fetcher:  # noqa: ANN401  (the arguments of Fetcher)
    """A fetcher that may reach this machine and never sleeps."""
    settings: dict[str, Any] = {"allow_private": True, "limits": QUICK, "sleep": lambda _: None}
    return Fetcher(**{**settings, **changes})


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


def article_page(title: str = "Haushalt beschlossen", *, head: str = "", text: Sequence[str] = SENTENCES) -> str:
    """A page with one article."""
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in text)
    return (
        f'<!DOCTYPE html><html lang="de"><head><title>{title}</title>{head}</head><body><nav><a href="/">Start</a>'
        f"</nav><article><h1>{title}</h1>{paragraphs}</article><footer>Impressum</footer></body></html>"
    )


def gzipped(data: bytes) -> bytes:
    """The same as a gzip file."""
    return gzip.compress(data, mtime=0)
