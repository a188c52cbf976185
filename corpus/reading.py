"""Reads articles from files, folders, glob patterns, web addresses and standard input, one by one.

Whatever is wrong with one file or line becomes a rejection that says what to do, and the rest goes on.
"""

import glob
import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import IO, BinaryIO, cast

from corpus.addresses import Found, Web, read_address
from corpus.csvfiles import read_csv
from corpus.documents import read_pdf, read_word_document
from corpus.errors import SourceError
from corpus.guarding import shown
from corpus.jsonl import read_json, read_jsonl, read_lines
from corpus.markdown import read_markdown
from corpus.plaintext import read_plain_text
from corpus.records import Located
from corpus.types import Article, Rejection, Unchanged, Visited
from corpus.webpage import read_web_page

Reader = Callable[[Path, str], Iterator[Located | Rejection]]

READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".docx": read_word_document,
    ".htm": read_web_page,
    ".html": read_web_page,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".ndjson": read_jsonl,
    ".pdf": read_pdf,
    ".text": read_plain_text,
    ".tsv": read_csv,
    ".txt": read_plain_text,
}

STANDARD_INPUT = "-"

_STANDARD_INPUT_NAME = "standard input"
_LONGEST_NAME = 500
_ADDRESSES = ("http://", "https://")


def read_source(
    source: str, *, stdin: IO[bytes] | IO[str] | None = None, web: Web | None = None
) -> Iterator[Article | Rejection | Visited | Unchanged]:
    """Read the articles of one source; see `read_sources`."""
    return read_sources([source], stdin=stdin, web=web)


def read_sources(
    sources: Iterable[str], *, stdin: IO[bytes] | IO[str] | None = None, web: Web | None = None
) -> Iterator[Article | Rejection | Visited | Unchanged]:
    """Read the articles of several sources, streaming, in order.

    Args:
        sources: files with an ending of `READERS`; folders (read with their subfolders in order of the names; hidden
            files and other endings are passed over); glob patterns; web addresses; `-` for JSONL on standard input.
        stdin: what `-` reads.
        web: how web addresses are read; without it they are rejected.

    Yields:
        Articles, and rejections for what cannot be read. Of several articles with one id the first is kept and the
        others are rejected; a file or address reached twice is read once. Among them, for web addresses, `Visited` and
        `Unchanged` as `corpus.addresses.read_address` says.
    """
    places: dict[str, str] = {}
    for found in _read_all(sources, stdin, web):
        if not isinstance(found, Located):
            yield found
        elif (article := found.article).text and article.id in places:
            first = places[article.id]
            reason = f"has the id '{article.id}' of {first} again: only the first is kept, give each its own id"
            yield Rejection(source=found.source, line=found.line, field="id", reason=reason)
        else:
            places[article.id] = found.place
            yield article


def _read_all(sources: Iterable[str], stdin: IO[bytes] | IO[str] | None, web: Web | None) -> Iterator[Found]:
    read_already: set[str] = set()
    with ExitStack() as open_until_the_end:
        from_the_web = _web_reader(web, read_already, open_until_the_end)
        for source in sources:
            if source == STANDARD_INPUT:
                yield from _read_standard_input(stdin)
            elif source.lower().startswith(_ADDRESSES):
                yield from from_the_web(source)
            else:
                yield from _read_paths(source, read_already)


def _web_reader(web: Web | None, read_already: set[str], stack: ExitStack) -> Callable[[str], Iterator[Found]]:
    """What reads web addresses; what fetches them is made when the first one comes, and closed with the stack."""
    if web is None:
        reason = "web addresses are not read here: save the page as HTML and add the file"
        return lambda address: iter([Rejection(source=shown(address), reason=reason)])
    fetcher = cache(lambda: stack.enter_context(web.fetcher()))
    return lambda address: read_address(
        address, fetcher=fetcher(), visited=web.visited, since=web.since, read_already=read_already
    )


def _read_paths(source: str, read_already: set[str]) -> Iterator[Located | Rejection]:
    for path in _paths(source):
        if isinstance(path, Rejection):
            yield path
        elif (true_path := os.path.realpath(path)) not in read_already:
            read_already.add(true_path)
            yield from _read_file(path)


