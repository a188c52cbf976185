"""Quantities in a sentence, as ranges of a base unit, and whether two of them agree: "84 Monate" are "sieben Jahre".

A quantity is a closed range: "rund 400" is 360 to 440, "über 400" everything above, "zwischen 30 und 40" what it says.
One that a claim names agrees with one of an article if the article's range lies inside the claim's, differs if they
have no value in common, and is open otherwise. Number words are read by text2num; units are those of `assistant.units`.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from text_to_num import text2num

from assistant.units import Unit, currency_before, unit_after
from corpus.types import Span
from index.analysis import terms

COUNT, ORDINAL, SCORE, NUMBER = "count", "ordinal", "score", "number"
ABOUT = 0.1  # how far "rund 400" reaches to either side
CONVERTED = 0.02  # so closely agree quantities in units that are no multiple of each other: "10 Meilen", "16 Kilometer"


class Outcome(StrEnum):
    """How a quantity or a moment of an article stands to one of a claim."""

    AGREES = "agrees"
    DIFFERS = "differs"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """`text[span.start:span.end]` as the range `low` to `high` of the base unit of its dimension.

    `noun` is the stem of what is counted, `given` the number as it is written, `about` whether it is called rough.
    """

    span: Span
    low: float
    high: float
    dimension: str
    given: float
    factor: float = 1.0
    noun: str | None = None
    about: bool = False


_DIGITS = {
    "de": r"\d{1,3}(?:[.\u00a0\u202f ]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?",
    "en": r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
}
_NUMERALS = {lang: re.compile(rf"(?<![\w.,:/])(?:{digits})(?![\d:/])") for lang, digits in _DIGITS.items()}
_SCORE = re.compile(
    r"(?<![\w.,:])(\d{1,3}) ?[:] ?(\d{1,3})(?![\d:]| Uhr)|(?<![\w.,–-])(\d{1,3})[–-](\d{1,3})(?![\w–-])"
)
_CLOCK = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4])[:.]([0-5]\d) ?(?:Uhr|h\b|[ap]\.?m\b)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,3})\.(?= [A-ZÄÖÜ][a-zäöü])|(?<![\w.,])(\d{1,3})(?:st|nd|rd|th)\b")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENGLISH = re.compile(
    r"\b(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
    r"|thousand)\b(?:[ -](?:and )?(?=\w))?)+",
    re.IGNORECASE,
)
_NO_NUMBER = frozenset(
    ["ein", "eine", "null", "und", "million", "millionen", "milliarde", "milliarden", "billion", "billionen"]
)
_HALVES = {"halb": 0.5, "anderthalb": 1.5, "eineinhalb": 1.5}
_AND_A_HALF = re.compile(r"(?P<whole>[a-zäöüß]+?)(?:und(?:ein)?|ein)halb(?:e[nrsm]?)?$", re.IGNORECASE)
_DOZENS = {"dutzend": 12, "dozen": 12}
_ONE = re.compile(r"\b(?:eine?[mnrs]?|one|an?)\b", re.IGNORECASE)
_HALF_A = re.compile(r"\b(?:eine?[nrms]? )?halbe[nrms]? |\bhalf an? ", re.IGNORECASE)
_RATE = re.compile(r"(?:miles|kilomet(?:er|re)s|met(?:er|re)s|times|km|kilometern?) $", re.IGNORECASE)
_TRAILING = re.compile(r"[ -]+(?:and ?)?(?:a ?)?$|(?: and)+ ?$", re.IGNORECASE)
_PLUS_HALF = re.compile(r" and a half", re.IGNORECASE)
_MULTIPLIER = re.compile(
    r"(?:[ \u00a0\u202f-])?(?:(?P<thousand>Tausend|tausend|Tsd\.|thousand|k(?=\b)|K(?=\b))"
    r"|(?P<million>Millionen|Million|Mio\.?|Mill\.|[Mm]illions?|mn|(?<=\d)m\b)"
    r"|(?P<milliard>Milliarden?|Mrd\.?|[Bb]illions?(?!en)(?=\b)|bn)|(?P<billion>Billionen?"
    r"|[Tt]rillions?(?!en)(?=\b)))(?![\wäöüß])"
)
_THOUSAND, _MILLION, _MILLIARD, _BILLION = 1e3, 1e6, 1e9, 1e12
_SHARES = (
    (r"\b(?:die|der|zur) hälfte\b|\bhalf (?:of|the|its|their|all)\b|\bone half\b|\bby half\b|\bum die hälfte\b", 50.0),
    (r"\b(?:ein|einem|einen) drittel\b|\b(?:a|one) third\b", 100 / 3),
    (r"\b(?:zwei|2) drittel[ns]?\b|\btwo[- ]thirds\b", 200 / 3),
    (r"\b(?:ein|einem|einen) viertel\b|\b(?:a|one) quarter (?:of|the)\b", 25.0),
    (r"\b(?:drei|3) viertel[ns]?\b|\bdreiviertel\b|\bthree[- ]quarters\b", 75.0),
    (r"\b(?:ein|einem|einen) fünftel\b|\b(?:a|one) fifth\b", 20.0),
    (r"\b(?:zwei|2) fünftel[ns]?\b|\btwo[- ]fifths\b", 40.0),
    (r"\b(?:drei|3) fünftel[ns]?\b|\bthree[- ]fifths\b", 60.0),
    (r"\b(?:vier|4) fünftel[ns]?\b|\bfour[- ]fifths\b", 80.0),
    (r"\b(?:ein|einem|einen) zehntel\b|\b(?:a|one) tenth\b", 10.0),
    (r"\bjede[rsnm]? zweite[rsnm]?\b|\bone in two\b|\bevery second\b", 50.0),
    (r"\bjede[rsnm]? dritte[rsnm]?\b|\bone in three\b|\bevery third\b", 100 / 3),
    (r"\bjede[rsnm]? vierte[rsnm]?\b|\bone in four\b|\bevery fourth\b", 25.0),
    (r"\bjede[rsnm]? fünfte[rsnm]?\b|\bone in five\b|\bevery fifth\b", 20.0),
    (r"\bjede[rsnm]? zehnte[rsnm]?\b|\bone in ten\b|\bevery tenth\b", 10.0),
    (r"\bjede[rsnm]? hundertste[rsnm]?\b|\bone in a hundred\b", 1.0),
)
_SHARE = re.compile("|".join(f"(?P<s{n}>{pattern})" for n, (pattern, _) in enumerate(_SHARES)), re.IGNORECASE)
_BOUND = (
    ("least", r"mindestens|wenigstens|nicht weniger als|ab|at least|no (?:less|fewer) than|not less than|a minimum of"),
    (
        "most",
        r"höchstens|maximal|bis zu|nicht mehr als|allenfalls|at most|up to|no more than|not more than|a maximum of",
    ),
    (
        "above",
        r"über|mehr als|größer als|oberhalb von|more than|over|above|in excess of|exceeding|länger als|longer than",
    ),
    (
        "below",
        r"unter|weniger als|kleiner als|unterhalb von|less than|fewer than|under|below|kürzer als|shorter than",
    ),
    ("almost", r"knapp|fast|beinahe|nahezu|annähernd|nearly|almost|just under|close to"),
    ("past", r"gut|just over|a good"),
    (
        "about",
        r"rund|etwa|circa|ca\.|zirka|ungefähr|schätzungsweise|um die|gegen|about|around|roughly|approximately|some"
        r"|an estimated|in etwa",
    ),
)
_MODIFIER = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BOUND) + r")\s(?:(?:die|den|der|the|als|an?)\s)?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:zwischen|between|von|from)\s$", re.IGNORECASE)
_AND = re.compile(r"^\s?(?:und|and|bis|to|–|-)\s?$", re.IGNORECASE)
_OR_MORE = re.compile(r"^\s(?:oder mehr|or more|und mehr|and more)\b", re.IGNORECASE)
_NOUN = re.compile(
    r"\s(?:(?:der|von|of)\s(?:(?:den|the|insgesamt)\s)?[\w.,]+\s)?(?:(?:[a-zäöüß]+(?:e[nrsm]?|er)"
    r"|[a-z]+)\s){0,2}?(?P<noun>[A-ZÄÖÜ][\w-]+|[a-z][a-z-]{2,}s\b|people|children|men|women)"
)
_UNCOUNTED = frozenset(
    [
        "uhr",
        "prozent",
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ]
)


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: float


def quantities(text: str, lang: str, *, hidden: Sequence[Span] = ()) -> tuple[Quantity, ...]:
    """Return the quantities of a sentence in order; numbers inside `hidden` (dates) are none."""
    numbers = [each for each in _numbers(text, lang) if not _inside(each.start, each.end, hidden)]
    found = [*_scores(text, hidden), *_clock_times(text, hidden), *_shares(text), *_ordinals(text, hidden)]
    taken = [each.span for each in found]
    numbers = [each for each in numbers if not _inside(each.start, each.end, taken)]
    found += _measured(text, lang, numbers)
    return tuple(sorted(found, key=lambda each: each.span.start))


def compare(claimed: Quantity, stated: Quantity) -> Outcome:
    """Say how a quantity of an article stands to one of a claim."""
    if {claimed.dimension, stated.dimension} - {COUNT, NUMBER} and claimed.dimension != stated.dimension:
        return Outcome.OPEN
    ratio = max(claimed.factor, stated.factor) / min(claimed.factor, stated.factor)
    room = 1e-9 if abs(ratio - round(ratio)) < 1e-6 else CONVERTED
    low, high = claimed.low - abs(claimed.low) * room, claimed.high + abs(claimed.high) * room
    if low <= stated.low and stated.high <= high:
        return Outcome.AGREES
    if stated.high < low or high < stated.low:
        return Outcome.DIFFERS
    if stated.about and _middle(stated) is not None and low <= (_middle(stated) or 0.0) <= high:
        return Outcome.AGREES
    return Outcome.OPEN


def of_one_kind(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities measure the same; a bare number may count anything."""
    return one.dimension == other.dimension or {one.dimension, other.dimension} <= {COUNT, NUMBER}


