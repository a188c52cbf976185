"""Reads bounded files of UTF-8 text and says what to do with those that are something else."""

import re
from pathlib import Path

from corpus.cleaning import clean_text
from corpus.errors import SourceError

MAX_FILE_BYTES = 10 * 1024 * 1024

_UTF_16_OR_32_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE_BYTES = 8_192
_MOST_CONTROL = 0.01


def read_bytes(path: Path, *, limit: int = MAX_FILE_BYTES) -> bytes:
    """The content of a file of at most `limit` bytes.

    Raises:
        SourceError: if it is empty or larger; a larger file is not read.
        OSError: if it cannot be read.
    """
    size = path.stat().st_size
    if size > limit:
        raise SourceError(f"is larger than {limit // 1024**2} MiB: split it, or give its articles as JSONL")
    data = path.read_bytes()
    if not data.strip():
        raise SourceError("is empty: remove it or put an article in")
    return data


def read_text_file(path: Path) -> str:
    """The text of a file of at most `MAX_FILE_BYTES`, cleaned.

    Raises:
        SourceError: if it is empty, too large, binary or not UTF-8.
        OSError: if it cannot be read.
    """
    text = clean_text(decode(read_bytes(path)))
    if not text.strip():
        raise SourceError("is empty: remove it or put an article in")
    return text


def decode(data: bytes) -> str:
    """UTF-8 bytes as text, without a byte order mark.

    Raises:
        SourceError: if they are binary or in another encoding; the message names the first bad byte.
    """
    refuse_binary(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"byte 0x{data[error.start]:02x} at offset {error.start}" + (f", line {line}" if line > 1 else "")
        raise SourceError(
            f"is not UTF-8 ({place}): convert it, from Windows-1252 for example with "
            "`iconv -f WINDOWS-1252 -t UTF-8 OLD > NEW`"
        ) from error


def refuse_binary(data: bytes) -> None:
    """Refuse what is no text in UTF-8 at first sight: UTF-16 or UTF-32, NUL bytes, many control characters.

    Raises:
        SourceError: saying what it is instead and what to do.
    """
    if data.startswith(_UTF_16_OR_32_MARKS):
        raise SourceError("is UTF-16 or UTF-32, not UTF-8: convert it with `iconv -f UTF-16 -t UTF-8 OLD > NEW`")
    sample = data[:_SAMPLE_BYTES]
    if b"\x00" in data or len(_CONTROL.findall(sample)) > _MOST_CONTROL * len(sample):
        raise SourceError("is binary, not text: give articles as text, Markdown, HTML or JSONL in UTF-8")
