import zlib
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from corpus import pdf as module
from corpus.errors import SourceError
from corpus.pdf import parsed_pdf
from tests.corpus.printing import assembled, drawn, page, pdf, stream

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_LINES = ("Die Größe der „neuen“ Linie (zum See) bleibt wie im Jahr davor Sache der Unter-", "nehmen.")
_TEXT = "Die Größe der „neuen“ Linie (zum See) bleibt wie im Jahr davor Sache der Unternehmen."
_PARTS = {
    1: b"<< /Type /Catalog /Pages 2 0 R >>",
    2: b"<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
    3: _FONT,
    4: b"<< >>",
    5: page(6),
    6: stream(drawn(["Ein Satz."])),
}


def _parsed(path: Path, data: bytes) -> dict[str, str | None]:
    path.write_bytes(data)
    return parsed_pdf(str(path))


def _locked(password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf([_LINES])))
    writer.encrypt(password, owner_password="Besitzer", algorithm=algorithm)  # noqa: S106  (of a made-up file)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_pdf_gives_its_text_and_its_facts(tmp_path: Path) -> None:
    facts = {"Title": "Neue Linie", "Author": "Eva Muster", "CreationDate": "D:20250701143000+02'00'"}
    assert _parsed(tmp_path / "a.pdf", pdf([_LINES], facts)) == {
        "title": "Neue Linie",
        "author": "Eva Muster",
        "published": "2025-07-01T14:30:00+02:00",
        "text": _TEXT,
    }


