"""Tells names from other words, in German and English: the one place that knows HanTa, and Babel's names of countries.

German capitalises every noun, so that a name shows by its morphology alone: the Hanover tagger (Wartena 2019, "A
probabilistic morphology model for German lemmatization") knows a proper noun from a common one.
"""

import re
import threading
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from corpus.dates import MONTHS, WEEKDAYS
from corpus.types import Span
from index.analysis import fold, is_stop_word

if TYPE_CHECKING:
    from HanTa.HanoverTagger import HanoverTagger

_MODELS = {"de": "morphmodel_ger.pgz", "en": "morphmodel_en.pgz"}
_PROPER = frozenset(["NE", "NP0"])
_TOKEN = re.compile(r"[^\W_]+(?:[.'’](?=\w)[^\W_]+)*|[^\w\s]")
_ABBREVIATION = re.compile(r"(?:[A-ZÄÖÜ]{2,}|[A-ZÄÖÜa-zäöü]*[a-zäöü][A-ZÄÖÜ]\w*)s?")
_CALENDAR = frozenset([*WEEKDAYS, *(name.lower() for names in MONTHS.values() for name in names)])
_TITLES = frozenset(
    [
        "mayor",
        "president",
        "minister",
        "chancellor",
        "professor",
        "dr",
        "mr",
        "mrs",
        "ms",
        "sir",
        "lady",
        "lord",
        "prime",
        "governor",
        "king",
        "queen",
        "prince",
        "judge",
        "captain",
        "chief",
        "councillor",
        "senator",
        "secretary",
        "general",
        "colonel",
        "bishop",
        "pope",
        "saint",
        "director",
        "chairman",
        "chairwoman",
        "earth",
        "god",
        "internet",
    ]
)
_ENDINGS = frozenset(["s", "r", "es", "n", "en", "e", "er", "ern", "ner", "y", "n's", "'s", "’s"])
_PART = 5  # letters of a name that is part of a compound: "Hackerangriff"
_ROOT = 4  # letters that a country and its adjective share: "Türkei", "türkisch"
_ADJECTIVE = re.compile(r"(?:isch|ish|ian|ean|ese|sch)(?:e[nrsm]?)?$")
_ADJECTIVE_ENDINGS = frozenset(["s", "e", "en", "er", "es", "em", "ern"])
_TAGGING = threading.Lock()
# Countries whose adjective does not show it.
_KIN = tuple(
    frozenset(each.split())
    for each in (
        "denmark danish daenemark daenisch",
        "france french frankreich franzoesisch",
        "netherlands dutch holland niederlande niederlaendisch hollaendisch",
        "spain spanish spanien spanisch",
        "switzerland swiss schweiz schweizer",
        "wales welsh walisisch",
        "poland polish polen polnisch",
        "ireland irish irland irisch",
        "greece greek griechenland griechisch",
        "britain british grossbritannien britisch uk",
        "us usa america american amerika amerikanisch us-amerikanisch",
        "norway norwegian norwegen norwegisch",
        "saxony saxon sachsen saechsisch",
        "hungary hungarian ungarn ungarisch",
        "germany german deutschland deutsch",
        "turkey turkish tuerkei tuerkisch",
    )
)
_ELSEWHERE = (
    ("München", "Munich"),
    ("Köln", "Cologne"),
    ("Nürnberg", "Nuremberg"),
    ("Hannover", "Hanover"),
    ("Braunschweig", "Brunswick"),
    ("Bayern", "Bavaria"),
    ("Sachsen", "Saxony"),
    ("Hessen", "Hesse"),
    ("Thüringen", "Thuringia"),
    ("Wien", "Vienna"),
    ("Zürich", "Zurich"),
    ("Genf", "Geneva"),
    ("Rom", "Rome"),
    ("Mailand", "Milan"),
    ("Venedig", "Venice"),
    ("Neapel", "Naples"),
    ("Turin", "Torino"),
    ("Florenz", "Florence"),
    ("Prag", "Prague"),
    ("Warschau", "Warsaw"),
    ("Krakau", "Krakow"),
    ("Danzig", "Gdansk"),
    ("Kopenhagen", "Copenhagen"),
    ("Brüssel", "Brussels"),
    ("Antwerpen", "Antwerp"),
    ("Lissabon", "Lisbon"),
    ("Athen", "Athens"),
    ("Moskau", "Moscow"),
    ("Kiew", "Kyiv"),
    ("Kiew", "Kiev"),
    ("Bukarest", "Bucharest"),
    ("Belgrad", "Belgrade"),
    ("Peking", "Beijing"),
    ("Tokio", "Tokyo"),
    ("Teheran", "Tehran"),
    ("Bagdad", "Baghdad"),
    ("Kairo", "Cairo"),
    ("Jerusalem", "Jerusalem"),
    ("Singapur", "Singapore"),
    ("Kalifornien", "California"),
    ("Rhein", "Rhine"),
    ("Donau", "Danube"),
    ("Mosel", "Moselle"),
    ("Nordsee", "North Sea"),
    ("Ostsee", "Baltic"),
    ("Bodensee", "Lake Constance"),
    ("Alpen", "Alps"),
    ("Schwarzwald", "Black Forest"),
    ("Europa", "Europe"),
    ("Asien", "Asia"),
    ("Afrika", "Africa"),
    ("Südamerika", "South America"),
    ("Nordamerika", "North America"),
    ("EU", "EU"),
    ("UN", "UN"),
    ("UNO", "UN"),
    ("Vereinte Nationen", "United Nations"),
    ("Europäische Union", "European Union"),
    ("Bundestag", "Bundestag"),
    ("Bundesrat", "Bundesrat"),
    ("USA", "US"),
    ("Großbritannien", "Britain"),
    ("England", "England"),
    ("Schottland", "Scotland"),
)


