"""Cuts a text into blocks and sentences, as spans of the stored text.

A block is what stands between two line borders: a paragraph, a heading, a list item. A blank line is always a border;
a single newline is one unless the text is hard-wrapped there, that is, unless the next word would not have fitted.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import sentencex  # type: ignore[import-untyped]  # a compiled module without stubs

from corpus.types import Span

_LINE = re.compile(r"[^\n]+")
_FIRST_WORD = re.compile(r"\S+")
_WRAP_WIDTHS = range(40, 121)

_BEFORE_ORDINAL = re.compile(
    r"(?:^|[\s(„\"»‚'])"
    r"(?:d(?:er|ie|as|em|en|es)|a[bmn]|auf|beim?|bis|ein(?:e[mnrs]?)?|für|gegen|i[mn]|ins|nach|oder|seit|sowie|um|und"
    r"|unter|vo[mnr]|zu[mr]|zwischen|(?:dies|jed|jen|welch)e[mnrs]?|(?:mein|dein|sein|ihr|unser|eu(?:er|r)|kein)(?:e[mnrs]?)?)"
    r"\s+\d{1,2}\.$",
    re.IGNORECASE,
)
_ENDS_IN_NUMBER = re.compile(r"(?:^|[\s(])\d{1,3}\.$")
_COUNTED_NOUN = re.compile(
    r"(?:Jahrhundert|Jahrtausend|Jahrestag|Geburtstag|Lebensjahr|Todestag|Hochzeitstag|Bundesliga|Liga|Runde|Minute|Mal\b"
    r"|Bezirk|Weltkrieg|Klasse|Stock\b|Etage|Halbzeit|Spieltag|Quartal|Halbjahr|Strafsenat|Zivilsenat|Auflage|Etappe"
    r"|Januar|Jänner|Februar|März|April|Mai\b|Juni|Juli|August|September|Oktober|November|Dezember)"
)


_ABBREVIATION = re.compile(
    r"(?:^|[\s(])"
    r"(?:Abg|Abs|Aufl|Bd|Bgm|[Bb]spw|Dez|Dipl|Dkfm|[Ee]xkl|Fa|Fam|Frl|[Gg]eb|Gem|[Hh]l|Hptm|Hrsg|[Ii]nkl|Kap|Okt|Präs|Wr"
    r"|[Zz]zgl)\.$"
)
_LONGEST_TAIL = 40
_LONG_SENTENCE = 300
_MARKS_TO_BLANKS = str.maketrans(dict.fromkeys('"„“”»«›‹‚()[]', " "))
_CLOSING_MARKS = '"“”»«›‹)]'
_START = re.compile(r"\S")


def split_blocks(text: str) -> tuple[Span, ...]:
    """The blocks of a text in order, without surrounding white space: paragraphs, headings, list items."""
    return tuple(_joined_wraps(text, _lines(text)))


def split_sentences(text: str, lang: str) -> tuple[Span, ...]:
    """The sentences of a text in order, without surrounding white space; together they cover all but white space.

    Args:
        text: the stored text of an article.
        lang: ISO 639-1 code of its language; in German (`de`) an ordinal before its noun does not end a sentence.
    """
    return tuple(sentence for block in split_blocks(text) for sentence in sentences_in(text, block, lang))


def sentences_in(text: str, block: Span, lang: str) -> Iterator[Span]:
    """The sentences of one block of `text`, as spans of the whole text."""
    passage = text[block.start : block.end]
    for start, end in _repaired(passage, _ranges(passage, lang), lang):
        for first, past in _opened(passage, start, end, lang):
            yield Span(start=block.start + first, end=block.start + past)


def _ranges(passage: str, lang: str) -> Iterator[tuple[int, int]]:
    """The sentences as sentencex sees them, without surrounding white space."""
    starts = sorted({0, *(found["start_index"] for found in sentencex.get_sentence_boundaries(lang, passage))})
    for start, end in pairwise([*starts, len(passage)]):
        sentence = passage[start:end]
        if sentence.strip():
            yield start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())


def _repaired(passage: str, ranges: Iterable[tuple[int, int]], lang: str) -> Iterator[tuple[int, int]]:
    """Join what is one sentence: cut inside a word (`K.-o.-Phase`) or, in German, at an ordinal or an abbreviation."""
    pending: tuple[int, int] | None = None
    for start, end in ranges:
        if pending is None:
            pending = (start, end)
        elif _goes_on(passage, pending, start, lang):
            pending = (pending[0], end)
        else:
            yield pending
            pending = (start, end)
    if pending is not None:
        yield pending


def _goes_on(passage: str, before: tuple[int, int], start: int, lang: str) -> bool:
    gap = passage[before[1] : start]
    if "\n" in gap:
        return False
    if not gap and passage[start] == "-":
        return True
    tail = passage[max(before[0], before[1] - _LONGEST_TAIL) : before[1]]
    if lang != "de" or not tail.endswith("."):
        return False
    if _BEFORE_ORDINAL.search(tail) or _ABBREVIATION.search(tail):
        return True
    return bool(_ENDS_IN_NUMBER.search(tail) and _COUNTED_NOUN.match(passage, start))


def _opened(passage: str, start: int, end: int, lang: str) -> Iterator[tuple[int, int]]:
    """Cut a long sentence inside its quotation marks and brackets too, which sentencex never does.

    A quoted speech of ten sentences would be one, and one bracket that is never closed would swallow the rest.
    """
    if end - start <= _LONG_SENTENCE:
        yield start, end
        return
    sentence = passage[start:end]
    first = 0
    bare = sentence.translate(_MARKS_TO_BLANKS)
    for _, stop in _repaired(bare, _ranges(bare, lang), lang):
        past = stop
        while sentence[past : past + 1] and sentence[past] in _CLOSING_MARKS:
            past += 1
        following = _START.search(sentence, past)
        is_minute = sentence[stop - 2 : stop - 1].isdigit()
        if following and following.start() > past and not following.group().islower() and not is_minute:
            yield start + first, start + past
            first = following.start()
    yield start + first, end


def _lines(text: str) -> list[Span]:
    """The lines that are not blank, without surrounding white space."""
    lines = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            lines.append(Span(start=start, end=start + len(stripped)))
    return lines


def _joined_wraps(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """Join every line to the next one that only continues it."""
    widest = max((line.end - line.start for line in lines), default=0)
    if widest in _WRAP_WIDTHS:
        yield from _joined_in_scope(text, lines, widest)
        return
    for paragraph in _paragraphs(text, lines):
        yield from _joined_in_scope(text, paragraph, max(line.end - line.start for line in paragraph))


def _joined_in_scope(text: str, lines: Sequence[Span], width: int) -> Iterator[Span]:
    """Join wrapped lines where `width` characters is the longest line.

    One full line alone proves no wrapping (the longest line is always full) unless a small letter follows it.
    """
    full = [_is_full(text, line, after, width) for line, after in pairwise(lines)]
    proven = width in _WRAP_WIDTHS and sum(full) > 1
    start = lines[0].start if lines else 0
    for place, line in enumerate(lines):
        wrapped = place < len(full) and full[place] and (proven or _continues_small(text, width, lines[place + 1]))
        if not wrapped:
            yield Span(start=start, end=line.end)
            start = lines[place + 1].start if place + 1 < len(lines) else line.end


def _is_full(text: str, line: Span, after: Span, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    if _is_paragraph_border(text, line, after):
        return False
    word = _FIRST_WORD.match(text, after.start, after.end)
    return word is not None and line.end - line.start + 1 + len(word.group()) > width


def _continues_small(text: str, width: int, after: Span) -> bool:
    return width in _WRAP_WIDTHS and text[after.start].islower()


def _is_paragraph_border(text: str, line: Span, after: Span) -> bool:
    return text.count("\n", line.end, after.start) > 1


def _paragraphs(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """The runs of lines between blank lines."""
    paragraph: list[Span] = []
    for line in lines:
        if paragraph and _is_paragraph_border(text, paragraph[-1], line):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph
