"""What the view that checks shows: a text with its claims, the claim that is open beside it, the desk."""

from dataclasses import dataclass
from enum import StrEnum

from assistant import CheckedClaim, ClaimRecord


class Stage(StrEnum):
    """How far a check has come."""

    NONE = "none"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A text and what has been found in it.

    Attributes:
        number: counts the checks of a session.
        text: what was pasted, as it was pasted: offsets of claims count its characters.
        as_of: the day (ISO 8601) whose archive was asked; None for the present one.
        stage: how far the check has come.
        claims: what has been checked by now, in the order of the text.
        problem: why the check ended early, one line; empty if it did not, or for a failure nobody foresaw.
        checked_at: when it began (UTC, ISO 8601).
        index_version: the state of the archive that was asked.
    """

    number: int = 0
    text: str = ""
    as_of: str | None = None
    stage: Stage = Stage.NONE
    claims: tuple[CheckedClaim, ...] = ()
    problem: str = ""
    checked_at: str = ""
    index_version: str = ""

    @property
    def running(self) -> bool:
        """Whether more may come."""
        return self.stage is Stage.RUNNING

    @property
    def checkable(self) -> tuple[CheckedClaim, ...]:
        """The claims of which an archive can say anything."""
        return tuple(claim for claim in self.claims if claim.checkable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One line about what somebody has just done to the claim that is open."""

    text: str
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The claim that is open beside the text.

    Attributes:
        claim: the claim, without quotations that must not be shown any more.
        position: its position among the claims of the check, from 0; None for one that was opened from the desk.
        total: how many claims the check had when it was opened.
        record: what the desk keeps of this very claim; None if it keeps nothing.
        before: earlier records that say the same in other words.
        as_of: the day whose archive was asked; None for the present one.
        taken_back: whether something it rested on cannot be shown any more.
        opening: counts the openings of a session, so that opening the same claim again is a change too.
    """

    claim: CheckedClaim
    position: int | None = None
    total: int = 0
    record: ClaimRecord | None = None
    before: tuple[ClaimRecord, ...] = ()
    as_of: str | None = None
    taken_back: bool = False
    opening: int = 0

    @property
    def key(self) -> str:
        """What tells it from every other claim that may be opened."""
        return f"record-{self.record.id}" if self.position is None and self.record else f"claim-{self.position}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskList:
    """The records of the desk that are listed, those checked last first; `total` is how many there are."""

    records: tuple[ClaimRecord, ...] = ()
    total: int = 0
    only_open: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file for the browser to save; `number` counts those of a session."""

    name: str
    media_type: str
    content: str
    number: int
