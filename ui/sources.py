"""The articles that a session opens beside its conversation, and what is taken back once they are gone."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial

from assistant import Answer, Article, BelegtError, Citation, NotFoundError
from ui.conversation import Archive, Conversation, replace_exchange
from ui.faults import told
from ui.source_panel import source_panel
from ui.texts import Texts
from ui.types import Exchange, Kind, Mark, OpenedSource, Reference, reference_from

_log = logging.getLogger(__name__)


def open_source(conversation: Conversation, archive: Archive, key: str) -> None:
    """Open the article that a control of this conversation points at.

    Only what this session was shown can be opened; any other key changes nothing.
    """
    reference = reference_from(key)
    if reference is None:
        return
    exchange = conversation.exchanges.get(reference.exchange)
    if exchange is None or exchange.answer is None:
        return
    source = _source(reference, exchange.answer, archive, conversation.texts)
    if source is not None:
        conversation.opened += 1
        conversation.source = replace(source, opening=conversation.opened)


def _source(reference: Reference, answer: Answer, archive: Archive, texts: Texts) -> OpenedSource | None:
    if reference.kind is Kind.NEAREST:
        nearest = dict(enumerate(answer.nearest)).get(reference.number)
        if nearest is None:
            return None
        source = OpenedSource(reference=reference, title=nearest.title)
        return _with_article(source, nearest.article_id, (), archive, texts)
    cited = next((citation for citation in answer.citations if citation.n == reference.number), None)
    if cited is None:
        return None
    source = OpenedSource(
        reference=reference,
        title=cited.title,
        focus=cited.n,
        citations=answer.citations,
        conflicts=answer.conflicts,
    )
    return _with_article(source, cited.article_id, answer.citations, archive, texts)


def _with_article(
    source: OpenedSource, article_id: str, citations: tuple[Citation, ...], archive: Archive, texts: Texts
) -> OpenedSource:
    """Add the article as it is stored now, with those of the quotations that stand in it."""
    try:
        article = archive.readable(article_id)
    except NotFoundError:
        return source
    except BelegtError as error:
        return replace(source, problem=told(error, texts.lang))
    except Exception:  # noqa: BLE001  (the reader gets one neutral line, the log the rest)
        _log.exception("an article could not be opened")
        return replace(source, problem=texts.unopened)
    return replace(source, article=article, marks=tuple(_marks(article, citations)))


def _marks(article: Article, citations: tuple[Citation, ...]) -> Iterator[Mark]:
    """Where the quotations from an article stand in it: a quotation that has changed is not marked."""
    for citation in citations:
        stands = article.text[citation.start : citation.end] == citation.quote
        if citation.article_id == article.id and stands:
            yield Mark(n=citation.n, start=citation.start, end=citation.end)


def forget_hidden(conversation: Conversation, archive: Archive) -> bool:
    """Take back what rests on articles that cannot be read any more; return whether the open source is one of them."""
    hidden = cache(partial(_is_hidden, archive))
    for exchange in tuple(conversation.exchanges.values()):
        if exchange.answer is not None:
            checked = _still_proven(exchange, exchange.answer, hidden, conversation.texts)
            replace_exchange(conversation, exchange, checked)
    source = conversation.source
    if source is None or source.article is None or not hidden(source.article.id):
        return False
    conversation.source = replace(source, article=None, marks=())
    return True


def _is_hidden(archive: Archive, article_id: str) -> bool:
    """Say whether an article cannot be read any more."""
    try:
        archive.readable(article_id)
    except NotFoundError:
        return True
    except Exception:  # noqa: BLE001  (an archive that cannot say is no reason to take an answer back)
        _log.exception("an article could not be looked up")
    return False


def _still_proven(exchange: Exchange, answer: Answer, hidden: Callable[[str], bool], texts: Texts) -> Exchange:
    if any(hidden(citation.article_id) for citation in answer.citations):
        gone = replace(exchange, rating=None, recorded=None, explanation=None)
        return replace(gone, answer=None, failed=True, problem=texts.taken_back)
    shown = exchange.explanation
    read = shown.read if shown else ()
    if not any(hidden(near.article_id) for near in (*answer.nearest, *read)):
        return exchange
    left = replace(answer, nearest=tuple(near for near in answer.nearest if not hidden(near.article_id)))
    if shown is not None:
        shown = replace(shown, read=tuple(near for near in read if not hidden(near.article_id)))
    return replace(exchange, answer=left, explanation=shown)


def source_html(conversation: Conversation) -> str:
    """The source panel as it stands now."""
    return source_panel(conversation.source, conversation.texts)
