import json
from pathlib import Path

import pytest

from corpus.errors import LanguageModelError, SourceError
from evals.cases import load_cases
from evals.judge import (
    RULES,
    answers_to_judge,
    cohens_kappa,
    judged,
    labelled_answers,
    measure_judged,
    said,
)
from evals.suite import shipped_cases
from evals.types import QuestionCase
from tests.assistant.parts import ScriptedChat
from tests.evals.fakes import outcome

DIKE = QuestionCase(id="q1", question="Wie hoch wird der Deich?", answers=("neun Meter", "9 m"))
COSTS = QuestionCase(
    id="q2",
    question="Was kostet er?",
    standalone="Was kostet der Deich?",
    answers=("drei Millionen",),
    as_of="2026-03-01",
)
UNKNOWN = QuestionCase(id="q3", question="Wer malt ihn an?", answerable=False)
CASES = (DIKE, COSTS, UNKNOWN)
YES, NO = '{"right": true, "why": "says it"}', '{"right": false, "why": "another figure"}'


def silent(_done: int, _total: int) -> None:
    pass


def asked() -> list[tuple[str, QuestionCase, str]]:
    return [("q1", DIKE, "Der Deich wird 9 Meter hoch."), ("q2", COSTS, "Er kostet vier Millionen.")]


def test_a_judge_is_told_question_accepted_answers_and_answer_and_no_article(tmp_path: Path) -> None:
    chat = ScriptedChat(YES, NO)

    found = judged(chat, asked(), tmp_path / "judged.jsonl", silent)

    assert {key: each.right for key, each in found.items()} == {"q1": True, "q2": False}
    assert found["q2"].why == "another figure"
    first, second = chat.told
    assert first.rules == RULES
    assert "Wie hoch wird der Deich?" in first.task
    assert "neun Meter | 9 m" in first.task
    assert "Der Deich wird 9 Meter hoch." in first.task
    assert "Was kostet der Deich? (as of 2026-03-01)" in second.task


def test_an_answer_stands_between_marks_that_it_cannot_know(tmp_path: Path) -> None:
    chat = ScriptedChat(YES, YES)
    judged(chat, asked(), tmp_path / "judged.jsonl", silent)
    marks = [told.task.split("<answer-")[1][:8] for told in chat.told]
    assert marks[0] != marks[1]


def test_what_was_judged_is_not_asked_again_unless_the_answer_is_another(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    judged(ScriptedChat(YES, NO), asked(), path, silent)
    again = ScriptedChat(NO)

    found = judged(again, [asked()[0], ("q2", COSTS, "Drei Millionen Euro.")], path, silent)

    assert len(again.told) == 1
    assert {key: each.right for key, each in found.items()} == {"q1": True, "q2": False}


def test_a_run_that_broke_off_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    with pytest.raises(LanguageModelError):
        judged(ScriptedChat(YES, LanguageModelError("gone")), asked(), path, silent)
    path.write_text(path.read_text(encoding="utf-8") + '{"key": "q2", "ans', encoding="utf-8")

    chat = ScriptedChat(NO)
    assert judged(chat, asked(), path, silent)["q1"].right
    assert len(chat.told) == 1


@pytest.mark.parametrize(
    ("reply", "right"),
    [
        (f"```json\n{YES}\n```", True),
        (f"I think at first {YES}, but no: {NO}", False),
        ("It is right.", None),
        ('{"right": "yes"}', None),
        ("{" * 5_000, None),
    ],
)
def test_a_reply_is_read_with_patience_and_never_guessed(tmp_path: Path, reply: str, right: bool | None) -> None:
    found = judged(ScriptedChat(reply), asked()[:1], tmp_path / "judged.jsonl", silent)
    assert found["q1"].right is right


def test_only_answers_to_answerable_questions_are_judged() -> None:
    outcomes = [outcome("q1", "Neun Meter."), outcome("q2"), outcome("q3", "Die Malerin.")]
    assert answers_to_judge(CASES, outcomes) == [("q1", DIKE, "Neun Meter.")]
    assert said(outcomes[1]) == ""


def test_figures_of_a_judge_stand_beside_its_agreement_with_people(tmp_path: Path) -> None:
    lines = [{"id": f"j{n}", "case": "q1", "answer": f"{n} Meter", "right": n == 9, "why": "x"} for n in range(8, 12)]
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    labelled = labelled_answers(CASES, path)
    wanted = [asked()[0], *((each.id, each.case, each.answer) for each in labelled)]
    judgements = judged(ScriptedChat(YES, NO, YES, YES, "?"), wanted, tmp_path / "judged.jsonl", silent)

    right, agreement, kappa = measure_judged(CASES, judgements, labelled)

    assert (right.estimate.mean, right.estimate.n) == (0.5, 2)
    assert [each.explanation for each in right.scores] == ["says it", "abstained"]
    assert agreement.estimate.mean == 0.5
    assert kappa.estimate.mean == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("given", "gold", "kappa"),
    [
        ([True, False], [True, False], 1.0),
        ([True, False], [False, True], -1.0),
        ([True, True], [True, False], 0.0),
        ([True, True], [True, True], 0.0),
        ([], [], 0.0),
    ],
)
def test_kappa_takes_off_what_chance_gives(given: list[bool], gold: list[bool], kappa: float) -> None:
    assert cohens_kappa(given, gold) == kappa


def test_labels_that_cannot_be_read_are_refused_with_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id": "j1", "case": "q1", "answer": "9 m", "right": "perhaps", "why": ""}', encoding="utf-8")
    with pytest.raises(SourceError, match="line 1, field 'right'"):
        labelled_answers(CASES, path)


def test_the_shipped_labels_belong_to_answerable_questions_and_are_even() -> None:
    labelled = labelled_answers(load_cases(shipped_cases()[0]).questions)
    assert len(labelled) == len({each.id for each in labelled}) >= 100
    assert all(each.case.answerable for each in labelled)
    assert 0.4 <= sum(each.right for each in labelled) / len(labelled) <= 0.6
