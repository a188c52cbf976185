from dataclasses import replace

from assistant import CheckedText, Verdict
from tests.ui.claims import EIGHT_YEARS, OPINION, RECORD, UNDECIDED
from ui.checking import as_json, claim_lines, desk_lines, record_lines

TEXT = CheckedText(id="t", text="…", claims=(EIGHT_YEARS, OPINION), index_version="abc.12345678")


def test_a_claim_is_shown_with_verdict_reason_and_quotation() -> None:
    assert claim_lines(EIGHT_YEARS).splitlines() == [
        "[-] =Er muss acht Jahre ins Gefängnis.",
        "    widerlegt (91%). Artikel: sieben Jahre; Behauptung: acht Jahre",
        "",
        "    Dagegen spricht:",
        "    · „Er muss sieben Jahre ins Gefängnis.“",
        "      Küstenblatt, Urteil im <Fall> Jetflicks, 2025-07-01, 3 Artikel, 1 Quelle (dpa), a1",
    ]


def test_the_side_that_decides_stands_first() -> None:
    both = replace(EIGHT_YEARS, supporting=EIGHT_YEARS.opposing)
    headings = [line.strip() for line in claim_lines(both).splitlines() if line.endswith("spricht:")]
    assert headings == ["Dagegen spricht:", "Dafür spricht:"]
    supported = claim_lines(replace(both, verdict=Verdict.SUPPORTED)).splitlines()
    assert supported.index("    Dafür spricht:") < supported.index("    Dagegen spricht:")


def test_where_nothing_is_decided_a_quotation_only_leans() -> None:
    undecided = replace(EIGHT_YEARS, verdict=Verdict.NOT_ENOUGH_EVIDENCE)
    assert "    Am ehesten dagegen:" in claim_lines(undecided).splitlines()
    assert "    Rather against it:" in claim_lines(replace(undecided, lang="en")).splitlines()


def test_what_cannot_be_checked_says_why() -> None:
    assert claim_lines(OPINION) == (
        "[ ] Ich finde das falsch.\n    nicht prüfbar: Eine Meinung oder Forderung lässt sich nicht belegen."
    )


def test_an_earlier_decision_comes_first() -> None:
    lines = claim_lines(replace(EIGHT_YEARS, lang="en"), [RECORD]).splitlines()
    assert lines[2] == "    Decided: refuted (2026-01-02T10:00, B. Prüferin): Gericht *angerufen*"


def test_a_record_says_why_it_is_open_again() -> None:
    assert "Wieder offen" not in record_lines(RECORD)
    assert record_lines(replace(RECORD, changed=("a1",))).endswith("Wieder offen: geändert oder entfernt wurde a1.")


def test_the_desk_marks_what_somebody_has_to_look_at() -> None:
    assert desk_lines([RECORD, UNDECIDED]).splitlines() == [
        "    3   [-] =Er muss acht Jahre ins Gefängnis.",
        "    4 ! [?] =Er muss acht Jahre ins Gefängnis.",
    ]


def test_json_has_the_names_of_the_contract() -> None:
    given = as_json(TEXT)
    assert set(given) == {"id", "text", "claims", "index_version", "as_of"}
    claim = given["claims"][0]
    assert {"claim", "start", "end", "checkable", "verdict", "confidence", "explanation", "for", "against"} <= set(
        claim
    )
    assert claim["verdict"] == Verdict.REFUTED
    assert {"article_id", "quote", "start", "end", "published"} <= set(claim["against"][0])
    assert "supporting" not in claim
