"""When a version of an article may be read: pure rules over its dates and its status."""

from datetime import datetime

from corpus.dates import epoch, moment
from corpus.types import Article, ArticleStatus


def is_public(article: Article, now: datetime) -> bool:
    """Say whether readers may see an article at this moment: not withdrawn, no embargo still running."""
    return article.status is not ArticleStatus.WITHDRAWN and not is_embargoed(article, now)


def is_embargoed(article: Article, now: datetime) -> bool:
    """Say whether an embargo still runs at this moment; it ends with the moment it names."""
    return article.embargo_until is not None and moment(article.embargo_until) > now


def live_from(article: Article, before: int | None, stored_at: str) -> int:
    """Return from when a version could be read, in epoch seconds; `before` is that of the version it replaces.

    That is its last update or its publication, for a first version; a later one that names no later moment than the one
    before it counts from when it was stored. An embargo holds it back.
    """
    said = article.updated or article.published
    since = epoch(said) if said else epoch(stored_at)
    if before is not None and since <= before:
        since = epoch(stored_at)
    return max(since, epoch(article.embargo_until)) if article.embargo_until else since
