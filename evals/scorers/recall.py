"""Recall@k: the share of the relevant articles among the first k.

recall@k = |relevant ∩ ranking[:k]| / |relevant|   (Manning, Raghavan and Schütze 2008, section 8.4)
"""

from collections.abc import Mapping, Sequence


def recall_at(k: int, ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return recall@k; `relevant` maps ids to grades, of which 0 is not relevant; 0 where nothing is."""
    wanted = {item for item, grade in relevant.items() if grade > 0}
    return len(wanted & set(ranking[:k])) / len(wanted) if wanted else 0.0
