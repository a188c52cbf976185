"""Checked claims and records of the desk, ready to be shown."""

from dataclasses import replace

from assistant import CheckedClaim, ClaimRecord, Decision, Evidence, Verdict

SEVEN = Evidence(
    article_id="a1",
    title="Urteil im <Fall> Jetflicks",
    url="https://example.org/a1",
    outlet="Küstenblatt",
    published="2025-07-01",
    updated="2025-07-02",
    status="corrected",
    quote="Er muss sieben Jahre ins Gefängnis.",
    start=10,
    end=45,
    strength=0.93,
    differences=("acht Jahre / sieben Jahre",),
    copies=3,
    agencies=("dpa",),
)
EIGHT_YEARS = CheckedClaim(
    claim="=Er muss acht Jahre ins Gefängnis.",
    start=0,
    end=34,
    checkable=True,
    verdict=Verdict.REFUTED,
    confidence=0.91,
    explanation="Artikel: sieben Jahre; Behauptung: acht Jahre",
    opposing=(SEVEN,),
    meant="=Er muss acht Jahre ins Gefängnis.",
    speaker="A. Redner",
)
OPINION = CheckedClaim(
    claim="Ich finde das falsch.",
    start=35,
    end=56,
    checkable=False,
    verdict=Verdict.NOT_ENOUGH_EVIDENCE,
    confidence=0.0,
    explanation="Eine Meinung oder Forderung lässt sich nicht belegen.",
    reason="opinion",
)
DECISION = Decision(
    verdict=Verdict.REFUTED, comment="Gericht *angerufen*", name="B. Prüferin", at="2026-01-02T10:00:00.000000+00:00"
)
RECORD = ClaimRecord(
    id=3,
    checked=EIGHT_YEARS,
    checked_at="2026-01-01T09:00:00.000000+00:00",
    index_version="abc.12345678",
    as_of=None,
    decisions=(DECISION,),
)
UNDECIDED = replace(
    RECORD,
    id=4,
    checked=replace(EIGHT_YEARS, verdict=Verdict.NOT_ENOUGH_EVIDENCE, opposing=(), speaker=None),
    decisions=(),
)
