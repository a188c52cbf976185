"""An encoder and document frequencies that a test can follow by hand, and short ways to passages and articles."""

from collections.abc import Callable, Mapping, Sequence
from zlib import crc32

import numpy as np

from assistant.reading import Candidate
from corpus.types import Article, Chunk
from index.analysis import fold, words
from index.protocols import Vectors
from index.types import Found, Hit

DIMENSION = 384
COMMON = 100.0


class FakeEncoder:
    """Every word is a direction of its own, so that similar means sharing words; remembers what it encoded.

    As with e5, no two texts are far apart: `COMMON` in the first place sets the lowest cosine.
    """

    name = "fake/words"
    dimension = DIMENSION

    def __init__(self) -> None:
        self.queries: list[str] = []
        self.passages: list[str] = []

    def encode_query(self, text: str) -> Vectors:
        self.queries.append(text)
        return _vector(text)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.passages += texts
        return np.array([_vector(text) for text in texts], np.float32).reshape(-1, DIMENSION)


class FakeFrequencies:
    """Document frequencies from a dict of terms; a term that is not in it stands in one passage."""

    def __init__(self, frequencies: Mapping[str, int] | None = None, *, passages: int = 1_000) -> None:
        self.frequencies = frequencies or {}
        self.passages = passages

    def __call__(self, terms: Sequence[str]) -> tuple[Mapping[str, int], int]:
        return {term: self.frequencies.get(term, 1) for term in terms}, self.passages


def article(text: str, *, article_id: str = "a1", title: str = "Ohne Namen", lang: str = "de") -> Article:
    """A stored article with everything a citation shows."""
    return Article(
        id=article_id,
        title=title,
        text=text,
        url=f"https://example.org/{article_id}",
        published="2025-07-01",
        outlet="Beispielblatt",
        author="A. Muster",
        lang=lang,
    )


def hit(source: Article, *, start: int = 0, end: int | None = None, score: float = 1.0, dense: float = 0.9) -> Hit:
    """A passage of an article as the index would hand it out, `dense` being its cosine to the question."""
    past = len(source.text) if end is None else end
    return Hit(
        chunk=Chunk(article_id=source.id, ordinal=0, start=start, end=past, text=source.text[start:past]),
        title=source.title,
        lang=source.lang,
        published=source.published,
        score=score,
        found_by=(Found(by="dense", rank=1, score=dense),),
    )


def candidate(text: str, *, article_id: str = "a1", start: int = 0, probability: float = 0.9) -> Candidate:
    """A sentence that was read, without its features."""
    return Candidate(
        article_id=article_id,
        start=start,
        end=start + len(text),
        text=text,
        lang="de",
        probability=probability,
        features={},
    )


def _vector(text: str) -> Vectors:
    vector = np.zeros(DIMENSION, np.float32)
    for word in words(text):
        vector[1 + crc32(fold(word).encode()) % (DIMENSION - 1)] += 1
    length = float(np.linalg.norm(vector)) or 1.0
    vector /= length
    vector[0] = np.sqrt(COMMON / 25)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
