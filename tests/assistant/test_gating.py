"""Answer or abstain, and why."""

from assistant.gating import ANSWER_FROM, abstain_reason
from assistant.kinds import AnswerKind
from assistant.reading import NOTHING_READ, Reading
from assistant.types import AbstainReason
from tests.assistant.fakes import candidate


def reading(answerable: float) -> Reading:
    return Reading(kind=AnswerKind.OTHER, candidates=(candidate("Der Hafen ist zu."),), answerable=answerable)


def test_a_likely_answer_is_given() -> None:
    assert abstain_reason(reading(0.9), in_range=True, covered=lambda: True) is None


def test_the_threshold_itself_is_enough() -> None:
    assert abstain_reason(reading(ANSWER_FROM), in_range=True, covered=lambda: True) is None
    assert (
        abstain_reason(reading(ANSWER_FROM - 1e-9), in_range=True, covered=lambda: True) is AbstainReason.LOW_CONFIDENCE
    )


def test_nothing_read_is_no_evidence() -> None:
    assert abstain_reason(NOTHING_READ, in_range=True, covered=lambda: True) is AbstainReason.NO_EVIDENCE


def test_dates_without_articles_are_out_of_range_whatever_was_read() -> None:
    assert abstain_reason(reading(0.9), in_range=False, covered=lambda: True) is AbstainReason.OUT_OF_RANGE
    assert abstain_reason(NOTHING_READ, in_range=False, covered=lambda: True) is AbstainReason.OUT_OF_RANGE


def test_where_the_archive_does_not_reach_that_is_the_reason() -> None:
    assert abstain_reason(reading(0.01), in_range=True, covered=lambda: False) is AbstainReason.OUT_OF_RANGE
    assert abstain_reason(reading(0.9), in_range=True, covered=lambda: False) is None
