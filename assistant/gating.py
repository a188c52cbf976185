"""Answer or abstain, with the reason. Pure."""

from collections.abc import Callable

from assistant.reading import Reading
from assistant.types import AbstainReason

# Below it are 3 % of the answerable and 37 % of the unanswerable questions of a development set on news, 6 % and 31 %
# of those over the sample articles; higher values cost right answers one for one. What is above it and not sure is
# marked (`Answer.unsure`).
ANSWER_FROM = 0.1


def abstain_reason(reading: Reading, *, in_range: bool, covered: Callable[[], bool]) -> AbstainReason | None:
    """Return why no answer should be given, or None if one should.

    `in_range` says whether the filters leave any article at all, `covered` whether the archive reaches into the period
    that the question names: an article may tell of a time before it, but where none does, that is the reason.
    """
    if not in_range:
        return AbstainReason.OUT_OF_RANGE
    if not reading.candidates:
        return AbstainReason.NO_EVIDENCE
    if reading.answerable >= ANSWER_FROM:
        return None
    return AbstainReason.LOW_CONFIDENCE if covered() else AbstainReason.OUT_OF_RANGE
