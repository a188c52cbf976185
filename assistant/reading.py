"""Reads the passages found: which sentence answers the question, in which words, and how likely any does at all.

The reader model scores the tokens of each passage (`assistant.span_model`); a logistic regression joins its scores with
readable features (rare words shared, the kind of answer asked for, the passage's rank). Its weights are
`reader_weights.json`. Questions and sentences may be in different languages, then shared words count for nothing and
the model decides.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from assistant.kinds import AnswerKind, kind_of, spans_of
from assistant.span_model import PassageScores, SpanModel, best_span
from corpus.sentences import split_sentences
from corpus.types import Span
from index.analysis import fold, language_of, question_words, terms, words
from index.types import Hit

LANGUAGES = ("de", "en")
SHORTEST_PART = 4
UNREAD = -10.0

QUANTITIES = frozenset({AnswerKind.DATE, AnswerKind.NUMBER, AnswerKind.DURATION})
NAMES = frozenset({AnswerKind.PERSON, AnswerKind.PLACE})

DocumentFrequencies = Callable[[Sequence[str]], tuple[Mapping[str, int], int]]
Features = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may answer the question: `article.text[start:end] == text`; `probability` in [0, 1].

    `answer` are the words in it, as offsets into `text`, that the reader takes for the short answer.
    """

    article_id: str
    start: int
    end: int
    text: str
    lang: str
    probability: float
    features: Mapping[str, float]
    answer: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader makes of a question: candidates best first, and the probability that it is answered."""

    kind: AnswerKind
    candidates: tuple[Candidate, ...]
    answerable: float


NOTHING_READ = Reading(kind=AnswerKind.OTHER, candidates=(), answerable=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question made ready for comparison: its content words with stems and weights (their sum is 1)."""

    kind: AnswerKind
    lang: str
    stems: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, float]

    def overlap(self, found: frozenset[str]) -> float:
        """Return the weight of the question's words among terms; a part of a compound counts."""
        return sum(weight for word, weight in self.weights.items() if _holds(found, self.stems[word]))


class SentenceReader:
    """Picks the sentences that answer a question out of the passages found for it."""

    def __init__(self, *, model: SpanModel, document_frequencies: DocumentFrequencies) -> None:
        """Join the parts; nothing is read yet."""
        self._model = model
        self._document_frequencies = document_frequencies

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score every sentence of the passages; `hits` are best first."""
        if not hits:
            return NOTHING_READ
        asked = self._asked(question)
        scores = self._model.score(question, [hit.chunk.text for hit in hits])
        best_passage = max(each.passage for each in scores)
        found = [
            candidate
            for hit, each in zip(hits, scores, strict=True)
            for candidate in _sentences(asked, hit, hits[0].score, each, each.passage - best_passage)
        ]
        if not found:
            return NOTHING_READ
        scored = sorted(_against_the_best(found), key=lambda c: -c.probability)
        dense = [found.score for hit in hits for found in hit.found_by if found.by == "dense"]
        features = answerable_features(scored, max(dense, default=0.0), crosslingual=scored[0].lang != asked.lang)
        return Reading(
            kind=asked.kind,
            candidates=tuple(scored),
            answerable=_sigmoid(_weighted("answerable", features)),
        )

    def _asked(self, question: str) -> _Asked:
        stems = question_words(question, LANGUAGES)
        frequencies, total = self._document_frequencies([stem for each in stems.values() for stem in each])
        idf = {
            word: max(math.log(1 + (total + 0.5) / (frequencies[stem] + 0.5)) for stem in each)
            for word, each in stems.items()
        }
        whole = sum(idf.values()) or 1.0
        return _Asked(
            kind=kind_of(question),
            lang=language_of(question),
            stems=stems,
            weights={word: weight / whole for word, weight in idf.items()},
        )


def _sentences(
    asked: _Asked, hit: Hit, best_score: float, scores: PassageScores, passage_to_best: float
) -> list[Candidate]:
    """Make a candidate of every sentence of a passage; headings answer nothing."""
    text, offset = hit.chunk.text, hit.chunk.start
    spans = split_sentences(text, hit.lang)
    found = [frozenset(terms(text[span.start : span.end], hit.lang)) for span in spans]
    crosslingual = hit.lang != asked.lang
    candidates = []
    for i, span in enumerate(spans):
        sentence = text[span.start : span.end]
        if len(spans) > 1 and _is_heading(sentence):
            continue
        own = 0.0 if crosslingual else asked.overlap(found[i])
        around = 0.0 if crosslingual else asked.overlap(frozenset().union(*found[max(0, i - 2) : i + 2])) - own
        read = _read(scores, span)
        features = {
            "span": read.margin,
            "support": read.support,
            "passage_answers": scores.passage,
            "passage_answers_to_best": passage_to_best,
            "overlap": own,
            "overlap_around": around,
            "passage": hit.score / best_score if best_score > 0 else 0.0,
            "length": min(len(sentence) / 200, 2.0),
            **_kind_features(asked, sentence),
        }
        candidates.append(
            Candidate(
                article_id=hit.chunk.article_id,
                start=offset + span.start,
                end=offset + span.end,
                text=sentence,
                lang=hit.lang,
                probability=0.0,
                features=features,
                answer=read.answer,
            )
        )
    return candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The model's scores of one sentence: of its best answer over "no answer", of its tokens as support."""

    margin: float
    support: float
    answer: Span | None


