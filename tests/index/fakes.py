"""An encoder without a model, parts that fail when told to, and short ways to the nouns of the index."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zlib import crc32

import numpy as np

from corpus.types import Article
from index.analysis import fold, words
from index.lexical import IndexedArticle, LexicalIndex, PassagePlace, PassageTerms
from index.protocols import Vectors
from index.vectors import PassageVector, VectorIndex

DIMENSION = 256
QUESTION, PASSAGE = 0.2, 0.1


class WordEncoder:
    """Every word is a direction of its own, so that similar means sharing words; remembers what it encoded.

    The last place tells questions from passages, as the prompts of e5 do.
    """

    dimension = DIMENSION
    prompts = ("question: ", "text: ")

    def __init__(self, name: str = "fake/words") -> None:
        self.name = name
        self.passages: list[str] = []

    def encode_query(self, text: str) -> Vectors:
        return _vector(text, QUESTION)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.passages += texts
        if progress is not None:
            progress(len(texts))
        return np.array([_vector(text, PASSAGE) for text in texts], np.float32).reshape(-1, DIMENSION)


def _vector(text: str, kind: float) -> Vectors:
    vector = np.zeros(DIMENSION, np.float32)
    vector[-1] = kind
    for word in words(text):
        vector[crc32(fold(word).encode()) % (DIMENSION - 1)] += 1
    return vector / np.linalg.norm(vector)


class Killed(BaseException):
    """Ends a run where it is, as a signal does: nothing that catches `Exception` sees it."""


class FailingLexicalIndex(LexicalIndex):
    """A keyword index whose next `write` or `remove` ends the run before anything is written."""

    fails_at = ""

    def write(self, articles: Iterable[IndexedArticle], passages: Iterable[PassageTerms]) -> None:
        self._fail("write")
        super().write(articles, passages)

    def remove(self, articles: Iterable[IndexedArticle]) -> None:
        self._fail("remove")
        super().remove(articles)

    def _fail(self, at: str) -> None:
        if self.fails_at == at:
            self.fails_at = ""
            raise Killed


class FailingVectorIndex(VectorIndex):
    """A vector index whose next `write` ends the run when only the first passage is in."""

    fails = False

    def write(self, passages: Sequence[PassageVector], vectors: Vectors) -> None:
        if self.fails:
            self.fails = False
            super().write(passages[:1], vectors[:1])
            raise Killed
        super().write(passages, vectors)


def article(article_id: str, text: str, **fields: Any) -> Article:  # noqa: ANN401  (the fields of an article)
    """An article whose headline is its id."""
    return Article(**{"id": article_id, "title": article_id, "text": text, **fields})


def passage(article_id: str, text: str, *, title: str = "", **fields: Any) -> PassageTerms:  # noqa: ANN401
    """The passage `article_id#0` with the words of a text as its terms."""
    place: dict[str, Any] = {"ordinal": 0, "start": 0, "end": len(text), "heading": None, "published": None}
    place |= {"outlet": None, "lang": "de", "live_from": place["published"] or 0, **fields}
    chunk_id = f"{article_id}#{place['ordinal']}"
    return PassageTerms(
        place=PassagePlace(chunk_id=chunk_id, article_id=article_id, **place), title=title.split(), text=text.split()
    )


def entry(article_id: str, content_hash: str = "1", *, passages: int = 1, complete: bool = True) -> IndexedArticle:
    """What the journal says of an article."""
    return IndexedArticle(
        article_id=article_id,
        content_hash=content_hash,
        chunk_ids=tuple(f"{article_id}#{number}" for number in range(passages)),
        complete=complete,
    )
