"""Finds copies of one text: shared band hashes bring the few candidates, a comparison word by word decides.

A text is seen as its pairs of neighbouring words, without the short ones that fill every text and tell no two apart.
The MinHash signature of these pairs (Broder, "On the resemblance and containment of documents", 1997) is cut into
bands, and two texts are candidates if they share one (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets",
3.4). A candidate is a copy if the passages both share are most of the shorter text: edits inside a passage count for
little, an own paragraph or a missing half for no more than its length. datasketch lives here.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasketch import MinHash  # type: ignore[import-untyped]  # has no stubs

BANDS = 48

_ROWS = 2
_SEED = 1
_SCHEME = "affine32"
_BAND_BYTES = 6
_BATCH = 2_000

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
_SPELLINGS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("\u00ad", ""))
_SHORTEST_WORD = 4

_LONGEST_EDIT = 4
_FEWEST_SHARED = 12
_LEAST_OF_SHORTER = 0.45
_LEAST_OF_LONGER = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Shingles:
    """A text as it is compared: its pairs of neighbouring words in order, and the same without repetitions."""

    sequence: tuple[str, ...]
    distinct: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What two texts share: the fewer of the shared pairs of words counted in each, and their part of either text."""

    shared: int
    of_shorter: float
    of_longer: float


def shingles(text: str) -> Shingles:
    """Read a text for comparing, blind to case, punctuation, the spelling of umlauts and words of up to three letters.

    Numbers stay, whatever their length; `2:1` and `46,7` are one word each. Of a single word the word itself is kept.
    """
    words = _words(text)
    pairs = tuple(f"{first} {second}" for first, second in pairwise(words)) or tuple(words)
    return Shingles(sequence=pairs, distinct=frozenset(pairs))


def bands(of: Shingles) -> tuple[int, ...]:
    """The band hashes of a text, signed integers of 48 bits: two texts that have one in common may be copies.

    Two texts whose sets of pairs have the Jaccard similarity s share one with the probability 1 - (1 - s²)⁴⁸: .99 where
    s is .3, .86 where it is .2, and less than .0001 where it is .001, as between most unrelated articles.

    Returns:
        `BANDS` hashes, each mixed with the number of its band, so that they can stand in one column; they are the same
        on every machine and may be stored. None for a text without words.
    """
    if not of.distinct:
        return ()
    signature = _signature(of.distinct)
    width = len(signature) // BANDS
    return tuple(_band_hash(band, signature[band * width : (band + 1) * width]) for band in range(BANDS))


def overlap(a: Shingles, b: Shingles) -> Overlap:
    """Measure the passages two texts share: runs of common pairs of words, across edits of up to three words."""
    shorter, longer = sorted((a, b), key=lambda each: len(each.sequence))
    if not shorter.sequence:
        return Overlap(shared=0, of_shorter=0.0, of_longer=0.0)
    in_shorter = _shared(shorter.sequence, longer.distinct)
    in_longer = _shared(longer.sequence, shorter.distinct)
    return Overlap(
        shared=min(in_shorter, in_longer),
        of_shorter=in_shorter / len(shorter.sequence),
        of_longer=in_longer / len(longer.sequence),
    )


def similarity(a: Shingles, b: Shingles) -> float:
    """How much of the shorter text is shared, from 0 to 1: the order in which copies of one text are nearest to it."""
    return overlap(a, b).of_shorter


def is_copy(a: Shingles, b: Shingles) -> bool:
    """Whether two texts are one text, edited: about half of the shorter and a quarter of the longer is shared.

    Half is .45 here, for edits take some words from the edges of passages. A passage of a single sentence proves
    nothing, however short the texts: a note such as "the full text is no longer available" stands under the most
    different news. The quarter keeps a round-up of the day from joining all that it reports.
    """
    common = overlap(a, b)
    return (
        common.shared >= _FEWEST_SHARED
        and common.of_shorter >= _LEAST_OF_SHORTER
        and common.of_longer >= _LEAST_OF_LONGER
    )


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    for written, plain in _SPELLINGS:
        folded = folded.replace(written, plain)
    return [word for word in _TOKEN.findall(folded) if len(word) >= _SHORTEST_WORD or word[0].isdigit()]


def _shared(sequence: Sequence[str], others: Collection[str]) -> int:
    """How many pairs lie in shared passages; a gap between two common pairs that one edit can make is bridged."""
    places = [place for place, pair in enumerate(sequence) if pair in others]
    gaps = (after - before - 1 for before, after in pairwise(places))
    return len(places) + sum(gap for gap in gaps if gap <= _LONGEST_EDIT)


def _signature(distinct: Collection[str]) -> bytes:
    """The MinHash values, four bytes each, in batches: memory stays small however long the text."""
    minhash = _empty_minhash().copy()
    for batch in _batches(tuple(distinct)):
        minhash.update_batch(batch)
    return bytes(minhash.digest().astype("<u4").tobytes())


def _batches(pairs: Sequence[str]) -> Iterator[list[bytes]]:
    for start in range(0, len(pairs), _BATCH):
        yield [pair.encode("utf-8", "surrogatepass") for pair in pairs[start : start + _BATCH]]


def _band_hash(band: int, rows: bytes) -> int:
    digest = blake2b(bytes((band,)) + rows, digest_size=_BAND_BYTES).digest()
    return int.from_bytes(digest, "little", signed=True)


@lru_cache(maxsize=1)
def _empty_minhash() -> "MinHash":
    from datasketch import MinHash  # noqa: PLC0415  (brings SciPy, most of a second: only when articles are new)

    return MinHash(num_perm=BANDS * _ROWS, seed=_SEED, scheme=_SCHEME)
