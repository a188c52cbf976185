import io
import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from corpus.reading import READERS, read_source, read_sources
from corpus.types import Article, Rejection, Unchanged, Visited

Item = Article | Rejection | Visited | Unchanged

_TEXT = "Neue Linie\nDie Stadt baut eine Linie. Sie führt zum See."


def _line(**fields: object) -> str:
    return json.dumps({"title": "Titel", "text": "Der Text.", **fields}) + "\n"


def _only(found: Iterable[Item]) -> Rejection:
    (rejection,) = found
    assert isinstance(rejection, Rejection)
    return rejection


def _titles(found: Iterable[Item]) -> list[str]:
    return [each.title for each in found if isinstance(each, Article)]


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.text", "a.md", "a.markdown", "a.jsonl", "a.ndjson", "a.json"])
def test_every_ending_has_its_reader(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(_line() if "json" in name else _TEXT)
    (article,) = read_source(str(path))
    assert isinstance(article, Article)


def test_a_folder_is_read_in_order_with_its_subfolders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "unter/c.txt", ".versteckt.txt", ".ordner/d.txt", "bild.png", "notiz.rtf"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(_TEXT.replace("Neue", name))
    assert _titles(list(read_source(str(tmp_path)))) == ["a.txt Linie", "b.txt Linie", "unter/c.txt Linie"]


def test_a_folder_without_readable_files_says_which_endings_are_read(tmp_path: Path) -> None:
    (tmp_path / "bild.png").write_bytes(b"x")
    reason = _only(list(read_source(str(tmp_path)))).reason
    assert all(ending in reason for ending in READERS)


def test_a_folder_linked_into_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "unter").mkdir()
    (tmp_path / "unter" / "a.txt").write_text(_TEXT)
    (tmp_path / "unter" / "kreis").symlink_to(tmp_path)
    (tmp_path / "auch").symlink_to(tmp_path / "unter")
    assert len(list(read_source(str(tmp_path)))) == 1


def test_a_pattern_is_expanded(tmp_path: Path) -> None:
    for name in ("a1.txt", "a2.txt", "b.txt"):
        (tmp_path / name).write_text(_TEXT)
    assert len(list(read_source(str(tmp_path / "a*.txt")))) == 2


def test_a_pattern_without_matches_says_so(tmp_path: Path) -> None:
    assert "matches no file" in _only(list(read_source(str(tmp_path / "*.txt")))).reason


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "artikel[1].txt"
    path.write_text(_TEXT)
    assert len(_titles(list(read_source(str(path))))) == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("fehlt.txt", "does not exist"),
        ("bild.png", "has an ending that is not read: .csv"),
        ("leer.txt", "is empty"),
        ("roehre.txt", "is not a regular file"),
        ("ziellos.txt", "does not exist"),
        ("kreis.txt", "cannot be read"),
        ("leer.txt/weiter.txt", "cannot be read"),
        ("a\x00b.txt", "is no file name"),
        ("x" * 5_000 + ".txt", "cannot be read"),
        ("latin.txt", "is not UTF-8"),
        ("deep.html", "has no main text"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_a_reason(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "bild.png").write_bytes(b"x")
    (tmp_path / "leer.txt").write_bytes(b"")
    (tmp_path / "latin.txt").write_bytes("Größe".encode("latin-1"))
    (tmp_path / "deep.html").write_text("<div>" * 10_000)
    (tmp_path / "ziellos.txt").symlink_to(tmp_path / "nirgends")
    (tmp_path / "kreis.txt").symlink_to(tmp_path / "kreis.txt")
    os.mkfifo(tmp_path / "roehre.txt")
    rejection = _only(list(read_source(f"{tmp_path}/{name}")))
    assert reason in rejection.reason
    assert "\n" not in str(rejection)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(_TEXT)
    path.chmod(0)
    assert "permission" in _only(list(read_source(str(path)))).reason


def test_one_bad_file_does_not_stop_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00")
    (tmp_path / "b.txt").write_text(_TEXT)
    bad, good = read_source(str(tmp_path))
    assert isinstance(bad, Rejection)
    assert isinstance(good, Article)


def test_a_file_name_of_broken_bytes_can_still_be_shown(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("Ein Satz.")
    (article,) = read_source(str(tmp_path))
    assert isinstance(article, Article)
    path.write_text("")
    assert str(_only(list(read_source(str(tmp_path))))).encode()


@pytest.mark.parametrize("address", ["http://zeitung.example/a", "HTTPS://zeitung.example"])
def test_web_addresses_are_not_supported_yet(address: str) -> None:
    assert "save the page as HTML" in _only(list(read_source(address))).reason


def test_standard_input_is_read_as_jsonl() -> None:
    binary = list(read_source("-", stdin=io.BytesIO(_line(id="ä").encode())))
    text = list(read_source("-", stdin=io.StringIO(_line(id="ä"))))
    wrapped = list(read_source("-", stdin=io.TextIOWrapper(io.BytesIO(_line(id="ä").encode()), encoding="ascii")))
    assert binary == text == wrapped
    assert isinstance(binary[0], Article)


def test_standard_input_without_articles_is_rejected() -> None:
    assert str(_only(list(read_source("-", stdin=io.BytesIO())))).startswith("standard input: is empty")
    assert "name a file" in _only(list(read_source("-"))).reason


def test_the_second_article_of_an_id_is_rejected_naming_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(_line(id="x") + "\n" + _line(id="x", text="Anderer Text."))
    first, second = read_source(str(path))
    assert isinstance(first, Article)
    assert isinstance(second, Rejection)
    assert (second.line, second.field) == (3, "id")
    assert f"{path}, line 1" in second.reason


def test_ids_are_compared_across_the_sources_of_one_call(tmp_path: Path) -> None:
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path in paths:
        path.write_text(_line(id="x"))
    kinds = [type(found) for found in read_sources([str(path) for path in paths])]
    assert kinds == [Article, Rejection]


def test_a_file_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(_TEXT)
    monkeypatch.chdir(tmp_path)
    assert len(list(read_sources([str(path), "a.txt", str(tmp_path)]))) == 1


def test_an_edited_file_keeps_its_id(tmp_path: Path) -> None:
    path = tmp_path / "linie.txt"
    ids = []
    for text in (_TEXT, _TEXT.replace("See", "Meer")):
        path.write_text(text)
        ids += [found.id for found in read_source(str(path)) if isinstance(found, Article)]
    assert len(ids) == 2
    assert len(set(ids)) == 1
