"""Train the reader: `python -m assistant.training --data FOLDER --out FOLDER`; run again, it goes on.

At the end the folder holds `reader.onnx`, the file that ships in `assistant/`, and its checksum.
"""

from argparse import ArgumentParser
from pathlib import Path

import torch

from assistant.training.examples import training_examples, xquad
from assistant.training.exporting import export
from assistant.training.loop import Plan, Run
from assistant.training.network import Reader
from index.tokenizing import tokenizer_for
from index.weights import packaged_weights, read_weights

MEASURED_EVERY = 7  # odd: German and English questions take turns, and both are to be among them


def main() -> None:
    """Read the arguments and train."""
    parser = ArgumentParser(prog="python -m assistant.training", description="Train the reader; run again, it goes on.")
    parser.add_argument("--data", type=Path, required=True, help="folder with qa-train/, xquad/ and mlqa-de/")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run: checkpoints and log")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--batches", type=int, default=12_000)
    parser.add_argument("--decline", type=int, default=3_000, help="batches of the decline at the end")
    given = parser.parse_args()
    torch.manual_seed(1)
    weights = read_weights(packaged_weights())
    tokenizer = tokenizer_for(weights.pieces)
    run = Run(
        given.out,
        Reader(weights),
        Plan(rate=given.rate, layer_decay=given.layer_decay, batches=given.batches, decline=given.decline),
    )
    held_back = xquad(given.data / "xquad", held_back=True)[::MEASURED_EVERY]
    run.train(tokenizer, training_examples(given.data), held_back)
    export(given.out / "reader.pt", weights, given.out / "reader.onnx")


if __name__ == "__main__":
    main()
