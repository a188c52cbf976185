"""A checked text as HTML, with its claims marked in place, and the desk of claims: values in, strings out."""

import base64
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant import CheckedClaim, ClaimRecord, Verdict
from ui.check_texts import CheckTexts, check_texts
from ui.check_types import Check, DeskList, Download, Stage
from ui.rendering import dated, here, plain, problem, separated
from ui.texts import Texts, number

MOST_CHARACTERS = 100_000
NOT_CHECKABLE = "not_checkable"
SIGNS = {
    Verdict.SUPPORTED.value: "✓",
    Verdict.REFUTED.value: "✗",
    Verdict.CONFLICTING.value: "⇄",
    Verdict.NOT_ENOUGH_EVIDENCE.value: "?",
    NOT_CHECKABLE: "–",
}
_LONGEST_LISTED = 220


def outcome(claim: CheckedClaim) -> str:
    """What a claim is marked as: its verdict, or that it cannot be checked."""
    return claim.verdict.value if claim.checkable else NOT_CHECKABLE


def outcome_said(kind: str, texts: Texts) -> str:
    """The word for what a claim is marked as."""
    return texts.not_checkable if kind == NOT_CHECKABLE else texts.verdicts[Verdict(kind)]


def why_not(claim: CheckedClaim, lang: str) -> str:
    """Why a claim cannot be checked, in the language of the page."""
    return check_texts(lang).reasons.get(claim.reason or "", claim.explanation)


def verdict(kind: str, texts: Texts) -> str:
    """A verdict as sign and word."""
    said = plain(outcome_said(kind, texts))
    return f'<span class="verdict" data-verdict="{kind}">{sign(kind)}{said}</span>'


def sign(kind: str) -> str:
    """The sign of a verdict; the word is said beside it."""
    return f'<span class="sign" aria-hidden="true">{SIGNS[kind]}</span>'


def check_part(
    check: Check,
    texts: Texts,
    *,
    editing: bool = False,
    decided: Mapping[int, Verdict] | None = None,
    notice: str = "",
    empty_archive: bool = False,
) -> str:
    """The place for the text to check or, once there is one, that text with its claims marked.

    While `editing` it is to be changed and checked again. `decided` is what people decided on claims, by position,
    `notice` one line about the check as a whole.
    """
    if editing or check.stage is Stage.NONE:
        return _form(check, texts, notice, empty_archive=empty_archive)
    own = check_texts(texts.lang)
    return (
        f'<section class="checked" aria-labelledby="checked-title" data-check="{check.number}"'
        f' data-stage="{check.stage}"><div class="bar"><h2 id="checked-title" tabindex="-1">{plain(own.checked_text)}'
        f'</h2><div class="actions">{_actions(check, own)}</div></div>'
        f'<p class="unseen" role="status">{plain(own.beginning if check.running else _state(check, own, texts))}</p>'
        f'<p class="state">{plain(_state(check, own, texts))}</p>{_progress(check, own)}'
        f"{_as_of(check, own, texts)}{_tally(check, texts)}"
        f'<div class="marked-text" id="marked-text" role="group" aria-label="{plain(own.marked_label)}" dir="auto">'
        f"{''.join(_pieces(check, texts, decided or {}))}</div>{_outlook(check, own, notice)}</section>"
    )


def _form(check: Check, texts: Texts, notice: str, *, empty_archive: bool) -> str:
    own = check_texts(texts.lang)
    hint = own.input_hint.format(count="{count}", limit=number(MOST_CHARACTERS, texts))
    nothing = f'<p class="note">{plain(texts.empty_archive)} <code>belegt add</code></p>' if empty_archive else ""
    told = problem(notice) if notice else ""
    resume = f'<button type="button" class="secondary" data-resume>{plain(own.resume)}</button>'
    back = resume if check.claims else ""
    return (
        f'<form class="check-form" data-draft="{check.number}" novalidate><h2>{plain(own.welcome)}</h2>'
        f'<p class="detail">{plain(own.welcome_detail)}</p>{nothing}'
        f'<label for="check-input">{plain(own.input_label)}</label>'
        f'<textarea id="check-input" name="text" rows="9" maxlength="{2 * MOST_CHARACTERS}" dir="auto"'
        f' aria-describedby="check-count" placeholder="{plain(own.input_placeholder)}">\n{plain(check.text)}</textarea>'
        f'<p class="hint" id="check-count" data-said="{plain(hint)}" data-thousands="{plain(texts.thousands)}"></p>'
        f'<div class="told">{told}</div><div class="fields"><div class="as-of-field">'
        f'<label for="check-as-of">{plain(own.as_of_label)}</label>'
        f'<input type="date" id="check-as-of" name="as_of" value="{plain(check.as_of or "")}"'
        f' aria-describedby="check-as-of-hint"><p class="hint" id="check-as-of-hint">{plain(own.as_of_hint)}</p></div>'
        f'<div class="start"><div class="actions">{back}<button type="submit" class="primary">{plain(own.check)}'
        "</button></div>"
        f'<p class="hint">{plain(own.check_hint)}</p></div></div>'
        f'<p class="beginning" role="status" data-said="{plain(own.beginning)}"></p></form>'
    )


