"""Decides which web addresses may be asked at all, and how an address is shown without its secrets."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from corpus.errors import FetchError

Resolver = Callable[[str, int], Sequence[str]]

MAX_ADDRESS_CHARACTERS = 2_000

_SCHEMES = ("http", "https")
_LONGEST_SHOWN = 200
_TRANSLATED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 for local use, RFC 8215
        "2002::/16",  # 6to4, RFC 3056
        "2001::/32",  # Teredo, RFC 4380
        "::ffff:0:0/96",  # IPv4-mapped, RFC 4291
        "::/96",  # IPv4-compatible, RFC 4291
        "192.88.99.0/24",  # relays of 6to4, RFC 7526
    )
)


def checked_address(address: str) -> str:
    """The address without its fragment, if it is one of the web.

    Raises:
        FetchError: if it is none, too long, or carries a user name or a password.
    """
    try:
        parts = urlsplit(address.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("is not a web address: check it for typing errors") from error
    if parts.scheme.lower() not in _SCHEMES or not host or not address.isprintable():
        raise FetchError("is not a web address: it must start with http:// or https:// and name a host")
    if parts.username is not None or parts.password is not None:
        raise FetchError("holds a user name or password: leave them out, only open pages are read")
    if len(address) > MAX_ADDRESS_CHARACTERS:
        raise FetchError(f"has more than {MAX_ADDRESS_CHARACTERS} characters: shorten it")
    return parts._replace(fragment="").geturl()


def shown(address: str) -> str:
    """Scheme, host and path of an address: what stands elsewhere in it may be secret. One line that can be printed."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "an address that cannot be read"
    place = f"[{host}]" if ":" in host else host
    text = f"{parts.scheme}://{place}{f':{port}' if port else ''}{parts.path}{'?…' if parts.query else ''}"
    return "".join(character if character.isprintable() else "\ufffd" for character in text[:_LONGEST_SHOWN])


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, or of a host and one below it; `www.` does not count."""
    try:
        first, second = ((urlsplit(address).hostname or "").removeprefix("www.") for address in (one, other))
    except ValueError:
        return False
    return bool(first and second) and (first == second or first.endswith(f".{second}") or second.endswith(f".{first}"))


def resolved(host: str, port: int) -> list[str]:
    """The network addresses of a host, as the system's resolver gives them, within the system's time limit.

    Raises:
        FetchError: if there is no such host, or it cannot be looked up now (then it is retryable).
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        retryable = error.errno == socket.EAI_AGAIN
        hint = "try again later" if retryable else "check it for typing errors"
        raise FetchError("names a host that is not found:", hint=hint, retryable=retryable) from error
    except (UnicodeError, ValueError, OverflowError) as error:
        raise FetchError("names a host that cannot exist:", hint="check it for typing errors") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def permitted(host: str, port: int, *, resolve: Resolver, allow_private: bool) -> list[str]:
    """The network addresses to which a connection to a host may be opened.

    Raises:
        FetchError: if the host has none, or one of them is not of the public internet and these are not allowed.
    """
    addresses = list(resolve(host, port))
    if not addresses:
        raise FetchError("names a host that has no network address:", hint="check it for typing errors")
    if not allow_private and not all(is_public(address) for address in addresses):
        raise FetchError(
            f"leads to {host[:_LONGEST_SHOWN]}, which is not on the public internet:",
            hint="give --allow-private if you trust it",
        )
    return addresses


def is_public(address: str) -> bool:
    """Whether a network address is one of the public internet, and stands for no other one.

    Private, shared (CGNAT), loopback, link-local, multicast, reserved and unspecified ranges are not, nor are the
    ranges of IPv6 that carry an IPv4 address, whatever that is: a gateway could turn it into an inner one.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_link_local:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip.scope_id):
        return False
    return not any(ip.version == network.version and ip in network for network in _TRANSLATED)
