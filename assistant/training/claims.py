"""Train the entailment model: `python -m assistant.training.claims --data FOLDER --out FOLDER`; run again, it goes on.

First on pairs whose label follows from how they are made, then on claims that were written about news articles, among
made pairs. At the end the folder holds `entailment.onnx` with its checksum, which ship, and the log of the training
with figures on pairs that were not trained on.
"""

import random
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from assistant.training.entailed import rte_pairs
from assistant.training.exporting import export_judge
from assistant.training.judging import Judge, JudgeRun, probabilities
from assistant.training.loop import Plan
from assistant.training.network import Reader
from assistant.training.pairs import NEITHER, REFUTED, SUPPORTED, Guess, Pair, training_pairs
from assistant.training.written import LABELS, OtherEvents, WrittenClaim, guesses, news, written_claims, written_pairs
from index.graph import is_judge, read_judge, read_reader
from index.tokenizing import tokenizer_for
from index.weights import packaged_weights, read_weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MEASURED_EVERY = 6  # of the pairs and claims that measure: reading all of them takes as long as a hundred batches

Figures = Callable[[Judge], dict[str, float]]


def main() -> None:
    """Read the arguments and train."""
    parser = ArgumentParser(prog="python -m assistant.training.claims", description="Train the entailment model.")
    parser.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: checkpoints and log")
    parser.add_argument(
        "--start",
        type=Path,
        default=Path("assistant/reader.onnx"),
        help="the reader to go on from, or an entailment model that has seen made pairs (assistant/entailment.onnx)",
    )
    parser.add_argument("--leave-out", type=Path, help="a file with ids of news articles that measure, one a line")
    parser.add_argument("--english", type=int, default=24_000, help="English questions an epoch")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--batches", type=int, default=1_500)
    parser.add_argument("--decline", type=int, default=450, help="batches of the decline at the end")
    parser.add_argument("--written-rate", type=float, default=1e-4)
    parser.add_argument("--written-batches", type=int, default=1_500)
    parser.add_argument("--dropout", type=float, default=0.1, help="while written claims are learnt")
    parser.add_argument(
        "--since", type=int, default=0, help="claims that the model to start from has learnt: so many of the first"
    )
    parser.add_argument(
        "--single", type=float, default=1.0, help="share of the claims over one version of an article in an epoch"
    )
    parser.add_argument("--of-start", type=float, default=0.15, help="share of the model to start from in the mean")
    parser.add_argument("--beside", type=float, default=0.15, help="claims also shown over what does not decide them")
    parser.add_argument("--elsewhere", type=float, default=0.4, help="claims also shown over what other articles say")
    parser.add_argument("--among", type=float, default=0.5, help="made pairs for each that was written")
    given = parser.parse_args()
    torch.manual_seed(1)
    weights = read_weights(packaged_weights())
    tokenizer = tokenizer_for(weights.pieces)
    left_out = frozenset(given.leave_out.read_text(encoding="utf-8").split()) if given.leave_out else frozenset()
    claims = written_claims(given.data)[given.since :]

    def made(seed: int) -> list[Pair]:
        return training_pairs(given.data, seed, english=given.english, leave_out=left_out)

    def figures(judge: Judge) -> dict[str, float]:
        return _figures(judge, tokenizer, given, [each for each in claims if each.held_back][::MEASURED_EVERY])

    known: dict[str, torch.Tensor] = {}
    if is_judge(given.start):
        start = read_judge(given.start, weights)
        judge = Judge(Reader(start), start)
        known = {name: each.clone() for name, each in judge.kept().items()}
    else:
        judge = Judge(Reader(read_reader(given.start, weights)))
        JudgeRun(given.out / "made", judge, _plan(given, given.rate, given.batches)).train(tokenizer, made, figures)
    judge.drop_out(given.dropout)
    learnt = [each for each in claims if not each.held_back]
    guessed = guesses(learnt)
    others = OtherEvents(news(given.data)) if given.elsewhere else None
    JudgeRun(given.out, judge, _plan(given, given.written_rate, given.written_batches)).train(
        tokenizer, lambda seed: written_epoch(learnt, guessed, made(seed), seed, given, others), figures
    )
    export_judge(between(known, judge.kept(), given.of_start), weights, given.out / "entailment.onnx")


def between(
    known: Mapping[str, torch.Tensor], learnt: Mapping[str, torch.Tensor], of_known: float
) -> Mapping[str, torch.Tensor]:
    """Return the mean of two models' weights, `of_known` of it the first's, if there is a first.

    What was learnt before is lost less than in the second alone (Wortsman et al. 2022, "Robust fine-tuning of
    zero-shot models").
    """
    return {name: torch.lerp(each, known.get(name, each), of_known) for name, each in learnt.items()}


def _plan(given: Namespace, rate: float, batches: int) -> Plan:
    return Plan(rate=rate, layer_decay=given.layer_decay, batches=batches, decline=min(given.decline, batches // 2))


def written_epoch(
    claims: Sequence[WrittenClaim],
    guessed: Sequence[Guess],
    made: Sequence[Pair],
    seed: int,
    given: Namespace,
    others: OtherEvents | None,
) -> list[Pair]:
    """Return an epoch of claims that were written, with a share of made pairs among them."""
    draw = random.Random(seed)  # noqa: S311  (an order, not a secret)
    drawn = [n for n, each in enumerate(claims) if each.in_versions or draw.random() < given.single]
    pairs = list(
        written_pairs(
            [claims[n] for n in drawn],
            [guessed[n] for n in drawn],
            draw,
            beside=given.beside,
            elsewhere=given.elsewhere,
            others=others,
        )
    )
    pairs += draw.sample(made, min(len(made), int(len(pairs) * given.among)))
    draw.shuffle(pairs)
    return pairs


def _figures(
    judge: Judge, tokenizer: "Tokenizer", given: Namespace, claims: Sequence[WrittenClaim]
) -> dict[str, float]:
    """Return how well a model tells what it has not been trained on."""
    rte = rte_pairs(given.data / "rte3-de" / "RTE3-DE-dev-set.xml")[::MEASURED_EVERY]
    proven = probabilities(judge, tokenizer, [(each.hypothesis, each.text) for each in rte])[:, 0]
    odds = probabilities(judge, tokenizer, [(each.claim, each.framed(each.evidence())) for each in claims])
    labels = torch.tensor([LABELS[each.label] for each in claims])
    decided = labels != NEITHER
    return {
        "rte_auc": _area(proven, torch.tensor([each.entailed for each in rte])),
        "accuracy": float((odds.argmax(-1) == labels).float().mean()),
        "for_against_auc": _area(odds[decided, SUPPORTED] - odds[decided, REFUTED], labels[decided] == SUPPORTED),
        "undecided_auc": _area(odds[:, NEITHER], labels == NEITHER),
    }


def _area(scores: torch.Tensor, truth: torch.Tensor) -> float:
    """Return the area under the curve: how often one that is true scores higher than one that is not."""
    higher = (scores[truth][:, None] > scores[~truth][None]).float() + 0.5 * (
        scores[truth][:, None] == scores[~truth][None]
    )
    return float(higher.mean())


if __name__ == "__main__":
    main()