def _actions(check: Check, own: CheckTexts) -> str:
    if check.running:
        return f'<button type="button" class="secondary halt" data-halt>{plain(own.stop)}</button>'
    return (
        f'<button type="button" class="secondary" data-edit>{plain(own.edit)}</button>'
        f'<button type="button" class="secondary" data-fresh>{plain(own.fresh)}</button>'
    )


def _state(check: Check, own: CheckTexts, texts: Texts) -> str:
    """How far the check has come, in one line; screen readers hear when it begins and when it has ended."""
    if check.running:
        if not check.claims:
            return own.beginning
        done = len(check.claims)
        total = max(done, round(done / _share(check)))
        return own.progress.format(done=number(done, texts), total=number(total, texts))
    said = _found(check, own, texts)
    if check.stage is Stage.STOPPED:
        return f"{own.stopped} {said}"
    if check.stage is Stage.FAILED:
        return own.failed.format(problem=check.problem or own.unexpected)
    return said


def _found(check: Check, own: CheckTexts, texts: Texts) -> str:
    count = len(check.checkable)
    if count == 0:
        return own.nothing_checkable if check.stage is Stage.DONE else ""
    return own.done_one if count == 1 else own.done_many.format(count=number(count, texts))


def _share(check: Check) -> float:
    """What part of the text has been checked, above 0 and at most 1."""
    return min(max(check.claims[-1].end, 1) / max(len(check.text), 1), 1.0)


def _progress(check: Check, own: CheckTexts) -> str:
    """A bar while the check runs; empty, but there, when it does not: a browser then keeps the elements after it."""
    if not check.running:
        return '<div class="bar-of-progress"></div>'
    percent = round(100 * _share(check)) if check.claims else 0
    return (
        f'<div class="bar-of-progress"><progress max="100" value="{percent}" aria-label="{plain(own.progress_label)}">'
        f"{percent} %</progress></div>"
    )


def _as_of(check: Check, own: CheckTexts, texts: Texts) -> str:
    said = ""
    if check.as_of:
        before, _, after = own.as_of_note.partition("{when}")
        said = f"{plain(before)}{dated(check.as_of, texts)}{plain(after)}"
    return f'<p class="asked-of">{said}</p>'


def _tally(check: Check, texts: Texts) -> str:
    """How many claims there are of each verdict; the legend of the marks, too."""
    counted = Counter(outcome(claim) for claim in check.claims)
    items = "".join(
        f"<li>{verdict(kind, texts)} <strong>{number(counted[kind], texts)}</strong></li>"
        for kind in SIGNS
        if counted[kind]
    )
    return f'<ul class="tally" aria-label="{plain(check_texts(texts.lang).tally)}">{items}</ul>'


def _pieces(check: Check, texts: Texts, decided: Mapping[int, Verdict]) -> Iterator[str]:
    """The text in pieces, what no claim covers left plain.

    A claim that overlaps an earlier one, or lies outside the text, is not marked.
    """
    done = 0
    for position, claim in enumerate(check.claims):
        if done <= claim.start < claim.end <= len(check.text):
            yield plain(check.text[done : claim.start])
            said = check.text[claim.start : claim.end]
            yield _mark(position, claim, said, texts, decided.get(position))
            done = claim.end
    yield plain(check.text[done:])


