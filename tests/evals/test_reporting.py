import json
from datetime import UTC, datetime

from corpus.types import Article
from evals.measuring import latency, measure
from evals.reporting import report_html, report_json
from evals.suite import Run, SystemRun
from evals.types import Evidence, QuestionCase
from tests.evals.fakes import outcome

TEXT = "Eva kam. Danach war <b>Ruhe</b>."
CASES = (
    QuestionCase(id="q1", question="Wer?", answers=("Eva",), evidence=(Evidence(article_id="a", quote="Eva kam."),)),
    QuestionCase(id="q2", question="<script>Wo?", answers=("Rom",), evidence=(Evidence(article_id="a", quote="Ruhe"),)),
    QuestionCase(id="q3", question="Wann?", answerable=False),
)


def _run() -> Run:
    outcomes = (outcome("q1", "Eva kam."), outcome("q2", "Eva kam."), outcome("q3", None, confidence=0.1))
    systems = tuple(
        SystemRun(name=name, outcomes=outcomes, measures=tuple(measure(CASES, outcomes)), latency_ms=latency(outcomes))
        for name in ("belegt", "usual way")
    )
    return Run(
        cases=CASES,
        articles=(Article(id="a", title="Titel", text=TEXT),),
        systems=systems,
        cases_hash="c",
        articles_hash="a",
        settings_hash="s",
        memory_mb=400.0,
        index_mb=1.5,
    )


def test_the_report_is_one_page_without_network_or_script() -> None:
    page = report_html(_run(), floors=None, previous=None)

    for reach in ("src=", 'href="http', "url(", "<script", "<link", "<iframe", "@import"):
        assert reach not in page.replace("url(#", "")
    assert page.count("<svg") == 2


def test_failed_cases_are_listed_with_the_quotation_marked_in_its_context() -> None:
    page = report_html(_run(), floors=None, previous=None)

    assert "Failed cases (1)" in page
    assert "<mark>Eva kam.</mark> Danach war &lt;b&gt;Ruhe&lt;/b&gt;." in page
    assert "&lt;script&gt;Wo?" in page


def test_figures_stand_beside_floor_previous_run_and_baseline() -> None:
    floors = {"floors": {"answer shown": 0.9}}
    previous = {
        "cases_hash": "c",
        "articles_hash": "a",
        "systems": {"belegt": {"measures": {"answer shown": {"mean": 0.25}}}},
    }

    page = report_html(_run(), floors=floors, previous=previous)

    assert '<td class="figure down">0.900' in page
    assert '<td class="figure up">0.250' in page
    assert "usual way" in page


def test_a_previous_run_over_other_cases_is_not_compared() -> None:
    previous = {"cases_hash": "other", "articles_hash": "a", "systems": {}}

    assert 'class="figure up"' not in report_html(_run(), floors=None, previous=previous)


def test_the_same_run_gives_the_same_page() -> None:
    assert report_html(_run(), floors=None, previous=None) == report_html(_run(), floors=None, previous=None)


def test_floors_of_other_cases_are_left_out_of_the_figures() -> None:
    for cases, floor in (("c", 0.9), ("other", None)):
        floors = {"cases_hash": cases, "floors": {"answer shown": 0.9}}
        written = json.loads(report_json(_run(), at=datetime(2026, 1, 2, tzinfo=UTC), floors=floors, previous=None))
        shown = next(each for each in written["figures"] if each["name"] == "answer shown")
        assert (shown["floor"], shown["fell"]) == (floor, floor is not None)
