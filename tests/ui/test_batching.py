"""Questions as JSON lines, answered in order whatever is wrong with one of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import Filters, QuestionError, Turn, UsageError
from assistant.front import Assistant
from tests.fakes import FakeAssistant
from ui.batching import answer_lines, history_from

GOOD = {"id": "q1", "question": "Was geschah?"}


def lines_of(assistant: object, source: str, filters: Filters | None = None) -> Iterator[dict[str, Any]]:
    assert isinstance(assistant, FakeAssistant)
    archive: Assistant = assistant  # type: ignore[assignment]  # stands in for it
    return map(json.loads, answer_lines(archive, source, filters or Filters()))


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return tmp_path / "questions.jsonl"


def test_every_line_is_answered_in_order(batch: Path) -> None:
    batch.write_text('{"id": 7, "question": "Erste?"}\n\n{"question": "Zweite?"}\n', encoding="utf-8")
    answers = list(lines_of(FakeAssistant(), str(batch)))
    assert [answer["question"] for answer in answers] == ["Erste?", "Zweite?"]


def test_an_answer_comes_before_the_next_question_is_asked(batch: Path) -> None:
    batch.write_text('{"question": "Erste?"}\n{"question": "Zweite?"}', encoding="utf-8")
    assistant = FakeAssistant()
    next(lines_of(assistant, str(batch)))
    assert [asked.text for asked in assistant.asked] == ["Erste?"]


def test_id_history_and_filters_reach_the_question(batch: Path) -> None:
    turn = {"question": "Wo?", "answer": "Im Hafen."}
    batch.write_text(json.dumps(GOOD | {"id": 7, "history": [turn]}), encoding="utf-8")
    assistant, filters = FakeAssistant(), Filters(outlet="Beispielblatt")
    list(lines_of(assistant, str(batch), filters))
    (asked,) = assistant.asked
    assert (asked.id, asked.history, asked.filters) == ("7", (Turn(**turn),), filters)


@pytest.mark.parametrize(
    ("line", "message", "identity"),
    [
        ("{broken", "line 2: Invalid JSON", None),
        ("[1, 2]", "line 2: ", None),
        ('"text"', "line 2: ", None),
        ("[" * 100_000, "line 2: ", None),
        ('{"id": "q2"}', "line 2: field 'question': Field required", "q2"),
        ('{"id": "q2", "question": 5}', "line 2: field 'question'", "q2"),
        ('{"id": "q2", "question": "x", "history": [{"question": "y"}]}', "line 2: field 'history.0.answer'", "q2"),
        ("\ufffd\x00", "line 2: ", None),
    ],
)
def test_a_bad_line_is_an_error_with_its_number_and_the_rest_go_on(
    batch: Path, line: str, message: str, identity: str | None
) -> None:
    batch.write_text(f"{json.dumps(GOOD)}\n{line}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    before, bad, after = lines_of(FakeAssistant(), str(batch))
    assert (bad["line"], bad["id"]) == (2, identity)
    assert bad["error"].startswith(message)
    assert before["question"] == after["question"] == GOOD["question"]


def test_invalid_bytes_spoil_one_line_only(batch: Path) -> None:
    batch.write_bytes(b'\xff\xfe{"question"\n' + json.dumps(GOOD).encode())
    bad, good = lines_of(FakeAssistant(), str(batch))
    assert bad["line"] == 1
    assert good["question"] == GOOD["question"]


def test_a_question_that_is_refused_is_an_error_of_its_line(batch: Path) -> None:
    batch.write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    refusal = QuestionError("The question is empty.", hint="Write what you want to know.")
    bad, good = lines_of(FakeAssistant(answers=[refusal]), str(batch))
    assert bad == {"id": "q1", "line": 1, "error": "The question is empty. Write what you want to know."}
    assert good["question"] == GOOD["question"]


def test_a_batch_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"absent.jsonl: No such file or directory"):
        next(lines_of(FakeAssistant(), str(tmp_path / "absent.jsonl")))


def test_history_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text('[{"question": "Wo?", "answer": "Im Hafen."}]', encoding="utf-8")
    assert history_from(path) == (Turn(question="Wo?", answer="Im Hafen."),)


@pytest.mark.parametrize("content", ["", "{broken", '{"question": "Wo?"}', '[{"question": "Wo?"}]', "[1]", "\ufffd"])
def test_a_history_of_another_shape_is_refused_with_an_example(tmp_path: Path, content: str) -> None:
    path = tmp_path / "history.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"history.json: .*Give a JSON list such as"):
        history_from(path)


def test_a_history_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        history_from(tmp_path / "absent.json")