def _middle(quantity: Quantity) -> float | None:
    return None if math.isinf(quantity.low) or math.isinf(quantity.high) else (quantity.low + quantity.high) / 2


def _numbers(text: str, lang: str) -> list[_Number]:
    """Return the numbers of a sentence in order, with their multipliers, in digits or in words."""
    found = [
        _Number(each.start(), each.end(), _value(each.group(), lang))
        for each in _NUMERALS["en" if lang == "en" else "de"].finditer(text)
    ]
    found += _english_words(text) if lang == "en" else _german_words(text)
    found += _halves(text)
    return [_multiplied(text, lang, each) for each in _first_of_overlapping(found)]


def _value(digits: str, lang: str) -> float:
    groups = ",\u00a0\u202f " if lang == "en" else ".\u00a0\u202f "
    return float("".join(char for char in digits if char not in groups).replace(",", "."))


def _german_words(text: str) -> Iterator[_Number]:
    for word in _WORD.finditer(text):
        folded = word.group().lower().replace("ss", "ß") if "dreissig" in word.group().lower() else word.group().lower()
        value = _in_words(folded)
        if value is not None and folded not in _NO_NUMBER:
            yield _Number(word.start(), word.end(), value)


def _in_words(word: str) -> float | None:
    if word in _HALVES:
        return _HALVES[word]
    if word in _DOZENS:
        return float(_DOZENS[word])
    half = _AND_A_HALF.match(word)
    if half is not None and (whole := _in_words(half["whole"])) is not None:
        return whole + 0.5
    try:
        return float(text2num(word, "de"))
    except ValueError:
        return None


