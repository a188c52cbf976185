"""What went wrong, in the language of the page: errors and reasons come in English, as the command line prints them.

A line is known by a template of `ui.fault_texts` or `ui.reason_texts`. What stands in the place of a `{name}` is shown
as it came, but for `count` and `most`, which are numbers, and `kind` and `reason`, which are known lines themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter

from assistant import BelegtError
from ui.fault_texts import BY_CLASS, FAULTS, IN_ENGLISH, TRY_AGAIN
from ui.reason_texts import REASONS
from ui.texts import GERMAN, number

_NUMBERS = ("count", "most")
_LINES = ("kind", "reason")
_DEEPEST = 3  # lines within a line
_LONGEST_NUMBER = 15


def told(error: BelegtError, lang: str) -> str:
    """Return the line that says what went wrong and what to do.

    In German an error whose wording is not known is named by its class, with its own line behind.
    """
    line = str(error)
    if lang == "en":
        return line
    return _in_german(line, _DEEPEST) or " ".join(_by_class(error, line))


def reason_in(lang: str, reason: str) -> tuple[str, str]:
    """Return a reason and the language it is in: German where that is asked for and known, else as it came."""
    german = _in_german(reason, _DEEPEST) if lang == "de" else None
    return (reason, "en") if german is None else (german, "de")


def _by_class(error: BelegtError, line: str) -> Iterator[str]:
    yield next(BY_CLASS[each] for each in type(error).__mro__ if each in BY_CLASS)
    if error.retryable:
        yield TRY_AGAIN
    if line:
        yield IN_ENGLISH.format(line=line)


@dataclass(frozen=True, slots=True)
class _Form:
    """A template: what it says, in pieces, what stands between them, and its German wording."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    german: str


@cache
def _forms() -> tuple[_Form, ...]:
    return tuple(_form(english, german) for english, german in (*FAULTS, *REASONS))


def _form(english: str, german: str) -> _Form:
    parsed = list(Formatter().parse(english))
    names = tuple(name for _, name, _, _ in parsed if name is not None)
    pieces = tuple(piece for piece, _, _, _ in parsed)
    return _Form(pieces=pieces if len(pieces) > len(names) else (*pieces, ""), names=names, german=german)


def _in_german(line: str, depth: int) -> str | None:
    """Return the wording of the first template that a line has the form of; None where there is none."""
    for form in _forms():
        between = _between(form.pieces, line)
        if between is not None:
            values = [_value(name, value, depth) for name, value in zip(form.names, between, strict=True)]
            known = {name: value for name, value in zip(form.names, values, strict=True) if value is not None}
            if len(known) == len(values):
                return form.german.format(**known)
    return None


def _between(pieces: tuple[str, ...], line: str) -> list[str] | None:
    """Return what stands between the pieces of a template; None if a line does not consist of them.

    Each piece is looked for once, from left to right: a long line takes no longer than it takes to read it.
    """
    first, *inner = pieces
    if not inner:
        return [] if line == first else None
    last = inner.pop()
    place, end = len(first), len(line) - len(last)
    if place > end or not line.startswith(first) or not line.endswith(last):
        return None
    found = []
    for piece in inner:
        at = line.find(piece, place, end)
        if at < 0:
            return None
        found.append(line[place:at])
        place = at + len(piece)
    return [*found, line[place:end]]


def _value(name: str, value: str, depth: int) -> str | None:
    """Return what is shown in the place of a name; None where a line is wanted and not known."""
    if name in _LINES:
        return _in_german(value, depth - 1) if depth else None
    digits = value.replace(",", "")
    if name in _NUMBERS and len(digits) <= _LONGEST_NUMBER and digits.isascii() and digits.isdecimal():
        return number(int(digits), GERMAN)
    return value
