import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import AbstainReason, Answer, Article, BelegtError, Engine, Question, Status, Turn
from tests.fakes import FakeAssistant, abstained, answered, cited, written
from tests.ui.articles import BRIDGE, QUESTION, QUOTE, SCHOOL, SECOND_QUOTE, read
from ui.conversation import (
    MOST_CHARACTERS,
    Conversation,
    ask,
    clear,
    conversation_html,
    foot_html,
    stop,
)
from ui.sources import forget_hidden, open_source, source_html
from ui.texts import GERMAN
from ui.types import Kind, Stage

LOCKED = "Das hat nicht geklappt. (Einzelheiten auf Englisch: The store is locked.)"
BOTH = answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE), cited(BRIDGE, SECOND_QUOTE, n=2))
FIRST = written(QUESTION, None, [cited(BRIDGE, QUOTE)], ("Sie ist gesperrt.", (1,)))
WHOLE = written(
    QUESTION,
    "bis März 2026",
    [cited(BRIDGE, QUOTE), cited(BRIDGE, SECOND_QUOTE, n=2)],
    ("Sie ist gesperrt.", (1,)),
    ("Umgeleitet wird.", (2,)),
)


class BrokenAssistant(FakeAssistant):
    """An archive in which everything fails the same way."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def stream(self, question: Question, *, engine: Engine | None = None) -> Iterator[tuple[Answer | None, bool]]:
        raise self.error

    def readable(self, article_id: str) -> Article:
        raise self.error

    def status(self) -> Status:
        raise self.error


@pytest.fixture
def archive() -> FakeAssistant:
    return FakeAssistant([BRIDGE, SCHOOL], [BOTH])


@pytest.fixture
def answered_once(archive: FakeAssistant) -> Conversation:
    conversation = Conversation()
    assert list(ask(conversation, archive, QUESTION)) == [True, False, False]
    return conversation


@pytest.fixture
def growing() -> FakeAssistant:
    """An archive whose one answer grows, and stays as it is after its first sentence."""
    archive = FakeAssistant([BRIDGE], [[FIRST, WHOLE]])
    archive.hold()
    return archive


def test_a_question_stands_in_the_conversation_before_it_is_answered(archive: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, archive, f"  {QUESTION}\n")
    assert next(steps) is True
    assert conversation.exchanges[1].pending
    assert archive.asked == []
    assert list(steps)[-1] is False
    assert conversation.exchanges[1].answer == BOTH
    assert not conversation.pending
    assert archive.asked == [Question(text=QUESTION)]


def test_a_follow_up_takes_the_answered_questions_with_it(archive: FakeAssistant, answered_once: Conversation) -> None:
    list(ask(answered_once, archive, "Und wer zahlt?"))
    assert archive.asked[1].history == (Turn(question=QUESTION, answer=BOTH.answer),)


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_nothing_is_asked_for_a_blank_text(archive: FakeAssistant, text: str) -> None:
    conversation = Conversation()
    assert list(ask(conversation, archive, text)) == [False]
    assert conversation.exchanges == {}
    assert archive.asked == []


def test_nothing_is_asked_while_a_question_is_open(archive: FakeAssistant) -> None:
    conversation = Conversation()
    first = ask(conversation, archive, QUESTION)
    next(first)
    assert list(ask(conversation, archive, "Und wer zahlt?")) == [False]
    assert list(conversation.exchanges) == [1]
    list(first)
    assert len(archive.asked) == 1


def test_a_question_that_is_too_long_is_not_asked(archive: FakeAssistant) -> None:
    conversation = Conversation()
    list(ask(conversation, archive, "x" * (MOST_CHARACTERS + 1)))
    assert archive.asked == []
    assert conversation.exchanges[1].problem == GERMAN.too_long.format(limit="2.000")


def test_an_error_the_reader_can_mend_is_shown_as_it_is() -> None:
    conversation = Conversation(lang="en")
    archive = FakeAssistant([BRIDGE], [BelegtError("The index is gone.", hint="Run belegt rebuild.")])
    list(ask(conversation, archive, QUESTION))
    assert "The index is gone. Run belegt rebuild." in read(conversation_html(conversation, archive)).seen


def test_an_archive_that_refuses_a_question_says_why() -> None:
    conversation = Conversation()
    list(ask(conversation, BrokenAssistant(BelegtError("The store is locked.")), QUESTION))
    assert conversation.exchanges[1].problem == LOCKED


def test_an_unforeseen_failure_is_one_neutral_line_and_its_cause_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    conversation = Conversation()
    archive = FakeAssistant([BRIDGE], [ZeroDivisionError("a secret of the program"), BOTH])
    with caplog.at_level(logging.ERROR):
        list(ask(conversation, archive, QUESTION))
    seen = read(conversation_html(conversation, archive)).seen
    assert GERMAN.unexpected in seen
    assert "secret" not in seen
    assert "a secret of the program" in caplog.text
    list(ask(conversation, archive, QUESTION))
    assert conversation.exchanges[2].answer == BOTH
    assert archive.asked[1].history == ()


def test_an_answer_grows_and_only_what_is_new_is_news(growing: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, growing, QUESTION)
    assert [next(steps) for _ in range(5)] == [True, False, False, False, False]
    exchange = conversation.exchanges[1]
    assert (exchange.answer, exchange.stage) == (FIRST, Stage.GROWING)
    growing.release()
    assert list(steps)[-1] is False
    exchange = conversation.exchanges[1]
    assert (exchange.answer, exchange.stage) == (WHOLE, Stage.SETTLED)
    assert not growing.stopped


def test_what_an_answer_has_lost_again_is_gone() -> None:
    conversation = Conversation()
    refusal = replace(abstained(QUESTION, AbstainReason.LOW_CONFIDENCE), engine=Engine.LLM)
    list(ask(conversation, FakeAssistant([BRIDGE], [[FIRST, refusal]]), QUESTION))
    assert conversation.exchanges[1].answer == refusal


@pytest.mark.parametrize("whole", [BOTH, replace(abstained(QUESTION), engine=Engine.LLM)])
def test_what_cannot_grow_is_shown_only_when_it_is_whole(whole: Answer) -> None:
    conversation = Conversation()
    archive = FakeAssistant([BRIDGE], [[whole, whole]])
    assert list(ask(conversation, archive, QUESTION)) == [True, False, False, False]


def test_a_quotation_of_a_growing_answer_can_be_opened(growing: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, growing, QUESTION)
    assert [next(steps) for _ in range(3)][-1] is False
    open_source(conversation, growing, "1-citation-1")
    assert conversation.source is not None
    assert conversation.source.article == BRIDGE
    steps.close()


def test_what_is_proven_stays_when_the_answer_is_stopped(growing: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, growing, QUESTION)
    assert [next(steps) for _ in range(3)][-1] is False
    stop(conversation)
    assert not conversation.pending
    assert list(steps) == [False]
    assert growing.stopped
    exchange = conversation.exchanges[1]
    assert (exchange.answer, exchange.stopped, exchange.stage) == (FIRST, True, Stage.SETTLED)
    seen = read(conversation_html(conversation, growing)).seen
    assert "Sie ist gesperrt." in seen
    assert GERMAN.stopped in seen
    assert GERMAN.checking not in seen


def test_a_question_stopped_before_anything_is_proven_says_so(archive: FakeAssistant) -> None:
    archive.hold()
    conversation = Conversation()
    steps = ask(conversation, archive, QUESTION)
    assert [next(steps) for _ in range(3)] == [True, False, False]
    stop(conversation)
    assert list(steps) == [False]
    assert archive.stopped
    assert GERMAN.stopped_unproven in read(conversation_html(conversation, archive)).seen
    assert conversation.history == ()


def test_stopping_leaves_what_is_settled_as_it_is(archive: FakeAssistant, answered_once: Conversation) -> None:
    before = dict(answered_once.exchanges)
    stop(answered_once)
    assert answered_once.exchanges == before


def test_a_question_can_be_asked_right_after_a_stop(growing: FakeAssistant) -> None:
    growing.queue.append(BOTH)
    conversation = Conversation()
    first = ask(conversation, growing, QUESTION)
    next(first)
    stop(conversation)
    second = ask(conversation, growing, QUESTION)
    assert next(second) is True
    assert list(first) == [False]
    assert conversation.exchanges[2].pending
    second.close()


def test_starting_anew_stops_a_growing_answer(growing: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, growing, QUESTION)
    assert [next(steps) for _ in range(3)][-1] is False
    clear(conversation)
    assert list(steps) == [False]
    assert growing.stopped
    assert conversation.exchanges == {}


def test_a_browser_that_leaves_stops_the_answer(growing: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, growing, QUESTION)
    assert [next(steps) for _ in range(3)][-1] is False
    steps.close()
    assert growing.stopped
    assert conversation.exchanges[1].stopped


def test_an_answer_that_is_taken_back_while_it_grows_stops(growing: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, growing, QUESTION)
    assert [next(steps) for _ in range(3)][-1] is False
    growing.remove([BRIDGE.id])
    forget_hidden(conversation, growing)
    assert list(steps) == [False]
    assert growing.stopped
    seen = read(conversation_html(conversation, growing)).seen
    assert GERMAN.taken_back in seen
    assert "Sie ist gesperrt." not in seen


def test_a_quotation_opens_its_article_with_all_quotations_from_it(
    archive: FakeAssistant, answered_once: Conversation
) -> None:
    open_source(answered_once, archive, "1-citation-2")
    source = answered_once.source
    assert source is not None
    assert source.article == BRIDGE
    assert [BRIDGE.text[mark.start : mark.end] for mark in source.marks] == [QUOTE, SECOND_QUOTE]
    assert source.focus == 2


def test_opening_the_same_source_again_is_a_change_too(archive: FakeAssistant, answered_once: Conversation) -> None:
    open_source(answered_once, archive, "1-citation-1")
    before = source_html(answered_once)
    open_source(answered_once, archive, "1-citation-1")
    assert source_html(answered_once) != before


def test_a_nearest_article_opens_as_a_whole() -> None:
    archive = FakeAssistant([SCHOOL], [abstained(QUESTION, AbstainReason.NO_EVIDENCE, SCHOOL)])
    conversation = Conversation()
    list(ask(conversation, archive, QUESTION))
    open_source(conversation, archive, "1-nearest-0")
    assert conversation.source is not None
    assert conversation.source.article == SCHOOL
    assert conversation.source.reference.kind is Kind.NEAREST
    assert conversation.source.marks == ()


@pytest.mark.parametrize(
    "key", ["", "bridge", "1-citation-3", "1-citation-0", "2-citation-1", "1-nearest-0", "../../etc/passwd"]
)
def test_only_what_the_session_was_shown_can_be_opened(
    archive: FakeAssistant, answered_once: Conversation, key: str
) -> None:
    open_source(answered_once, archive, key)
    assert answered_once.source is None


def test_a_quotation_that_has_changed_is_not_marked(archive: FakeAssistant, answered_once: Conversation) -> None:
    archive.stored["bridge"] = replace(BRIDGE, text=BRIDGE.text.replace("März", "April"))
    open_source(answered_once, archive, "1-citation-1")
    reader = read(source_html(answered_once))
    assert QUOTE not in reader.marked
    assert GERMAN.quotation_gone in reader.seen


def test_an_article_taken_down_since_is_said_to_be_gone(archive: FakeAssistant, answered_once: Conversation) -> None:
    archive.remove(["bridge"])
    open_source(answered_once, archive, "1-citation-1")
    assert GERMAN.source_gone in read(source_html(answered_once)).seen


@pytest.mark.parametrize(
    ("error", "line"),
    [(BelegtError("The store is locked."), LOCKED), (OSError("disk"), GERMAN.unopened)],
)
def test_an_article_that_cannot_be_opened_says_why(answered_once: Conversation, error: Exception, line: str) -> None:
    open_source(answered_once, BrokenAssistant(error), "1-citation-1")
    seen = read(source_html(answered_once)).seen
    assert line in seen
    assert BRIDGE.title in seen


@pytest.mark.parametrize(
    ("error", "line"),
    [(BelegtError("The store is locked."), LOCKED), (OSError("disk"), GERMAN.unreadable)],
)
def test_an_archive_that_cannot_say_what_it_holds_says_so_at_the_foot(error: Exception, line: str) -> None:
    conversation = Conversation()
    assert line in read(foot_html(conversation, BrokenAssistant(error))).seen
    assert GERMAN.welcome in read(conversation_html(conversation, BrokenAssistant(error))).seen


def test_starting_anew_forgets_questions_and_source(archive: FakeAssistant, answered_once: Conversation) -> None:
    open_source(answered_once, archive, "1-citation-1")
    clear(answered_once)
    assert answered_once.history == ()
    assert GERMAN.welcome in read(conversation_html(answered_once, archive)).seen
    assert GERMAN.source_empty in read(source_html(answered_once)).seen


def test_an_answer_found_after_starting_anew_is_dropped(archive: FakeAssistant) -> None:
    conversation = Conversation()
    steps = ask(conversation, archive, QUESTION)
    next(steps)
    clear(conversation)
    list(steps)
    assert conversation.exchanges == {}


def test_a_question_after_starting_anew_is_a_new_one(archive: FakeAssistant, answered_once: Conversation) -> None:
    clear(answered_once)
    list(ask(answered_once, archive, QUESTION))
    assert list(answered_once.exchanges) == [2]
    assert archive.asked[1].history == ()


def test_the_language_can_change_within_a_conversation(archive: FakeAssistant, answered_once: Conversation) -> None:
    answered_once.lang = "en"
    assert "Backed by 2 quotations" in read(conversation_html(answered_once, archive)).seen
    assert "2 articles" in read(foot_html(answered_once, archive)).seen


def test_an_answer_whose_article_is_withdrawn_is_taken_back(
    archive: FakeAssistant, answered_once: Conversation
) -> None:
    open_source(answered_once, archive, "1-citation-1")
    assert not forget_hidden(answered_once, archive)
    archive.remove([BRIDGE.id])
    assert forget_hidden(answered_once, archive)
    seen = read(conversation_html(answered_once, archive)).seen
    assert GERMAN.taken_back in seen
    assert QUOTE not in seen
    assert BRIDGE.text not in read(source_html(answered_once)).seen
    assert not forget_hidden(answered_once, archive)
