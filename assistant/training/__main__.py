"""Train the reader: `python -m assistant.training --data FOLDER --out FOLDER`; run again, it goes on.

At the end the folder holds what ships: `reader.onnx` with its checksum and `reader_weights.json` for `assistant/`,
`fusion_weights.json` for `index/`; besides, the log of the training and the figures of the fit.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

import torch

from assistant.training.examples import training_examples, xquad
from assistant.training.exporting import export
from assistant.training.fitting import fit
from assistant.training.loop import Plan, Run
from assistant.training.network import Reader
from index.graph import read_reader
from index.tokenizing import tokenizer_for
from index.weights import packaged_weights, read_weights

MEASURED_EVERY = 7  # odd: German and English questions take turns, and both are to be among them


def main() -> None:
    """Read the arguments and train."""
    parser = ArgumentParser(prog="python -m assistant.training", description="Train the reader; run again, it goes on.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa-train/, xquad/ and mlqa-de/")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: checkpoints and log")
    parser.add_argument(
        "--start", type=Path, help="a reader to go on from instead of the encoder (assistant/reader.onnx)"
    )
    parser.add_argument("--english", type=int, help="at most so many English examples an epoch (default: all)")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--batches", type=int, default=12_000)
    parser.add_argument("--decline", type=int, default=3_000, help="batches of the decline at the end")
    parser.add_argument("--fit", type=Path, help="train nothing, fit the readable weights for this reader")
    given = parser.parse_args()
    graph = given.fit or _trained(given)
    figures = fit(given.data, given.out, graph, given.out / "models")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def _trained(given: Namespace) -> Path:
    """Train, or go on; return the graph."""
    torch.manual_seed(1)
    weights = read_weights(packaged_weights())
    tokenizer = tokenizer_for(weights.pieces)
    run = Run(
        given.out,
        Reader(weights if given.start is None else read_reader(given.start, weights)),
        Plan(
            rate=given.rate,
            layer_decay=given.layer_decay,
            batches=given.batches,
            decline=given.decline,
            english=given.english,
        ),
    )
    held_back = xquad(given.data / "xquad", held_back=True)[::MEASURED_EVERY]
    run.train(tokenizer, training_examples(given.data), held_back)
    graph: Path = given.out / "reader.onnx"
    export(given.out / "reader.pt", weights, graph)
    return graph


if __name__ == "__main__":
    main()
