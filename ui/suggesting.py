"""The questions that are suggested below the newest answer: found after it is shown, while nobody waits for another."""

import logging
import time
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace

from assistant import BelegtError
from ui.ask_tools import suggestions
from ui.conversation import Archive, Conversation, replace_exchange
from ui.streams import closable
from ui.traffic import TRAFFIC
from ui.types import Exchange, Stage

READING, BEAT = 1.0, 0.1  # seconds that a reader is given before anything is looked for, and between two looks
_log = logging.getLogger(__name__)


def suggest(conversation: Conversation, archive: Archive) -> Generator[None, None, None]:
    """Add to the newest answer what may be asked next, one question after the other.

    Yields at every step, so that whoever listens can show what there is, or stop. Ends as soon as the answer is not the
    newest any more, or anybody waits for one; while another session is at it, this one goes without.
    """
    exchange = _newest(conversation)
    if exchange is None or exchange.answer is None or not exchange.answer.citations:
        return
    if not _is_left_alone(conversation, exchange):
        return
    with TRAFFIC.aside() as free:
        if not free:
            return
        try:
            with closing(closable(archive.follow_ups(exchange.answer, filters=exchange.filters))) as tried:
                for question in tried:
                    if TRAFFIC.busy or not _is_added(conversation, exchange, question):
                        return
                    yield
        except BelegtError:
            _log.info("no further questions could be found", exc_info=True)
        except Exception:  # noqa: BLE001  (the answer stands without them)
            _log.exception("no further questions could be found")


def further_html(conversation: Conversation) -> str:
    """What was found to the newest answer, as a part of its own: it comes late, and must not show an older answer."""
    newest = _newest(conversation)
    return suggestions(newest, conversation.texts) if newest is not None else ""


def suggested(conversation: Conversation, number: object, position: object) -> str:
    """The question that a browser names by its exchange and its place there; empty if none was suggested."""
    exchange = conversation.exchanges.get(number) if isinstance(number, int) else None
    questions = dict(enumerate(exchange.suggested)) if exchange is not None else {}
    return questions.get(position, "") if isinstance(position, int) else ""


def _newest(conversation: Conversation) -> Exchange | None:
    """The last exchange, if its answer is whole."""
    newest = conversation.exchanges.get(max(tuple(conversation.exchanges), default=0))
    if newest is None or newest.stage is not Stage.SETTLED or newest.stopped or newest.recorded is not None:
        return None
    return newest


def _is_left_alone(conversation: Conversation, exchange: Exchange) -> bool:
    """Wait a moment, and say whether nobody has asked anything meanwhile: who asks at once shall not wait for this."""
    until = time.monotonic() + READING
    while time.monotonic() < until:
        if TRAFFIC.busy or _as_it_stands(conversation, exchange) is None:
            return False
        time.sleep(BEAT)
    return True


def _is_added(conversation: Conversation, exchange: Exchange, question: str | None) -> bool:
    """Add a question to an exchange, if there is one; False once that is not the newest any more."""
    present = _as_it_stands(conversation, exchange)
    if present is None or question is None:
        return present is not None
    return replace_exchange(conversation, present, replace(present, suggested=(*present.suggested, question)))


def _as_it_stands(conversation: Conversation, exchange: Exchange) -> Exchange | None:
    """The exchange as it is now, such as rated meanwhile; None once it is not the newest any more."""
    newest = _newest(conversation)
    same = newest is not None and newest.id == exchange.id and newest.answer is exchange.answer
    return newest if same else None
