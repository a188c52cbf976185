from dataclasses import replace

import pytest

from assistant import AbstainReason, AnswerRecord, BelegtError, Engine, Feedback, Filters
from assistant.types import Judged, Making, ModelUse, PassageShown
from tests.fakes import FakeAssistant, abstained, answered, cited
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE, SCHOOL, read
from ui.ask_texts import GERMAN
from ui.conversation import Conversation, ask, conversation_html
from ui.filtering import Choice
from ui.revisiting import explain, give_reason, open_answer, rate, take_back
from ui.sources import forget_hidden, open_source
from ui.texts import GERMAN as PAGE
from ui.types import Exchange

ANSWER = replace(answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE)), record="rec-1", timings_ms={"total": 45})
RECORD = AnswerRecord(
    id="rec-1",
    at="2026-03-02T08:00:00+00:00",
    answer=ANSWER,
    making=Making(
        passages=(
            PassageShown(article_id="bridge", start=0, end=3),
            PassageShown(article_id="bridge", start=4, end=9),
            PassageShown(article_id="gone", start=0, end=3),
        ),
        filters=Filters(since="2025-07-01"),
    ),
    changed=("bridge", "gone"),
)


class DeafAssistant(FakeAssistant):
    """An archive that keeps no feedback."""

    def give_feedback(
        self, *, record: str, useful: bool, reason: str = "", about: Judged = "answer", replaces: int | None = None
    ) -> Feedback:
        raise RuntimeError(record)


@pytest.fixture
def archive() -> FakeAssistant:
    fake = FakeAssistant([BRIDGE, SCHOOL], [ANSWER, ANSWER])
    fake.on_record["rec-1"] = RECORD
    return fake


@pytest.fixture
def answered_once(archive: FakeAssistant) -> Conversation:
    conversation = Conversation()
    list(ask(conversation, archive, QUESTION))
    return conversation


def only(conversation: Conversation) -> Exchange:
    (exchange,) = conversation.exchanges.values()
    return exchange


def test_the_last_exchange_is_taken_back_with_its_filters(archive: FakeAssistant) -> None:
    conversation = Conversation(choice=Choice(filters=Filters(since="2025-07-01")))
    list(ask(conversation, archive, QUESTION))
    conversation.choice = Choice()
    assert take_back(conversation, 1) == QUESTION
    assert conversation.exchanges == {}
    assert conversation.choice.filters.since == "2025-07-01"
    assert archive.asked[0].filters == Filters(since="2025-07-01")


def test_an_article_that_the_exchange_had_opened_is_closed_with_it(
    archive: FakeAssistant, answered_once: Conversation
) -> None:
    open_source(answered_once, archive, "1-citation-1")
    take_back(answered_once, 1)
    assert answered_once.source is None


@pytest.mark.parametrize("number", [1, 3, 0, "2", None])
def test_nothing_else_is_taken_back(archive: FakeAssistant, answered_once: Conversation, number: object) -> None:
    list(ask(answered_once, archive, "Und wer zahlt?"))
    assert take_back(answered_once, number) is None
    assert list(answered_once.exchanges) == [1, 2]


def test_nothing_is_taken_back_while_an_answer_is_looked_for(archive: FakeAssistant) -> None:
    conversation = Conversation()
    asked = ask(conversation, archive, QUESTION)
    next(asked)
    assert take_back(conversation, 1) is None
    asked.close()


def test_only_the_last_exchange_offers_to_be_asked_again(archive: FakeAssistant, answered_once: Conversation) -> None:
    list(ask(answered_once, archive, "Und wer zahlt?"))
    elements = read(conversation_html(answered_once, archive)).elements
    verbs = [(each["data-do"], each["data-of"]) for _, each in elements if each.get("data-do") in ("again", "edit")]
    assert verbs == [("again", "2"), ("edit", "2")]


def test_how_an_answer_came_about_is_shown_on_demand(archive: FakeAssistant, answered_once: Conversation) -> None:
    assert GERMAN.asked_of not in read(conversation_html(answered_once, archive)).seen
    explain(answered_once, archive, 1)
    seen = read(conversation_html(answered_once, archive)).seen
    for part in (GERMAN.everything, GERMAN.by_quotes, f"3 Stellen: {BRIDGE.title}", "zusammen 45 ms", "90 %", "fake-1"):
        assert part in seen
    explain(answered_once, archive, 1)
    assert only(answered_once).explanation is None


