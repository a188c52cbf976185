from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.textfiles import decode, read_bytes, read_text_file


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("Größe".encode("latin-1"), r"not UTF-8 \(byte 0xf6 at offset 2\).*iconv -f WINDOWS-1252"),
        ("a\nb\nGröße".encode("cp1252"), r"offset 6, line 3\)"),
        ("Größe".encode("utf-16"), "UTF-16 .*iconv -f UTF-16"),
        ("Größe".encode("utf-32"), "UTF-16 or UTF-32"),
        (b"PK\x03\x04\x00\x00", "is binary"),
        (b"\x01\x02\x03\x04abc", "is binary"),
        (b"\x1f\x8b\x08abc", "is binary|not UTF-8"),
    ],
)
def test_what_is_not_utf_8_text_is_refused_with_advice(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        decode(data)


def test_a_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbfText") == "Text"


def test_a_stray_form_feed_does_not_make_a_text_binary() -> None:
    assert decode(b"Seite 1\n\x0cSeite 2\n") == "Seite 1\n\x0cSeite 2\n"


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 101)
    with pytest.raises(SourceError, match="is larger than"):
        read_bytes(path, limit=100)
    assert len(read_bytes(path, limit=101)) == 101


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="is empty"):
        read_text_file(path)
