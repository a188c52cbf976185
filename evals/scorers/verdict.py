"""Verdicts on claims: accuracy, macro F1 and the confusion matrix.

Macro F1 is the unweighted mean over the labels of 2·TP / (2·TP + FP + FN); a label that neither stands nor was given
is left out (Opitz and Burst 2019, "Macro F1 and Macro F1").
"""

from collections.abc import Sequence

LABELS = ("supported", "refuted", "not_enough_evidence")


def accuracy(given: Sequence[str], gold: Sequence[str]) -> float:
    """Return the share of verdicts that are right."""
    return sum(a == b for a, b in zip(given, gold, strict=True)) / len(gold) if gold else 0.0


def macro_f1(given: Sequence[str], gold: Sequence[str]) -> float:
    """Return the mean F1 over the labels that occur."""
    scores = []
    for label in sorted({*given, *gold}):
        hit = sum(a == b == label for a, b in zip(given, gold, strict=True))
        scores.append(2 * hit / (list(given).count(label) + list(gold).count(label)))
    return sum(scores) / len(scores) if scores else 0.0


def precision(label: str, given: Sequence[str], gold: Sequence[str]) -> float:
    """Return the share of verdicts of one label that are right; 0 where it was never given."""
    marks = [b == label for a, b in zip(given, gold, strict=True) if a == label]
    return sum(marks) / len(marks) if marks else 0.0


def confusion(given: Sequence[str], gold: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return counts by (gold label, verdict given)."""
    counts: dict[tuple[str, str], int] = {}
    for verdict, label in zip(given, gold, strict=True):
        counts[label, verdict] = counts.get((label, verdict), 0) + 1
    return counts
