"""Reads articles as JSON: one object a line (JSONL, streamed), or a file with one object or a list of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from corpus.errors import SourceError
from corpus.records import Located, article_from
from corpus.textfiles import MAX_FILE_BYTES, decode, read_bytes, refuse_binary
from corpus.types import Rejection

MAX_JSON_BYTES = 64 * 1024 * 1024

_PEEK_BYTES = 8_192


def read_jsonl(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read a file of any size line by line.

    Raises:
        SourceError: if the file is empty or binary.
        OSError: if it cannot be read.
    """
    with path.open("rb") as stream:
        refuse_binary(stream.read(_PEEK_BYTES))
        stream.seek(0)
        yield from read_lines(stream, source)


def read_lines(stream: BinaryIO, source: str) -> Iterator[Located | Rejection]:
    """Read one JSON object a line; blank lines are skipped, a bad line is rejected and the rest goes on.

    Raises:
        SourceError: if there is no line at all.
    """
    number = 0
    found = False
    while line := stream.readline(MAX_FILE_BYTES + 1):
        number += 1
        if len(line) > MAX_FILE_BYTES:
            _skip_rest(stream, line)
            found = True
            reason = f"is longer than {MAX_FILE_BYTES // 1024**2} MiB: shorten or split this article"
            yield Rejection(source=source, line=number, reason=reason)
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            found = True
            yield _read_line(line, source, number)
    if not found:
        raise SourceError("is empty: give one JSON object a line")


def read_json(path: Path, source: str) -> Iterator[Located | Rejection]:
    """Read a file that holds one object or a list of objects.

    Raises:
        SourceError: if the file is empty, too large, binary, not UTF-8 or not JSON.
        OSError: if it cannot be read.
    """
    content = _parse(decode(read_bytes(path, limit=MAX_JSON_BYTES)))
    if not isinstance(content, list):
        yield article_from(content, source=source)
        return
    if not content:
        raise SourceError("holds an empty list: put articles in")
    for number, record in enumerate(content, start=1):
        yield article_from(record, source=f"{source}, record {number}")


def _read_line(line: bytes, source: str, number: int) -> Located | Rejection:
    try:
        record = _parse(decode(line))
    except SourceError as error:
        return Rejection(source=source, line=number, reason=str(error))
    return article_from(record, source=source, line=number)


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise SourceError(f"is not valid JSON ({error.msg}, {place}): write one object with title and text") from error
    except RecursionError as error:
        raise SourceError("is nested too deeply: an article is a flat object of fields") from error
    except ValueError as error:
        raise SourceError("holds a number of too many digits: write it as text in quotation marks") from error


def _skip_rest(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_FILE_BYTES)
