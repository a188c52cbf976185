"""The claim that is open beside its text, as HTML: what speaks for and against it, and what people decide on it."""

from collections.abc import Sequence

from assistant import CheckedClaim, ClaimRecord, Decision, Evidence, Verdict
from ui.check_rendering import outcome, verdict, why_not
from ui.check_texts import CheckTexts, check_texts
from ui.check_types import Notice, Subject
from ui.rendering import badge, dated, here, plain, problem, separated
from ui.texts import Texts, copies, number, side_headings

LONGEST_COMMENT, LONGEST_NAME, LONGEST_REASON = 4_000, 200, 2_000


def claim_panel(
    subject: Subject | None, texts: Texts, *, name: str = "", user: str | None = None, notice: Notice | None = None
) -> str:
    """The panel beside the text: what it is for, or the claim that was opened.

    Args:
        subject: the claim that is open.
        texts: the language of the frame.
        name: who decided last in this session.
        user: who is logged in, and decides under this name alone.
        notice: what became of the last thing somebody did to this claim.
    """
    own = check_texts(texts.lang)
    if subject is None:
        return (
            f'<section class="claim-panel closed" aria-label="{plain(own.claim)}"><p>{plain(own.claim_none)}</p>'
            "</section>"
        )
    claim = subject.claim
    judged = _judged if claim.checkable else _unchecked
    desk = _desk(subject, own, texts, _by(name, user, own), notice) if claim.checkable else ""
    return (
        f'<section class="claim-panel" aria-labelledby="claim-title" data-opening="{subject.opening}"'
        f' data-subject="{subject.key}">{_bar(subject, own, texts)}'
        f'<h2 id="claim-title" tabindex="-1" dir="auto">{plain(claim.claim)}</h2>{_meant(claim, own, texts)}'
        f'<p class="found">{verdict(outcome(claim), texts)}{_sure(claim, own)}</p>'
        f"{judged(subject, own, texts)}{desk}</section>"
    )


def _bar(subject: Subject, own: CheckTexts, texts: Texts) -> str:
    """Where the claim stands, and the ways to its neighbours and back to the text."""
    if subject.position is None:
        record = number(subject.record.id, texts) if subject.record else ""
        said, steps = own.claim_record.format(number=record), ""
    else:
        said = own.claim_position.format(position=subject.position + 1, total=subject.total)
        steps = _step(subject, -1, own.previous) + _step(subject, 1, own.following)
    return (
        f'<div class="bar"><span class="label">{plain(said)}</span><div class="actions">{steps}'
        f'<button type="button" class="way" data-back>{plain(own.back_to_text)}</button></div></div>'
    )


def _step(subject: Subject, by: int, said: str) -> str:
    there = (subject.position or 0) + by
    off = "" if 0 <= there < subject.total else " disabled"
    return f'<button type="button" class="way" data-claim="{there}" data-step="{by}"{off}>{plain(said)}</button>'


def _meant(claim: CheckedClaim, own: CheckTexts, texts: Texts) -> str:
    """Who says it and how it was understood, where that is not the claim itself."""
    lines = []
    if claim.speaker:
        before, _, after = texts.claim_speaker.partition("{name}")
        lines.append(f"{plain(before)}<bdi>{plain(claim.speaker)}</bdi>{plain(after)}")
    if claim.meant and claim.meant != claim.claim:
        lines.append(f'{plain(own.understood_as)} <bdi class="understood">{plain(claim.meant)}</bdi>')
    return "".join(f'<p class="meant">{line}</p>' for line in lines)


def _sure(claim: CheckedClaim, own: CheckTexts) -> str:
    if not claim.checkable or not claim.confidence:
        return ""
    return f'<span class="sure">{plain(own.sure.format(percent=round(100 * claim.confidence)))}</span>'


def _unchecked(subject: Subject, own: CheckTexts, texts: Texts) -> str:
    del own
    return f'<p class="explanation">{plain(why_not(subject.claim, texts.lang))}</p>'


