"""Puts checked claims on the desk, and writes down what people decide on them; lists them; makes files of them."""

import logging
from collections.abc import Mapping
from dataclasses import replace

from assistant import BelegtError, CheckedClaim, ClaimRecord, Verdict
from ui.check_opening import forget_hidden, shown_record
from ui.check_state import CheckArchive, CheckSession, tried
from ui.check_types import DeskList, Download, Notice, Subject
from ui.exporting import Format, exported
from ui.faults import told
from ui.rendering import here
from ui.texts import number

MOST_LISTED = 100
_MEDIA: Mapping[Format, tuple[str, str]] = {
    Format.MARKDOWN: ("md", "text/markdown"),
    Format.HTML: ("html", "text/html"),
    Format.CSV: ("csv", "text/csv"),
    Format.JSON: ("json", "application/json"),
    Format.CLAIM_REVIEW: ("claimreview.jsonld", "application/ld+json"),
}
_log = logging.getLogger(__name__)


def keep(session: CheckSession, archive: CheckArchive) -> None:
    """Put the claim that is open on the desk."""
    if tried(session, lambda: _on_desk(session, archive)) is not None:
        session.notice = Notice(text=session.own.kept)


def keep_all(session: CheckSession, archive: CheckArchive) -> None:
    """Put every claim of the check that can be checked on the desk."""
    forget_hidden(session, archive)
    check, kept = session.check, 0
    for position, claim in enumerate(check.claims):
        if claim.checkable:
            record = tried(session, lambda each=claim: archive.keep_check(each, as_of=check.as_of))  # type: ignore[misc]
            if record is None:
                session.said = session.notice.text if session.notice else ""
                return
            if session.check.number != check.number:
                return
            session.records[position] = record
            kept += 1
    if session.subject is not None and session.subject.position in session.records:
        session.subject = replace(session.subject, record=session.records[session.subject.position])
    own = session.own
    session.said = own.kept_all_one if kept == 1 else own.kept_all_many.format(count=number(kept, session.texts))


def decide(session: CheckSession, archive: CheckArchive, verdict: str, comment: str, name: str) -> None:
    """Write down what somebody decides on the claim that is open; it is put on the desk first."""
    if verdict not in list(Verdict):
        session.notice = Notice(text=session.own.choose_verdict, failed=True)
        return

    subject, by = session.subject, session.user or name.strip()

    def decided() -> ClaimRecord | None:
        record = _on_desk(session, archive)
        if record is None:
            return None
        return archive.desk().decide(record.id, Verdict(verdict), comment=comment.strip(), name=by)

    record = tried(session, decided)
    if record is not None:
        _take_record(session, subject, record)
        session.name = by
        session.notice = Notice(text=session.own.saved)


def rate(session: CheckSession, archive: CheckArchive, *, useful: bool, reason: str) -> None:
    """Keep what somebody thinks of the verdict on the claim that is open; it is put on the desk first."""

    def rated() -> ClaimRecord | None:
        record = _on_desk(session, archive)
        if record is None:
            return None
        given = archive.give_feedback(
            record=str(record.id),
            useful=useful,
            reason=reason.strip(),
            about="verdict",
            replaces=session.rated.get(record.id),
        )
        session.rated[record.id] = given.id
        return record

    if tried(session, rated) is not None:
        session.notice = Notice(text=session.own.rated)


def _on_desk(session: CheckSession, archive: CheckArchive) -> ClaimRecord | None:
    """Return the record of the claim that is open, which is put on the desk as it was checked just now."""
    subject = session.subject
    if subject is None or not subject.claim.checkable:
        return None
    if subject.position is None:
        return subject.record
    record = archive.keep_check(subject.claim, as_of=subject.as_of)
    _take_record(session, subject, record)
    return record


def _take_record(session: CheckSession, subject: Subject | None, record: ClaimRecord) -> None:
    """Show a record at the claim that it is of, unless another one was opened meanwhile."""
    now = session.subject
    if subject is not None and now is not None and now.claim is subject.claim and now.position == subject.position:
        session.subject = replace(now, record=record)
        if now.position is not None:
            session.records[now.position] = record


def look(session: CheckSession, archive: CheckArchive) -> None:
    """Read what is on the desk."""
    problem, records = "", []
    try:
        records = archive.desk().all(only_open=session.only_open)
    except BelegtError as error:
        problem = told(error, session.lang)
    except Exception:  # noqa: BLE001  (people get one neutral line, the log the rest)
        _log.exception("the desk of claims could not be read")
        problem = session.own.desk_unread
    session.desk = DeskList(
        records=tuple(shown_record(archive, each) for each in records[:MOST_LISTED]),
        total=len(records),
        only_open=session.only_open,
        problem=problem,
    )


def list_only(session: CheckSession, *, only_open: bool) -> None:
    """Say whether only those records are listed that somebody has to look at."""
    session.only_open = only_open


def export(session: CheckSession, archive: CheckArchive, form: str) -> None:
    """Write the claims of the check that can be checked as a file; any other form changes nothing."""
    if form not in list(Format):
        return
    forget_hidden(session, archive)
    chosen = Format(form)
    ending, media_type = _MEDIA[chosen]
    records = [
        _as_record(session, archive, position, claim)
        for position, claim in enumerate(session.check.claims)
        if claim.checkable
    ]
    session.opened += 1
    session.download = Download(
        name=f"belegt-{here(session.check.checked_at)[:10]}.{ending}",
        media_type=media_type,
        content=exported(records, chosen) + "\n",
        number=session.opened,
    )


def _as_record(session: CheckSession, archive: CheckArchive, position: int, claim: CheckedClaim) -> ClaimRecord:
    """A claim of the check with what is decided on it; number 0 for one that is not on the desk."""
    checked = session.check
    known = session.records.get(position)
    record = tried(session, lambda: archive.desk().get(known.id)) if known is not None else None
    return ClaimRecord(
        id=record.id if record else 0,
        checked=claim,
        checked_at=checked.checked_at,
        index_version=checked.index_version,
        as_of=checked.as_of,
        decisions=record.decisions if record else (),
        changed=record.changed if record else (),
    )
