"""Writes tiny PDF files, and hostile ones, as bytes."""

from collections.abc import Mapping, Sequence

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(pages: Sequence[Sequence[str]], facts: Mapping[str, str] | None = None) -> bytes:
    """A PDF of pages of lines, with entries of the information dictionary such as `Title`."""
    contents = [stream(drawn(lines)) for lines in pages]
    numbers = [5 + 2 * place for place in range(len(contents))]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(numbers)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
        3: _FONT,
        4: b"<< " + b" ".join(f"/{k} ".encode() + _literal(v) for k, v in (facts or {}).items()) + b" >>",
    }
    for number, content in zip(numbers, contents, strict=True):
        objects[number] = page(number + 1)
        objects[number + 1] = content
    return assembled(objects)


def page(contents: int) -> bytes:
    """A page whose content is the object of that number."""
    resources = b"/Resources << /Font << /F1 3 0 R >> >>"
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents %d 0 R >>" % (resources, contents)


def drawn(lines: Sequence[str]) -> bytes:
    """The operators that draw lines from the top of a page."""
    shown = b" ".join(_literal(line) + b" Tj T*" for line in lines)
    return b"BT /F1 11 Tf 14 TL 72 780 Td " + shown + b" ET"


def stream(data: bytes, extra: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def assembled(objects: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R /Info 4 0 R") -> bytes:
    """A PDF of numbered objects."""
    parts = [b"%PDF-1.4\n"]
    offsets = {}
    place = len(parts[0])
    for number, content in objects.items():
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        offsets[number] = place
        place += len(parts[-1])
    size = max(objects) + 1
    table = [b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n" for n in range(size)]
    end = b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, place)
    return b"".join([*parts, b"xref\n0 %d\n" % size, *table, end])


def _literal(text: str) -> bytes:
    data = text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        data = data.replace(special, b"\\" + special)
    return b"(" + data + b")"
