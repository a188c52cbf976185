"""What can be done with a settled exchange, and how its answer came about, as HTML: values in, strings out."""

from collections.abc import Iterator
from urllib.parse import quote

from assistant import Answer, Engine, Filters
from assistant.types import Making
from ui.ask_texts import AskTexts, ask_texts
from ui.copying import copied
from ui.filtering import filter_words
from ui.rendering import here, plain, problem
from ui.texts import Texts, day, number
from ui.types import Exchange, Explanation, Rating, Recorded


def address_of(record: str) -> str:
    """The address under which an answer is shown again, relative to that of the page."""
    return f"?answer={quote(record, safe='')}"


def tools(exchange: Exchange, texts: Texts, *, last: bool) -> str:
    """The buttons below a settled exchange; only the last one can be asked again or edited, as others build on it."""
    words = ask_texts(texts.lang)
    buttons = "".join((*_repeating(exchange, words, last=last), *_keeping(exchange, texts, words)))
    if not buttons:
        return ""
    return (
        f'<div class="tools" role="group" aria-label="{plain(words.tools)}">{buttons}</div>'
        f'<p class="told" role="status">{_told(exchange.rating, words)}</p>{_reason(exchange, words)}'
        f'<div class="about">{_explained(exchange, texts, words)}</div>'
    )


def suggestions(exchange: Exchange, texts: Texts) -> str:
    """The questions that may come next, to ask them."""
    if not exchange.suggested:
        return ""
    label = f"further-{exchange.id}"
    items = "".join(
        f'<li><button type="button" data-further="{position}" data-of="{exchange.id}" dir="auto">{plain(question)}'
        f"</button></li>"
        for position, question in enumerate(exchange.suggested)
    )
    return (
        f'<div class="further" role="group" aria-labelledby="{label}"><p class="label" id="{label}">'
        f'{plain(ask_texts(texts.lang).further)}</p><ul class="examples">{items}</ul></div>'
    )


def recorded_note(recorded: Recorded | None, answer: Answer, texts: Texts) -> str:
    """Say of an answer that was opened by its address when it was given and what has changed since."""
    if recorded is None:
        return ""
    words = ask_texts(texts.lang)
    said = words.recorded.format(when=day(here(recorded.at), texts), version=answer.index_version)
    note = f'<p class="recorded">{plain(said)}</p>'
    if not recorded.changed and not recorded.unnamed:
        return note
    more = (words.changed_more.format(count=number(recorded.unnamed, texts)),) if recorded.unnamed else ()
    titles = "; ".join(f"<bdi>{plain(title)}</bdi>" for title in (*recorded.changed, *more))
    return f'{note}<p class="recorded changed">{_around(words.changed, "titles", titles)}</p>'


def _repeating(exchange: Exchange, words: AskTexts, *, last: bool) -> Iterator[str]:
    if last:
        yield _button("again", exchange, words.again, words.again_detail)
        yield _button("edit", exchange, words.edit, words.edit_detail)


def _keeping(exchange: Exchange, texts: Texts, words: AskTexts) -> Iterator[str]:
    answer = exchange.answer
    if answer is None:
        return
    yield (
        f'<button type="button" data-copy="{plain(copied(exchange, texts))}" data-done="{plain(words.copied)}"'
        f' data-failed="{plain(words.not_copied)}">{plain(words.copy)}</button>'
    )
    if answer.record:
        yield (
            f'<button type="button" data-share="{plain(address_of(answer.record))}" data-done="{plain(words.shared)}"'
            f' data-failed="{plain(words.not_copied)}">{plain(words.share)}</button>'
        )
    expanded = _true(exchange.explanation is not None)
    yield _button("explain", exchange, words.explain, state=f'aria-expanded="{expanded}"')
    if answer.record:
        yield _rating(exchange, words)


def _button(verb: str, exchange: Exchange, label: str, detail: str = "", *, state: str = "") -> str:
    title = f' title="{plain(detail)}"' if detail else ""
    return f'<button type="button" data-do="{verb}" data-of="{exchange.id}"{title} {state}>{plain(label)}</button>'


