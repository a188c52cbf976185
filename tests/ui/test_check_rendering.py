import base64
from dataclasses import replace

import pytest

from assistant import CheckedClaim, Decision, Verdict
from tests.fakedesk import FakeDesk
from tests.ui.articles import BRIDGE, HOSTILE, QUOTE, SCHOOL, read
from tests.ui.checks import CLOSED, DETOUR, DIFFERENCE, FOUND, GREETING, OCTOBER, OPINION, PAID, SPEECH, evidence
from ui.check_panel import claim_panel
from ui.check_rendering import SIGNS, check_part, desk_part, download_part
from ui.check_source import check_source
from ui.check_texts import ENGLISH_CHECK, GERMAN_CHECK, check_texts
from ui.check_types import Check, DeskList, Download, Notice, Stage, Subject
from ui.texts import ENGLISH, GERMAN
from ui.types import Kind, Mark, OpenedSource, Reference

DONE = Check(number=1, text=SPEECH, stage=Stage.DONE, claims=FOUND)
REFERENCE = Reference(exchange=1, kind=Kind.CITATION, number=1)


def kept(claim: CheckedClaim, *decisions: Decision) -> Subject:
    record = FakeDesk().keep(claim, "fake-1", None)
    return Subject(claim=claim, position=1, total=6, record=replace(record, decisions=decisions), opening=1)


def marks(check: Check) -> list[dict[str, str | None]]:
    return [a for tag, a in read(check_part(check, GERMAN)).elements if tag == "a"]


def test_every_claim_is_marked_in_place_with_the_sign_and_the_word_of_its_verdict() -> None:
    shown = check_part(DONE, GERMAN)
    assert [a["data-verdict"] for a in marks(DONE)] == [
        "not_checkable",
        "refuted",
        "supported",
        "conflicting",
        "not_enough_evidence",
        "not_checkable",
    ]
    seen = read(shown).seen
    for sign, word, claim in [
        ("✗", "widerlegt", CLOSED),
        ("✓", "belegt", DETOUR),
        ("⇄", "widersprüchlich", PAID),
        ("?", "nicht entscheidbar", OCTOBER),
        ("–", "nicht prüfbar", OPINION),
    ]:
        assert f"{sign}{word}: {claim.claim}" in seen


def test_the_signs_tell_the_verdicts_apart_without_colour() -> None:
    assert len(set(SIGNS.values())) == len(Verdict) + 1


def test_the_text_stays_as_it_was_pasted() -> None:
    shown = read(check_part(replace(DONE, claims=()), GERMAN)).seen
    assert SPEECH in shown


def test_what_cannot_be_checked_says_why_in_the_language_of_the_page() -> None:
    titles = [a["title"] for tag, a in read(check_part(DONE, ENGLISH)).elements if tag == "a"]
    assert titles[0] == f"not checkable: {ENGLISH_CHECK.reasons['greeting']}"
    assert titles[1] == "refuted"


@pytest.mark.parametrize(
    "odd",
    [
        replace(DETOUR, start=CLOSED.start, end=CLOSED.end),
        replace(DETOUR, start=CLOSED.end - 3, end=DETOUR.end),
        replace(DETOUR, start=-5, end=3),
        replace(DETOUR, start=5, end=5),
        replace(DETOUR, start=len(SPEECH) - 1, end=len(SPEECH) + 9),
    ],
)
def test_what_overlaps_or_lies_outside_stays_plain(odd: CheckedClaim) -> None:
    check = replace(DONE, claims=(CLOSED, odd))
    assert [a["data-claim"] for a in marks(check)] == ["0"]
    assert "Umgeleitet wird über Neustadt." in read(check_part(check, GERMAN)).seen


