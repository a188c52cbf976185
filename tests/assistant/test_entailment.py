"""The shipped entailment model, and verdicts on made-up pairs of a claim and the one sentence of an article."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.checking import ClaimChecker
from assistant.claims import Claim
from assistant.evidence import EvidenceFinder
from assistant.settings import Settings
from assistant.training.quantity_pairs import Pair, pairs
from assistant.types import Verdict
from assistant.wiring import entailment_model_from
from index.types import Hit, Scope
from tests.assistant.fakes import FakeFrequencies, article, hit
from tests.index.fakes import WordEncoder

pytestmark = pytest.mark.slow

ALLOWED = 0.03


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("home"), models=models)


def test_probabilities_sum_to_one_and_a_long_text_is_cut(settings: Settings) -> None:
    model = entailment_model_from(settings)
    for each in model.judge("Der Hafen ist zu.", ["Der Hafen ist zu.", "x " * 5_000, "…"]):
        assert each.supported + each.refuted + each.neither == pytest.approx(1.0, abs=1e-5)


def test_quantities_and_dates_decide_where_all_else_is_equal(settings: Settings) -> None:
    model = entailment_model_from(settings)

    def verdict(pair: Pair) -> Verdict:
        source = article(pair.stated, lang=pair.lang, title="Meldung")

        def search(_query: str, _k: int, _scope: Scope) -> Sequence[Hit]:
            return [hit(source)]

        finder = EvidenceFinder(
            search=search,
            articles=lambda _ids, _scope: {source.id: source},
            frequencies=FakeFrequencies(),
            encoder=WordEncoder(),
        )
        checker = ClaimChecker(finder=finder, model=model, copies=lambda _ids, _as_of: {})
        claim = Claim(text=pair.claim, start=0, end=len(pair.claim), lang=pair.claim_lang, meant=pair.claim)
        return checker.check(claim).verdict

    made = list(pairs(140))
    wrong = [(pair.claim, pair.stated) for pair in made if verdict(pair).value != pair.label]
    assert len(wrong) <= ALLOWED * len(made), wrong
