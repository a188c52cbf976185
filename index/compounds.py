"""German compounds in the keyword index: "Gesamtschaden" finds "Schaden", "Strafantritt" finds "Antritt der Strafe".

No word list is needed, the archive's own vocabulary is one. A long word of a question is cut where both parts are words
of the archive, at the cut whose parts are the most frequent (Koehn and Knight 2003, EACL, "Empirical Methods for
Compound Splitting": the geometric mean). The other way round, the keyword index keeps every long word reversed as well,
so that the compounds that end in a word of the question are found by their beginning. Pure; words are folded.
"""

import math
from collections.abc import Mapping, Sequence

SHORTEST_COMPOUND = 9
SHORTEST_PART = 4
SHORTEST_HEAD = 5
LONGEST_WORD = 40
MARK = "ˑ"  # begins a reversed word: no word has it

_LINKS = ("s", "es", "n", "en", "er", "e")

Cut = tuple[str, str]


def cuts(word: str) -> list[Cut]:
    """Return the ways to cut a word in two, with the linking letters left out; none for a short or very long word."""
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_WORD or not word.isalpha():
        return []
    found = []
    for i in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        left, right = word[:i], word[i:]
        found.append((left, right))
        found += [
            (left.removesuffix(link), right)
            for link in _LINKS
            if left.endswith(link) and len(left) - len(link) >= SHORTEST_PART
        ]
    return list(dict.fromkeys(found))


def best_cut(stems: Sequence[Cut], frequencies: Mapping[str, int]) -> Cut | None:
    """Return the cut whose parts, given as stems, are the most frequent; None if no cut has two known parts."""
    rated = [
        (math.sqrt(frequencies.get(left, 0) * frequencies.get(right, 0)), (left, right))
        for left, right in stems
        if left != right
    ]
    best, cut = max(rated, key=lambda each: each[0], default=(0.0, None))
    return cut if best > 0 else None


def is_long(term: str) -> bool:
    """Say whether a term may be a compound that is to be found by its end."""
    return len(term) >= SHORTEST_COMPOUND and term.isalpha()


def reversed_word(term: str) -> str:
    """Return a term from its end to its beginning, marked so that it is mistaken for no word."""
    return MARK + term[::-1]