def _english_words(text: str) -> Iterator[_Number]:
    for each in _ENGLISH.finditer(text):
        words = _TRAILING.sub("", each.group())
        start = each.start()
        if words.lower().startswith("a ") and words.lower()[2:].split("-")[0] not in ("hundred", "thousand"):
            start, words = start + 2, words[2:]  # "a three-mile stretch"
        if words.lower() in ("a", "one", "and"):
            continue
        try:
            value = float(text2num(re.sub(r"^a ", "one ", words.lower()), "en"))
        except ValueError:
            continue
        end = start + len(words)
        half = _PLUS_HALF.match(text, end)
        yield _Number(start, half.end() if half else end, value + 0.5 if half else value)
    for each in re.finditer(r"\b(?:a |two |three |four )?dozen\b", text, re.IGNORECASE):
        many = {"two": 2, "three": 3, "four": 4}.get(each.group().split()[0].lower(), 1)
        yield _Number(each.start(), each.end(), 12.0 * many)


def _halves(text: str) -> Iterator[_Number]:
    """Yield "eine halbe (Million)", "half a (million)", and "ein (Jahr)" before a unit or a multiplier."""
    for each in _HALF_A.finditer(text):
        yield _Number(each.start(), each.end() - 1, 0.5)
    for each in _ONE.finditer(text):
        if _RATE.search(text, max(each.start() - 12, 0), each.start()):
            continue
        unit = unit_after(text, each.end())
        if (unit is not None and text[each.end()] == " ") or _MULTIPLIER.match(text, each.end()):
            yield _Number(each.start(), each.end(), 1.0)


