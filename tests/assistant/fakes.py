"""A span model and document frequencies that a test can follow by hand, and short ways to passages and articles."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from assistant.entailment import Entailment
from assistant.reading import Candidate
from assistant.span_model import PassageScores
from corpus.sentences import split_sentences
from corpus.types import Article, Chunk, Span
from index.analysis import fold, words
from index.types import Found, Hit


class FakeSpanModel:
    """A token a word; a sentence scores by the words it shares with the question, and answers with `answer`."""

    def __init__(self, answer: str = "sieben Jahre") -> None:
        self.answer = answer
        self.read: list[str] = []

    def score(self, question: str, passages: Sequence[str]) -> list[PassageScores]:
        self.read += passages
        return [self._scores({fold(word) for word in words(question) if len(word) > 3}, text) for text in passages]

    def _scores(self, asked: set[str], passage: str) -> PassageScores:
        offsets = [found.span() for found in re.finditer(r"\w+", passage)]
        tokens = np.zeros((len(offsets), 3), np.float32)
        at = passage.find(self.answer)
        most = 0.0
        for span in split_sentences(passage, "de"):
            inside = [i for i, (start, end) in enumerate(offsets) if span.start <= start and end <= span.end]
            shared = sum(fold(passage[slice(*offsets[i])]) in asked for i in inside)
            most = max(most, shared)
            for i in inside:
                start, end = offsets[i]
                tokens[i] = shared * (start == at), shared * (end == at + len(self.answer)), shared - 2
        return PassageScores(tokens=tokens, offsets=offsets, nothing=1.0, passage=4 * most - 6)


class FakeEntailmentModel:
    """Says `supported` of evidence that holds most words of a claim, surely if all; `refuted` if "nicht" is added."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def judge(self, claim: str, evidence: Sequence[str]) -> list[Entailment]:
        self.read += evidence
        return [self._judged({fold(word) for word in words(claim)}, each) for each in evidence]

    def _judged(self, claimed: set[str], evidence: str) -> Entailment:
        held = {fold(word) for word in words(evidence)}
        missing = sum(not (word in held or word.isdigit()) for word in claimed)
        if missing > len(claimed) // 3:
            return Entailment(supported=0.05, refuted=0.05, neither=0.9)
        if "nicht" in held - claimed:
            return Entailment(supported=0.05, refuted=0.9, neither=0.05)
        if missing:
            return Entailment(supported=0.7, refuted=0.25, neither=0.05)
        return Entailment(supported=0.9, refuted=0.05, neither=0.05)


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


def candidate(
    text: str, *, article_id: str = "a1", start: int = 0, probability: float = 0.9, answer: str | None = None
) -> Candidate:
    """A sentence that was read, without its features."""
    return Candidate(
        article_id=article_id,
        chunk_id=f"{article_id}#0",
        start=start,
        end=start + len(text),
        text=text,
        lang="de",
        probability=probability,
        features={},
        answer=None if answer is None else Span(start=text.index(answer), end=text.index(answer) + len(answer)),
    )


class FakeFinder:
    """Takes the words it was given for names."""

    def __init__(self, *names: str) -> None:
        self.known = set(names)

    def names(self, text: str, lang: str) -> list[Span]:
        return [
            Span(start=found.start(), end=found.end())
            for found in re.finditer(r"\w+", text)
            if found.group() in self.known
        ]
