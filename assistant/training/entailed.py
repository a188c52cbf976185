"""RTE-3 in German (Zeller and Padó 2013): texts with hypotheses, entailed or not; not trained on, they measure."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET


@dataclass(frozen=True, slots=True, kw_only=True)
class Entailed:
    """A hypothesis, and whether the text entails it."""

    text: str
    hypothesis: str
    entailed: bool


def rte_pairs(path: Path) -> list[Entailed]:
    """Read the pairs of a file."""
    root = ET.parse(path).getroot()  # noqa: S314  (a data set of the developer's own choice)
    return [
        Entailed(
            text=pair.findtext("t") or "",
            hypothesis=pair.findtext("h") or "",
            entailed=pair.get("entailment") == "YES",
        )
        for pair in root.iter("pair")
    ]
