"""Latency of warm questions: retrieval and reading together, from `timings_ms` of real answers."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from assistant.types import Question
from assistant.wiring import assistant_from
from corpus.errors import UsageError

WARM_AFTER = 3
FEWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds of warm questions, and how many passages were searched."""

    passages: int
    questions: int
    p50: float
    p95: float


def measure_asking(settings: Settings, questions: Path, *, most: int) -> Latency:
    """Ask the questions of a file of JSON lines (field `question`) of the archive under `settings.home`.

    Raises:
        UsageError: if the file holds fewer than ten questions.
    """
    texts = list(_questions(questions.read_text(encoding="utf-8").split("\n")))[:most]
    if len(texts) < FEWEST:
        raise UsageError(f"{questions} holds fewer than {FEWEST} questions.", hint='A line is {"question": "…"}.')
    assistant = assistant_from(settings)
    took = [assistant.ask(Question(text=text)).timings_ms["total"] for text in texts][WARM_AFTER:]
    passages = assistant.status().passages
    assistant.close()
    cuts = statistics.quantiles(took, n=20)
    return Latency(passages=passages, questions=len(took), p50=statistics.median(took), p95=cuts[-1])


def _questions(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        if line.strip():
            yield json.loads(line)["question"]