class NameFinder:
    """Finds names; the tagger of a language is loaded when it is first needed (0.2 s), and serves all threads."""

    def names(self, text: str, lang: str) -> list[Span]:
        """Return where the words of a sentence stand that are names or parts of them."""
        tokens = tokens_of(text)
        tags = _tags(tuple(text[each.start : each.end] for each in tokens), lang)
        return [
            token
            for place, (token, tag) in enumerate(zip(tokens, tags, strict=True))
            if _is_name(text[token.start : token.end], tag, lang, opens=place == 0)
        ]


def tokens_of(text: str) -> list[Span]:
    """Return the words and marks of a text; the parts of a hyphenated word are words of their own."""
    return [Span(start=found.start(), end=found.end()) for found in _TOKEN.finditer(text)]


def stands_among(name: str, others: Collection[str], *, foreign: bool = False) -> bool:
    """Say whether a name stands among words, inflected or as its adjective; `foreign` also as another language has it.

    Words are compared folded; names that only resemble each other ("Meier", "Maier") are not the same.
    """
    folded = {fold(other).replace(".", "") for other in others}
    forms = _forms(name) if foreign else [fold(name)]
    return any(_among(form.replace(".", ""), folded) for form in forms)


def _among(name: str, others: Collection[str]) -> bool:
    return name in others or any(_inflected(*sorted((name, other), key=len)) or _kin(name, other) for other in others)


def _kin(one: str, other: str) -> bool:
    return not _families().get(one, frozenset()).isdisjoint(_families().get(other, frozenset()))


@cache
def _families() -> dict[str, frozenset[int]]:
    """Return every form of the names of countries and their adjectives to the numbers of their families."""
    found: dict[str, set[int]] = {}
    for number, kin in enumerate(_KIN):
        for form in (f"{word}{ending}" for word in kin for ending in ("", *_ADJECTIVE_ENDINGS)):
            found.setdefault(form, set()).add(number)
    return {form: frozenset(numbers) for form, numbers in found.items()}


def _inflected(shorter: str, longer: str) -> bool:
    """Say whether one word is the other inflected, a part of it as a compound, or its adjective."""
    if len(shorter) >= _PART and (longer.endswith(shorter) or longer.startswith(shorter)):
        return True
    if longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS:
        return len(shorter) >= 2
    shared = len(shorter) >= _ROOT and shorter[:_ROOT] == longer[:_ROOT]
    return shared and any(_ADJECTIVE.search(each) is not None for each in (shorter, longer))


def _forms(name: str) -> Iterator[str]:
    """Yield a name as it stands and as its words are in the other language."""
    yield fold(name)
    yield from _elsewhere().get(fold(name), ())


@cache
def _elsewhere() -> dict[str, frozenset[str]]:
    """Return the words of a name in one language to those it has in the other, folded."""
    from babel import Locale  # noqa: PLC0415  (only answers across languages need it)

    german, english = (Locale(lang).territories for lang in ("de", "en"))
    pairs = [
        *_ELSEWHERE,
        *((german[code], english[code]) for code in german if code in english and str(code).isalpha()),
    ]
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        ours, theirs = ({fold(word) for word in re.findall(r"\w+", each)} for each in (one, other))
        for word in ours:
            found.setdefault(word, set()).update(theirs)
        for word in theirs:
            found.setdefault(word, set()).update(ours)
    return {word: frozenset(others) for word, others in found.items()}


def _is_name(word: str, tag: str, lang: str, *, opens: bool) -> bool:
    if not word[0].isalpha() or fold(word) in _CALENDAR or fold(word) in _TITLES or is_stop_word(word):
        return False
    if tag in _PROPER or (len(word) > 1 and _ABBREVIATION.fullmatch(word)):
        return word[0].isupper() or tag in _PROPER
    return lang == "en" and word[0].isupper() and not opens


@lru_cache(maxsize=4_096)
def _tags(tokens: tuple[str, ...], lang: str) -> tuple[str, ...]:
    if not tokens:
        return ()
    with _TAGGING:
        return tuple(tag for _, _, tag in _tagger(lang).tag_sent(list(tokens)))


@cache
def _tagger(lang: str) -> "HanoverTagger":
    from HanTa.HanoverTagger import HanoverTagger  # noqa: PLC0415  (only a language model's sentences need it)

    return HanoverTagger(_MODELS.get(lang, _MODELS["de"]))