def test_progress_is_told_by_sentences_and_by_what_part_of_the_text_is_done() -> None:
    running = replace(DONE, stage=Stage.RUNNING, claims=FOUND[:2])
    shown = check_part(running, GERMAN)
    total = round(2 / (CLOSED.end / len(SPEECH)))
    assert f"2 von etwa {total} Sätzen geprüft" in shown
    assert f'value="{round(100 * CLOSED.end / len(SPEECH))}"' in shown
    assert "data-halt" in shown
    assert "data-export" not in shown
    assert GERMAN_CHECK.beginning in check_part(replace(running, claims=()), GERMAN)


def test_screen_readers_hear_of_begin_and_end_not_of_every_claim() -> None:
    one, two = (
        check_part(replace(DONE, stage=Stage.RUNNING, claims=FOUND[:n]), GERMAN).partition('class="state"')[0]
        for n in (1, 2)
    )
    assert one == two
    assert '<p class="unseen" role="status">Geprüft: 4 Behauptungen.</p>' in check_part(DONE, GERMAN)


def test_what_is_found_is_counted_by_verdict() -> None:
    seen = read(check_part(DONE, ENGLISH)).seen
    for line in ("✓supported 1", "✗refuted 1", "⇄conflicting 1", "?not enough evidence 1", "–not checkable 2"):
        assert line in seen


def test_the_day_of_the_archive_is_named() -> None:
    assert "Stand des Archivs: 31. Januar 2026" in read(check_part(replace(DONE, as_of="2026-01-31"), GERMAN)).seen


def test_a_decision_is_told_beside_the_verdict() -> None:
    shown = read(check_part(DONE, GERMAN, decided={1: Verdict.SUPPORTED})).seen
    assert "✗✎widerlegt, entschieden: belegt: Die Brücke" in shown


def test_a_text_that_is_edited_is_given_back_whole() -> None:
    shown = check_part(replace(DONE, as_of="2026-01-31"), GERMAN, editing=True)
    assert SPEECH in read(shown).seen
    assert 'value="2026-01-31"' in shown


def test_nothing_that_is_pasted_becomes_markup() -> None:
    claim = replace(CLOSED, claim=HOSTILE, start=0, end=len(HOSTILE), speaker=HOSTILE, explanation=HOSTILE)
    check = Check(number=1, text=HOSTILE * 2, stage=Stage.FAILED, problem=HOSTILE, claims=(claim,), as_of=HOSTILE)
    for shown in (check_part(check, GERMAN, notice=HOSTILE), check_part(check, GERMAN, editing=True, notice=HOSTILE)):
        reader = read(shown)
        assert {tag for tag, _ in reader.elements} & {"script", "img"} == set()
        assert HOSTILE in reader.seen


def test_overrides_of_direction_are_left_out() -> None:
    text = "Ein \u202eText\u202c und \ud800 mehr."
    assert not {"\u202e", "\u202c", "\ud800"} & set(check_part(Check(text=text, stage=Stage.DONE), GERMAN))


def test_the_panel_names_quotations_their_origin_and_what_differs() -> None:
    claim = replace(CLOSED, opposing=(replace(CLOSED.opposing[0], copies=3, agencies=("dpa",), updated="2025-11-05"),))
    seen = read(claim_panel(Subject(claim=claim, position=1, total=6), GERMAN)).seen
    for part in (
        "Behauptung 2 von 6",
        "✗widerlegt",
        "87 %",
        claim.explanation,
        GERMAN.speaks_against,
        f"„{QUOTE}“",
        "Brücke in Altstadt gesperrt",
        "Altstadt-Bote",
        "3. November 2025",
        "Stand: 5. November 2025",
        "3 Artikel, 1 Quelle (dpa)",
        f"{GERMAN_CHECK.differs} {DIFFERENCE}",
    ):
        assert part in seen


def test_hearsay_is_named_and_quotations_are_numbered_through() -> None:
    shown = claim_panel(Subject(claim=PAID, position=3, total=6), GERMAN)
    assert GERMAN_CHECK.hearsay in shown
    assert [a["data-quote"] for tag, a in read(shown).elements if "data-quote" in a] == ["1", "2"]


