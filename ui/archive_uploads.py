"""Takes over the files that a browser has sent: under their own names, in a folder that is gone when they are read.

What a browser says of a file is not trusted: where it lies must be where uploads lie, its name is only ever a name.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from ui.archive_types import Trouble

ENDINGS = (
    ".csv",
    ".docx",
    ".htm",
    ".html",
    ".json",
    ".jsonl",
    ".markdown",
    ".md",
    ".ndjson",
    ".pdf",
    ".text",
    ".tsv",
    ".txt",
)
MOST_FILES = 50
MEGABYTES = 20
_MOST_BYTES = MEGABYTES * 1024**2
_LONGEST_STEM = 60
_UNNAMED = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was sent: its name, and where it lies now or why it is not read."""

    name: str
    path: Path | None = None
    trouble: Trouble | None = None


@contextmanager
def taken_over(files: object, sent_to: Path) -> Iterator[list[Upload]]:
    """Move files that were sent to `sent_to` into a folder of their own; at the end nothing is left of them.

    `files` is what the browser says of them: `name` and `path`, or a `trouble` for one that it has not sent.
    """
    named = [each for each in files if isinstance(each, Mapping)] if isinstance(files, Sequence) else []
    with TemporaryDirectory(prefix="belegt-") as folder:
        uploads = [_taken_over(each, n, sent_to.resolve(), Path(folder)) for n, each in enumerate(named)]
        yield [upload for upload in uploads if upload is not None]


def own_name(name: object) -> str:
    """The name of a file without folders and invisible characters; a question mark for none."""
    last = PurePosixPath(str(name or "").replace("\\", "/")).name
    path = PurePosixPath("".join(character for character in last if character.isprintable()).strip(". "))
    return f"{path.stem[:_LONGEST_STEM].strip()}{path.suffix[:_LONGEST_STEM]}" or _UNNAMED


def _taken_over(told: Mapping[str, object], n: int, sent_to: Path, folder: Path) -> Upload | None:
    name = own_name(told.get("name"))
    sent = _sent(told.get("path"), sent_to)
    if told.get("trouble") in list(Trouble):
        return _refused(name, Trouble(str(told["trouble"])), sent)
    if n >= MOST_FILES:
        return _refused(name, Trouble.TOO_MANY, sent)
    if sent is None:
        return Upload(name=name, trouble=Trouble.LOST)
    if PurePosixPath(name).suffix.lower() not in ENDINGS:
        return _refused(name, Trouble.WRONG_TYPE, sent)
    if sent.stat().st_size > _MOST_BYTES:
        return _refused(name, Trouble.TOO_LARGE, sent)
    own = folder / str(n) / name
    own.parent.mkdir()
    shutil.move(sent, own)
    _forget(sent)
    return Upload(name=name, path=own)


def _sent(path: object, sent_to: Path) -> Path | None:
    """The file that a browser names, if it was sent: it lies in a folder of its own in that of the uploads."""
    if not isinstance(path, str) or "\0" in path:
        return None
    file = Path(path)
    is_sent = file.parent.parent == sent_to and ".." not in file.parts
    return file if is_sent and file.is_file() and not file.is_symlink() else None


def _refused(name: str, trouble: Trouble, sent: Path | None) -> Upload:
    if sent is not None:
        _forget(sent)
    return Upload(name=name, trouble=trouble)


def _forget(sent: Path) -> None:
    """Delete a file that was sent, and its folder if nothing else lies in it."""
    sent.unlink(missing_ok=True)
    with suppress(OSError):
        sent.parent.rmdir()
