"""The inbox of feedback as HTML, and files for the browser to take.

Questions, claims, reasons and quotations are untrusted; `ui.rendering.plain` is their one way into what is shown.
"""

import html
from collections.abc import Sequence

from assistant import AnswerRecord, AnswerStatus, ClaimRecord, Feedback
from ui.quality_figures import Words, when
from ui.quality_texts import QualityTexts
from ui.quality_types import CHOICES, Choice, Entry
from ui.rendering import plain, problem
from ui.texts import Texts, day, number

LONGEST, LONGEST_LABEL = 600, 100
MOST_QUOTATIONS = 5

Quoted = list[tuple[str, str, str | None]]


def loading_html(texts: QualityTexts) -> str:
    """What stands there until the report and the feedback are read."""
    return f'<p class="loading" role="status">{plain(texts.loading)}</p>'


def inbox_html(
    entries: Sequence[Entry],
    *,
    listed: int,
    most: int | None,
    empty: bool,
    choice: Choice,
    said: str,
    problem_line: str,
    words: Words,
) -> str:
    """The feedback: the filters, what they let through, newest first, and the button that saves it as cases.

    Args:
        entries: what is shown of it.
        listed: how many the filters let through.
        most: how many were read, if there may be more.
        empty: whether there is none at all.
        choice: the filters.
        said: what a screen reader hears of the last thing done; it is shown, too.
        problem_line: what went wrong, if something did.
        words: the wording of the view and of the page.
    """
    texts, _ = words
    trouble = problem(problem_line) if problem_line else ""
    if empty:
        body = "" if problem_line else _no_feedback(texts)
    else:
        body = f"{_filters(choice, texts)}{_listed(entries, listed, most, words)}"
    return (
        f'<section class="inbox" aria-labelledby="inbox-title"><h2 id="inbox-title">{plain(texts.inbox)}</h2>'
        f'<p class="lead-in">{plain(texts.inbox_lead)}</p><p class="done" role="status">{plain(said)}</p>'
        f"{trouble}{body}</section>"
    )


def _no_feedback(texts: QualityTexts) -> str:
    return (
        f'<div class="nothing"><p class="lead">{plain(texts.no_feedback)}</p>'
        f"<p>{plain(texts.no_feedback_detail)}</p></div>"
    )


def _filters(choice: Choice, texts: QualityTexts) -> str:
    groups = (
        ("state", texts.by_state, texts.states, choice.state),
        ("rating", texts.by_rating, texts.ratings, choice.rating),
        ("about", texts.by_about, texts.abouts, choice.about),
    )
    boxes = "".join(_filter(*group) for group in groups)
    return f'<div class="inbox-filters" role="group" aria-label="{plain(texts.filters)}">{boxes}</div>'


def _filter(name: str, label: str, named: dict[str, str], chosen: str) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{plain(named[value])}</option>'
        for value in CHOICES[name]
    )
    return f'<label class="inbox-filter">{plain(label)} <select data-filter="{name}">{options}</select></label>'


def _listed(entries: Sequence[Entry], listed: int, most: int | None, words: Words) -> str:
    texts, frame = words
    limit = f" {texts.newest_only.format(count=number(most, frame))}" if most is not None else ""
    if not entries:
        return f'<p class="nothing">{plain(texts.none_matching + limit)}</p>'
    count = texts.listed_one if listed == 1 else texts.listed_many.format(count=number(listed, frame))
    items = "".join(_entry(entry, words) for entry in entries)
    rest = (
        f'<button type="button" class="action more" data-more>{plain(texts.more)}</button>'
        if listed > len(entries)
        else ""
    )
    return (
        f'<div class="bar"><p class="count">{plain(count + "." + limit)}</p>{_save(listed, words)}</div>'
        f'<ul class="entries">{items}</ul>{rest}'
    )


def _save(listed: int, words: Words) -> str:
    """The button that saves what is listed, or what is ticked, as cases; the script puts in how many are ticked."""
    texts, frame = words
    everything = texts.save_one if listed == 1 else texts.save_all.format(count=number(listed, frame))
    return (
        f'<button type="button" class="action primary" data-cases data-all="{plain(everything)}"'
        f' data-some="{plain(texts.save_chosen)}">{plain(everything)}</button>'
    )


