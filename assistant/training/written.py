"""Claims that were written by reading articles, as pairs to train on: `written_claims.jsonl`.

Each is a sentence in other words than its article, in German or English, with the places of the sentences that prove
it, disprove it or come nearest to it. The file holds no text of the articles: these are German Wikinews (CC BY 2.5),
the contexts of MLQA (German Wikipedia, CC BY-SA 3.0), the paragraphs of XQuAD (CC BY-SA 4.0), and articles that were
made up for claims on as many matters as possible: `written_articles.jsonl`. Some of these exist in three versions
(`own-1-2/a`, `/b`, `/c`): each claim about them is proved by one, disproved by another and left open by the third, so
that its wording says nothing of its label (Schuster et al. 2021, "Get your vitamin C!").
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold, cross_val_predict  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline, make_union  # type: ignore[import-untyped]

from assistant.entailment import framed
from assistant.training.negatives import Nearest, overlap
from assistant.training.pairs import LONGEST_EVIDENCE, NEITHER, NO_GUESS, REFUTED, SUPPORTED, Guess, Pair
from assistant.types import Verdict
from corpus.sentences import split_sentences
from corpus.types import Span

CLAIMS = files("assistant.training").joinpath("written_claims.jsonl")
ARTICLES = files("assistant.training").joinpath("written_articles.jsonl")
HELD_BACK_EVERY = 7  # of the articles: their claims are not trained on
FRAMED = 0.8  # of the pairs are shown with headline and day, as the check shows them
GUESS_FOLDS = 5
STEM = 5  # letters by which words are taken for the same
MADE_UP = "own-"  # before the ids of articles that were made up
VERSION = "/"  # after it, an id says which version of an article it is
LABELS = {Verdict.SUPPORTED: SUPPORTED, Verdict.REFUTED: REFUTED, Verdict.NOT_ENOUGH_EVIDENCE: NEITHER}


@dataclass(frozen=True, kw_only=True)
class WrittenClaim:
    """A claim, its label, and where in its article the sentences stand that decide it or come nearest."""

    claim: str
    lang: str
    label: Verdict
    article_id: str
    article: str
    title: str
    published: str | None
    places: tuple[Span, ...]

    @property
    def event(self) -> str:
        """What its article tells of: the same for all versions of an article."""
        return event_of(self.article_id)

    @property
    def made_up(self) -> bool:
        """Whether its article was made up for it."""
        return self.article_id.startswith(MADE_UP)

    @property
    def in_versions(self) -> bool:
        """Whether it stands over three versions of an article, with another label over each."""
        return VERSION in self.article_id

    @property
    def held_back(self) -> bool:
        """Whether it measures: by its event, so that no article is on both sides."""
        return crc32(self.event.encode()) % HELD_BACK_EVERY == 0

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """The sentences of the article."""
        return split_sentences(self.article, "de")

    @property
    def near(self) -> list[int]:
        """Which sentences decide it or come nearest, by position."""
        return [n for n, each in enumerate(self.sentences) if any(overlap(each, place) for place in self.places)]

    def evidence(self, *, before: int = 1, after: int = 0) -> str:
        """Return the sentences that decide it, the first with some that stand before it, the last with some after."""
        near = self.near
        whole = list(range(max(0, near[0] - before), near[0])) + near
        whole += range(near[-1] + 1, min(len(self.sentences), near[-1] + 1 + after))
        return self.text_of(whole)

    def framed(self, text: str) -> str:
        """Return a piece of the article as the model reads it."""
        return framed(text, self.title, self.published)

    def text_of(self, positions: Sequence[int]) -> str:
        """Return sentences by their positions."""
        spans = [self.sentences[n] for n in positions]
        return " ".join(self.article[each.start : each.end] for each in spans)[:LONGEST_EVIDENCE]


def written_claims(data: Path) -> list[WrittenClaim]:
    """Return the claims that were written, with the articles of a folder of data."""
    articles = {
        article["id"]: article for article in chain(_wikinews(data), _mlqa(data), _xquad(data), _lines(ARTICLES))
    }
    return [
        WrittenClaim(
            claim=line["claim"],
            lang=line["lang"],
            label=Verdict(line["label"]),
            article_id=line["article_id"],
            article=articles[line["article_id"]]["text"],
            title=articles[line["article_id"]]["title"],
            published=articles[line["article_id"]].get("published"),
            places=tuple(Span(start=start, end=end) for start, end in line["places"]),
        )
        for line in _lines(CLAIMS)
    ]


class OtherEvents:
    """What articles say that comes near a claim and is on another event: a search finds more of that than of proofs."""

    def __init__(self, articles: Iterable[Mapping[str, Any]]) -> None:
        """Index two sentences at a time, as the check reads them."""
        self._events = {
            framed(f"{before} {sentence}", article["title"], article.get("published")): event_of(article["id"])
            for article in articles
            for before, sentence in pairwise(_sentences(article["text"]))
        }
        self._windows = Nearest(list(self._events))

    def near(self, claim: WrittenClaim) -> list[str]:
        """Return up to eight windows that share a word with a claim, the most similar first."""
        return [each for each in self._windows.nearest(claim.claim) if self._events[each] != claim.event]


def _sentences(text: str) -> list[str]:
    return [text[each.start : each.end] for each in split_sentences(text, "de")]


def event_of(article_id: str) -> str:
    """Return what an article tells of: the same for all its versions."""
    return article_id.partition(VERSION)[0]


def news(data: Path) -> Iterator[dict[str, Any]]:
    """Yield the news articles of a folder of data, then those that were made up, of three versions the first."""
    return chain(_wikinews(data), first_versions())


def first_versions() -> list[dict[str, Any]]:
    """Return the articles that were made up, of three versions the first: an archive tells of an event in one way."""
    return [article for article in _lines(ARTICLES) if is_first(article["id"])]


def is_first(article_id: str) -> bool:
    """Return whether an article is the first of its versions, or the only one."""
    return VERSION not in article_id or article_id.endswith(f"{VERSION}a")


def _lines(file: Traversable) -> Iterator[dict[str, Any]]:
    return map(json.loads, file.read_text(encoding="utf-8").splitlines())


def _wikinews(data: Path) -> Iterator[dict[str, str]]:
    return _lines(data / "wikinews-de" / "articles.jsonl")


def _mlqa(data: Path) -> Iterator[dict[str, str]]:
    """Yield the contexts of MLQA's German questions, numbered as they come."""
    contexts = dict.fromkeys(line["context"] for line in _lines(data / "mlqa-de" / "mlqa-dev-de-de.jsonl"))
    return ({"id": f"mlqa-{n}", "title": "", "text": context} for n, context in enumerate(contexts))


