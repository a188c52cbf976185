"""nDCG@k: how much of the best possible order of the relevant articles the ranking reaches.

DCG@k = Σ grade(i) / log2(i + 1), nDCG@k = DCG@k / DCG@k of the ideal order
(Järvelin and Kekäläinen 2002, ACM TOIS 20, in the form of trec_eval with linear gains)
"""

import math
from collections.abc import Mapping, Sequence


def ndcg_at(k: int, ranking: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return nDCG@k; `relevant` maps ids to grades; 0 where nothing is relevant."""
    ideal = _dcg(sorted((grade for grade in relevant.values() if grade > 0), reverse=True)[:k])
    return _dcg([max(relevant.get(item, 0), 0) for item in ranking[:k]]) / ideal if ideal else 0.0


def _dcg(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
