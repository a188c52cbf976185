import json
from dataclasses import replace

from assistant.checking import claim_features, outcome_odds, weighed
from assistant.training.quantity_pairs import pairs
from assistant.training.verdicts import Found, cross_validated, fitted, judged_pair, made_up, measuring, weights_file
from assistant.training.written import LABELS
from assistant.types import Verdict
from tests.assistant.fakes import FakeEntailmentModel

MODEL = FakeEntailmentModel()
NEITHER = Verdict.NOT_ENOUGH_EVIDENCE


def claims(count: int) -> list[Found]:
    """Made-up pairs as if they had been written about news articles, and as many that nothing decides."""
    made = list(pairs(count, seed=3))
    undecided = [
        judged_pair(MODEL, replace(one, stated=other.stated, lang=other.lang, label=NEITHER))
        for one, other in zip(made, made[3:], strict=False)
        if one.stated[:9] != other.stated[:9]
    ]
    found = made_up(MODEL, count) + undecided
    return [replace(each, written=replace(each.written, published="2025-05-12")) for each in found]


def test_weights_are_fitted_under_which_rules_decide() -> None:
    found = claims(60)
    weights = fitted(found)
    odds = [outcome_odds(weights.claim, claim_features(weighed(each.judged, each.claim, weights))) for each in found]
    right = [max(each) == each[LABELS[one.written.label]] for one, each in zip(found, odds, strict=True)]
    assert sum(right) >= 0.95 * len(right)


def test_figures_are_of_written_claims_alone() -> None:
    found = claims(60)
    figures = cross_validated([*found, *made_up(MODEL, 20)])
    assert figures["claims"] == len(found)
    assert figures["accuracy"] > 0.9


def test_the_file_holds_the_weights_a_line_each() -> None:
    weights = fitted(claims(30))
    text = weights_file(weights)
    assert json.loads(text) == {"window": weights.window, "claim": weights.claim}
    assert text.count("\n") == len(weights.window) + len(weights.claim) + 6


def test_claims_measure_on_news_and_over_the_first_of_three_versions() -> None:
    written = claims(1)[0].written
    ids = [f"wikinews-{n}" for n in range(90)] + [f"own-1-{n}{version}" for n in range(90) for version in ("/a", "/b")]
    chosen = measuring([replace(written, article_id=each) for each in [*ids, *(f"own-2-{n}" for n in range(90))]])
    assert all(each.held_back for each in chosen)
    assert {each.article_id[:5] for each in chosen} == {"wikin", "own-1"}
    assert not any(each.article_id.startswith("own-2") or each.article_id.endswith("/b") for each in chosen)
