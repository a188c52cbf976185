"""Questions as JSON lines: one in, one answer out, in order; a bad line is answered with an error object."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant import BelegtError, Engine, Filters, Question, Turn, UsageError

if TYPE_CHECKING:
    from assistant.front import Assistant


class _Turn(BaseModel):
    question: str
    answer: str


class _Line(BaseModel):
    id: str | int | None = None
    question: str
    history: list[_Turn] | None = None


_TURNS = TypeAdapter(list[_Turn])


def answer_lines(assistant: "Assistant", source: str, filters: Filters, engine: Engine | None = None) -> Iterator[str]:
    """Answer the JSON lines of a file (or `-`, standard input) one by one.

    Raises:
        UsageError: if the file cannot be read.
    """
    with json_lines(source) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield json.dumps(_answered(assistant, line, number, filters, engine), ensure_ascii=False)


def history_from(path: Path) -> tuple[Turn, ...]:
    """Read the earlier turns of a conversation from a JSON file.

    Raises:
        UsageError: if the file cannot be read or is no list of questions and answers.
    """
    try:
        turns = _TURNS.validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}.", hint="Name a JSON file.") from error
    except ValidationError as error:
        raise UsageError(
            f"{path}: {first_problem(error)}.", hint='Give a JSON list such as [{"question": "…", "answer": "…"}].'
        ) from error
    return tuple(Turn(question=turn.question, answer=turn.answer) for turn in turns)


@contextmanager
def json_lines(source: str) -> Iterator[Iterable[str]]:
    """Lend the lines of a file, or of standard input as they come.

    Raises:
        UsageError: if the file cannot be read.
    """
    if source == "-":
        yield _decoded(sys.stdin)
        return
    try:
        text = Path(source).read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{source}: {error.strerror}.", hint="Name a file of JSON lines, or - for stdin.") from error
    yield text.split("\n")


def _decoded(stream: TextIO) -> TextIO:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace")
    return stream


def _answered(
    assistant: "Assistant", line: str, number: int, filters: Filters, engine: Engine | None
) -> dict[str, Any]:
    try:
        given = _Line.model_validate_json(line)
    except ValidationError as error:
        return {"id": identity_of(line), "line": number, "error": f"line {number}: {first_problem(error)}"}
    question = Question(
        id=None if given.id is None else str(given.id),
        text=given.question,
        history=tuple(Turn(question=turn.question, answer=turn.answer) for turn in given.history or ()),
        filters=filters,
    )
    try:
        return asdict(assistant.ask(question, engine=engine))
    except BelegtError as error:
        return {"id": question.id, "line": number, "error": str(error)}


def identity_of(line: str) -> object:
    """Return the id of a line that is wrong otherwise, if it can be made out."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return given.get("id") if isinstance(given, dict) else None


def first_problem(error: ValidationError) -> str:
    """Say what is wrong with the first field: its name, then pydantic's words."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"]))
    return f"field '{place}': {first['msg']}" if place else first["msg"]
