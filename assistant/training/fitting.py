"""Fits the readable weights: how the rankings are joined, which sentence is quoted, when to abstain.

The questions are XQuAD's, in German and English, on its German articles; these stand in an archive among MLQA's
contexts and the articles of German Wikinews. The fusion is fitted on the half of the articles that the reader model was
trained on, the reader's weights on the other half, where its scores are those of a reader that has not seen them.
Unanswerable questions are made from these: their passage is taken away, or only the sentence with the answer, or a name
or number in the question is changed. What is reported of the reader's weights is cross-validated by article.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from assistant.front import Assistant
from assistant.reading import Candidate, Reading, SentenceReader, weighed
from assistant.settings import Settings
from assistant.span_model import OnnxSpanModel, SpanModel
from assistant.training.examples import HELD_BACK, Example
from assistant.training.negatives import PassagePool, overlap
from assistant.weighing import ReaderWeights, weighted
from assistant.wiring import PASSAGES_FOUND, assistant_from
from corpus.sentences import split_sentences
from corpus.types import Chunk, Span
from index.fusion import Features, fusion_features
from index.index import Index
from index.lexical import PassagePlace
from index.models import int8_model
from index.types import Hit

FOLDS = 6
SENTENCE_PENALTY, FUSION_PENALTY = 3e-3, 1e-3
ENGLISH_EVERY = 3
UNWEIGHED = ReaderWeights(sentence={}, answerable={})

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and where its answers stand in an article; `fold` is the number of the article."""

    question: str
    lang: str
    article_id: str
    answers: tuple[Span, ...]
    fold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Things to choose one of, with their features, and which of them are right."""

    features: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]


def fit(data: Path, out: Path, graph: Path, models: Path) -> dict[str, Any]:
    """Fit all weights, write `fusion_weights.json` and `reader_weights.json` to `out`, and return the figures."""
    asked = questions(data / "xquad")
    assistant = _archive(data, out, models)
    seen = [each for each in asked if each.fold not in HELD_BACK]
    unseen = [each for each in asked if each.fold in HELD_BACK]
    figures: dict[str, Any] = {}
    weights = fitted([_fusion_choice(assistant.index, each) for each in seen], FUSION_PENALTY)
    assistant.index.searcher.weights = weights
    figures["fusion"] = {
        lang: _recall(assistant.index, weights, [each for each in unseen if each.lang == lang]) for lang in ("de", "en")
    }
    _write(out / "fusion_weights.json", {"weights": weights})
    pairs = _with_negatives(assistant, unseen, PassagePool([_example(each, assistant) for each in unseen]))
    readings = _read(assistant, OnnxSpanModel(graph, int8_model(models)), pairs)
    figures["reader"], reader = _fitted_reader(readings)
    _write(out / "reader_weights.json", {"sentence": reader.sentence, "answerable": reader.answerable})
    _write(out / "figures.json", figures)
    assistant.close()
    return figures


def questions(xquad: Path) -> list[Asked]:
    """Return XQuAD's questions on the German articles, asked in German and every third one in English."""
    english = {
        qa["id"]: qa["question"]
        for article in _json(xquad / "xquad.en.json")["data"]
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    }
    asked = []
    for number, article in enumerate(_json(xquad / "xquad.de.json")["data"]):
        base = 0
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                starts = [(base + each["answer_start"], len(each["text"])) for each in qa["answers"]]
                one = Asked(
                    question=qa["question"],
                    lang="de",
                    article_id=f"xquad-{number}",
                    answers=tuple(Span(start=start, end=start + length) for start, length in starts),
                    fold=number,
                )
                asked.append(one)
                if len(asked) % ENGLISH_EVERY == 0:
                    asked.append(replace(one, question=english[qa["id"]], lang="en"))
            base += len(paragraph["context"]) + len("\n\n")
    return asked


