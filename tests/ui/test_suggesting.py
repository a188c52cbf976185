"""What may be asked next stands below the newest answer, and is looked for while nobody waits for another."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant import Answer, Filters, NotFoundError
from tests.fakes import EVERYTHING, FakeAssistant, abstained, answered, cited
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE
from ui import suggesting
from ui.ask_texts import ENGLISH, GERMAN
from ui.conversation import Conversation, ask, clear, conversation_html
from ui.filtering import Choice
from ui.suggesting import further_html, suggest, suggested
from ui.traffic import TRAFFIC
from ui.types import Recorded

FIRST, SECOND = "Wer ist Anna Kolb?", "Was sagte Ben Weiß?"
ANSWER = answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE))


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "READING", 0.0)


class Watched(FakeAssistant):
    """An archive that remembers after which answers it was to suggest something, and fails if it is told to."""

    def __init__(self, *further: str | None, fails: Exception | None = None, answer: Answer = ANSWER) -> None:
        super().__init__([BRIDGE], [answer, ANSWER])
        self.further = further
        self.fails = fails
        self.after: list[tuple[Answer, Filters]] = []

    def follow_ups(self, answer: Answer, *, filters: Filters = EVERYTHING) -> Iterator[str | None]:
        self.after.append((answer, filters))
        if self.fails is not None:
            raise self.fails
        yield from self.further


def asked(archive: FakeAssistant, conversation: Conversation | None = None) -> Conversation:
    conversation = conversation or Conversation()
    assert list(ask(conversation, archive, QUESTION))
    return conversation


def test_what_is_found_stands_below_the_answer_as_buttons() -> None:
    archive = Watched(FIRST, None, SECOND)
    conversation = asked(archive)
    assert FIRST not in further_html(conversation)
    assert len(list(suggest(conversation, archive))) == 3
    html = further_html(conversation)
    assert f'data-further="0" data-of="1" dir="auto">{FIRST}</button>' in html
    assert f'data-further="1" data-of="1" dir="auto">{SECOND}</button>' in html
    assert GERMAN.further in html
    conversation.lang = "en"
    assert ENGLISH.further in further_html(conversation)


def test_it_stands_below_the_newest_answer_only() -> None:
    archive = Watched(FIRST)
    conversation = asked(archive)
    list(suggest(conversation, archive))
    asked(archive, conversation)
    assert FIRST not in further_html(conversation)


def test_the_part_of_the_archive_that_was_asked_is_asked_again() -> None:
    archive = Watched()
    conversation = asked(archive, Conversation(choice=Choice(filters=Filters(as_of="2025-07-01"))))
    conversation.choice = Choice()
    list(suggest(conversation, archive))
    assert archive.after == [(ANSWER, Filters(as_of="2025-07-01"))]


def test_an_abstention_is_followed_by_nothing() -> None:
    archive = Watched(FIRST, answer=abstained(QUESTION))
    assert list(suggest(asked(archive), archive)) == []
    assert archive.after == []


def test_an_answer_that_was_opened_by_its_address_is_followed_by_nothing() -> None:
    archive = Watched(FIRST)
    conversation = asked(archive)
    conversation.exchanges[1] = replace(conversation.exchanges[1], recorded=Recorded(at="2026-03-02T08:00:00+00:00"))
    assert list(suggest(conversation, archive)) == []


def test_it_ends_when_the_reader_asks_something_new_or_begins_anew() -> None:
    archive = Watched(FIRST, SECOND)
    conversation = asked(archive)
    steps = suggest(conversation, archive)
    next(steps)
    asked(archive, conversation)
    assert list(steps) == []
    assert not conversation.exchanges[2].suggested
    steps = suggest(conversation, archive)
    next(steps)
    clear(conversation)
    assert list(steps) == []


def test_an_answer_comes_first_and_others_go_without() -> None:
    archive = Watched(FIRST, SECOND)
    conversation = asked(archive)
    with TRAFFIC.answering():
        assert list(suggest(conversation, archive)) == []
    steps = suggest(conversation, archive)
    next(steps)
    assert list(suggest(asked(archive), archive)) == []
    with TRAFFIC.answering():
        assert list(steps) == []
    assert conversation.exchanges[1].suggested == (FIRST,)
    with TRAFFIC.aside() as free:
        assert free


@pytest.mark.parametrize("error", [RuntimeError("the index is gone"), NotFoundError("no such article")])
def test_an_answer_stands_where_nothing_can_be_suggested(error: Exception) -> None:
    archive = Watched(fails=error)
    conversation = asked(archive)
    assert list(suggest(conversation, archive)) == []
    assert further_html(conversation) == ""
    assert QUOTE in conversation_html(conversation, archive)


def test_only_what_was_suggested_is_asked() -> None:
    archive = Watched(FIRST)
    conversation = asked(archive)
    list(suggest(conversation, archive))
    assert suggested(conversation, 1, 0) == FIRST
    for number, position in ((1, 1), (2, 0), ("1", 0), (1, "0"), (None, None), (1, -1), (1, [])):
        assert suggested(conversation, number, position) == ""


def test_nothing_untrusted_becomes_markup() -> None:
    archive = Watched(HOSTILE)
    conversation = asked(archive)
    list(suggest(conversation, archive))
    assert "<script>" not in further_html(conversation)


def test_who_asks_at_once_does_not_wait_for_suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggesting, "READING", 60.0)
    archive = Watched(FIRST)
    conversation = asked(archive)

    def ask_meanwhile(_: float) -> None:
        asked(archive, conversation)

    monkeypatch.setattr("ui.suggesting.time.sleep", ask_meanwhile)
    assert list(suggest(conversation, archive)) == []
    assert archive.after == []
