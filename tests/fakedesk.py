"""A desk of claims in a dict, for tests of what people do with it."""

from dataclasses import replace

from assistant import CheckedClaim, ClaimRecord, Decision, NotFoundError, Verdict

NOW = "2026-03-02T08:00:00+00:00"


class FakeDesk:
    """Keeps records by number; a claim with the same words keeps its number and its decisions.

    `like` are the numbers of the records that count as the same claim in other words.
    """

    def __init__(self) -> None:
        self.records: dict[int, ClaimRecord] = {}
        self.like: set[int] = set()
        self.failure: Exception | None = None

    def keep(self, checked: CheckedClaim, index_version: str, as_of: str | None) -> ClaimRecord:
        self._fail()
        same = self._same(checked)
        number = same.id if same else len(self.records) + 1
        record = ClaimRecord(
            id=number,
            checked=checked,
            checked_at=NOW,
            index_version=index_version,
            as_of=as_of,
            decisions=same.decisions if same else (),
        )
        self.records[number] = record
        return record

    def before(self, checked: CheckedClaim) -> list[ClaimRecord]:
        self._fail()
        same = self._same(checked)
        return [record for number, record in self.records.items() if record is same or number in self.like]

    def get(self, claim_id: int) -> ClaimRecord:
        self._fail()
        if claim_id not in self.records:
            raise NotFoundError(f"There is no claim {claim_id} on the desk.")
        return self.records[claim_id]

    def all(self, *, only_open: bool = False) -> list[ClaimRecord]:
        self._fail()
        newest = list(self.records.values())[::-1]
        return [record for record in newest if record.open] if only_open else newest

    def decide(self, claim_id: int, verdict: Verdict, *, comment: str = "", name: str = "") -> ClaimRecord:
        decision = Decision(verdict=verdict, comment=comment, name=name, at=NOW)
        record = self.get(claim_id)
        self.records[claim_id] = replace(record, decisions=(*record.decisions, decision), changed=())
        return self.records[claim_id]

    def _same(self, checked: CheckedClaim) -> ClaimRecord | None:
        wording = checked.meant or checked.claim
        return next((r for r in self.records.values() if (r.checked.meant or r.checked.claim) == wording), None)

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
