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
_PART, _REST = 5, 3  # letters of a name that is part of a compound, and of what else it has: "Hackerangriff"
_DERIVED = frozenset(["an", "em", "i", "ic", "in", "is", "ns", "rn"])  # "Pakistani"; but "Johanna" is not "Johann"
# What a name is part of although the two are different places.
_APART = frozenset(
    ["nordkorea", "suedkorea", "suedsudan", "nordirland", "niedersachsen", "nigeria", "aequatorialguinea"]
)
_SHARED = 4  # letters that a country and its adjective share, "Türkei", "türkisch"; they have one root besides
_ROOT = 3  # letters
_ADJECTIVE = re.compile(r"(?:isch|ish|ian|ean|ese|sch)(?:e[nrsm]?)?$")
_JOINTS = ("", "aend", "an", "ar", "en", "ens", "es", "ian", "ien", "ies", "in", "it")  # "chin-es-isch"
_COUNTRY_ENDINGS = (
    *(
        "",
        "a",
        "al",
        "and",
        "as",
        "e",
        "ea",
        "ei",
        "en",
        "i",
        "ia",
        "ien",
        "ik",
        "ika",
        "istan",
        "land",
        "n",
        "o",
        "on",
    ),
    *("s", "stan", "y"),
)
_LONGEST_WORD = 64  # letters: the tagger takes a second for 400, and more than their square for more
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
        "scotland scottish schottland schottisch",
        "finland finnish finnland finnisch",
        "estonia estonian estland estnisch",
        "cyprus cypriot zypern zyprisch",
        "iraq iraqi irak irakisch",
        "portugal portuguese portugiesisch",
        "peru peruvian peruanisch",
        "venezuela venezuelan venezolanisch",
        "catalonia catalan katalonien katalanisch",
        "brittany breton bretagne bretonisch",
        "sardinia sardinian sardinien sardisch",
        "swabia swabian schwaben schwaebisch",
        "westphalia westphalian westfalen westfaelisch",
        "venice venetian venedig venezianisch",
        "naples neapolitan neapel neapolitanisch",
        "florence florentine florenz florentinisch",
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
    ("Hongkong", "Hong Kong"),
    ("Macau", "Macao"),
    ("Kongo", "Congo"),
    ("Bosnien", "Bosnia"),
    ("Herzegowina", "Herzegovina"),
    ("Emirate", "Emirates"),
    ("Tschechien", "Czech Republic"),
    ("Elfenbeinküste", "Ivory Coast"),
    ("Palästina", "Palestine"),
)


class NameFinder:
    """Finds names; the tagger of a language is loaded when it is first needed (0.2 s), and serves all threads."""

    def names(self, text: str, lang: str) -> list[Span]:
        """Return where the words of a sentence stand that are names or parts of them."""
        tokens = tokens_of(text)
        tags = _tags(tuple(_short(text[each.start : each.end]) for each in tokens), lang)
        opening = next((token for token in tokens if text[token.start].isalnum()), None)
        return [
            token
            for token, tag in zip(tokens, tags, strict=True)
            if _is_name(text[token.start : token.end], tag, lang, opens=token is opening)
        ]


def tokens_of(text: str) -> list[Span]:
    """Return the words and marks of a text; the parts of a hyphenated word are words of their own."""
    return [Span(start=found.start(), end=found.end()) for found in _TOKEN.finditer(text)]


def stands_among(name: str, others: Collection[str], *, foreign: bool = False) -> bool:
    """Say whether a name stands among words, inflected or as its adjective; `foreign` also as another language has it.

    Words are compared folded; names that only resemble each other ("Meier", "Maier") are not the same.
    """
    folded = {fold(other).replace(".", "") for other in others}
    forms = _forms(name) if foreign else [(fold(name),)]
    return any(all(_among(word.replace(".", ""), folded) for word in form) for form in forms)


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
    rest = len(longer) - len(shorter)
    if len(shorter) >= _PART and rest >= _REST and (longer.endswith(shorter) or longer.startswith(shorter)):
        return longer not in _APART
    if len(shorter) >= _PART and longer.startswith(shorter) and longer[len(shorter) :] in _DERIVED:
        return True
    if longer.startswith(shorter) and longer[len(shorter) :] in _ENDINGS:
        return len(shorter) >= 2
    if len(shorter) < _SHARED or shorter[:_SHARED] != longer[:_SHARED]:
        return False
    adjective = any(_ADJECTIVE.search(each) is not None for each in (shorter, longer))
    return adjective and not _roots(shorter).isdisjoint(_roots(longer))


def _roots(word: str) -> set[str]:
    """Return what may be left of the name of a country, or of its adjective, without its ending."""
    found = _ADJECTIVE.search(word)
    stem, endings = (word[: found.start()], _JOINTS) if found else (word, _COUNTRY_ENDINGS)
    roots = {stem.removesuffix(each) for each in endings}
    return {root for root in roots if len(root) >= _ROOT}


def _forms(name: str) -> Iterator[tuple[str, ...]]:
    """Yield a name as it stands, and the words of each name that it is, or is part of, in the other language."""
    yield (fold(name),)
    yield from _elsewhere().get(fold(name), ())


@cache
def _elsewhere() -> dict[str, frozenset[tuple[str, ...]]]:
    """Return each word of a name in one language to the words of that name in the other, folded; all are needed.

    "Südkorea" is "South Korea": neither word alone is enough, or it would be "South Africa" and "North Korea" too.
    """
    from babel import Locale  # noqa: PLC0415  (only answers across languages need it)

    german, english = (Locale(lang).territories for lang in ("de", "en"))
    pairs = [
        *_ELSEWHERE,
        *((german[code], english[code]) for code in german if code in english and str(code).isalpha()),
    ]
    found: dict[str, set[tuple[str, ...]]] = {}
    for one, other in pairs:
        ours, theirs = (
            tuple(fold(word) for word in re.findall(r"\w+", each) if not is_stop_word(word)) for each in (one, other)
        )
        for words, others in ((ours, theirs), (theirs, ours)):
            for word in words:
                found.setdefault(word, set()).add(others)
    return {word: frozenset(others) for word, others in found.items()}


def _is_name(word: str, tag: str, lang: str, *, opens: bool) -> bool:
    if not word[0].isalpha() or fold(word) in _CALENDAR or fold(word) in _TITLES:
        return False
    if is_stop_word(word) and not (word.isupper() and len(word) > 2):  # "WHO" and "MIT" are names
        return False
    if tag in _PROPER or (len(word) > 1 and _ABBREVIATION.fullmatch(word)):
        return word[0].isupper() or tag in _PROPER
    return lang == "en" and word[0].isupper() and not opens


def _short(word: str) -> str:
    """Return a word as the tagger can read it in time: it tells most by how a word begins and ends."""
    return word if len(word) <= _LONGEST_WORD else word[:1] + word[1 - _LONGEST_WORD :]


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