def test_pages_follow_each_other(tmp_path: Path) -> None:
    assert _parsed(tmp_path / "a.pdf", pdf([["Ein Satz, der auf"], ["der nächsten Seite endet."]]))["text"] == (
        "Ein Satz, der auf der nächsten Seite endet."
    )


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("  Neue \n Linie ", "Neue Linie"),
        ("Microsoft Word - Entwurf 3", None),
        ("pm_2025-07.docx", None),
        ("Unbenannt-1", None),
        ("", ""),
    ],
)
def test_a_title_that_names_the_source_file_is_none(tmp_path: Path, stated: str, title: str | None) -> None:
    assert _parsed(tmp_path / "a.pdf", pdf([_LINES], {"Title": stated}))["title"] == title


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("D:20250701", "2025-07-01"),
        ("20250701", "2025-07-01"),
        ("D:202507011430", "2025-07-01T14:30:00+00:00"),
        ("D:20250701143059Z", "2025-07-01T14:30:59+00:00"),
        ("D:20250701143059Z00'00'", "2025-07-01T14:30:59+00:00"),
        ("D:20250701143059-05'30'", "2025-07-01T14:30:59-05:30"),
        ("D:20250701143059+02", "2025-07-01T14:30:59+02:00"),
        ("D:20251345", None),
        ("D:20250701143059+99'00'", None),
        ("D:2025", None),
        ("D:202507", None),
        ("gestern", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_stands_or_not_at_all(tmp_path: Path, stated: str, published: str | None) -> None:
    assert _parsed(tmp_path / "a.pdf", pdf([_LINES], {"CreationDate": stated}))["published"] == published


def test_the_day_a_page_was_printed_from_a_browser_is_not_when_it_was_published(tmp_path: Path) -> None:
    facts = {"CreationDate": "D:20250701", "Creator": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0.0.0"}
    assert _parsed(tmp_path / "a.pdf", pdf([_LINES], facts))["published"] is None


def test_facts_of_the_wrong_kind_count_as_none(tmp_path: Path) -> None:
    fields = _parsed(tmp_path / "a.pdf", assembled({**_PARTS, 4: b"<< /Title [1 2] /Author 5 /CreationDate << >> >>"}))
    assert (fields["text"], fields["published"]) == ("Ein Satz.", None)
    for trailer in (b"/Root 1 0 R", b"/Root 1 0 R /Info 3", b"/Root 1 0 R /Info 99 0 R"):
        assert _parsed(tmp_path / "a.pdf", assembled(_PARTS, trailer))["title"] is None


def test_a_pdf_without_a_user_password_is_read(tmp_path: Path) -> None:
    assert _parsed(tmp_path / "a.pdf", _locked(""))["text"] == _TEXT


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is locked with a password: save it without one"):
        _parsed(tmp_path / "a.pdf", _locked("geheim"))


def test_an_encryption_that_is_not_read_is_named(tmp_path: Path) -> None:
    entry = b"<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /O (" + b"o" * 48 + b") /U (" + b"u" * 48 + b") /OE ("
    entry += b"e" * 32 + b") /UE (" + b"e" * 32 + b") /Perms (" + b"p" * 16 + b") >>"
    trailer = b"/Root 1 0 R /Encrypt 7 0 R /ID [(a) (a)]"
    with pytest.raises(SourceError, match="is encrypted in a way that is not read here"):
        _parsed(tmp_path / "a.pdf", assembled({**_PARTS, 7: entry}, trailer))


def test_a_scanned_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no text \(scanned\?\): run OCR over it first"):
        _parsed(tmp_path / "a.pdf", pdf([[], ["- . -"], []]))


def test_too_many_pages_are_refused_before_they_are_read(tmp_path: Path) -> None:
    kids = assembled({**_PARTS, 2: b"<< /Type /Pages /Count 1001 /Kids [" + b"5 0 R " * 1_001 + b"] >>"})
    with pytest.raises(SourceError, match="has 1,001 pages, more than 1,000: split it"):
        _parsed(tmp_path / "a.pdf", kids)


def test_too_much_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 50)
    with pytest.raises(SourceError, match="holds more text than one article may"):
        _parsed(tmp_path / "a.pdf", pdf([_LINES]))


def test_too_large_a_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as stream_of_holes:
        stream_of_holes.truncate(module.MAX_PDF_BYTES + 1)
    with pytest.raises(SourceError, match="is larger than 50 MiB"):
        parsed_pdf(str(path))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"Nur Text.", "is no PDF"),
        (b"PK\x03\x04" + b"x" * 2_000, "is no PDF"),
        (b"%PDF-1.4\n", "is a damaged PDF"),
        (pdf([_LINES] * 30)[:3_000], "is a damaged PDF"),
        (assembled({1: b"<< /Type /Catalog >>"}, b"/Root 1 0 R"), "is a damaged PDF|has no pages"),
        (assembled({**_PARTS, 2: b"<< /Type /Pages /Count 0 /Kids [] >>"}), "has no pages"),
        (assembled({**_PARTS, 2: b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"}), "is a damaged PDF"),
        (assembled({**_PARTS, 6: b"6 0 R"}), "holds no text"),
        (assembled({**_PARTS, 6: b"<< /Length 6 0 R >>\nstream\nabc\nendstream"}), "loop .* object 6"),
        (assembled({**_PARTS, 6: stream(b"BT " + b"[" * 50_000 + b" TJ ET")}), "is a damaged PDF"),
        (assembled(_PARTS).replace(b"xref\n0 7", b"xref\n0 999999999"), "is a damaged PDF"),
    ],
)
def test_a_damaged_or_hostile_pdf_is_refused_in_one_line(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        _parsed(tmp_path / "a.pdf", data)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_stream_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    squeezed = zlib.compress(zlib.compress(b"\0" * 100_000_000, 9) * 3, 9)
    bomb = stream(squeezed, b"/Filter [/FlateDecode /FlateDecode]")
    with pytest.raises(SourceError, match=r"is a damaged PDF \(Limit reached while decompressing"):
        _parsed(tmp_path / "a.pdf", assembled({**_PARTS, 6: bomb}))


def test_a_form_that_draws_itself_ends(tmp_path: Path) -> None:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X 7 0 R >> >>"
    parts = {
        **_PARTS,
        5: page(6).replace(b"/Font", b"/XObject << /X 7 0 R >> /Font", 1),
        7: stream(b"/X Do /X Do", form),
    }
    assert _parsed(tmp_path / "a.pdf", assembled(parts))["text"] == "Ein Satz."
