"""Fit the weights of the claim check: `python -m assistant.training.verdicts --data FOLDER --out FOLDER`.

The claims are written ones that the entailment model was not trained on. They are checked against an archive of
German Wikinews and of articles made up for claims among other newspaper articles, as people would: what is found
decides, not what was known to be there.
Weights of a window are a logistic regression over the windows, with the label of the claim where a window holds a
sentence that decides it and "neither" elsewhere; weights of a claim one over the claims, with windows weighed by
weights that have not seen them. What is reported is cross-validated by event.

Among them are made-up pairs that differ in a quantity or a date alone: few written claims do.
"""

import json
import random
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import f1_score, precision_score  # type: ignore[import-untyped]

from assistant.checking import (
    NEITHER,
    REFUTED,
    CheckWeights,
    ClaimChecker,
    Judged,
    claim_features,
    likeliest,
    outcome_odds,
    weighed,
    window_features,
)
from assistant.claims import Claim, claims_in
from assistant.entailment import EntailmentModel
from assistant.evidence import Window
from assistant.front import Assistant
from assistant.settings import Settings
from assistant.training.distorting import negated
from assistant.training.negatives import overlap
from assistant.training.quantity_pairs import REFUTED as DIFFERS
from assistant.training.quantity_pairs import SUPPORTED as AGREES
from assistant.training.quantity_pairs import Pair, pairs
from assistant.training.written import LABELS, WrittenClaim, first_versions, is_first, written_claims
from assistant.types import Verdict
from assistant.wiring import assistant_from, entailment_model_from
from corpus.types import Article, Span
from index.types import Scope

FOLDS = 5
MOST_MADE_UP, MOST_NEWS, DRAW = 2_000, 1_000, 1  # claims over versions and on real news, and the seed of the draw
MADE_UP, SEED = 240, 7
WINDOW_C, CLAIM_C = 0.1, 0.1  # inverse penalties

Doubles = npt.NDArray[np.float64]
Weights = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A written claim with the windows that were found and judged, and the label of each of them."""

    written: WrittenClaim
    claim: Claim
    judged: Sequence[Judged]

    @property
    def fold(self) -> int:
        """Its part of the cross-validation, by event."""
        return crc32(self.written.event.encode()) // 7 % FOLDS

    def label(self, judged: Judged) -> int:
        """Return the label of a window: that of the claim where it holds a sentence that decides it."""
        here = judged.window.article.id == self.written.article_id
        decides = here and any(overlap(judged.window.sentence, place) for place in self.written.places)
        return LABELS[self.written.label] if decides else NEITHER


def main() -> None:
    """Read the arguments and fit."""
    parser = ArgumentParser(prog="python -m assistant.training.verdicts", description="Fit the weights of the check.")
    parser.add_argument("--data", type=Path, required=True, help="folder with wikinews-de/, gnad/, mlqa-de/ and xquad/")
    parser.add_argument("--out", type=Path, required=True, help="folder for the archive and check_weights.json")
    given = parser.parse_args()
    settings = Settings(home=given.out / "archive", models=given.out / "models")
    assistant = assistant_from(settings)
    made = given.out / "made_up.jsonl"
    made.write_text("".join(f"{json.dumps(article)}\n" for article in first_versions()), encoding="utf-8")
    assistant.add([*(str(given.data / name / "articles.jsonl") for name in ("wikinews-de", "gnad")), str(made)])
    found = found_for(assistant, measuring(written_claims(given.data)))
    found += made_up(entailment_model_from(settings), MADE_UP)
    weights = fitted(found)
    (given.out / "check_weights.json").write_text(weights_file(weights), encoding="utf-8")
    sys.stdout.write(json.dumps(cross_validated(found), indent=1) + "\n")


def measuring(claims: Sequence[WrittenClaim]) -> Sequence[WrittenClaim]:
    """Return claims that the entailment model was not trained on: of those over versions and on real news a draw each.

    Of a claim over versions that over the first counts. Claims over a made-up article in one version are left out: how
    they are worded gives most of their labels away, and weights that were fitted on them would trust that.
    """
    draw = random.Random(DRAW)  # noqa: S311  (not a secret)
    held_back = [each for each in claims if each.held_back and each.published and is_first(each.article_id)]
    versions = [each for each in held_back if each.in_versions]
    news = [each for each in held_back if not each.made_up]
    return [
        *draw.sample(versions, min(MOST_MADE_UP, len(versions))),
        *draw.sample(news, min(MOST_NEWS, len(news))),
    ]


def found_for(assistant: Assistant, written: Sequence[WrittenClaim]) -> list[Found]:
    """Look for each claim in an archive, and judge what is found."""
    claims = [(each, claims_in(each.claim)[0]) for each in written]
    checker = assistant.checker()
    return [Found(written=each, claim=claim, judged=checker.judged(claim)) for each, claim in claims if claim.checkable]


class OneSentence:
    """Finds one sentence for every claim, the only one of its archive."""

    def __init__(self, text: str, lang: str) -> None:
        """Take the text of the archive's only article."""
        self._article = Article(id=text, text=text, title="", lang=lang)

    def find(self, claim: Claim, scope: Scope, weigh: Callable[[str], float]) -> list[Window]:  # noqa: ARG002  (whatever is asked)
        """Return the sentence."""
        whole = Span(start=0, end=len(self._article.text))
        return [Window(article=self._article, sentence=whole, span=whole, rank=1)]

    def weights(self, claim: Claim) -> Callable[[str], float]:  # noqa: ARG002
        """Every word tells the same."""
        return lambda _stem: 1.0