def test_what_leans_to_a_side_is_not_said_to_prove_anything() -> None:
    claim = replace(OCTOBER, opposing=(evidence(SCHOOL, SCHOOL.text),))
    seen = read(claim_panel(Subject(claim=claim, position=1, total=2), GERMAN)).seen
    assert GERMAN.nearest_against in seen
    assert GERMAN.speaks_against not in seen


def test_a_claim_without_quotations_says_so() -> None:
    assert GERMAN_CHECK.no_quotation in claim_panel(Subject(claim=OCTOBER, position=4, total=6), GERMAN)


def test_speaker_and_meaning_are_told_where_they_say_more_than_the_claim() -> None:
    claim = replace(OCTOBER, claim="Sie öffnet im Oktober.", meant="Die Schule öffnet im Oktober.", speaker="A. Redner")
    seen = read(claim_panel(Subject(claim=claim, position=0, total=1), ENGLISH)).seen
    assert "said by A. Redner" in seen
    assert "Understood as: Die Schule öffnet im Oktober." in seen


def test_what_cannot_be_checked_offers_no_decision() -> None:
    shown = claim_panel(Subject(claim=GREETING, position=0, total=6), GERMAN)
    assert GERMAN_CHECK.reasons["greeting"] in shown
    assert "<form" not in shown


def test_decisions_are_listed_the_last_one_first_and_the_earlier_records_before_the_quotations() -> None:
    first = Decision(verdict=Verdict.SUPPORTED, comment="Zunächst", name="A. Muster", at="2026-01-02T10:00:00+00:00")
    last = Decision(verdict=Verdict.REFUTED, comment="Nachgefragt", name="B. Prüferin", at="2026-02-03T10:00:00+00:00")
    other = kept(replace(CLOSED, claim="Die Brücke ist dicht.")).record
    assert other is not None
    seen = read(claim_panel(replace(kept(CLOSED, first, last), before=(other,)), GERMAN)).seen
    assert seen.index("Nachgefragt") < seen.index("Zunächst")
    assert seen.index(GERMAN_CHECK.before) < seen.index("Die Brücke ist dicht.") < seen.index(QUOTE)
    assert "3. Februar 2026" in seen


def test_a_record_that_is_open_again_says_which_article_changed() -> None:
    decision = Decision(verdict=Verdict.REFUTED, comment="", name="", at="2026-01-02T10:00:00+00:00")
    subject = kept(CLOSED, decision)
    assert subject.record is not None
    changed = replace(subject, record=replace(subject.record, changed=(BRIDGE.id, "gone")))
    seen = read(claim_panel(changed, GERMAN)).seen
    assert f"Entscheidung wurde geändert oder entfernt: {BRIDGE.title}, gone." in seen
    assert "geändert oder entfernt" not in read(claim_panel(subject, GERMAN)).seen


def test_a_claim_that_lies_on_the_desk_as_it_is_cannot_be_put_there_again() -> None:
    assert "data-keep" in claim_panel(Subject(claim=CLOSED, position=1, total=6), GERMAN)
    assert "data-keep" not in claim_panel(kept(CLOSED), GERMAN)
    assert GERMAN_CHECK.renew in claim_panel(replace(kept(CLOSED), claim=replace(CLOSED, confidence=0.5)), GERMAN)


@pytest.mark.parametrize(("position", "disabled"), [(0, ["-1"]), (3, []), (5, ["1"])])
def test_the_first_claim_has_none_before_it_and_the_last_none_after(position: int, disabled: list[str]) -> None:
    elements = read(claim_panel(Subject(claim=CLOSED, position=position, total=6), GERMAN)).elements
    assert [a["data-step"] for _, a in elements if "disabled" in a] == disabled


