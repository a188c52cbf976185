"""The conversation as HTML: questions, answers with their quotations, abstentions. Values in, strings out.

`ui.rendering.plain` is the one way for untrusted text into it.
"""

from collections.abc import Iterator, Sequence

from assistant import Answer, AnswerStatus, Citation, Engine, Nearest, Sentence, Status
from ui.ask_tools import recorded_note, tools
from ui.filtering import filter_labels
from ui.rendering import badge, dated, here, plain, problem, separated
from ui.texts import SAMPLE_OUTLET, Texts, contradiction, copies, day
from ui.types import Exchange, Kind, Reference, Stage

_LONG_ANSWER = 90


def conversation(exchanges: Sequence[Exchange], status: Status | None, texts: Texts, *, notice: str = "") -> str:
    """All exchanges of a session, oldest first; before the first one, a welcome.

    Args:
        exchanges: the questions and what became of them.
        status: what the archive holds; None if it could not say.
        texts: the language of the frame.
        notice: one line above them; empty if there is nothing to say.
    """
    numbered = list(enumerate(exchanges, start=1))
    said = "".join(_exchange(exchange, texts, last=n == len(numbered)) for n, exchange in numbered)
    aloud = _aloud(exchanges[-1], texts) if exchanges else ""
    return (
        f'<p class="unseen" role="status" aria-live="polite">{aloud}</p>{_stale(status, texts)}'
        f'<section class="conversation" aria-label="{plain(texts.conversation)}">{problem(notice) if notice else ""}'
        f"{said or _welcome(status, texts)}</section>"
    )


def _stale(status: Status | None, texts: Texts) -> str:
    """The banner over everything when the sources were not read for too long."""
    if status is None or not status.stale:
        return ""
    read = status.last_sync
    said = texts.stale.format(when=day(here(read), texts)) if read else texts.never_synced
    return f'<p class="stale" role="note">{plain(said)}</p>'


def _welcome(status: Status | None, texts: Texts) -> str:
    if status is not None and status.articles == 0:
        return (
            f'<div class="welcome empty"><h2>{plain(texts.empty_archive)}</h2>'
            f"<p>{plain(texts.empty_archive_add)}</p><pre><code>belegt add FOLDER</code></pre>"
            f"<p>{plain(texts.empty_archive_samples)}</p><pre><code>belegt ui --samples</code></pre></div>"
        )
    return (
        f'<div class="welcome"><h2>{plain(texts.welcome)}</h2><p>{plain(texts.welcome_detail)}</p>'
        f"{_examples(status, texts)}</div>"
    )


def _examples(status: Status | None, texts: Texts) -> str:
    """Example questions, if the archive holds the sample articles that answer them."""
    if status is None or SAMPLE_OUTLET not in status.by_outlet:
        return ""
    items = "".join(
        f'<li><button type="button" data-example="{position}">{plain(example)}</button></li>'
        for position, example in enumerate(texts.examples)
    )
    return f'<p class="label">{plain(texts.try_one)}</p><ul class="examples">{items}</ul>'


def _aloud(exchange: Exchange, texts: Texts) -> str:
    """What a screen reader says when an exchange changes: once that it grows, at last the answer without quotations."""
    if exchange.stage is Stage.PENDING:
        return plain(texts.searching)
    if exchange.stage is Stage.GROWING:
        return plain(texts.checking)
    stopped = [texts.stopped if exchange.answer else texts.stopped_unproven] if exchange.stopped else []
    said = _answer_aloud(exchange.answer, texts) if exchange.answer else []
    return plain(" ".join((*stopped, *said)))


def _answer_aloud(answer: Answer, texts: Texts) -> list[str]:
    if not _proven(answer):
        return [texts.abstained]
    prose = " ".join(sentence.text for sentence in answer.sentences) if _is_written(answer) else answer.answer
    said = texts.answered_aloud.format(
        short=(answer.short_answer or prose).removesuffix("."), proof=_proof(answer, texts)
    )
    return [said, texts.unsure] if answer.unsure else [said]


def _exchange(exchange: Exchange, texts: Texts, *, last: bool) -> str:
    below = tools(exchange, texts, last=last) if exchange.stage is Stage.SETTLED else ""
    return (
        f'<article class="exchange" data-exchange="{exchange.id}" data-state="{exchange.stage}">'
        f'<h2 class="question" dir="auto"><span class="unseen">{plain(texts.you_asked)} </span>'
        f"{plain(exchange.question)}</h2>{filter_labels(exchange.filters, texts)}"
        f"{_outcome(exchange, texts)}{below}</article>"
    )


