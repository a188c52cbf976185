"""Reads the marks of news agencies: by them copies of one agency's text are known for what they are.

A mark says where a text comes from: in its dateline (`Berlin (dpa) -`), in a credit after it (`(APA/dpa, 1.7.2025)`,
`Quelle: dpa`), as its author or as its outlet. A text that only speaks of an agency (`wie Reuters berichtet`) bears
none, nor does one whose picture is an agency's (`Foto: dpa`), nor a press release that went through one (`APA-OTS`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SPELLINGS = {
    "dpa": ("dpa", "DPA", "Deutsche Presse-Agentur"),
    "dpa-AFX": ("dpa-AFX", "dpa-afx", "DPA-AFX"),
    "AFP": ("AFP", "afp", "Agence France-Presse"),
    "Reuters": ("Reuters", "REUTERS", "reuters", "rtr", "Reuters Staff"),
    "AP": ("AP", "ap", "Associated Press", "The Associated Press"),
    "KNA": ("KNA", "kna", "Katholische Nachrichten-Agentur"),
    "epd": ("epd", "EPD", "Evangelischer Pressedienst"),
    "APA": ("APA", "apa", "Austria Presse Agentur"),
    "SDA": ("SDA", "sda", "Keystone-SDA", "keystone-sda", "KEYSTONE-SDA"),
    "SID": ("SID", "sid", "Sport-Informations-Dienst"),
    "ANSA": ("ANSA", "Ansa", "ansa"),
    "TASS": ("TASS", "Tass", "tass", "ITAR-TASS", "Itar-Tass"),
    "ddp": ("ddp", "DDP"),
    "dapd": ("dapd", "DAPD"),
}
_AGENCIES = {spelling: agency for agency, spellings in _SPELLINGS.items() for spelling in spellings}
_SERVICE_OF_DPA = re.compile(r"dpa-[a-z]+")
_PRESS_RELEASE = "ots"

_HEAD = 400
_TAIL = 250
_LONGEST_FIELD = 200

_SEPARATOR = re.compile(r"\s*[/,;|+&()]\s*|\s+[–-]\s+|\s+(?:und|and|sowie)\s+")
_BYLINE = re.compile(r"(?:von|by|mit|with)\s+", re.IGNORECASE)
_DATE = re.compile(r"\s*[,;–-]?\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{2,5}\W?$")
_INITIALS = re.compile(r"[a-zäöüß]{1,5}|[A-ZÄÖÜ]{2,3}")
_EDITED = "red"

_BRACKET = re.compile(r"\(([^()\n]{2,60})(?:\)|\Z)")
_NO_ARTICLE = r"(?!(?:D(?:er|ie|as|en|em)|Eine?|The|An?)\s)"
_PLACE_BEFORE = re.compile(rf"(?:^|[\n.!?–—:“”\"»])\s*{_NO_ARTICLE}(?:[A-ZÄÖÜ](?:[\w ,/'’-]|(?<=\d)\.){{1,60}})?$")
_DASH_AFTER = re.compile(r"\s*(?:[–—:]|-+\s)")
_PLACE_FIRST = re.compile(rf"(?:^|\n)\s*{_NO_ARTICLE}(?:[A-ZÄÖÜ][\w.'’/-]*(?:,?\s[\w.'’/-]+){{0,3}}\s)?$")
_SENTENCE_AFTER = re.compile(r"[.:]?\s+[A-ZÄÖÜ\d„“”\"»]")
_SENTENCE_BEFORE = re.compile(r"(?:^|[\n.!?…“”\"»)])\s*$")
_NOTHING_AFTER = re.compile(r"\s*(?:\n|$)")
_AGENCY_BEFORE = re.compile(r"(?:agentur(?:en)?|agency|dienst)\W*$", re.IGNORECASE)

_RUN = r"(?P<run>[A-Za-z-]+(?:(?:\s?[,;/+]\s?|\s(?:und|and|sowie)\s)[A-Za-z-]+)*)"
_PLACE_AND_RUN = re.compile(rf"\s*[A-ZÄÖÜ][\w .-]{{1,40}}?(?:/{_RUN}\s*(?:[.|:–—]|-\s)|\s(?P<piped>[A-Za-z/-]+)\s*\|)")
_LAST_RUN = re.compile(rf"(?:[.!?…“”\"»)]|\n)\s*(?:[/–—-]\s*)?(?:[Mm]it\s)?{_RUN}\.?\s*$")
_SOURCE = re.compile(rf"\b(?:Quellen?|Sources?)\s*:\s*{_RUN}")
_MATERIAL = re.compile(
    r"\b(?:(?:[Mm]it|[Uu]nter Verwendung von)\s(?:Agenturm|M)aterial|[Mm]it (?:Informationen|Inhalten|Meldungen)"
    r"|[Ww]ith (?:material|files|reporting|information))\s"
    rf"(?:(?:von|der|des|den|aus|from|by|(?:Nachrichten)?[Aa]gentur(?:en)?)\s)*{_RUN}"
)
_NEWS_FEED = re.compile(r"\bdpa-Newskanal|\bdpa:\d{6}-\d|\b[Bb]asisdienst der Deutschen Presse-Agentur")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """Agencies that sign at one place of a text."""

    place: int
    agencies: tuple[str, ...]


def agencies_of(text: str, author: str | None = None, outlet: str | None = None) -> tuple[str, ...]:
    """The agencies an article is marked with, each once: those of the text in its order, then of author and outlet.

    Names come in one spelling each: dpa, dpa-AFX, AFP, Reuters, AP, KNA, epd, APA, SDA, SID, ANSA, TASS, ddp, dapd. The
    services of dpa for a region or a subject (`dpa/lnw`, `dpa-infocom`) are dpa. Empty where nothing is marked.
    """
    marks = sorted((*_bracketed(text), *_at_head(text), *_at_tail(text)), key=lambda mark: mark.place)
    found = [agency for mark in marks for agency in mark.agencies]
    return tuple(dict.fromkeys((*found, *_signed(author), *_signed(outlet))))


def _signed(field: str | None) -> tuple[str, ...]:
    return _named(_parts(field[:_LONGEST_FIELD])) if field else ()


def _parts(credit: str) -> list[str]:
    """`von dpa/AFP (Berlin)` as `dpa`, `AFP`, `Berlin`."""
    parts = (_BYLINE.sub("", part.strip(), count=1) for part in _SEPARATOR.split(credit))
    return [part.strip(" .") for part in parts if part.strip(" .")]


def _named(parts: Sequence[str]) -> tuple[str, ...]:
    """The agencies among the parts of a credit; none in one for a press release."""
    if any(part.lower() == _PRESS_RELEASE for part in parts):
        return ()
    known = (_AGENCIES.get(part) or ("dpa" if _SERVICE_OF_DPA.fullmatch(part) else None) for part in parts)
    return tuple(agency for agency in known if agency)


def _only_named(parts: Sequence[str]) -> tuple[str, ...]:
    """The agencies of a credit that names nobody but agencies and, by their initials, journalists and outlets."""
    strangers = [part for part in parts if not _named([part]) and not _INITIALS.fullmatch(part)]
    return () if strangers else _named(parts)


def _bracketed(text: str) -> Iterator[_Mark]:
    """Credits in brackets: anywhere with a date or the editors' `red`, else as a dateline or at the end of a block."""
    for match in _BRACKET.finditer(text):
        dated = _DATE.search(match[1])
        parts = _parts(match[1][: dated.start()] if dated else match[1])
        agencies = _only_named(parts)
        if agencies and (dated or _EDITED in parts or _is_dateline(text, match) or _is_last(text, match)):
            yield _Mark(place=match.start(), agencies=agencies)


