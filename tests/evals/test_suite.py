"""The whole suite with the real encoder: it repeats itself, beats the usual way, and notices what breaks."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import assistant.gating
import assistant.quoting
import assistant.span_model
import assistant.wiring
import index.encoder
from assistant.citing import cite
from assistant.entailment import OnnxEntailmentModel
from assistant.settings import ModelSettings, Settings
from assistant.span_model import OnnxSpanModel, PassageScores
from assistant.types import Citation
from corpus.copies import Story
from corpus.errors import SourceError, UsageError
from corpus.types import Article
from evals.gate import falls, updated
from evals.suite import RUN_FILE, Plan, Run, run_suite, shipped_cases
from index.models import int8_model
from tests.assistant.chat_server import MisbehavingServer, Reply

Runner = Callable[..., Run]
SAMPLE = 60  # cases: enough for a sabotage to show


def _run(models: Path, home: Path, name: str, *, most: int | None, baseline: bool = False) -> Run:
    plan = Plan(cases=shipped_cases(), articles=(), out=home / name, most=most, baseline=baseline)
    return run_suite(Settings(home=home, models=models), plan, lambda _step, _done, _total: None)


@pytest.fixture
def run(models: Path, tmp_path: Path) -> Runner:
    def start(name: str = "run", *, most: int | None = None, baseline: bool = False) -> Run:
        return _run(models, tmp_path, name, most=most, baseline=baseline)

    return start


@pytest.fixture(scope="module")
def reader(models: Path) -> OnnxSpanModel:
    """The real reader model, with room for all that a run reads: the sabotaged runs read much the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assistant.span_model, "REMEMBERED", 20_000)
        return OnnxSpanModel(Path(str(files("assistant") / "reader.onnx")), int8_model(models))


@pytest.fixture(scope="module")
def judge(models: Path) -> OnnxEntailmentModel:
    """The real entailment model: the claims are the same in every run, and so is what it says of them."""
    return OnnxEntailmentModel(Path(str(files("assistant") / "entailment.onnx")), int8_model(models))


@pytest.fixture
def shared_reader(reader: OnnxSpanModel, judge: OnnxEntailmentModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant.wiring, "span_model_from", lambda _settings, _progress: reader)
    monkeypatch.setattr(assistant.wiring, "entailment_model_from", lambda _settings, _progress: judge)


@pytest.fixture(scope="module")
def floors(
    models: Path, reader: OnnxSpanModel, judge: OnnxEntailmentModel, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """The figures of an unharmed run over the same sample, as the gate would keep them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assistant.wiring, "span_model_from", lambda _settings, _progress: reader)
        patch.setattr(assistant.wiring, "entailment_model_from", lambda _settings, _progress: judge)
        home = tmp_path_factory.mktemp("unharmed")
        return updated(_run(models, home, "run", most=SAMPLE), None, lower=False)


@pytest.mark.slow
def test_two_runs_give_the_same_scores_and_a_repeated_one_asks_nothing_again(run: Runner, tmp_path: Path) -> None:
    first, second = run("one", most=25), run("two", most=25)

    assert first.systems[0].measures == second.systems[0].measures
    before = (tmp_path / "one" / "belegt.jsonl").read_text(encoding="utf-8")
    again = run("one", most=25)
    assert (tmp_path / "one" / "belegt.jsonl").read_text(encoding="utf-8") == before
    assert again.systems[0].outcomes == first.systems[0].outcomes
    assert (tmp_path / "one" / RUN_FILE).exists()


@pytest.mark.slow
def test_the_baseline_is_scored_in_the_same_run(run: Runner) -> None:
    finished = run(most=20, baseline=True)

    product, usual = finished.systems
    assert [each.name for each in (product, usual)] == ["belegt", "usual way"]
    assert all(outcome.answered for outcome in usual.outcomes)
    assert {each.name for each in usual.measures} >= {"answer shown", "recall@5", "verbatim"}


@pytest.mark.slow
def test_a_judge_over_http_is_measured_beside_people(models: Path, tmp_path: Path) -> None:
    plan = Plan(cases=shipped_cases(), articles=(), out=tmp_path / "run", most=4, judge=True)
    with MisbehavingServer(*[Reply(pieces=('{"right": ', "true}"))] * 8) as server:
        model = ModelSettings(name="openai:judge", base_url=server.url)
        run = run_suite(Settings(home=tmp_path, models=models, llm=model), plan, lambda _step, _done, _total: None)

    figures = {each.name: each.estimate for each in run.systems[0].measures}
    assert figures["judged right"].mean == 1.0
    assert figures["judge agreement"].n == 4
    assert figures["judge kappa"].mean == 0.0
    assert len(server.requests) == figures["judged right"].n + 4


@pytest.mark.slow
@pytest.mark.usefixtures("shared_reader")
def test_the_gate_is_red_when_the_reader_model_knows_nothing(
    run: Runner, floors: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    score = OnnxSpanModel.score

    def blank(model: OnnxSpanModel, question: str, passages: Sequence[str]) -> list[PassageScores]:
        scores = score(model, question, passages)
        return [replace(each, tokens=np.zeros_like(each.tokens), nothing=0.0, passage=0.0) for each in scores]

    monkeypatch.setattr(OnnxSpanModel, "score", blank)

    assert "answer shown" in {fall.name for fall in falls(run(most=SAMPLE), floors)}


@pytest.mark.slow
@pytest.mark.usefixtures("shared_reader")
def test_the_gate_is_red_when_the_encoder_loses_its_prompts(
    run: Runner, floors: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.encoder, "QUERY_PROMPT", "")
    monkeypatch.setattr(index.encoder, "PASSAGE_PROMPT", "")

    with pytest.raises(UsageError, match="other settings"):
        falls(run(most=SAMPLE), floors)


@pytest.mark.slow
@pytest.mark.usefixtures("shared_reader")
def test_the_gate_is_red_when_offsets_are_shifted_by_one(
    run: Runner, floors: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def shifted(article: Article, start: int, end: int, n: int, story: Story | None) -> Citation:
        return cite(article, start + 1, min(end + 1, len(article.text)), n, story)

    monkeypatch.setattr(assistant.quoting, "cite", shifted)

    assert "gold citation recall" in {fall.name for fall in falls(run(most=SAMPLE), floors)}


@pytest.mark.slow
@pytest.mark.usefixtures("shared_reader")
def test_the_gate_is_red_when_nothing_is_abstained_from(
    run: Runner, floors: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assistant.gating, "ANSWER_FROM", 0.0)

    assert "abstention recall" in {fall.name for fall in falls(run(most=SAMPLE), floors)}


def test_without_a_language_model_nothing_is_judged(tmp_path: Path) -> None:
    plan = Plan(cases=shipped_cases(), articles=(), out=tmp_path / "run", judge=True)

    with pytest.raises(UsageError, match="BELEGT_LLM"):
        run_suite(Settings(home=tmp_path, models=tmp_path), plan, lambda _step, _done, _total: None)


def test_an_article_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{broken\n", encoding="utf-8")
    plan = Plan(cases=shipped_cases(), articles=(str(bad),), out=tmp_path / "run")

    with pytest.raises(SourceError, match="nothing was measured"):
        run_suite(Settings(home=tmp_path, models=tmp_path), plan, lambda _step, _done, _total: None)
