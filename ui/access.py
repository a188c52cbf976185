"""Who may use the page, and how often: users with hashed passwords, their roles, limits on questions and logins.

A file of users has a line `name:role:hash` for each, made by `belegt user add`. It is read again when it changes; while
it cannot be read, nobody gets in.
"""

import binascii
import hashlib
import hmac
import logging
import math
import re
import secrets
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from assistant import NotFoundError, UsageError

SHORTEST_PASSWORD = 8
ATTEMPTS_A_MINUTE = 5
ATTEMPTS_AN_ADDRESS = 30
_HASHES_AT_ONCE = 2  # each takes 32 MiB and a core for a moment
QUESTIONS_A_MINUTE = 30
SESSIONS_AN_ADDRESS = 40  # a newsroom often has one address for all
_COST, _BLOCK, _PARALLEL = 2**15, 8, 3  # as OWASP recommends for scrypt: 32 MiB, a quarter of a second
_MEMORY = 2 * 128 * _COST * _BLOCK
_KEYS_KEPT = 10_000
_NAME = re.compile(r"[^\s:#\x00-\x1f\x7f-\x9f][^\s:\x00-\x1f\x7f-\x9f]{0,63}")
_LINE = re.compile(r"([^:]+):([^:]+):(\S+)")
_log = logging.getLogger(__name__)

Clock = Callable[[], float]


class Role(StrEnum):
    """What somebody may use: questions alone, or everything."""

    READER = "reader"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A line of the file of users."""

    name: str
    role: Role
    hash: str


class Limiter:
    """Lets so many through a minute for each key, all at once or spread out; safe to call from several threads."""

    def __init__(self, a_minute: int, *, clock: Clock = time.monotonic) -> None:
        """Keep count by `clock`, in seconds; 0 a minute sets no limit."""
        self._a_minute = a_minute
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._changing = threading.Lock()

    def seconds_to_wait(self, key: str) -> int:
        """Count one in and return 0, or return after how many seconds the next may come."""
        if not self._a_minute:
            return 0
        with self._changing:
            now = self._clock()
            left = self._refilled(key, now)
            if left < 1:
                return max(1, math.ceil((1 - left) * 60 / self._a_minute))
            if len(self._left) >= _KEYS_KEPT:
                self._left = {each: kept for each, kept in self._left.items() if not self._is_full(each, now)}
            self._left[key] = left - 1, now
        return 0

    def forget(self, key: str) -> None:
        """Start anew for a key."""
        with self._changing:
            self._left.pop(key, None)

    def _refilled(self, key: str, now: float) -> float:
        left, at = self._left.get(key, (float(self._a_minute), now))
        return min(float(self._a_minute), left + (now - at) * self._a_minute / 60)

    def _is_full(self, key: str, now: float) -> bool:
        return self._refilled(key, now) >= self._a_minute


class UserFile:
    """The users in a file, as they stand in it now."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is read at its first use."""
        self.path = path
        self._read: tuple[tuple[int, int, int], dict[str, User]] | None = None

    def users(self) -> dict[str, User]:
        """Return the users by name.

        Raises:
            UsageError: if the file cannot be read, or a line of it is not `name:role:hash`.
        """
        try:
            stat = self.path.stat()
            stamp = stat.st_mtime_ns, stat.st_size, stat.st_ino
            if self._read is None or self._read[0] != stamp:
                text = self.path.read_text(encoding="utf-8")
                self._read = stamp, {user.name: user for user in _users(text, self.path)}
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not a text in UTF-8"
            raise UsageError(
                f"BELEGT_AUTH: {self.path}: {reason}.", hint="`belegt user add NAME` writes the file."
            ) from error
        return self._read[1]

    def add(self, name: str, role: Role, password: str) -> bool:
        """Enter a user, or give one that is there a new role and password; return whether the name is new.

        Raises:
            UsageError: if the name or the password cannot be used, or the file cannot be read or written.
        """
        if not _NAME.fullmatch(name):
            raise UsageError(f"'{name}' cannot be a name.", hint="Use up to 64 characters without spaces and colons.")
        if len(password) < SHORTEST_PASSWORD:
            raise UsageError("The password is too short.", hint=f"Use at least {SHORTEST_PASSWORD} characters.")
        users = dict(self.users()) if self.path.exists() else {}
        new = name not in users
        self._write(users | {name: User(name=name, role=role, hash=hashed(password))})
        return new

    def remove(self, name: str) -> None:
        """Take a user out.

        Raises:
            NotFoundError: if there is none of that name.
            UsageError: if the file cannot be read or written.
        """
        users = dict(self.users())
        if users.pop(name, None) is None:
            raise NotFoundError(f"There is no user '{name}'.", hint="`belegt user list` shows those that there are.")
        self._write(users)

    def _write(self, users: dict[str, User]) -> None:
        """Put a new file, which only its owner may read, in the place of the old one."""
        lines = "".join(f"{user.name}:{user.role}:{user.hash}\n" for user in users.values())
        beside = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            beside.touch(mode=0o600)
            beside.write_text(lines, encoding="utf-8")
            beside.replace(self.path)
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise UsageError(f"{self.path}: {error.strerror}.", hint="Name a file that can be written.") from error