def _outcome(exchange: Exchange, texts: Texts) -> str:
    if exchange.stage is Stage.PENDING:
        return _waiting("searching", texts.searching)
    if exchange.answer is None:
        return (
            _line("stopped", texts.stopped_unproven)
            if exchange.stopped
            else problem(exchange.problem or texts.unexpected)
        )
    body = _answered if _proven(exchange.answer) else _abstained
    recorded = recorded_note(exchange.recorded, exchange.answer, texts)
    return f'<div class="answer">{recorded}{body(exchange, exchange.answer, texts)}</div>'


def _line(kind: str, text: str) -> str:
    """One line of our own about an answer."""
    return f'<p class="{kind}">{plain(text)}</p>'


def _waiting(kind: str, text: str) -> str:
    """One line that says that something is going on; `_aloud` says it to screen readers."""
    return f'<p class="{kind}" aria-hidden="true">{plain(text)}</p>'


def _proven(answer: Answer) -> bool:
    """Nothing is shown as an answer that no quotation backs."""
    return answer.status is AnswerStatus.ANSWERED and bool(answer.citations)


def _is_written(answer: Answer) -> bool:
    """Whether the sentences of an answer are prose, not its quotations."""
    return answer.engine is Engine.LLM


def _rewritten(answer: Answer, texts: Texts) -> str:
    """How a follow-up question was understood, where that differs from what was typed."""
    if answer.standalone_question.strip() in ("", answer.question.strip()):
        return ""
    return (
        f'<p class="rewritten">{plain(texts.understood_as)} '
        f'<bdi class="understood">{plain(answer.standalone_question)}</bdi></p>'
    )


def _answered(exchange: Exchange, answer: Answer, texts: Texts) -> str:
    """A proven answer: what is short, what is said, what proves it.

    These parts are always there, each appended to at its end: a browser keeps what it has while the answer grows, and
    with it the focus and what is selected.
    """
    unsure = _line("unsure", texts.unsure) if answer.unsure else ""
    said = f"{_prose(exchange.id, answer, texts)}{_remarks(exchange, answer, texts)}"
    return (
        f'<div class="gist">{_rewritten(answer, texts)}{_short(answer)}{unsure}</div><div class="saying">{said}</div>'
        f"{_proofs(exchange.id, answer, texts)}"
    )


def _proofs(exchange_id: int, answer: Answer, texts: Texts) -> str:
    """The quotations; what stands against a written answer comes last, for itself."""
    backing = _backing(answer)
    against = [citation for citation in answer.citations if citation not in backing]
    groups = ((_proof(answer, texts), backing), (texts.contradicting, against))
    return "".join(
        f'{_line("proof", heading)}<ol class="cards">{"".join(_card(exchange_id, each, texts) for each in group)}</ol>'
        for heading, group in groups
        if group
    )


def _backing(answer: Answer) -> list[Citation]:
    """The quotations that prove something: of a written answer those that a sentence names, else all."""
    if not _is_written(answer):
        return list(answer.citations)
    named = {n for sentence in answer.sentences for n in sentence.citations}
    return [citation for citation in answer.citations if citation.n in named]


def _remarks(exchange: Exchange, answer: Answer, texts: Texts) -> str:
    """What a reader has to know of how an answer came about, and where its quotations contradict each other."""
    lines = (
        (_line("written", texts.written_by_model), _is_written(answer)),
        (_waiting("checking", texts.checking), exchange.stage is Stage.GROWING),
        (_line("stopped", texts.stopped), exchange.stopped),
        (_line("cut-off", texts.cut_off), answer.cut_off),
        (_line("fallback", texts.quoted_instead), answer.fallback is not None),
    )
    said = "".join(line for line, holds in lines if holds)
    return said + "".join(_conflicts(exchange.id, answer, texts))


def _conflicts(exchange_id: int, answer: Answer, texts: Texts) -> Iterator[str]:
    for conflict in answer.conflicts:
        said = contradiction(
            conflict,
            answer.citations,
            texts,
            marker=lambda cited: _marker(exchange_id, cited, texts),
            safe=lambda text: f"<bdi>{plain(text)}</bdi>",
        )
        if said:
            yield f'<p class="conflict">{said}</p>'


