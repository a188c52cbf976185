"""Answer or abstain, and why."""

from assistant.gating import ANSWER_FROM, abstain_reason
from assistant.kinds import AnswerKind
from assistant.reading import NOTHING_READ, Reading
from assistant.types import AbstainReason
from tests.assistant.fakes import candidate


def reading(answerable: float) -> Reading:
    return Reading(kind=AnswerKind.OTHER, candidates=(candidate("Der Hafen ist zu."),), answerable=answerable)


def reason(
    read: Reading, *, in_range: bool = True, covered: bool = True, held_back: Reading = NOTHING_READ
) -> AbstainReason | None:
    return abstain_reason(read, in_range=in_range, covered=lambda: covered, held_back=lambda: held_back)


def test_a_likely_answer_is_given() -> None:
    assert reason(reading(0.9)) is None


def test_the_threshold_itself_is_enough() -> None:
    assert reason(reading(ANSWER_FROM)) is None
    assert reason(reading(ANSWER_FROM - 1e-9)) is AbstainReason.LOW_CONFIDENCE


def test_nothing_read_is_no_evidence() -> None:
    assert reason(NOTHING_READ) is AbstainReason.NO_EVIDENCE


def test_dates_without_articles_are_out_of_range() -> None:
    assert reason(NOTHING_READ, in_range=False) is AbstainReason.OUT_OF_RANGE


def test_what_only_an_embargoed_article_answers_is_held_back() -> None:
    for read in (NOTHING_READ, reading(0.01)):
        assert reason(read, held_back=reading(0.9)) is AbstainReason.EMBARGOED
    assert reason(reading(0.9), held_back=reading(0.9)) is None


def test_where_the_archive_does_not_reach_that_is_the_reason() -> None:
    assert reason(reading(0.01), covered=False) is AbstainReason.OUT_OF_RANGE
    assert reason(reading(0.9), covered=False) is None
