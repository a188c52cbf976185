"""Passages that do not answer: without them a reader learns that there is always an answer (Rajpurkar et al. 2018)."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assistant.training.examples import Example
from corpus.sentences import split_sentences
from corpus.types import Span

LANGUAGES_SPLIT = ("de", "en", "fr", "es", "pt", "sv", "no", "fi", "ru", "ro")
NEIGHBOURS = 8
LONGEST, SHORTEST = 900, 250


class PassagePool:
    """For every question the passages of its data set that look most like answering it, and do not hold the answer."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Index the passages of every group by character n-grams inside words; a minute for 20,000 passages."""
        self._near: dict[int, list[str]] = {}
        groups: dict[str, list[Example]] = defaultdict(list)
        for example in examples:
            groups[example.group].append(example)
        for members in groups.values():
            self._index(members)

    def near(self, example: Example) -> list[str]:
        """Return up to eight passages, the most similar first."""
        return self._near.get(id(example), [])

    def _index(self, examples: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # noqa: PLC0415  (only training needs it)
            TfidfVectorizer,
        )

        passages = list(dict.fromkeys(example.passage for example in examples))
        vectoriser = TfidfVectorizer(sublinear_tf=True, max_df=0.3, min_df=1)
        if len(passages) < NEIGHBOURS:
            return
        matrix = vectoriser.fit_transform(passages)
        for start in range(0, len(examples), 512):
            part = examples[start : start + 512]
            scores = (vectoriser.transform([example.question for example in part]) @ matrix.T).tocsr()
            for row, example in enumerate(part):
                self._near[id(example)] = [passages[i] for i in _best(scores[row]) if not _holds(passages[i], example)]


def removed(example: Example, draw: random.Random) -> Example | None:
    """Return the passage without the sentences that hold an answer, or None if too little is left or it still does."""
    answers = {example.passage[span.start : span.end].casefold() for span in example.answers}
    kept = [
        example.passage[span.start : span.end]
        for span in sentences_of(example)
        if not any(span.start < answer.end and answer.start < span.end for answer in example.answers)
    ]
    passage = " ".join(kept)
    if len(passage) < SHORTEST / 2 or any(answer in passage.casefold() for answer in answers):
        return None
    return window(replace(example, passage=passage, answers=()), draw)


def window(example: Example, draw: random.Random) -> Example:
    """Cut a passage to whole sentences of 250 to 900 characters around an answer, which may stand anywhere in it."""
    limit = draw.randint(SHORTEST, LONGEST)
    if len(example.passage) <= limit:
        return example
    sentences = sentences_of(example)
    middle = draw.randrange(len(sentences))
    if example.answers:
        answer = draw.choice(example.answers)
        middle = next((i for i, span in enumerate(sentences) if span.end > answer.start), middle)
    first = last = middle
    while True:
        grown = [(a, b) for a, b in ((first - 1, last), (first, last + 1)) if a >= 0 and b < len(sentences)]
        grown = [(a, b) for a, b in grown if sentences[b].end - sentences[a].start <= limit]
        if not grown:
            break
        first, last = draw.choice(grown)
    start, end = sentences[first].start, sentences[last].end
    inside = tuple(
        Span(start=span.start - start, end=span.end - start)
        for span in example.answers
        if start <= span.start and span.end <= end
    )
    if example.answers and not inside:
        return example
    return replace(example, passage=example.passage[start:end], answers=inside)


def sentences_of(example: Example) -> list[Span]:
    """Return the sentences of the passage."""
    lang = example.lang if example.lang in LANGUAGES_SPLIT else "en"
    return list(split_sentences(example.passage, lang))


def _best(row: Any) -> list[int]:  # noqa: ANN401  (a sparse row of scipy)
    most = min(NEIGHBOURS, len(row.data))
    top: list[int] = np.argpartition(-row.data, most - 1)[:most].tolist() if most else []
    return [int(row.indices[i]) for i in sorted(top, key=lambda i: -row.data[i])]


def _holds(passage: str, example: Example) -> bool:
    folded = passage.casefold()
    return any(example.passage[span.start : span.end].casefold() in folded for span in example.answers)
