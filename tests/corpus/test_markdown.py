from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.markdown import read_markdown, rendered, split_front_matter
from corpus.records import Located
from corpus.types import Article


def _read(path: Path, content: str) -> Article:
    path.write_text(content, encoding="utf-8")
    (found,) = read_markdown(path, path.name)
    assert isinstance(found, Located), str(found)
    return found.article


def test_front_matter_gives_the_fields(tmp_path: Path) -> None:
    article = _read(
        tmp_path / "a.md",
        "---\nid: x-1\ntitle: Neue Linie\npublished: 2025-07-01\nupdated: 2025-07-02 10:00:00\n"
        "author: Eva Muster\nstatus: corrected\nlayout: post\n---\n# Andere Überschrift\n\nDer Text.\n",
    )
    assert (article.id, article.title, article.author) == ("x-1", "Neue Linie", "Eva Muster")
    assert (article.published, article.updated) == ("2025-07-01", "2025-07-02T10:00:00+00:00")
    assert (article.status, article.text) == ("corrected", "Andere Überschrift\n\nDer Text.")


def test_the_first_top_heading_is_the_title_without_front_matter(tmp_path: Path) -> None:
    assert _read(tmp_path / "a.md", "Vorweg.\n\n# Neue *Linie*\n\n# Zweite\n\nText.").title == "Neue Linie"


def test_an_edited_file_stays_the_same_article(tmp_path: Path) -> None:
    path = tmp_path / "bericht.md"
    assert _read(path, "# Alt\n\nText.").id == _read(path, "# Neu\n\nAnderer Text.").id


def test_an_address_in_the_front_matter_makes_the_id(tmp_path: Path) -> None:
    content = "---\ntitle: T\nurl: https://z.example/1\n---\nText."
    assert _read(tmp_path / "a.md", content).id == _read(tmp_path / "b.md", content).id


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Ein **fetter** [Verweis](http://z.example) mit `Code`.", "Ein fetter Verweis mit Code."),
        ("Zeile eins\nZeile zwei", "Zeile eins Zeile zwei"),
        ("hart  \numbrochen", "hart\numbrochen"),
        ("Eins.\n\nZwei.", "Eins.\n\nZwei."),
        ("- Brot\n- Milch\n  - Hafer\n\nEnde.", "Brot\nMilch\nHafer\n\nEnde."),
        ("1. eins\n\n2. zwei", "eins\n\nzwei"),
        ("> Zitat\n\nText", "Zitat\n\nText"),
        ("![Das Bild](b.png)", "Das Bild"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("```py\nx = 1\n```", "x = 1"),
        ("a <b>b</b> c &amp; d", "a b c & d"),
        ("<div>drin</div>\n\n<script>\nalert(1)\n</script>\n\nText", "drin\n\nText"),
        ("Text <!-- geheim --> mehr <!-- offen", "Text  mehr  offen"),
        ("Titel\n=====\n\n***\n\nText", "Titel\n\nText"),
        (r"nicht \*fett\*", "nicht *fett*"),
    ],
)
def test_no_markup_is_left_in_the_text(markdown: str, text: str) -> None:
    assert rendered(markdown)[1] == text


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("title: [offen", "broken front matter"),
        ("published: 2025-13-45", "broken front matter"),
        ("title: " + "[" * 20_000, "broken front matter"),
        ("- eins\n- zwei", "without field names"),
        ("nur Text", "without field names"),
        ("title: " + "x" * 70_000, "front matter of more than"),
    ],
)
def test_broken_front_matter_is_refused(block: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        split_front_matter(f"---\n{block}\n---\nText")


@pytest.mark.parametrize("text", ["Nur Text\n\n---\n\nmehr", "---\nnie geschlossen", "----"])
def test_a_rule_is_not_front_matter(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_empty_front_matter_has_no_fields() -> None:
    fields, body = split_front_matter("---\n# nur ein Kommentar\n---\nText")
    assert (fields, body.strip()) == ({}, "Text")


def test_a_file_without_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: T\n---\n<!-- nichts -->\n")
    with pytest.raises(SourceError, match="holds no text"):
        list(read_markdown(path, "a.md"))


@pytest.mark.parametrize("body", ["> " * 20_000 + "x", "[" * 20_000, "<!--" * 20_000, "- " * 20_000 + "x"])
def test_deep_nesting_does_not_crash(body: str) -> None:
    assert isinstance(rendered(body)[1], str)
