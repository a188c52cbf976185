"""What an article is, and the passages cut from it.

Offsets count characters (Unicode code points) of the stored text. Dates are ISO 8601: a bare date (`2025-07-01`) stays
bare, a date-time always carries its zone (`2025-07-01T14:30:00+02:00`); `corpus.dates` reads them.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from itertools import chain


class ArticleStatus(StrEnum):
    """Where an article stands in its life."""

    LIVE = "live"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article as it is stored.

    `text` is what was given after Unicode NFC and newline normalisation: every offset in belegt counts its characters.
    It is empty only in word that an article is withdrawn, which need not bring its text and is never stored like that.
    """

    id: str
    title: str
    text: str
    url: str | None = None
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    outlet: str | None = None
    lang: str = "de"
    status: ArticleStatus = ArticleStatus.LIVE
    embargo_until: str | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 over every field but the id: equal hashes mean that nothing has to be stored or indexed again."""
        fields = asdict(self)
        del fields["id"]
        return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An article as it was for a while: readable from `live_from` (epoch seconds), in the store since `stored_at`.

    `replaced_at` is the moment (UTC) at which the store got the next version; None for the present one.
    """

    article: Article
    live_from: int
    stored_at: str | None
    replaced_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A passage: whole sentences of one article, `article.text[start:end] == text`."""

    article_id: str
    ordinal: int
    start: int
    end: int
    text: str
    heading: str | None = None

    @property
    def id(self) -> str:
        """Stable within one version of the article: the article's id and the passage's number."""
        return f"{self.article_id}#{self.ordinal}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """One source, or one record of it, that did not become an article, and why."""

    source: str
    reason: str
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        """`file.jsonl, line 3, field 'text': …`, the place first."""
        place = self.source
        if self.line is not None:
            place += f", line {self.line}"
        if self.field is not None:
            place += f", field '{self.field}'"
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """An address all of whose articles have been read, with what its server wants to hear at the next visit.

    It follows its articles: who stores it only after they are stored loses none to a run that was cut short.
    """

    address: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """An address that, says its server, is as it was at the last visit."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddReport:
    """What became of the sources of one `add`: article ids by fate, and the rejections.

    `duplicates` are ids whose content is stored under another one already; web addresses that their server calls
    unchanged stand among the unchanged.
    """

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    rejected: tuple[Rejection, ...] = field(default=())

    @property
    def taken(self) -> int:
        """How many articles are in the archive by it, or were already."""
        return len(self.added) + len(self.updated) + len(self.unchanged) + len(self.duplicates)

    @classmethod
    def joined(cls, reports: Sequence["AddReport"]) -> "AddReport":
        """Return several reports as one."""
        names = [each.name for each in fields(cls)]
        return cls(**{name: tuple(chain.from_iterable(getattr(each, name) for each in reports)) for name in names})
