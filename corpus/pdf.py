"""Reads a PDF: the text of its pages and what it says about itself; the one home of pypdf.

The functions are called in the bounded child, see `corpus.bounded`: a document may break pypdf, or take it minutes.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.cleaning import clean_line, clean_text
from corpus.dates import normalised
from corpus.errors import SourceError
from corpus.printedpages import flowing
from corpus.textfiles import MAX_FILE_BYTES, read_bytes

if TYPE_CHECKING:
    from pypdf import DocumentInformation, PdfReader

MAX_PDF_BYTES = 50 * 1024 * 1024
MAX_PAGES = 1_000

_STARTS_WITHIN = 1_024
_LONGEST_FACT = 4_000
_MADE_UP_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel) - .*|(?:untitled|unbenannt|dokument|document)[\s_-]?\d*"
    r"|.*\.(?:docx?|dotx?|rtf|odt|pdf|indd|qxp|tex|dvi|ps|xlsx?|pptx?|html?|pages)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:D:)?(\d{8})(?:(\d{4})(\d{2})?(Z.*|[+-]\d{2}(?:'?\d{2})?'?)?)?", re.ASCII)
_BROWSER = re.compile("mozilla|chrom|firefox|safari", re.IGNORECASE)
_OBJECT = re.compile(r"IndirectObject\((\d+)[^)]*\)")
_NO_CHARACTER = re.compile("[\ud800-\udfff]")


def parsed_pdf(path: str) -> dict[str, str | None]:
    """The fields of the article a PDF holds, named as in a record.

    `published` is the day or moment at which the PDF was made: for a press release or a printed page that is the best
    a file says about it; a page printed from a browser says only when it was printed, and gets none. The title is empty
    if the PDF states none, or only the name of the file it was made from.

    Raises:
        SourceError: if it is empty, larger than `MAX_PDF_BYTES`, no PDF, damaged or locked; has no pages, more than
            `MAX_PAGES` or no text.
        OSError: if the file cannot be read.
    """
    from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415  (0.3 s, needed only to add a PDF)

    data = read_bytes(Path(path), limit=MAX_PDF_BYTES)
    if b"%PDF-" not in data[:_STARTS_WITHIN]:
        raise SourceError("is no PDF, whatever its ending says: give it the ending of what it is")
    try:
        reader = _opened(data)
        text = flowing(list(_pages(reader)))
        facts = _facts(reader)
    except (DependencyError, NotImplementedError) as error:
        raise SourceError("is encrypted in a way that is not read here: save it without encryption") from error
    except (PyPdfError, RecursionError) as error:
        raise SourceError(f"is a damaged PDF ({_problem(error)}): print it to a new PDF, or save it as text") from error
    text = _NO_CHARACTER.sub("\ufffd", clean_text(text))
    if not any(character.isalnum() for character in text):
        raise SourceError("holds no text (scanned?): run OCR over it first")
    return {**facts, "text": text}


def _opened(data: bytes) -> "PdfReader":
    """A reader that may read the pages.

    Raises:
        SourceError: if a password is needed.
        PyPdfError: if the file is damaged.
        DependencyError: if it is encrypted with AES, which pypdf leaves to other libraries.
    """
    from pypdf import PdfReader  # noqa: PLC0415  (see above)

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError("is locked with a password: save it without one")
    return reader


def _pages(reader: "PdfReader") -> Iterator[str]:
    """The text of each page.

    Raises:
        SourceError: if there are none, too many, or they hold too much text.
        PyPdfError: if the file is damaged.
    """
    number = len(reader.pages)
    if number == 0:
        raise SourceError("has no pages: print it to a new PDF, or save it as text")
    if number > MAX_PAGES:
        raise SourceError(f"has {number:,} pages, more than {MAX_PAGES:,}: split it")
    characters = 0
    for page in reader.pages:
        text = page.extract_text()
        characters += len(text)
        if characters > MAX_FILE_BYTES:
            raise SourceError("holds more text than one article may: split it")
        yield text


def _facts(reader: "PdfReader") -> dict[str, str | None]:
    """Title, author and date as the PDF states them; what is broken counts as not stated."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415  (see above)

    try:
        information = reader.metadata
    except PyPdfError:
        information = None
    if information is None:
        return {"title": None, "author": None, "published": None}
    title = clean_line(_stated(information, "/Title"))
    printed = _BROWSER.search(_stated(information, "/Creator"))
    return {
        "title": None if _MADE_UP_TITLE.fullmatch(title) else title,
        "author": clean_line(_stated(information, "/Author")),
        "published": None if printed else _day_or_moment(_stated(information, "/CreationDate")),
    }


def _stated(information: "DocumentInformation", key: str) -> str:
    from pypdf.errors import PyPdfError  # noqa: PLC0415  (see above)

    try:
        value = information[key]
    except (PyPdfError, KeyError, ValueError):
        return ""
    return _NO_CHARACTER.sub("\ufffd", value[:_LONGEST_FACT]) if isinstance(value, str) else ""


def _day_or_moment(date: str) -> str | None:
    """A date of a PDF (ISO 32000-1, 7.9.4) as ISO 8601: a bare day, a moment, or None if it is neither.

    pypdf reads dates too, but sees a day in a year, and another one in a day that is not in the calendar.
    """
    match = _DATE.fullmatch(date.strip())
    if match is None:
        return None
    day, clock, seconds, zone = match.groups()
    iso = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    if clock:
        offset = zone.replace("'", "")[:5] if zone and zone[0] in "+-" else "+0000"
        iso += f"T{clock[:2]}:{clock[2:]}:{seconds or '00'}{offset:0<5}"
    try:
        return normalised(iso)
    except ValueError:
        return None


def _problem(error: Exception) -> str:
    message = _OBJECT.sub(r"object \1", clean_line(str(error)))
    return message[:120].rstrip(" .:") or type(error).__name__
