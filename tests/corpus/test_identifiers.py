from pathlib import Path

import pytest

from corpus.identifiers import canonical_url, id_from_content, id_from_path, id_from_url


@pytest.mark.parametrize(
    "same",
    [
        "https://zeitung.example/artikel/1#kommentare",
        "https://ZEITUNG.example:443/artikel/1/",
        "https://zeitung.example/artikel/1?utm_source=brief&fbclid=x",
    ],
)
def test_an_address_is_one_identity_however_it_is_written(same: str) -> None:
    assert id_from_url(same) == id_from_url("https://zeitung.example/artikel/1")


def test_other_pages_have_other_ids() -> None:
    pages = ["https://z.example/1", "https://z.example/2", "https://z.example/1?seite=2", "https://z.example:8080/1"]
    assert len({id_from_url(page) for page in pages}) == len(pages)


def test_an_impossible_port_is_an_error() -> None:
    with pytest.raises(ValueError, match="Port"):
        canonical_url("https://zeitung.example:99999/")


def test_a_content_id_changes_with_title_and_text() -> None:
    ids = {id_from_content("a", "b"), id_from_content("a", "c"), id_from_content("d", "b"), id_from_content("ab", "")}
    assert len(ids) == 4
    assert all(len(each) == 14 and each.startswith("a-") for each in ids)


def test_a_file_keeps_its_id_whatever_path_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Neue Linie für Köln.txt"
    path.write_text("Text")
    (tmp_path / "unter").mkdir()
    monkeypatch.chdir(tmp_path / "unter")
    assert id_from_path(path) == id_from_path(Path("..", path.name))
    assert id_from_path(path).startswith("neue-linie-fuer-koeln-")


def test_files_of_one_name_in_two_folders_differ(tmp_path: Path) -> None:
    assert id_from_path(tmp_path / "a" / "text.txt") != id_from_path(tmp_path / "b" / "text.txt")


def test_a_name_without_latin_letters_still_gives_an_id(tmp_path: Path) -> None:
    assert id_from_path(tmp_path / "漢字.txt").startswith("article-")
