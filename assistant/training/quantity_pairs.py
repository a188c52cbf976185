"""Made-up pairs of a claim and a sentence of news that differ in a quantity or a date alone, and how the two stand.

The pairs agree as they are written, in other words or after conversion; lie inside or outside a range; or differ. Both
languages, and a few across them. Made from a seed, so that everyone measures on the same ones.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.dates import MONTHS

SUPPORTED, REFUTED = "supported", "refuted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim, the one sentence of an article, and the label."""

    claim: str
    stated: str
    claim_lang: str
    lang: str
    label: str
    kind: str


_FRAMES = {
    "time": ("Der Angeklagte muss {} ins Gefängnis.", "The defendant has to go to prison for {}."),
    "length": ("Der neue Tunnel unter dem Fluss ist {} lang.", "The new tunnel under the river is {} long."),
    "money": (
        "Der Brand in der Lagerhalle verursachte einen Schaden von {}.",
        "The fire in the warehouse caused damage of {}.",
    ),
    "mass": ("Der Frachter hatte {} Weizen geladen.", "The freighter carried {} of wheat."),
    "share": ("Für den Antrag stimmten {} der Mitglieder.", "The motion was backed by {} of the members."),
    "count": ("Bei dem Sturm wurden {} verletzt.", "In the storm {} were injured."),
    "date": ("Das neue Gesetz trat {} in Kraft.", "The new law came into force {}."),
    "term": ("Der Bürgermeister war {} im Amt.", "The mayor held office {}."),
}
_WORDS = {
    "de": ["null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
    "en": ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
}


def pairs(count: int, seed: int = 1) -> Iterator[Pair]:
    """Yield `count` pairs, kinds and languages in turn."""
    draw = random.Random(seed)  # noqa: S311  (an order, not a secret)
    for number in range(count):
        make = _MAKERS[number % len(_MAKERS)]
        lang = "de" if (number // len(_MAKERS)) % 2 == 0 else "en"
        yield make(draw, lang, differ=draw.random() < 0.5)


def _number(value: float, lang: str) -> str:
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if lang == "de" else text


def _noun(count: float, lang: str, german: tuple[str, str], english: tuple[str, str]) -> str:
    one, many = german if lang == "de" else english
    return one if count == 1 else many


def _pair(frame: str, lang: str, claimed: str, stated: str, *, differ: bool, kind: str) -> Pair:
    template = _FRAMES[frame][lang == "en"]
    return Pair(
        claim=template.format(claimed),
        stated=template.format(stated),
        claim_lang=lang,
        lang=lang,
        label=REFUTED if differ else SUPPORTED,
        kind=kind,
    )


def _other(draw: random.Random, value: int) -> int:
    return draw.choice(
        [each for each in (value - 2, value - 1, value + 1, value + 3, value * 2) if each > 1 and each != value]
    )


def _in_words(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    years = draw.randint(2, 12)
    claimed = _other(draw, years) if differ else years
    noun = _noun(2, lang, ("Jahr", "Jahre"), ("year", "years"))
    words = _WORDS[lang][claimed] if claimed <= 12 else str(claimed)
    return _pair("time", lang, f"{words} {noun}", f"{years} {noun}", differ=differ, kind="words")


def _months(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    years = draw.randint(2, 12)
    claimed = _other(draw, years) if differ else years
    year, month = ("Jahre", "Monate") if lang == "de" else ("years", "months")
    return _pair(
        "time", lang, f"{claimed * 12} {month}", f"{_WORDS[lang][years]} {year}", differ=differ, kind="converted"
    )


def _metres(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    metres = draw.randint(11, 98) * 100
    claimed = _other(draw, metres // 100) * 100 if differ else metres
    kilometre = "Kilometer" if lang == "de" else "kilometres"
    metre = "Meter" if lang == "de" else "metres"
    return _pair(
        "length",
        lang,
        f"{_number(claimed / 1000, lang)} {kilometre}",
        f"{_number(metres, lang)} {metre}",
        differ=differ,
        kind="converted",
    )


def _millions(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    tenths = draw.randint(11, 980)
    claimed = tenths + draw.choice((-10, 7, 25, 100)) if differ else tenths
    million, euro = ("Mio.", "Euro") if lang == "de" else ("million", "euros")
    return _pair(
        "money",
        lang,
        f"{_number(max(claimed, 1) / 10, lang)} {million} {euro}",
        f"{_number(tenths * 100_000, lang)} {euro}",
        differ=differ,
        kind="converted",
    )


def _tonnes(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    tonnes = draw.randint(2, 60)
    claimed = _other(draw, tonnes) if differ else tonnes
    kilogram, tonne = ("Kilogramm", "Tonnen") if lang == "de" else ("kilograms", "tonnes")
    return _pair(
        "mass",
        lang,
        f"{_number(claimed * 1000, lang)} {kilogram}",
        f"{tonnes} {tonne}",
        differ=differ,
        kind="converted",
    )


def _shares(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    german = {25: "ein Viertel", 50: "die Hälfte", 75: "drei Viertel"}
    english = {25: "a quarter", 50: "half", 75: "three quarters"}
    percent = draw.choice((25, 50, 75))
    claimed = draw.choice([each for each in german if each != percent]) if differ else percent
    words = (german if lang == "de" else english)[claimed]
    return _pair(
        "share", lang, words, f"{percent} {'Prozent' if lang == 'de' else 'percent'}", differ=differ, kind="converted"
    )


def _points(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    percent = draw.randint(3, 94)
    claimed = _other(draw, percent) if differ else percent
    unit = "Prozent" if lang == "de" else "percent"
    return _pair(
        "share",
        lang,
        f"{claimed} {unit}",
        f"{percent} %" if lang == "de" else f"{percent}%",
        differ=differ,
        kind="equal",
    )


def _about(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    people = draw.randint(41, 970)
    rounded = round(people / 10) * 10
    claimed = rounded * draw.choice((2, 3)) if differ else rounded
    about = draw.choice(("rund", "etwa", "ungefähr") if lang == "de" else ("about", "roughly", "around"))
    noun = "Menschen" if lang == "de" else "people"
    return _pair("count", lang, f"{about} {claimed} {noun}", f"{people} {noun}", differ=differ, kind="range")


def _bounds(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    people = draw.randint(20, 900)
    below, above = people - draw.randint(3, 15), people + draw.randint(3, 15)
    low = draw.choice(("mehr als", "über", "mindestens") if lang == "de" else ("more than", "over", "at least"))
    high = draw.choice(("weniger als", "höchstens", "bis zu") if lang == "de" else ("fewer than", "at most", "up to"))
    upward = draw.random() < 0.5
    number = (above if upward else below) if differ else (below if upward else above)
    noun = "Menschen" if lang == "de" else "people"
    return _pair(
        "count", lang, f"{low if upward else high} {number} {noun}", f"{people} {noun}", differ=differ, kind="range"
    )


def _between(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    people = draw.randint(30, 900)
    low = people - draw.randint(2, 12) if not differ else people + draw.randint(5, 20)
    high = low + draw.randint(20, 40)
    word, joint, noun = ("zwischen", "und", "Menschen") if lang == "de" else ("between", "and", "people")
    return _pair("count", lang, f"{word} {low} {joint} {high} {noun}", f"{people} {noun}", differ=differ, kind="range")


def _equal(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    people = draw.randint(13, 4000)
    claimed = _other(draw, people) if differ else people
    noun = "Menschen" if lang == "de" else "people"
    return _pair(
        "count",
        lang,
        f"{_number(claimed, lang)} {noun}",
        f"{_number(people, lang)} {noun}",
        differ=differ,
        kind="equal",
    )


def _dates(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    day = date(2006, 1, 3) + timedelta(days=draw.randrange(4000))
    other = day + timedelta(days=draw.choice((-31, 1, 14, 40, 365))) if differ else day
    written = (
        f"am {day.day}. {MONTHS['de'][day.month - 1]} {day.year}"
        if lang == "de"
        else f"on {MONTHS['en'][day.month - 1]} {day.day}, {day.year}"
    )
    claimed = f"am {other:%d.%m.%Y}" if lang == "de" else f"on {other.day} {MONTHS['en'][other.month - 1]} {other.year}"
    return _pair("date", lang, claimed, written, differ=differ, kind="date")


def _months_of(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    day = date(2006, 1, 3) + timedelta(days=draw.randrange(4000))
    other = day + timedelta(days=draw.choice((-62, 93, 365))) if differ else day
    month = MONTHS[lang][other.month - 1]
    written = (
        f"am {day.day}. {MONTHS['de'][day.month - 1]} {day.year}"
        if lang == "de"
        else f"on {MONTHS['en'][day.month - 1]} {day.day}, {day.year}"
    )
    return _pair(
        "date", lang, f"{'im' if lang == 'de' else 'in'} {month} {other.year}", written, differ=differ, kind="date"
    )


def _terms(draw: random.Random, lang: str, *, differ: bool) -> Pair:
    years, first = draw.randint(2, 12), draw.randint(1985, 2008)
    claimed = _other(draw, years) if differ else years
    words = _WORDS[lang][claimed] if claimed <= 12 else str(claimed)
    duration = f"{words} Jahre" if lang == "de" else f"for {words} years"
    spanned = f"von {first} bis {first + years}" if lang == "de" else f"from {first} to {first + years}"
    return _pair("term", lang, duration, spanned, differ=differ, kind="date")


_MAKERS: tuple[Callable[..., Pair], ...] = (
    _in_words,
    _months,
    _metres,
    _millions,
    _tonnes,
    _shares,
    _points,
    _about,
    _bounds,
    _between,
    _equal,
    _dates,
    _months_of,
    _terms,
)
