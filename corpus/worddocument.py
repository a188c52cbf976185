"""Reads a Word document (DOCX): its visible text and what it says about itself; the one home of python-docx.

The functions are called in the bounded child, see `corpus.bounded`. Only the XML of the package is unpacked, and no
more of it than a limit allows, whatever sizes it declares; pictures, macros and embedded files stay packed.
"""

import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.cleaning import clean_line, clean_text
from corpus.errors import SourceError
from corpus.textfiles import read_bytes

if TYPE_CHECKING:
    from docx.document import Document

MAX_WORD_BYTES = 50 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_ENTRIES = 2_000

_PACKED_TYPES = (".xml", ".rels")
_PIECE_BYTES = 65_536
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HOLDERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")}
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "txbxContent")}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TITLE_STYLES = ("title", "heading 1")
_NOT_BEFORE = 1990
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, AttributeError, KeyError, ValueError)


def parsed_word_document(path: str) -> dict[str, str | None]:
    """The fields of the article a Word document holds, named as in a record.

    Paragraphs and headings are set apart by blank lines, list items by line breaks; a table row is a line, its cells
    separated by ` | `. Deleted and hidden text stays out, as do notes, text boxes and the heads and feet of pages. The
    title is the one the document states, else its first heading. `updated` is when it was last saved; `published` is
    never given, for when a document was created says only when somebody began to write, or made the template.

    Raises:
        SourceError: if it is empty, larger than `MAX_WORD_BYTES`, no Word document, damaged, locked or without text; or
            unpacks to more than `MAX_UNPACKED_BYTES` or `MAX_ENTRIES`.
        OSError: if the file cannot be read.
    """
    document = _opened(read_bytes(Path(path), limit=MAX_WORD_BYTES))
    title, text = _rendered(document)
    if not text.strip():
        raise SourceError("holds no text: put an article in, or run OCR over its pictures")
    facts = _facts(document)
    return {**facts, "title": facts["title"] or title, "text": text}


def _opened(data: bytes) -> "Document":
    """A document all of whose parts are parsed.

    Raises:
        SourceError: if it is none, damaged, locked, too large or declares entities, which no Word document does.
    """
    from docx import Document  # noqa: PLC0415  (0.2 s, needed only to add a Word document)
    from lxml.etree import LxmlError  # type: ignore[import-untyped]  # noqa: PLC0415  (see above)

    if data.startswith(_OLD_WORD):
        raise SourceError("is locked with a password, or an old Word document: save it as .docx without a password")
    try:
        document = Document(BytesIO(_unpacked(data)))
    except (*_DAMAGED, LxmlError) as error:
        raise SourceError("is no Word document, or a damaged one: save it anew as .docx, or as text") from error
    if document.element.getroottree().docinfo.internalDTD is not None:
        raise SourceError("declares entities of its own, which is not read: save it anew as .docx, or as text")
    return document


def _unpacked(data: bytes) -> bytes:
    """The package with its XML stored as it is, and every other entry empty.

    Raises:
        SourceError: if there are too many entries, or too much is unpacked.
        BadZipFile: if it is no package, or a damaged one.
    """
    unpacked = BytesIO()
    left = MAX_UNPACKED_BYTES
    with zipfile.ZipFile(BytesIO(data)) as packed, zipfile.ZipFile(unpacked, "w") as copy:
        entries = {entry.filename: entry for entry in packed.infolist()}
        if len(packed.infolist()) > MAX_ENTRIES:
            raise SourceError(f"is a package of more than {MAX_ENTRIES:,} entries: save the article alone as .docx")
        for name, entry in entries.items():
            content = _content(packed, entry, left) if name.lower().endswith(_PACKED_TYPES) else b""
            left -= len(content)
            copy.writestr(name, content)
    return unpacked.getvalue()


def _content(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """One entry, unpacked piece by piece: its declared size may be a lie."""
    too_large = SourceError(f"unpacks to more than {MAX_UNPACKED_BYTES // 1024**2} MiB: split it, or save it as text")
    if entry.file_size > most:
        raise too_large
    if entry.flag_bits & 1:
        raise SourceError("is locked with a password: save it without one")
    content = bytearray()
    with packed.open(entry) as stream:
        while piece := stream.read(_PIECE_BYTES):
            content += piece
            if len(content) > most:
                raise too_large
    return bytes(content)


def _rendered(document: "Document") -> tuple[str, str]:
    """The first heading (empty if there is none), and the whole as plain text."""
    names = {str(style.style_id): str(style.name).lower() for style in document.styles}
    title = ""
    parts: list[str] = []
    was_item = False
    for block in _blocks(document.element.body):
        text = _table(block) if block.tag == f"{_W}tbl" else clean_text(_words(block)).strip()
        if not text:
            continue
        style = names.get(_style(block), "")
        is_item = style.startswith("list") or block.find(f"{_W}pPr/{_W}numPr") is not None
        parts += ["\n" if is_item and was_item else "\n\n", text]
        was_item = is_item
        title = title or (clean_line(text) if style in _TITLE_STYLES else "")
    return title, "".join(parts[1:])


def _blocks(holder: Iterable[Any]) -> Iterator[Any]:
    """Paragraphs and tables in order, those in content controls and tracked insertions among them."""
    for child in holder:
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in _HOLDERS:
            yield from _blocks(child)


def _words(element: Any) -> str:  # noqa: ANN401  (lxml has no types)
    """The text that is seen below an element; of alternatives for older programs, the first."""
    parts: list[str] = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _CHARACTERS:
            parts.append(_CHARACTERS[child.tag])
        elif child.tag not in _UNSEEN and not str(child.tag).endswith("}Fallback") and not _is_hidden(child):
            parts.append(_words(child))
    return "".join(parts)


def _is_hidden(run: Any) -> bool:  # noqa: ANN401  (lxml has no types)
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val", "true") not in {"0", "false", "off"}


def _style(paragraph: Any) -> str:  # noqa: ANN401  (lxml has no types)
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else str(style.get(f"{_W}val"))


def _table(table: Any) -> str:  # noqa: ANN401  (lxml has no types)
    """A line for each row; what stands in a cell, tables included, becomes one line."""
    rows = (" | ".join(_cells(row)) for row in _parts(table, "tr"))
    return "\n".join(row for row in rows if row.strip(" |"))


def _cells(row: Any) -> Iterator[str]:  # noqa: ANN401  (lxml has no types)
    for cell in _parts(row, "tc"):
        blocks = (_table(block) if block.tag == f"{_W}tbl" else _words(block) for block in _blocks(cell))
        yield clean_line(" ".join(blocks))


def _parts(holder: Iterable[Any], name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in content controls among them."""
    for child in holder:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in _HOLDERS:
            yield from _parts(child, name)


def _facts(document: "Document") -> dict[str, str | None]:
    """Title, author and last change as the document states them."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415  (see above)

    package = document.part.package
    if not any(link.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for link in package.rels.values()):
        return {"title": None, "author": None, "updated": None}
    stated = package.core_properties
    saved = stated.modified
    return {
        "title": clean_line(stated.title),
        "author": clean_line(stated.author),
        "updated": saved.isoformat() if saved is not None and saved.year >= _NOT_BEFORE else None,
    }