def _first_of_overlapping(numbers: Sequence[_Number]) -> list[_Number]:
    kept: list[_Number] = []
    for each in sorted(numbers, key=lambda each: (each.start, -each.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _multiplied(text: str, lang: str, number: _Number) -> _Number:
    found = _MULTIPLIER.match(text, number.end)
    if found is None or (found.group() == "m" and lang != "en"):
        return number
    name = found.lastgroup
    by = {"thousand": _THOUSAND, "million": _MILLION, "milliard": _MILLIARD, "billion": _BILLION}[name or "thousand"]
    if lang != "en" and found.group().strip(" -").lower() in ("billion", "billionen"):
        by = _BILLION
    return _Number(number.start, found.end(), number.value * by)


def _measured(text: str, lang: str, numbers: Sequence[_Number]) -> Iterator[Quantity]:
    """Yield numbers with their units or what they count, ranges as one."""
    skip = False
    for number, following in pairwise([*numbers, None]):
        if skip or number is None:
            skip = False
            continue
        if following is not None and _is_range(text, number, following):
            skip = True
            yield _ranged(text, lang, number, following)
        else:
            yield _single(text, lang, number)


def _is_range(text: str, first: _Number, second: _Number) -> bool:
    between = text[first.end : second.start]
    return _AND.match(between) is not None and (
        _BETWEEN.search(text, max(first.start - 12, 0), first.start) is not None
        or between.strip() in ("bis", "to", "–", "-")
    )


def _ranged(text: str, lang: str, first: _Number, second: _Number) -> Quantity:
    last = _single(text, lang, second)
    value = first.value
    if second.value >= _THOUSAND and value < _THOUSAND and not _MULTIPLIER.search(text, first.start, first.end):
        scale = second.value / _bare(text, lang, second)
        value *= scale
    unit = Unit(dimension=last.dimension, factor=last.factor)
    low, high = sorted((value * unit.factor, second.value * unit.factor))
    return replace(last, span=Span(start=first.start, end=last.span.end), low=low, high=high, about=False)


def _bare(text: str, lang: str, number: _Number) -> float:
    plain = list(_NUMERALS["en" if lang == "en" else "de"].finditer(text, number.start, number.end))
    return _value(plain[0].group(), lang) if plain else number.value


def _single(text: str, lang: str, number: _Number) -> Quantity:
    start, end = number.start, number.end
    before = currency_before(text, start)
    after = unit_after(text, end) if before is None else None
    unit, noun = Unit(dimension=COUNT), None
    if before is not None:
        unit, start = before
    elif after is not None:
        unit, end = after
    else:
        noun = _counted(text, lang, end)
        unit = Unit(dimension=COUNT if noun else NUMBER)
    base = number.value * unit.factor + unit.offset
    low, high, about, start = _bounds(text, start, end, base)
    return Quantity(
        span=Span(start=start, end=end),
        low=low,
        high=high,
        dimension=unit.dimension,
        given=number.value,
        factor=unit.factor,
        noun=noun,
        about=about,
    )


def _counted(text: str, lang: str, at: int) -> str | None:
    found = _NOUN.match(text, at)
    if found is None or found["noun"].lower() in _UNCOUNTED:
        return None
    return next(iter(terms(found["noun"], lang)), None)


def _bounds(text: str, start: int, end: int, base: float) -> tuple[float, float, bool, int]:
    """Return the range that the words before a number make of it, whether it is rough, and where it then starts."""
    found = _MODIFIER.search(text, max(start - 28, 0), start)
    if _OR_MORE.match(text, end):
        return base, math.inf, False, start
    if found is None:
        return base, base, False, start
    more, less, above, below = base * (1 + ABOUT), base * (1 - ABOUT), base * (1 + 1e-7), base * (1 - 1e-7)
    low, high = {
        "least": (base, math.inf),
        "most": (-math.inf, base),
        "above": (above, math.inf),
        "below": (-math.inf, below),
        "almost": (less, below),
        "past": (base, more),
        "about": (less, more),
    }[found.lastgroup or "about"]
    return low, high, found.lastgroup == "about", found.start()


def _scores(text: str, hidden: Sequence[Span]) -> Iterator[Quantity]:
    """Yield results such as "3:1" as one number that only the same result equals."""
    for each in _SCORE.finditer(text):
        if _inside(each.start(), each.end(), hidden) or (each[3] and unit_after(text, each.end())):
            continue
        first, second = (int(part) for part in each.groups() if part is not None)
        if each[3] and first < second and second - first < 3 and not re.search(r"\b(?:won|gewann|siegte|Sieg)", text):
            continue
        value = first * 1000.0 + second
        yield Quantity(
            span=Span(start=each.start(), end=each.end()), low=value, high=value, dimension=SCORE, given=value
        )


def _clock_times(text: str, hidden: Sequence[Span]) -> Iterator[Quantity]:
    for each in _CLOCK.finditer(text):
        if not _inside(each.start(), each.end(), hidden):
            late = each.group().lower().rstrip(".").endswith("pm") and int(each[1]) < 12
            value = int(each[1]) + 12 * late + int(each[2]) / 60
            yield Quantity(
                span=Span(start=each.start(), end=each.end()), low=value, high=value, dimension="clock", given=value
            )


def _shares(text: str) -> Iterator[Quantity]:
    for each in _SHARE.finditer(text):
        value = _SHARES[int((each.lastgroup or "s0")[1:])][1]
        low, high, about, start = _bounds(text, each.start(), each.end(), value)
        if low == high:
            low, high = value - 0.5, value + 0.5
        yield Quantity(
            span=Span(start=start, end=each.end()), low=low, high=high, dimension="percent", given=value, about=about
        )


def _ordinals(text: str, hidden: Sequence[Span]) -> Iterator[Quantity]:
    for each in _ORDINAL.finditer(text):
        if not _inside(each.start(), each.end(), hidden):
            value = float(each[1] or each[2])
            yield Quantity(
                span=Span(start=each.start(), end=each.end()), low=value, high=value, dimension=ORDINAL, given=value
            )


def _inside(start: int, end: int, spans: Sequence[Span]) -> bool:
    return any(start < span.end and span.start < end for span in spans)
