"""Question and answer pairs out of published data sets, as passages with the spans that answer."""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.types import Span

# XQuAD serves both ends: questions on these of its 48 articles are never trained on, they measure.
HELD_BACK = range(24, 48)
CROSS_LANGUAGE = ("de", "en", "es", "ro")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question and a passage; `answers` are spans of the passage, none if it does not answer.

    `lang` is the passage's language, `asked_in` the question's where it is another. `group` names what the passage
    belongs to (a data set, or an article of it): negatives come from there.
    """

    question: str
    passage: str
    answers: tuple[Span, ...]
    lang: str
    group: str
    asked_in: str | None = None


def training_examples(data: Path) -> list[Example]:
    """Read everything that may be trained on, in a fixed order."""
    examples: list[Example] = []
    for path in sorted((data / "qa-train").glob("*.jsonl.gz")):
        examples += _span_file(path)
    examples += xquad(data / "xquad", held_back=False)
    examples += _mlqa(data / "mlqa-de" / "mlqa-dev-de-de.jsonl")
    return examples


def xquad(folder: Path, *, held_back: bool) -> list[Example]:
    """Read XQuAD's German and English passages with the questions of four languages (cross-language pairs for free)."""
    sets = {lang: _squad(folder / f"xquad.{lang}.json") for lang in CROSS_LANGUAGE}
    questions: dict[str, dict[str, str]] = defaultdict(dict)
    for lang, articles in sets.items():
        for _, _, qa in _walk(articles):
            questions[qa["id"]][lang] = qa["question"]
    return [
        Example(
            question=question,
            passage=passage,
            answers=_spans(qa["answers"]),
            lang=lang,
            group=f"xquad-{lang}",
            asked_in=asked_in,
        )
        for lang in ("de", "en")
        for number, passage, qa in _walk(sets[lang])
        if (number in HELD_BACK) is held_back
        for asked_in, question in questions[qa["id"]].items()
        if not held_back or asked_in in ("de", "en")
    ]


def epoch(examples: Sequence[Example], seed: int, english: int | None = None) -> list[Example]:
    """Return the examples of one epoch in their order: all, or at most `english` of the English ones and the rest.

    Another seed draws other English examples: they are three quarters of all and would leave German a small share.
    """
    order = list(examples)
    random.Random(seed).shuffle(order)  # noqa: S311  (an order, not a secret)
    if english is None:
        return order
    left = [example for example in order if example.lang == "en"][english:]
    out = set(map(id, left))
    return [example for example in order if id(example) not in out]


def _span_file(path: Path) -> Iterator[Example]:
    name = path.name.removesuffix(".jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            for qa in entry["qas"]:
                yield Example(
                    question=qa["question"],
                    passage=entry["context"],
                    answers=_spans(qa["answers"]),
                    lang=entry["lang"],
                    group=name,
                )


def _mlqa(path: Path) -> Iterator[Example]:
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        starts = entry["answers"]["answer_start"], entry["answers"]["text"]
        answers = [{"answer_start": start, "text": text} for start, text in zip(*starts, strict=True)]
        yield Example(
            question=entry["question"], passage=entry["context"], answers=_spans(answers), lang="de", group="mlqa-de"
        )


def _squad(path: Path) -> list[dict[str, Any]]:
    articles: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return articles


def _walk(articles: list[dict[str, Any]]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                yield number, paragraph["context"], qa


def _spans(answers: Sequence[Mapping[str, Any]]) -> tuple[Span, ...]:
    spans = {(answer["answer_start"], answer["answer_start"] + len(answer["text"])) for answer in answers}
    return tuple(Span(start=start, end=end) for start, end in sorted(spans))
