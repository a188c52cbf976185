from pathlib import Path

import pytest

from corpus.errors import SourceError
from evals.outcomes import read_outcomes
from evals.running import run_questions, sample
from evals.types import QuestionCase
from tests.evals.fakes import FakeSystem, outcome

CASES = [
    QuestionCase(id="1", question="Wer?", answers=("Eva",)),
    QuestionCase(id="2", question="Und wo?", standalone="Wo war Eva?", answers=("Rom",)),
    QuestionCase(id="3", question="Wann?", answerable=False),
]


def test_asks_every_case_and_follow_ups_in_both_forms(tmp_path: Path) -> None:
    system = FakeSystem({"Wer?": "Eva kam."})

    outcomes = run_questions(system, CASES, tmp_path / "run.jsonl")

    assert system.asked == ["Wer?", "Und wo?", "Wo war Eva?", "Wann?"]
    assert [each.key for each in outcomes] == ["1", "2", "2:standalone", "3"]
    assert [each.answered for each in outcomes] == [True, False, False, False]


def test_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run_questions(FakeSystem({}, breaks_at="Wo war Eva?"), CASES, path)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"case_id": "2", "answ')

    system = FakeSystem({})
    outcomes = run_questions(system, CASES, path)

    assert system.asked == ["Wo war Eva?", "Wann?"]
    assert [each.key for each in read_outcomes(path)] == [each.key for each in outcomes]


def test_refuses_outcomes_that_are_damaged_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(f"{{broken\n{outcome('1').line()}\n", encoding="utf-8")

    with pytest.raises(SourceError, match=r"line 1.*Remove the file"):
        list(read_outcomes(path))


def test_an_outcome_survives_its_line(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(outcome("1", "Eva „kam“.\nJa.").line() + "\n", encoding="utf-8")

    assert list(read_outcomes(path)) == [outcome("1", "Eva „kam“.\nJa.")]


def test_a_sample_is_the_same_every_time_and_keeps_the_order() -> None:
    cases = [QuestionCase(id=str(i), question="?") for i in range(50)]

    chosen = sample(cases, 10)

    assert chosen == sample(cases, 10)
    assert len(chosen) == 10
    assert [int(case.id) for case in chosen] == sorted(int(case.id) for case in chosen)
    assert sample(cases, None) == cases