def _mark(position: int, claim: CheckedClaim, said: str, texts: Texts, decided: Verdict | None) -> str:
    """A marked claim, which a click or Enter opens: its sign, the word for it unseen, and the claim itself."""
    kind, own = outcome(claim), check_texts(texts.lang)
    word = outcome_said(kind, texts)
    title = word if claim.checkable else f"{word}: {why_not(claim, texts.lang)}"
    by_people = own.decided_mark.format(verdict=texts.verdicts[decided]) if decided else ""
    pen = f'<span class="pen" title="{plain(by_people)}" aria-hidden="true">✎</span>' if decided else ""
    named = f"{word}, {by_people}: " if decided else f"{word}: "
    return (
        f'<a class="claim" role="button" href="#/check" data-claim="{position}" data-verdict="{kind}"'
        f' tabindex="-1" aria-pressed="false" title="{plain(title)}">{sign(kind)}{pen}'
        f'<span class="unseen">{plain(named)}</span>{plain(said)}</a>'
    )


def _outlook(check: Check, own: CheckTexts, notice: str) -> str:
    """What can be done with the claims: walk through them, keep them, take them away."""
    if not check.claims:
        return ""
    told = f'<p class="told" role="status">{plain(notice)}</p>' if notice else '<p class="told" role="status"></p>'
    keys = f'<p class="keys">{plain(own.keys)}</p>'
    if check.running or not check.checkable:
        return keys
    buttons = "".join(
        f'<button type="button" class="secondary" data-export="{form}">{plain(own.formats[form])}</button>'
        for form in own.formats
    )
    return (
        f'{keys}<div class="exports" role="group" aria-labelledby="export-label"><span class="label" id="export-label">'
        f'{plain(own.export)}</span>{buttons}</div><div class="keeping"><button type="button" class="secondary"'
        f" data-keep-all>{plain(own.keep_all)}</button>{told}</div>"
    )


def desk_part(desk: DeskList | None, texts: Texts) -> str:
    """The records of the desk; only its heading before anybody has looked at it."""
    own = check_texts(texts.lang)
    heading = f'<h2 id="desk-title">{plain(own.desk)}</h2>'
    if desk is None:
        return f'<section class="desk-list" aria-labelledby="desk-title">{heading}</section>'
    pressed = str(desk.only_open).lower()
    switch = f'<button type="button" class="secondary" data-only-open aria-pressed="{pressed}">{plain(own.only_open)}'
    return (
        f'<section class="desk-list" aria-labelledby="desk-title"><div class="bar">{heading}{switch}</button></div>'
        f'<p class="hint">{plain(own.desk_hint)}</p>{_listed(desk, own, texts)}</section>'
    )


def _listed(desk: DeskList, own: CheckTexts, texts: Texts) -> str:
    if desk.problem:
        return problem(desk.problem)
    if not desk.records:
        return f'<p class="none">{plain(own.desk_none_open if desk.only_open else own.desk_empty)}</p>'
    items = "".join(_record(record, own, texts) for record in desk.records)
    shown, total = number(len(desk.records), texts), number(desk.total, texts)
    part = own.desk_part.format(count=shown, total=total) if len(desk.records) < desk.total else ""
    return f'<ul class="records">{items}</ul><p class="hint">{plain(part)}</p>'


def _record(record: ClaimRecord, own: CheckTexts, texts: Texts) -> str:
    claim = record.checked.claim
    short = claim if len(claim) <= _LONGEST_LISTED else f"{claim[:_LONGEST_LISTED]} …"
    badge = f'<span class="badge">{plain(own.open_mark)}</span>' if record.open else ""
    return (
        f'<li><button type="button" class="record" data-record="{record.id}"><span class="wording" dir="auto">'
        f'{plain(short)}</span><span class="about">{verdict(record.verdict.value, texts)}{badge}'
        f"<span>{separated(_about(record, own, texts))}</span></span></button></li>"
    )


def _about(record: ClaimRecord, own: CheckTexts, texts: Texts) -> Sequence[str]:
    last = record.decisions[-1] if record.decisions else None
    by = (f"<bdi>{plain(last.name)}</bdi>",) if last and last.name else ()
    before, _, after = own.before_checked.partition("{when}")
    return (*by, f"{plain(before)}{dated(here(record.checked_at)[:10], texts)}{plain(after)}")


def download_part(download: Download | None) -> str:
    """A file that the browser saves as soon as it stands in the page."""
    if download is None:
        return ""
    content = base64.b64encode(download.content.encode()).decode()
    return (
        f'<span hidden data-download="{download.number}" data-name="{plain(download.name)}"'
        f' data-type="{plain(download.media_type)}" data-content="{content}"></span>'
    )
