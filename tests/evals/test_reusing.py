from pathlib import Path

import pytest

from corpus.errors import UsageError
from evals.reusing import GATE_FOLDER, code_mark, start_anew_unless_same


def left_behind(folder: Path) -> None:
    """What a run leaves in its folder, and the gate in its own."""
    (folder / "belegt.jsonl").write_text("{}", encoding="utf-8")
    (folder / "home").mkdir()
    (folder / GATE_FOLDER).mkdir(exist_ok=True)


def test_the_same_run_goes_on_and_another_starts_anew_beside_the_gate(tmp_path: Path) -> None:
    out = tmp_path / "run"
    start_anew_unless_same(out, ("cases", "code"))
    left_behind(out)
    start_anew_unless_same(out, ("cases", "code"))
    assert {each.name for each in out.iterdir()} == {"plan.json", "belegt.jsonl", "home", GATE_FOLDER}
    start_anew_unless_same(out, ("cases", "other code"))
    assert {each.name for each in out.iterdir()} == {"plan.json", GATE_FOLDER}


def test_a_folder_that_only_the_gate_has_used_is_taken(tmp_path: Path) -> None:
    (tmp_path / GATE_FOLDER).mkdir()
    start_anew_unless_same(tmp_path, ("cases",))
    assert (tmp_path / "plan.json").exists()


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds other files"):
        start_anew_unless_same(tmp_path, ("cases",))
    assert (tmp_path / "thesis.txt").exists()


def test_the_mark_of_the_code_changes_with_a_model_and_not_with_notes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "made_up_package"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "model.onnx").write_bytes(b"one")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = code_mark(["made_up_package"])
    (package / "notes.txt").write_text("read me", encoding="utf-8")
    assert code_mark(["made_up_package"]) == before
    (package / "model.onnx").write_bytes(b"two")
    assert code_mark(["made_up_package"]) != before
