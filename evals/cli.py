"""The command line of the evaluations: `belegt-evals`."""

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.reports import FIGURES_FILE, PAGE_FILE
from assistant.settings import Settings
from assistant.types import Engine
from corpus.errors import BelegtError, UsageError
from evals.asking import measure_asking
from evals.gate import GateError, falls, floors_file, read_floors, table, updated
from evals.indexing import measure_indexing
from evals.keeping import measure_keeping
from evals.plots import check_plotting
from evals.progress import progress_bar
from evals.reporting import report_html, report_json
from evals.reusing import GATE_FOLDER
from evals.scale import measure_scale
from evals.suite import RUN_FILE, Plan, Run, run_suite, shipped_cases

app = typer.Typer(
    name="belegt-evals", help="Measures belegt.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
benchmark = typer.Typer(help="Speed, on this machine, now.", no_args_is_help=True)
app.add_typer(benchmark, name="benchmark")


def main() -> None:
    """Run the command line; errors a user can mend are one line on standard error."""
    try:
        app()
    except BelegtError as error:
        sys.stderr.write(f"belegt-evals: {error}\n")
        sys.exit(error.exit_status)


Cases = Annotated[list[Path] | None, typer.Option(help="Sets of cases: .jsonl, a SQuAD .json, a BEIR folder.")]
Articles = Annotated[list[str] | None, typer.Option(help="Articles the cases are asked of; default: the samples.")]
Out = Annotated[
    Path | None, typer.Option(help="Folder for outcomes and figures; default: the one whose report the page shows.")
]
Sample = Annotated[int | None, typer.Option(help="Only so many cases, the same ones every time.")]
WithEngine = Annotated[Engine, typer.Option("--engine", help="Quotations alone, or the language model of BELEGT_LLM.")]
Baseline = Annotated[bool, typer.Option("--baseline", help="Run the usual tutorial pipeline as well.")]
Judge = Annotated[
    bool, typer.Option("--judge", help="Have the model of BELEGT_LLM judge the answers; its agreement is measured too.")
]


@app.command()
def run(
    cases: Cases = None,
    articles: Articles = None,
    out: Out = None,
    sample: Sample = None,
    baseline: Baseline = False,
    engine: WithEngine = Engine.QUOTE,
    judge: Judge = False,
) -> None:
    """Run the cases and print the figures; a run that was killed goes on where it was."""
    finished = _run(cases, articles, _folder(out), sample, baseline=baseline, engine=engine, judge=judge)
    for system in finished.systems:
        sys.stdout.write(f"{system.name}\n")
        for each in system.measures:
            value = each.estimate
            interval = f"[{value.low:.4f}, {value.high:.4f}]" if value.low < value.high else ""
            sys.stdout.write(f"  {each.name:26} {value.mean:.4f}  {interval:16}  n {value.n}\n")
        sys.stdout.write("  milliseconds: " + ", ".join(f"{k} {v:.0f}" for k, v in system.latency_ms.items()) + "\n")


@app.command()
def report(
    cases: Cases = None,
    articles: Articles = None,
    out: Out = None,
    sample: Sample = None,
    baseline: Baseline = False,
    engine: WithEngine = Engine.QUOTE,
    judge: Judge = False,
) -> None:
    """Write report.html over a run, finishing the run first where needed."""
    check_plotting()
    out = _folder(out)
    previous = _previous(out)
    finished = _run(cases, articles, out, sample, baseline=baseline, engine=engine, judge=judge)
    sys.stdout.write(f"{_write_report(finished, out, previous=previous)}\n")


@app.command()
def gate(
    out: Out = None,
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to what was reached.")] = False,
    lower: Annotated[bool, typer.Option("--lower", help="With --update: floors may be lowered.")] = False,
) -> None:
    """Compare the shipped cases with the floors; exit status 1 with a table where a figure fell."""
    check_plotting()
    out = _folder(out) / GATE_FOLDER
    shutil.rmtree(out, ignore_errors=True)
    finished = _run(None, None, out, None, baseline=False)
    path = floors_file()
    floors = read_floors(path)
    _write_report(finished, out, previous=None)
    if update:
        fresh = updated(finished, floors, lower=lower)
        path.write_text(json.dumps(fresh, indent=1) + "\n", encoding="utf-8")
        sys.stdout.write(f"{path}: {len(fresh['floors'])} floors\n")
        return
    if floors is None:
        raise UsageError(f"{path} is missing.", hint="Write it with `belegt-evals gate --update`.")
    fallen = falls(finished, floors)
    if fallen:
        raise GateError(f"{len(fallen)} figures fell below their floors:\n{table(fallen)}")
    sys.stdout.write(f"{len(floors['floors'])} figures at or above their floors\n")


def _run(
    cases: list[Path] | None,
    articles: list[str] | None,
    out: Path,
    sample: int | None,
    *,
    baseline: bool,
    engine: Engine = Engine.QUOTE,
    judge: bool = False,
) -> Run:
    plan = Plan(
        cases=tuple(cases or shipped_cases()),
        articles=tuple(articles or ()),
        out=out,
        most=sample,
        baseline=baseline,
        engine=engine,
        judge=judge,
    )
    with progress_bar() as progress:
        return run_suite(Settings.from_environment(), plan, progress)


def _write_report(run: Run, out: Path, *, previous: Mapping[str, Any] | None) -> Path:
    path, floors = out / PAGE_FILE, read_floors(floors_file())
    path.write_text(report_html(run, floors=floors, previous=previous), encoding="utf-8")
    figures = report_json(run, at=datetime.now(UTC), floors=floors, previous=previous)
    (out / FIGURES_FILE).write_text(figures + "\n", encoding="utf-8")
    return path


def _folder(out: Path | None) -> Path:
    return out or Settings.from_environment().report_folder


def _previous(out: Path) -> dict[str, Any] | None:
    path = out / RUN_FILE
    if not path.exists():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


@benchmark.command()
def indexing(
    sources: Annotated[list[str], typer.Argument(help="Articles: files, folders or glob patterns.")],
    articles: Annotated[int, typer.Option(help="How many of them.")] = 200,
) -> None:
    """Compare indexing with LangChain, HuggingFaceEmbeddings and Chroma on the same passages."""
    result = measure_indexing(Settings.from_environment(), sources, articles=articles)
    _report({**asdict(result), "ratio": result.ratio})


@benchmark.command()
def asking(
    questions: Annotated[Path, typer.Argument(help="JSON lines with the field question.", exists=True)],
    most: Annotated[int, typer.Option(help="How many of them.")] = 200,
) -> None:
    """Time warm questions to the archive under BELEGT_HOME."""
    _report(asdict(measure_asking(Settings.from_environment(), questions, most=most)))


@benchmark.command()
def keeping(
    sources: Annotated[list[str], typer.Argument(help="Articles: files, folders or glob patterns.")],
    articles: Annotated[int, typer.Option(help="How many of them.")] = 2_000,
) -> None:
    """Time adding articles, adding the same again, and with one of them changed."""
    _report(asdict(measure_keeping(Settings.from_environment(), sources, articles=articles)))


@benchmark.command()
def scale(passages: Annotated[int, typer.Option(help="How many passages.")] = 100_000) -> None:
    """Search a large archive of made-up articles: times, memory, recall against exact search."""
    with progress_bar() as progress:
        _report(asdict(measure_scale(passages=passages, progress=partial(progress, "indexing"))))


def _report(figures: dict[str, float]) -> None:
    for name, value in figures.items():
        sys.stdout.write(
            f"{name.replace('_', ' ')}: {value:.2f}\n" if isinstance(value, float) else f"{name}: {value}\n"
        )