def _is_dateline(text: str, bracket: re.Match[str]) -> bool:
    """Whether place and bracket open a sentence with a dash (`Berlin (dpa) -`) or a block (`Bonn (KNA) Die …`)."""
    if bracket.start() > _HEAD:
        return False
    before = text[: bracket.start()]
    dashed = _DASH_AFTER.match(text, bracket.end()) and _PLACE_BEFORE.search(before)
    plain = _SENTENCE_AFTER.match(text, bracket.end()) and _PLACE_FIRST.search(before)
    return bool(dashed or plain) and not _names_agency(before)


def _is_last(text: str, bracket: re.Match[str]) -> bool:
    """Whether a block ends with the bracket, which stands outside its last sentence or ends the whole text."""
    if not _NOTHING_AFTER.match(text, bracket.end()):
        return False
    before = text[max(0, bracket.start() - _HEAD) : bracket.start()]
    is_end = not text[bracket.end() :].strip() and not _names_agency(before)
    return is_end or bool(_SENTENCE_BEFORE.search(before))


def _names_agency(before: str) -> bool:
    """Whether a bracket after this only abbreviates a name: `die Deutsche Presse-Agentur (dpa)`."""
    return bool(_AGENCY_BEFORE.search(before))


def _at_head(text: str) -> Iterator[_Mark]:
    """Datelines without brackets: `BERLIN/dpa -`, `BERLIN dpa |`."""
    match = _PLACE_AND_RUN.match(text[:_HEAD])
    if match:
        yield _Mark(place=match.start(), agencies=_only_named(_parts(match["run"] or match["piped"])))


def _at_tail(text: str) -> Iterator[_Mark]:
    """Credits without brackets after the text: `dpa/AFP`, `Quelle: dpa`, `mit Material von dpa`, `dpa:250701-…`."""
    start = max(0, len(text) - _TAIL)
    tail = text[start:]
    last = _LAST_RUN.search(tail)
    if last:
        yield _Mark(place=start + last.start(), agencies=_only_named(_parts(last["run"])))
    for pattern in (_SOURCE, _MATERIAL):
        for match in pattern.finditer(tail):
            yield _Mark(place=start + match.start(), agencies=_named(_parts(match["run"])))
    feed = _NEWS_FEED.search(tail)
    if feed:
        yield _Mark(place=start + feed.start(), agencies=("dpa",))
