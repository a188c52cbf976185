"""The trained reader as the file that ships: an int8 graph with its checksum beside it."""

import hashlib
from dataclasses import replace
from pathlib import Path

import torch

from index.graph import write_reader
from index.weights import Weights

CHECKSUM_SUFFIX = ".sha256"


def export(checkpoint: Path, encoder: Weights, path: Path) -> None:
    """Write the graph of a checkpoint; `encoder` gives the shape, the token embeddings stay with the encoder."""
    state = torch.load(checkpoint, weights_only=True)
    tensors = {
        name.removeprefix("encoder.") if _is_encoder(name) else name: each.numpy() for name, each in state.items()
    }
    write_reader(replace(encoder, tensors=tensors), path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(path.name + CHECKSUM_SUFFIX).write_text(f"{digest}  {path.name}\n", encoding="utf-8")


def _is_encoder(name: str) -> bool:
    return name.startswith(("encoder.encoder.", "encoder.embeddings."))
