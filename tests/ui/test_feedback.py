"""What the command line prints of feedback."""

import json
from pathlib import Path

import pytest

from assistant import Feedback
from assistant.feedback import FeedbackInbox
from assistant.front import FEEDBACK_FILE, RECORDS_FILE
from assistant.records import AnswerRecords
from assistant.types import Making
from corpus.store import ArticleStore
from evals.cases import load_cases
from tests.fakes import abstained, answered, cited
from tests.ui.articles import QUESTION, QUOTE
from tests.ui.commands import Environment, as_json, belegt, environment, refused
from ui.feedback import feedback_json, feedback_lines

GIVEN = Feedback(
    id=12,
    at="2026-01-02T09:00:00.000000+00:00",
    about="answer",
    record="r1",
    question="Wie lange\n bleibt \x1b[31msie zu?",
    status="answered",
    useful=False,
    reason="Das Datum\nist alt.",
)


def test_feedback_is_a_line_with_its_reason_below() -> None:
    first, second = feedback_lines([GIVEN]).split("\n")
    for part in ("12", "not useful", "open", "answer", "answered", "Wie lange bleibt", "sie zu?"):
        assert part in first
    assert "\x1b" not in first
    assert second == "      Das Datum ist alt."


def test_feedback_without_a_reason_is_one_line() -> None:
    given = Feedback(id=1, at=GIVEN.at, about="verdict", record="7", question="Zu?", status="refuted", useful=True)
    line = feedback_lines([given])
    assert "\n" not in line
    assert "  useful      open     verdict  refuted  Zu?" in line


def test_feedback_as_json_has_all_its_fields() -> None:
    assert feedback_json(GIVEN)["question"] == GIVEN.question
    assert feedback_json(GIVEN)["handled"] is False


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Environment:
    """An archive with two answers, one found useful and one not."""
    folder = tmp_path_factory.mktemp("home")
    home = environment(folder, models)
    article = json.dumps({"id": "bridge", "title": "Brücke", "text": QUOTE})
    assert belegt(home, "add", "-", stdin=article).returncode == 0
    store = ArticleStore.open(folder / "articles.sqlite")
    records = AnswerRecords(folder / RECORDS_FILE, articles=store.get_many)
    inbox = FeedbackInbox(folder / FEEDBACK_FILE, answers=records.get, claims=lambda _: pytest.fail("no claim"))
    proven = answered(QUESTION, "bis März 2026", cited(store.get("bridge"), QUOTE))
    for answer, useful in ((proven, True), (abstained("Wer zahlt?"), False)):
        record = records.keep(answer, Making()).record or ""
        inbox.give("answer", record, useful=useful, reason="" if useful else "Steht drin.", replaces=None)
    inbox.settle(1, handled=True)
    for each in (inbox, records, store):
        each.close()
    return home


@pytest.mark.slow
def test_feedback_is_listed(received: Environment) -> None:
    newest, reason, oldest = belegt(received, "feedback", "list").stdout.splitlines()
    assert newest.startswith("   2  ")
    assert reason.strip() == "Steht drin."
    assert "handled" in oldest
    (left,) = as_json(belegt(received, "feedback", "list", "--open", "--limit", "1", "--json"))
    assert (left["id"], left["useful"]) == (2, False)


@pytest.mark.slow
def test_feedback_is_exported_as_cases(received: Environment, tmp_path: Path) -> None:
    assert [json.loads(line)["id"] for line in belegt(received, "feedback", "export").stdout.splitlines()] == [
        "feedback-2",
        "feedback-1",
    ]
    path = tmp_path / "cases.jsonl"
    assert belegt(received, "feedback", "export", "1", "--out", str(path)).stdout == f"1 cases: {path}\n"
    (case,) = load_cases(path).questions
    assert (case.question, case.answers) == (QUESTION, ("bis März 2026",))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["export", "99"], 1, "There is no feedback 99. `belegt feedback list` shows"),
        (["export", "9" * 30], 2, "See `belegt feedback export --help`."),
        (["export", "--out", "/nowhere/cases.jsonl"], 2, "/nowhere/cases.jsonl"),
        (["list", "--limit", "0"], 2, "--limit"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    received: Environment, arguments: list[str], status: int, words: str
) -> None:
    refused(belegt(received, "feedback", *arguments), status, words)