def made_up(model: EntailmentModel, count: int) -> list[Found]:
    """Return made-up pairs of a claim and a sentence, judged; where the two agree, also the claim's negation."""
    draw, found = random.Random(SEED), []  # noqa: S311  (not a secret)
    for pair in pairs(count, seed=SEED):
        found.append(judged_pair(model, pair))
        denied = negated(pair.claim, pair.claim_lang, draw) if pair.label == AGREES else None
        if denied is not None:
            found.append(judged_pair(model, replace(pair, claim=denied, label=DIFFERS)))
    return found


def judged_pair(model: EntailmentModel, pair: Pair) -> Found:
    """Return a claim as it is judged by the one sentence of an archive."""
    checker = ClaimChecker(finder=OneSentence(pair.stated, pair.lang), model=model, copies=lambda _ids, _as_of: {})
    written = WrittenClaim(
        claim=pair.claim,
        lang=pair.claim_lang,
        label=Verdict(pair.label),
        article_id=pair.stated,
        article=pair.stated,
        title="",
        published=None,
        places=(Span(start=0, end=len(pair.stated)),),
    )
    claim = claims_in(pair.claim)[0]
    return Found(written=written, claim=claim, judged=checker.judged(claim))


def fitted(found: Sequence[Found]) -> CheckWeights:
    """Return the weights under which the labels of windows and claims are likeliest."""
    of_claims = [(each, claim_features(judged)) for each, judged in _reweighed(found)]
    return CheckWeights(
        window=_of_windows(found),
        claim=_regression(
            [row for _, row in of_claims], [LABELS[each.written.label] for each, _ in of_claims], CLAIM_C
        ),
    )


def cross_validated(found: Sequence[Found]) -> dict[str, float]:
    """Return figures over claims, each judged by weights that have not seen its article."""
    labels, given = [], []
    for fold in range(FOLDS):
        weights = fitted([each for each in found if each.fold != fold])
        for each in found:
            if each.fold == fold and each.written.published:
                labels.append(LABELS[each.written.label])
                odds = outcome_odds(weights.claim, claim_features(_weighed(each, weights.window)))
                given.append(likeliest(odds))
    return {
        "claims": len(labels),
        "accuracy": float(np.mean(np.array(labels) == np.array(given))),
        "macro F1": float(f1_score(labels, given, average="macro")),
        "refuted precision": float(precision_score(labels, given, labels=[REFUTED], average="macro", zero_division=0)),
    }


def _reweighed(found: Sequence[Found]) -> list[tuple[Found, Sequence[Judged]]]:
    """Return the claims with their windows weighed by weights that were fitted on other articles."""
    judged: list[tuple[Found, Sequence[Judged]]] = []
    for fold in range(FOLDS):
        weights = _of_windows([each for each in found if each.fold != fold])
        judged += [(each, _weighed(each, weights)) for each in found if each.fold == fold]
    return judged


def _weighed(found: Found, weights: Weights) -> list[Judged]:
    return weighed(found.judged, found.claim, CheckWeights(window=weights, claim={}))


def _of_windows(found: Sequence[Found]) -> Weights:
    rows = [(window_features(each, one.claim), one.label(each)) for one in found for each in one.judged]
    return _regression([row for row, _ in rows], [label for _, label in rows], WINDOW_C)


def _regression(rows: Sequence[Mapping[str, float]], labels: Sequence[int], inverse_penalty: float) -> Weights:
    """Return a multinomial logistic regression over standardised features, as weights of the features as they are."""
    names = [name for name in rows[0] if name != "bias"]
    matrix = np.array([[row[name] for name in names] for row in rows], np.float64)
    mean, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    model = LogisticRegression(C=inverse_penalty, max_iter=2_000).fit((matrix - mean) / spread, labels)
    weights = model.coef_ / spread
    bias = model.intercept_ - (weights * mean).sum(axis=1)
    return {
        name: [round(float(each), 3) for each in column]
        for name, column in zip(["bias", *names], np.vstack([bias, weights.T]), strict=True)
    }


def weights_file(weights: CheckWeights) -> str:
    """Return what `check_weights.json` holds: a line for each feature."""
    parts = [
        f' "{part}": {{\n' + ",\n".join(f"  {json.dumps(name)}: {each}" for name, each in of_part.items()) + "\n }"
        for part, of_part in (("window", weights.window), ("claim", weights.claim))
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
