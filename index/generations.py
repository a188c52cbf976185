"""The folders of an index: one that is in use, and while it is rebuilt another that is to follow it.

A small file names the one in use and is replaced at once, so that every process sees the old index or the new one, and
a rebuild that is killed leaves the old one in use.
"""

import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

from corpus.errors import IndexingError

POINTER = "current"

_NAME = re.compile(r"g(\d+)")


class Generations:
    """The generations under one folder, each a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Keep the place; nothing is read or written yet."""
        self._folder = folder
        self._pointer = folder / POINTER

    def present(self) -> Path:
        """Return the folder of the generation in use, the first one if there is none yet.

        A pointer that a power cut has emptied counts as one to the newest.

        Raises:
            IndexingError: if it cannot be read.
        """
        try:
            name = self._pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return self._folder / "g1"
        except OSError as error:
            raise _failure(self._pointer, error) from error
        except UnicodeDecodeError:
            name = ""
        return self._folder / (name if _NAME.fullmatch(name) else f"g{self._newest() or 1}")

    def begin(self) -> Path:
        """Return a folder, new and empty, for the generation that is to follow; what killed rebuilds left is deleted.

        Raises:
            IndexingError: if it cannot be made.
        """
        number = self._newest() + 1
        with suppress(IndexingError):
            self.tidy()
        folder = self._folder / f"g{number}"
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise _failure(folder, error) from error
        return folder

    def tidy(self) -> None:
        """Delete everything but the generation in use."""
        in_use = self.present()
        self.discard(*(each for each in self._all() if each != in_use))

    def install(self, folder: Path) -> None:
        """Put a generation in use.

        Raises:
            IndexingError: if that cannot be written.
        """
        written = self._pointer.with_suffix(".new")
        try:
            with written.open("w", encoding="utf-8") as file:
                file.write(folder.name + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(written, self._pointer)  # noqa: PTH105  (the atomic one)
        except OSError as error:
            raise _failure(self._pointer, error) from error

    def discard(self, *folders: Path) -> None:
        """Delete generations, as far as that is possible."""
        for folder in folders:
            if folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)
            else:
                folder.unlink(missing_ok=True)

    def _newest(self) -> int:
        """Return the number of the newest generation, 0 if there is none."""
        return max((int(found.group(1)) for each in self._all() if (found := _NAME.fullmatch(each.name))), default=0)

    def _all(self) -> list[Path]:
        return [each for each in self._folder.glob("*") if each.name != POINTER]


def _failure(path: Path, error: Exception) -> IndexingError:
    return IndexingError(
        f"The index cannot be used: {path}: {error}.",
        hint="Make its folder writable, or make it anew with `belegt rebuild`.",
    )
