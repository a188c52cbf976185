from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UsageError
from evals.gate import GateError, falls, read_floors, table, updated
from evals.measuring import Measure
from evals.suite import Run, SystemRun
from evals.types import Estimate, Score


def _run(**figures: float) -> Run:
    measures = tuple(
        Measure(
            name=name.replace("_", " "),
            meaning="",
            estimate=Estimate(mean=value, low=value, high=value, n=2),
            scores=(Score(case_id="q1", value=1.0), Score(case_id="q2", value=0.0)),
        )
        for name, value in figures.items()
    )
    system = SystemRun(name="belegt", outcomes=(), measures=measures, latency_ms={})
    return Run(
        cases=(),
        articles=(),
        systems=(system,),
        cases_hash="c",
        articles_hash="a",
        settings_hash="s",
        memory_mb=1.0,
        index_mb=1.0,
    )


def test_a_run_at_its_floors_passes_and_noise_is_forgiven() -> None:
    floors = updated(_run(verbatim=1.0, answer_shown=0.5), None, lower=False)

    assert falls(_run(verbatim=1.0, answer_shown=0.497), floors) == []


def test_a_fall_is_named_with_its_cases() -> None:
    floors = updated(_run(verbatim=1.0, answer_shown=0.5), None, lower=False)

    (fall,) = falls(_run(verbatim=1.0, answer_shown=0.4), floors)

    assert (fall.name, fall.floor, fall.reached, fall.cases) == ("answer shown", 0.5, 0.4, ("q2",))
    assert "answer shown" in table([fall])
    assert "q2" in table([fall])


def test_a_figure_that_is_missing_has_fallen() -> None:
    floors = updated(_run(verbatim=1.0), None, lower=False)

    assert [fall.name for fall in falls(_run(answer_shown=1.0), floors)] == ["verbatim"]


def test_floors_of_other_cases_do_not_count() -> None:
    floors = updated(_run(verbatim=1.0), None, lower=False)

    with pytest.raises(UsageError, match="other cases"):
        falls(replace(_run(verbatim=1.0), cases_hash="other"), floors)


def test_floors_are_lowered_only_when_told_to() -> None:
    floors = updated(_run(verbatim=1.0, answer_shown=0.5), None, lower=False)

    with pytest.raises(GateError, match=r"answer shown 0\.500 to 0\.400"):
        updated(_run(verbatim=1.0, answer_shown=0.4), floors, lower=False)
    assert updated(_run(verbatim=1.0, answer_shown=0.4), floors, lower=True)["floors"]["answer shown"] == 0.4


def test_floors_rise_with_what_is_reached() -> None:
    floors = updated(_run(answer_shown=0.5), None, lower=False)

    assert updated(_run(answer_shown=0.61239), floors, lower=False)["floors"]["answer shown"] == 0.6123


def test_a_floors_file_that_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert read_floors(path) is None
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="version control"):
        read_floors(path)
