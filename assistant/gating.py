"""Answer or abstain, with the reason. Pure."""

from collections.abc import Callable

from assistant.reading import Reading
from assistant.types import AbstainReason

# Below it are 2 % of the answerable and 27 % of the unanswerable questions of a development set on news, 6 % and 31 %
# of those over the sample articles; higher values cost right answers one for one. What is above it and not sure is
# marked (`Answer.unsure`).
ANSWER_FROM = 0.1


def abstain_reason(
    reading: Reading, *, in_range: bool, covered: Callable[[], bool], held_back: Callable[[], Reading]
) -> AbstainReason | None:
    """Return why no answer should be given, or None if one should.

    `in_range` says whether the filters leave any article at all, `covered` whether the archive reaches into the period
    that the question names: an article may tell of a time before it, but where none does, that is the reason.
    `held_back` reads what is under embargo: if that answers the question, the embargo is the reason.
    """
    if reading.candidates and reading.answerable >= ANSWER_FROM:
        return None
    if held_back().answerable >= ANSWER_FROM:
        return AbstainReason.EMBARGOED
    if not in_range:
        return AbstainReason.OUT_OF_RANGE
    if not reading.candidates:
        return AbstainReason.NO_EVIDENCE
    return AbstainReason.LOW_CONFIDENCE if covered() else AbstainReason.OUT_OF_RANGE