class Access:
    """Decides who may use the page, and whether they have to wait."""

    def __init__(
        self,
        *,
        users: UserFile | None = None,
        readers: bool = False,
        rate: int = QUESTIONS_A_MINUTE,
        clock: Clock = time.monotonic,
    ) -> None:
        """Without `users` nobody has to log in, and everybody is staff, or with `readers` nobody.

        `rate` is the most questions a minute of a session and of a user; 0 sets no limit.
        """
        self.users = users
        self.readers = readers
        self._askers = Limiter(rate, clock=clock)
        self._raters = Limiter(rate, clock=clock)
        self._addresses = Limiter(rate * SESSIONS_AN_ADDRESS, clock=clock)
        self._attempts = Limiter(ATTEMPTS_A_MINUTE, clock=clock)
        self._attempts_from = Limiter(ATTEMPTS_AN_ADDRESS, clock=clock)
        self._hashing = threading.Semaphore(_HASHES_AT_ONCE)

    def role(self, name: str | None) -> Role | None:
        """Return what the user of a session may use; None for nothing."""
        if self.users is None:
            return Role.READER if self.readers else Role.STAFF
        user = self._known().get(name or "")
        if user is None:
            return None
        return Role.READER if self.readers else user.role

    def may_ask(self, name: str | None) -> bool:
        """Whether the user of a session may ask."""
        return self.role(name) is not None

    def is_staff(self, name: str | None) -> bool:
        """Whether the user of a session may use everything."""
        return self.role(name) is Role.STAFF

    def lets_in(self, name: str, password: str) -> bool:
        """Whether a name and a password belong together; for a name that was tried too often, nothing does."""
        if self._attempts.seconds_to_wait(name[:64]):
            return False
        user = self._known().get(name)
        with self._hashing:
            right = matches(password, user.hash if user is not None else _nobody())
        if user is None or not right:
            return False
        self._attempts.forget(name[:64])
        return True

    def seconds_to_login(self, address: str) -> int:
        """Count an attempt to log in and return 0, or return after how many seconds the next one may come."""
        return self._attempts_from.seconds_to_wait(address)

    def stamp(self, name: str) -> str | None:
        """Return what changes with the password of a user; None for somebody who is no user any more."""
        user = self._known().get(name)
        return user.hash if user is not None else None

    def seconds_to_wait(self, *, session: str, name: str | None, address: str) -> int:
        """Count a question in and return 0, or return after how many seconds it may be asked."""
        whole = f"user {name}" if name else f"session {session}"
        return self._askers.seconds_to_wait(whole) or (0 if name else self._addresses.seconds_to_wait(address))

    def seconds_to_rate(self, *, session: str, name: str | None) -> int:
        """Count feedback in and return 0, or return after how many seconds it may be given."""
        return self._raters.seconds_to_wait(f"user {name}" if name else f"session {session}")

    def _known(self) -> dict[str, User]:
        try:
            return self.users.users() if self.users is not None else {}
        except UsageError:
            _log.exception("nobody can log in")
            return {}


def hashed(password: str) -> str:
    """Return `scrypt$cost$block$parallel$salt$hash` of a password, with a salt of its own."""
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(_bytes(password), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL, maxmem=_MEMORY, dklen=32)
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_PARALLEL), _text(salt), _text(digest)))


def matches(password: str, stored: str) -> bool:
    """Whether a password is the one of a hash; compared in constant time. False for what is no hash of `hashed`."""
    try:
        kind, cost, block, parallel, salt, digest = stored.split("$")
        if kind != "scrypt":
            return False
        n, r, p, expected = int(cost), int(block), int(parallel), urlsafe_b64decode(digest)
        salted, memory = urlsafe_b64decode(salt), 2 * 128 * n * r
        made = hashlib.scrypt(_bytes(password), salt=salted, n=n, r=r, p=p, maxmem=memory, dklen=len(expected))
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(made, expected)


@cache
def _nobody() -> str:
    """A hash that no password has, so that a name that is not known takes as long as one that is."""
    return hashed(secrets.token_urlsafe())


def _users(text: str, path: Path) -> Iterator[User]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None or found[2] not in list(Role):
            raise UsageError(
                f"BELEGT_AUTH: {path}: line {number} is not name:role:hash.", hint="`belegt user add NAME` writes it."
            )
        yield User(name=found[1], role=Role(found[2]), hash=found[3])


def _bytes(password: str) -> bytes:
    return password.encode(errors="surrogatepass")


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode()
