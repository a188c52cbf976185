"""Citation recall and precision in the sense of ALCE, judged twice: by the product's verifier and by gold evidence.

Citation recall of a sentence is 1 if the quotations it cites support it together. A citation is precise if it supports
its sentence alone, or if the others do not support it without it
(Gao, Yen, Yu and Chen 2023, "Enabling Large Language Models to Generate Text with Citations", EMNLP).
Against gold evidence: a citation is right if it overlaps a gold quotation, and gold recall is the share of gold
quotations that some citation overlaps.
"""

from collections.abc import Callable, Sequence

Supports = Callable[[str, Sequence[str]], bool]


def citation_recall(sentences: Sequence[tuple[str, Sequence[str]]], supports: Supports) -> float:
    """Return the share of sentences, each given with its quotations, that these support."""
    return _mean([float(bool(quotes) and supports(text, quotes)) for text, quotes in sentences])


def citation_precision(sentences: Sequence[tuple[str, Sequence[str]]], supports: Supports) -> float:
    """Return the share of citations that their sentence needs or rests on."""
    marks = []
    for text, quotes in sentences:
        together = supports(text, quotes)
        for i, quote in enumerate(quotes):
            others = [*quotes[:i], *quotes[i + 1 :]]
            needed = together and not supports(text, others)
            marks.append(float(supports(text, [quote]) or needed))
    return _mean(marks)


def gold_precision(cited: Sequence[tuple[str, str]], gold: Sequence[tuple[str, str]]) -> float:
    """Return the share of citations, as (article id, quotation), that overlap a gold quotation."""
    return _mean([float(any(overlap(one, other) for other in gold)) for one in cited])


def gold_recall(cited: Sequence[tuple[str, str]], gold: Sequence[tuple[str, str]]) -> float:
    """Return the share of gold quotations that a citation overlaps."""
    return _mean([float(any(overlap(one, other) for one in cited)) for other in gold])


def overlap(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Say whether two quotations of one article share their text: one stands in the other; an empty one is all."""
    if one[0] != other[0]:
        return False
    return not one[1] or not other[1] or one[1] in other[1] or other[1] in one[1]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