def _entry(entry: Entry, words: Words) -> str:
    texts, frame = words
    given = entry.feedback
    sign, rated = ("✓", texts.useful) if given.useful else ("✗", texts.not_useful)
    choose = texts.choose.format(question=_clipped(given.question, LONGEST_LABEL))
    badge = f'<span class="badge">{plain(texts.handled)}</span>' if given.handled else ""
    reason = f"{plain(texts.reason)} <q>{plain(given.reason)}</q>" if given.reason else plain(texts.no_reason)
    return (
        f'<li class="entry" data-handled="{"yes" if given.handled else "no"}"><div class="pick">'
        f'<input type="checkbox" data-pick="{given.id}" aria-label="{plain(choose)}">'
        f'</div><div class="told"><p class="meta"><span class="rating" data-useful="{"yes" if given.useful else "no"}">'
        f'<span aria-hidden="true">{sign}</span> {plain(rated)}</span>'
        f'<span class="part">{plain(texts.answer if given.about == "answer" else texts.verdict)}</span>'
        f'<span class="part"><time datetime="{plain(given.at)}">{plain(when(given.at, frame))}</time></span>{badge}</p>'
        f'<h3 dir="auto" lang="{plain(given.lang)}">{plain(_clipped(given.question))}</h3>{_judged(entry, words)}'
        f'<p class="reasoned" dir="auto">{reason}</p>{_settler(given, texts)}</div></li>'
    )


def _settler(given: Feedback, texts: QualityTexts) -> str:
    label, named = (texts.reopen, texts.reopen_named) if given.handled else (texts.settle, texts.settle_named)
    return (
        f'<button type="button" class="action" data-settle="{given.id}" data-to="{"no" if given.handled else "yes"}"'
        f' aria-label="{plain(named.format(question=_clipped(given.question, LONGEST_LABEL)))}">{plain(label)}</button>'
    )


def _judged(entry: Entry, words: Words) -> str:
    """What was said, as it may be shown now: a short answer or a verdict, and its quotations on demand."""
    texts, _ = words
    if entry.judged is None:
        return f'<p class="was-said">{plain(texts.gone)}</p>'
    if isinstance(entry.judged, AnswerRecord):
        said, quoted = _answer_said(entry.judged, words)
    else:
        said, quoted = _verdict_said(entry.judged, entry.feedback, words)
    return f'<p class="was-said">{said}</p>{_quotations(quoted, words)}'


def _answer_said(record: AnswerRecord, words: Words) -> tuple[str, Quoted]:
    texts, frame = words
    answer = record.answer
    if answer.status is not AnswerStatus.ANSWERED:
        return f"{plain(texts.said)} {plain(frame.abstained)}", []
    if not answer.citations:
        return plain(texts.taken_back), []
    said = answer.short_answer or " ".join(each.text for each in answer.sentences)
    shown = f"<bdi>{plain(_clipped(said))}</bdi>" if said else plain(texts.no_short_answer)
    return f"{plain(texts.said)} {shown}", [(each.quote, each.title, each.published) for each in answer.citations]


def _verdict_said(record: ClaimRecord, given: Feedback, words: Words) -> tuple[str, Quoted]:
    texts, frame = words
    checked = record.checked
    named = {verdict.value: name for verdict, name in frame.verdicts.items()}
    said = f"{plain(texts.said)} {plain(named.get(given.status, given.status))}"
    if record.decisions:
        said += f' <span class="decided">{plain(texts.decided)} {plain(frame.verdicts[record.verdict])}</span>'
    quoted = [(each.quote, each.title, each.published) for each in (*checked.supporting, *checked.opposing)]
    return said, quoted


def _quotations(quoted: Quoted, words: Words) -> str:
    texts, frame = words
    if not quoted:
        return ""
    count = len(quoted)
    heading = texts.quotations_one if count == 1 else texts.quotations_many.format(count=number(count, frame))
    items = "".join(_quotation(each, frame) for each in quoted[:MOST_QUOTATIONS])
    return f'<details class="quoted"><summary>{plain(heading)}</summary><ul>{items}</ul></details>'


def _quotation(quoted: tuple[str, str, str | None], frame: Texts) -> str:
    quote, title, published = quoted
    return (
        f'<li><blockquote dir="auto">{frame.quotation_open}{plain(_clipped(quote))}{frame.quotation_close}</blockquote>'
        f'<p class="origin"><bdi>{plain(_clipped(title))}</bdi>, {plain(day(published, frame, clock=False))}</p></li>'
    )


def handed(kind: str, name: str, text: str, *, times: int) -> str:
    """A text for the script of the page to take, which no reader sees; `times` tells one from the next.

    It is escaped but nothing is left out of it: a quotation in a case has to stay what it is, character for character.
    """
    return (
        f'<span hidden data-times="{times}" data-kind="{kind}" data-name="{html.escape(name)}"'
        f' data-text="{html.escape(text)}"></span>'
    )


def _clipped(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()} …"
