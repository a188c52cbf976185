"""Reads a PDF or a Word document as one article; it is parsed in the bounded child."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from corpus.bounded import Parser, parsed_apart
from corpus.errors import SourceError
from corpus.identifiers import id_from_path
from corpus.pdf import parsed_pdf
from corpus.plaintext import shortened, title_of
from corpus.records import MAX_LINE_CHARACTERS, Located, article_from
from corpus.textfiles import MAX_FILE_BYTES
from corpus.types import Rejection
from corpus.worddocument import parsed_word_document


def read_pdf(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read one article from a PDF; see `corpus.pdf.parsed_pdf`.

    Raises:
        SourceError: if it cannot be parsed within the limits.
        OSError: if it cannot be read.
    """
    return _read(path, source, parsed_pdf)


def read_word_document(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read one article from a Word document; see `corpus.worddocument.parsed_word_document`.

    Raises:
        SourceError: if it cannot be parsed within the limits.
        OSError: if it cannot be read.
    """
    return _read(path, source, parsed_word_document)


def fetched_record(content: bytes, kind: str, name: str) -> dict[str, str | None]:
    """The record of a document that was fetched, `kind` being `pdf` or `docx`; `name` stands in for a title.

    Raises:
        SourceError: if it cannot be parsed within the limits.
    """
    with NamedTemporaryFile(suffix=f".{kind}") as file:
        file.write(content)
        file.flush()
        return _record(Path(file.name), _PARSERS[kind], name)


def _read(path: Path, source: str, parse: Parser) -> Iterator[Located | Rejection]:
    yield article_from(_record(path, parse, path.stem), source=source, default_id=id_from_path(path))


def _record(path: Path, parse: Parser, name: str) -> dict[str, str | None]:
    """The fields of the article; one without a stated title gets one as plain text does."""
    fields = parsed_apart(parse, str(path.absolute()))
    text = fields["text"] or ""
    if len(text) > MAX_FILE_BYTES:
        raise SourceError("holds more text than one article may: split it")
    return {
        **fields,
        "title": shortened(fields["title"] or title_of(text, name), MAX_LINE_CHARACTERS),
        "author": shortened(fields["author"] or "", MAX_LINE_CHARACTERS),
    }


_PARSERS: dict[str, Parser] = {"pdf": parsed_pdf, "docx": parsed_word_document}
