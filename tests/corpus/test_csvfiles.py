from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import csvfiles
from corpus.csvfiles import read_csv
from corpus.errors import SourceError
from corpus.records import Located
from corpus.types import Article, Rejection

_HEADER = "id,title,text\n"


def _read(path: Path, content: str | bytes) -> list[Located | Rejection]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_csv(path, "a.csv"))


def _articles(found: list[Located | Rejection]) -> list[Article]:
    return [each.article for each in found if isinstance(each, Located)]


def _rejections(found: list[Located | Rejection]) -> list[Rejection]:
    return [each for each in found if isinstance(each, Rejection)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_delimiter_is_found_in_the_header(tmp_path: Path, delimiter: str, newline: str, mark: str) -> None:
    rows = (("id", "title", "text"), ("a", "Eins, zwei; drei", "Ein Text | mehr"), ("b", "Titel", "Text."))
    lines = [delimiter.join(f'"{cell}"' if row[0] == "a" else cell for cell in row) + newline for row in rows]
    first, second = _articles(_read(tmp_path / "a.csv", mark + "".join(lines)))
    assert (first.id, first.title, first.text) == ("a", "Eins, zwei; drei", "Ein Text | mehr")
    assert second.id == "b"


def test_all_fields_of_the_contract_are_read(tmp_path: Path) -> None:
    header = "id,title,text,url,published,updated,author,outlet,lang,status,embargo_until,unbekannt"
    row = "x,T,Text.,https://z.example/1,2025-07-01,2025-07-02T10:00,Eva,Zeitung,de,corrected,2025-07-03,egal"
    (article,) = _articles(_read(tmp_path / "a.csv", f"{header}\n{row}\n"))
    assert article == Article(
        id="x",
        title="T",
        text="Text.",
        url="https://z.example/1",
        published="2025-07-01",
        updated="2025-07-02T10:00:00+00:00",
        author="Eva",
        outlet="Zeitung",
        lang="de",
        status=article.status,
        embargo_until="2025-07-03",
    )
    assert article.status == "corrected"


def test_german_names_and_dates_are_understood(tmp_path: Path) -> None:
    header = "Überschrift;Inhalt;Datum;Aktualisiert;Autor;Quelle;Sprache"
    table = f"{header}\nT;Text.;1.7.2025;02.07.2025 9:05 Uhr;Eva;Zeitung;de\n"
    (article,) = _articles(_read(tmp_path / "a.csv", table))
    assert (article.title, article.text, article.author, article.outlet) == ("T", "Text.", "Eva", "Zeitung")
    assert (article.published, article.updated) == ("2025-07-01", "2025-07-02T09:05:00+00:00")


def test_the_name_of_the_contract_goes_before_another_name(tmp_path: Path) -> None:
    (article,) = _articles(_read(tmp_path / "a.csv", "Titel,TITLE,text,Inhalt\nfalsch,richtig,Text.,anderer\n"))
    assert (article.title, article.text) == ("richtig", "Text.")


def test_an_empty_cell_is_a_field_left_out(tmp_path: Path) -> None:
    (article,) = _articles(_read(tmp_path / "a.csv", "id,title,text,published,url\n ,T,Text.,,\n"))
    assert (article.id.startswith("a-"), article.published, article.url) == (True, None, None)


def test_a_stated_delimiter_is_kept_to(tmp_path: Path) -> None:
    assert _articles(_read(tmp_path / "a.csv", "sep=;\ntitle;text\nT;Text, mehr\n"))[0].text == "Text, mehr"


def test_rows_are_numbered_by_the_line_they_begin_in(tmp_path: Path) -> None:
    table = f'\n{_HEADER}a,T,"Zeile eins\n\n""Zeile"" drei"\n\nb,,Text.\nc,T,Text.\n'
    found = _read(tmp_path / "a.csv", table)
    assert [each.line for each in found] == [3, 7, 8]
    assert _articles(found)[0].text == 'Zeile eins\n\n"Zeile" drei'
    assert _rejections(found)[0].field == "title"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"b,T", "has 2 cells under 3 columns"),
        (b"b,T,Text,mehr", "has 4 cells under 3 columns"),
        (b'b,"T"itel,Text.', "is broken"),
        (b'b,"T', "is broken (up to line 4)"),
        (b"b,,Text.", "is empty: give the article a title"),
        ("b,Größe,Text.".encode("latin-1"), "is not UTF-8"),
    ],
)
def test_a_bad_row_is_rejected_and_the_rest_goes_on(tmp_path: Path, row: bytes, reason: str) -> None:
    table = _HEADER.encode() + b"a,T,Text.\n" + row + b'\nc,"T",Text.\nd,T,Text.\n'
    found = _read(tmp_path / "a.csv", table)
    (bad,) = _rejections(found)
    assert bad.line == 3
    assert reason in bad.reason
    assert "\n" not in bad.reason
    assert [article.id for article in _articles(found) if article.id != "c"] == ["a", "d"]


def test_a_quotation_mark_left_open_does_not_swallow_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvfiles, "MAX_FILE_BYTES", 200)
    table = _HEADER + 'a,T,"offen\n' + "b,T,Text.\n" * 100
    found = _read(tmp_path / "a.csv", table)
    (bad,) = _rejections(found)
    assert (bad.line, "is the quotation mark missing that closes a cell?" in bad.reason) == (2, True)
    assert len(_articles(found)) > 75


def test_a_quotation_mark_left_open_at_the_end_is_no_article(tmp_path: Path) -> None:
    (bad,) = _read(tmp_path / "a.csv", _HEADER + 'a,T,"offen\nb,T,Text.\n')
    assert "is broken (up to line 3)" in str(bad)


def test_an_overlong_line_is_passed_over_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvfiles, "MAX_FILE_BYTES", 200)
    bad, good = _read(tmp_path / "a.csv", _HEADER + f"a,T,{'x' * 1_000}\nb,T,Text.\n")
    assert isinstance(bad, Rejection)
    assert "is longer than" in bad.reason
    assert isinstance(good, Located)
    assert good.line == 3


def test_a_long_article_fits_into_a_cell(tmp_path: Path) -> None:
    assert len(_articles(_read(tmp_path / "a.csv", _HEADER + f"a,T,{'Wort ' * 60_000}\n"))[0].text) == 300_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\n \r\n\xef\xbb\xbf", "is empty"),
        (b"title,text\n", "has no row below its header"),
        (b"Titel;Datum\nT;1.7.2025\n", "has no column text, only Titel, Datum: name the columns"),
        (b"a,,b\n1,2,3\n", r"has no column title and no column text, only a, \(empty\), b"),
        (b'"title,text\nT,Text.\n', "has no column title"),
        (b"x" * 100_000 + b"\n", "begins with a very long line"),
        (b"title,text\0\n", "is binary"),
        ("title,text\n".encode("utf-16"), "is UTF-16"),
        ("title,text,größe\n".encode("latin-1"), "is not UTF-8"),
        (b"a," * 10_000 + b"\n", "has no column title"),
    ],
)
def test_a_file_without_articles_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        _read(tmp_path / "a.csv", content)
    assert len(str(caught.value)) < 500


def test_rows_are_read_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(_HEADER + "a,T,Text.\n" * 1_000)
    with path.open("rb") as stream:
        rows: Iterator[Located | Rejection] = csvfiles._read_table(stream, "a.csv")
        next(rows)
        assert stream.tell() == len(_HEADER + "a,T,Text.\n")
