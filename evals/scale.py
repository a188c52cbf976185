"""Search in a large archive: times, memory, and how much of exact search the vector index finds.

Articles and vectors are made up: words by their frequency in a language, vectors around as many topics as a newsroom
has, so that no model has to run for hours; store, index and search are the real ones.
"""

import hashlib
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from corpus.dates import epoch
from corpus.store import ArticleStore
from corpus.types import Article
from index.index import Index
from index.protocols import Vectors
from index.types import EVERYWHERE, Scope

DIMENSION = 384
PASSAGES_AN_ARTICLE = 4
WORDS_A_PASSAGE = 60
VOCABULARY = 60_000
COMMONEST_LEFT_OUT = 200  # as stop words are
TOPICS = 2_000
SPREAD = 0.9  # of the passages around the middle of their topic, as a share of its length
QUERIES = 200
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = 2_000
KILOBYTES_A_MEGABYTE = 1024

_TOPIC = re.compile(r"\bthema(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBenchmark:
    """Milliseconds of a search (half, or 95 %, take less), megabytes at the peak, recall against exact search."""

    passages: int
    indexing_seconds: float
    search_p50_ms: float
    search_p95_ms: float
    filtered_p50_ms: float
    filtered_p95_ms: float
    recall_at_10: float
    peak_megabytes: float


class TopicEncoder:
    """Vectors around topics: the first topic that a text names, and the whole text for the place around it."""

    name = "topics/synthetic"
    dimension = DIMENSION
    prompts = ("", "")

    def __init__(self) -> None:
        """Place the topics."""
        self._topics = _unit(np.random.default_rng(1).standard_normal((TOPICS, DIMENSION), np.float32))

    def encode_query(self, text: str) -> Vectors:
        """Return the vector of a text."""
        named = _TOPIC.search(text)
        topic = int(named.group(1)) if named else 0
        seed = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
        noise = _unit(np.random.default_rng(seed).standard_normal((1, DIMENSION), np.float32))[0]
        vector: Vectors = _unit((self._topics[topic] + SPREAD * noise)[None])[0]
        return vector

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the vectors of texts, in order."""
        if progress is not None:
            progress(len(texts))
        return np.stack([self.encode_query(text) for text in texts])


def measure_scale(*, passages: int, progress: Callable[[int, int], None] | None = None) -> ScaleBenchmark:
    """Index that many made-up passages in an empty folder and search them; about ten minutes for 100,000."""
    encoder = TopicEncoder()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = ArticleStore.open(Path(folder) / "articles.sqlite")
        store.put(_articles(passages // PASSAGES_AN_ARTICLE))
        index = Index(Path(folder) / "index", store=store, encoder=encoder)
        started = time.perf_counter()
        index.sync(progress)
        indexing = time.perf_counter() - started
        queries = [_text(np.random.default_rng(number), 12) for number in range(QUERIES)]
        whole = _milliseconds(index, queries, EVERYWHERE)
        halved = _milliseconds(index, queries, Scope(since=epoch((FIRST_DAY + timedelta(DAYS / 2)).isoformat())))
        found = ScaleBenchmark(
            passages=index.passages(),
            indexing_seconds=indexing,
            search_p50_ms=float(np.percentile(whole, 50)),
            search_p95_ms=float(np.percentile(whole, 95)),
            filtered_p50_ms=float(np.percentile(halved, 50)),
            filtered_p95_ms=float(np.percentile(halved, 95)),
            peak_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_A_MEGABYTE,
            recall_at_10=_recall(index, encoder, queries),
        )
        index.close()
        store.close()
    return found


def _articles(count: int) -> Iterator[Article]:
    for number in range(count):
        random = np.random.default_rng((7, number))
        paragraphs = (_text(random, WORDS_A_PASSAGE) for _ in range(PASSAGES_AN_ARTICLE))
        published = FIRST_DAY + timedelta(seconds=int(random.integers(0, DAYS * 24 * 3600)))
        yield Article(
            id=f"a{number}",
            title=f"thema{int(random.integers(0, TOPICS))} {_text(random, 6)}",
            text="\n\n".join(paragraphs),
            published=published.isoformat(),
        )


def _text(random: np.random.Generator, length: int) -> str:
    """Return words by Zipf's law, the topic in front, in sentences of twelve."""
    ranks = np.searchsorted(_shares(), random.random(length))
    words = [f"thema{int(random.integers(0, TOPICS))}", *(f"w{rank}" for rank in ranks)]
    sentences = (" ".join(words[start : start + 12]) for start in range(0, len(words), 12))
    return ". ".join(sentences) + "."


@cache
def _shares() -> Vectors:
    """Return the shares of all texts that the words up to each rank make up, by Zipf's law without the stop words."""
    frequencies = 1 / (np.arange(VOCABULARY) + COMMONEST_LEFT_OUT)
    return np.cumsum(frequencies / frequencies.sum())


def _milliseconds(index: Index, queries: Sequence[str], scope: Scope) -> list[float]:
    index.search(queries[0], 6, scope)
    times = []
    for query in queries:
        started = time.perf_counter()
        index.search(query, 6, scope)
        times.append((time.perf_counter() - started) * 1000)
    return times


def _recall(index: Index, encoder: TopicEncoder, queries: Sequence[str]) -> float:
    """Return the share of the ten nearest passages that the vector index finds, averaged over the queries."""
    ids, vectors = zip(*index.vectors(), strict=True)
    matrix = np.stack(vectors)
    shares = []
    for query in queries:
        nearest = np.argpartition(-(matrix @ encoder.encode_query(query)), 10)[:10]
        found = {chunk_id for chunk_id, _ in index.searcher.rankings(query)["dense"][:10]}
        shares.append(len(found & {ids[place] for place in nearest}) / 10)
    return float(np.mean(shares))


def _unit(vectors: Vectors) -> Vectors:
    scaled: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled
