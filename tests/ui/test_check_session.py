import copy
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import BelegtError, CheckedClaim, ClaimRecord, Verdict
from tests.fakes import FakeAssistant
from tests.ui.articles import BRIDGE, QUOTE, SCHOOL
from tests.ui.checks import CHECKABLE, CLOSED, DETOUR, DIFFERENCE, FOUND, OCTOBER, PAID, SPEECH, archive, checked
from ui.check_desk import MOST_LISTED, decide, export, keep, keep_all, list_only, look, rate
from ui.check_opening import close_source, forget_hidden, open_claim, open_quotation, open_record
from ui.check_session import check, check_html, claim_html, edit, fresh, resume, source_html, stop
from ui.check_state import CheckSession
from ui.check_texts import ENGLISH_CHECK, GERMAN_CHECK
from ui.check_types import Stage


class Clock:
    """A clock that moves on by a step whenever it is read."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def test_claims_come_one_by_one_and_the_check_ends() -> None:
    session = CheckSession()
    counts = [
        (session.check.stage, len(session.check.claims)) for _ in check(session, archive(), SPEECH, clock=Clock(1))
    ]
    assert counts[0] == (Stage.RUNNING, 0)
    assert counts[1:-1] == [(Stage.RUNNING, n) for n in range(1, 7)]
    assert counts[-1] == (Stage.DONE, 6)
    assert session.check.claims == FOUND


def test_a_browser_is_not_told_of_claims_faster_than_it_can_show_them() -> None:
    def told(step: float) -> list[int]:
        session = CheckSession()
        return [len(session.check.claims) for _ in check(session, archive(), SPEECH, clock=Clock(step))]

    assert told(0.01) == [0, 1, 6]
    assert told(0.11) == [0, 1, 3, 5, 6]


def test_text_and_day_reach_the_archive_as_given() -> None:
    assistant = archive()
    session = checked(assistant, f"  {SPEECH}", as_of=" 2026-01-31 ")
    assert assistant.checked == [(f"  {SPEECH}", "2026-01-31")]
    assert session.check.as_of == "2026-01-31"
    assert checked(assistant).check.as_of is None


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_a_blank_text_is_refused_with_what_to_do(text: str) -> None:
    assistant = archive()
    session = checked(assistant, text)
    assert assistant.checked == []
    assert session.said == GERMAN_CHECK.empty
    assert GERMAN_CHECK.empty in check_html(session, assistant)


def test_somebody_who_checks_too_often_is_told_to_wait() -> None:
    assistant, session = archive(), CheckSession()
    assert list(check(session, assistant, SPEECH, seconds_to_wait=lambda: 12)) == [None]
    assert assistant.checked == []
    assert "12 Sekunden" in session.said


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    assistant = archive()
    session = checked(assistant, "x" * 100_001, lang="en")
    assert assistant.checked == []
    assert session.said.startswith("The text has 100,001 characters.")
    assert session.check.text == ""


def test_a_refusal_is_always_news_to_the_browser() -> None:
    assistant = archive()
    session = checked(assistant, "")
    before = check_html(session, assistant)
    list(check(session, assistant, ""))
    assert check_html(session, assistant) != before


def test_the_longest_text_is_checked_whole() -> None:
    text = ("Die Schule öffnet im August. " * 4_000)[:100_000]
    claims = [replace(OCTOBER, start=at, end=at + 28) for at in range(0, 100_000 - 28, 29)]
    assistant = archive(*claims)
    assert len(checked(assistant, text).check.claims) == len(claims)


def test_what_was_found_before_a_failure_stays_and_one_line_says_why_it_ended() -> None:
    assistant = archive(CLOSED, BelegtError("The index cannot be read.", hint="Run belegt rebuild."))
    session = checked(assistant)
    assert session.check.stage is Stage.FAILED
    assert session.check.claims == (CLOSED,)
    said = "Das hat nicht geklappt. (Einzelheiten auf Englisch: The index cannot be read. Run belegt rebuild.)"
    assert said in check_html(session, assistant)


def test_a_failure_nobody_foresaw_is_told_without_its_details(caplog: pytest.LogCaptureFixture) -> None:
    assistant = archive(CLOSED, RuntimeError("secret"))
    shown = check_html(checked(assistant), assistant)
    assert GERMAN_CHECK.unexpected in shown
    assert "secret" not in shown
    assert "a text could not be checked" in caplog.text


def test_stopping_keeps_what_was_found_and_stops_the_archive() -> None:
    assistant, session = archive(), CheckSession()
    for _ in check(session, assistant, SPEECH, clock=Clock(1)):
        if len(session.check.claims) == 2:
            stop(session)
    assert session.check.stage is Stage.STOPPED
    assert session.check.claims == FOUND[:2]
    assert assistant.stopped
    assert GERMAN_CHECK.stopped in check_html(session, assistant)


def test_whoever_leaves_stops_the_archive() -> None:
    assistant, session = archive(), CheckSession()
    running = check(session, assistant, SPEECH)
    next(running)
    next(running)
    running.close()
    assert assistant.stopped
    assert session.check.stage is Stage.STOPPED


def test_a_second_check_is_refused_while_one_is_running() -> None:
    assistant, session = archive(), CheckSession()
    running = check(session, assistant, SPEECH)
    next(running)
    assert list(check(session, assistant, "Etwas anderes steht hier.")) == [None]
    assert [text for text, _ in assistant.checked] == []
    list(running)
    assert session.check.text == SPEECH
    assert session.check.stage is Stage.DONE


def test_a_check_that_was_stopped_cannot_write_into_the_next_one() -> None:
    assistant, session = archive(), CheckSession()
    first = check(session, assistant, SPEECH)
    next(first)
    stop(session)
    assistant.claims = (DETOUR,)
    list(check(session, assistant, SPEECH))
    list(first)
    assert session.check.claims == (DETOUR,)
    assert session.check.stage is Stage.DONE


def test_switching_the_language_in_the_middle_changes_the_frame_alone() -> None:
    assistant, session = archive(), CheckSession()
    running = check(session, assistant, SPEECH, clock=Clock(1))
    next(running)
    next(running)
    session.lang = "en"
    assert "1 of about" in check_html(session, assistant)
    list(running)
    assert len(session.check.claims) == 6
    assert "Checked: 4 claims." in check_html(session, assistant)


def test_editing_brings_the_text_back_and_a_new_text_forgets_it() -> None:
    assistant = archive()
    session = checked(assistant)
    edit(session)
    assert "Umgeleitet wird" in check_html(session, assistant)
    assert "<textarea" in check_html(session, assistant)
    resume(session)
    assert 'data-verdict="supported"' in check_html(session, assistant)
    fresh(session)
    assert "Umgeleitet wird" not in check_html(session, assistant)
    assert session.check.stage is Stage.NONE


def test_an_empty_archive_is_named() -> None:
    assert "belegt add" in check_html(CheckSession(), FakeAssistant())


def test_the_state_of_a_session_can_be_copied_as_gradio_does() -> None:
    session = checked(archive())
    assert copy.deepcopy(session).check == session.check


def test_a_claim_opens_with_what_speaks_for_and_against_it() -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    shown = claim_html(session)
    for part in (CLOSED.claim, QUOTE, "Altstadt-Bote", DIFFERENCE, "87 %", "Behauptung 2 von 6"):
        assert part in shown


@pytest.mark.parametrize("position", [-1, 6, 999_999_999])
def test_only_claims_of_the_check_can_be_opened(position: int) -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, position)
    assert session.subject is None


def test_earlier_records_are_shown_with_the_claim_and_its_own_history_apart() -> None:
    assistant = archive()
    other = assistant.keep_check(replace(CLOSED, claim="Die Brücke ist bis Mai dicht.", meant=None))
    own = assistant.keep_check(CLOSED)
    assistant.kept.like = {other.id}
    assistant.kept.decide(own.id, Verdict.REFUTED, name="B. Prüferin")
    session = checked(assistant)
    open_claim(session, assistant, 1)
    assert session.subject is not None
    assert session.subject.record == assistant.kept.get(own.id)
    assert session.subject.before == (other,)
    open_record(session, assistant, other.id)
    assert "Die Brücke ist bis Mai dicht." in claim_html(session)


def test_a_record_that_does_not_exist_opens_nothing() -> None:
    assistant = archive()
    session = checked(assistant)
    open_record(session, assistant, 7)
    assert session.subject is None


def test_the_article_of_a_quotation_opens_with_it_marked() -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 3)
    open_quotation(session, assistant, 2)
    assert session.source is not None
    assert session.source.article == SCHOOL
    assert f'class="focus">{SCHOOL.text}</mark>' in source_html(session)
    close_source(session)
    assert source_html(session) == ""


@pytest.mark.parametrize("n", [-1, 0, 3])
def test_only_articles_quoted_for_the_open_claim_can_be_opened(n: int) -> None:
    assistant = archive()
    session = checked(assistant)
    open_quotation(session, assistant, 1)
    open_claim(session, assistant, 3)
    open_quotation(session, assistant, n)
    assert session.source is None


def test_a_quotation_that_changed_in_its_article_is_admitted() -> None:
    assistant = archive()
    session = checked(assistant)
    assistant.stored[BRIDGE.id] = replace(BRIDGE, text="Alles neu.")
    open_claim(session, assistant, 1)
    open_quotation(session, assistant, 1)
    assert session.texts.quotation_gone in source_html(session)


def test_what_rests_on_an_article_that_is_gone_is_taken_back() -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    open_quotation(session, assistant, 1)
    del assistant.stored[BRIDGE.id]
    forget_hidden(session, assistant)
    closed, paid = session.check.claims[1], session.check.claims[3]
    assert (closed.verdict, closed.opposing, closed.explanation) == (Verdict.NOT_ENOUGH_EVIDENCE, (), "")
    assert (paid.verdict, paid.opposing) == (Verdict.NOT_ENOUGH_EVIDENCE, PAID.opposing)
    for shown in (claim_html(session), source_html(session), check_html(session, assistant)):
        assert QUOTE not in shown
    assert GERMAN_CHECK.taken_back in claim_html(session)


def test_an_archive_that_cannot_say_takes_nothing_back(caplog: pytest.LogCaptureFixture) -> None:
    class Failing(FakeAssistant):
        def readable(self, article_id: str) -> object:  # type: ignore[override]
            raise RuntimeError(article_id)

    session = checked(archive())
    forget_hidden(session, Failing())  # type: ignore[arg-type]
    assert session.check.claims == FOUND
    assert "could not be looked up" in caplog.text


def test_a_record_leaves_out_what_rests_on_an_article_that_is_gone() -> None:
    assistant = archive()
    record = assistant.keep_check(CLOSED)
    assistant.kept.records[record.id] = replace(record, changed=(BRIDGE.id,))
    del assistant.stored[BRIDGE.id]
    session = CheckSession()
    open_record(session, assistant, record.id)
    assert QUOTE not in claim_html(session)
    assert CLOSED.explanation not in claim_html(session)


def test_a_record_whose_quotation_is_hidden_shows_no_verdict_of_the_archive() -> None:
    assistant = archive()
    record = assistant.keep_check(replace(CLOSED, opposing=()))
    session = CheckSession()
    open_record(session, assistant, record.id)
    look(session, assistant)
    assert session.subject is not None
    assert session.subject.taken_back
    assert session.subject.claim.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert session.desk is not None
    assert [each.verdict for each in session.desk.records] == [Verdict.NOT_ENOUGH_EVIDENCE]


def test_nothing_is_kept_unless_somebody_asks_for_it() -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    export(session, assistant, "json")
    assert assistant.kept.records == {}
    keep(session, assistant)
    assert [record.checked for record in assistant.kept.all()] == [CLOSED]
    assert GERMAN_CHECK.kept in claim_html(session)


def test_all_claims_can_be_kept_but_only_those_that_can_be_checked() -> None:
    assistant = archive()
    session = checked(assistant, as_of="2026-01-31")
    keep_all(session, assistant)
    assert [record.checked for record in assistant.kept.records.values()] == list(CHECKABLE)
    assert {record.as_of for record in assistant.kept.all()} == {"2026-01-31"}
    assert session.said == "4 Behauptungen liegen auf dem Tisch."


def test_a_decision_is_saved_with_comment_and_name_and_marked_in_the_text() -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    decide(session, assistant, "supported", " Im Amt nachgefragt. ", " A. Muster ")
    (record,) = assistant.kept.all()
    (decision,) = record.decisions
    assert (decision.verdict, decision.comment, decision.name) == (
        Verdict.SUPPORTED,
        "Im Amt nachgefragt.",
        "A. Muster",
    )
    assert session.name == "A. Muster"
    assert GERMAN_CHECK.saved in claim_html(session)
    assert "entschieden: belegt" in check_html(session, assistant)


def test_who_is_logged_in_decides_under_no_other_name() -> None:
    assistant = archive()
    session = checked(assistant)
    session.user = "sam"
    open_claim(session, assistant, 1)
    assert 'name="name"' not in claim_html(session)
    assert "Name: <bdi>sam</bdi>" in claim_html(session)
    decide(session, assistant, "supported", "", "A. Muster")
    assert [each.name for each in assistant.kept.all()[0].decisions] == ["sam"]


def test_a_decision_stays_with_its_claim_when_another_is_opened_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    kept = assistant.keep_check

    def slow(claim: CheckedClaim, *, as_of: str | None = None) -> ClaimRecord:
        open_claim(session, assistant, 2)
        return kept(claim, as_of=as_of)

    monkeypatch.setattr(assistant, "keep_check", slow)
    decide(session, assistant, "supported", "", "")

    assert session.subject is not None
    assert session.subject.position == 2
    assert session.subject.record is None
    assert 2 not in session.records


def test_a_decision_on_a_record_of_the_desk_leaves_what_was_checked() -> None:
    assistant = archive()
    record = assistant.keep_check(CLOSED)
    session = CheckSession()
    open_record(session, assistant, record.id)
    decide(session, assistant, "refuted", "", "")
    assert [each.verdict for each in assistant.kept.get(record.id).decisions] == [Verdict.REFUTED]
    assert assistant.kept.get(record.id).checked == CLOSED


@pytest.mark.parametrize("verdict", ["", "maybe", "SUPPORTED"])
def test_only_the_four_verdicts_can_be_decided(verdict: str) -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    decide(session, assistant, verdict, "", "")
    assert assistant.kept.records == {}
    assert GERMAN_CHECK.choose_verdict in claim_html(session)


def test_nothing_is_decided_on_what_cannot_be_checked_or_is_not_open() -> None:
    assistant = archive()
    session = checked(assistant)
    decide(session, assistant, "refuted", "", "")
    open_claim(session, assistant, 0)
    decide(session, assistant, "refuted", "", "")
    keep(session, assistant)
    rate(session, assistant, useful=True, reason="")
    assert assistant.kept.records == {}
    assert assistant.received == []


def test_a_desk_that_fails_is_told_in_one_line_and_nothing_is_lost() -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    assistant.kept.failure = BelegtError("The desk is locked.", hint="Try again.")
    said = "Das hat nicht geklappt. (Einzelheiten auf Englisch: The desk is locked. Try again.)"
    decide(session, assistant, "refuted", "", "")
    assert said in claim_html(session)
    keep_all(session, assistant)
    assert said in session.said
    look(session, assistant)
    assert session.desk is not None
    assert said in session.desk.problem
    assert session.check.claims == FOUND


def test_feedback_on_a_verdict_is_kept_with_its_reason_and_can_be_changed() -> None:
    assistant = archive()
    session = checked(assistant)
    open_claim(session, assistant, 1)
    rate(session, assistant, useful=True, reason="")
    rate(session, assistant, useful=False, reason=" falsches Zitat ")
    (given,) = assistant.received
    (record,) = assistant.kept.all()
    assert (given.about, given.record, given.useful, given.reason) == (
        "verdict",
        str(record.id),
        False,
        "falsches Zitat",
    )
    assert GERMAN_CHECK.rated in claim_html(session)


def test_the_desk_lists_the_newest_and_on_request_only_what_is_open() -> None:
    assistant = archive()
    for n in range(MOST_LISTED + 2):
        assistant.keep_check(replace(CLOSED, claim=f"Behauptung {n}", meant=None))
    assistant.kept.decide(MOST_LISTED + 2, Verdict.REFUTED)
    session = CheckSession()
    look(session, assistant)
    assert session.desk is not None
    assert (len(session.desk.records), session.desk.total) == (MOST_LISTED, MOST_LISTED + 2)
    list_only(session, only_open=True)
    look(session, assistant)
    assert session.desk.total == MOST_LISTED + 1


def exported_as(session: CheckSession, assistant: FakeAssistant, form: str) -> str:
    export(session, assistant, form)
    assert session.download is not None
    return session.download.content


@pytest.mark.parametrize("form", ["markdown", "html", "csv", "json", "claimreview"])
def test_every_form_holds_the_claims_that_can_be_checked(form: str) -> None:
    assistant = archive()
    session = checked(assistant)
    content = exported_as(session, assistant, form)
    assert [claim.claim for claim in CHECKABLE if claim.claim not in content] == []
    assert "Guten Tag!" not in content
    assert session.download is not None
    assert session.download.name.startswith(f"belegt-{session.check.checked_at[:10]}.")


def test_an_export_holds_decisions_and_the_day_of_the_archive() -> None:
    assistant = archive()
    session = checked(assistant, as_of="2026-01-31")
    open_claim(session, assistant, 1)
    decide(session, assistant, "refuted", "Nachgefragt.", "A. Muster")
    first, second, *_ = json.loads(exported_as(session, assistant, "json"))
    assert (first["id"], first["decisions"][0]["comment"]) == (1, "Nachgefragt.")
    assert (second["id"], second["decisions"], second["as_of"]) == (0, [], "2026-01-31")
    assert second["index_version"] == assistant.status().index_version


def test_an_export_holds_nothing_of_an_article_that_is_gone() -> None:
    assistant = archive()
    session = checked(assistant)
    del assistant.stored[BRIDGE.id]
    content = exported_as(session, assistant, "json")
    assert QUOTE not in content
    assert "März 2026" not in content


def test_another_form_is_no_export() -> None:
    assistant = archive()
    session = checked(assistant)
    export(session, assistant, "pdf")
    assert session.download is None


def test_sessions_never_see_each_others_texts_but_share_the_desk() -> None:
    assistant = archive()
    first, second = checked(assistant), CheckSession()
    open_claim(first, assistant, 1)
    keep(first, assistant)
    open_claim(second, assistant, 1)
    look(second, assistant)
    assert second.subject is None
    assert "Umgeleitet" not in check_html(second, assistant)
    assert second.desk is not None
    assert [record.checked.claim for record in second.desk.records] == [CLOSED.claim]


def test_offsets_alone_say_what_is_marked() -> None:
    text = "Eins zwei. Eins zwei."
    claim = replace(OCTOBER, claim="Eins zwei.", start=11, end=21)
    assistant = archive(claim)
    shown = check_html(checked(assistant, text), assistant)
    assert "Eins zwei. <a" in shown


def test_a_text_of_greetings_says_that_nothing_can_be_checked() -> None:
    assistant = archive(FOUND[0])
    shown = check_html(checked(assistant, SPEECH, lang="en"), assistant)
    assert ENGLISH_CHECK.nothing_checkable in shown
    assert "data-export" not in shown


def test_an_iterator_without_close_is_no_problem() -> None:
    class Plain(FakeAssistant):
        def checks(self, text: str, *, as_of: str | None = None) -> Iterator[CheckedClaim]:
            self.checked.append((text, as_of))
            return iter([CLOSED])

    assert checked(Plain([BRIDGE])).check.claims == (CLOSED,)
