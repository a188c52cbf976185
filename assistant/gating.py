"""Answer or abstain, with the reason. Pure."""

from assistant.reading import Reading
from assistant.types import AbstainReason

# Below it are 3 % of the answerable and 53 % of the unanswerable XQuAD questions (cross-validated by article); higher
# values refuse too many questions over the sample articles, which the gate counts.
ANSWER_FROM = 0.1


def abstain_reason(reading: Reading, *, in_range: bool) -> AbstainReason | None:
    """Return why no answer should be given, or None if one should.

    `in_range` says whether the dates asked for hold any article at all.
    """
    if not in_range:
        return AbstainReason.OUT_OF_RANGE
    if not reading.candidates:
        return AbstainReason.NO_EVIDENCE
    return AbstainReason.LOW_CONFIDENCE if reading.answerable < ANSWER_FROM else None
