import socket

import pytest

from corpus.errors import FetchError
from corpus.guarding import checked_address, is_public, is_same_site, permitted, resolved, shown

_PUBLIC = "93.184.215.14"


def test_secrets_of_an_address_stay_out_of_what_is_shown() -> None:
    address = "https://nutzer:geheim@zeitung.example:8443/feed?token=geheim#geheim"
    assert shown(address) == "https://zeitung.example:8443/feed?…"
    assert shown("http://[::1]:80/\n\u202ea") == "http://[::1]:80/\ufffda"
    assert shown("http://[") == "an address that cannot be read"


def test_an_address_is_checked_without_its_fragment() -> None:
    assert checked_address("https://zeitung.example/a?b=c#d") == "https://zeitung.example/a?b=c"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "192.88.99.1"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1"),
        *("::ffff:127.0.0.1", "::ffff:93.184.215.14", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::"),
        *("2001:0:1::1", "zeitung.example", ""),
    ],
)
def test_networks_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [_PUBLIC, "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_networks_that_are_public(address: str) -> None:
    assert is_public(address)


def test_a_host_that_does_not_exist_is_said() -> None:
    with pytest.raises(FetchError, match="host"):
        resolved("a" * 300, 80)
    with pytest.raises(FetchError, match="no network address"):
        permitted("zeitung.example", 80, resolve=lambda host, port: [], allow_private=False)


@pytest.mark.parametrize(("code", "retryable"), [(socket.EAI_AGAIN, True), (socket.EAI_NONAME, False)])
def test_a_look_up_may_be_worth_a_second_try(monkeypatch: pytest.MonkeyPatch, code: int, retryable: bool) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(code, "failed")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(FetchError, match="not found") as raised:
        resolved("zeitung.example", 443)
    assert raised.value.retryable is retryable


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://zeitung.example/a", "http://www.zeitung.example:8080/b", True),
        ("https://feeds.zeitung.example/a", "https://www.zeitung.example/b", True),
        ("https://zeitung.example/a", "https://sport.zeitung.example/b", True),
        ("https://zeitung.example/a", "https://diezeitung.example/b", False),
        ("https://a.example/", "https://b.example/", False),
        ("https://a.example/", "javascript:alert(1)", False),
        ("https://a.example/", "http://[", False),
    ],
)
def test_a_site_is_a_host_and_those_below_it(one: str, other: str, same: bool) -> None:
    assert is_same_site(one, other) is same
    assert is_same_site(other, one) is same
