"""What the index hands out: passages found for a query."""

from dataclasses import dataclass

from corpus.types import Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How one retriever saw a passage: its rank (1 = best) and its own score (higher is better)."""

    by: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What part of the archive is searched; times are epoch seconds, inclusive.

    `since` and `until` bound the publication; an article without a date is outside every range of dates. `as_of` shows
    the archive as it was: each article in the version that could be read at that moment.
    """

    since: int | None = None
    until: int | None = None
    as_of: int | None = None
    outlet: str | None = None
    lang: str | None = None


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found for a query, with the fused score and who found it (`dense`, `lexical`)."""

    chunk: Chunk
    title: str
    lang: str
    published: str | None
    score: float
    found_by: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity:
    """What differs between index and store.

    `missing` are ids of articles that are stored and not, or not wholly, indexed; `stale` of those indexed in another
    version; `extra` of articles and passages that are indexed and not stored; `damaged` of passages whose vector has
    the wrong dimension or is no unit vector. `unreadable` says which part of the index could not be read at all.
    """

    articles: int = 0
    passages: int = 0
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()
    unreadable: str | None = None

    @property
    def sound(self) -> bool:
        """Whether index and store agree."""
        return not (self.missing or self.stale or self.extra or self.damaged or self.unreadable)
