"""Pure rules that make flowing text of printed pages: paragraphs without line breaks, divided words and running heads.

Pages know lines only. Where a paragraph ends is guessed from their lengths: a line into which the first word of the
next one would have fitted was ended on purpose.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_REPLACED = str.maketrans({**_LIGATURES, "\u00a0": " ", "\u2010": "-", "\u2011": "-"})
_SOFT_HYPHEN = "\u00ad"
_DIVIDED = re.compile(r"[^\W_]-$")
_SHORT_FORM = re.compile(r"(?:[A-ZÄÖÜ]{2,}|\d)-$")
_JOINS_WORD_PARTS = re.compile(r"(?:und|oder|bzw|beziehungsweise|sowie|bis|and|or|to)\b")
_ITEM = re.compile(r"[•‣▪◦●■–—*-]\s")
_NUMBERED = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s")
_LEADERS = re.compile(r"(?:\. ?){4,}\w*$")
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"”“»«’'›‹)\]]*$")
_NUMBER = re.compile(r"\d+")

_LONGEST_END = 200
_EDGE_LINES = 2
_FEWEST_PAGES = 3
_MOST_NUMBERS = 3
_RUNS_ON = 0.4
_USUAL_RANK = 0.6
_SURELY_FITS = 0.8
_FITS_AFTER_SENTENCE = 0.92


def flowing(pages: Sequence[str]) -> str:
    """The text of pages, a line break in them for each printed line, as paragraphs set apart by blank lines.

    A word divided at the end of a line is joined: `Unter-` and `nehmen` make `Unternehmen`, but `Nord-` and `Süd`,
    `EU-` and `weit` keep the hyphen, and `Ein-` and `und` stay two words. Lines that run along at the top or bottom of
    most pages, and page numbers, are left out.
    """
    kept = without_running_lines([_lines(page) for page in pages])
    return _paragraphs([line for page in kept for line in page])


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The lines of each page without those that stand, but for their numbers, at the edges of many pages."""
    seen = Counter(key for page in pages for key in {_key(page[place]) for place in _edges(page)})
    fewest = max(_FEWEST_PAGES, _RUNS_ON * len(pages))
    running = {key for key, count in seen.items() if count >= fewest}
    return [_trimmed(page, running) for page in pages]


def _lines(page: str) -> list[str]:
    """The lines of a page; blank ones in between mark paragraphs."""
    lines = [" ".join(line.split()) for line in page.translate(_REPLACED).split("\n")]
    filled = [place for place, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _edges(page: Sequence[str]) -> list[int]:
    """The places of the first and last lines that are not blank."""
    filled = [place for place, line in enumerate(page) if line]
    return filled if len(filled) <= 2 * _EDGE_LINES else filled[:_EDGE_LINES] + filled[-_EDGE_LINES:]


def _key(line: str) -> str:
    """What two running lines have in common: all but a page number or date. Rows of figures are never alike."""
    numbers = _NUMBER.findall(line)
    return line if len(numbers) > _MOST_NUMBERS else _NUMBER.sub("#", line).casefold()


def _trimmed(page: Sequence[str], running: set[str]) -> list[str]:
    dropped = {place for place in _edges(page) if _key(page[place]) in running}
    return [line for place, line in enumerate(page) if place not in dropped]


def _paragraphs(lines: Sequence[str]) -> str:
    width = _usual_width(lines)
    parts: list[str] = []
    last = ""
    after_blank = False
    for line in lines:
        if line and last:
            parts[-1:] = _joined(last, line, width, after_blank=after_blank)
        elif line:
            parts.append(line)
        last, after_blank = (line, False) if line else (last, True)
    return "".join(parts).replace(_SOFT_HYPHEN, "")


def _usual_width(lines: Iterable[str]) -> int:
    """How long a full line is; a rank not far above the middle, so that small print does not decide."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(_USUAL_RANK * len(lengths))] if lengths else 0


def _joined(line: str, following: str, width: int, *, after_blank: bool) -> tuple[str, str, str]:
    """A line, what stands between it and the next one, and that one."""
    if line.endswith(_SOFT_HYPHEN):
        return line, "", following
    if _DIVIDED.search(line) and not after_blank:
        return _undivided(line, following)
    return line, _space_between(line, following, width, after_blank=after_blank), following


def _undivided(line: str, following: str) -> tuple[str, str, str]:
    if _JOINS_WORD_PARTS.match(following):
        return line, " ", following
    if following[0].islower() and not _SHORT_FORM.search(line):
        return line[:-1], "", following
    return line, "", following


def _space_between(line: str, following: str, width: int, *, after_blank: bool) -> str:
    end = line[-_LONGEST_END:]
    if _ITEM.match(following) or _LEADERS.search(end):
        return "\n"
    if following[0].islower():
        return " "
    ends_sentence = _ENDS_SENTENCE.search(end) is not None
    needed = len(line) + 1 + len(following.split(" ", 1)[0])
    if after_blank or needed <= (_FITS_AFTER_SENTENCE if ends_sentence else _SURELY_FITS) * width:
        return "\n\n"
    return "\n" if ends_sentence and _NUMBERED.match(following) else " "
