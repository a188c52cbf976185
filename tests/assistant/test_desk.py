from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.desk import LONGEST_COMMENT, ClaimDesk, says_the_same
from assistant.types import CheckedClaim, Evidence, Verdict
from corpus.errors import NotFoundError, UsageError
from corpus.types import Article, ArticleStatus
from tests.assistant.fakes import article

EAST, NEAR_EAST, NORTH = (np.array(each, np.float32) for each in ([1.0, 0.0], [0.99, 0.14], [0.0, 1.0]))
QUOTED = Evidence(
    article_id="a1",
    title="Urteil",
    url=None,
    outlet="Bote",
    published="2025-07-01",
    updated=None,
    status="live",
    quote="Er muss sieben Jahre ins Gefängnis.",
    start=0,
    end=35,
    strength=0.9,
)
CLAIM = CheckedClaim(
    claim="Er muss sieben Jahre ins Gefängnis.",
    start=0,
    end=35,
    checkable=True,
    verdict=Verdict.SUPPORTED,
    confidence=0.9,
    explanation="sieben Jahre: stimmt überein",
    supporting=(QUOTED,),
)


class Stored:
    """Articles that a test changes."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {"a1": article("Er muss sieben Jahre ins Gefängnis.")}

    def __call__(self, ids: Sequence[str]) -> Mapping[str, Article]:
        return {i: self.articles[i] for i in ids if i in self.articles}


@pytest.fixture
def stored() -> Stored:
    return Stored()


@pytest.fixture
def desk(tmp_path: Path, stored: Stored) -> Iterator[ClaimDesk]:
    desk = ClaimDesk(tmp_path / "desk.sqlite", articles=stored)
    yield desk
    desk.close()


def keep(desk: ClaimDesk, claim: CheckedClaim = CLAIM, vector: np.ndarray = EAST) -> int:
    return desk.keep(claim, vector, index_version="v1", as_of=None).id


def test_a_claim_comes_back_as_it_was_kept(desk: ClaimDesk) -> None:
    record = desk.get(keep(desk))
    assert record.checked == CLAIM
    assert (record.index_version, record.open, record.verdict) == ("v1", True, Verdict.SUPPORTED)


def test_decisions_follow_each_other_and_the_last_one_counts(desk: ClaimDesk) -> None:
    number = keep(desk)
    desk.decide(number, Verdict.REFUTED, comment="Es sind acht.", name="A")
    record = desk.decide(number, Verdict.SUPPORTED, comment="Doch sieben.", name="B")
    assert [(each.verdict, each.comment, each.name) for each in record.decisions] == [
        (Verdict.REFUTED, "Es sind acht.", "A"),
        (Verdict.SUPPORTED, "Doch sieben.", "B"),
    ]
    assert (record.verdict, record.open) == (Verdict.SUPPORTED, False)


def test_the_same_claim_checked_again_keeps_its_decisions(desk: ClaimDesk) -> None:
    number = keep(desk)
    desk.decide(number, Verdict.REFUTED)
    assert keep(desk, replace(CLAIM, confidence=0.5)) == number
    assert (desk.get(number).checked.confidence, len(desk.get(number).decisions)) == (0.5, 1)


@pytest.mark.parametrize("change", ["corrected", "removed"])
def test_a_decided_claim_opens_again_when_its_article_changes(desk: ClaimDesk, stored: Stored, change: str) -> None:
    number = keep(desk)
    desk.decide(number, Verdict.SUPPORTED)
    if change == "removed":
        stored.articles.clear()
    else:
        stored.articles["a1"] = article("Er muss acht Jahre ins Gefängnis.")
    assert (desk.get(number).changed, desk.get(number).open) == (("a1",), True)
    assert [record.id for record in desk.all(only_open=True)] == [number]


def test_a_withdrawn_article_is_quoted_no_more(desk: ClaimDesk, stored: Stored) -> None:
    number = keep(desk)
    stored.articles["a1"] = replace(stored.articles["a1"], status=ArticleStatus.WITHDRAWN)
    assert desk.get(number).checked.supporting == ()


def test_a_new_decision_closes_it(desk: ClaimDesk, stored: Stored) -> None:
    number = keep(desk)
    stored.articles["a1"] = article("Er muss acht Jahre ins Gefängnis.")
    assert not desk.decide(number, Verdict.REFUTED).open
    stored.articles.clear()
    assert desk.get(number).open
    assert not desk.decide(number, Verdict.NOT_ENOUGH_EVIDENCE).open


def test_a_claim_in_other_words_is_found_again(desk: ClaimDesk) -> None:
    number = keep(desk)
    keep(desk, replace(CLAIM, claim="Der Hafen ist zu."), NORTH)
    found = desk.like("Für sieben Jahre muss er hinter Gitter.", NEAR_EAST)
    assert [record.id for record in found] == [number]
    assert desk.like("Für acht Jahre muss er hinter Gitter.", NEAR_EAST) == []
    assert desk.like("Er muss nicht sieben Jahre ins Gefängnis.", NEAR_EAST) == []


def test_an_empty_desk_knows_nothing(desk: ClaimDesk) -> None:
    assert (desk.all(), desk.like("Was?", EAST)) == ([], [])
    with pytest.raises(NotFoundError, match="no claim 7"):
        desk.get(7)
    with pytest.raises(NotFoundError):
        desk.decide(7, Verdict.REFUTED)


def test_a_comment_has_an_end(desk: ClaimDesk) -> None:
    with pytest.raises(UsageError, match="Shorten it"):
        desk.decide(keep(desk), Verdict.REFUTED, comment="x" * (LONGEST_COMMENT + 1))


def test_numbers_and_negations_set_claims_apart() -> None:
    assert says_the_same("Er muss 84 Monate sitzen.", "Er sitzt sieben Jahre.")
    assert not says_the_same("Er muss sitzen.", "Er muss 7 Jahre sitzen.")
