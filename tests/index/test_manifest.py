import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from corpus.errors import IndexingError, IndexMismatchError
from index.manifest import MANIFEST_FILE, Manifest, check_manifest

MANIFEST = Manifest(
    encoder="fake/words", dimension=256, prompts="query: |passage: ", chunking="220 tokens, version 1", analysis="1"
)


def test_the_first_opening_writes_the_manifest_and_the_next_ones_leave_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "index"
    check_manifest(folder, MANIFEST)
    written = (folder / MANIFEST_FILE).read_bytes()
    (folder / MANIFEST_FILE).write_bytes(written + b"\n\n")
    check_manifest(folder, MANIFEST)
    assert (folder / MANIFEST_FILE).read_bytes() == written + b"\n\n"
    assert json.loads(written)["encoder"] == "fake/words"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("encoder", "other/int8"),
        ("dimension", 384),
        ("prompts", "|"),
        ("chunking", "90 tokens"),
        ("analysis", "2"),
        ("format", "9"),
    ],
)
def test_another_setting_is_refused_with_what_differs_and_what_to_do(
    tmp_path: Path, field: str, value: str | int
) -> None:
    check_manifest(tmp_path, MANIFEST)
    other = replace(MANIFEST, **{field: value})  # type: ignore[arg-type]
    with pytest.raises(IndexMismatchError) as caught:
        check_manifest(tmp_path, other)
    assert f"{field} {getattr(MANIFEST, field)!r}, now {value!r}" in caught.value.message
    assert str(tmp_path) in caught.value.message
    assert "belegt rebuild" in caught.value.hint


def test_an_index_from_before_the_prompts_were_written_down_is_opened_with_those_of_then(tmp_path: Path) -> None:
    written = asdict(MANIFEST)
    del written["prompts"]
    (tmp_path / MANIFEST_FILE).write_text(json.dumps(written), encoding="utf-8")
    check_manifest(tmp_path, MANIFEST)
    with pytest.raises(IndexMismatchError, match="prompts"):
        check_manifest(tmp_path, replace(MANIFEST, prompts="|"))


def test_only_the_settings_that_differ_are_named(tmp_path: Path) -> None:
    check_manifest(tmp_path, MANIFEST)
    with pytest.raises(IndexMismatchError) as caught:
        check_manifest(tmp_path, replace(MANIFEST, analysis="2"))
    assert "encoder" not in caught.value.message


def test_a_refused_index_keeps_its_manifest(tmp_path: Path) -> None:
    check_manifest(tmp_path, MANIFEST)
    with pytest.raises(IndexMismatchError):
        check_manifest(tmp_path, replace(MANIFEST, dimension=1))
    check_manifest(tmp_path, MANIFEST)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1]", b'"text"', b"null"])
def test_an_unreadable_manifest_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST_FILE).write_bytes(content)
    with pytest.raises(IndexingError, match=re.escape(str(tmp_path / MANIFEST_FILE))) as caught:
        check_manifest(tmp_path, MANIFEST)
    assert "belegt rebuild" in caught.value.hint


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(IndexingError, match="cannot be read or written"):
        check_manifest(tmp_path / "file" / "index", MANIFEST)


def test_the_hash_of_the_settings_changes_with_any_of_them() -> None:
    others = [replace(MANIFEST, encoder="x"), replace(MANIFEST, dimension=1), replace(MANIFEST, chunking="x")]
    others += [replace(MANIFEST, analysis="x"), replace(MANIFEST, format="x")]
    hashes = {manifest.settings_hash for manifest in [MANIFEST, *others]}
    assert len(hashes) == len(others) + 1
    assert replace(MANIFEST).settings_hash == MANIFEST.settings_hash
    assert re.fullmatch(r"[0-9a-f]{8}", MANIFEST.settings_hash)
