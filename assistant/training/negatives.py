"""Passages that do not answer: without them a reader learns that there is always an answer (Rajpurkar et al. 2018)."""

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.training.examples import Example
from corpus.sentences import split_sentences
from corpus.types import Span

LANGUAGES_SPLIT = ("de", "en", "fr", "es", "pt", "sv", "no", "fi", "ru", "ro")
NEIGHBOURS = 8
LONGEST, SHORTEST = 900, 250
TRIES = 5

_NAME = re.compile(r"(?<=\s)[A-ZÀ-ÖØ-Þ][\w'’-]{3,}")
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*")


class PassagePool:
    """For a question the passages of its data set that look most like answering it, and do not hold the answer."""

    def __init__(self, examples: Sequence[Example]) -> None:
        """Index the passages of every group by their words (TF-IDF)."""
        groups: dict[str, dict[str, None]] = defaultdict(dict)
        for example in examples:
            groups[example.group][example.passage] = None
        self._names = _by_language(examples)
        self._groups = {name: Nearest(list(each)) for name, each in groups.items() if len(each) >= NEIGHBOURS}

    def near(self, example: Example) -> list[str]:
        """Return up to eight passages, the most similar first."""
        group = self._groups.get(example.group)
        return [] if group is None else [each for each in group.nearest(example.question) if not _holds(each, example)]

    def asked_amiss(self, example: Example, draw: random.Random) -> Example | None:
        """Return the example with a name or number in its question changed for one that its passage does not hold.

        None where the question has neither, or nothing fitting was drawn. The passage no longer answers, although all
        the rest of the question fits (rule-based unanswerable questions as in Ribeiro, Guestrin and Singh 2019 are
        built alike).
        """
        pools = self._names.get(_language(example), ((), ()))
        found = [
            (each, pool)
            for pattern, pool in zip((_NAME, _NUMBER), pools, strict=True)
            if pool
            for each in pattern.finditer(example.question)
        ]
        if not found:
            return None
        word, pool = draw.choice(found)
        passage = example.passage.casefold()
        for other in (draw.choice(pool) for _ in range(TRIES)):
            if other.casefold() not in passage and other.casefold() not in example.question.casefold():
                question = example.question[: word.start()] + other + example.question[word.end() :]
                return window(replace(example, question=question, answers=()), draw, around=example.answers)
        return None


def _language(example: Example) -> str:
    return example.asked_in or example.lang


def _by_language(examples: Sequence[Example]) -> dict[str, tuple[list[str], list[str]]]:
    """Return the names and the numbers of the questions, as often as they occur, by language."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for example in examples:
        names, numbers = found[_language(example)]
        names += _NAME.findall(example.question)
        numbers += _NUMBER.findall(example.question)
    return dict(found)


class Nearest:
    """The passages of a collection that share most words with a question or a claim (TF-IDF)."""

    def __init__(self, passages: Sequence[str]) -> None:
        """Index the passages."""
        from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # noqa: PLC0415  (only training needs it)
            TfidfVectorizer,
        )

        self._passages = passages
        self._vectoriser = TfidfVectorizer(sublinear_tf=True, max_df=0.3)
        self._by_word = self._vectoriser.fit_transform(passages).T.tocsr()

    def nearest(self, text: str) -> list[str]:
        """Return up to eight passages that share a word with the text, the most similar first."""
        scores = self._vectoriser.transform([text]) @ self._by_word
        most = min(NEIGHBOURS, scores.nnz)
        top: list[int] = np.argpartition(-scores.data, most - 1)[:most].tolist() if most else []
        return [self._passages[scores.indices[i]] for i in sorted(top, key=lambda i: -scores.data[i])]


def removed(example: Example, draw: random.Random) -> Example | None:
    """Return the passage without the sentences that hold an answer, or None if too little is left or it still does."""
    answers = {example.passage[span.start : span.end].casefold() for span in example.answers}
    kept = [
        example.passage[span.start : span.end]
        for span in sentences_of(example)
        if not any(overlap(span, answer) for answer in example.answers)
    ]
    passage = " ".join(kept)
    if len(passage) < SHORTEST / 2 or any(answer in passage.casefold() for answer in answers):
        return None
    return window(replace(example, passage=passage, answers=()), draw)


def window(example: Example, draw: random.Random, around: Sequence[Span] = ()) -> Example:
    """Cut a passage to whole sentences of 250 to 900 characters around an answer, which may stand anywhere in it.

    `around` gives the place where the example has no answer.
    """
    limit = draw.randint(SHORTEST, LONGEST)
    if len(example.passage) <= limit:
        return example
    sentences = sentences_of(example)
    middle = draw.randrange(len(sentences))
    if places := example.answers or around:
        answer = draw.choice(places)
        middle = next((i for i, span in enumerate(sentences) if span.end > answer.start), middle)
    first = last = middle
    while grown := [
        (a, b)
        for a, b in ((first - 1, last), (first, last + 1))
        if a >= 0 and b < len(sentences) and sentences[b].end - sentences[a].start <= limit
    ]:
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


def overlap(one: Span, other: Span) -> bool:
    """Say whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def _holds(passage: str, example: Example) -> bool:
    folded = passage.casefold()
    return any(example.passage[span.start : span.end].casefold() in folded for span in example.answers)
