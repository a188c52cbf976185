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
    """What part of the archive is searched; `since` and `until` are epoch seconds, both inclusive.

    An article without a date is outside every range of dates.
    """

    since: int | None = None
    until: int | None = None
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