def fitted(choices: Sequence[Choice], penalty: float) -> dict[str, float]:
    """Return the weights under which the right things are likeliest to be chosen (conditional logit).

    `penalty` holds the weights of the standardised features near zero.
    """
    usable = [each for each in choices if any(each.right)]
    names = sorted(usable[0].features[0])
    rows = [_matrix(each.features, names) for each in usable]
    spread = torch.from_numpy(np.concatenate(rows).std(axis=0) + 1e-9)
    scaled = [torch.from_numpy(each) / spread for each in rows]
    right = [torch.tensor(each.right) for each in usable]
    weights = torch.zeros(len(names), dtype=torch.double, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        scores = [each @ weights for each in scaled]
        chosen = [torch.logsumexp(s, 0) - torch.logsumexp(s[r], 0) for s, r in zip(scores, right, strict=True)]
        total = torch.stack(chosen).mean() + penalty * (weights**2).sum()
        torch.autograd.backward(total)
        return total

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return dict(zip(names, _rounded((weights.detach() / spread).tolist()), strict=True))


def _fitted_reader(readings: Sequence[tuple[Asked, Reading]]) -> tuple[dict[str, float], ReaderWeights]:
    """Fit sentences and abstention, on all and, for the figures, on all but one fold after the other."""
    judged: list[tuple[bool, float, bool, bool]] = []
    for fold in range(FOLDS):
        weights = _reader_weights([pair for pair in readings if pair[0].fold % FOLDS != fold])
        for asked, read in readings:
            if asked.fold % FOLDS == fold:
                reading = weighed(read, weights)
                found = [_right(candidate, asked) for candidate in reading.candidates]
                judged.append((bool(asked.answers), reading.answerable, any(found[:1]), any(found[:3])))
    answerable = np.array([each[0] for each in judged])
    confidence = np.array([each[1] for each in judged])
    figures = {
        "first sentence": float(np.mean([each[2] for each in judged if each[0]])),
        "within three": float(np.mean([each[3] for each in judged if each[0]])),
        "area": float(roc_auc_score(answerable, confidence)),
        "refused at .15": float((confidence[~answerable] < np.quantile(confidence[answerable], 0.15)).mean()),
        "threshold at .05": float(np.quantile(confidence[answerable], 0.05)),
    }
    return figures, _reader_weights(readings)


def _reader_weights(readings: Sequence[tuple[Asked, Reading]]) -> ReaderWeights:
    sentence = fitted(
        [
            Choice(
                features=tuple(candidate.features for candidate in reading.candidates),
                right=tuple(_right(candidate, asked) for candidate in reading.candidates),
            )
            for asked, reading in readings
            if asked.answers
        ],
        SENTENCE_PENALTY,
    )
    weights = ReaderWeights(sentence=sentence, answerable={})
    return replace(weights, answerable=_logistic([(asked, weighed(reading, weights)) for asked, reading in readings]))


def _logistic(readings: Sequence[tuple[Asked, Reading]]) -> dict[str, float]:
    names = sorted(readings[0][1].features)
    matrix = _matrix([reading.features for _, reading in readings], names)
    mean, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=1000)
    model.fit((matrix - mean) / spread, [bool(asked.answers) for asked, _ in readings])
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (weights * mean).sum())
    return dict(zip([*names, "bias"], _rounded([*weights.tolist(), bias]), strict=True))


def _read(
    assistant: Assistant, model: SpanModel, pairs: Iterable[tuple[Asked, Sequence[Hit]]]
) -> list[tuple[Asked, Reading]]:
    reader = SentenceReader(model=model, document_frequencies=assistant.index.document_frequencies, weights=UNWEIGHED)
    found = [(asked, reader.read(asked.question, hits)) for asked, hits in pairs]
    return [(asked, reading) for asked, reading in found if reading.candidates]


def _with_negatives(
    assistant: Assistant, asked: Sequence[Asked], pool: PassagePool
) -> Iterator[tuple[Asked, Sequence[Hit]]]:
    """Yield every question with the passages found for it, and once more made unanswerable in one of three ways."""
    draw = random.Random(1)  # noqa: S311  (not a secret)
    for number, each in enumerate(asked):
        hits = assistant.index.search(each.question, 2 * PASSAGES_FOUND)
        yield each, hits[:PASSAGES_FOUND]
        without = replace(each, answers=())
        kind = number % 3
        amiss = pool.asked_amiss(_example(each, assistant), draw) if kind == 0 else None
        if amiss is not None:
            question = replace(without, question=amiss.question)
            yield question, assistant.index.search(amiss.question, PASSAGES_FOUND)
        elif kind == 1:
            yield without, [cut for hit in hits for cut in _without_answer(hit, each)][:PASSAGES_FOUND]
        else:
            yield without, [hit for hit in hits if not _holds(hit.chunk, each)][:PASSAGES_FOUND]


