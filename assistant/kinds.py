"""What kind of answer a question asks for, and where such answers stand in a sentence: rules for German and English.

Question words decide the kind, and patterns find dates, quantities, names and reasons. Every repetition in them is
bounded or atomic, so that no sentence takes long. Pure.
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
    MANNER = "manner"
    LIST = "list"
    DEFINITION = "definition"
    YES_NO = "yes_no"
    SUMMARY = "summary"
    COUNT = "count"
    OTHER = "other"


def _any_of(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_START = r"(?:^\W*|: )"  # of the question, or of what a follow-up asks after its subject
_ARTICLES = r"(?:artikel|meldungen|berichte|beiträge|nachrichten|texte)"
_STORIES = r"(?:articles|reports|stories)"
_QUESTION_WORDS: tuple[tuple[AnswerKind, str], ...] = (
    (
        AnswerKind.COUNT,
        rf"\bwie viele {_ARTICLES}\b.*\b(?:archiv|erschienen|veröffentlicht|seit|über|zu[mr]?|gibt es)\b"
        rf"|\bhow many {_STORIES}\b.*\b(?:archive|published|appeared|since|about|on|are there)\b",
    ),
    (
        AnswerKind.SUMMARY,
        rf"{_START}(?:was (?:ist|war)(?: (?:genau|alles|da|denn|dort))*(?: \w+){{0,6}} (?:passiert|geschehen|los)\b"
        r"|was (?:geschah|passierte|ereignete sich)\b|worum (?:geht|ging) es\b|fass\w* .*zusammen"
        r"|(?:gib|gebt) .*überblick|was ist (?:über|zu[mr]?) .*bekannt|what (?:has )?happened\b|summari[sz]e\b"
        r"|what is known about\b)",
    ),
    (
        AnswerKind.LIST,
        rf"{_START}(?:nenne|zähle|liste|list|name (?:all|the|two|three|four))\b"
        r"|\b(?:welche[rsn]?|which|what) (?:beiden|zwei|drei|vier|fünf|sechs|sieben|two|three|four|five|six|seven|\d+) "
        r"|\bwer alles\b|\bwelche .* alle\b",
    ),
    (
        AnswerKind.YES_NO,
        rf"{_START}(?:ist|sind|war|waren|hat|haben|hatten?|wird|werden|wurden?|kann|können|konnten?|darf|dürfen|muss"
        r"|müssen|gibt es|gab es|soll|sollen|stimmt|kommt|is|are|were|did|does|do|has|have|had|will|can|could"
        r"|should|was (?:the|he|she|it|there|this|that|an?))\b",
    ),
    (
        AnswerKind.DURATION,
        r"\b(wie lange?|how long)\b|\bwie viele (jahre|monate|wochen|tage|stunden|minuten)\b"
        r"|\bhow many (years|months|weeks|days|hours|minutes)\b",
    ),
    (
        AnswerKind.DATE,
        r"\b(wann|when)\b|\b(welche[mnsr]?|which|what) (jahr|tag|datum|monat|year|day|date|month)"
        r"|\bum wie ?viel uhr\b|\bwhat time\b",
    ),
    (
        AnswerKind.NUMBER,
        r"\bwie ?viele?[mnr]?\b|\bwie (hoch|gro(ß|ss)|weit|teuer|schwer|alt|schnell|oft|stark|tief|breit)\b"
        r"|\bhow (many|much|high|large|big|far|old|fast|often|tall|deep|expensive)\b"
        r"|\b(was kostete?|(which|what) (number|percentage|share))\b"
        r"|\bwelche[nr]? (anteil|summe|betrag|anzahl|zahl|preis|höhe)\b",
    ),
    (AnswerKind.PERSON, r"\b(wer|wen|wem|wessen|who|whom|whose)\b|\bwie (hei(ß|ss)t|hie(ß|ss))\b"),
    (
        AnswerKind.PLACE,
        r"\b(wo|wohin|woher|where)\b"
        r"|\b(welche[mnsr]?|which|what) (stadt|ort|land|staat|gegend|region|city|town|place|country)",
    ),
    (
        AnswerKind.REASON,
        r"\b(warum|weshalb|wieso|weswegen|why)\b|\baus welche[mn] gr[uü]nd|\bwhat (is|was) the reason\b",
    ),
    (
        AnswerKind.MANNER,
        rf"\bauf welche (?:weise|art)\b|\bauf welchem weg\b|{_START}(?:und )?(?:wie (?!hei|hie)|how\b)|\bwodurch\b"
        r"|\bwomit\b",
    ),
    (
        AnswerKind.DEFINITION,
        rf"{_START}(?:was (?:ist|sind|war|waren|bedeutet|versteht man|bezeichnet)"
        r"|what (?:is|are|was|were|does .* mean))\b"
        r"|\bbezeichnet man\b|\bwas für ein",
    ),
)
_ASKS_FOR_DAY = re.compile(
    r"\b(?:wann|when|welche[mnsr]? (?:tag|datum)|(?:which|what) (?:day|date))\b",
    re.IGNORECASE,
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _QUESTION_WORDS)

_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĐŁŚŠŽ]"
_CAPITALISED = rf"(?<![\w'’-])(?-i:{_CAPITAL})[\w'’-]{{1,40}}"

_MONTH = (
    "(?-i:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    "|January|February|March|May|June|July|October|December)"
)
_WEEKDAY = (
    "(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_NUMBER_WORD = (
    "(?:zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn"
    "|neunzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend|dutzend"
    "|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
)
_DIGITS = r"(?<![\w.,:-])(?>\d{1,3}(?:[.,\u00a0\u202f ]\d{3}){1,4}(?!\d)|\d+)(?:[.,]\d+)?"
_COUNT = rf"(?:{_DIGITS}|\b{_NUMBER_WORD}\b)"
_SCALE = r"(?:tausend|millionen?|milliarden?|mio\.?|mrd\.?|thousand|million|billion|m|bn)(?!\w)"
_SMALL_UNIT = (
    r"(?:mal|times|euros?|(?:us-)?dollars?|pounds?|cents?|prozent|per ?cent|people|met(?:er|re)s?|miles?|feet|acres?"
    r"|hectares?|tonn?e?s|lit(?:er|re)s?|degrees?|km/h|km|cm|mm|m²|kg|mw|gw|kwh)(?!\w)"
)
_TIME_UNIT = (
    r"(?:sekunden?|minuten?|stunden?|tage?n?s?|wochen?|monate?n?s?|jahr(?:e[ns]?|en|zehnten?|hunderten?)?"
    r"|seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?)\b"
)
_LENGTH = rf"(?:{_COUNT}|\b(?:(?:{_NUMBER_WORD}|ein)(?:ein)?halb|anderthalb|ein(?:e[mnrs]?)?|an?)\b)"

_NO_DATE = rf"(?!\s?(?:[%€$£]|[.,]\d|{_SCALE}|{_SMALL_UNIT}))"
_NO_PLACE = rf"(?!(?i:{_WEEKDAY}|{_MONTH}|jahre?s?|ende|anfang|mitte|rahmen|januar|zuge|vergleich)\b)"
_NO_NAME = (
    r"(?!(?:Der|Die|Das|Dem|Den|Des|Ein|Eine[mnrs]?|Im|In|Am|An|Auf|Aus|Bei|Mit|Nach|Von|Vom|Vor|Zu[mr]?|Für|Um|Und"
    r"|Auch|Alle|Einige|Viele|Laut|Als|Seit|Trotz|The|A|At|By|For|From|On|After|Before|When)\b)"
)

_DATES = (
    r"\b\d{4}-\d{2}-\d{2}\b",
    rf"\b\d{{1,2}}\.?\s?{_MONTH}\b(?:\s\d{{4}}\b)?",
    rf"\b{_MONTH}\s\d{{1,2}}\b(?:,\s\d{{4}}\b)?",
    rf"\b{_MONTH}\b(?:\s\d{{4}}\b)?",
    r"\b\d{1,2}\.\d{1,2}\.\d{2,4}\b",
    r"\b\d{1,2}(?:[.:]\d{2})?\s?(?:uhr\b|[ap]\.m\.|pm\b)|\b\d{1,2}:\d{2}\s?am\b",
    rf"(?<![\w.,])(?:1[0-9]|20)\d{{2}}(?:er[\s-]jahren?|s)?\b{_NO_DATE}",
    rf"\b{_WEEKDAY}(?:abend|morgen|nachmittag)?\b",
    r"\b(?:(?:vor)?gestern|heute|yesterday|today)\b",
)
_DURATIONS = (
    rf"{_LENGTH}(?:\s(?:bis|und|to|or|oder)\s{_COUNT}|\sand\sa\shalf)?[\s-](?:\w{{1,40}}\s)?{_TIME_UNIT}",
    r"\b(?:von|from)\s\d{4}\s(?:bis|to|until)\s\d{4}\b",
    r"\b(?:bis|seit|until|since)\s(?:\w{1,40}\s){0,3}\d{4}\b",
    r"\b(?:lebenslang\w{0,4}|lifelong)\b",
)
_NUMBERS = (
    r"\b(?:ein|zwei|drei|vier)\s(?:drittel|viertel|fünftel)\b",
    rf"(?:[$€£]\s?)?{_COUNT}(?:\s(?:bis|to)\s{_COUNT})?(?:\s{_SCALE})?"
    rf"(?:\s?[%€$£]|[\s-](?:{_SMALL_UNIT}|{_CAPITALISED}))?",
)
_PLACES = (
    r"\b(?i:in|im|bei|nahe|nach|aus|auf|am|an|vor|über|zum|zur|at|near|from|to)\s(?:(?:der|dem|den|die|the)\s)?"
    rf"({_NO_PLACE}{_CAPITALISED}(?:\s{_CAPITALISED}){{0,3}})",
)
_PERSONS = (
    rf"\b{_NO_NAME}(?:{_CAPITAL}\.\s?){{0,2}}{_CAPITALISED}"
    rf"(?:\s(?:von|van|de|der|zu|bin|al|{_CAPITAL}\.|{_CAPITALISED})){{0,4}}\s{_CAPITALISED}",
    rf"\b(?:{_CAPITAL}\.\s?){{1,2}}{_CAPITALISED}",
)
_REASONS = (
    r"\b(?:weil|da|denn|wegen|aufgrund|infolge|deshalb|daher|nachdem|grund|gründe|um\s[^.]{3,60}\szu)\b",
    r"\b(?:because|due to|owing|since|after|so that|in order to)\b",
)
_SPANS = {
    AnswerKind.DATE: re.compile(_any_of(*_DATES), re.IGNORECASE),
    AnswerKind.DURATION: re.compile(_any_of(*_DURATIONS), re.IGNORECASE),
    AnswerKind.NUMBER: re.compile(_any_of(*_NUMBERS), re.IGNORECASE),
    AnswerKind.PERSON: re.compile(_any_of(*_PERSONS)),
    AnswerKind.PLACE: re.compile(_any_of(*_PLACES)),
    AnswerKind.REASON: re.compile(_any_of(*_REASONS), re.IGNORECASE),
}
FOUND_BY_PATTERN = frozenset(_SPANS)


def kind_of(question: str) -> AnswerKind:
    """Return the kind of answer a question asks for, by its question words."""
    for kind, pattern in _KINDS:
        if pattern.search(question):
            return kind
    return AnswerKind.OTHER


def asks_for_day(question: str) -> bool:
    """Say whether a day of the calendar answers a question: not a year alone, nor a time of day."""
    return _ASKS_FOR_DAY.search(question) is not None


def spans_of(kind: AnswerKind, sentence: str) -> list[Span]:
    """Return where a sentence holds something of that kind, in order; nothing for OTHER. A date is no number."""
    pattern = _SPANS.get(kind)
    if pattern is None:
        return []
    group = 1 if kind is AnswerKind.PLACE else 0
    spans = [Span(start=found.start(group), end=found.end(group)) for found in pattern.finditer(sentence)]
    if kind is not AnswerKind.NUMBER:
        return spans
    dates = spans_of(AnswerKind.DATE, sentence)
    return [span for span in spans if not any(_within(span, date) for date in dates)]


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
