"""Abstention: precision, recall, and what is risked for what is covered.

Precision is the share of abstentions that were right to abstain, recall the share of unanswerable questions that were
not answered. The risk-coverage curve orders questions by confidence: at each coverage the risk is the share of wrong
answers among those given (El-Yaniv and Wiener 2010, JMLR 11). The area under the ROC curve is the probability that an
answerable question has a higher confidence than an unanswerable one, ties counting half (Hanley and McNeil 1982).
"""

from collections.abc import Sequence


def abstention_precision(abstained: Sequence[bool], answerable: Sequence[bool]) -> float:
    """Return the share of abstentions on unanswerable questions; 0 where nothing was abstained from."""
    right = [not ok for gone, ok in zip(abstained, answerable, strict=True) if gone]
    return sum(right) / len(right) if right else 0.0


def abstention_recall(abstained: Sequence[bool], answerable: Sequence[bool]) -> float:
    """Return the share of unanswerable questions that were abstained from; 0 where there are none."""
    gone = [left for left, ok in zip(abstained, answerable, strict=True) if not ok]
    return sum(gone) / len(gone) if gone else 0.0


def roc_area(confidence: Sequence[float], answerable: Sequence[bool]) -> float:
    """Return the area under the ROC curve; 0.5 where one of the two kinds is missing."""
    yes = [c for c, ok in zip(confidence, answerable, strict=True) if ok]
    no = [c for c, ok in zip(confidence, answerable, strict=True) if not ok]
    if not yes or not no:
        return 0.5
    return sum((a > b) + (a == b) / 2 for a in yes for b in no) / (len(yes) * len(no))


def risk_coverage(confidence: Sequence[float], right: Sequence[float]) -> list[tuple[float, float]]:
    """Return (coverage, risk) points, from the surest answer alone to all of them."""
    ordered = sorted(zip(confidence, right, strict=True), key=lambda pair: -pair[0])
    points, wrong = [], 0.0
    for n, (_, ok) in enumerate(ordered, start=1):
        wrong += 1 - ok
        points.append((n / len(ordered), wrong / n))
    return points
