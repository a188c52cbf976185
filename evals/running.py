"""Runs the cases of a set through a system: in order, one JSON line a case, and on from there after a kill."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar

from evals.outcomes import Outcome, read_outcomes, rewrite_lines
from evals.systems import System
from evals.types import QuestionCase

SAMPLE_SEED = 7

_Case = TypeVar("_Case")

Progress = Callable[[int, int], None]


def run_questions(
    system: System, cases: Sequence[QuestionCase], path: Path, progress: Progress | None = None
) -> list[Outcome]:
    """Answer every case that the file does not hold yet, and return the outcomes of all, in order of the cases.

    A follow-up is also asked in its stand-alone form, where the case gives one. Latency is only meaningful for a run
    that was not interrupted.
    """
    done = {outcome.key: outcome for outcome in read_outcomes(path)}
    rewrite_lines(path, (outcome.line() for outcome in done.values()))
    asked = [(case, form) for case in cases for form in (False, True) if not form or case.standalone]
    outcomes = []
    with path.open("a", encoding="utf-8") as file:
        for n, (case, standalone) in enumerate(asked, start=1):
            known = done.get(f"{case.id}{':standalone' if standalone else ''}")
            outcome = known or _answered(system, case, standalone=standalone)
            if known is None:
                file.write(outcome.line() + "\n")
                file.flush()
            outcomes.append(outcome)
            if progress is not None:
                progress(n, len(asked))
    return outcomes


def sample(cases: Sequence[_Case], most: int | None) -> list[_Case]:
    """Return at most so many cases, the same ones every time, in their order."""
    if most is None or most >= len(cases):
        return list(cases)
    chosen = set(Random(SAMPLE_SEED).sample(range(len(cases)), most))  # noqa: S311  (not a secret: the same cases again)
    return [case for i, case in enumerate(cases) if i in chosen]


def _answered(system: System, case: QuestionCase, *, standalone: bool) -> Outcome:
    if standalone and case.standalone is not None:
        return replace(system.answer(case.id, case.standalone, (), case.as_of), standalone=True)
    return system.answer(case.id, case.question, case.history, case.as_of)
