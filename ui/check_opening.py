"""Opens what a text was checked against: a claim beside it, the article of a quotation, an earlier record.

Articles may be withdrawn or removed while a session has them: what rests on them is taken back before it is shown.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from assistant import Article, BelegtError, CheckedClaim, ClaimRecord, Evidence, NotFoundError, Verdict
from ui.check_state import CheckArchive, CheckSession, changing, tried
from ui.check_types import Subject
from ui.faults import told
from ui.types import Kind, Mark, OpenedSource, Reference

_log = logging.getLogger(__name__)


def open_claim(session: CheckSession, archive: CheckArchive, position: int) -> None:
    """Open a claim of the check; any other position changes nothing."""
    forget_hidden(session, archive)
    claims = session.check.claims
    if not 0 <= position < len(claims):
        return
    claim = claims[position]
    session.notice, session.source = None, None
    before = tried(session, lambda: archive.checked_before(claim)) if claim.checkable else None
    same = next((each for each in before or () if _wording(each.checked) == _wording(claim)), None)
    if same is not None:
        session.records[position] = same
    _open(
        session,
        Subject(
            claim=claim,
            position=position,
            total=len(claims),
            record=session.records.get(position),
            before=tuple(shown_record(archive, each) for each in before or () if each is not same),
            as_of=session.check.as_of,
            taken_back=position in session.taken_back,
        ),
    )


def open_record(session: CheckSession, archive: CheckArchive, record_id: int) -> None:
    """Open a claim from the desk."""
    session.notice, session.source = None, None
    record = tried(session, lambda: archive.desk().get(record_id))
    if record is not None:
        _open(session, _subject(archive, record))


def _subject(archive: CheckArchive, record: ClaimRecord) -> Subject:
    shown = shown_record(archive, record)
    taken_back = shown.checked != record.checked
    return Subject(claim=shown.checked, record=shown, as_of=record.as_of, taken_back=taken_back)


def _open(session: CheckSession, subject: Subject) -> None:
    session.opened += 1
    session.subject = replace(subject, opening=session.opened)


def close_claim(session: CheckSession) -> None:
    """Close the claim that is open, and the article with it."""
    session.subject = session.notice = session.source = None


def _wording(claim: CheckedClaim) -> str:
    """What the desk tells claims apart by."""
    return claim.meant or claim.claim


def shown_record(archive: CheckArchive, record: ClaimRecord) -> ClaimRecord:
    """A record as it may be shown: what was said of an article that cannot be read any more is left out.

    The desk leaves out such quotations itself, but not what was concluded from them.
    """
    hidden = cache(partial(is_hidden, archive))
    checked = _without(record.checked, hidden)
    if checked is record.checked and (any(map(hidden, record.changed)) or not _is_proven(checked)):
        checked = _concluded(checked)
    return record if checked is record.checked else replace(record, checked=checked)


def forget_hidden(session: CheckSession, archive: CheckArchive) -> None:
    """Take back what rests on articles that cannot be read any more."""
    hidden = cache(partial(is_hidden, archive))
    check = session.check
    claims = tuple(_without(claim, hidden) for claim in check.claims)
    changed = {position for position, claim in enumerate(claims) if claim is not check.claims[position]}
    with changing:
        if changed and session.check.number == check.number:
            session.check = replace(session.check, claims=claims + session.check.claims[len(claims) :])
            session.taken_back |= changed
    _refresh_subject(session, hidden)
    source = session.source
    if source is not None and source.article is not None and hidden(source.article.id):
        session.source = replace(source, article=None, marks=())


def _refresh_subject(session: CheckSession, hidden: Callable[[str], bool]) -> None:
    subject = session.subject
    if subject is not None:
        claim = _without(subject.claim, hidden)
        if claim is not subject.claim:
            session.subject = replace(subject, claim=claim, taken_back=True)


def _without(claim: CheckedClaim, hidden: Callable[[str], bool]) -> CheckedClaim:
    """The claim without its hidden quotations and what was concluded from them; the same where none is hidden."""
    supporting, opposing = (
        tuple(each for each in side if not hidden(each.article_id)) for side in (claim.supporting, claim.opposing)
    )
    if len(supporting) == len(claim.supporting) and len(opposing) == len(claim.opposing):
        return claim
    return _concluded(replace(claim, supporting=supporting, opposing=opposing))


def _concluded(claim: CheckedClaim) -> CheckedClaim:
    """The claim without words of the archive, and without a verdict that no quotation bears out any more."""
    left = replace(claim, explanation="")
    return left if _is_proven(claim) else replace(left, verdict=Verdict.NOT_ENOUGH_EVIDENCE, confidence=0.0)


def _is_proven(claim: CheckedClaim) -> bool:
    """Whether the quotations that the verdict needs are there."""
    needed = {
        Verdict.SUPPORTED: bool(claim.supporting),
        Verdict.REFUTED: bool(claim.opposing),
        Verdict.CONFLICTING: bool(claim.supporting and claim.opposing),
    }
    return needed.get(claim.verdict, True)


def is_hidden(archive: CheckArchive, article_id: str) -> bool:
    """Say whether an article cannot be read any more."""
    try:
        archive.readable(article_id)
    except NotFoundError:
        return True
    except Exception:  # noqa: BLE001  (an archive that cannot say is no reason to take a verdict back)
        _log.exception("an article could not be looked up")
    return False


def open_quotation(session: CheckSession, archive: CheckArchive, n: int) -> None:
    """Open the article of quotation number `n` of the claim that is open; any other number changes nothing."""
    forget_hidden(session, archive)
    subject = session.subject
    if subject is None:
        return
    quoted = (*subject.claim.supporting, *subject.claim.opposing)
    if not 1 <= n <= len(quoted):
        return
    evidence = quoted[n - 1]
    session.opened += 1
    reference = Reference(exchange=(subject.position or 0) + 1, kind=Kind.CITATION, number=n)
    source = OpenedSource(reference=reference, title=evidence.title, focus=n, opening=session.opened)
    try:
        article = archive.readable(evidence.article_id)
    except BelegtError as error:
        session.source = (
            source if isinstance(error, NotFoundError) else replace(source, problem=told(error, session.lang))
        )
    except Exception:  # noqa: BLE001  (people get one neutral line, the log the rest)
        _log.exception("an article could not be opened")
        session.source = replace(source, problem=session.texts.unopened)
    else:
        session.source = replace(source, article=article, marks=tuple(_marks(article, quoted)))


def _marks(article: Article, quoted: Sequence[Evidence]) -> Iterator[Mark]:
    """Where quotations stand in an article; one that does not stand there any more is not marked."""
    for n, each in enumerate(quoted, start=1):
        if each.article_id == article.id and article.text[each.start : each.end] == each.quote:
            yield Mark(n=n, start=each.start, end=each.end)


def close_source(session: CheckSession) -> None:
    """Close the article."""
    session.source = None
