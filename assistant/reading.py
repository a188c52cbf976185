"""Reads the passages found: which sentence answers the question, in which words, and how likely any does at all.

The reader model scores the tokens of each passage (`assistant.span_model`); readable weights (`assistant.weighing`)
join its scores with the rare words shared, the kind of answer asked for and the passage's rank. Questions and sentences
may be in different languages, then shared words count for nothing and the model decides.

The best passage is read first, and others, one by one, where it does not settle the question and they are not far
behind: reading is what an answer takes time for.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.kinds import FOUND_BY_PATTERN, AnswerKind, kind_of, spans_of
from assistant.span_model import PassageScores, SpanModel, best_span
from assistant.weighing import Features, ReaderWeights, shares, shipped_weights, sigmoid, weighted
from corpus.sentences import split_sentences
from corpus.types import Span
from index.analysis import fold, language_of, question_words, terms, words
from index.types import Hit

LANGUAGES = ("de", "en")
SETTLED = 0.7
MOST_READ = 3  # and the best of every language that these are not in
ALWAYS_COMPARED = 2
WORTH_READING = 3.0  # passages further behind the best of their language, in fused score, rarely hold the answer
SHORTEST_PART = 4
UNREAD = -10.0
FURTHEST_BEHIND, MOST_AHEAD = -6.0, 5.0

_INSTRUCTION = re.compile(
    r"\b(?:ignorier\w*|missacht\w*|vergiss|ignore|disregard|forget)\b[^.!?]{0,40}"
    r"\b(?:anweisung|instruktion|vorgabe|regel|befehl|instruction|prompt|rule|guideline)",
    re.IGNORECASE,
)

DocumentFrequencies = Callable[[Sequence[str]], tuple[Mapping[str, int], int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that may answer the question: `article.text[start:end] == text`.

    `probability` is that of being the one that answers; over all candidates they sum to 1.

    `answer` are the words in it, as offsets into `text`, that the reader takes for the short answer.
    """

    article_id: str
    chunk_id: str
    start: int
    end: int
    text: str
    lang: str
    probability: float
    features: Mapping[str, float]
    answer: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader makes of a question: candidates best first, and the probability that it is answered.

    `features` are what that probability was weighed from.
    """

    kind: AnswerKind
    candidates: tuple[Candidate, ...]
    answerable: float
    features: Mapping[str, float] = field(default_factory=dict)


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

    def __init__(
        self,
        *,
        model: SpanModel,
        document_frequencies: DocumentFrequencies,
        weights: ReaderWeights | None = None,
    ) -> None:
        """Join the parts; nothing is read yet. `weights` are the shipped ones unless others are given."""
        self._model = model
        self._document_frequencies = document_frequencies
        self._weights = weights or shipped_weights()

    def read(self, question: str, hits: Sequence[Hit]) -> Reading:
        """Score the sentences of the best passages, of more where these do not settle it; `hits` are best first."""
        asked, hits = self._asked(question), _worth_reading(hits)
        scores: list[PassageScores] = []
        reading = NOTHING_READ
        while reading.answerable < SETTLED and len(scores) < len(hits):
            scores += self._model.score(question, [hits[len(scores)].chunk.text])
            reading = self._reading(asked, hits[: len(scores)], scores)
        return reading

    def ranked(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return all of the passages in the order in which they are likely to answer: by what their sentences share.

        Scores are log odds on an arbitrary scale, higher is better.
        """
        if not hits:
            return []
        scores = self._model.score(question, [hit.chunk.text for hit in hits])
        mass: dict[str, float] = {}
        for candidate in self._reading(self._asked(question), hits, scores).candidates:
            mass[candidate.chunk_id] = mass.get(candidate.chunk_id, 0.0) + candidate.probability
        found = [replace(hit, score=math.log(mass.get(hit.chunk.id, 0.0) + 1e-9)) for hit in hits]
        return sorted(found, key=lambda hit: -hit.score)

    def _reading(self, asked: "_Asked", hits: Sequence[Hit], scores: Sequence[PassageScores]) -> Reading:
        best_passage = max(each.passage for each in scores)
        best_score = max(hit.score for hit in hits)
        found = [
            candidate
            for hit, each in zip(hits, scores, strict=True)
            for candidate in _sentences(asked, hit, hit.score - best_score, each, each.passage - best_passage)
        ]
        if not found:
            return NOTHING_READ
        dense = [found.score for hit in hits for found in hit.found_by if found.by == "dense"]
        features = {
            "passage_answers": best_passage,
            "passage_similarity": _stretched(max(dense, default=0.0)),
            "crosslingual": float(hits[0].lang != asked.lang),
        }
        compared = Reading(kind=asked.kind, candidates=_against_the_best(found), answerable=0.0, features=features)
        return weighed(compared, self._weights)

    def _asked(self, question: str) -> "_Asked":
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