def _judged(subject: Subject, own: CheckTexts, texts: Texts) -> str:
    claim = subject.claim
    explained = f'<p class="explanation" dir="auto" lang="{plain(claim.lang)}">{plain(claim.explanation)}</p>'
    as_of = own.as_of_note.partition("{when}")
    stand = f'<p class="asked-of">{plain(as_of[0])}{dated(subject.as_of, texts)}{plain(as_of[2])}</p>'
    return (
        f"{explained if claim.explanation else ''}{stand if subject.as_of else ''}{_notes(subject, own)}"
        f"{_before(subject.before, own, texts)}{_sides(claim, own, texts)}"
    )


def _notes(subject: Subject, own: CheckTexts) -> str:
    """Why somebody has to look at the claim again."""
    notes = [own.taken_back] if subject.taken_back else []
    if subject.record and subject.record.changed and subject.record.decisions:
        cited = {each.article_id: each.title for each in (*subject.claim.supporting, *subject.claim.opposing)}
        titles = ", ".join(cited.get(changed, changed) for changed in subject.record.changed)
        notes.append(own.reopened.format(articles=titles))
    return _lines("note", notes)


def _before(records: Sequence[ClaimRecord], own: CheckTexts, texts: Texts) -> str:
    if not records:
        return ""
    items = "".join(_earlier(record, own, texts) for record in records)
    return f'<h3>{plain(own.before)}</h3><ul class="before">{items}</ul>'


def _earlier(record: ClaimRecord, own: CheckTexts, texts: Texts) -> str:
    opening = plain(own.open_record.format(number=number(record.id, texts)))
    found = _decisions(record.decisions, texts) or f'<p class="about">{verdict(record.verdict.value, texts)}</p>'
    return (
        f'<li><p class="wording" dir="auto">{plain(record.checked.claim)}</p>{found}'
        f'<button type="button" class="way" data-record="{record.id}">{opening}</button></li>'
    )


def _sides(claim: CheckedClaim, own: CheckTexts, texts: Texts) -> str:
    """What speaks for the claim, then what speaks against it; numbered through, as `data-quote` names them."""
    if not claim.supporting and not claim.opposing:
        return f'<p class="none">{plain(own.no_quotation)}</p>'
    for_it, against_it = side_headings(claim.verdict, texts)
    shift = len(claim.supporting)
    sides = (
        (for_it, own.agrees, claim.supporting, 1),
        (against_it, own.differs, claim.opposing, shift + 1),
    )
    return "".join(
        f'<h3>{plain(heading)}</h3><ol class="cards">'
        f"{''.join(_card(n, each, compared, own, texts) for n, each in enumerate(side, start=first))}</ol>"
        for heading, compared, side, first in sides
        if side
    )


def _card(n: int, evidence: Evidence, compared: str, own: CheckTexts, texts: Texts) -> str:
    """One quotation, word for word, and where it stands; its button opens the article."""
    named = plain(own.show_quotation.format(n=n, title=evidence.title))
    named_words = f"{compared} {'; '.join(evidence.differences)}" if evidence.differences else ""
    remarks = (named_words, own.hearsay if evidence.hearsay else "")
    return (
        f'<li class="card" data-card="{n}"><span class="n" aria-hidden="true">{n}</span>'
        f'<blockquote dir="auto">{texts.quotation_open}{plain(evidence.quote)}{texts.quotation_close}</blockquote>'
        f"{_lines('remark', remarks)}"
        f'<p class="headline" dir="auto">{plain(evidence.title)}</p>'
        f'<p class="origin">{_origin(evidence, texts)}{badge(evidence.status, texts)}</p>'
        f'<button type="button" class="open" data-quote="{n}" aria-label="{named}">{plain(texts.show_in_article)}'
        "</button></li>"
    )


def _lines(kind: str, lines: Sequence[str]) -> str:
    return "".join(f'<p class="{kind}" dir="auto">{plain(line)}</p>' for line in lines if line)


def _origin(evidence: Evidence, texts: Texts) -> str:
    outlet = (f"<bdi>{plain(evidence.outlet)}</bdi>",) if evidence.outlet else ()
    updated = (f"{plain(texts.as_of)} {dated(evidence.updated, texts)}",) if evidence.updated else ()
    said = copies(evidence.copies, evidence.agencies, texts)
    of_one = (f'<span class="copies">{plain(said)}</span>',) if said else ()
    return separated((*outlet, dated(evidence.published, texts), *updated, *of_one))


