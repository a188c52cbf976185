"""Fetches web addresses politely: robots.txt, pauses, a few more tries, and nothing twice that has not changed."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

from corpus.errors import FetchError
from corpus.guarding import Resolver, checked_address, resolved, shown
from corpus.robots import MAX_ROBOTS_BYTES, Robots
from corpus.types import Unchanged, Visited

if TYPE_CHECKING:
    from tenacity import RetryCallState

    from corpus.connecting import Network, Reply

MAX_REDIRECTS = 5
MAX_TRIES = 3

_AGENT = "belegt"
_LONGEST_VALIDATOR = 500
_LONGEST_PAUSE = 10.0
_LONGEST_RETRY_AFTER = 30.0
_FOUND = {200, 203}
_MOVED = {301, 302, 303, 307, 308}
_NOT_MODIFIED = 304
_TOO_MANY_REQUESTS = 429
_CLIENT_ERRORS = range(400, 500)
_SERVER_ERRORS = range(500, 600)
_STATUSES = {
    401: "is not open to the public (status 401): save the page and add the file",
    403: "is not open to the public (status 403): save the page and add the file",
    404: "is not there (status 404): check the address",
    410: "is gone for good (status 410): leave it out",
    451: "is closed for legal reasons (status 451): leave it out",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much time and space one fetch may take, and how long to wait between two requests to one host."""

    seconds: float = 60.0
    content_bytes: int = 10 * 1024 * 1024
    pause_seconds: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What stands at an address: `address` is the one at the end of all redirects, `content` is decompressed."""

    address: str
    content: bytes
    content_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Fetcher:
    """Fetches one address after the other; not to be shared between threads.

    Every request, also one for a robots.txt or after a redirect, obeys the same guard: no address outside the public
    internet unless `allow_private`. The time limit covers redirects and further tries, but not polite pauses; looking
    up a name has the system's own limit. Close it, or use it in a `with` statement.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limits: FetchLimits | None = None,
        resolve: Resolver = resolved,
        backend: "Network | None" = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect to nothing yet; `resolve`, `backend`, `sleep` and `clock` stand in for network and time in tests."""
        from corpus.connecting import Connection  # noqa: PLC0415  (0.2 s, needed only for web addresses)

        self._limits = limits or FetchLimits()
        self._sleep = sleep
        self._clock = clock
        self._connection = Connection(
            user_agent=_user_agent(), allow_private=allow_private, resolve=resolve, backend=backend, clock=clock
        )
        self._robots = Robots(_AGENT, self._robots_text)
        self._asked_at: dict[str, float] = {}

    def __enter__(self) -> Self:
        """Use it and close it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections that are still open."""
        self._connection.close()

    def fetch(self, address: str, *, visited: Visited | None = None) -> Fetched | Unchanged:
        """Fetch an address, following at most five redirects.

        Args:
            address: starts with http:// or https://.
            visited: the last visit, if its server may answer that nothing has changed since.

        Raises:
            FetchError: if the address is refused, cannot be reached, or gives nothing within the limits.
        """
        conditions = _conditions(visited)
        final, reply = self._follow(address, conditions, limit=self._limits.content_bytes, obey=True)
        if reply.status == _NOT_MODIFIED and conditions:
            return Unchanged(address=address)
        if reply.status not in _FOUND:
            reason = _STATUSES.get(reply.status, f"answers with status {reply.status}: check the address")
            raise FetchError(reason, retryable=_is_passing(reply.status))
        if reply.is_cut:
            raise FetchError(f"is larger than {self._limits.content_bytes // 1024**2} MiB: save its articles apart")
        return _fetched(final, reply)

    def _follow(self, address: str, headers: Mapping[str, str], *, limit: int, obey: bool) -> "tuple[str, Reply]":
        """The reply at the end of the redirects, and its address."""
        until = self._clock() + self._limits.seconds
        place = checked_address(address)
        for _ in range(MAX_REDIRECTS + 1):
            until += self._wait_for_leave(place, obey=obey)
            reply = self._tried(place, headers, until=until, limit=limit)
            target = reply.headers.get("location")
            if reply.status not in _MOVED or not target:
                return place, reply
            place = _redirected(place, target)
        raise _TooManyRedirectsError(f"redirects more than {MAX_REDIRECTS} times: give the address it ends at")

    def _wait_for_leave(self, address: str, *, obey: bool) -> float:
        """Ask robots.txt, keep the distance to the last request to this host; the seconds this took."""
        started = self._clock()
        pause = self._limits.pause_seconds
        if obey:
            self._robots.check(address)
            pause = max(pause, min(self._robots.delay(address), _LONGEST_PAUSE))
        host = urlsplit(address).netloc
        due = self._asked_at.get(host, float("-inf")) + pause
        if due > self._clock():
            self._sleep(due - self._clock())
        self._asked_at[host] = self._clock()
        return self._asked_at[host] - started

    def _tried(self, address: str, headers: Mapping[str, str], *, until: float, limit: int) -> "Reply":
        """The reply to one request, tried again while its failure may pass; the last failure if it does not."""
        from tenacity import Retrying, retry_if_exception  # noqa: PLC0415  (only for the web)

        def is_over(state: "RetryCallState") -> bool:
            return state.attempt_number >= MAX_TRIES or self._clock() + state.upcoming_sleep >= until

        def attempt() -> "Reply":
            reply = self._connection.get(address, headers=headers, until=until, limit=limit)
            if _is_passing(reply.status):
                raise _BusyError(reply)
            return reply

        retrying = Retrying(
            stop=is_over,
            wait=_wait,
            retry=retry_if_exception(_may_pass),
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(attempt)

    def _robots_text(self, address: str) -> str | None:
        try:
            _, reply = self._follow(address, {}, limit=MAX_ROBOTS_BYTES, obey=False)
        except _TooManyRedirectsError:
            return None
        except _BusyError as error:
            if error.status in _CLIENT_ERRORS:
                return None
            raise
        if reply.status in _CLIENT_ERRORS:
            return None
        if reply.status not in _FOUND:
            raise FetchError(f"answers with status {reply.status}:", hint="try again later", retryable=True)
        return reply.content.decode("utf-8-sig", "replace")


class _TooManyRedirectsError(FetchError):
    pass


class _BusyError(FetchError):
    """A status that may pass; `after` is the time in seconds that the server asks to wait."""

    def __init__(self, reply: "Reply") -> None:
        super().__init__(f"answers with status {reply.status}:", hint="try again later", retryable=True)
        self.status = reply.status
        self.after = _retry_after(reply.headers.get("retry-after", ""))


def _may_pass(error: BaseException) -> bool:
    is_soon = not isinstance(error, _BusyError) or error.after <= _LONGEST_RETRY_AFTER
    return isinstance(error, FetchError) and error.retryable and is_soon


def _is_passing(status: int) -> bool:
    return status == _TOO_MANY_REQUESTS or status in _SERVER_ERRORS


def _wait(state: "RetryCallState") -> float:
    """Half a second, then a second; longer if the server says so."""
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, _BusyError) else 0.0
    backoff: float = 0.5 * 2 ** (state.attempt_number - 1)
    return max(backoff, after)


def _retry_after(value: str) -> float:
    """The seconds that a `Retry-After` header asks for: a number or a date (RFC 9110); 0 if it cannot be read."""
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _redirected(address: str, target: str) -> str:
    try:
        return checked_address(urljoin(address, target))
    except (FetchError, ValueError) as error:
        reason = error.message if isinstance(error, FetchError) else "cannot be read"
        raise FetchError(f"redirects to {shown(target)}, which {reason}") from error


def _conditions(visited: Visited | None) -> dict[str, str]:
    """The headers that let a server answer that nothing has changed."""
    if visited is None:
        return {}
    given = (("If-None-Match", _validator(visited.etag)), ("If-Modified-Since", _validator(visited.last_modified)))
    return {name: value for name, value in given if value}


def _validator(value: str | None) -> str | None:
    """A validator that can be sent back as a header, None for any other."""
    return value if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


def _fetched(address: str, reply: "Reply") -> Fetched:
    kind = Message()
    kind["content-type"] = reply.headers.get("content-type", "")
    return Fetched(
        address=address,
        content=reply.content,
        content_type=kind.get_content_type() if kind["content-type"] else "",
        charset=kind.get_content_charset(),
        etag=_validator(reply.headers.get("etag")),
        last_modified=_validator(reply.headers.get("last-modified")),
        headers=reply.headers,
    )


def _user_agent() -> str:
    try:
        number = version("belegt")
    except PackageNotFoundError:
        number = "0"
    return f"{_AGENT}/{number} (+news archive)"