def _read(scores: PassageScores, sentence: Span) -> _Read:
    inside = [i for i, (start, end) in enumerate(scores.offsets) if sentence.start <= start < end <= sentence.end]
    if not inside:
        return _Read(margin=UNREAD, support=UNREAD, answer=None)
    first, last = inside[0], inside[-1] + 1
    tokens = scores.tokens[first:last]
    start, end = best_span(tokens)
    return _Read(
        margin=float(tokens[start, 0] + tokens[end, 1]) - scores.nothing,
        support=float(tokens[:, 2].mean()),
        answer=Span(
            start=scores.offsets[first + start][0] - sentence.start,
            end=scores.offsets[first + end][1] - sentence.start,
        ),
    )


def _kind_features(asked: _Asked, sentence: str) -> Features:
    spans = spans_of(asked.kind, sentence)
    new = any(not all(fold(word) in asked.stems for word in words(sentence[span.start : span.end])) for span in spans)
    return {
        "has_date": float(asked.kind is AnswerKind.DATE and bool(spans)),
        "has_number": float(asked.kind is AnswerKind.NUMBER and bool(spans)),
        "has_duration": float(asked.kind is AnswerKind.DURATION and bool(spans)),
        "new_quantity": float(asked.kind in QUANTITIES and new),
        "gives_reason": float(asked.kind is AnswerKind.REASON and bool(spans)),
        "new_name": float(asked.kind in NAMES and new),
    }


def _against_the_best(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Add how far each lies behind the best, and the probability."""
    best = {name: max(candidate.features[name] for candidate in candidates) for name in ("span", "support")}
    scored = []
    for candidate in candidates:
        features = dict(candidate.features)
        for name, highest in best.items():
            features[f"{name}_to_best"] = features[name] - highest
        scored.append(replace(candidate, features=features, probability=_sigmoid(_weighted("sentence", features))))
    return scored


def answerable_features(candidates: Sequence[Candidate], passage_similarity: float, *, crosslingual: bool) -> Features:
    """Return what tells an answerable question from others; `candidates` best first."""
    best = candidates[0].features
    return {
        "span": max(candidate.features["span"] for candidate in candidates),
        "span_of_best": best["span"],
        "support": max(candidate.features["support"] for candidate in candidates),
        "passage_answers": max(candidate.features["passage_answers"] for candidate in candidates),
        "passage_similarity": _stretched(passage_similarity),
        "overlap": best["overlap"],
        "overlap_around": best["overlap"] + best["overlap_around"],
        "crosslingual": float(crosslingual),
    }


def _holds(found: frozenset[str], stems: Sequence[str]) -> bool:
    if any(stem in found for stem in stems):
        return True
    parts = tuple(stem for stem in stems if len(stem) >= SHORTEST_PART)
    return bool(parts) and any(term.startswith(parts) or term.endswith(parts) for term in found)


def _is_heading(sentence: str) -> bool:
    return sentence[-1].isalnum() and len(sentence) <= 120


def _stretched(cosine: float) -> float:
    """Spread the narrow range of e5 cosines (0.75 to 0.92 for everything) around its middle."""
    return cosine * 20 - 17


def _weighted(model: str, features: Mapping[str, float]) -> float:
    weights = _weights()[model]
    return weights["bias"] + sum(weights[name] * value for name, value in features.items())


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


@cache
def _weights() -> dict[str, dict[str, float]]:
    loaded: dict[str, dict[str, float]] = json.loads(
        files("assistant").joinpath("reader_weights.json").read_text(encoding="utf-8")
    )
    return loaded
