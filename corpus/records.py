"""Turns a record from outside (a JSON object, front matter) into an article, or says which field is wrong.

The one place where outside data is checked field by field; unknown fields are ignored.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import ErrorDetails

from corpus.cleaning import clean_line, clean_text
from corpus.dates import normalised
from corpus.identifiers import address_of, canonical_url, id_from_content, id_from_url
from corpus.languages import detect_language
from corpus.types import Article, ArticleStatus, Rejection

MAX_ID_CHARACTERS = 200
MAX_LINE_CHARACTERS = 1_000
MAX_URL_CHARACTERS = 2_000
FIRST_NEWSPAPER = "1605"

_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*")
_WITHDRAWN = ArticleStatus.WITHDRAWN
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    ((int, float), "a number"),
    (list, "a list"),
    (dict, "an object"),
    (type(None), "null"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """An article and where it was read; `line` counts from 1."""

    article: Article
    source: str
    line: int | None = None

    @property
    def place(self) -> str:
        """`file.jsonl, line 3`."""
        return self.source if self.line is None else f"{self.source}, line {self.line}"


def article_from(
    record: object, *, source: str, line: int | None = None, default_id: str | None = None
) -> Located | Rejection:
    """Check a record and make it an article.

    Args:
        record: an object with at least `title` and `text`.
        source: the file it stands in, for the rejection.
        line: its line in that file, counted from 1.
        default_id: the id of a record that gives none; without it, one is made of its address or its content.

    Returns:
        The article, cleaned, with its place, or a rejection that names the first field that is wrong. Of a record that
        withdraws an article and does not bring its text, an article without text.
    """
    if not isinstance(record, Mapping):
        return Rejection(source=source, line=line, reason=f"is {_kind(record)}, not an object with title and text")
    try:
        checked = (_Withdrawal if _only_withdraws(record) else _Record).model_validate(dict(record))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else None
        return Rejection(source=source, line=line, field=name, reason=_reason(first))
    return Located(article=checked.article(default_id), source=source, line=line)


def _bounded_line(value: str, most: int = MAX_LINE_CHARACTERS) -> str:
    line = clean_line(value)
    if len(line) > most:
        raise ValueError(f"has {len(line)} characters: shorten it to {most}")
    return line


def _title(value: str) -> str:
    title = _bounded_line(value)
    if not title:
        raise ValueError("is empty: give the article a title")
    return title


def _text(value: str) -> str:
    text = clean_text(value)
    if not text.strip():
        raise ValueError("is empty: give the article a text")
    return text


def _id(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty: leave the field out to have an id made")
    if len(value) > MAX_ID_CHARACTERS:
        raise ValueError(f"has {len(value)} characters: shorten it to {MAX_ID_CHARACTERS}")
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in value):
        raise ValueError("holds a control character: use letters, digits and punctuation")
    return value


def _url(value: str) -> str:
    url = value.strip()
    try:
        parts = urlsplit(url)
        is_web = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
        canonical_url(url)
    except ValueError:
        is_web = False
    if not is_web or any(character.isspace() for character in url):
        raise ValueError("is not a web address: it must start with http:// or https:// and hold no white space")
    return _bounded_line(url, MAX_URL_CHARACTERS)


def _lang(value: str) -> str:
    match = _LANG.fullmatch(value.strip())
    if match is None:
        raise ValueError("is not a language code: write two letters such as de or en")
    return match.group(1).lower()


def _date(value: str) -> str | None:
    """The date as it is stored; one before there were newspapers stands for none, as in exports that know none."""
    date = normalised(value)
    return date if date >= FIRST_NEWSPAPER else None


def _status(value: str) -> ArticleStatus:
    try:
        return ArticleStatus(value.strip())
    except ValueError:
        raise ValueError(f"is none of {', '.join(ArticleStatus)}") from None


_Parsed = TypeVar("_Parsed")


def _unless_blank(check: Callable[[str], _Parsed]) -> Callable[[str | None], _Parsed | None]:
    """Exports write an absent field as null or as an empty string: both count as not given."""
    return lambda value: check(value) if value is not None and value.strip() else None


_Line = Annotated[str | None, AfterValidator(_unless_blank(_bounded_line))]
_Date = Annotated[str | None, AfterValidator(_unless_blank(_date))]


class _Checked(BaseModel):
    """What holds for every record."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _whole_characters(cls, value: object) -> object:
        if isinstance(value, str) and _LONE_SURROGATE.search(value):
            raise ValueError("holds half a character (a lone surrogate): write the file anew in UTF-8")
        return value


class _Withdrawal(_Checked):
    """Word that an article is withdrawn."""

    id: Annotated[str, AfterValidator(_id)] | None = None
    url: Annotated[str | None, AfterValidator(_unless_blank(_url))] = None
    updated: _Date = None

    def article(self, default_id: str | None) -> Article:
        """The article this is about, without its text."""
        made_id = id_from_url(self.url) if self.url else default_id
        return Article(
            id=self.id or made_id or "", title="", text="", url=self.url, updated=self.updated, status=_WITHDRAWN
        )


def _only_withdraws(record: Mapping[object, object]) -> bool:
    """Say whether a record withdraws an article that it names, and does not bring its text."""
    return record.get("status") == _WITHDRAWN and not record.get("text") and bool(record.get("id") or record.get("url"))


class _Record(_Checked):
    """The fields of a record in the order in which they are checked."""

    title: Annotated[str, AfterValidator(_title)]
    text: Annotated[str, AfterValidator(_text)]
    id: Annotated[str, AfterValidator(_id)] | None = None
    url: Annotated[str | None, AfterValidator(_unless_blank(_url))] = None
    published: _Date = None
    updated: _Date = None
    author: _Line = None
    outlet: _Line = None
    lang: Annotated[str | None, AfterValidator(_unless_blank(_lang))] = None
    status: Annotated[str | None, AfterValidator(_unless_blank(_status))] = None
    embargo_until: _Date = None

    def article(self, default_id: str | None) -> Article:
        """The article this record describes; without an id of its own or a default one, one is made."""
        known_by_address = self.url is not None and address_of(self.url) is not None
        made_id = id_from_url(self.url or "") if known_by_address else id_from_content(self.title, self.text)
        return Article(
            id=self.id or default_id or made_id,
            title=self.title,
            text=self.text,
            url=self.url,
            published=self.published,
            updated=self.updated,
            author=self.author,
            outlet=self.outlet,
            lang=self.lang or detect_language(self.text),
            status=ArticleStatus(self.status or ArticleStatus.LIVE),
            embargo_until=self.embargo_until,
        )


def _reason(error: ErrorDetails) -> str:
    """One line on what is wrong with a field and what to do."""
    if error["type"] == "missing":
        return "is missing: every article needs a title and a text"
    if error["type"] == "string_type":
        return f"is {_kind(error['input'])}: write it as text in quotation marks"
    return str(error.get("ctx", {}).get("error", error["msg"]))


def _kind(value: object) -> str:
    return next((kind for types, kind in _KINDS if isinstance(value, types)), "text")
