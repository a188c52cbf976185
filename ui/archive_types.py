"""What the view of the archive shows: a search and what it found, the article that is open, the work that goes on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant import AddReport, AnswerRecord, Article, Filters, Integrity, SourceReport, Standing, Story, Version
from ui.types import Mark

MOST_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for: words, or the newest articles where there are none, in a part of the archive."""

    query: str = ""
    outlet: str | None = None
    lang: str | None = None
    since: str | None = None
    until: str | None = None
    standing: Standing = Standing.READABLE

    @property
    def filters(self) -> Filters:
        """The part of the archive, as a question would name it."""
        return Filters(outlet=self.outlet, lang=self.lang, since=self.since, until=self.until)

    @property
    def narrowed(self) -> bool:
        """Whether a part of the archive is left out."""
        return self.filters != Filters() or self.standing is not Standing.READABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An article that was found: what the page calls it, and where the passages stand that were found, best first."""

    number: int
    article: Article
    passages: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finds:
    """What a search found; `problem` is the one line to show where it failed."""

    articles: tuple[Find, ...] = ()
    more: bool = False
    problem: str = ""


class Kept(StrEnum):
    """What a piece of a changed text is: in both versions, in the older or the newer alone, or left out here."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that was compared with its earlier version."""

    kept: Kept
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What of a field of an article changed from one version to the next."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version of an article and what changed from the one before it."""

    version: Version
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The article that is open.

    Attributes:
        opening: counts what was opened in a session.
        number: what the page calls the article.
        title: its headline.
        editions: its versions, oldest first; empty if it is not in the archive any more.
        marks: the best passage for which it was found.
        story: its copies, None if it has none.
        copies: the copies in the archive beside it, by number.
        cited_by: the answers that cite it, newest first.
        problem: the one line to show where it could not be read.
    """

    opening: int
    number: int
    title: str
    editions: tuple[Edition, ...] = ()
    marks: tuple[Mark, ...] = ()
    story: Story | None = None
    copies: tuple[Find, ...] = ()
    cited_by: tuple[AnswerRecord, ...] = ()
    problem: str = ""

    @property
    def article(self) -> Article | None:
        """The article as it is stored now."""
        return self.editions[-1].version.article if self.editions else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """An article that was removed by this session, to be put back until `until` (seconds of the monotonic clock)."""

    number: int
    versions: tuple[Version, ...]
    until: float

    @property
    def article(self) -> Article:
        """The article as it was."""
        return self.versions[-1].article


class Notice(StrEnum):
    """What became of a removal or of undoing it."""

    RESTORED = "restored"
    THERE_AGAIN = "there_again"
    TOO_LATE = "too_late"
    GONE_ALREADY = "gone_already"
    FAILED = "failed"


class Trouble(StrEnum):
    """Why something that was to be added was not even read."""

    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    TOO_MANY = "too_many"
    LOST = "lost"
    NO_ADDRESS = "no_address"
    UNEXPECTED = "unexpected"


class Work(StrEnum):
    """What takes a while."""

    FILES = "files"
    ADDRESS = "address"
    SAMPLES = "samples"
    SYNC = "sync"
    VERIFY = "verify"
    REPAIR = "repair"
    REBUILD = "rebuild"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one file or address: its report, why it was not read, or what stopped it (a line a language)."""

    name: str
    report: AddReport | None = None
    trouble: Trouble | None = None
    problem: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Task:
    """Work that goes on or has been done; it changes in place while it goes on.

    Attributes:
        work: what is done.
        step: the step the archive names (`reading`, `comparing`, `indexing`, `waiting`), empty before the first one.
        done: how many of the step's articles are done.
        total: how many there are; 0 while nobody knows.
        name: the file or address that is being read.
        position: which of `count` it is, from 1.
        count: how many files or addresses there are.
        added: what became of those that are done.
        synced: what became of the sources.
        integrity: what differed between index and archive.
        running: whether it still goes on.
        problem: the one line on why it ended early, by language; empty if it did not.
        unexpected: whether it ended for a reason that nobody foresaw.
    """

    work: Work
    step: str = ""
    done: int = 0
    total: int = 0
    name: str = ""
    position: int = 0
    count: int = 0
    added: list[Added] = field(default_factory=list)
    synced: tuple[SourceReport, ...] = ()
    integrity: Integrity | None = None
    running: bool = True
    problem: Mapping[str, str] = field(default_factory=dict)
    unexpected: bool = False
