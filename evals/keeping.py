"""What it costs to keep an archive in step: adding again what has not changed, and one article that has."""

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from assistant.settings import Settings
from assistant.wiring import assistant_from
from corpus.errors import UsageError
from corpus.reading import read_sources
from corpus.types import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingBenchmark:
    """Seconds of `add` for all articles, for the same again, and for the same with one changed."""

    articles: int
    passages: int
    first_seconds: float
    again_seconds: float
    one_changed_seconds: float


def measure_keeping(settings: Settings, sources: Sequence[str], *, articles: int) -> KeepingBenchmark:
    """Add the first articles of the sources to an empty archive, again, and again with one of them changed.

    Raises:
        UsageError: if the sources hold no article.
    """
    chosen = [item for item in read_sources(sources) if isinstance(item, Article)][:articles]
    if not chosen:
        raise UsageError("The sources hold no article.", hint="Name files or folders that `belegt add` reads.")
    changed = [replace(chosen[0], text=f"{chosen[0].text} Nachtrag."), *chosen[1:]]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        assistant = assistant_from(replace(settings, home=Path(folder) / "home"))
        assistant.index.encoder.encode_passages(["load the model"])
        seconds = [_added(assistant.add, Path(folder) / "articles.jsonl", each) for each in (chosen, chosen, changed)]
        passages = assistant.status().passages
        assistant.close()
    return KeepingBenchmark(
        articles=len(chosen),
        passages=passages,
        first_seconds=seconds[0],
        again_seconds=seconds[1],
        one_changed_seconds=seconds[2],
    )


def _added(add: Callable[[Sequence[str]], object], path: Path, articles: Sequence[Article]) -> float:
    path.write_text("".join(json.dumps(asdict(each), ensure_ascii=False) + "\n" for each in articles), encoding="utf-8")
    started = time.perf_counter()
    add([str(path)])
    return time.perf_counter() - started