def _short(answer: Answer) -> str:
    if not answer.short_answer:
        return ""
    size = " long" if len(answer.short_answer) > _LONG_ANSWER else ""
    note = f'<p class="reckoned" dir="auto">{plain(answer.note)}</p>' if answer.note else ""
    return f'<p class="short{size}" dir="auto">{plain(answer.short_answer)}</p>{note}'


def _prose(exchange_id: int, answer: Answer, texts: Texts) -> str:
    """The sentences of the answer with their numbers.

    Of an answer out of quotations those are left out that repeat a quotation or the short answer.
    """
    repeated = {citation.quote.strip() for citation in answer.citations} | {(answer.short_answer or "").strip()}
    sentences = [
        sentence for sentence in answer.sentences if _is_written(answer) or sentence.text.strip() not in repeated
    ]
    if not sentences:
        return ""
    cited = {citation.n: citation for citation in answer.citations}
    said = " ".join(_sentence(exchange_id, sentence, cited, texts) for sentence in sentences)
    return f'<p class="said" dir="auto">{said}</p>'


def _sentence(exchange_id: int, sentence: Sentence, cited: dict[int, Citation], texts: Texts) -> str:
    markers = "".join(_marker(exchange_id, cited[n], texts) for n in sentence.citations if n in cited)
    return f"<bdi>{plain(sentence.text)}</bdi>{markers}"


def _marker(exchange_id: int, citation: Citation, texts: Texts) -> str:
    """The number of a quotation, to open it."""
    named = plain(texts.show_named.format(n=citation.n, title=citation.title))
    return (
        f'<button type="button" class="marker" data-open="{_citation_key(exchange_id, citation.n)}"'
        f' aria-label="{named}">{citation.n}</button>'
    )


def _proof(answer: Answer, texts: Texts) -> str:
    count = len(_backing(answer))
    return texts.proof_one if count == 1 else texts.proof_many.format(count=count)


def _citation_key(exchange_id: int, n: int) -> str:
    return Reference(exchange=exchange_id, kind=Kind.CITATION, number=n).key


def _card(exchange_id: int, citation: Citation, texts: Texts) -> str:
    """One quotation and where it stands; a click anywhere on it opens the article, and so does its button."""
    key = _citation_key(exchange_id, citation.n)
    named = plain(texts.show_named.format(n=citation.n, title=citation.title))
    return (
        f'<li class="card" data-card="{key}"><span class="n" aria-hidden="true">{citation.n}</span>'
        f'<blockquote dir="auto">{texts.quotation_open}{plain(citation.quote)}{texts.quotation_close}</blockquote>'
        f'<p class="headline" dir="auto">{plain(citation.title)}</p>'
        f'<p class="origin">{_origin(citation, texts)}{badge(citation.status, texts)}</p>'
        f"{_as_of(citation.updated, texts)}"
        f'<button type="button" class="open" data-open="{key}" aria-label="{named}">'
        f"{plain(texts.show_in_article)}</button></li>"
    )


def _origin(citation: Citation, texts: Texts) -> str:
    names = (f"<bdi>{plain(name)}</bdi>" for name in (citation.outlet, citation.author) if name)
    said = copies(citation.copies, citation.agencies, texts)
    of_one = (f'<span class="copies">{plain(said)}</span>',) if said else ()
    return separated((*names, dated(citation.published, texts), *of_one))


def _as_of(updated: str | None, texts: Texts) -> str:
    return f'<p class="as-of">{plain(texts.as_of)} {dated(updated, texts)}</p>' if updated else ""


def _abstained(exchange: Exchange, answer: Answer, texts: Texts) -> str:
    reason = _line("reason", texts.reasons[answer.reason]) if answer.reason else ""
    unreached = _line("fallback", texts.model_unreached) if answer.fallback else ""
    return (
        f"{_rewritten(answer, texts)}{_line('abstained', texts.abstained)}{reason}{unreached}"
        f"{_nearest(exchange.id, answer.nearest, texts)}"
    )


def _nearest(exchange_id: int, nearest: Sequence[Nearest], texts: Texts) -> str:
    if not nearest:
        return ""
    keys = (Reference(exchange=exchange_id, kind=Kind.NEAREST, number=position).key for position in range(len(nearest)))
    items = "".join(
        f'<li><button type="button" data-open="{key}" dir="auto">{plain(article.title)}</button></li>'
        for key, article in zip(keys, nearest, strict=True)
    )
    return f'<p class="label">{plain(texts.nearest)}</p><ul class="nearest">{items}</ul>'
