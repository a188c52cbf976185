"""One session of the view of quality, without a browser."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant import BelegtError, Feedback, Report
from tests.fakes import FakeAssistant
from tests.ui.articles import QUESTION
from tests.ui.quality import AT, GIVEN, REPORT, archive
from ui.quality_session import (
    A_PAGE,
    MOST,
    QualitySession,
    cases,
    choose,
    inbox_shown,
    more,
    page,
    refresh,
    report_shown,
    settle,
    speak,
)
from ui.quality_texts import ENGLISH, GERMAN

LOCKED = "Das hat nicht geklappt. (Einzelheiten auf Englisch: The store is locked.)"


class Broken(FakeAssistant):
    """An archive that fails in everything the view does."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def report(self) -> Report | None:
        raise self.error

    def report_page(self) -> str:
        raise self.error

    def feedback(self, *, limit: int = 200) -> Sequence[Feedback]:
        raise self.error

    def settle_feedback(self, feedback_id: int, handled: bool) -> Feedback:
        raise self.error

    def feedback_cases(self, ids: Sequence[int]) -> str:
        raise self.error


class WithCases(FakeAssistant):
    """An archive whose cases have to be filled in where their id is even."""

    def feedback_cases(self, ids: Sequence[int]) -> str:
        return "".join('{"todo": []}\n' if each % 2 == 0 else '{"said": "\u2028"}\n' for each in ids)


def visited(assistant: FakeAssistant) -> QualitySession:
    session = QualitySession()
    refresh(session, assistant)
    return session


def text_of(handed: str) -> str:
    found = re.search('data-text="(.*?)"', handed, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_nothing_is_read_before_somebody_comes() -> None:
    session, assistant = QualitySession(), Broken(RuntimeError("read"))
    assert GERMAN.loading in report_shown(session)
    assert inbox_shown(session, assistant) == ""


def test_a_visit_shows_the_report_and_what_is_open() -> None:
    session = visited(archive())
    assert session.report is REPORT
    assert session.listed == (3, 2, 1)


@pytest.mark.parametrize(
    ("name", "value", "listed"),
    [
        ("state", "all", (4, 3, 2, 1)),
        ("rating", "useful", (3, 1)),
        ("rating", "not_useful", (2,)),
        ("about", "answer", (2, 1)),
        ("about", "verdict", (3,)),
        ("about", "article", (3, 2, 1)),
        ("__class__", "all", (3, 2, 1)),
    ],
)
def test_feedback_is_filtered(name: str, value: str, listed: tuple[int, ...]) -> None:
    session = visited(archive())
    choose(session, name, value)
    assert session.listed == listed


def test_what_is_settled_stays_in_place_until_the_next_look() -> None:
    assistant = archive()
    session = visited(assistant)
    settle(session, assistant, 2, handled=True)
    assert session.listed == (3, 2, 1)
    assert session.received[2].handled
    assert session.said == GERMAN.now_handled
    assert GERMAN.reopen in inbox_shown(session, assistant)
    settle(session, assistant, 2, handled=False)
    assert session.said == GERMAN.now_open
    settle(session, assistant, 2, handled=True)
    assert visited(assistant).listed == (3, 1)


@pytest.mark.parametrize("feedback_id", [0, 4, 99])
def test_only_what_is_listed_can_be_settled(feedback_id: int) -> None:
    assistant = archive()
    before = list(assistant.received)
    settle(visited(assistant), assistant, feedback_id, handled=True)
    assert assistant.received == before


@pytest.mark.parametrize(("wanted", "ids"), [([], [3, 2, 1]), ([1, 3], [3, 1]), ([1, 4, 99], [1]), ([4], [])])
def test_what_is_ticked_is_saved_or_else_all_that_is_listed(wanted: list[int], ids: list[int]) -> None:
    assistant = archive()
    handed = cases(visited(assistant), assistant, wanted)
    assert text_of(handed) == "".join(f'{{"id": "feedback-{each}"}}\n' for each in ids)
    assert re.search(r'data-name="belegt-feedback-\d{4}-\d\d-\d\d\.jsonl"', handed)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ([1], "1 Prüffall gespeichert."),
        ([], "3 Prüffälle gespeichert. Noch auszufüllen: 1. Welche Felder, steht dort unter „todo“."),
    ],
)
def test_saving_says_how_many_cases_and_how_many_are_to_be_filled_in(wanted: list[int], said: str) -> None:
    assistant = WithCases()
    assistant.received = archive().received
    session = visited(assistant)
    cases(session, assistant, wanted)
    assert session.said == said
    assert said in html.unescape(inbox_shown(session, assistant))


def test_the_same_thing_handed_over_twice_is_told_apart() -> None:
    assistant = archive()
    session = visited(assistant)
    assert cases(session, assistant, []) != cases(session, assistant, [])


def test_the_whole_report_is_handed_over_as_text() -> None:
    assistant = archive()
    assistant.last_page = '<!doctype html><p title="x">Bericht & mehr</p><script>hit</script>'
    handed = page(visited(assistant), assistant)
    assert "<p" not in handed
    assert "<script" not in handed
    assert text_of(handed) == assistant.last_page


def test_more_is_shown_page_by_page() -> None:
    assistant = FakeAssistant()
    assistant.received = [replace(GIVEN, id=n) for n in range(1, A_PAGE + 6)]
    session = visited(assistant)
    assert inbox_shown(session, assistant).count('<li class="entry"') == A_PAGE
    assert GERMAN.more in inbox_shown(session, assistant)
    more(session)
    assert inbox_shown(session, assistant).count('<li class="entry"') == A_PAGE + 5
    assert GERMAN.more not in inbox_shown(session, assistant)


def test_a_full_inbox_says_that_older_feedback_is_left_out() -> None:
    assistant = FakeAssistant()
    assistant.received = [replace(GIVEN, id=n) for n in range(1, MOST + 2)]
    shown = inbox_shown(visited(assistant), assistant)
    assert "1.000 Rückmeldungen. Berücksichtigt sind die neuesten 1.000." in shown


@pytest.mark.parametrize(
    ("error", "report_line", "inbox_line"),
    [
        (BelegtError("The store is locked."), LOCKED, LOCKED),
        (RuntimeError("secret path"), GERMAN.report_unreadable, GERMAN.inbox_unreadable),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(error: Exception, report_line: str, inbox_line: str) -> None:
    assistant = Broken(error)
    session = visited(assistant)
    assert report_line in report_shown(session)
    assert inbox_line in inbox_shown(session, assistant)
    assert "secret" not in report_shown(session) + inbox_shown(session, assistant)
    assert GERMAN.no_report not in report_shown(session)
    assert GERMAN.no_feedback not in inbox_shown(session, assistant)


def test_what_cannot_be_done_is_said_in_one_line() -> None:
    session = visited(archive())
    broken = Broken(RuntimeError("secret path"))
    settle(session, broken, 2, handled=True)
    assert session.inbox_problem == GERMAN.unsettled
    assert text_of(cases(session, broken, [])) == ""
    assert (session.inbox_problem, session.said) == (GERMAN.unsaved, "")
    assert text_of(page(session, broken)) == ""
    assert session.report_problem == GERMAN.report_unreadable


def test_the_language_can_be_switched() -> None:
    assistant = archive()
    session = visited(assistant)
    settle(session, assistant, 2, handled=True)
    speak(session, "en")
    assert session.said == ""
    assert ENGLISH.report in report_shown(session)
    assert QUESTION in inbox_shown(session, assistant)
    assert f'datetime="{AT}"' in inbox_shown(session, assistant)