def test_nothing_of_a_claim_or_an_article_becomes_markup_in_the_panel() -> None:
    quoted = replace(CLOSED.opposing[0], quote=HOSTILE, title=HOSTILE, outlet=HOSTILE, differences=(HOSTILE,))
    decision = Decision(verdict=Verdict.REFUTED, comment=HOSTILE, name=HOSTILE, at="2026-01-02T10:00:00+00:00")
    claim = replace(CLOSED, claim=HOSTILE, explanation=HOSTILE, speaker=HOSTILE, meant=HOSTILE, opposing=(quoted,))
    notice = Notice(text=HOSTILE, failed=True)
    reader = read(claim_panel(kept(claim, decision), GERMAN, name=HOSTILE, notice=notice))
    assert {tag for tag, _ in reader.elements} & {"script", "img"} == set()
    assert [name for _, attributes in reader.elements for name in attributes if name.startswith("on")] == []


def test_a_closed_panel_says_what_it_is_for() -> None:
    assert read(claim_panel(None, ENGLISH)).seen.strip() == ENGLISH_CHECK.claim_none


def test_the_article_takes_the_place_of_the_claim_with_its_quotation_marked() -> None:
    start = BRIDGE.text.index(QUOTE)
    source = OpenedSource(
        reference=REFERENCE,
        title=BRIDGE.title,
        article=BRIDGE,
        marks=(Mark(n=1, start=start, end=start + len(QUOTE)),),
        focus=1,
        opening=2,
    )
    reader = read(check_source(source, GERMAN))
    assert reader.marked == [QUOTE]
    for part in (BRIDGE.title, "Altstadt-Bote", "Ada Beispiel", "3. November 2025", "Original auf zeitung.example"):
        assert part in reader.seen
    assert GERMAN.source_gone in read(check_source(replace(source, article=None), GERMAN)).seen
    assert "Kaputt." in read(check_source(replace(source, article=None, problem="Kaputt."), GERMAN)).seen


def test_the_desk_lists_claims_with_verdict_and_what_is_open() -> None:
    desk = FakeDesk()
    desk.keep(CLOSED, "fake-1", None)
    desk.keep(replace(DETOUR, claim="w" * 900, meant=None), "fake-1", None)
    desk.decide(1, Verdict.REFUTED, name="A. Muster")
    shown = desk_part(DeskList(records=tuple(desk.all()), total=9), GERMAN)
    seen = read(shown).seen
    assert "A. Muster" in seen
    assert shown.count(f'class="badge">{GERMAN_CHECK.open_mark}<') == 1
    assert "Die 2 neuesten von 9" in seen
    assert "w" * 221 not in seen


def test_an_empty_desk_says_how_to_fill_it() -> None:
    assert GERMAN_CHECK.desk_empty in desk_part(DeskList(), GERMAN)
    assert GERMAN_CHECK.desk_none_open in desk_part(DeskList(only_open=True), GERMAN)
    assert "Kaputt." in desk_part(DeskList(problem="Kaputt."), GERMAN)
    assert "data-only-open" not in desk_part(None, GERMAN)


def test_a_file_reaches_the_browser_as_it_is() -> None:
    content = f"äöü \u202e {HOSTILE}\n"
    file = Download(name="belegt.md", media_type="text/markdown", content=content, number=3)
    ((_, attributes),) = read(download_part(file)).elements
    assert base64.b64decode(attributes["data-content"] or "").decode() == content
    assert download_part(None) == ""


def test_both_languages_fill_in_the_same_names() -> None:
    for name in GERMAN_CHECK.__slots__:
        german, english = getattr(GERMAN_CHECK, name), getattr(ENGLISH_CHECK, name)
        if isinstance(german, str):
            assert sorted(fields(german)) == sorted(fields(english)), name
        else:
            assert german.keys() == english.keys()
    assert check_texts("fr") is GERMAN_CHECK


def fields(text: str) -> list[str]:
    return [piece.partition("}")[0] for piece in text.split("{")[1:]]
