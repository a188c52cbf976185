"""Feedback on answers and verdicts: what a reader thought of one and why, in a file of its own.

Of what was judged only the reader's own words are kept, the question or the claim; what was taken from articles stays
in the record of the answer or on the desk, and is forgotten there. Feedback becomes cases of an evaluation set: what
was useful with what was shown as its gold, the rest with gold fields that are left for somebody to fill in.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from assistant.types import (
    Answer,
    AnswerRecord,
    AnswerStatus,
    CheckedClaim,
    ClaimRecord,
    Feedback,
    Judged,
    Verdict,
)
from corpus.database import Database, open_database
from corpus.errors import NotFoundError, UsageError
from corpus.rows import now

LONGEST_REASON = 2_000
CASE_TYPE = "feedback"
_LABELLED = (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_EVIDENCE)
_COLUMNS = "id, at, about, record, question, lang, status, useful, reason, handled"


def _create(connection: sqlite3.Connection) -> None:
    """`given_at` is when the answer was given that is judged; NULL for a verdict."""
    connection.execute(
        "CREATE TABLE feedback (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, about TEXT NOT NULL,"
        " record TEXT NOT NULL, question TEXT NOT NULL, lang TEXT NOT NULL, status TEXT NOT NULL, given_at TEXT,"
        " useful INTEGER NOT NULL, reason TEXT NOT NULL, handled INTEGER NOT NULL DEFAULT 0)"
    )
    connection.execute("CREATE INDEX feedback_by_time ON feedback (at)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What feedback says something about, as far as the inbox keeps it."""

    question: str
    lang: str
    status: str
    given_at: str | None = None


class FeedbackInbox:
    """Keeps feedback in a file of its own; safe to call from several threads, every method may raise `StoreError`."""

    def __init__(
        self, path: Path, *, answers: Callable[[str], AnswerRecord], claims: Callable[[int], ClaimRecord]
    ) -> None:
        """Open the file, creating it if missing; `answers` and `claims` look up what is judged."""
        self._database = Database(open_database(path, (_create,)), path)
        self._answers = answers
        self._claims = claims

    def close(self) -> None:
        """Close the file; closing twice is allowed."""
        self._database.close()

    def give(self, about: Judged, record: str, *, useful: bool, reason: str, replaces: int | None) -> Feedback:
        """Keep feedback on a record; in the place of an earlier one where `replaces` names one on the same record.

        Raises:
            NotFoundError: if there is no such record.
            UsageError: if the reason is longer than 2,000 characters, or about is neither answer nor verdict.
        """
        reason = _valid(reason.strip())
        if len(reason) > LONGEST_REASON:
            raise UsageError(f"A reason has at most {LONGEST_REASON} characters.", hint="Shorten it.")
        subject = self._subject(about, record)
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM feedback WHERE id = ? AND about = ? AND record = ?", (replaces, about, record)
            )
            (kept,) = connection.execute(
                "INSERT INTO feedback (at, about, record, question, lang, status, given_at, useful, reason)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (now(), about, record, *astuple(subject), useful, reason),
            ).fetchone()
        return self.get(kept)

    def get(self, feedback_id: int) -> Feedback:
        """Return one piece of feedback.

        Raises:
            NotFoundError: if there is none under that number.
        """
        found = self._found("WHERE id = ?", (feedback_id,))
        if not found:
            raise NotFoundError(
                f"There is no feedback {feedback_id}.", hint="`belegt feedback list` shows what there is."
            )
        return found[0]

    def all(self, *, limit: int) -> list[Feedback]:
        """Return what was given last, the newest first."""
        return self._found("ORDER BY at DESC, id DESC LIMIT ?", (max(limit, 0),))

    def settle(self, feedback_id: int, *, handled: bool) -> Feedback:
        """Say whether somebody has dealt with it; raises as `get` does."""
        with self._database.writing() as connection:
            connection.execute("UPDATE feedback SET handled = ? WHERE id = ?", (handled, feedback_id))
        return self.get(feedback_id)

    def judged(self, feedback: Feedback) -> AnswerRecord | ClaimRecord | None:
        """Return what feedback is about, as it may be shown now; None if its record is gone."""
        with suppress(NotFoundError):
            return self._record(feedback.about, feedback.record)
        return None

    def cases(self, ids: Sequence[int]) -> str:
        """Return feedback as cases of an evaluation set, a JSON object a line; raises as `get` does.

        Useful answers and verdicts become whole cases, as far as their quotations may still be shown. In the others
        `todo` names the fields that somebody has to fill in. The evaluations refuse a set with the line and the field
        until `answerable`, and answers and evidence of what is answerable, or the `label` of a claim are there.
        """
        found = [self.get(feedback_id) for feedback_id in dict.fromkeys(ids)]
        return "".join(json.dumps(self._case(each), ensure_ascii=False) + "\n" for each in found)

    def forget_before(self, date: datetime) -> int:
        """Delete feedback on answers that were given before a moment, overwriting it in the file; return how much."""
        moment = date.astimezone(UTC).isoformat(timespec="microseconds")
        with self._database.writing() as connection:
            forgotten = connection.execute("DELETE FROM feedback WHERE given_at < ?", (moment,)).rowcount
        with self._database.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return forgotten

    def _record(self, about: Judged, record: str) -> AnswerRecord | ClaimRecord:
        if about == "answer":
            return self._answers(record)
        if about != "verdict":
            raise UsageError(f"'{about}' cannot be judged.", hint="Feedback is about an answer or a verdict.")
        if not (record.isascii() and record.isdecimal() and len(record) < 19):  # what SQLite takes for a number
            raise NotFoundError(f"There is no claim {record} on the desk.")
        return self._claims(int(record))

    def _subject(self, about: Judged, record: str) -> _Subject:
        found = self._record(about, record)
        if isinstance(found, AnswerRecord):
            answer = found.answer
            return _Subject(
                question=_valid(answer.question), lang=answer.lang, status=answer.status.value, given_at=found.at
            )
        checked = found.checked
        claim = _valid(checked.meant or checked.claim)
        return _Subject(question=claim, lang=checked.lang, status=checked.verdict.value)

    def _found(self, condition: str, parameters: tuple[Any, ...]) -> list[Feedback]:
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT {_COLUMNS} FROM feedback {condition}", parameters).fetchall()  # noqa: S608
        return [_feedback(row) for row in rows]

    def _case(self, feedback: Feedback) -> dict[str, Any]:
        judged = self.judged(feedback)
        start = {"id": f"feedback-{feedback.id}"}
        if feedback.about == "verdict":
            checked = judged.checked if isinstance(judged, ClaimRecord) else None
            return {**start, **_claim_case(feedback, checked)}
        answer = judged.answer if isinstance(judged, AnswerRecord) else None
        return {**start, **_question_case(feedback, answer)}


