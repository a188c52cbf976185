"""Finds the words that somebody quotes in the stored text, character for character but for how they were typed.

White space, quotation marks, dashes, ligatures and invisible characters (soft hyphens, zero-width spaces) do not count
where they differ; every letter, digit and other mark does. Pure.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from corpus.types import Span

SHORTEST_QUOTE = 3  # characters: less is found everywhere
MOST_PARTS = 16  # of one quotation

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″〝〞"), '"') | dict.fromkeys(map(ord, "‘’‚‛′‹›`´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
_TYPED = _QUOTES | _DASHES | _INVISIBLE
_LEFT_OUT = re.compile(r"\[\s*(?:\.{3,}|…)\s*\]|\(\s*(?:\.{3,}|…)\s*\)|\.{3,}|…")
_EDGES = " \t\n\"'"


def located(quote: str, text: str, near: Span) -> tuple[Span, ...]:
    """Return where a quotation stands in a text, each of its parts where it leaves something out ("…"); or nothing.

    A quotation that stands in the text more than once is taken where it stands in `near`. A part without any letter or
    digit, such as a full stop behind the last "…", does not count.
    """
    parts = [_normalised(part)[0].strip(_EDGES) for part in _LEFT_OUT.split(quote, MOST_PARTS)]
    parts = [part for part in parts if any(char.isalnum() for char in part)]
    if not 0 < len(parts) <= MOST_PARTS or any(len(part) < SHORTEST_QUOTE for part in parts):
        return ()
    found = [_found(part, text, near) for part in parts]
    return tuple(span for span in found if span is not None) if None not in found else ()


def comparable(text: str) -> str:
    """Return a text as quotations are compared: typed alike, white space as single spaces."""
    return _normalised(text)[0].strip()


def _found(part: str, text: str, near: Span) -> Span | None:
    normalised, places = _normalised(text)
    at = normalised.find(part, bisect_left(places, near.start))
    if at < 0 or places[at] >= near.end:
        at = normalised.find(part)
    return None if at < 0 else Span(start=places[at], end=places[at + len(part) - 1] + 1)


@lru_cache(maxsize=64)
def _normalised(text: str) -> tuple[str, Sequence[int]]:
    """Return the text as it is compared, and for each character of it the place in `text` that it comes from."""
    characters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(unicodedata.normalize("NFC", text)):
        for each in _plain(char, characters[-1] if characters else ""):
            if not each.isspace():
                characters.append(each)
                places.append(place)
            elif characters and characters[-1] != " ":
                characters.append(" ")
                places.append(place)
    return "".join(characters), places


def _plain(char: str, before: str) -> str:
    """Return a character as it is compared; a raised digit behind a digit stays raised: 10² is not 102."""
    typed = _TYPED.get(ord(char))
    if typed is not None:
        return typed
    raised = before.isdigit() and unicodedata.category(char) == "No"
    return char if raised else unicodedata.normalize("NFKC", char)