def _xquad(data: Path) -> Iterator[dict[str, str]]:
    """Yield the paragraphs of XQuAD in German, numbered within their articles."""
    articles = json.loads((data / "xquad" / "xquad.de.json").read_text(encoding="utf-8"))["data"]
    return (
        {"id": f"xquad-{n}-{k}", "title": "", "text": paragraph["context"]}
        for n, article in enumerate(articles)
        for k, paragraph in enumerate(article["paragraphs"])
    )


def guesses(claims: Sequence[WrittenClaim]) -> list[Guess]:
    """Return the log probabilities of the labels by the wording of each claim alone, fitted on other articles.

    Whoever writes claims leaves marks in them: a model that learns these would refute what sounds like a refutation.
    A claim over three versions has every label once: there is nothing to guess.
    """
    single = [each for each in claims if not each.in_versions]
    guessed = iter(_guessed(single))
    return [NO_GUESS if each.in_versions else next(guessed) for each in claims]


def _guessed(claims: Sequence[WrittenClaim]) -> list[Guess]:
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3)
    odds = cross_val_predict(
        make_pipeline(make_union(words, letters), LogisticRegression(C=2.0, max_iter=500)),
        [each.claim for each in claims],
        [LABELS[each.label] for each in claims],
        groups=[each.article_id for each in claims],
        cv=GroupKFold(GUESS_FOLDS),
        method="predict_log_proba",
    )
    return [(float(row[0]), float(row[1]), float(row[2])) for row in odds]


def written_pairs(
    claims: Sequence[WrittenClaim],
    guessed: Sequence[Guess],
    draw: random.Random,
    *,
    beside: float = 0.5,
    elsewhere: float = 0.0,
    others: OtherEvents | None = None,
) -> Iterator[Pair]:
    """Yield a pair for each claim, and for shares of them others over what does not decide it.

    That is a sentence of its article (`beside`) or, for claims about articles that were made up, a window on another
    event that shares its words (`elsewhere`, one of `others`): a check judges six windows of a claim, and most of
    them have nothing to say.
    """
    for claim, guess in zip(claims, guessed, strict=True):
        before, after = draw.choice(((1, 0), (1, 0), (0, 0), (1, 1)))
        frame = draw.random() < FRAMED
        evidence = claim.evidence(before=before, after=after)
        yield Pair(
            claim=claim.claim,
            evidence=claim.framed(evidence) if frame else evidence,
            label=LABELS[claim.label],
            guess=guess,
        )
        if draw.random() < beside:
            yield from _beside(claim, draw)
        if others is not None and claim.made_up and draw.random() < elsewhere and (windows := others.near(claim)):
            yield Pair(claim=claim.claim, evidence=draw.choice(windows), label=NEITHER)


def _beside(claim: WrittenClaim, draw: random.Random) -> Iterator[Pair]:
    """Yield the claim over a sentence of its article that stands apart from those that decide it.

    Every second time it is the one that has most of the claim's words.
    """
    near = claim.near
    others = [n for n in range(1, len(claim.sentences)) if all(abs(n - each) > 1 for each in near)]
    if others:
        windows = [claim.text_of([n - 1, n]) for n in others]
        words = _stems(claim.claim)
        alike = max(windows, key=lambda window: len(words & _stems(window)))
        evidence = draw.choice((alike, draw.choice(windows)))
        yield Pair(claim=claim.claim, evidence=claim.framed(evidence), label=NEITHER)


def _stems(text: str) -> set[str]:
    return {word[:STEM].lower() for word in text.split() if len(word) >= STEM}
