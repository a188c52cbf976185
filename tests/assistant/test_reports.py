"""The last report of the evaluations: found in its folder, the newest of two, refused when damaged."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.reports import FIGURES_FILE, PAGE_FILE, newest_report, report_page
from corpus.errors import NotFoundError, StoreError
from evals.reporting import report_json
from tests.evals.test_reporting import _run

AT = "2026-01-02T09:00:00+00:00"
FIGURES = {
    "at": AT,
    "questions": 3,
    "claims": 1,
    "milliseconds": {"p50": 12.5},
    "figures": [
        {
            "name": "answer shown",
            "meaning": "the answer stands in what the reader sees",
            "value": 0.75,
            "low": 0.5,
            "high": 0.9,
            "n": 3,
            "floor": 0.8,
            "fell": True,
            "previous": None,
            "baseline": 0.4,
        }
    ],
}


def put(folder: Path, *, at: str = AT, page: str | None = "<p>page") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FIGURES_FILE).write_text(json.dumps(FIGURES | {"at": at}), encoding="utf-8")
    if page is not None:
        (folder / PAGE_FILE).write_text(page, encoding="utf-8")


def test_without_a_report_there_is_none(tmp_path: Path) -> None:
    assert newest_report(tmp_path / "nowhere") is None
    with pytest.raises(NotFoundError, match="`belegt-evals report` writes one"):
        report_page(tmp_path)


def test_a_report_has_its_figures_and_its_page(tmp_path: Path) -> None:
    put(tmp_path)
    report = newest_report(tmp_path)
    assert report is not None
    assert (report.at, report.questions, report.claims, report.milliseconds) == (AT, 3, 1, {"p50": 12.5})
    (figure,) = report.figures
    assert (figure.name, figure.value, figure.low, figure.high, figure.n) == ("answer shown", 0.75, 0.5, 0.9, 3)
    assert (figure.floor, figure.fell, figure.previous, figure.baseline) == (0.8, True, None, 0.4)
    assert report.page == str(tmp_path / PAGE_FILE)
    assert report_page(tmp_path) == "<p>page"


@pytest.mark.parametrize(("gate", "newest"), [("2026-03-01T00:00:00+00:00", "gate"), ("2025-01-01T00:00:00+00:00", "")])
def test_of_the_report_and_that_of_the_gate_the_newer_one_counts(tmp_path: Path, gate: str, newest: str) -> None:
    put(tmp_path)
    put(tmp_path / "gate", at=gate, page="<p>gate")
    report = newest_report(tmp_path)
    assert report is not None
    assert report.page == str(tmp_path / newest / PAGE_FILE)


def test_figures_without_their_page_are_a_report_without_one(tmp_path: Path) -> None:
    put(tmp_path, page=None)
    report = newest_report(tmp_path)
    assert report is not None
    assert report.page is None
    with pytest.raises(NotFoundError):
        report_page(tmp_path)


@pytest.mark.parametrize("content", ["{", "{}", '{"at": 3}', b"\xff"])
def test_a_damaged_report_is_named(tmp_path: Path, content: str | bytes) -> None:
    (tmp_path / FIGURES_FILE).write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(StoreError, match=r"report\.json.* Write it anew"):
        newest_report(tmp_path)


def test_what_the_evaluations_write_can_be_read(tmp_path: Path) -> None:
    floors = {"cases_hash": "c", "floors": {"answer shown": 0.9}}
    now = datetime(2026, 1, 2, 9, tzinfo=UTC)
    written = report_json(_run(), at=now, floors=floors, previous=None)
    (tmp_path / FIGURES_FILE).write_text(written, encoding="utf-8")
    report = newest_report(tmp_path)
    assert report is not None
    assert (report.at, report.questions) == (AT, 3)
    shown = next(each for each in report.figures if each.name == "answer shown")
    assert (shown.value, shown.floor, shown.fell, shown.baseline) == (0.5, 0.9, True, 0.5)
