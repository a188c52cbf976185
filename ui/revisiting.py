"""What a reader does with an answer: ask again or edit, see how it came about, judge it, open a kept one."""

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from assistant import AnswerRecord, AnswerStatus, BelegtError, Nearest, NotFoundError
from assistant.types import Making
from ui.ask_texts import ask_texts
from ui.conversation import Archive, Conversation, add_exchange, at_once, replace_exchange
from ui.faults import told
from ui.filtering import Choice
from ui.texts import Texts
from ui.types import Exchange, Explanation, Rating, Recorded

_RECORD = re.compile(r"[\w-]{1,64}", re.ASCII)
_log = logging.getLogger(__name__)


def take_back(conversation: Conversation, number: object) -> str | None:
    """Take the last exchange out and return its question; its filters are chosen again.

    Returns None, and changes nothing, for any other exchange and while an answer is looked for.
    """
    exchange = _settled(conversation, number)
    if exchange is None or exchange.id != max(conversation.exchanges, default=0):
        return None
    if not replace_exchange(conversation, exchange, None):
        return None
    conversation.choice = Choice(filters=exchange.filters)
    source = conversation.source
    if source is not None and source.reference.exchange == exchange.id:
        conversation.source = None
    return exchange.question


def explain(conversation: Conversation, archive: Archive, number: object) -> None:
    """Show how an answer came about, or hide it again."""
    exchange = _settled(conversation, number)
    if exchange is None or exchange.answer is None:
        return
    shown = _explanation(archive, exchange.answer.record) if exchange.explanation is None else None
    replace_exchange(conversation, exchange, replace(exchange, explanation=shown))


def rate(
    conversation: Conversation,
    archive: Archive,
    number: object,
    *,
    useful: bool,
    reason: str = "",
    seconds_to_wait: Callable[[], int] = at_once,
) -> None:
    """Keep what the reader thinks of an answer; what they said of it before is replaced.

    Where `seconds_to_wait` says more than none, the reader is told to wait.
    """
    exchange = _settled(conversation, number)
    record = exchange.answer.record if exchange is not None and exchange.answer is not None else None
    if exchange is None or record is None:
        return
    before = exchange.rating.kept if exchange.rating is not None else None
    rating = Rating(useful=useful, kept=before)
    words, seconds = ask_texts(conversation.lang), seconds_to_wait()
    try:
        if seconds:
            rating = replace(rating, problem=words.rated_too_often.format(count=seconds))
        else:
            given = archive.give_feedback(record=record, useful=useful, reason=reason, about="answer", replaces=before)
            rating = replace(rating, kept=given.id, reasoned=bool(reason.strip()))
    except BelegtError as error:
        rating = replace(rating, problem=told(error, conversation.lang))
    except Exception:  # noqa: BLE001  (the reader gets one neutral line, the log the rest)
        _log.exception("feedback could not be kept")
        rating = replace(rating, problem=words.unrated)
    replace_exchange(conversation, exchange, replace(exchange, rating=rating))


def give_reason(
    conversation: Conversation,
    archive: Archive,
    number: object,
    reason: str,
    *,
    seconds_to_wait: Callable[[], int] = at_once,
) -> None:
    """Add a reason to what the reader said of an answer; a blank one says nothing more."""
    exchange = _settled(conversation, number)
    if exchange is not None and exchange.rating is not None and reason.strip():
        useful = exchange.rating.useful
        rate(conversation, archive, number, useful=useful, reason=reason, seconds_to_wait=seconds_to_wait)


def open_answer(conversation: Conversation, archive: Archive, record_id: str) -> None:
    """Show a kept answer as the first exchange of a session."""
    if conversation.exchanges:
        return
    conversation.notice = ask_texts(conversation.lang).no_record
    if not _RECORD.fullmatch(record_id):
        return
    try:
        record = archive.records().get(record_id)
    except NotFoundError:
        pass
    except BelegtError as error:
        conversation.notice = told(error, conversation.lang)
    except Exception:  # noqa: BLE001  (such as a record of another version: the page opens all the same)
        _log.exception("a kept answer could not be read")
    else:
        conversation.notice = ""
        add_exchange(conversation, _shown_again(record, conversation.texts))


def _settled(conversation: Conversation, number: object) -> Exchange | None:
    """The exchange that a browser names, if nothing more will come of it."""
    exchange = conversation.exchanges.get(number) if isinstance(number, int) else None
    return exchange if exchange is not None and not exchange.pending else None


def _explanation(archive: Archive, record_id: str | None) -> Explanation:
    if record_id is None:
        return Explanation(making=Making())
    try:
        making = archive.records().get(record_id).making
    except NotFoundError:
        return Explanation(making=Making())
    except Exception:  # noqa: BLE001  (what is known without the record is shown all the same)
        _log.exception("the record of an answer could not be read")
        return Explanation(making=Making())
    return Explanation(making=making, read=_readable([each.article_id for each in making.passages], archive))


def _readable(article_ids: list[str], archive: Archive) -> tuple[Nearest, ...]:
    """Those articles that can be read, each once."""
    found: list[Nearest] = []
    for article_id in dict.fromkeys(article_ids):
        with suppress(BelegtError):
            found.append(Nearest(article_id=article_id, title=archive.readable(article_id).title))
    return tuple(found)


def _shown_again(record: AnswerRecord, texts: Texts) -> Exchange:
    """A kept answer as an exchange; of one whose quotations are all gone only the question is left."""
    answer, filters = record.answer, record.making.filters
    if answer.status is AnswerStatus.ANSWERED and not answer.citations:
        return Exchange(id=0, question=answer.question, filters=filters, failed=True, problem=texts.taken_back)
    titles = {each.article_id: each.title for each in answer.citations}
    changed = tuple(titles[each] for each in record.changed if each in titles)
    recorded = Recorded(at=record.at, changed=changed, unnamed=len(record.changed) - len(changed))
    return Exchange(id=0, question=answer.question, filters=filters, answer=answer, recorded=recorded)
