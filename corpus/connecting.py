"""Opens guarded connections and sends one request over them; the one home of httpx and httpcore.

The guard sits where a connection is opened: the host is looked up once, every address it has must be permitted, and
the connection goes to an address of that list. A name that changes its answer, or a redirect, cannot get round it. The
name sent for TLS, and checked against the certificate, stays the host's.
"""

import gzip
import io
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx

from corpus.errors import FetchError
from corpus.guarding import Resolver, permitted, resolved

Network = httpcore.NetworkBackend

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0

_MOST_TRIED = 4
_PLAIN = {"", "identity"}
_GZIP = {"gzip", "x-gzip"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered; names of headers in small letters, `content` decompressed.

    `is_cut` tells that there was more than the limit, of which `content` holds the beginning.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    is_cut: bool = False


class Connection:
    """Sends GET requests, keeping connections open between them. One request at a time."""

    def __init__(
        self,
        *,
        user_agent: str,
        allow_private: bool = False,
        resolve: Resolver = resolved,
        backend: Network | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Open nothing yet; `resolve`, `backend` and `clock` stand in for the network and the time in tests."""
        self._window = _Window(clock)
        guard = _Guard(backend or httpcore.SyncBackend(), self._window, resolve, allow_private=allow_private)
        self._client = httpx.Client(
            transport=_Transport(guard),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            headers={"User-Agent": user_agent, "Accept-Encoding": "gzip"},
        )

    def get(self, address: str, *, headers: Mapping[str, str], until: float, limit: int) -> Reply:
        """Ask for an address, follow no redirect.

        Args:
            address: a checked address.
            headers: what to send besides the user agent.
            until: the time of the clock at which to give up.
            limit: the bytes of decompressed content to read at most.

        Raises:
            FetchError: if the host is refused, cannot be reached, is too slow or breaks the protocol.
        """
        self._window.until = until
        try:
            with self._client.stream("GET", address, headers=dict(headers)) as response:
                content = _body(response, limit + 1)
                status, received = response.status_code, dict(response.headers)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _failure(error) from error
        except (httpx.InvalidURL, httpcore.UnsupportedProtocol) as error:
            raise FetchError("is not a web address: check it for typing errors") from error
        except (OSError, EOFError, zlib.error) as error:
            raise FetchError("sends damaged compressed data:", hint="try again later", retryable=True) from error
        return Reply(status=status, headers=received, content=content[:limit], is_cut=len(content) > limit)

    def close(self) -> None:
        """Close the connections that are still open."""
        self._client.close()


@cache
def _tls() -> ssl.SSLContext:
    """The certificates that are trusted, read once."""
    return httpx.create_ssl_context(trust_env=False)


def _body(response: httpx.Response, most: int) -> bytes:
    """The first bytes of a body, decompressed as they come, so that no more than these are ever unpacked."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    raw = io.BufferedReader(_Stream(response.iter_raw()))
    if encoding in _PLAIN:
        return raw.read(most)
    if encoding in _GZIP:
        return gzip.GzipFile(fileobj=raw).read(most)
    raise FetchError("is sent in a compression that was not asked for: save the page as HTML and add the file")


def _failure(error: Exception) -> FetchError:
    if isinstance(error, httpcore.TimeoutException):
        return FetchError("takes too long to answer:", hint="try again later", retryable=True)
    origin = error.args[0] if error.args else None
    if isinstance(origin, ssl.SSLCertVerificationError):
        reason = origin.verify_message
        return FetchError(f"shows a certificate that does not hold ({reason}):", hint="check the address")
    if isinstance(error, httpcore.ProtocolError):
        return FetchError("does not speak HTTP as it should:", hint="try again later", retryable=True)
    return FetchError(f"cannot be reached ({error}):", hint="try again later", retryable=True)


class _Stream(io.RawIOBase):
    """Chunks of bytes as a file, for those who read files."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (any buffer that can be written to)
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = chunk
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class _Window:
    """The time that a request has; each step over the network may use what is left of it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.until = 0.0

    def left(self, timeout: float | None) -> float:
        left = self.until - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left if timeout is None else min(timeout, left)


class _Guard(httpcore.NetworkBackend):
    """Opens connections to permitted addresses alone."""

    def __init__(
        self, backend: httpcore.NetworkBackend, window: _Window, resolve: Resolver, *, allow_private: bool
    ) -> None:
        self._backend = backend
        self._window = window
        self._resolve = resolve
        self._allow_private = allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = permitted(host, port, resolve=self._resolve, allow_private=self._allow_private)
        failed: Exception = httpcore.ConnectError("no address")
        for address in addresses[:_MOST_TRIED]:
            try:
                stream = self._backend.connect_tcp(
                    address, port, self._window.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._window)
        raise failed


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step ends when the time of the request is up, however slowly bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, window: _Window) -> None:
        self._stream = stream
        self._window = window

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._window.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._window.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._window.left(timeout))
        return _TimedStream(secured, self._window)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  (as httpcore declares it)
        return self._stream.get_extra_info(info)


class _Transport(httpx.BaseTransport):
    """Carries requests of httpx over a pool of guarded connections."""

    def __init__(self, guard: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=_tls(), network_backend=guard)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        reply = self._pool.handle_request(
            httpcore.Request(method=request.method, url=url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(
            status_code=reply.status, headers=reply.headers, stream=_Body(reply), extensions=reply.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, reply: httpcore.Response) -> None:
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        yield from self._reply.iter_stream()

    def close(self) -> None:
        self._reply.close()
