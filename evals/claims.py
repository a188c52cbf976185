"""Claims through the product: what it said to each, and the figures over all."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.citing import is_verbatim
from assistant.front import Assistant
from assistant.types import Evidence
from evals.intervals import estimate
from evals.measuring import Measure
from evals.outcomes import read_lines, rewrite_lines
from evals.scorers.verdict import LABELS, confusion, macro_f1, precision
from evals.types import ClaimCase, Estimate, Score

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOutcome:
    """The verdict on one claim; `quoted` are article and words of the evidence of both sides."""

    case_id: str
    verdict: str
    confidence: float
    explanation: str
    quoted: tuple[tuple[str, str], ...]
    standing: int
    milliseconds: float


def check_claims(
    assistant: Assistant, cases: Sequence[ClaimCase], path: Path, progress: Progress | None = None
) -> list[ClaimOutcome]:
    """Check every claim that the file does not hold yet, and return the outcomes of all, in order of the cases."""
    done = {outcome.case_id: outcome for outcome in read_lines(path, _parsed)}
    rewrite_lines(path, map(_line, done.values()))
    outcomes = []
    with path.open("a", encoding="utf-8") as file:
        for n, case in enumerate(cases, start=1):
            outcome = done.get(case.id)
            if outcome is None:
                outcome = _checked(assistant, case)
                file.write(_line(outcome) + "\n")
                file.flush()
            outcomes.append(outcome)
            if progress is not None:
                progress(n, len(cases))
    return outcomes


def measure_claims(cases: Sequence[ClaimCase], outcomes: Sequence[ClaimOutcome]) -> list[Measure]:
    """Return the figures over claims; none without claims."""
    if not cases:
        return []
    given, gold = [outcome.verdict for outcome in outcomes], [case.label for case in cases]
    pairs = list(zip(cases, outcomes, strict=True))
    with_evidence = [(case, outcome) for case, outcome in pairs if case.evidence]
    return [
        _mean("verdict accuracy", "share of claims with the right verdict", pairs, _right),
        _rate("verdict macro F1", "mean F1 over the three labels", macro_f1(given, gold), len(cases)),
        _rate(
            "refuted precision",
            "share of refutations that are right",
            precision(LABELS[1], given, gold),
            given.count(LABELS[1]),
        ),
        _mean("article in evidence", "a right article is quoted for or against", with_evidence, _article),
        _mean("evidence verbatim", "share of the quotations that stand in their article", pairs, _standing),
    ]


def verdicts(cases: Sequence[ClaimCase], outcomes: Sequence[ClaimOutcome]) -> list[dict[str, object]]:
    """Return the confusion matrix as rows: a label, and how often each verdict was given to it."""
    counts = confusion([outcome.verdict for outcome in outcomes], [case.label for case in cases])
    given = sorted({verdict for _, verdict in counts} | set(LABELS), key=_order)
    return [
        {"label": label, "given": {verdict: counts.get((label, verdict), 0) for verdict in given}} for label in LABELS
    ]


def _order(verdict: str) -> int:
    return LABELS.index(verdict) if verdict in LABELS else len(LABELS)


def _checked(assistant: Assistant, case: ClaimCase) -> ClaimOutcome:
    """Check one claim; of a sentence that was cut, the part that was decided with most confidence counts."""
    started = time.perf_counter()
    checked = assistant.check(case.claim, id=case.id)
    took = (time.perf_counter() - started) * 1000
    surest = max(checked.claims, key=lambda claim: claim.confidence)
    quoted = [each for claim in checked.claims for each in (*claim.supporting, *claim.opposing)]
    return ClaimOutcome(
        case_id=case.id,
        verdict=surest.verdict.value,
        confidence=surest.confidence,
        explanation=surest.explanation,
        quoted=tuple((each.article_id, each.quote) for each in quoted),
        standing=sum(_stands(assistant, each) for each in quoted),
        milliseconds=took,
    )


def _stands(assistant: Assistant, evidence: Evidence) -> bool:
    return is_verbatim(evidence.quote, assistant.article(evidence.article_id), evidence.start, evidence.end)


def _right(case: ClaimCase, outcome: ClaimOutcome) -> tuple[float, str]:
    return float(outcome.verdict == case.label), f"wanted {case.label}, said {outcome.verdict}: {outcome.explanation}"


def _article(case: ClaimCase, outcome: ClaimOutcome) -> tuple[float, str]:
    wanted, quoted = {each.article_id for each in case.evidence}, {article_id for article_id, _ in outcome.quoted}
    return float(bool(wanted & quoted)), f"quoted {sorted(quoted)}, wanted {sorted(wanted)}"


def _standing(_case: ClaimCase, outcome: ClaimOutcome) -> tuple[float, str]:
    quoted = len(outcome.quoted)
    return outcome.standing / quoted if quoted else 1.0, f"{outcome.standing} of {quoted} quotations stand"


def _mean(
    name: str,
    meaning: str,
    pairs: Sequence[tuple[ClaimCase, ClaimOutcome]],
    score: Callable[[ClaimCase, ClaimOutcome], tuple[float, str]],
) -> Measure:
    scores = []
    for case, outcome in pairs:
        value, explanation = score(case, outcome)
        scores.append(Score(case_id=case.id, value=value, explanation=explanation, group=case.label))
    return Measure(name=name, meaning=meaning, estimate=estimate(scores), scores=tuple(scores))


def _rate(name: str, meaning: str, value: float, n: int) -> Measure:
    return Measure(name=name, meaning=meaning, estimate=Estimate(mean=value, low=value, high=value, n=n))


def _line(outcome: ClaimOutcome) -> str:
    return json.dumps(asdict(outcome), ensure_ascii=False)


def _parsed(given: dict[str, Any]) -> ClaimOutcome:
    return ClaimOutcome(**{**given, "quoted": tuple((article_id, quote) for article_id, quote in given["quoted"])})
