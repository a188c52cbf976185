"""Feedback on the command line: a line each, with its reason below it, or as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from assistant import Feedback
from ui.terminal import plain

_INDENT = "      "


def feedback_lines(received: Sequence[Feedback]) -> str:
    """Return feedback: its number, when, what was thought of what and what that had said, the question, the reason."""
    return "\n".join(line for each in received for line in _lines(each))


def feedback_json(feedback: Feedback) -> dict[str, Any]:
    """Return feedback in the form of `belegt feedback list --json`."""
    return asdict(feedback)


def _lines(feedback: Feedback) -> Iterator[str]:
    when = datetime.fromisoformat(feedback.at).astimezone()
    yield (
        f"{feedback.id:>4}  {when:%Y-%m-%d %H:%M}  {'useful' if feedback.useful else 'not useful':<10}"
        f"  {'handled' if feedback.handled else 'open':<7}  {feedback.about:<7}  {feedback.status}"
        f"  {_one_line(feedback.question)}"
    )
    if feedback.reason:
        yield f"{_INDENT}{_one_line(feedback.reason)}"


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())
