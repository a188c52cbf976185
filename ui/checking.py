"""Checked claims on the command line: as text, as JSON, and as JSON lines in and out."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from assistant import BelegtError, CheckedClaim, CheckedText, ClaimRecord, Evidence, Verdict
from ui.batching import first_problem, identity_of, json_lines
from ui.terminal import plain
from ui.texts import Texts, copies, side_headings, text_for

if TYPE_CHECKING:
    from assistant.front import Assistant

SIGNS = {
    Verdict.SUPPORTED: "+",
    Verdict.REFUTED: "-",
    Verdict.CONFLICTING: "±",
    Verdict.NOT_ENOUGH_EVIDENCE: "?",
}


class _Line(BaseModel):
    id: str | int | None = None
    claim: str


def check_lines(assistant: "Assistant", source: str, as_of: str | None) -> Iterator[str]:
    """Check the JSON lines of a file (or `-`, standard input) one by one.

    Raises:
        UsageError: if the file cannot be read.
    """
    with json_lines(source) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield json.dumps(_checked(assistant, line, number, as_of), ensure_ascii=False)


def as_json(checked: CheckedText) -> dict[str, Any]:
    """Return a checked text in the form of `belegt check --json`."""
    return {
        "id": checked.id,
        "text": checked.text,
        "claims": [claim_as_json(claim) for claim in checked.claims],
        "index_version": checked.index_version,
        "as_of": checked.as_of,
    }


def claim_as_json(claim: CheckedClaim) -> dict[str, Any]:
    """Return a claim with its evidence `for` and `against`."""
    given = asdict(claim)
    sides = {"for": given.pop("supporting"), "against": given.pop("opposing")}
    return given | sides


def record_as_json(record: ClaimRecord) -> dict[str, Any]:
    """Return a record of the desk."""
    return {
        "id": record.id,
        "verdict": record.verdict.value,
        "open": record.open,
        "changed": list(record.changed),
        "checked_at": record.checked_at,
        "index_version": record.index_version,
        "as_of": record.as_of,
        "decisions": [asdict(decision) for decision in record.decisions],
        "claim": claim_as_json(record.checked),
    }


def claim_lines(claim: CheckedClaim, before: Sequence[ClaimRecord] = ()) -> str:
    """Return a claim as text: the verdict, why, what was decided before, quotations for and against."""
    texts = text_for(claim.lang)
    if not claim.checkable:
        return f"[ ] {plain(claim.claim)}\n    {texts.not_checkable}: {plain(claim.explanation)}"
    lines = [
        f"[{SIGNS[claim.verdict]}] {plain(claim.claim)}",
        f"    {texts.verdicts[claim.verdict]} ({claim.confidence:.0%}). {plain(claim.explanation)}",
        *(f"    {line}" for record in before for line in _decided(record, texts)),
    ]
    for heading, evidence in sides(claim, texts):
        if evidence:
            lines += ["", f"    {heading}:", *(line for each in evidence for line in _evidence(each, texts))]
    return "\n".join(lines)


def sides(claim: CheckedClaim, texts: Texts) -> list[tuple[str, tuple[Evidence, ...]]]:
    """Return the quotations of both sides with what stands above them, first the side that decides."""
    both = list(zip(side_headings(claim.verdict, texts), (claim.supporting, claim.opposing), strict=True))
    return both[::-1] if claim.verdict is Verdict.REFUTED else both


def record_lines(record: ClaimRecord) -> str:
    """Return a record of the desk as text."""
    texts = text_for(record.checked.lang)
    lines = [f"{record.id}. {claim_lines(record.checked)}", ""]
    lines += [f"    {line}" for line in _decided(record, texts)]
    if record.changed:
        lines.append("    " + texts.reopened.format(articles=", ".join(map(plain, record.changed))))
    return "\n".join(lines).rstrip()


def desk_lines(records: Sequence[ClaimRecord]) -> str:
    """Return records a line each, the number first, `!` where somebody has to look."""
    return "\n".join(
        f"{record.id:>5} {'!' if record.open else ' '} [{SIGNS[record.verdict]}] {plain(record.checked.claim)}"
        for record in records
    )


def _decided(record: ClaimRecord, texts: Texts) -> Iterator[str]:
    for decision in record.decisions:
        by = f", {plain(decision.name)}" if decision.name else ""
        comment = f": {plain(decision.comment)}" if decision.comment else ""
        yield f"{texts.decided} {texts.verdicts[decision.verdict]} ({decision.at[:16]}{by}){comment}"


def _evidence(evidence: Evidence, texts: Texts) -> Iterator[str]:
    of_one = copies(evidence.copies, evidence.agencies, texts)
    dated = evidence.published or texts.undated
    parts = (evidence.outlet, evidence.title, dated, of_one, evidence.article_id)
    yield f"    · „{plain(evidence.quote)}“"
    yield "      " + ", ".join(plain(part) for part in parts if part)


def _checked(assistant: "Assistant", line: str, number: int, as_of: str | None) -> dict[str, Any]:
    try:
        given = _Line.model_validate_json(line)
    except ValidationError as error:
        return {"id": identity_of(line), "line": number, "error": f"line {number}: {first_problem(error)}"}
    identity = None if given.id is None else str(given.id)
    try:
        return as_json(assistant.check(given.claim, id=identity, as_of=as_of))
    except BelegtError as error:
        return {"id": identity, "line": number, "error": str(error)}
