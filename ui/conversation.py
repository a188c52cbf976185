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
from typing import Protocol

from assistant import Answer, AnswerRecord, Article, BelegtError, Engine, Feedback, Filters, Question, Status, Turn
from assistant.types import Judged
from ui import ask_rendering, rendering
from ui.ask_texts import ask_texts
from ui.faults import told
from ui.filtering import Choice
from ui.streams import closable
from ui.texts import DEFAULT_LANGUAGE, Texts, number, text_for
from ui.traffic import TRAFFIC
from ui.types import EVERYTHING, Exchange, OpenedSource

MOST_CHARACTERS = 2_000
_log = logging.getLogger(__name__)
_changing = threading.Lock()  # one for all sessions: gradio copies the state of each, and a lock cannot be copied


class Records(Protocol):
    """The answers that are kept."""

    def get(self, record_id: str) -> AnswerRecord:
        """Return one as it may be shown now, or raise NotFoundError."""
        ...


class Archive(Protocol):
    """What the page needs of an assistant; `assistant.front.Assistant` offers it."""

    def stream(self, question: Question) -> Iterator[tuple[Answer | None, bool]]:
        """Yield the answer as it grows, None while nothing is proven, and whether it is whole; closing it stops it."""
        ...

    def follow_ups(self, answer: Answer, *, filters: Filters = EVERYTHING) -> Iterator[str | None]:
        """Yield questions that may come next and that the archive answers; None for each that was tried in vain."""
        ...

    def readable(self, article_id: str) -> Article:
        """Return a stored article, or raise NotFoundError."""
        ...

    def status(self) -> Status:
        """Say what the archive holds."""
        ...

    def records(self) -> Records:
        """The answers that are kept."""
        ...

    def give_feedback(
        self, *, record: str, useful: bool, reason: str = "", about: Judged = "answer", replaces: int | None = None
    ) -> Feedback:
        """Keep what a reader thinks of an answer, in the place of earlier feedback where that is named."""
        ...


@dataclass(slots=True, kw_only=True)
class Conversation:
    """The state of one browser session: its language, its exchanges by id in order, the source open beside them.

    `choice` are the filters for the next question; `notice` is one line above the first exchange, such as that no
    answer is kept under the address at which the page was opened.
    """

    lang: str = DEFAULT_LANGUAGE
    exchanges: dict[int, Exchange] = field(default_factory=dict)
    source: OpenedSource | None = None
    choice: Choice = field(default_factory=Choice)
    notice: str = ""
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


def at_once() -> int:
    """No seconds to wait."""
    return 0


def ask(
    conversation: Conversation, archive: Archive, text: str, seconds_to_wait: Callable[[], int] = at_once
) -> Generator[bool, None, None]:
    """Put a question, with the filters that are chosen, and let its answer grow.

    Yields True when the question stands in the conversation, then False at every beat of the archive, so that whoever
    listens can show what there is, or stop. What is closed early, stopped or cleared lets the archive stop, too.
    Nothing is asked for a blank text, or while an earlier question is open. `seconds_to_wait` is called for what is
    asked; where it says more than none, the reader is told to wait.
    """
    exchange = _put(conversation, text.strip())
    if exchange is None:
        yield False
        return
    seconds = seconds_to_wait()
    try:
        yield True
        with (
            TRAFFIC.answering(),
            closing(_outcomes(exchange, conversation.history, archive, conversation.texts, seconds)) as outcomes,
        ):
            for outcome in outcomes:
                if not _is_taken(conversation, outcome):
                    break
                if outcome.pending:
                    yield False
                exchange = outcome
    finally:
        stop(conversation, exchange.id)
    yield False


def _put(conversation: Conversation, question: str) -> Exchange | None:
    """Enter a question as a new exchange; None if there is none, or an earlier one is open."""
    with _changing:
        if conversation.pending or not question:
            return None
        conversation.asked += 1
        conversation.notice = ""
        exchange = Exchange(id=conversation.asked, question=question, filters=conversation.choice.filters)
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
    exchange: Exchange, history: tuple[Turn, ...], archive: Archive, texts: Texts, seconds: int
) -> Generator[Exchange, None, None]:
    """The exchange at every beat: as it was where there is no news, at last with its answer or why there is none."""
    if seconds:
        yield replace(exchange, failed=True, problem=ask_texts(texts.lang).too_many.format(count=seconds))
        return
    if len(exchange.question) > MOST_CHARACTERS:
        limit = number(MOST_CHARACTERS, texts)
        yield replace(exchange, failed=True, problem=texts.too_long.format(limit=limit))
        return
    try:
        question = Question(text=exchange.question, history=history, filters=exchange.filters)
        stream = closable(archive.stream(question))
        with closing(stream):
            yield from _grown(exchange, stream)
    except BelegtError as error:
        yield replace(exchange, failed=True, problem=told(error, texts.lang))
    except Exception:  # noqa: BLE001  (the reader gets one neutral line, the log the rest)
        _log.exception("a question could not be answered")
        yield replace(exchange, failed=True)


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


def clear(conversation: Conversation) -> None:
    """Start anew: forget the exchanges and close the source; an answer still growing is stopped and dropped."""
    with _changing:
        conversation.exchanges = {}
        conversation.notice = ""
    conversation.source = None


def replace_exchange(conversation: Conversation, earlier: Exchange, later: Exchange | None) -> bool:
    """Put an exchange in the place of its earlier state, or take it out; False if that has changed meanwhile."""
    with _changing:
        if conversation.exchanges.get(earlier.id) is not earlier:
            return False
        if later is None:
            del conversation.exchanges[earlier.id]
        else:
            conversation.exchanges[later.id] = later
        return True


def add_exchange(conversation: Conversation, exchange: Exchange) -> None:
    """Append an exchange that is settled already, under a number of its own."""
    with _changing:
        conversation.asked += 1
        conversation.exchanges[conversation.asked] = replace(exchange, id=conversation.asked)


def known_status(conversation: Conversation, archive: Archive) -> Status | None:
    """What the archive holds; None if it cannot say."""
    status = _status(archive, conversation.texts)
    return None if isinstance(status, str) else status


def conversation_html(conversation: Conversation, archive: Archive) -> str:
    """The conversation as it stands now."""
    exchanges = tuple(conversation.exchanges.values())
    known = known_status(conversation, archive)
    return ask_rendering.conversation(exchanges, known, conversation.texts, notice=conversation.notice)


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
        return told(error, texts.lang)
    except Exception:  # noqa: BLE001  (the reader gets one neutral line, the log the rest)
        _log.exception("the archive could not say what it holds")
        return texts.unreadable