def _rating(exchange: Exchange, words: AskTexts) -> str:
    given = exchange.rating.useful if exchange.rating and exchange.rating.kept is not None else None
    label = f"rating-{exchange.id}"
    yes = _button("useful", exchange, words.useful, state=f'aria-pressed="{_true(given is True)}"')
    no = _button("useless", exchange, words.not_useful, state=f'aria-pressed="{_true(given is False)}"')
    return (
        f'<span class="rating" role="group" aria-labelledby="{label}"><span id="{label}">'
        f"{plain(words.useful_question)}</span>{yes}{no}</span>"
    )


def _true(value: bool) -> str:
    return "true" if value else "false"


def _told(rating: Rating | None, words: AskTexts) -> str:
    return plain(words.thanked) if rating is not None and rating.kept is not None and not rating.problem else ""


def _reason(exchange: Exchange, words: AskTexts) -> str:
    rating = exchange.rating
    if rating is None:
        return ""
    wrong = problem(rating.problem) if rating.problem else ""
    if rating.kept is None or rating.reasoned:
        return wrong
    return (
        f'{wrong}<form class="why" data-of="{exchange.id}"><label>{plain(words.reason_label)}'
        f'<input type="text" name="reason" maxlength="2000" autocomplete="off"></label>'
        f'<button type="submit">{plain(words.reason_send)}</button></form>'
    )


def _explained(exchange: Exchange, texts: Texts, words: AskTexts) -> str:
    answer, explanation = exchange.answer, exchange.explanation
    if answer is None or explanation is None:
        return ""
    rows = _rows(exchange, answer, explanation, texts, words)
    return f'<dl class="explained">{"".join(f"<dt>{plain(name)}</dt><dd>{said}</dd>" for name, said in rows)}</dl>'


def _rows(
    exchange: Exchange, answer: Answer, explanation: Explanation, texts: Texts, words: AskTexts
) -> Iterator[tuple[str, str]]:
    """What is named, and what is said of it as HTML."""
    making = explanation.making
    if answer.standalone_question.strip() not in ("", answer.question.strip()):
        yield texts.understood_as.rstrip(":"), f"<bdi>{plain(answer.standalone_question)}</bdi>"
    yield words.asked_of, _scope(exchange.filters, texts, words)
    yield words.engine, _engine(answer, making, words)
    if making.passages:
        yield words.read, _read(explanation, texts, words)
    dropped = sum(not check.shown for check in making.checks)
    if dropped:
        yield words.dropped, number(dropped, texts)
    if answer.timings_ms:
        yield words.durations, plain(", ".join(_durations(answer.timings_ms, texts, words)))
    yield words.confidence, plain(words.certainty.format(percent=round(answer.confidence * 100)))
    yield words.index, plain(words.index_version.format(version=answer.index_version))
    if answer.record:
        yield words.permalink, f'<a href="{plain(address_of(answer.record))}">{plain(words.permalink_open)}</a>'


def _read(explanation: Explanation, texts: Texts, words: AskTexts) -> str:
    count = len(explanation.making.passages)
    form = words.read_one if count == 1 else words.read_many
    titles = "; ".join(f"<bdi>{plain(article.title)}</bdi>" for article in explanation.read)
    return _around(form.replace("{count}", number(count, texts)), "titles", titles)


def _scope(filters: Filters, texts: Texts, words: AskTexts) -> str:
    said = filter_words(filters, texts).values()
    return ", ".join(f"<bdi>{plain(each)}</bdi>" for each in said) or plain(words.everything)


def _engine(answer: Answer, making: Making, words: AskTexts) -> str:
    if answer.engine is not Engine.LLM:
        return plain(words.by_quotes)
    if making.use is None:
        return plain(words.by_model)
    return plain(words.by_model_named.format(model=making.use.model, prompt=making.use.prompt_version))


def _durations(timings: dict[str, int], texts: Texts, words: AskTexts) -> Iterator[str]:
    for step, took in timings.items():
        yield words.duration.format(step=words.steps.get(step, step), count=number(took, texts))


def _around(text: str, name: str, inner: str) -> str:
    """A text with HTML in the place of one name."""
    before, _, after = text.partition(f"{{{name}}}")
    return f"{plain(before)}{inner}{plain(after)}"