def _without_answer(hit: Hit, asked: Asked) -> list[Hit]:
    """Return the passage without the sentences that hold the answer; nothing if little is left."""
    if not _holds(hit.chunk, asked):
        return [hit]
    text, start = hit.chunk.text, hit.chunk.start
    kept = [
        text[span.start : span.end]
        for span in split_sentences(text, hit.lang)
        if not any(overlap(Span(start=start + span.start, end=start + span.end), each) for each in asked.answers)
    ]
    if len(kept) < 2:
        return []
    shorter = " ".join(kept)
    return [replace(hit, chunk=replace(hit.chunk, text=shorter, end=start + len(shorter)))]


def _holds(passage: Chunk | PassagePlace, asked: Asked) -> bool:
    return passage.article_id == asked.article_id and any(
        passage.start <= span.start and span.end <= passage.end for span in asked.answers
    )


def _right(candidate: Candidate, asked: Asked) -> bool:
    place = Span(start=candidate.start, end=candidate.end)
    return candidate.article_id == asked.article_id and any(overlap(place, span) for span in asked.answers)


def _fusion_choice(index: Index, asked: Asked) -> Choice:
    features, right = _found(index, asked)
    return Choice(features=tuple(features.values()), right=tuple(item in right for item in features))


def _found(index: Index, asked: Asked) -> tuple[dict[str, Features], set[str]]:
    """Return the features of the passages found for a question, and those that hold the answer."""
    rankings = index.searcher.rankings(asked.question)
    places = index.searcher.places(rankings)
    features = fusion_features(rankings, {i: (place.article_id, place.ordinal) for i, place in places.items()})
    return features, {item for item in features if _holds(places[item], asked)}


def _recall(index: Index, weights: Mapping[str, float], asked: Sequence[Asked]) -> dict[str, float]:
    ranks = []
    for one in asked:
        features, right = _found(index, one)
        scores = {item: weighted(weights, each) for item, each in features.items()}
        fused = sorted(scores, key=scores.__getitem__, reverse=True)
        ranks.append(next((rank for rank, item in enumerate(fused, start=1) if item in right), len(fused) + 1))
    return {f"recall@{k}": float(np.mean(np.array(ranks) <= k)) for k in (1, 5, 20)}


def _archive(data: Path, out: Path, models: Path) -> Assistant:
    """Open the archive of the articles asked about and the others among them; it is made once."""
    out.mkdir(parents=True, exist_ok=True)
    articles = out / "articles.jsonl"
    lines = [*_xquad_articles(data / "xquad"), *_mlqa_articles(data / "mlqa-de" / "mlqa-dev-de-de.jsonl")]
    articles.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")
    assistant = assistant_from(Settings(home=out / "archive", models=models))
    assistant.add([str(articles), str(data / "wikinews-de" / "articles.jsonl")])
    return assistant


def _xquad_articles(folder: Path) -> Iterator[dict[str, str]]:
    for number, article in enumerate(_json(folder / "xquad.de.json")["data"]):
        text = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
        yield {"id": f"xquad-{number}", "title": article["title"].replace("_", " "), "text": text, "lang": "de"}


def _mlqa_articles(path: Path) -> Iterator[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, context in enumerate(dict.fromkeys(json.loads(line)["context"] for line in lines)):
        yield {"id": f"mlqa-{number}", "title": f"Text {number}", "text": context, "lang": "de"}


def _example(asked: Asked, assistant: Assistant) -> Example:
    return Example(
        question=asked.question,
        passage=assistant.article(asked.article_id).text,
        answers=asked.answers,
        lang="de",
        group="xquad",
        asked_in=asked.lang,
    )


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Doubles:
    return np.array([[row[name] for name in names] for row in rows], np.float64)


def _rounded(values: Sequence[float]) -> list[float]:
    return [round(value, 4) for value in values]


def _json(path: Path) -> Any:  # noqa: ANN401
    return json.loads(path.read_text(encoding="utf-8"))


def _write(path: Path, values: object) -> None:
    path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
