"""What the view of quality shows: a piece of feedback with what it is about, and which of them are chosen."""

from dataclasses import dataclass, replace

from assistant import AnswerRecord, ClaimRecord, Feedback

ALL, OPEN, USEFUL, NOT_USEFUL = "all", "open", "useful", "not_useful"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A piece of feedback, and what it is about as it may be shown now; None if that is not kept any more."""

    feedback: Feedback
    judged: AnswerRecord | ClaimRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which feedback is listed: by whether it is open, by its rating, and by what it is about."""

    state: str = OPEN
    rating: str = ALL
    about: str = ALL

    def changed(self, name: str, value: str) -> "Choice | None":
        """Return the choice with one filter changed; None if there is no such filter or value."""
        if value not in CHOICES.get(name, ()):
            return None
        return replace(self, **{name: value})

    def lets_through(self, feedback: Feedback) -> bool:
        """Whether feedback is listed."""
        return (
            not (self.state == OPEN and feedback.handled)
            and self.rating in (ALL, USEFUL if feedback.useful else NOT_USEFUL)
            and self.about in (ALL, feedback.about)
        )


CHOICES = {
    "state": (OPEN, ALL),
    "rating": (ALL, USEFUL, NOT_USEFUL),
    "about": (ALL, "answer", "verdict"),
}
