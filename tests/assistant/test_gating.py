"""Answer or abstain, and why."""

from assistant.gating import ANSWER_FROM, abstain_reason
from assistant.kinds import AnswerKind
from assistant.reading import NOTHING_READ, Reading
from assistant.types import AbstainReason
from tests.assistant.fakes import candidate


def reading(answerable: float) -> Reading:
    return Reading(kind=AnswerKind.OTHER, candidates=(candidate("Der Hafen ist zu."),), answerable=answerable)


def test_a_likely_answer_is_given() -> None:
    assert abstain_reason(reading(0.9), in_range=True) is None


def test_the_threshold_itself_is_enough() -> None:
    assert abstain_reason(reading(ANSWER_FROM), in_range=True) is None
    assert abstain_reason(reading(ANSWER_FROM - 1e-9), in_range=True) is AbstainReason.LOW_CONFIDENCE


def test_nothing_read_is_no_evidence() -> None:
    assert abstain_reason(NOTHING_READ, in_range=True) is AbstainReason.NO_EVIDENCE


def test_dates_without_articles_are_out_of_range_whatever_was_read() -> None:
    assert abstain_reason(reading(0.9), in_range=False) is AbstainReason.OUT_OF_RANGE
    assert abstain_reason(NOTHING_READ, in_range=False) is AbstainReason.OUT_OF_RANGE