def test_an_article_that_was_read_is_named_no_more_once_it_is_gone(
    archive: FakeAssistant, answered_once: Conversation
) -> None:
    archive.on_record["rec-1"] = replace(
        RECORD, making=Making(passages=(PassageShown(article_id="school", start=0, end=3),))
    )
    explain(answered_once, archive, 1)
    assert SCHOOL.title in read(conversation_html(answered_once, archive)).seen
    archive.remove(["school"])
    forget_hidden(answered_once, archive)
    assert SCHOOL.title not in read(conversation_html(answered_once, archive)).seen
    assert QUOTE in read(conversation_html(answered_once, archive)).seen


def test_an_answer_that_is_taken_back_takes_all_said_of_it_along(
    archive: FakeAssistant, answered_once: Conversation
) -> None:
    explain(answered_once, archive, 1)
    rate(answered_once, archive, 1, useful=True)
    archive.remove(["bridge"])
    forget_hidden(answered_once, archive)
    seen = read(conversation_html(answered_once, archive)).seen
    assert PAGE.taken_back in seen
    assert BRIDGE.title not in seen
    assert GERMAN.reason_label not in seen


def test_who_judges_too_often_has_to_wait(archive: FakeAssistant, answered_once: Conversation) -> None:
    rate(answered_once, archive, 1, useful=True, seconds_to_wait=lambda: 7)
    assert archive.received == []
    seen = read(conversation_html(answered_once, archive)).seen
    assert GERMAN.rated_too_often.format(count=7) in seen
    assert GERMAN.thanked not in seen


def test_an_answer_that_is_not_on_record_is_explained_by_what_is_known(answered_once: Conversation) -> None:
    explain(answered_once, FakeAssistant(), 1)
    shown = only(answered_once).explanation
    assert shown is not None
    assert shown.read == ()


def test_the_language_model_of_a_written_answer_is_named(archive: FakeAssistant, answered_once: Conversation) -> None:
    use = ModelUse(model="ollama:qwen3", prompt_version="7", calls=1, prompt_tokens=9, answer_tokens=9)
    written = replace(ANSWER, engine=Engine.LLM)
    archive.on_record["rec-1"] = replace(RECORD, making=Making(use=use))
    answered_once.exchanges[1] = replace(only(answered_once), answer=written)
    explain(answered_once, archive, 1)
    assert "ollama:qwen3 (Prompt 7)" in read(conversation_html(answered_once, archive)).seen


def test_a_judgement_is_kept_and_replaced_by_a_later_one(archive: FakeAssistant, answered_once: Conversation) -> None:
    rate(answered_once, archive, 1, useful=True)
    assert GERMAN.thanked in read(conversation_html(answered_once, archive)).seen
    rate(answered_once, archive, 1, useful=False)
    give_reason(answered_once, archive, 1, "Das Datum fehlt.")
    (given,) = archive.received
    assert (given.record, given.useful, given.reason) == ("rec-1", False, "Das Datum fehlt.")
    assert only(answered_once).rating is not None
    assert GERMAN.reason_label not in read(conversation_html(answered_once, archive)).seen


def test_a_blank_reason_says_nothing_more(archive: FakeAssistant, answered_once: Conversation) -> None:
    give_reason(answered_once, archive, 1, "Warum?")
    assert archive.received == []
    rate(answered_once, archive, 1, useful=True)
    give_reason(answered_once, archive, 1, " \n")
    assert [given.reason for given in archive.received] == [""]


def test_feedback_that_cannot_be_kept_is_not_thanked_for(answered_once: Conversation) -> None:
    archive = DeafAssistant([BRIDGE])
    rate(answered_once, archive, 1, useful=True)
    seen = read(conversation_html(answered_once, archive)).seen
    assert GERMAN.unrated in seen
    assert GERMAN.thanked not in seen


