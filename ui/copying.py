"""An answer as plain text, to be pasted elsewhere: what was asked and said, the quotations with outlet and date."""

from collections.abc import Iterator

from assistant import Answer, AnswerStatus, Citation, Engine
from ui.ask_texts import ask_texts
from ui.filtering import filter_words
from ui.texts import Texts, contradiction, day
from ui.types import Exchange


def copied(exchange: Exchange, texts: Texts) -> str:
    """Write an exchange as plain text in the language of the page; quotations stay as they are."""
    words = ask_texts(texts.lang)
    lines = [words.copy_question.format(question=exchange.question)]
    filters = filter_words(exchange.filters, texts)
    if filters:
        lines.append(words.copy_filters.format(filters="; ".join(filters.values())))
    if exchange.answer is not None:
        lines += ["", *_answer(exchange.answer, texts)]
    return "\n".join(lines)


def _answer(answer: Answer, texts: Texts) -> Iterator[str]:
    if answer.status is AnswerStatus.ABSTAINED or not answer.citations:
        yield texts.abstained
        yield from (texts.reasons[reason] for reason in (answer.reason,) if reason)
        return
    yield from (line for line in (answer.short_answer, answer.note, texts.unsure if answer.unsure else "") if line)
    if answer.engine is Engine.LLM:
        yield " ".join(" ".join((each.text, *(f"[{n}]" for n in each.citations))) for each in answer.sentences)
        yield texts.written_by_model
    for conflict in answer.conflicts:
        yield contradiction(conflict, answer.citations, texts, marker=lambda cited: f"[{cited.n}]", safe=str)
    for citation in answer.citations:
        yield ""
        yield f"[{citation.n}] {texts.quotation_open}{citation.quote}{texts.quotation_close}"
        yield _origin(citation, texts)


def _origin(citation: Citation, texts: Texts) -> str:
    updated = f"{texts.as_of} {day(citation.updated, texts)}" if citation.updated else None
    status = texts.statuses.get(citation.status)
    parts = (
        citation.outlet,
        citation.author,
        citation.title,
        day(citation.published, texts),
        updated,
        status,
        citation.url,
    )
    return ", ".join(part for part in parts if part)
