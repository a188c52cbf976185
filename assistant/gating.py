"""Answer or abstain, with the reason. Pure."""

from assistant.reading import Reading
from assistant.types import AbstainReason

# At 0.33 are 5 % of the answerable and 62 % of the unanswerable XQuAD questions refused (cross-validated by article).
ANSWER_FROM = 0.2


def abstain_reason(reading: Reading, *, in_range: bool) -> AbstainReason | None:
    """Return why no answer should be given, or None if one should.

    `in_range` says whether the dates asked for hold any article at all.
    """
    if not in_range:
        return AbstainReason.OUT_OF_RANGE
    if not reading.candidates:
        return AbstainReason.NO_EVIDENCE
    return AbstainReason.LOW_CONFIDENCE if reading.answerable < ANSWER_FROM else None