def _read_standard_input(stdin: IO[bytes] | IO[str] | None) -> Iterator[Located | Rejection]:
    if stdin is None:
        yield Rejection(source=_STANDARD_INPUT_NAME, reason="cannot be read here: name a file instead of -")
        return
    try:
        yield from read_lines(_as_bytes(stdin), _STANDARD_INPUT_NAME)
    except (SourceError, OSError) as error:
        yield Rejection(source=_STANDARD_INPUT_NAME, reason=_reason(error))


def _as_bytes(stream: IO[bytes] | IO[str]) -> BinaryIO:
    """The bytes under a text stream, so that one bad line is told from the rest."""
    if isinstance(stream, io.TextIOBase):
        buffer = getattr(stream, "buffer", None)
        return buffer or io.BytesIO(stream.read().encode("utf-8", "surrogateescape"))
    return cast(BinaryIO, stream)


def _paths(source: str) -> Iterator[Path | Rejection]:
    """The files that a source names, or why it names none."""
    try:
        Path(source).lstat()
    except (OSError, ValueError) as error:
        yield from _matches(source, error)
        return
    yield from _files_of(Path(source))


def _matches(source: str, error: OSError | ValueError) -> Iterator[Path | Rejection]:
    """The files that match a source as a pattern; a source without wildcards is a file that cannot be opened."""
    if not glob.has_magic(source) or "\0" in source:
        yield Rejection(source=_shown(source), reason=_reason(error))
        return
    matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207  (a pattern may be absolute)
    if not matches:
        yield Rejection(source=_shown(source), reason="matches no file: check the pattern and the folder you are in")
    for match in matches:
        yield from _files_of(Path(match))


def _files_of(path: Path) -> Iterator[Path | Rejection]:
    """The file itself, or the readable files of a folder."""
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except OSError as error:
        yield Rejection(source=_shown(path), reason=_reason(error))
        return
    yield from _files_under(path) if is_folder else (path,)


def _files_under(folder: Path) -> Iterator[Path | Rejection]:
    """The readable files of a folder and its subfolders in order of the names; a folder linked twice is read once."""
    failed: list[OSError] = []
    visited: set[tuple[int, int]] = set()
    _is_new(folder, visited)
    found = False
    for parent, folders, files in os.walk(folder, onerror=failed.append, followlinks=True):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and _is_new(Path(parent, name), visited)
        )
        for name in sorted(files):
            path = Path(parent, name)
            if not name.startswith(".") and path.suffix.lower() in READERS:
                found = True
                yield path
    yield from (Rejection(source=_shown(error.filename), reason=_reason(error)) for error in failed)
    if not found and not failed:
        yield Rejection(source=_shown(folder), reason=f"holds no file that can be read: {_endings()} are")


def _is_new(folder: Path, visited: set[tuple[int, int]]) -> bool:
    """Whether a folder was not walked yet: links may lead to it twice, or back up in a circle."""
    try:
        status = folder.stat()
    except OSError:
        return False
    identity = (status.st_dev, status.st_ino)
    is_new = identity not in visited
    visited.add(identity)
    return is_new


def _read_file(path: Path) -> Iterator[Located | Rejection]:
    name = _shown(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        yield Rejection(source=name, reason=f"has an ending that is not read: {_endings()} are")
        return
    try:
        if stat.S_ISREG(path.stat().st_mode):
            yield from reader(path, name)
        else:
            yield Rejection(source=name, reason="is not a regular file: give a file or a folder")
    except (SourceError, OSError) as error:
        yield Rejection(source=name, reason=_reason(error))


def _reason(error: SourceError | OSError | ValueError) -> str:
    if isinstance(error, SourceError):
        return str(error)
    if isinstance(error, FileNotFoundError):
        return "does not exist: check the name and the folder you are in"
    if isinstance(error, PermissionError):
        return "cannot be read: you lack the permission for it"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return "is no file name: check it for stray characters"


def _endings() -> str:
    return ", ".join(READERS)


def _shown(path: Path | str | bytes) -> str:
    """A path as one line that can be printed, whatever bytes its name holds."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text[:_LONGEST_NAME])