def _question_case(feedback: Feedback, answer: Answer | None) -> dict[str, Any]:
    """Return the case of a question; a follow-up is asked in its stand-alone form, as its history is not kept."""
    case: dict[str, Any] = {
        "question": answer.standalone_question if answer else feedback.question,
        "lang": feedback.lang,
        "type": CASE_TYPE,
        "answerable": None,
        "answers": [],
        "evidence": [],
    }
    said = answer.short_answer if answer else None
    if not feedback.useful:
        return {**case, **_left_open(feedback, said, ["answerable", "answers", "evidence"])}
    if feedback.status != AnswerStatus.ANSWERED:
        return {**case, "answerable": False, **_remark(feedback)}
    gold = [{"article_id": each.article_id, "quote": each.quote} for each in answer.citations] if answer else []
    case |= {"answerable": True, "answers": [said] if said else [], "evidence": gold}
    empty = [name for name in ("answers", "evidence") if not case[name]]
    return {**case, **(_left_open(feedback, said, empty) if empty else _remark(feedback))}


def _claim_case(feedback: Feedback, checked: CheckedClaim | None) -> dict[str, Any]:
    """Return the case of a claim; the format has no label for a conflict, so that one is left open."""
    case: dict[str, Any] = {"claim": feedback.question, "lang": feedback.lang, "label": None, "evidence": []}
    verdict = Verdict(feedback.status)
    gold = _proofs(verdict, checked) if feedback.useful else []
    proven = bool(gold) or verdict is Verdict.NOT_ENOUGH_EVIDENCE
    if feedback.useful and verdict in _LABELLED and proven:
        return {**case, "label": verdict.value, "evidence": gold, **_remark(feedback)}
    return {**case, "evidence": gold, **_left_open(feedback, verdict.value, ["label", "evidence"])}


def _proofs(verdict: Verdict, checked: CheckedClaim | None) -> list[dict[str, str]]:
    """Return the quotations that carry a verdict, if the claim was not checked anew with another outcome since."""
    if checked is None or checked.verdict is not verdict:
        return []
    groups = {
        Verdict.SUPPORTED: checked.supporting,
        Verdict.REFUTED: checked.opposing,
        Verdict.CONFLICTING: (*checked.supporting, *checked.opposing),
    }
    return [{"article_id": each.article_id, "quote": each.quote} for each in groups.get(verdict, ())]


def _left_open(feedback: Feedback, said: str | None, todo: Sequence[str]) -> dict[str, Any]:
    """Return what an editor needs: which fields to fill in, what was said, and what was thought of it."""
    return {"todo": list(todo), "said": said, "useful": feedback.useful, **_remark(feedback)}


def _remark(feedback: Feedback) -> dict[str, str]:
    return {"note": feedback.reason} if feedback.reason else {}


def _feedback(row: tuple[int, str, str, str, str, str, str, int, str, int]) -> Feedback:
    return Feedback(
        id=row[0],
        at=row[1],
        about=cast(Judged, row[2]),
        record=row[3],
        question=row[4],
        lang=row[5],
        status=row[6],
        useful=bool(row[7]),
        reason=row[8],
        handled=bool(row[9]),
    )


def _valid(text: str) -> str:
    """Replace half characters, which no file can hold."""
    return text.encode(errors="replace").decode()
