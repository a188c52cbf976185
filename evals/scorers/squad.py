"""SQuAD F1 and exact match of the short answer, with German normalisation.

F1 is the harmonic mean of precision and recall over the words two answers share; the best over the acceptable answers
counts (Rajpurkar et al. 2016).
"""

from collections import Counter
from collections.abc import Sequence

from evals.normalising import normalised, tokens


def f1(answer: str, accepted: Sequence[str]) -> float:
    """Return the best word F1 of an answer against the accepted ones."""
    return max((_f1(tokens(answer), tokens(gold)) for gold in accepted), default=0.0)


def exact_match(answer: str, accepted: Sequence[str]) -> float:
    """Return 1 if the answer equals one of the accepted ones after normalisation, else 0."""
    return float(any(normalised(answer) == normalised(gold) for gold in accepted))


def _f1(given: Sequence[str], gold: Sequence[str]) -> float:
    if not given or not gold:
        return float(list(given) == list(gold))
    shared = sum((Counter(given) & Counter(gold)).values())
    if shared == 0:
        return 0.0
    precision, recall = shared / len(given), shared / len(gold)
    return 2 * precision * recall / (precision + recall)