def _done(notice: Notice | None) -> str:
    """What became of the last thing somebody did; the place for it is there from the start."""
    told = "" if notice is None else problem(notice.text) if notice.failed else f"<p>{plain(notice.text)}</p>"
    return f'<div class="done" role="status">{told}</div>'


def _desk(subject: Subject, own: CheckTexts, texts: Texts, by: str, notice: Notice | None) -> str:
    """What people decided on the claim and may decide."""
    record = subject.record
    decided = _decisions(record.decisions, texts) if record else ""
    return (
        f"<h3>{plain(own.history)}</h3>{decided or _lines('none', (own.no_decision,))}"
        f"{_kept(subject, own, texts)}{_decision_form(subject, own, texts, by)}{_done(notice)}{_rating(subject, own)}"
    )


def _decisions(decisions: Sequence[Decision], texts: Texts) -> str:
    """The decisions, the last one first."""
    items = "".join(_decision(decision, texts) for decision in reversed(decisions))
    return f'<ol class="decisions">{items}</ol>' if items else ""


def _decision(decision: Decision, texts: Texts) -> str:
    by = (f"<bdi>{plain(decision.name)}</bdi>",) if decision.name else ()
    comment = f'<p class="comment" dir="auto">{plain(decision.comment)}</p>' if decision.comment else ""
    return (
        f'<li><p class="about">{verdict(decision.verdict.value, texts)}'
        f"<span>{separated((*by, dated(here(decision.at)[:10], texts)))}</span></p>{comment}</li>"
    )


def _kept(subject: Subject, own: CheckTexts, texts: Texts) -> str:
    if subject.record is not None:
        before, _, after = own.on_desk.format(number=number(subject.record.id, texts), when="{when}").partition(
            "{when}"
        )
        when = dated(here(subject.record.checked_at)[:10], texts)
        kept = f'<p class="kept">{plain(before)}{when}{plain(after)}</p>'
    else:
        kept = ""
    if subject.position is None or (subject.record is not None and subject.record.checked == subject.claim):
        return kept
    said = own.keep if subject.record is None else own.renew
    return f'{kept}<button type="button" class="secondary keep" data-keep>{plain(said)}</button>'


def _by(name: str, user: str | None, own: CheckTexts) -> str:
    """Under which name somebody decides: what they enter, or what they have logged in with."""
    if user is not None:
        return f'<p class="hint">{plain(own.name_label)}: <bdi>{plain(user)}</bdi></p>'
    return (
        f'<label for="decision-name">{plain(own.name_label)}</label>'
        f'<input id="decision-name" name="name" type="text" maxlength="{LONGEST_NAME}" autocomplete="name" dir="auto"'
        f' value="{plain(name)}">'
    )


def _decision_form(subject: Subject, own: CheckTexts, texts: Texts, by: str) -> str:
    choices = "".join(
        f'<label><input type="radio" name="verdict" value="{each.value}">{verdict(each.value, texts)}</label>'
        for each in Verdict
    )
    count = len(subject.record.decisions) if subject.record else 0
    return (
        f'<form class="decision" data-draft="{subject.key}-{count}" novalidate>'
        f'<fieldset><legend>{plain(own.decide)}</legend><div class="choices" role="radiogroup"'
        f' aria-label="{plain(own.verdict_label)}">{choices}</div>'
        f'<label for="decision-comment">{plain(own.comment_label)}</label>'
        f'<textarea id="decision-comment" name="comment" rows="3" maxlength="{LONGEST_COMMENT}" dir="auto"></textarea>'
        f'{by}<button type="submit" class="primary">{plain(own.save)}</button></fieldset></form>'
    )


def _rating(subject: Subject, own: CheckTexts) -> str:
    hint = f'<p class="hint">{plain(own.rate_hint)}</p>' if subject.record is None else ""
    return (
        f'<form class="rating" data-draft="{subject.key}" novalidate><fieldset><legend>{plain(own.rate)}</legend>{hint}'
        f'<label for="rating-reason">{plain(own.rate_reason)}</label>'
        f'<input id="rating-reason" name="reason" type="text" maxlength="{LONGEST_REASON}" dir="auto">'
        f'<div class="thumbs"><button type="submit" class="secondary" value="yes">'
        f"{plain(own.useful)}</button>"
        f'<button type="submit" class="secondary" value="no">{plain(own.useless)}'
        "</button></div></fieldset></form>"
    )
