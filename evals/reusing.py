"""What an earlier run left: the same version of belegt goes on with it on the same cases, else it is dropped."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from corpus.errors import UsageError

GATE_FOLDER = "gate"
PACKAGES = ("assistant", "corpus", "evals", "index")  # what answers, verdicts and scores depend on
_DEPENDED_ON = (".json", ".onnx", ".py")


def start_anew_unless_same(out: Path, marks: Sequence[str]) -> None:
    """Drop what was left by a run over other cases or articles, or by another version of belegt.

    Raises:
        UsageError: if the folder holds something else, which is not ours to drop.
    """
    mark = out / "plan.json"
    present = {each.name for each in out.iterdir()} - {GATE_FOLDER} if out.is_dir() else set()
    if present and not mark.exists():
        raise UsageError(f"{out} holds other files.", hint="Name a new or empty folder with --out.")
    wanted = json.dumps(marks)
    if mark.exists() and mark.read_text(encoding="utf-8") == wanted:
        return
    for each in sorted(out / name for name in present):
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()
    out.mkdir(parents=True, exist_ok=True)
    mark.write_text(wanted, encoding="utf-8")


def code_mark(packages: Sequence[str]) -> str:
    """Return a hash of what the packages consist of: code, models, weights."""
    whole = hashlib.sha256()
    for package in packages:
        with as_file(files(package)) as folder:
            for each in sorted(folder.rglob("*")):
                if each.suffix in _DEPENDED_ON:
                    whole.update(each.read_bytes())
    return whole.hexdigest()[:12]
