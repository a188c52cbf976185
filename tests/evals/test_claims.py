from dataclasses import replace

import pytest

from evals.claims import ClaimOutcome, measure_claims, verdicts
from evals.types import ClaimCase, Evidence

GOLD = (Evidence(article_id="a", quote="Der Hafen ist zu."),)
CASES = (
    ClaimCase(id="c1", claim="Der Hafen ist zu.", label="supported", evidence=GOLD),
    ClaimCase(id="c2", claim="Der Hafen ist offen.", label="refuted", evidence=GOLD),
    ClaimCase(id="c3", claim="Der Hafen ist schön.", label="not_enough_evidence"),
)


def said(case_id: str, verdict: str, article_id: str | None = "a", *, standing: int = 1) -> ClaimOutcome:
    return ClaimOutcome(
        case_id=case_id,
        verdict=verdict,
        confidence=0.8,
        explanation="…",
        quoted=((article_id, "Der Hafen ist zu."),) if article_id else (),
        standing=standing if article_id else 0,
        milliseconds=5.0,
    )


OUTCOMES = (said("c1", "supported"), said("c2", "supported", "b"), said("c3", "not_enough_evidence", None))


def figures(*outcomes: ClaimOutcome) -> dict[str, float]:
    return {each.name: each.estimate.mean for each in measure_claims(CASES, outcomes)}


def test_verdicts_are_scored_against_their_labels() -> None:
    found = figures(*OUTCOMES)
    assert found["verdict accuracy"] == pytest.approx(2 / 3)
    assert found["verdict macro F1"] == pytest.approx((2 / 3 + 0 + 1) / 3)
    assert (found["refuted precision"], found["article in evidence"]) == (0.0, 0.5)
    assert found["evidence verbatim"] == 1.0


def test_a_quotation_that_does_not_stand_is_seen() -> None:
    wrong = replace(OUTCOMES[0], standing=0)
    assert figures(wrong, *OUTCOMES[1:])["evidence verbatim"] == pytest.approx(2 / 3)


def test_the_matrix_has_a_row_for_each_label_and_a_column_for_each_verdict() -> None:
    rows = verdicts(CASES, (OUTCOMES[0], said("c2", "conflicting"), OUTCOMES[2]))
    assert [row["label"] for row in rows] == ["supported", "refuted", "not_enough_evidence"]
    assert rows[1]["given"] == {"supported": 0, "refuted": 0, "not_enough_evidence": 0, "conflicting": 1}


def test_without_claims_there_are_no_figures() -> None:
    assert measure_claims((), ()) == []
