"""What kind of answer a question asks for, and where such answers stand in a sentence: rules for German and English.

A first form: question words decide the kind, and patterns find dates, quantities and names. Pure.
"""

import re
from enum import StrEnum

from corpus.types import Span


class AnswerKind(StrEnum):
    """What a question asks for."""

    DATE = "date"
    DURATION = "duration"
    NUMBER = "number"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    OTHER = "other"


_QUESTION_WORDS: tuple[tuple[AnswerKind, str], ...] = (
    (AnswerKind.DURATION, r"\bwie lange?\b|\bhow long\b|\bwie viele (jahre|monate|wochen|tage|stunden|minuten)\b"),
    (
        AnswerKind.DATE,
        r"\bwann\b|\bwhen\b|\b(welche[mnsr]?|which|what) (jahr|tag|datum|monat|year|day|date|month)",
    ),
    (
        AnswerKind.NUMBER,
        r"\bwie ?viele?[mnr]?\b|\bwie (hoch|gro(ß|ss)|weit|teuer|schwer|alt|schnell|oft|stark|tief|breit)\b"
        r"|\bhow (many|much|high|large|big|far|old|fast|often|tall|deep|expensive)\b"
        r"|\b(was kostete?|(which|what) (number|percentage|share))\b"
        r"|\bwelche[nr]? (anteil|summe|betrag|anzahl|zahl|preis|höhe)\b",
    ),
    (AnswerKind.PERSON, r"\bwer\b|\bwen\b|\bwem\b|\bwessen\b|\bwho\b|\bwhom\b|\bwhose\b|\bwie hei(ß|ss)t\b"),
    (
        AnswerKind.PLACE,
        r"\bwo\b|\bwohin\b|\bwoher\b|\bwhere\b"
        r"|\b(welche[mnsr]?|which|what) (stadt|ort|land|staat|gegend|region|city|town|place|country)",
    ),
    (AnswerKind.REASON, r"\bwarum\b|\bweshalb\b|\bwieso\b|\bweswegen\b|\bwhy\b"),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _QUESTION_WORDS)

_MONTHS = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    "|january|february|march|may|june|july|october|december"
)
_WEEKDAYS = (
    "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_NUMBER_WORDS = (
    "ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|zwanzig"
    "|dreißig|vierzig|fünfzig|hundert|tausend|dutzend"
    "|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand"
)
_COUNT = rf"(?:\d+(?:[.,\u00a0\u202f ]\d{{3}})*(?:[.,]\d+)?|\b(?:{_NUMBER_WORDS})\b)"
_SCALE = r"(?:tausend|millionen?|milliarden?|mio\.?|mrd\.?|thousand|million|billion|m|bn)"
_UNIT = (
    r"(?:euros?|us-dollars?|dollars?|franken|pfund|cents?|prozent(?:punkte)?|per ?cent|%|€|\$|£"
    r"|(?:kilo|zenti|milli|quadrat|kubik)?met(?:er|re)n?s?|km/h|km|cm|mm|m²|hektar|hectares?|tonnen?|tons?|kilogramm|kg"
    r"|gramm|liters?|litres?|grad|degrees?|watt|megawatt|gigawatt|mw|gw|kwh|stundenkilometern?|[A-ZÄÖÜ][\wäöüß-]+|[a-z]+s)"
)
_TIME_UNIT = (
    r"(?:sekunden?|minuten?|stunden?|tage?n?s?|wochen?|monate?n?s?|jahr(?:e[ns]?|en|zehnten?|hunderten?)?"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)"
)

_PATTERNS = {
    AnswerKind.DATE: (
        rf"\b\d{{1,2}}\.\s?(?:{_MONTHS})(?:\s\d{{4}})?|\b(?:{_MONTHS})\s\d{{1,2}}(?:,\s\d{{4}})?\b"
        rf"|\b\d{{1,2}}\s(?:{_MONTHS})(?:\s\d{{4}})?\b|\b\d{{1,2}}\.\d{{1,2}}\.\d{{2,4}}\b|\b(?:{_MONTHS})(?:\s\d{{4}})?\b"
        rf"|\b(?:1[0-9]|20)\d{{2}}\b(?!\s?(?:{_SCALE}|euro|prozent|meter|dollar))|\b(?:{_WEEKDAYS})(?:abend|morgen|nachmittag)?\b"
        r"|\b(?:vor)?gestern\b|\bheute\b|\byesterday\b|\btoday\b|\b\d{1,2}[.:]\d{2}\s?(?:uhr|[ap]\.?m\.?)"
    ),
    AnswerKind.DURATION: (
        rf"{_COUNT}(?:\s(?:bis|und|to|or|oder)\s{_COUNT})?(?:einhalb)?[\s-](?:[\w]+\s)?{_TIME_UNIT}\b"
        r"|\b(?:bis|seit|until|since)\s(?:\w+\s){0,3}\d{4}\b|\blebenslang\w*|\blifelong\b"
    ),
    AnswerKind.NUMBER: rf"{_COUNT}(?:\s{_SCALE}\b)?(?:[\s-]{_UNIT})?",
    AnswerKind.PERSON: (
        r"\b[A-ZÄÖÜ][\w'’-]+(?:\s(?:von|van|de|der|zu|bin|al|[A-Z]\.|[A-ZÄÖÜ][\w'’-]+))*\s[A-ZÄÖÜ][\w'’-]+"
    ),
    AnswerKind.PLACE: (
        r"\b(?:in|im|bei|nahe|nach|aus|auf|am|an der|vor|at|near|from|to)\s"
        r"(?:(?:der|dem|den|the)\s)?([A-ZÄÖÜ][\w'’-]+(?:[\s-][A-ZÄÖÜ][\w'’-]+)*)"
    ),
    AnswerKind.REASON: (
        r"\b(?:weil|da|denn|wegen|aufgrund|infolge|deshalb|daher|nachdem|grund|gründe|um\s[^.]{3,60}\szu)\b"
        r"|\b(?:because|due to|owing|since|after|so that|in order to)\b"
    ),
}
_COMPILED = {
    kind: re.compile(pattern, re.IGNORECASE if kind not in {AnswerKind.PERSON, AnswerKind.PLACE} else 0)
    for kind, pattern in _PATTERNS.items()
}


def kind_of(question: str) -> AnswerKind:
    """Return the kind of answer a question asks for, by its question words."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return AnswerKind.OTHER


def spans_of(kind: AnswerKind, sentence: str) -> list[Span]:
    """Return where a sentence holds something of that kind, in order; nothing for OTHER."""
    pattern = _COMPILED.get(kind)
    if pattern is None:
        return []
    group = 1 if kind is AnswerKind.PLACE else 0
    return [Span(start=found.start(group), end=found.end(group)) for found in pattern.finditer(sentence)]
