import re
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus import worddocument
from corpus.errors import SourceError
from corpus.worddocument import parsed_word_document

_BODY = "word/document.xml"
_MIB = 1024**2


@pytest.fixture(autouse=True)
def _small_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worddocument, "MAX_UNPACKED_BYTES", 2 * _MIB)


def _saved(document: WordDocument) -> bytes:
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _document(*paragraphs: str) -> WordDocument:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return document


def _parsed(path: Path, data: bytes) -> dict[str, str | None]:
    path.write_bytes(data)
    return parsed_word_document(str(path))


def _text(path: Path, markup: str) -> str | None:
    """The text of a document with this body; its markup leaves prefixes out, `{a}` is a paragraph of that text."""
    for word in "ab":
        markup = markup.replace(f"{{{word}}}", f"<p><r><t>{word}</t></r></p>")
    markup = re.sub(r"<(/?)(?=\w)", r"<\1w:", markup)
    markup = re.sub(
        r" (space|val)=", lambda match: f" {'xml' if match.group(1) == 'space' else 'w'}:{match.group(1)}=", markup
    )
    document = Document()
    document.element.replace(document.element.body, parse_xml(f"<w:body {nsdecls('w')}>{markup}</w:body>"))
    return _parsed(path, _saved(document))["text"]


def _repacked(
    data: bytes, change: Mapping[str, bytes | None], *, method: int = zipfile.ZIP_DEFLATED, more: int = 0
) -> bytes:
    """A package with entries added, replaced or (None) left out, and `more` empty ones."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(written, "w", method) as new:
        entries = {name: old.read(name) for name in old.namelist()} | dict(change)
        for name, content in entries.items():
            if content is not None:
                new.writestr(name, content)
        for number in range(more):
            new.writestr(f"word/leer{number}.xml", b"")
    return written.getvalue()


def test_paragraphs_headings_and_tables_come_in_order(tmp_path: Path) -> None:
    document = _document("Vorweg.")
    document.add_heading("Neue Linie", 1)
    document.add_paragraph("Der  Text\tgeht\nweiter.")
    table = document.add_table(2, 2)
    for place, word in enumerate(("Jahr", "Preis", "2025", "7 Euro\nbar")):
        table.cell(place // 2, place % 2).text = word
    document.add_paragraph("")
    document.add_heading("Dann", 2)
    for item in ("Brot", "Milch"):
        document.add_paragraph(item, style="List Bullet")
    document.add_paragraph("Ende.")
    fields = _parsed(tmp_path / "a.docx", _saved(document))
    assert fields["title"] == "Neue Linie"
    assert (fields["text"] or "").split("\n\n") == [
        "Vorweg.",
        "Neue Linie",
        "Der  Text\tgeht\nweiter.",
        "Jahr | Preis\n2025 | 7 Euro bar",
        "Dann",
        "Brot\nMilch",
        "Ende.",
    ]


def test_the_facts_are_those_the_document_states(tmp_path: Path) -> None:
    document = _document("Text.")
    document.core_properties.title = " Neue\n Linie "
    document.core_properties.author = "Eva Muster"
    document.core_properties.created = datetime(2024, 1, 1, tzinfo=UTC)
    document.core_properties.modified = datetime(2025, 7, 1, 14, 30, tzinfo=UTC)
    assert _parsed(tmp_path / "a.docx", _saved(document)) == {
        "title": "Neue Linie",
        "author": "Eva Muster",
        "updated": "2025-07-01T14:30:00+00:00",
        "text": "Text.",
    }


def test_a_document_that_states_nothing_gets_no_made_up_facts(tmp_path: Path) -> None:
    packed = _saved(_document("Text."))
    with zipfile.ZipFile(BytesIO(packed)) as package:
        links = package.read("_rels/.rels")
    start = links.index(b"<Relationship ", links.index(b"core-properties") - 200)
    assert b"core-properties" in links[start : links.index(b"/>", start)]
    without = links[:start] + links[links.index(b"/>", start) + 2 :]
    fields = _parsed(tmp_path / "a.docx", _repacked(packed, {"_rels/.rels": without, "docProps/core.xml": None}))
    assert fields == {"title": "", "author": None, "updated": None, "text": "Text."}


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p><r><t space='preserve'>a</t></r><r><t space='preserve'> </t></r><r><t>b</t></r></p>", "a b"),
        ("<p><ins><r><t>neu</t></r></ins><del><r><delText>alt</delText></r></del></p>", "neu"),
        ("<p><r><t>offen</t></r><r><rPr><vanish/></rPr><t>geheim</t></r></p>", "offen"),
        ("<p><r><rPr><vanish val='0'/></rPr><t>offen</t></r></p>", "offen"),
        ("<p><hyperlink><r><t>Verweis</t></r></hyperlink></p>", "Verweis"),
        ("<p><r><instrText>PAGE</instrText></r><fldSimple><r><t>1. Juli</t></r></fldSimple></p>", "1. Juli"),
        ("<p><r><t>Nord</t><noBreakHyphen/><t>Süd</t><br/><t>Achse</t></r></p>", "Nord-Süd\nAchse"),
        ("<sdt><sdtContent><p><r><t>gefüllt</t></r></p></sdtContent></sdt>", "gefüllt"),
        (
            "<tbl><tr><tc><tbl><tr><tc>{a}</tc></tr></tbl><p/></tc><sdt><sdtContent><tc>{b}</tc></sdtContent></sdt></tr></tbl>",
            "a | b",
        ),
        ("<tbl><tr><tc><p/></tc><tc><p/></tc></tr><tr><tc>{a}</tc><tc>{a}{b}</tc></tr></tbl>", "a | a b"),
        ("{a}<!-- Notiz -->{b}", "a\n\nb"),
    ],
)
def test_the_text_is_what_the_reader_sees(tmp_path: Path, markup: str, text: str) -> None:
    assert _text(tmp_path / "a.docx", markup) == text


def test_pictures_and_macros_stay_packed(tmp_path: Path) -> None:
    added = {"word/media/bild.png": b"\0" * 3 * _MIB, "word/vbaProject.bin": b"Sub AutoOpen()"}
    assert _parsed(tmp_path / "a.docx", _repacked(_saved(_document("Text.")), added))["text"] == "Text."


_LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))


@pytest.mark.parametrize(
    ("declared", "used", "reason"),
    [
        ('<!ENTITY a "ha">', "&a;", "declares entities of its own"),
        ('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;", "declares entities of its own"),
        (f'<!ENTITY l0 "ha">{_LAUGHS}', "&l9;", "is no Word document, or a damaged one"),
    ],
)
def test_entities_are_refused(tmp_path: Path, declared: str, used: str, reason: str) -> None:
    packed = _saved(_document("EINS"))
    with zipfile.ZipFile(BytesIO(packed)) as package:
        body = package.read(_BODY).decode()
    hostile = body.replace("<w:document", f"<!DOCTYPE w [{declared}]><w:document", 1).replace("EINS", used)
    with pytest.raises(SourceError, match=reason):
        _parsed(tmp_path / "a.docx", _repacked(packed, {_BODY: hostile.encode()}))


def _with_size(data: bytes, name: str, size: int) -> bytes:
    """A package in which one entry declares another size than it has."""
    changed = bytearray(data)
    with zipfile.ZipFile(BytesIO(data)) as package:
        local = package.getinfo(name).header_offset + 22
    central = data.index(name.encode(), data.index(b"PK\x01\x02")) - 22
    for place in (local, central):
        changed[place : place + 4] = struct.pack("<I", size)
    return bytes(changed)


def _bomb(packed: bytes) -> bytes:
    return _repacked(packed, {"word/bombe.xml": b" " * 3 * _MIB})


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_bomb, "unpacks to more than 2 MiB"),
        (lambda packed: _repacked(packed, {f"word/{n}.xml": b" " * (_MIB // 2) for n in range(5)}), "unpacks to more"),
        (lambda packed: _with_size(_bomb(packed), "word/bombe.xml", 10), "is no Word document, or a damaged one"),
        (lambda packed: _repacked(packed, {}, more=2_000), "is a package of more than 2,000 entries"),
        (lambda packed: packed[:2_000], "is no Word document"),
        (lambda _: b"PK\x03\x04", "is no Word document"),
        (lambda _: b"Nur Text.", "is no Word document"),
        (lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "is locked with a password, or an old Word"),
        (lambda _: b"", "is empty"),
        (lambda packed: _repacked(packed, {_BODY: None}), "is no Word document"),
        (lambda packed: _repacked(packed, {_BODY: b"<w:document"}), "is no Word document"),
        (lambda packed: _repacked(packed, {_BODY: b"<a>" * 100_000}), "is no Word document"),
        (lambda packed: _repacked(packed, {"[Content_Types].xml": b"<Types/>"}), "is no Word document"),
        (lambda packed: packed.replace(b"word/document.xml", b"word/documenX.xml"), "is no Word document"),
    ],
)
def test_a_damaged_or_hostile_document_is_refused_in_one_line(
    tmp_path: Path, change: Callable[[bytes], bytes], reason: str
) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        _parsed(tmp_path / "a.docx", change(_saved(_document("Text."))))
    assert "\n" not in str(caught.value)


def test_an_entry_that_lies_about_its_size_is_not_unpacked_whole() -> None:
    bomb = _repacked(_saved(_document("Text.")), {"word/bombe.xml": b" " * 30 * _MIB})
    lying = _with_size(bomb, "word/bombe.xml", 10)
    tracemalloc.start()
    with pytest.raises(zipfile.BadZipFile):
        worddocument._unpacked(lying)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * _MIB


def test_a_document_without_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no text"):
        _parsed(tmp_path / "a.docx", _saved(_document("", "  ")))
