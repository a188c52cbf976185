import pytest

from evals.intervals import estimate
from evals.measuring import Measure, latency, measure
from evals.types import Evidence, QuestionCase, Score
from tests.evals.fakes import outcome

CASES = (
    QuestionCase(
        id="1", question="Wer?", type="person", answers=("Eva",), evidence=(Evidence(article_id="a", quote="Eva kam."),)
    ),
    QuestionCase(
        id="2", question="Wo?", type="place", answers=("Rom",), evidence=(Evidence(article_id="b", quote="In Rom."),)
    ),
    QuestionCase(id="3", question="Wann?", type="unanswerable", answerable=False),
)


def _named(measures: list[Measure]) -> dict[str, Measure]:
    return {each.name: each for each in measures}


def test_scores_answers_by_what_is_shown_and_cited() -> None:
    outcomes = [outcome("1", "Eva kam."), outcome("2", "Adam blieb."), outcome("3", None, confidence=0.1)]

    measures = _named(measure(CASES, outcomes))

    assert measures["answer shown"].estimate.mean == 0.5
    assert measures["answer shown"].estimate.by_group == {"person": 1.0, "place": 0.0}
    assert measures["right article cited"].estimate.mean == 0.5
    assert measures["recall@1"].estimate.mean == 0.5
    assert measures["gold citation precision"].estimate.mean == 0.5
    assert measures["verbatim"].estimate == measures["citation recall"].estimate
    assert measures["abstention precision"].estimate.mean == 1
    assert measures["abstention recall"].estimate.mean == 1
    assert measures["abstention area"].estimate.mean == 1


def test_every_score_says_why() -> None:
    measures = _named(measure(CASES, [outcome("1", "Adam blieb."), outcome("2", None)]))

    first, second = measures["answer shown"].scores
    assert first.explanation == "wanted Eva; shown: Adam blieb."
    assert second.explanation == "wanted Rom; shown: abstained (low_confidence)"


def test_measures_that_apply_to_no_case_are_left_out() -> None:
    measures = _named(measure(CASES[:2], [outcome("1", None), outcome("2", None)]))

    assert "verbatim" not in measures
    assert "follow-up shown" not in measures
    assert "abstention recall" not in measures


def test_the_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    scores = [Score(case_id=str(i), value=float(i % 3 == 0), group="g") for i in range(90)]

    first = estimate(scores)

    assert first == estimate(scores)
    assert first.low < first.mean < first.high
    assert first.mean == pytest.approx(1 / 3)
    assert estimate([]).n == 0


def test_latency_is_given_in_percentiles() -> None:
    assert latency([outcome("1"), outcome("2")])["p50"] == 5
    assert latency([]) == {}
