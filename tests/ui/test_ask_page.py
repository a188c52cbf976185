"""What can be done with an answer, filters, kept answers and the login, in a real browser."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from assistant import AnswerRecord, Filters
from assistant.types import Making
from tests.fakes import FakeAssistant, abstained, answered, cited
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE, SCHOOL, SECOND_QUOTE
from tests.ui.conftest import Serve, Visit, log_in
from tests.ui.test_accessibility import violations
from tests.ui.test_page import ask, too_wide
from ui.access import Access, Role, UserFile
from ui.ask_texts import GERMAN
from ui.texts import GERMAN as PAGE
from ui.web import build_page

pytestmark = pytest.mark.slow

ANSWER = replace(
    answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE), cited(BRIDGE, SECOND_QUOTE, n=2)), record="rec-1"
)
OTHER = replace(answered(QUESTION, "August", cited(SCHOOL, SCHOOL.text)), record="rec-2")
RECORD = AnswerRecord(
    id="rec-1",
    at="2026-03-02T08:00:00+00:00",
    answer=ANSWER,
    making=Making(filters=Filters(since="2025-07-01")),
    changed=("bridge",),
)
PASSWORD = "ein langes Kennwort"  # noqa: S105  (of nobody)
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def archive() -> FakeAssistant:
    fake = FakeAssistant([BRIDGE, SCHOOL], [ANSWER, OTHER])
    fake.on_record = {"rec-1": RECORD, "rec-2": replace(RECORD, id="rec-2", answer=OTHER, changed=())}
    return fake


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    """A reader and a member of staff."""
    file = UserFile(tmp_path / "users")
    file.add("lea", Role.READER, PASSWORD)
    file.add("sam", Role.STAFF, PASSWORD)
    return file


def box(page: Page) -> str:
    return page.locator("#composer textarea").input_value()


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def choose(page: Page, values: Mapping[str, str]) -> None:
    """Fill in the filters and send them with Enter."""
    page.locator("#filters summary").click()
    for name, value in values.items():
        page.locator(f"#filters input[name={name}]").fill(value)
    page.locator("#filters input").last.press("Enter")


def test_a_question_is_asked_again_in_its_place(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive))
    ask(page)
    expect(page.locator(".short")).to_have_text("bis März 2026")
    page.get_by_role("button", name=GERMAN.again).click()
    expect(page.locator(".short")).to_have_text("August")
    expect(page.locator(".exchange")).to_have_count(1)
    assert [question.text for question in archive.asked] == [QUESTION, QUESTION]
    assert archive.asked[1].history == ()


def test_a_question_is_edited_in_the_question_box(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive))
    ask(page)
    ask(page, "Und wer zahlt?")
    expect(page.get_by_role("button", name=GERMAN.edit)).to_have_count(1)
    page.get_by_role("button", name=GERMAN.edit).click()
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator("#composer textarea")).to_have_value("Und wer zahlt?")
    expect(page.locator("#composer textarea")).to_be_focused()
    page.get_by_role("button", name=GERMAN.edit).click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#composer textarea")).to_have_value(QUESTION)


def test_an_answer_is_copied_with_its_quotations(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive), **CLIPBOARD)
    ask(page)
    page.get_by_role("button", name=GERMAN.copy).click()
    expect(page.get_by_role("status").filter(has_text=GERMAN.copied)).to_be_visible()
    for part in (QUESTION, "bis März 2026", f"[1] „{QUOTE}“", "Altstadt-Bote", "3. November 2025"):
        assert part in clipboard(page)


def test_an_answer_is_shared_by_an_address_that_shows_it_again(
    archive: FakeAssistant, serve: Serve, visit: Visit
) -> None:
    address = serve(archive)
    page = visit(address, **CLIPBOARD)
    ask(page)
    page.get_by_role("button", name=GERMAN.share).click()
    expect(page.get_by_role("status").filter(has_text=GERMAN.shared)).to_be_visible()
    assert clipboard(page) == f"{address}?answer=rec-1"
    other = visit(clipboard(page))
    expect(other.locator(".short")).to_have_text("bis März 2026")
    expect(other.locator(".recorded").first).to_contain_text("Gespeicherte Antwort vom 2. März 2026")
    expect(other.locator(".recorded.changed")).to_contain_text(BRIDGE.title)
    expect(other.locator(".exchange .chip")).to_have_text("ab 1. Juli 2025")
    other.locator(".open").first.click()
    expect(other.locator("mark.focus")).to_have_text(QUOTE)
    other.locator("#clear").click()
    expect(other.locator(".welcome")).to_be_visible()
    assert "answer=" not in other.url


@pytest.mark.parametrize("record", ["nope", "%3Cscript%3Ewindow.hit%3D1%3C%2Fscript%3E"])
def test_an_address_without_an_answer_says_so(archive: FakeAssistant, serve: Serve, visit: Visit, record: str) -> None:
    page = visit(f"{serve(archive)}?answer={record}")
    expect(page.get_by_role("alert")).to_have_text(GERMAN.no_record)
    expect(page.locator(".welcome")).to_be_visible()
    ask(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert page.evaluate("window.hit") is None


def test_filters_narrow_a_question_and_are_taken_away_by_their_chips(
    archive: FakeAssistant, serve: Serve, visit: Visit
) -> None:
    page = visit(serve(archive))
    page.locator("#filters summary").click()
    page.locator("#filters select").select_option("Altstadt-Bote")
    page.locator("#filters summary").click()
    choose(page, {"since": "2025-07-01", "as_of": "2025-12-31"})
    chips = page.locator("#filters .chip")
    expect(chips).to_have_text(["ab 1. Juli 2025×", "Stand 31. Dezember 2025×", "Altstadt-Bote×"])
    expect(page.locator("#filters form")).to_be_hidden()
    ask(page)
    assert archive.asked[0].filters == Filters(since="2025-07-01", as_of="2025-12-31", outlet="Altstadt-Bote")
    expect(page.locator(".exchange .chip")).to_have_count(3)
    page.get_by_role("button", name="Filter entfernen: ab 1. Juli 2025").click()
    expect(chips).to_have_count(2)
    expect(page.locator("#filters summary")).to_be_focused()
    ask(page)
    assert archive.asked[1].filters == Filters(as_of="2025-12-31", outlet="Altstadt-Bote")


def test_filters_that_cannot_be_used_are_named_in_the_open_form(
    archive: FakeAssistant, serve: Serve, visit: Visit
) -> None:
    page = visit(serve(archive))
    choose(page, {"since": "2025-07-02", "until": "2025-07-01"})
    expect(page.locator("#filters .problem")).to_have_text(GERMAN.no_range)
    expect(page.locator("#filters input[name=since]")).to_have_value("2025-07-02")
    expect(page.locator("#filters input[name=since]")).to_be_focused()
    page.locator("#filters input[name=until]").fill("2025-07-03")
    page.locator("#filters input[name=until]").press("Enter")
    expect(page.locator("#filters .chip")).to_have_count(2)


def test_how_it_was_searched_opens_below_the_answer(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive))
    ask(page)
    button = page.get_by_role("button", name=GERMAN.explain)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".explained")).to_contain_text(GERMAN.by_quotes)
    expect(page.locator(".explained")).to_be_in_viewport()
    button.click()
    expect(page.locator(".explained")).to_have_count(0)


def test_a_judgement_is_noted_with_its_reason(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive))
    ask(page)
    rating = page.get_by_role("group", name=GERMAN.useful_question)
    rating.get_by_role("button", name=GERMAN.not_useful).click()
    expect(page.get_by_role("status").filter(has_text=GERMAN.thanked)).to_be_visible()
    expect(rating.get_by_role("button", name=GERMAN.not_useful)).to_have_attribute("aria-pressed", "true")
    page.get_by_label(GERMAN.reason_label).fill(HOSTILE)
    page.keyboard.press("Enter")
    expect(page.locator(".why")).to_have_count(0)
    assert [(given.useful, given.reason) for given in archive.received] == [(False, HOSTILE)]


def test_the_source_leads_from_quotation_to_quotation(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive))
    ask(page)
    page.locator(".open").first.click()
    expect(page.locator("mark.focus")).to_have_text(QUOTE)
    page.get_by_role("button", name=GERMAN.next).focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.focus")).to_have_text(SECOND_QUOTE)
    expect(page.locator(".card").nth(1)).to_have_attribute("data-current", "")
    expect(page.locator("#source h2")).to_be_focused()
    page.get_by_role("button", name=GERMAN.previous).click()
    expect(page.locator("mark.focus")).to_have_text(QUOTE)
    page.locator(".back").click()
    expect(page.locator(".open").first).to_be_focused()


def test_filters_and_tools_are_used_by_keyboard_alone(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive), **CLIPBOARD)
    expect(page.locator("#composer textarea")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#filters summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#filters input[name=since]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#filters summary")).to_be_focused()
    expect(page.locator("#filters form")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".tools").wait_for()
    page.locator(".open").last.focus()
    for name in (GERMAN.again, GERMAN.edit, GERMAN.copy):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=GERMAN.copied)).to_be_visible()
    expect(page.get_by_role("button", name=GERMAN.copy)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#composer textarea")).to_be_focused()
    assert box(page) == QUESTION


def test_all_of_it_needs_no_sideways_scrolling_on_a_phone(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive), viewport=PHONE)
    page.locator("#filters summary").click()
    assert too_wide(page) == []
    page.locator("#filters summary").click()
    choose(page, {"since": "2025-07-01", "as_of": "2025-12-31"})
    expect(page.locator("#filters .chip")).to_have_count(2)
    ask(page)
    page.get_by_role("button", name=GERMAN.explain).click()
    page.locator(".explained").wait_for()
    page.get_by_role("button", name=GERMAN.not_useful, exact=True).click()
    page.locator(".why").wait_for()
    page.locator(".open").first.click()
    page.locator(".steps").wait_for()
    assert too_wide(page) == []
    expect(page.locator("#composer textarea")).to_be_in_viewport(ratio=1)


def test_too_many_questions_are_answered_by_how_long_to_wait(
    archive: FakeAssistant, serve: Serve, visit: Visit
) -> None:
    address = serve(archive, Access(rate=1))
    page = visit(address)
    ask(page)
    ask(page, "Und wer zahlt?")
    expect(page.locator(".exchange .problem")).to_contain_text("Bitte warten Sie")
    assert len(archive.asked) == 1
    other = visit(address)
    ask(other, "Wer zahlt?")
    expect(other.locator(".exchange .problem")).to_have_count(0)


def test_a_reader_logs_in_and_asks_and_sees_no_other_view(
    archive: FakeAssistant, users: UserFile, serve: Serve, visit: Visit
) -> None:
    page = visit(serve(archive, Access(users=users)), login=("lea", PASSWORD))
    expect(page.locator(".user")).to_contain_text("lea")
    expect(page.locator(".views")).to_have_count(0)
    page.goto(f"{page.url}#/check")
    expect(page.locator("#view-check")).to_be_hidden()
    expect(page.locator("#view-ask")).to_be_visible()
    ask(page)
    expect(page.locator(".short")).to_have_text("bis März 2026")


def test_staff_log_in_and_out(archive: FakeAssistant, users: UserFile, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive, Access(users=users)), login=("sam", PASSWORD))
    expect(page.locator(".views a").first).to_have_text(PAGE.views["ask"])
    assert page.locator(".views a").count() > 1
    ask(page)
    page.get_by_role("link", name=PAGE.logout).click()
    expect(page.get_by_label("Passwort")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)


def test_a_wrong_password_lets_nobody_in(archive: FakeAssistant, users: UserFile, serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive, Access(users=users)), login=("sam", PASSWORD))
    page.get_by_role("link", name=PAGE.logout).click()
    log_in(page, "sam", "falsch, aber lang")
    expect(page.get_by_text("Falsche Anmeldedaten")).to_be_visible()
    expect(page.locator(".conversation")).to_have_count(0)


def test_a_user_who_was_taken_out_can_do_nothing_more(
    archive: FakeAssistant, users: UserFile, serve: Serve, visit: Visit
) -> None:
    page = visit(serve(archive, Access(users=users)), login=("lea", PASSWORD))
    users.remove("lea")
    page.locator("#composer textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dafür fehlt Ihnen die Berechtigung")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)
    assert archive.asked == []


def test_two_users_do_not_see_each_other(archive: FakeAssistant, users: UserFile, serve: Serve, visit: Visit) -> None:
    archive.queue[1] = abstained("Wer zahlt?")
    address = serve(archive, Access(users=users))
    lea, sam = visit(address, login=("lea", PASSWORD)), visit(address, login=("sam", PASSWORD))
    ask(lea)
    choose(lea, {"since": "2025-07-01"})
    expect(lea.locator("#filters .chip")).to_have_count(1)
    ask(sam, "Wer zahlt?")
    assert archive.asked[1].history == ()
    assert archive.asked[1].filters == Filters()
    expect(sam.locator(".exchange")).to_have_count(1)
    expect(sam.locator(".chip")).to_have_count(0)
    expect(lea.locator(".exchange")).to_have_count(1)
    expect(lea.locator(".question")).to_contain_text(QUESTION)


@pytest.mark.parametrize(("name", "status"), [("lea", 403), ("sam", 200)])
def test_only_staff_may_send_files(
    archive: FakeAssistant, users: UserFile, serve: Serve, visit: Visit, name: str, status: int
) -> None:
    address = serve(archive, Access(users=users))
    page = visit(address, login=(name, PASSWORD))
    assert upload(page, address) == status


@pytest.mark.parametrize(("readers", "status"), [(True, 403), (False, 200)])
def test_nobody_sends_files_to_a_page_for_readers(
    archive: FakeAssistant, serve: Serve, visit: Visit, readers: bool, status: int
) -> None:
    address = serve(archive, Access(readers=readers))
    page = visit(address)
    assert page.locator(".view").count() == 1 if readers else page.locator(".view").count() > 1
    assert upload(page, address) == status


def upload(page: Page, address: str) -> int:
    """Send a file past the page and give the status of the answer."""
    sent: FilePayload = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"Text"}
    return page.request.post(f"{address}gradio_api/upload", multipart={"files": sent}).status


@pytest.mark.parametrize(("name", "refused"), [("lea", True), ("sam", False)])
def test_an_event_of_a_hidden_view_that_is_called_by_hand_is_refused(
    archive: FakeAssistant, users: UserFile, serve: Serve, visit: Visit, name: str, refused: bool
) -> None:
    address = serve(archive, Access(users=users))
    page = visit(address, login=(name, PASSWORD))
    events = page.request.get(f"{address}config").json()["dependencies"]
    asking = len(build_page(archive, Access(readers=True)).fns) - 2  # without those that fill the page
    by_hand = [event for event in events[asking:-2] if not event["queue"]]
    assert len(by_hand) > 3
    for event in by_hand:
        body = {"fn_index": event["id"], "data": [None] * len(event["inputs"]), "session_hash": "by-hand"}
        answer = page.request.post(f"{address}gradio_api/run/predict", data=body)
        assert ("Dafür fehlt Ihnen die Berechtigung" in answer.text()) is refused, event


def test_a_suggested_question_is_asked_by_keyboard(archive: FakeAssistant, serve: Serve, visit: Visit) -> None:
    archive.further = ("Wer ist Anna Kolb?", None, "Was sagte Ben Weiß?")
    page = visit(serve(archive), viewport=PHONE)
    ask(page)
    group = page.get_by_role("group", name=GERMAN.further)
    expect(group.get_by_role("button")).to_have_text(["Wer ist Anna Kolb?", "Was sagte Ben Weiß?"])
    assert violations(page) == []
    assert not too_wide(page)
    box = group.get_by_role("button").first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    archive.further = ()
    group.get_by_role("button").last.press("Enter")
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".short").last).to_have_text("August")
    assert archive.asked[-1].text == "Was sagte Ben Weiß?"
    expect(group).to_have_count(0)
