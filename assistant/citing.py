"""Quotations: found in the stored text and checked against it, character for character. Pure."""

from collections.abc import Sequence
from typing import Protocol

from assistant.types import Citation
from corpus.copies import Story
from corpus.types import Article


class Placed(Protocol):
    """What has its place in an article: a quotation, a sentence that may become one."""

    @property
    def article_id(self) -> str:
        """The article."""
        ...

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        ...

    @property
    def end(self) -> int:
        """Where it ends there."""
        ...


def overlap(one: Placed, other: Placed) -> bool:
    """Say whether two places in articles share a character."""
    return one.article_id == other.article_id and one.start < other.end and other.start < one.end


def cite(article: Article, start: int, end: int, n: int, story: Story | None = None) -> Citation:
    """Quote `article.text[start:end]` as citation number `n`; `story` is what its copies make up, if it has any.

    Raises:
        ValueError: if the range is empty or not inside the text: a quotation is never guessed.
    """
    if not 0 <= start < end <= len(article.text):
        raise ValueError(f"no quotation at {start}:{end} in article {article.id} of {len(article.text)} characters")
    return Citation(
        n=n,
        article_id=article.id,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        author=article.author,
        published=article.published,
        updated=article.updated,
        status=article.status.value,
        quote=article.text[start:end],
        start=start,
        end=end,
        copies=len(story.articles) if story else 1,
        agencies=story.agencies if story else (),
    )


def stands(citation: Citation, article: Article) -> bool:
    """Say whether a quotation stands, verbatim and where it claims to, in the article as stored now."""
    return citation.article_id == article.id and is_verbatim(citation.quote, article, citation.start, citation.end)


def is_verbatim(quote: str, article: Article, start: int, end: int) -> bool:
    """Say whether words are, character for character, `article.text[start:end]`; no words never are."""
    return bool(quote) and article.text[start:end] == quote


def supports(sentence: str, quotations: Sequence[str]) -> bool:
    """Say whether quotations prove a sentence: here, that it stands in one of them word for word."""
    words = " ".join(sentence.split())
    return bool(words) and any(words in " ".join(quotation.split()) for quotation in quotations)
