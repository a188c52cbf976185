"""Indexing throughput against the usual way: LangChain, HuggingFaceEmbeddings in float32 and langchain-chroma.

Both get the same articles, cut into the same passages, with the same model, in the same run; what is compared is the
time from articles to a searchable index. belegt's side includes what the other does not do: reading and checking the
file, the article store, cutting, the keyword index and the journal.
"""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.wiring import assistant_from
from corpus.chunking import Chunking, chunk_article
from corpus.errors import UsageError
from corpus.reading import read_sources
from corpus.types import Article
from index.encoder import PASSAGE_PROMPT
from index.models import float_model
from index.passages import passage_text

if TYPE_CHECKING:
    from langchain_chroma import Chroma

MOST_ADDED = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexingBenchmark:
    """Passages and seconds of both ways, over the same articles."""

    articles: int
    passages: int
    belegt_seconds: float
    usual_seconds: float

    @property
    def ratio(self) -> float:
        """How many times as many passages belegt indexes in the same time."""
        return self.usual_seconds / self.belegt_seconds


def measure_indexing(settings: Settings, sources: Sequence[str], *, articles: int) -> IndexingBenchmark:
    """Index the first articles of the sources both ways in empty folders; a few minutes for 300 articles.

    Raises:
        UsageError: if the sources hold no article, or the libraries of the usual way are not installed.
    """
    chosen = list(islice((item for item in read_sources(sources) if isinstance(item, Article)), articles))
    if not chosen:
        raise UsageError("The sources hold no article.", hint="Name files or folders that `belegt add` reads.")
    texts = [passage_text(article, chunk) for article in chosen for chunk in chunk_article(article, Chunking())]
    usual = _usual_way(float_model(settings.models), texts)
    return IndexingBenchmark(
        articles=len(chosen),
        passages=len(texts),
        usual_seconds=usual,
        belegt_seconds=_belegt(settings, chosen),
    )


def _belegt(settings: Settings, articles: Sequence[Article]) -> float:
    with tempfile.TemporaryDirectory() as home:
        source = Path(home) / "articles.jsonl"
        source.write_text("".join(_line(article) + "\n" for article in articles), encoding="utf-8")
        assistant = assistant_from(replace(settings, home=Path(home) / "home"))
        assistant.index.encoder.encode_passages(["load the model"])
        seconds = _timed(lambda: assistant.add([str(source)]))
        assistant.close()
    return seconds


def _usual_way(model: Path, texts: Sequence[str]) -> float:
    try:
        from langchain_chroma import Chroma  # noqa: PLC0415  (only installed for benchmarks)
        from langchain_huggingface import HuggingFaceEmbeddings  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "The libraries of the usual way are not installed.", hint="Install them with `pip install -e '.[evals]'`."
        ) from error
    embeddings = HuggingFaceEmbeddings(
        model_name=str(model),
        encode_kwargs={"prompt": PASSAGE_PROMPT, "normalize_embeddings": True},
    )
    embeddings.embed_documents(["load the model"])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = Chroma("passages", embeddings, persist_directory=folder)
        return _timed(lambda: _added(store, texts))


def _added(store: "Chroma", texts: Sequence[str]) -> None:
    """Add texts in parts: Chroma refuses more than some thousand at once."""
    for start in range(0, len(texts), MOST_ADDED):
        store.add_texts(list(texts[start : start + MOST_ADDED]))


def _line(article: Article) -> str:
    return json.dumps(
        {"id": article.id, "title": article.title, "text": article.text, "lang": article.lang}, ensure_ascii=False
    )


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
