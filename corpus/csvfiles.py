"""Reads articles from tables (CSV, TSV): the first row names the columns, every other row is an article, streamed."""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from corpus.cleaning import clean_line
from corpus.errors import SourceError
from corpus.records import Located, article_from
from corpus.textfiles import MAX_FILE_BYTES, decode, refuse_binary
from corpus.types import Rejection

_PEEK_BYTES = 8_192
_LONGEST_HEADER = 65_536
_MOST_COLUMNS_SHOWN = 10
_DELIMITERS = ",;\t|"
_STATED_DELIMITER = re.compile(rb"(?:\xef\xbb\xbf)?\"?sep=([,;\t|])\"?\s*", re.IGNORECASE)
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::\d{2})?(?:\s*Uhr)?)?", re.ASCII)
_BAD_BYTE = re.compile("[\udc80-\udcff]")
_DATES = {"published", "updated", "embargo_until"}
_NEEDED = ("title", "text")
_NAMES = {
    "id": ("kennung",),
    "title": ("titel", "überschrift", "ueberschrift", "schlagzeile", "headline"),
    "text": ("inhalt", "volltext", "artikeltext", "content", "body"),
    "url": ("adresse", "webadresse", "link"),
    "published": ("datum", "date", "veröffentlicht", "veroeffentlicht", "erschienen"),
    "updated": ("aktualisiert", "geändert", "geaendert"),
    "author": ("autor", "autorin", "verfasser"),
    "outlet": ("medium", "quelle", "zeitung", "source"),
    "lang": ("sprache", "language"),
    "status": (),
    "embargo_until": ("sperrfrist", "embargo"),
}
_FIELDS = {name: field for field, others in _NAMES.items() for name in others} | {field: field for field in _NAMES}


def read_csv(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read a file of any size row by row; a bad row is rejected with the line it begins in, and the rest goes on.

    Columns are named as the fields in JSONL, or by one of the German or English names in `_NAMES`, in small or capital
    letters; other columns are passed over. The delimiter is the one of `,`, `;`, tabulator and `|` that makes most of
    these names in the header, or the one a first line such as `sep=;` states. Dates may be written `1.7.2025`.

    Raises:
        SourceError: if the file is empty, binary, has no columns for title and text, or no rows.
        OSError: if it cannot be read.
    """
    with path.open("rb") as stream:
        refuse_binary(stream.read(_PEEK_BYTES))
        stream.seek(0)
        yield from _read_table(stream, source)


def _read_table(stream: BinaryIO, source: str) -> Iterator[Located | Rejection]:
    lines = _Lines(stream)
    delimiter, names = _header(lines)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FILE_BYTES))  # one for the whole process: it is only widened
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    found = False
    while True:
        begin = lines.begin_row()
        try:
            cells = next(rows, None)
        except (csv.Error, SourceError) as error:
            found = True
            yield Rejection(source=source, line=begin, reason=_broken(error, begin, lines.number))
            continue
        if cells is None:
            break
        if cells:
            found = True
            yield _article(cells, names, source, begin)
    if not found:
        raise SourceError("has no row below its header: put an article in")


def _header(lines: "_Lines") -> tuple[str, list[str | None]]:
    """The delimiter, and for each column the field it holds, or None.

    Raises:
        SourceError: if there is no header that names a title and a text.
    """
    line = lines.header()
    stated = _STATED_DELIMITER.fullmatch(line)
    if stated:
        delimiters, line = stated.group(1).decode(), lines.header()
    else:
        delimiters = _DELIMITERS
    header = decode(line)
    tried = {delimiter: _columns(header, delimiter) for delimiter in delimiters}
    delimiter = max(tried, key=lambda each: (len(set(_fields(tried[each])) - {None}), len(tried[each])))
    fields = _fields(tried[delimiter])
    missing = [name for name in _NEEDED if name not in fields]
    if missing:
        shown = ", ".join(clean_line(column)[:40] or "(empty)" for column in tried[delimiter][:_MOST_COLUMNS_SHOWN])
        raise SourceError(
            f"has no column {' and no column '.join(missing)}, only {shown}: name the columns in its first row"
        )
    return delimiter, fields


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return [header]


def _fields(columns: list[str]) -> list[str | None]:
    """The field each column holds; of several for one field, the one that has its own name, else the first."""
    names = [clean_line(column).casefold().replace(" ", "_") for column in columns]
    fields = [_FIELDS.get(name) for name in names]
    own = {field: names.index(field) if field in names else fields.index(field) for field in fields if field}
    return [field if field and own[field] == place else None for place, field in enumerate(fields)]


def _article(cells: list[str], names: list[str | None], source: str, line: int) -> Located | Rejection:
    if len(cells) != len(names):
        reason = (
            f"has {len(cells)} cells under {len(names)} columns: put cells that hold a delimiter in quotation marks"
        )
        return Rejection(source=source, line=line, reason=reason)
    record = {name: cell for name, cell in zip(names, cells, strict=True) if name}
    bad = next((name for name, cell in record.items() if _BAD_BYTE.search(cell)), None)
    if bad:
        reason = "is not UTF-8: save the table in this encoding, or convert it with `iconv -f WINDOWS-1252 -t UTF-8`"
        return Rejection(source=source, line=line, field=bad, reason=reason)
    return article_from(_given(record), source=source, line=line)


def _given(record: Mapping[str, str]) -> dict[str, str]:
    """The cells that say something; a table has no other way to leave a field out."""
    return {
        name: _date(cell.strip()) if name in _DATES else cell
        for name, cell in record.items()
        if cell.strip() or name in _NEEDED
    }


def _date(cell: str) -> str:
    """A German date as ISO 8601; any other cell as it is."""
    match = _GERMAN_DATE.fullmatch(cell)
    if match is None:
        return cell
    day, month, year, hour, minute = match.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    return f"{date}T{int(hour):02}:{minute}" if hour else date


def _broken(error: Exception, begin: int, end: int) -> str:
    if isinstance(error, SourceError):
        return str(error)
    lines = f" (up to line {end})" if end > begin else ""
    return f'is broken{lines}: put a cell with line breaks in quotation marks, and write "" for one inside ({error})'


class _Lines:
    """The lines of a table as text, numbered; bytes that are not UTF-8 become half characters, to be found again."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._bytes_of_row = 0
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._read()
        if not line:
            raise StopIteration
        return line.decode("utf-8", "surrogateescape")

    def begin_row(self) -> int:
        """The number of the line that comes next."""
        self._bytes_of_row = 0
        return self.number + 1

    def header(self) -> bytes:
        """The next line that is not blank.

        Raises:
            SourceError: if there is none, or it is too long for a row of names.
        """
        while line := self._read():
            if len(line) > _LONGEST_HEADER:
                raise SourceError("begins with a very long line: name the columns in its first row")
            if line.strip(b" \t\r\n\xef\xbb\xbf"):
                return line
        raise SourceError("is empty: name the columns in its first row, and put an article below")

    def _read(self) -> bytes:
        """The next line, empty at the end.

        Raises:
            SourceError: if it makes the row too long; the line is passed over.
        """
        line = self._stream.readline(MAX_FILE_BYTES + 1)
        self.number += bool(line)
        self._bytes_of_row += len(line)
        if self._bytes_of_row <= MAX_FILE_BYTES:
            return line
        while line and not line.endswith(b"\n"):
            line = self._stream.readline(MAX_FILE_BYTES)
        reason = f"is longer than {MAX_FILE_BYTES // 1024**2} MiB: is the quotation mark missing that closes a cell?"
        raise SourceError(reason)
