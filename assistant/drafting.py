"""Reads what a language model writes, as it comes: sentences with the passages and words they are to rest on. Pure.

Wanted is a JSON object; taken is whatever can be read as sentences: objects one by one, inside other text or not, with
slips of small models, and plain prose with numbers in brackets. What is cut off in the middle is no sentence.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from assistant.types import Drafted
from corpus.sentences import split_sentences

LONGEST_SENTENCE = 1_000
LONGEST_DRAFT = 60_000  # characters: a model that goes on and on is not read further
MOST_QUOTES = 16  # of one sentence
DEEPEST = 16  # brackets in each other, of which three are wanted

_SAID = ("sentence", "text", "satz", "claim")
_NUMBERS = ("passages", "passage", "citations", "sources")
_WORDS = ("quotes", "quote", "quotations", "evidence")
_SLIPS = re.compile(
    r'"sentence"\s*:\s*"(?P<said>(?:(?!"sentence").){1,1000}?)"\s*,\s*"passages"\s*:\s*\[(?P<numbers>[\d,\s]*)\]'
    r'(?:\s*,\s*"quotes"\s*:\s*\[\s*"(?P<words>(?:(?!"sentence").)*?)"\s*\])?\s*\}',
    re.DOTALL,
)
_NEXT_WORDS = re.compile(r'"\s*,\s*"')
_BASIS = re.compile(rf'"(?:{"|".join((*_NUMBERS, *_WORDS))})"\s*:\s*$')
_KEY = 40  # characters before a bracket in which its key stands
_UNSEEN = frozenset(["Cc", "Cf", "Cs"])  # control characters, marks of direction, halves of characters
_MARKERS = re.compile(r"\s*\[(\d{1,2}(?:\s*[,;]\s*\d{1,2})*)\]")
_ENDS = re.compile(r"[.!?…][\"“”«»’']*(?:\s*\[\d[^\]]*\])*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A drafted sentence with the number that the model gave it, if it did."""

    drafted: Drafted
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A bracket that is open; `basis` says that what it holds is what a sentence rests on."""

    sign: str
    place: int
    basis: bool


@dataclass(slots=True)
class DraftReader:
    """Takes the pieces of an answer and gives back each sentence as soon as it is whole."""

    _text: str = ""
    _read: int = 0
    _open: list[_Opened] = field(default_factory=list)
    _in_string: bool = False
    _escaped: bool = False
    _found: int = 0

    def feed(self, piece: str) -> list[Numbered]:
        """Take the next piece; return the sentences that it completes."""
        self._text = (self._text + _whole_characters(piece))[:LONGEST_DRAFT]
        return list(self._objects())

    def finish(self) -> list[Numbered]:
        """Return the sentences of a text without any object: with slips in its JSON, or prose."""
        if self._found or self._text.count("{") > self._text.count("}") + 1:
            return []
        slipped = [
            _numbered(
                {
                    "sentence": each["said"],
                    "passages": each["numbers"],
                    "quotes": _NEXT_WORDS.split(each["words"] or ""),
                }
            )
            for each in _SLIPS.finditer(self._text)
        ]
        cut_off = self._text.count("{") > self._text.count("}")
        return [each for each in slipped if each is not None] or ([] if cut_off else list(_prose(self._text)))

    @property
    def text(self) -> str:
        """Everything that came."""
        return self._text

    def _objects(self) -> Iterator[Numbered]:
        while self._read < len(self._text):
            char = self._text[self._read]
            self._read += 1
            if self._in_string:
                self._follow_string(char)
            elif char == '"' and self._open:
                self._in_string = True
            elif char == "{" or (char == "[" and self._open):
                self._opened(char, self._read - 1)
            elif char == "]" and self._open and self._open[-1].sign == "[":
                self._open.pop()
            elif char == "}" and (made := self._closed()) is not None:
                self._found += 1
                yield made

    def _opened(self, sign: str, place: int) -> None:
        key = self._text[max(place - _KEY, 0) : place]
        basis = (bool(self._open) and self._open[-1].basis) or _BASIS.search(key) is not None
        self._open.append(_Opened(sign=sign, place=place, basis=basis))

    def _closed(self) -> Numbered | None:
        """Return the sentence of the object that ends here, if it is one."""
        while self._open and self._open[-1].sign != "{":
            self._open.pop()
        if not self._open:
            return None
        opened = self._open.pop()
        if opened.basis or len(self._open) >= DEEPEST:
            return None
        return _numbered(_parsed(self._text[opened.place : self._read]))

    def _follow_string(self, char: str) -> None:
        if self._escaped:
            self._escaped = False
        elif char == "\\":
            self._escaped = True
        elif char == '"':
            self._in_string = False


def _parsed(text: str) -> dict[str, Any]:
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            found = json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, dict) else {}
    return {}


def _numbered(given: dict[str, Any]) -> Numbered | None:
    said = next((given[name] for name in _SAID if isinstance(given.get(name), str)), "").strip()
    text, marked = _without_markers(said)
    if not text or len(text) > LONGEST_SENTENCE:
        return None
    numbers = next((given[name] for name in _NUMBERS if name in given), ())
    words = next((given[name] for name in _WORDS if name in given), ())
    number = _integers(given.get("number"))
    return Numbered(
        drafted=Drafted(
            text=text,
            passages=_integers(numbers) or marked,
            quotes=tuple(islice((each.strip() for each in _strings(words) if each.strip()), MOST_QUOTES)),
        ),
        number=number[0] if len(number) == 1 else None,
    )


def _integers(given: object) -> tuple[int, ...]:
    found: list[int] = []
    for each in _flat(given):
        if isinstance(each, str):
            found += map(int, re.findall(r"\d{1,6}", each))
        elif isinstance(each, int) and not isinstance(each, bool):
            found.append(each)
    return tuple(found)


def _strings(given: object) -> Iterator[str]:
    for each in _flat(given):
        parts = [each.get(name) for name in ("quote", "text")] if isinstance(each, dict) else [each]
        yield from (_whole_characters(part) for part in parts if isinstance(part, str))


def _flat(given: object) -> Iterator[object]:
    """Yield what stands in a list and the lists in it, however deep."""
    left = [given]
    while left:
        each = left.pop()
        if isinstance(each, list):
            left += reversed(each)
        else:
            yield each


def _prose(text: str) -> Iterator[Numbered]:
    """Yield the whole sentences of plain text, bold or not; the numbers of one stand in it or behind its end."""
    sentences: list[str] = []
    for line in text.replace("**", "").splitlines():
        for span in split_sentences(line, "de"):
            sentence = line[span.start : span.end]
            if sentences and _MARKERS.match(sentence):
                after = _leading_markers(sentence)
                sentences[-1] += after
                sentence = sentence[len(after) :]
            if sentence.strip():
                sentences.append(sentence.strip(" *-•\t"))
    for sentence in sentences:
        said, numbers = _without_markers(sentence)
        if said and len(said) <= LONGEST_SENTENCE and _ENDS.search(sentence):
            yield Numbered(drafted=Drafted(text=said, passages=numbers))


def _leading_markers(text: str) -> str:
    end = 0
    while (found := _MARKERS.match(text, end)) is not None:
        end = found.end()
    return text[:end]


def _without_markers(text: str) -> tuple[str, tuple[int, ...]]:
    line = " ".join(text.split())
    seen = "".join(char for char in line if unicodedata.category(char) not in _UNSEEN)
    numbers = tuple(int(each) for found in _MARKERS.findall(seen) for each in re.findall(r"\d+", found))
    return " ".join(_MARKERS.sub("", seen).split()), numbers


def _whole_characters(text: str) -> str:
    """Return a text that can be written down: halves of surrogate pairs, which JSON may name, become "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


def numbers_of(drafts: Sequence[Numbered], asked: Sequence[int]) -> list[tuple[int, Drafted]]:
    """Return sentences written again with the numbers they were asked under; without one, by their order."""
    taken = {each.number: each.drafted for each in reversed(drafts) if each.number in asked}
    if taken:
        return [(number, taken[number]) for number in asked if number in taken]
    return list(zip(asked, (each.drafted for each in drafts), strict=False))
