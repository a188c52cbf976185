"""Reads the passages found: which sentence answers the question, and how likely the archive answers it at all.

A first form: a logistic regression over a dozen readable features (similarity to the question by the encoder, rare
words shared, the kind of answer asked for, the passage's rank); its weights are `reader_weights.json`. Questions and
sentences may be in different languages, then shared words count for nothing and similarity decides.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from assistant.kinds import AnswerKind, kind_of, spans_of
from corpus.sentences import split_sentences
from index.analysis import fold, language_of, question_words, terms, words
from index.protocols import Encoder
from index.types import Hit

LANGUAGES = ("de", "en")
SENTENCES_ENCODED = 16
SHORTEST_PART = 4

QUANTITIES = frozenset({AnswerKind.DATE, AnswerKind.NUMBER, AnswerKind.DURATION})
NAMES = frozenset({AnswerKind.PERSON, AnswerKind.PLACE})

DocumentFrequencies = Callable[[Sequence[str]], tuple[Mapping[str, int], int]]
Features = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may answer the question: `article.text[start:end] == text`; `probability` in [0, 1]."""

    article_id: str
    start: int
    end: int
    text: str
    lang: str
    probability: float
    features: Mapping[str, float]


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

    def __init__(self, *, encoder: Encoder, document_frequencies: DocumentFrequencies) -> None:
        """Join the parts; nothing is read yet."""
        self._encoder = encoder
        self._document_frequencies = document_frequencies

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score every sentence of the passages; `hits` are best first."""
        asked = self._asked(question)
        cheap = [candidate for hit in hits for candidate in _sentences(asked, hit, hits[0].score)]
        if not cheap:
            return NOTHING_READ
        best = sorted(cheap, key=lambda c: -c.probability)[:SENTENCES_ENCODED]
        vectors = self._encoder.encode_passages([candidate.text for candidate in best])
        query = self._encoder.encode_query(question)
        scored = sorted(_with_similarity(best, vectors @ query), key=lambda c: -c.probability)
        dense = [found.score for hit in hits for found in hit.found_by if found.by == "dense"]
        return Reading(
            kind=asked.kind,
            candidates=tuple(scored),
            answerable=_answerable(scored, max(dense, default=0.0), crosslingual=scored[0].lang != asked.lang),
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


def _sentences(asked: _Asked, hit: Hit, best_score: float) -> list[Candidate]:
    """Make a candidate of every sentence of a passage, scored by what needs no encoder; headings answer nothing."""
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
        features = {
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
                probability=_sigmoid(_weighted("sentence", features)),
                features=features,
            )
        )
    return candidates


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


def _with_similarity(candidates: Sequence[Candidate], similarities: npt.NDArray[np.float32]) -> list[Candidate]:
    best = float(similarities.max())
    scored = []
    for candidate, similarity in zip(candidates, similarities.tolist(), strict=True):
        features = {
            **candidate.features,
            "similarity": _stretched(similarity),
            "similarity_to_best": (similarity - best) * 20,
        }
        scored.append(
            Candidate(
                article_id=candidate.article_id,
                start=candidate.start,
                end=candidate.end,
                text=candidate.text,
                lang=candidate.lang,
                probability=_sigmoid(_weighted("sentence", features)),
                features=features,
            )
        )
    return scored


def _answerable(candidates: Sequence[Candidate], passage_similarity: float, *, crosslingual: bool) -> float:
    similarity = max(candidate.features["similarity"] for candidate in candidates)
    return _sigmoid(
        _weighted(
            "answerable",
            {
                "similarity": similarity,
                "passage_similarity": _stretched(passage_similarity),
                "overlap": max(candidate.features["overlap"] for candidate in candidates),
                "overlap_around": max(c.features["overlap"] + c.features["overlap_around"] for c in candidates),
                "crosslingual": float(crosslingual),
                "crosslingual_similarity": similarity if crosslingual else 0.0,
            },
        )
    )


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
