import io
import json
from pathlib import Path

import pytest

from corpus import jsonl
from corpus.errors import SourceError
from corpus.jsonl import read_json, read_jsonl, read_lines
from corpus.records import Located
from corpus.types import Rejection


def _line(**fields: object) -> bytes:
    return json.dumps({"title": "Titel", "text": "Der Text.", **fields}, ensure_ascii=False).encode() + b"\n"


def _read(data: bytes) -> list[Located | Rejection]:
    return list(read_lines(io.BytesIO(data), "a.jsonl"))


def test_each_line_is_an_article_with_its_line_number() -> None:
    found = _read(b"\xef\xbb\xbf" + _line(id="a") + b"\n \r\n" + _line(id="b").rstrip())
    assert [(each.article.id, each.place) for each in found if isinstance(each, Located)] == [
        ("a", "a.jsonl, line 1"),
        ("b", "a.jsonl, line 4"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"title": "x"', "is not valid JSON"),
        (b"nicht JSON", "is not valid JSON"),
        (b"[1, 2]", "is a list"),
        ('{"title": "ä"}'.encode("latin-1"), "is not UTF-8"),
        (b'{"title": "a\x00"}', "is binary"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "too many digits"),
        (b'{"title": "T", "text": ""}', "is empty"),
    ],
)
def test_a_bad_line_is_rejected_and_the_rest_goes_on(line: bytes, reason: str) -> None:
    first, bad, last = _read(_line(id="a") + line + b"\n" + _line(id="b"))
    assert isinstance(first, Located)
    assert isinstance(last, Located)
    assert isinstance(bad, Rejection)
    assert bad.line == 2
    assert reason in bad.reason


def test_an_overlong_line_is_skipped_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_FILE_BYTES", 200)
    bad, good = _read(_line(text="x" * 1_000) + _line(id="b"))
    assert isinstance(bad, Rejection)
    assert "is longer than" in bad.reason
    assert isinstance(good, Located)
    assert good.line == 2


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf\n"])
def test_no_line_at_all_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match="is empty"):
        _read(data)


def test_lines_are_read_one_by_one() -> None:
    stream = io.BytesIO(_line(id="a") * 1_000)
    next(read_lines(stream, "a.jsonl"))
    assert stream.tell() == len(_line(id="a"))


def test_a_binary_file_is_one_rejection_not_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\x00\x01\n" * 100)
    with pytest.raises(SourceError, match="is binary"):
        list(read_jsonl(path, "a.jsonl"))


def test_a_json_file_holds_one_object_or_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(_line(id="a"))
    (alone,) = read_json(path, "a.json")
    path.write_bytes(b"[" + _line(id="a") + b"," + _line(id="b") + b", 5]")
    first, second, bad = read_json(path, "a.json")
    assert isinstance(alone, Located)
    assert alone.place == "a.json"
    assert isinstance(first, Located)
    assert isinstance(second, Located)
    assert second.place == "a.json, record 2"
    assert str(bad) == "a.json, record 3: is a number, not an object with title and text"


@pytest.mark.parametrize(
    ("content", "reason"),
    [("[]", "empty list"), ("", "is empty"), ('{\n"title":', "line 2, column"), ("[" * 99_999, "nested")],
)
def test_a_broken_json_file_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(SourceError, match=reason):
        list(read_json(path, "a.json"))
