"""Writes a run as one HTML file that needs no network: figures, breakdowns, plots and every failed case.

The figures are written beside it as JSON, which the page of belegt shows.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from evals.claims import verdicts
from evals.gate import NOISE
from evals.measuring import Measure
from evals.outcomes import Outcome, Quotation
from evals.plots import latency_plot, risk_coverage_plot
from evals.scorers.abstention import risk_coverage
from evals.scorers.shown import answer_shown
from evals.suite import Run, SystemRun
from evals.types import QuestionCase

TYPE_FIGURES = ("recall@5", "answer shown", "answer in first quotation", "right article cited", "short answer F1")
PERCENTILES = ("p50", "p90", "p95", "p99")
CONTEXT_CHARACTERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quoted:
    """A quotation with the text around it."""

    article_id: str
    title: str
    before: str
    quote: str
    after: str


def report_html(run: Run, *, floors: Mapping[str, Any] | None, previous: Mapping[str, Any] | None) -> str:
    """Return the page; `previous` is the `run.json` of an earlier run, shown where cases and articles are the same."""
    from jinja2 import Environment  # noqa: PLC0415  (only a report is rendered)

    template = Environment(autoescape=True).from_string(
        files("evals").joinpath("report.html.jinja").read_text(encoding="utf-8")
    )
    product = run.systems[0]
    pairs = _pairs(run, product)
    texts = {article.id: article.text for article in run.articles}
    return template.render(
        run=run,
        figures=[_figure(run, each, floors, previous) for each in product.measures],
        type_figures=TYPE_FIGURES,
        types=_types(run, product),
        confusion=_confusion(pairs),
        verdicts=verdicts(run.claims, run.verdicts),
        wrong_verdicts=[
            (case, outcome)
            for case, outcome in zip(run.claims, run.verdicts, strict=True)
            if case.label != outcome.verdict
        ],
        risk_plot=risk_coverage_plot({system.name: _risk(_pairs(run, system)) for system in run.systems}),
        latency_plot=latency_plot({s.name: [o.milliseconds for o in s.outcomes] for s in run.systems}),
        percentiles=PERCENTILES,
        failures=[
            {"case": case, "outcome": outcome, "quotations": [_quoted(each, texts) for each in outcome.quotations]}
            for case, outcome in pairs
            if not _right(case, outcome)
        ],
    )


def report_json(run: Run, *, at: datetime, floors: Mapping[str, Any] | None, previous: Mapping[str, Any] | None) -> str:
    """Return the figures of the page for programs; floors that were measured on other cases are left out."""
    product, *others = run.systems
    ours = floors if floors is not None and floors.get("cases_hash") == run.cases_hash else None
    baseline = {each.name: each.estimate.mean for each in others[0].measures} if others else {}
    return json.dumps(
        {
            "at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "questions": len(run.cases),
            "claims": len(run.claims),
            "milliseconds": product.latency_ms,
            "figures": [
                {
                    "name": each.name,
                    "meaning": each.meaning,
                    "value": each.estimate.mean,
                    "low": each.estimate.low,
                    "high": each.estimate.high,
                    "n": each.estimate.n,
                    "floor": (floor := (ours or {}).get("floors", {}).get(each.name)),
                    "fell": floor is not None and each.estimate.mean < floor - NOISE,
                    "previous": _previous(run, each.name, previous),
                    "baseline": baseline.get(each.name),
                }
                for each in product.measures
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _figure(
    run: Run, measure: Measure, floors: Mapping[str, Any] | None, previous: Mapping[str, Any] | None
) -> dict[str, object]:
    mean = measure.estimate.mean
    floor = (floors or {}).get("floors", {}).get(measure.name)
    before = _previous(run, measure.name, previous)
    others = [{each.name: each.estimate.mean for each in system.measures} for system in run.systems[1:]]
    return {
        "name": measure.name,
        "meaning": measure.meaning,
        "estimate": measure.estimate,
        "floor": _number(floor),
        "floor_class": "down" if floor is not None and mean < floor - NOISE else "",
        "previous": _number(before),
        "previous_class": "" if before is None or before == mean else "up" if mean > before else "down",
        "others": [_number(other.get(measure.name)) for other in others],
    }


def _previous(run: Run, name: str, previous: Mapping[str, Any] | None) -> float | None:
    """Return the figure of an earlier run over the same cases and articles."""
    if previous is None or any(previous[key] != getattr(run, key) for key in ("cases_hash", "articles_hash")):
        return None
    found = previous["systems"].get(run.systems[0].name, {}).get("measures", {}).get(name)
    return None if found is None else float(found["mean"])


def _types(run: Run, system: SystemRun) -> list[dict[str, object]]:
    groups = {each.name: each.estimate.by_group for each in system.measures}
    kinds = sorted({case.type for case in run.cases if case.answerable})
    return [
        {
            "type": kind,
            "n": sum(case.type == kind for case in run.cases),
            "figures": [_number(groups.get(name, {}).get(kind)) for name in TYPE_FIGURES],
        }
        for kind in kinds
    ]


def _confusion(pairs: Sequence[tuple[QuestionCase, Outcome]]) -> list[dict[str, object]]:
    rows = []
    for name, answerable in (("answerable", True), ("not answerable", False)):
        some = [(case, outcome) for case, outcome in pairs if case.answerable is answerable]
        right = sum(outcome.answered and _right(case, outcome) for case, outcome in some)
        left = sum(not outcome.answered for _, outcome in some)
        rows.append({"name": name, "right": right, "wrong": len(some) - right - left, "left": left})
    return rows


def _pairs(run: Run, system: SystemRun) -> list[tuple[QuestionCase, Outcome]]:
    by_id = {case.id: case for case in run.cases}
    return [(by_id[outcome.case_id], outcome) for outcome in system.outcomes if not outcome.standalone]


def _right(case: QuestionCase, outcome: Outcome) -> bool:
    if not case.answerable:
        return not outcome.answered
    return answer_shown(case, outcome.short_answer, outcome.cited) == 1


def _risk(pairs: Sequence[tuple[QuestionCase, Outcome]]) -> list[tuple[float, float]]:
    confidence = [outcome.confidence for _, outcome in pairs]
    return risk_coverage(confidence, [float(case.answerable and _right(case, outcome)) for case, outcome in pairs])


def _quoted(quotation: Quotation, texts: Mapping[str, str]) -> _Quoted:
    text = texts.get(quotation.article_id, "")
    return _Quoted(
        article_id=quotation.article_id,
        title=quotation.title,
        before=text[max(0, quotation.start - CONTEXT_CHARACTERS) : quotation.start],
        quote=quotation.quote,
        after=text[quotation.end : quotation.end + CONTEXT_CHARACTERS],
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
