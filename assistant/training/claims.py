"""Train the entailment model: `python -m assistant.training.claims --data FOLDER --out FOLDER`; run again, it goes on.

At the end the folder holds `entailment.onnx` with its checksum, which ship, and the log of the training with figures on
pairs that were not trained on.
"""

from argparse import ArgumentParser
from pathlib import Path

import torch

from assistant.training.entailed import rte_pairs
from assistant.training.exporting import export_judge
from assistant.training.judging import Judge, JudgeRun, probabilities
from assistant.training.loop import Plan
from assistant.training.network import Reader
from assistant.training.pairs import training_pairs
from index.graph import read_reader
from index.tokenizing import tokenizer_for
from index.weights import packaged_weights, read_weights

MEASURED_EVERY = 4


def main() -> None:
    """Read the arguments and train."""
    parser = ArgumentParser(prog="python -m assistant.training.claims", description="Train the entailment model.")
    parser.add_argument("--data", type=Path, required=True, help="the folder with the data sets")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: checkpoint and log")
    parser.add_argument("--start", type=Path, default=Path("assistant/reader.onnx"), help="the reader to go on from")
    parser.add_argument("--leave-out", type=Path, help="a file with ids of news articles that measure, one a line")
    parser.add_argument("--english", type=int, default=24_000, help="English questions an epoch")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--batches", type=int, default=1_500)
    parser.add_argument("--decline", type=int, default=450, help="batches of the decline at the end")
    given = parser.parse_args()
    torch.manual_seed(1)
    weights = read_weights(packaged_weights())
    tokenizer = tokenizer_for(weights.pieces)
    judge = Judge(Reader(read_reader(given.start, weights)))
    plan = Plan(rate=given.rate, layer_decay=given.layer_decay, batches=given.batches, decline=given.decline)
    left_out = frozenset(given.leave_out.read_text(encoding="utf-8").split()) if given.leave_out else frozenset()
    held_back = rte_pairs(given.data / "rte3-de" / "RTE3-DE-dev-set.xml")[::MEASURED_EVERY]

    def measured(judge: Judge) -> dict[str, float]:
        proven = probabilities(judge, tokenizer, [(each.hypothesis, each.text) for each in held_back])[:, 0]
        entailed = torch.tensor([each.entailed for each in held_back])
        return {"rte_auc": _area(proven, entailed)}

    JudgeRun(given.out, judge, plan).train(
        tokenizer,
        lambda seed: training_pairs(given.data, seed, english=given.english, leave_out=left_out),
        measured,
    )
    export_judge(given.out / "judge.pt", weights, given.out / "entailment.onnx")


def _area(scores: torch.Tensor, truth: torch.Tensor) -> float:
    """Return the area under the curve: how often one that is true scores higher than one that is not."""
    higher = (scores[truth][:, None] > scores[~truth][None]).float() + 0.5 * (
        scores[truth][:, None] == scores[~truth][None]
    )
    return float(higher.mean())


if __name__ == "__main__":
    main()
