"""One reader's session: the questions asked so far and the article open beside them.

A `Conversation` belongs to one browser session and changes in place, because its events may overlap: a reader opens an
article, switches the language, stops or starts anew while an answer is still growing. What is shown is always rendered
from what holds at that moment. Exchanges change only while the lock is held.
"""

import logging
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cache, partial
from typing import Protocol

from assistant import Answer, Article, BelegtError, Citation, Engine, NotFoundError, Question, Status, Turn
from ui import rendering
from ui.source_panel import source_panel
from ui.texts import DEFAULT_LANGUAGE, Texts, number, text_for
from ui.types import Exchange, Kind, Mark, OpenedSource, Reference, reference_from

MOST_CHARACTERS = 2_000
_log = logging.getLogger(__name__)
_changing = threading.Lock()  # one for all sessions: gradio copies the state of each, and a lock cannot be copied


class Archive(Protocol):
    """What the page needs of an assistant; `assistant.front.Assistant` offers it."""

    def stream(self, question: Question) -> Iterator[tuple[Answer | None, bool]]:
        """Yield the answer as it grows, None while nothing is proven, and whether it is whole; closing it stops it."""
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


class News(Enum):
    """What has changed since a question was put: it stands in the conversation, its answer has changed, or nothing."""

    ASKED = auto()
    SAID = auto()
    NOTHING = auto()


def ask(conversation: Conversation, archive: Archive, text: str) -> Generator[News, None, None]:
    """Put a question and let its answer grow.

    Yields what there is to show: first that the question stands in the conversation, at last that nothing more will
    come, in between something at every beat of the archive, so that whoever listens can stop. What is closed early,
    stopped or cleared lets the archive stop, too. Nothing is asked for a blank text, or while an earlier question is
    open.
    """
    exchange = _put(conversation, text.strip())
    if exchange is None:
        yield News.NOTHING
        return
    try:
        yield News.ASKED
        with closing(_outcomes(exchange, conversation.history, archive, conversation.texts)) as outcomes:
            for outcome in outcomes:
                if not _is_taken(conversation, outcome):
                    break
                if outcome.pending:
                    yield News.NOTHING if outcome is exchange else News.SAID
                exchange = outcome
    finally:
        stop(conversation, exchange.id)
    yield News.SAID


def _put(conversation: Conversation, question: str) -> Exchange | None:
    """Enter a question as a new exchange; None if there is none, or an earlier one is open."""
    with _changing:
        if conversation.pending or not question:
            return None
        conversation.asked += 1
        exchange = Exchange(id=conversation.asked, question=question)
        conversation.exchanges[exchange.id] = exchange
        return exchange


def _is_taken(conversation: Conversation, outcome: Exchange) -> bool:
    """Put an exchange in the place of its earlier state; False if that has been settled or cleared meanwhile."""
    with _changing:
        present = conversation.exchanges.get(outcome.id)
        if present is None or not present.pending:
            return False
        conversation.exchanges[outcome.id] = outcome
        return True


def _outcomes(
    exchange: Exchange, history: tuple[Turn, ...], archive: Archive, texts: Texts
) -> Generator[Exchange, None, None]:
    """The exchange at every beat: as it was where there is no news, at last with its answer or why there is none."""
    if len(exchange.question) > MOST_CHARACTERS:
        limit = number(MOST_CHARACTERS, texts)
        yield replace(exchange, failed=True, problem=texts.too_long.format(limit=limit))
        return
    try:
        stream = _closable(archive.stream(Question(text=exchange.question, history=history)))
        with closing(stream):
            yield from _grown(exchange, stream)
    except BelegtError as error:
        yield replace(exchange, failed=True, problem=str(error))
    except Exception:  # noqa: BLE001  (the reader gets one neutral line, the log the rest)
        _log.exception("a question could not be answered")
        yield replace(exchange, failed=True)


def _closable(stream: Iterator[tuple[Answer | None, bool]]) -> Generator[tuple[Answer | None, bool], None, None]:
    """The same; closing it closes the stream."""
    yield from stream


def _grown(exchange: Exchange, stream: Iterator[tuple[Answer | None, bool]]) -> Iterator[Exchange]:
    for answer, whole in stream:
        if whole:
            yield replace(exchange, answer=answer, growing=False)
        elif answer is not None and answer != exchange.answer and _can_grow(answer):
            exchange = replace(exchange, answer=answer, growing=True)
            yield exchange
        else:
            yield exchange


def _can_grow(answer: Answer) -> bool:
    """Whether more sentences may come: quotations alone and an abstention are whole as soon as they are there."""
    return answer.engine is Engine.LLM and bool(answer.citations)


def stop(conversation: Conversation, exchange_id: int | None = None) -> None:
    """Stop an answer that is pending, or all of them; what is proven by now stays."""
    with _changing:
        for exchange in tuple(conversation.exchanges.values()):
            if exchange.pending and exchange_id in (None, exchange.id):
                conversation.exchanges[exchange.id] = replace(exchange, growing=False, stopped=True)


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
            checked = _still_proven(exchange, exchange.answer, hidden, conversation.texts)
            with _changing:
                if conversation.exchanges.get(number_) is exchange:
                    conversation.exchanges[number_] = checked
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
    """Start anew: forget the exchanges and close the source; an answer still growing is stopped and dropped."""
    with _changing:
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
