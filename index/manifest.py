"""What an index was built with: written beside it, compared on opening.

Vectors of one model mean nothing to another, and terms of one analysis are not found by another; an index opened under
other settings would answer, badly. So it is refused, with what differs and what to do.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.errors import IndexingError, IndexMismatchError

MANIFEST_FILE = "manifest.json"
INDEX_FORMAT = "3"
_BEFORE = {"prompts": "query: |passage: "}  # of indexes whose manifest does not name them yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The settings an index depends on; two indexes are interchangeable when these are equal."""

    encoder: str
    dimension: int
    prompts: str
    chunking: str
    analysis: str
    format: str = INDEX_FORMAT

    @property
    def settings_hash(self) -> str:
        """Eight hex digits that change with any setting."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:8]


def check_manifest(folder: Path, manifest: Manifest) -> None:
    """Compare with the manifest in the folder, or write this one if there is none yet.

    Raises:
        IndexMismatchError: if the index there was built under other settings.
        IndexingError: if the file cannot be read or written.
    """
    path = folder / MANIFEST_FILE
    try:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
            return
        built = _BEFORE | dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, TypeError, ValueError) as error:
        raise IndexingError(
            f"The manifest {path} cannot be read or written: {error}.",
            hint="Make the folder writable, or rebuild the index with `belegt rebuild`.",
        ) from error
    wanted = asdict(manifest)
    different = [f"{key} {built.get(key)!r}, now {value!r}" for key, value in wanted.items() if built.get(key) != value]
    if different:
        raise IndexMismatchError(
            f"The index in {folder} was built with other settings: {'; '.join(different)}.",
            hint="Rebuild it from the stored articles with `belegt rebuild`, or go back to those settings.",
        )
