import io
from pathlib import Path

import pytest
from docx import Document

from corpus.documents import read_pdf, read_word_document
from corpus.errors import SourceError
from corpus.reading import read_source
from corpus.records import MAX_LINE_CHARACTERS, Located
from corpus.types import Article, Rejection
from tests.corpus.printing import pdf

_LINES = ("Neue Linie zum See", "Die Stadt baut in den kommenden Jahren eine neue Linie zum See.")
_TEXT = "\n\n".join(_LINES)


def _word(path: Path, *, title: str = "", paragraphs: tuple[str, ...] = _LINES) -> Path:
    document = Document()
    document.core_properties.title = title
    document.core_properties.author = "Eva Muster"
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    path.write_bytes(written.getvalue())
    return path


def _pdf(path: Path, **facts: str) -> Path:
    path.write_bytes(pdf([_LINES], facts))
    return path


def _article(path: Path) -> Article:
    (found,) = read_pdf(path, path.name) if path.suffix == ".pdf" else read_word_document(path, path.name)
    assert isinstance(found, Located), str(found)
    assert found.place == path.name
    return found.article


def test_a_pdf_becomes_an_article(tmp_path: Path) -> None:
    article = _article(_pdf(tmp_path / "a.pdf", Title="Linie", Author="Eva Muster", CreationDate="D:20250701143000Z"))
    assert (article.title, article.author, article.text) == ("Linie", "Eva Muster", _TEXT)
    assert (article.published, article.updated) == ("2025-07-01T14:30:00+00:00", None)


def test_a_word_document_becomes_an_article(tmp_path: Path) -> None:
    article = _article(_word(tmp_path / "a.docx", title="Linie"))
    assert (article.title, article.author, article.text) == ("Linie", "Eva Muster", _TEXT)
    assert article.published is None


def test_the_first_line_is_the_title_where_none_is_stated(tmp_path: Path) -> None:
    assert _article(_pdf(tmp_path / "a.pdf")).title == _LINES[0]
    assert _article(_word(tmp_path / "a.docx")).title == _LINES[0]


def test_an_overlong_title_is_shortened(tmp_path: Path) -> None:
    assert len(_article(_pdf(tmp_path / "a.pdf", Title="Linie " * 1_000)).title) <= MAX_LINE_CHARACTERS


def test_an_edited_file_stays_the_same_article(tmp_path: Path) -> None:
    first = _article(_word(tmp_path / "bericht.docx"))
    assert _article(_word(tmp_path / "bericht.docx", title="Neu", paragraphs=("Anderer Text.",))).id == first.id


def test_a_path_is_found_from_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _pdf(tmp_path / "a.pdf")
    monkeypatch.chdir(tmp_path)
    assert _article(Path("a.pdf")).text == _TEXT


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        _article(tmp_path / "fehlt.pdf")


def test_bad_documents_are_rejected_in_one_line_and_the_rest_of_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "c.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    _pdf(tmp_path / "d.pdf")
    word, damaged, article = read_source(str(tmp_path))
    assert isinstance(word, Rejection)
    assert isinstance(damaged, Rejection)
    assert "is no Word document" in word.reason
    assert "is a damaged PDF" in damaged.reason
    assert isinstance(article, Article)
    (old,) = read_source(str(tmp_path / "c.doc"))
    assert "has an ending that is not read" in str(old)


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.documents.MAX_FILE_BYTES", 10)
    with pytest.raises(SourceError, match="holds more text than one article may"):
        _article(_word(tmp_path / "a.docx"))
