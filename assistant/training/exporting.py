"""The trained reader as the file that ships: an int8 graph with its checksum beside it."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch

from index.graph import write_judge, write_reader
from index.weights import Weights

CHECKSUM_SUFFIX = ".sha256"


def export(checkpoint: Path, encoder: Weights, path: Path) -> None:
    """Write the graph of a reader's checkpoint; `encoder` gives the shape, token embeddings stay with the encoder."""
    write_reader(_weights(torch.load(checkpoint, weights_only=True), encoder), path)
    _sign(path)


def export_judge(state: Mapping[str, torch.Tensor], encoder: Weights, path: Path) -> None:
    """Write the graph of an entailment model, as `export` does."""
    write_judge(_weights(state, encoder), path)
    _sign(path)


def _weights(state: Mapping[str, torch.Tensor], encoder: Weights) -> Weights:
    tensors = {
        name.removeprefix("encoder.") if _is_encoder(name) else name: each.numpy() for name, each in state.items()
    }
    return replace(encoder, tensors=tensors)


def _sign(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + CHECKSUM_SUFFIX).write_text(f"{digest}  {path.name}\n", encoding="utf-8")


def _is_encoder(name: str) -> bool:
    return name.startswith(("encoder.encoder.", "encoder.embeddings."))
