"""Sentences changed so that they say something else, and sentences that say less: what claims are made of.

Every change is a rule with a random choice; a rule that does not fit a sentence returns None.
"""

import random
import re
from collections.abc import Sequence

NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
NAME = re.compile(r"(?:(?<=\s)|^)[A-ZÄÖÜ][\w'’-]{2,}(?: [A-ZÄÖÜ][\w'’-]{2,})*")
TRIES = 8

_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DECIMAL = re.compile(r"\d+[.,]\d+")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_LONGEST_NUMBER = 12
_YEARS_APART = (-30, -12, -5, -3, -2, -1, 1, 2, 3, 5, 8, 14)
_FACTORS = (0.1, 0.4, 0.7, 0.9, 1.2, 1.5, 2, 10)

_OPPOSITES = """
mehr weniger|steigen sinken|gestiegen gesunken|stieg sank|erhöht gesenkt|erste letzte|ersten letzten|größte kleinste
größten kleinsten|vor nach|gewann verlor|gewonnen verloren|Sieg Niederlage|zugestimmt abgelehnt|angenommen abgelehnt
begonnen beendet|begann endete|Beginn Ende|junge alte|schwere leichte|schweren leichten
starb überlebte|starben überlebten
getötet gerettet|Gegner Befürworter|gegen für|verhaftet freigelassen|festgenommen freigelassen|bestätigte dementierte
bestätigt dementiert|bestreitet bestätigt|mindestens höchstens|über unter|oberhalb unterhalb|viele wenige
meisten wenigsten|mehrere keine|nördlich südlich|Norden Süden|westlich östlich|Osten Westen|höher niedriger|hoch niedrig
früher später|erfolgreich erfolglos|öffnen schließen|eröffnet geschlossen|verbieten erlauben|verboten erlaubt
Männer Frauen|Mann Frau|Vater Sohn|Mutter Tochter|billiger teurer|besser schlechter|positiv negativ|Gewinn Verlust
Rückgang Anstieg|unverletzt verletzt|links rechts|Täter Opfer|schuldig unschuldig|verurteilt freigesprochen
kaufte verkaufte|öffentlich geheim|legal illegal|freiwillig gezwungen
more less|first last|before after|won lost|win lose|largest smallest|increased decreased|increase decrease|north south
northern southern|east west|eastern western|higher lower|high low|older younger|began ended|beginning end|many few
most least|always never|accepted rejected|with without|above below|male female|men women|best worst|better worse|old new
early late|earlier later|private public|major minor|same different|over under|success failure|support oppose
supported opposed
"""
_OPPOSITE: dict[str, str] = {}
for _pair in _OPPOSITES.replace("\n", "|").strip("|").split("|"):
    _one, _other = _pair.split()
    _OPPOSITE.setdefault(_one, _other)
    _OPPOSITE.setdefault(_other, _one)
_HAS_OPPOSITE = re.compile(rf"\b(?:{'|'.join(sorted(_OPPOSITE, key=len, reverse=True))})\b")

_NEGATIONS = (
    (re.compile(r"\bkein(e[nmrs]?)?\b"), r"ein\1"),
    (re.compile(r" nicht (?!nur|zuletzt)"), " "),
    (re.compile(r"\bniemand\b"), "jemand"),
    (re.compile(r"\bohne\b"), "mit"),
    (re.compile(r"\b(?:nie|niemals)\b"), "immer"),
    (re.compile(r"\bein(e[nmr]?)? (?=[a-zäöü]*\s?[A-ZÄÖÜ])"), r"kein\1 "),
    (
        re.compile(r" (?=[a-zäöüß]+(?:t|en)(?: (?:hat|haben|wurde|wurden|ist|sind|worden|werden|wird))?[.,]$)"),
        " nicht ",
    ),
)
_ENGLISH_NEGATION = re.compile(r"\b(?:not|never|no)\b ?")
_ENGLISH_AUXILIARY = re.compile(r"\b(?:is|was|are|were|has|have|had|can|could|will|would|should)\b")
_HEDGE = re.compile(
    r" (?:möglicherweise|vermutlich|wahrscheinlich|angeblich|offenbar|eventuell|vielleicht|voraussichtlich"
    r"|anscheinend)(?= )"
)
_HEDGES = (
    "möglicherweise",
    "vermutlich",
    "angeblich",
    "offenbar",
    "wahrscheinlich",
    "nach unbestätigten Berichten",
    "Gerüchten zufolge",
)
_FINITE = re.compile(r"\b(?:wurde|wurden|hat|haben|ist|war|sind|waren)\b ")
_BRACKETS = re.compile(r" \([^)]*\)")
_RELATIVE = re.compile(r", (?:der|die|das|dem|den|deren|dessen|welche[rs]?|wo|was)\b[^,.;:]{8,120},")
_LAST_CLAUSE = re.compile(
    r", (?:der|die|das|weil|nachdem|obwohl|während|wobei|sodass|so dass|als|da|um|ohne)\b[^,;:]{8,140}\.$"
)
_WORDS = dict(
    zip(
        ["2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"],
        ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"],
        strict=True,
    )
)
_IN_DIGITS = re.compile(r"(?<![\w.,])([2-9]|1[0-2])(?= [a-zäöüA-ZÄÖÜ])")
_IN_WORDS = re.compile(rf"\b({'|'.join(_WORDS.values())})\b(?= )")
SHORTEST = 30