def _worth_reading(hits: Sequence[Hit]) -> list[Hit]:
    """Return the first passages that are not far behind the best of their language, and the best of other languages."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.lang] = max(hit.score, best.get(hit.lang, hit.score))
    first = [
        hit
        for place, hit in enumerate(hits[:MOST_READ])
        if place < ALWAYS_COMPARED or best[hit.lang] - hit.score < WORTH_READING
    ]
    known = {hit.lang for hit in first}
    others = {hit.lang: hit for hit in reversed(hits[MOST_READ:]) if hit.lang not in known}
    return [*first, *others.values()]


def weighed(reading: Reading, weights: ReaderWeights) -> Reading:
    """Return the reading as these weights see it: candidates with their probabilities, best first, and the whole."""
    likely = shares([weighted(weights.sentence, candidate.features) for candidate in reading.candidates])
    scored = [
        replace(candidate, probability=probability)
        for candidate, probability in zip(reading.candidates, likely, strict=True)
    ]
    candidates = sorted(scored, key=lambda candidate: -candidate.probability)
    features = {**reading.features, **_lead(candidates)}
    return replace(
        reading,
        candidates=tuple(candidates),
        features=features,
        answerable=sigmoid(weighted(weights.answerable, features)),
    )


def _against_the_best(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Add how far each lies behind the best."""
    best = {name: max(candidate.features[name] for candidate in candidates) for name in ("span", "support")}
    return tuple(
        replace(
            each,
            features={
                **each.features,
                **{f"{name}_to_best": each.features[name] - highest for name, highest in best.items()},
            },
        )
        for each in candidates
    )


def _lead(candidates: Sequence[Candidate]) -> Features:
    """Return what the sentences tell of whether the question is answered; `candidates` are best first."""
    first = candidates[0]
    others = [candidate for candidate in candidates[1:] if _said(candidate) != _said(first)]
    ahead = math.log(first.probability / max(others[0].probability, 1e-9)) if others else MOST_AHEAD
    return {
        "span": max(candidate.features["span"] for candidate in candidates),
        "span_of_best": first.features["span"],
        "support": max(candidate.features["support"] for candidate in candidates),
        "overlap": first.features["overlap"],
        "overlap_around": first.features["overlap"] + first.features["overlap_around"],
        "lead": min(ahead, MOST_AHEAD),
    }


def _said(candidate: Candidate) -> tuple[str, ...]:
    span = candidate.answer
    return () if span is None else tuple(map(fold, words(candidate.text[span.start : span.end])))


def _sentences(
    asked: _Asked, hit: Hit, behind: float, scores: PassageScores, passage_to_best: float
) -> list[Candidate]:
    """Make a candidate of every sentence of a passage; headings answer nothing, nor what is meant for software."""
    text, offset = hit.chunk.text, hit.chunk.start
    spans = split_sentences(text, hit.lang)
    found = [frozenset(terms(text[span.start : span.end], hit.lang)) for span in spans]
    crosslingual = hit.lang != asked.lang
    candidates = []
    for i, span in enumerate(spans):
        sentence = text[span.start : span.end]
        if len(spans) > 1 and (_is_heading(sentence) or _speaks_to_software(sentence)):
            continue
        own = 0.0 if crosslingual else asked.overlap(found[i])
        around = 0.0 if crosslingual else asked.overlap(frozenset().union(*found[max(0, i - 2) : i + 2])) - own
        read = _read(scores, span)
        candidates.append(
            Candidate(
                article_id=hit.chunk.article_id,
                chunk_id=hit.chunk.id,
                start=offset + span.start,
                end=offset + span.end,
                text=sentence,
                lang=hit.lang,
                probability=0.0,
                features={
                    "span": read.margin,
                    "support": read.support,
                    "passage_answers_to_best": passage_to_best,
                    "overlap": own,
                    "overlap_around": around,
                    "passage": max(behind, FURTHEST_BEHIND),
                    "length": min(len(sentence) / 200, 2.0),
                    "kind_fits": _kind_fits(asked, sentence),
                },
                answer=None if read.answer is None else in_whole_words(read.answer, sentence),
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


def in_whole_words(span: Span, text: str) -> Span:
    """Return a span that begins and ends where words do: the model's pieces of words are smaller."""
    start, end = span.start, span.end
    while 0 < start < end and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start=start, end=end)


def _kind_fits(asked: _Asked, sentence: str) -> float:
    """Return 1 if a sentence holds what is asked for and the question does not name, -1 if not, 0 if none is known."""
    if asked.kind not in FOUND_BY_PATTERN:
        return 0.0
    spans = spans_of(asked.kind, sentence)
    if asked.kind is AnswerKind.REASON:
        return 1.0 if spans else -1.0
    new = any(not all(fold(word) in asked.stems for word in words(sentence[span.start : span.end])) for span in spans)
    return 1.0 if new else -1.0


def _holds(found: frozenset[str], stems: Sequence[str]) -> bool:
    if any(stem in found for stem in stems):
        return True
    parts = tuple(stem for stem in stems if len(stem) >= SHORTEST_PART)
    return bool(parts) and any(term.startswith(parts) or term.endswith(parts) for term in found)


def _speaks_to_software(sentence: str) -> bool:
    """Say whether a sentence tells a language model what to do: planted text, which no reader asks for."""
    return _INSTRUCTION.search(sentence) is not None


def _is_heading(sentence: str) -> bool:
    return sentence[-1].isalnum() and len(sentence) <= 120


def _stretched(cosine: float) -> float:
    """Spread the narrow range of e5 cosines (0.75 to 0.92 for everything) around its middle."""
    return cosine * 20 - 17
