"""MRR@k: the mean of one over the rank of the first relevant article.

RR@k = 1 / rank of the first relevant item among the first k, 0 if there is none   (Voorhees 1999, TREC-8 QA track)
"""

from collections.abc import Mapping, Sequence


def reciprocal_rank_at(k: int, ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return the reciprocal rank of one query; `relevant` maps ids to grades, of which 0 is not relevant."""
    for rank, item in enumerate(ranking[:k], start=1):
        if relevant.get(item, 0) > 0:
            return 1 / rank
    return 0.0