def other_number(text: str, draw: random.Random) -> str | None:
    """Return a text with one of its numbers changed."""
    found = list(NUMBER.finditer(text))
    if not found:
        return None
    chosen = draw.choice(found)
    for _ in range(TRIES):
        changed = _changed(chosen.group(), draw)
        if changed not in (None, chosen.group()):
            return f"{text[: chosen.start()]}{changed}{text[chosen.end() :]}"
    return None


def _changed(number: str, draw: random.Random) -> str | None:
    digits = re.sub(r"\D", "", number)
    if _YEAR.fullmatch(number):
        return str(int(number) + draw.choice(_YEARS_APART))
    if _THOUSANDS.fullmatch(number):
        written = f"{max(1, int(int(digits) * draw.choice(_FACTORS))):,}"
        return written.replace(",", ".") if "." in number else written
    if _DECIMAL.fullmatch(number):
        written = f"{float(number.replace(',', '.')) * draw.choice((0.5, 0.8, 1.3, 2, 10)):.1f}"
        return written.replace(".", ",") if "," in number else written
    if not number.isdigit() or len(digits) > _LONGEST_NUMBER:
        return None
    value = int(number)
    return str(max(1, draw.choice((value + 1, value - 1, value * 2, value * 10, value + 5, int(value * 0.7)))))


def opposite(text: str, draw: random.Random) -> str | None:
    """Return a text with a word replaced by its opposite."""
    found = list(_HAS_OPPOSITE.finditer(text))
    if not found:
        return None
    chosen = draw.choice(found)
    return f"{text[: chosen.start()]}{_OPPOSITE[chosen.group()]}{text[chosen.end() :]}"


def negated(text: str, lang: str, draw: random.Random) -> str | None:
    """Return a text with a negation taken out or put in."""
    if lang == "de":
        for pattern, instead in _NEGATIONS:
            found = list(pattern.finditer(text))
            if found:
                chosen = draw.choice(found)
                return text[: chosen.start()] + chosen.expand(instead) + text[chosen.end() :]
        return None
    if _ENGLISH_NEGATION.search(text):
        return _ENGLISH_NEGATION.sub("", text, count=1)
    auxiliary = _ENGLISH_AUXILIARY.search(text)
    return f"{text[: auxiliary.end()]} not{text[auxiliary.end() :]}" if auxiliary else None


def other_name(text: str, names: Sequence[str], known: str, draw: random.Random) -> str | None:
    """Return a text with a name or noun replaced by one of `names` that `known`, the evidence, does not hold."""
    found = [each for each in NAME.finditer(text) if each.start() > 0]
    if not found or not names:
        return None
    chosen, instead = draw.choice(found), draw.choice(names)
    if instead in known or len(instead.split()) != len(chosen.group().split()):
        return None
    return f"{text[: chosen.start()]}{instead}{text[chosen.end() :]}"


def unhedged(text: str) -> str | None:
    """Return a text without the word that makes it a guess."""
    found = _HEDGE.search(text)
    return f"{text[: found.start()]}{text[found.end() :]}" if found else None


def hedged(text: str, draw: random.Random) -> str | None:
    """Return a text as a guess."""
    finite = _FINITE.search(text)
    return f"{text[: finite.end()]}{draw.choice(_HEDGES)} {text[finite.end() :]}" if finite else None


def shortened(text: str, draw: random.Random) -> str:
    """Return a text without a clause or brackets that it can do without, or as it is."""
    shorter = [_BRACKETS.sub("", text), _LAST_CLAUSE.sub(".", text)]
    shorter += [text[: each.start()] + text[each.end() :] for each in _RELATIVE.finditer(text)]
    fitting = [each for each in shorter if each != text and len(each) > SHORTEST]
    return draw.choice(fitting) if fitting else text


def respelled(text: str, draw: random.Random) -> str:
    """Return a German text with small numbers in words instead of digits, or the other way round."""
    if draw.random() < 0.5:
        return _IN_DIGITS.sub(lambda found: _WORDS[found.group(1)], text)
    digits = {word: number for number, word in _WORDS.items()}
    return _IN_WORDS.sub(lambda found: digits[found.group(1)], text)