@pytest.mark.parametrize("number", [0, 2, None, "1"])
def test_only_what_a_session_was_shown_is_judged_or_explained(
    archive: FakeAssistant, answered_once: Conversation, number: object
) -> None:
    before = only(answered_once)
    rate(answered_once, archive, number, useful=True)
    explain(answered_once, archive, number)
    assert archive.received == []
    assert only(answered_once) is before


def test_an_answer_without_a_record_cannot_be_judged_or_shared(archive: FakeAssistant) -> None:
    archive.queue[0] = replace(ANSWER, record=None)
    conversation = Conversation()
    list(ask(conversation, archive, QUESTION))
    rate(conversation, archive, 1, useful=True)
    assert archive.received == []
    html = conversation_html(conversation, archive)
    assert "data-share" not in html
    assert GERMAN.useful_question not in html


def test_a_kept_answer_is_shown_with_what_has_changed_since(archive: FakeAssistant) -> None:
    conversation = Conversation()
    open_answer(conversation, archive, "rec-1")
    seen = read(conversation_html(conversation, archive)).seen
    assert QUOTE in seen
    assert "Archivstand fake-1" in seen
    assert "2. März 2026" in seen
    assert f"Seither geändert oder entfernt: {BRIDGE.title}; 1 weitere." in seen
    assert "ab 1. Juli 2025" in seen
    list(ask(conversation, archive, "Und wer zahlt?"))
    assert archive.asked[0].history[0].question == QUESTION


def test_of_a_kept_answer_whose_articles_are_gone_only_the_question_is_left(archive: FakeAssistant) -> None:
    archive.on_record["rec-1"] = replace(RECORD, answer=replace(ANSWER, citations=(), sentences=(), short_answer=None))
    conversation = Conversation()
    open_answer(conversation, archive, "rec-1")
    seen = read(conversation_html(conversation, archive)).seen
    assert QUESTION in seen
    assert PAGE.taken_back in seen
    assert "bis März" not in seen


def test_a_kept_abstention_is_shown_as_one(archive: FakeAssistant) -> None:
    answer = replace(abstained(QUESTION, AbstainReason.NO_EVIDENCE, SCHOOL), record="rec-1")
    archive.on_record["rec-1"] = replace(RECORD, answer=answer, changed=())
    conversation = Conversation()
    open_answer(conversation, archive, "rec-1")
    assert PAGE.abstained in read(conversation_html(conversation, archive)).seen


@pytest.mark.parametrize("record_id", ["nope", "", HOSTILE, "x" * 100_000, "\ud800", "../rec-1", "rec-1\n"])
def test_an_address_without_an_answer_says_so_in_one_line(archive: FakeAssistant, record_id: str) -> None:
    conversation = Conversation()
    open_answer(conversation, archive, record_id)
    shown = read(conversation_html(conversation, archive)).seen
    assert GERMAN.no_record in shown
    assert PAGE.welcome in shown
    list(ask(conversation, archive, QUESTION))
    assert GERMAN.no_record not in read(conversation_html(conversation, archive)).seen


def test_why_records_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch, archive: FakeAssistant) -> None:
    class Broken:
        def get(self, record_id: str) -> AnswerRecord:
            raise BelegtError("The records are locked.")

    monkeypatch.setattr(archive, "records", Broken)
    conversation = Conversation()
    open_answer(conversation, archive, "rec-1")
    seen = read(conversation_html(conversation, archive)).seen
    assert "Das hat nicht geklappt. (Einzelheiten auf Englisch: The records are locked.)" in seen


def test_a_running_session_is_not_replaced_by_a_kept_answer(
    archive: FakeAssistant, answered_once: Conversation
) -> None:
    open_answer(answered_once, archive, "rec-1")
    assert len(answered_once.exchanges) == 1


def test_a_question_asked_too_soon_is_answered_by_how_long_to_wait(archive: FakeAssistant) -> None:
    conversation = Conversation()
    list(ask(conversation, archive, QUESTION, lambda: 12))
    assert archive.asked == []
    assert only(conversation).problem == GERMAN.too_many.format(count=12)


def test_a_blank_question_is_not_counted(archive: FakeAssistant) -> None:
    counted: list[int] = []

    def count() -> int:
        counted.append(1)
        return 0

    list(ask(Conversation(), archive, " ", count))
    list(ask(Conversation(), archive, QUESTION, count))
    assert counted == [1]
