"""Finds the words that somebody quotes in the stored text, character for character but for how they were typed.

White space, quotation marks, dashes, ligatures and invisible characters (soft hyphens, zero-width spaces) do not count
where they differ; every letter, digit and other mark does. Pure.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from corpus.types import Span

SHORTEST_QUOTE = 3  # characters: less is found everywhere

_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″〝〞"), '"') | dict.fromkeys(map(ord, "‘’‚‛′‹›`´"), "'")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
_TYPED = _QUOTES | _DASHES | _INVISIBLE
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|\.{3}|…)\s*")
_EDGES = " \t\n\"'"


def located(quote: str, text: str, near: Span) -> tuple[Span, ...]:
    """Return where a quotation stands in a text, each of its parts where it leaves something out ("…"); or nothing.

    A quotation that stands in the text more than once is taken where it stands in `near`.
    """
    parts = [normalised for part in _LEFT_OUT.split(quote) if (normalised := _normalised(part)[0].strip(_EDGES))]
    if not parts or any(len(part) < SHORTEST_QUOTE for part in parts):
        return ()
    found = [_found(part, text, near) for part in parts]
    return tuple(span for span in found if span is not None) if None not in found else ()


def comparable(text: str) -> str:
    """Return a text as quotations are compared: typed alike, white space as single spaces."""
    return _normalised(text)[0].strip()


def _found(part: str, text: str, near: Span) -> Span | None:
    normalised, places = _normalised(text)
    at = [found.start() for found in re.finditer(re.escape(part), normalised)]
    spans = [Span(start=places[i], end=places[i + len(part) - 1] + 1) for i in at]
    return next((span for span in spans if near.start <= span.start < near.end), next(iter(spans), None))


@lru_cache(maxsize=64)
def _normalised(text: str) -> tuple[str, Sequence[int]]:
    """Return the text as it is compared, and for each character of it the place in `text` that it comes from."""
    characters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(unicodedata.normalize("NFC", text)):
        typed = _TYPED.get(ord(char))
        plain = typed if typed is not None else unicodedata.normalize("NFKC", char)
        for each in plain:
            if not each.isspace():
                characters.append(each)
                places.append(place)
            elif characters and characters[-1] != " ":
                characters.append(" ")
                places.append(place)
    return "".join(characters), places
