from pathlib import Path

import pytest

from corpus.plaintext import read_plain_text, shortened, title_of
from corpus.records import Located

_BODY = "Die Stadt baut eine Linie. Sie führt zum See."


@pytest.mark.parametrize(
    ("text", "stem", "title"),
    [
        (f"Neue Linie zum See\n\n{_BODY}", "x", "Neue Linie zum See"),
        (f"\n  Neue Linie?  \n{_BODY}", "x", "Neue Linie?"),
        (f"{_BODY}\n{_BODY}", "neue-linie_zum.see", "Neue linie zum see"),
        (_BODY, "artikel-17", "Die Stadt baut eine Linie."),
        ("Neue Linie zum See", "17", "Neue Linie zum See"),
        ("Wort " * 60, "x", ("Wort " * 19).strip() + " …"),
        ("x" * 200, "a", "x" * 99 + "…"),
        ("a" * 121 + "\n" + _BODY, "neue linie", "Neue linie"),
    ],
)
def test_a_text_without_a_title_gets_one(text: str, stem: str, title: str) -> None:
    assert title_of(text, stem) == title


def test_shortened_lines_are_cut_after_a_word_and_fit() -> None:
    assert shortened("eins zwei drei", 14) == "eins zwei drei"
    assert shortened("eins zwei drei", 11) == "eins zwei …"


def test_the_whole_file_is_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"Neue Linie\r\n\r\n{_BODY}\r\n".encode())
    (found,) = read_plain_text(path, "a.txt")
    assert isinstance(found, Located)
    assert found.article.text == f"Neue Linie\n\n{_BODY}\n"
    assert (found.article.title, found.article.published, found.place) == ("Neue Linie", None, "a.txt")
