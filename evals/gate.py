"""The ratchet: figures may rise above their floors, never fall below them unnoticed.

`floors.json` holds a floor for each figure, the noise that is no reason to fail, and hashes of the cases and settings
the floors were measured with: other cases need other floors.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from corpus.errors import BelegtError, UsageError
from evals.suite import Run

NOISE = 0.005
GATED = (
    "recall@1",
    "recall@5",
    "answer shown",
    "answer in first quotation",
    "right article cited",
    "gold citation recall",
    "gold citation precision",
    "verbatim",
    "citation recall",
    "citation precision",
    "abstention recall",
    "abstention precision",
    "nothing forbidden shown",
    "follow-up shown",
    "verdict accuracy",
    "article in evidence",
    "evidence verbatim",
)


class GateError(BelegtError):
    """A figure fell below its floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """One figure under its floor, and the cases that scored nothing."""

    name: str
    floor: float
    reached: float
    cases: tuple[str, ...]


def floors_file() -> Path:
    """Return the floors that come with belegt."""
    with as_file(files("evals") / "floors.json") as path:
        return path


def falls(run: Run, floors: Mapping[str, Any]) -> list[Fall]:
    """Return the figures of the product that are under their floor by more than the noise.

    Raises:
        UsageError: if the floors were measured on other cases or under other settings.
    """
    for name in ("cases_hash", "articles_hash", "settings_hash"):
        if floors[name] != getattr(run, name):
            raise UsageError(
                f"The floors were measured with other {name.removesuffix('_hash')} ({floors[name]},"
                f" now {getattr(run, name)}).",
                hint="Look at the report, then write new floors with `belegt-evals gate --update`.",
            )
    measures = {each.name: each for each in run.systems[0].measures}
    fallen = []
    for name, floor in floors["floors"].items():
        reached = measures[name].estimate.mean if name in measures else 0.0
        if reached < floor - floors["noise"]:
            cases = (
                tuple(score.case_id for score in measures[name].scores if score.value == 0) if name in measures else ()
            )
            fallen.append(Fall(name=name, floor=floor, reached=reached, cases=cases))
    return fallen


def table(fallen: list[Fall]) -> str:
    """Return what fell as lines of text, with up to ten of the cases."""
    lines = [f"{'figure':28} {'floor':>7} {'now':>7}"]
    for fall in fallen:
        lines.append(f"{fall.name:28} {fall.floor:7.3f} {fall.reached:7.3f}")
        if fall.cases:
            lines.append("  without: " + ", ".join(fall.cases[:10]) + (" …" if len(fall.cases) > 10 else ""))
    return "\n".join(lines)


def updated(run: Run, floors: Mapping[str, Any] | None, *, lower: bool) -> dict[str, Any]:
    """Return floors at what the run reached.

    Raises:
        GateError: if one would be lowered and `lower` was not given.
    """
    measures = {each.name: each.estimate.mean for each in run.systems[0].measures}
    fresh = {name: math.floor(measures[name] * 10_000) / 10_000 for name in GATED if name in measures}
    same_cases = floors is not None and floors["cases_hash"] == run.cases_hash
    old = floors["floors"] if floors is not None and same_cases else {}
    lowered = [f"{name} {old[name]:.3f} to {value:.3f}" for name, value in fresh.items() if value < old.get(name, 0.0)]
    if lowered and not lower:
        raise GateError(
            f"These floors would be lowered: {'; '.join(lowered)}.",
            hint="Mend what made them fall, or say so with --lower.",
        )
    return {
        "noise": NOISE,
        "cases_hash": run.cases_hash,
        "articles_hash": run.articles_hash,
        "settings_hash": run.settings_hash,
        "floors": fresh,
    }


def read_floors(path: Path) -> dict[str, Any] | None:
    """Return the floors of a file; None if there is none.

    Raises:
        UsageError: if the file cannot be read.
    """
    if not path.exists():
        return None
    try:
        floors: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{path}: {error}.", hint="Put the file back from version control.") from error
    return floors
