"""The ids of articles that bring none: what makes two readings the same article.

- A record with a web address is known by the address, so an edited text replaces the earlier one.
- A record without one is known by its title and text, so an edited text is another article: give such records an id.
- A file is known by the place where it lies, so an edited file replaces its earlier text, from whatever folder it is
  named; a copy or a moved file is another article.
"""

import hashlib
import re
import unicodedata
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_SLUG_CHARACTERS = 40
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_TRACKING = re.compile(r"utm_|fbclid$|gclid$")
_DEFAULT_PORTS = {"http": 80, "https": 443}


def id_from_url(url: str) -> str:
    """`a-` and 12 hexadecimal digits of the SHA-256 of the address, without its fragment and tracking parameters."""
    return f"a-{_digest(canonical_url(url), 12)}"


def id_from_content(title: str, text: str) -> str:
    """`a-` and 12 hexadecimal digits of the SHA-256 of title and text."""
    identity = f"{title}\n{text}"
    return f"a-{_digest(identity, 12)}"


def id_from_path(path: Path) -> str:
    """The file's name as a slug and 8 hexadecimal digits of the SHA-256 of its absolute path, links resolved."""
    stem = unicodedata.normalize("NFC", path.stem).lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    slug = _NOT_SLUG.sub("-", plain).strip("-")[:_SLUG_CHARACTERS].rstrip("-") or "article"
    return f"{slug}-{_digest(str(path.resolve()), 8)}"


def canonical_url(url: str) -> str:
    """The address as it identifies a page: host in small letters, no default port, fragment or tracking parameters.

    Raises:
        ValueError: if it is not an address at all.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.port is not None and parts.port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{parts.port}"
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)]
    return urlunsplit((parts.scheme.lower(), host, parts.path.rstrip("/"), urlencode(query), ""))


def address_of(url: str | None) -> str | None:
    """The canonical address by which an article is known again; None for none, and for a home page: it shows many."""
    if url is None:
        return None
    address = canonical_url(url)
    parts = urlsplit(address)
    return address if parts.path or parts.query else None


def _digest(identity: str, digits: int) -> str:
    return hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()[:digits]
