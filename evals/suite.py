"""One evaluation from end to end: index the articles, run the systems, score, write `run.json` beside the outcomes."""

import hashlib
import json
import re
import resource
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from assistant.chatting import Chat
from assistant.settings import Settings
from assistant.types import Engine
from assistant.wiring import assistant_from
from corpus.errors import SourceError, UsageError
from corpus.reading import read_sources
from corpus.store import ArticleStore
from corpus.types import Article, Rejection
from evals.cases import load_cases
from evals.claims import ClaimOutcome, check_claims, measure_claims
from evals.judge import Judgement, answers_to_judge, judged, labelled_answers, measure_judged
from evals.measuring import Measure, latency, measure
from evals.outcomes import Outcome
from evals.reusing import PACKAGES, code_mark, start_anew_unless_same
from evals.running import run_questions, sample
from evals.systems import Belegt, System, UsualWay
from evals.types import CaseSet, ClaimCase, QuestionCase
from index.models import float_model

RUN_FILE = "run.json"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run: sets of cases, articles besides those the sets bring, where to write, how much of it, who judges."""

    cases: tuple[Path, ...]
    articles: tuple[str, ...]
    out: Path
    most: int | None = None
    baseline: bool = False
    engine: Engine = Engine.QUOTE
    judge: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRun:
    """One system's outcomes and measures."""

    name: str
    outcomes: tuple[Outcome, ...]
    measures: tuple[Measure, ...]
    latency_ms: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished evaluation; hashes say whether two runs can be compared."""

    cases: tuple[QuestionCase, ...]
    articles: tuple[Article, ...]
    systems: tuple[SystemRun, ...]
    cases_hash: str
    articles_hash: str
    settings_hash: str
    memory_mb: float
    index_mb: float
    claims: tuple[ClaimCase, ...] = ()
    verdicts: tuple[ClaimOutcome, ...] = ()
    judgements: Mapping[str, Judgement] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return figures without the single cases: what the gate compares and a later report shows as previous run."""
        return json.dumps(
            {
                "cases_hash": self.cases_hash,
                "articles_hash": self.articles_hash,
                "settings_hash": self.settings_hash,
                "memory_mb": round(self.memory_mb, 1),
                "index_mb": round(self.index_mb, 1),
                "systems": {
                    system.name: {
                        "latency_ms": system.latency_ms,
                        "measures": {each.name: asdict(each.estimate) for each in system.measures},
                    }
                    for system in self.systems
                },
            },
            ensure_ascii=False,
            indent=1,
        )


def shipped_cases() -> tuple[Path, ...]:
    """Return the sets that come with belegt, over the sample articles: questions and claims."""
    with as_file(files("evals") / "cases") as folder:
        return folder / "questions.jsonl", folder / "claims.jsonl"


def run_suite(settings: Settings, plan: Plan, progress: Progress) -> Run:
    """Run a plan; what an earlier run of the same plan in the same folder finished is not done again.

    Raises:
        SourceError: if a set or an article cannot be read.
        UsageError: if answers are to be judged and no language model is set up.
    """
    chat = _judge(settings) if plan.judge else None
    sets = [load_cases(path) for path in plan.cases]
    cases = tuple(sample([case for each in sets for case in each.questions], plan.most))
    claims = tuple(sample([case for each in sets for case in each.claims], plan.most))
    articles = _articles(sets, plan.articles)
    marks = (_hash((cases, claims)), _hash(sorted(article.content_hash for article in articles)))
    home = plan.out / "home"
    start_anew_unless_same(plan.out, (*marks, code_mark(PACKAGES)))
    assistant = assistant_from(replace(settings, home=home, engine=plan.engine), progress)
    with ArticleStore.open(home / "articles.sqlite") as store:
        store.put(articles)
    assistant.index.sync(lambda done, total: progress("indexing", done, total))
    model = settings.llm.name if settings.llm else ""
    product = _system_run(Belegt(assistant, plan.engine, model), cases, plan.out, progress)
    verdicts = check_claims(
        assistant, claims, _file_of(f"{product.name} claims", plan.out), partial(progress, "checking claims")
    )
    judgements, of_judge = _judged(chat, cases, product.outcomes, plan, progress) if chat else ({}, [])
    runs = [replace(product, measures=(*product.measures, *measure_claims(claims, verdicts), *of_judge))]
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if plan.baseline:
        shutil.rmtree(plan.out / "baseline", ignore_errors=True)
        usual = UsualWay(articles, float_model(settings.models, progress), plan.out / "baseline")
        runs.append(_system_run(usual, cases, plan.out, progress))
    settings_hash = assistant.index.version().split(".")[0]
    assistant.close()
    run = Run(
        cases=cases,
        claims=claims,
        verdicts=tuple(verdicts),
        judgements=judgements,
        articles=tuple(articles),
        systems=tuple(runs),
        cases_hash=marks[0],
        articles_hash=marks[1],
        settings_hash=settings_hash,
        memory_mb=memory_mb,
        index_mb=sum(path.stat().st_size for path in (home / "index").rglob("*") if path.is_file()) / 2**20,
    )
    (plan.out / RUN_FILE).write_text(run.as_json() + "\n", encoding="utf-8")
    return run


def _system_run(system: System, cases: Sequence[QuestionCase], out: Path, progress: Progress) -> SystemRun:
    path = _file_of(system.name, out)
    outcomes = run_questions(system, cases, path, lambda done, total: progress(f"asking {system.name}", done, total))
    return SystemRun(
        name=system.name,
        outcomes=tuple(outcomes),
        measures=tuple(measure(cases, outcomes)),
        latency_ms=latency(outcomes),
    )


def _judge(settings: Settings) -> Chat:
    from assistant.chatting import chat_from  # noqa: PLC0415  (only a judge needs it)

    if settings.llm is None:
        raise UsageError("No language model is set up to judge.", hint="Name one in BELEGT_LLM.")
    return chat_from(settings.llm)


def _judged(
    chat: Chat, cases: Sequence[QuestionCase], outcomes: Sequence[Outcome], plan: Plan, progress: Progress
) -> tuple[dict[str, Judgement], list[Measure]]:
    """Have the answers judged, and the labelled ones with them: a judge without its agreement says nothing."""
    labelled = sample(labelled_answers(load_cases(shipped_cases()[0]).questions), plan.most)
    of_people = [(each.id, each.case, each.answer) for each in labelled]
    path = _file_of(f"judged by {chat.name}", plan.out)
    told = partial(progress, f"judging by {chat.name}")
    judgements = judged(chat, [*answers_to_judge(cases, outcomes), *of_people], path, told)
    return judgements, measure_judged(cases, judgements, labelled)


def _file_of(system: str, out: Path) -> Path:
    return out / f"{re.sub(r'[^a-z0-9]+', '-', system.lower())}.jsonl"


def _articles(sets: Sequence[CaseSet], sources: Sequence[str]) -> list[Article]:
    """Return the articles of the sets and of the sources; the sample articles where there are none."""
    own = [article for each in sets for article in each.articles]
    if sources:
        return own + _read(sources)
    if own:
        return own
    with as_file(files("corpus") / "samples") as folder:
        return _read([str(folder)])


def _read(sources: Sequence[str]) -> list[Article]:
    articles = []
    for item in read_sources(sources):
        if isinstance(item, Rejection):
            raise SourceError(f"{item}.", hint="Every article has to be readable; nothing was measured.")
        if isinstance(item, Article):
            articles.append(item)
    return articles


def _hash(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:12]
