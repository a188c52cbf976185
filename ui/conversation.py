"""One reader's session: the questions asked so far and the article open beside them.

A `Conversation` belongs to one browser session and changes in place, because its events may overlap: a reader opens an
article, switches the language or starts anew while an answer is still being looked for. What is shown is always
rendered from what holds at that moment.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Protocol

from assistant import Answer, Article, BelegtError, Citation, NotFoundError, Question, Status, Turn
from ui import rendering
from ui.source_panel import source_panel
from ui.texts import DEFAULT_LANGUAGE, Texts, number, text_for
from ui.types import Exchange, Kind, Mark, OpenedSource, Reference, reference_from

MOST_CHARACTERS = 2_000
_log = logging.getLogger(__name__)


class Archive(Protocol):
    """What the page needs of an assistant; `assistant.front.Assistant` offers it."""

    def ask(self, question: Question) -> Answer:
        """Answer a question."""
        ...

    def readable(self, article_id: str) -> Article:
        """Return a stored article, or raise NotFoundError."""
        ...

    def status(self) -> Status:
        """Say what the archive holds."""
        ...


@dataclass(slots=True, kw_only=True)
class Conversation:
    """The state of one browser session: its language, its exchanges by id in order, the source open beside them."""

    lang: str = DEFAULT_LANGUAGE
    exchanges: dict[int, Exchange] = field(default_factory=dict)
    source: OpenedSource | None = None
    asked: int = 0
    opened: int = 0

    @property
    def texts(self) -> Texts:
        """The wording in the language of this session."""
        return text_for(self.lang)

    @property
    def pending(self) -> bool:
        """True while an answer is being looked for."""
        return any(exchange.pending for exchange in tuple(self.exchanges.values()))

    @property
    def history(self) -> tuple[Turn, ...]:
        """The answered questions of this session, oldest first."""
        return tuple(
            Turn(question=exchange.question, answer=exchange.answer.answer)
            for exchange in tuple(self.exchanges.values())
            if exchange.answer is not None
        )


def ask(conversation: Conversation, archive: Archive, text: str) -> Iterator[bool]:
    """Put a question and look for its answer.

    Yields whether the question box is to be emptied: once when the question stands in the conversation, once when its
    answer does. Nothing is asked for a blank text, or while an earlier question is open.
    """
    if conversation.pending or not text.strip():
        yield False
        return
    conversation.asked += 1
    exchange = Exchange(id=conversation.asked, question=text.strip())
    history, exchanges = conversation.history, conversation.exchanges
    exchanges[exchange.id] = exchange
    yield True
    exchanges[exchange.id] = _settled(exchange, history, archive, conversation.texts)
    yield False


def _settled(exchange: Exchange, history: tuple[Turn, ...], archive: Archive, texts: Texts) -> Exchange:
    """The exchange with its answer, or with the reason why there is none."""
    if len(exchange.question) > MOST_CHARACTERS:
        limit = number(MOST_CHARACTERS, texts)
        return replace(exchange, failed=True, problem=texts.too_long.format(limit=limit))
    try:
        return replace(exchange, answer=archive.ask(Question(text=exchange.question, history=history)))
    except BelegtError as error:
        return replace(exchange, failed=True, problem=str(error))
    except Exception:  # noqa: BLE001  (the reader gets one neutral line, the log the rest)
        _log.exception("a question could not be answered")
        return replace(exchange, failed=True)


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
    source = OpenedSource(reference=reference, title=cited.title, focus=cited.n)
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
        return replace(source, problem=str(error))
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
    for number_, exchange in tuple(conversation.exchanges.items()):
        if exchange.answer is not None:
            conversation.exchanges[number_] = _still_proven(exchange, exchange.answer, hidden, conversation.texts)
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
        return replace(exchange, answer=None, failed=True, problem=texts.taken_back)
    nearest = tuple(near for near in answer.nearest if not hidden(near.article_id))
    return (
        exchange if len(nearest) == len(answer.nearest) else replace(exchange, answer=replace(answer, nearest=nearest))
    )


def clear(conversation: Conversation) -> None:
    """Start anew: forget the exchanges and close the source; an answer still being looked for is dropped."""
    conversation.exchanges = {}
    conversation.source = None


def conversation_html(conversation: Conversation, archive: Archive) -> str:
    """The conversation as it stands now."""
    status = _status(archive, conversation.texts)
    known = None if isinstance(status, str) else status
    return rendering.conversation(tuple(conversation.exchanges.values()), known, conversation.texts)


def source_html(conversation: Conversation) -> str:
    """The source panel as it stands now."""
    return source_panel(conversation.source, conversation.texts)


def foot_html(conversation: Conversation, archive: Archive) -> str:
    """The line at the foot, or why the archive cannot say what it holds."""
    status = _status(archive, conversation.texts)
    if isinstance(status, str):
        return rendering.problem(status)
    return rendering.foot(status, conversation.texts)


def _status(archive: Archive, texts: Texts) -> Status | str:
    """What the archive holds, or one line that says why it cannot say."""
    try:
        return archive.status()
    except BelegtError as error:
        return str(error)
    except Exception:  # noqa: BLE001  (the reader gets one neutral line, the log the rest)
        _log.exception("the archive could not say what it holds")
        return texts.unreadable
