"""The view of quality in a real browser, served from a fake assistant."""

import json
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.fakes import FakeAssistant
from tests.ui.articles import HOSTILE
from tests.ui.conftest import Serve, Visit
from tests.ui.quality import GIVEN, archive
from tests.ui.test_page import PHONE, too_wide
from ui.access import Access
from ui.quality_texts import ENGLISH, GERMAN

pytestmark = pytest.mark.slow

PAGE = (
    "<!doctype html><html><style>h1 { color: rgb(1, 2, 3); }</style><h1>Bericht</h1>"
    "<script>opener.hit = top.hit = window.hit = 1</script><img src=x onerror='opener.hit = top.hit = 2'>"
    "<img src='{elsewhere}'><details><summary>Fall</summary><p>Einzelheit</p></details></html>"
)


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Another host, and what was fetched from it."""
    fetched: list[str] = []

    class Remembering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fetched.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its name there)
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Remembering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.png", fetched
        server.shutdown()


def come(page: Page) -> None:
    """Go to the view by its link in the head of the page."""
    page.get_by_role("link", name="Qualität").click()
    page.locator("#quality_inbox .inbox").wait_for()


def test_the_view_shows_the_report_and_the_open_feedback(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    come(page)
    expect(page.locator(".figure-value").first).to_have_text("75,7\u00a0%")
    expect(page.locator(".entry")).to_have_count(3)
    expect(page.locator(".entry h3").first).to_have_text("Zu bis März.")


def test_the_view_can_be_opened_by_its_address_and_in_english(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()), locale="en-GB")
    page.evaluate("location.hash = '#/quality'")
    page.reload()
    expect(page.locator("#report-title")).to_have_text(ENGLISH.report)
    page.get_by_role("button", name="DE", exact=True).click()
    expect(page.locator("#report-title")).to_have_text(GERMAN.report)
    expect(page.locator(".entry")).to_have_count(3)


def test_coming_back_shows_what_has_come_in_meanwhile(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    page = visit(serve(assistant))
    come(page)
    expect(page.locator(".entry")).to_have_count(3)
    page.get_by_role("link", name="Fragen").click()
    assistant.received.append(replace(GIVEN, id=9, question="Neu?"))
    page.get_by_role("link", name="Qualität").click()
    expect(page.locator(".entry h3").first).to_have_text("Neu?")


def test_feedback_is_filtered_and_settled_by_keyboard(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    page = visit(serve(assistant))
    come(page)
    page.get_by_label(GERMAN.by_rating).select_option("not_useful")
    expect(page.locator(".entry")).to_have_count(1)
    button = page.get_by_role("button", name=GERMAN.settle)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_have_text(GERMAN.now_handled)
    expect(page.get_by_role("button", name=GERMAN.reopen)).to_be_focused()
    assert [each.id for each in assistant.received if each.handled] == [2, 4]


def test_what_is_ticked_is_saved_as_cases(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    page = visit(serve(archive()))
    come(page)
    save = page.locator("[data-cases]")
    expect(save).to_have_text("Alle 3 als Prüffälle speichern")
    with page.expect_download() as everything:
        save.click()
    page.locator("[data-pick='2']").check()
    expect(save).to_have_text("1 ausgewählte als Prüffälle speichern")
    with page.expect_download() as one:
        save.click()
    expect(page.locator(".done")).to_contain_text("1 Prüffall gespeichert.")
    expect(page.locator("[data-pick='2']")).to_be_checked()
    expect(save).to_have_text("1 ausgewählte als Prüffälle speichern")
    one.value.save_as(tmp_path / "one.jsonl")
    everything.value.save_as(tmp_path / "all.jsonl")
    assert everything.value.suggested_filename.startswith("belegt-feedback-")
    saved = [(tmp_path / name).read_text(encoding="utf-8").splitlines() for name in ("one.jsonl", "all.jsonl")]
    assert [[json.loads(line)["id"] for line in lines] for lines in saved] == [
        ["feedback-2"],
        ["feedback-3", "feedback-2", "feedback-1"],
    ]


def test_the_whole_report_opens_in_a_window_where_nothing_runs(
    serve: Serve, visit: Visit, elsewhere: tuple[str, list[str]]
) -> None:
    address, fetched = elsewhere
    assistant = archive()
    assistant.last_page = PAGE.replace("{elsewhere}", address)
    page = visit(serve(assistant))
    come(page)
    for _ in range(2):
        with page.expect_popup() as opened:
            page.get_by_role("button", name=GERMAN.open_report).click()
        frame = opened.value.frame_locator("iframe")
        expect(frame.locator("h1")).to_have_text("Bericht")
        assert frame.locator("h1").evaluate("element => getComputedStyle(element).color") == "rgb(1, 2, 3)"
        frame.locator("summary").click()
        expect(frame.locator("p")).to_be_visible()
        expect(opened.value).to_have_title(GERMAN.report_title)
        assert opened.value.evaluate("window.hit") is None
        opened.value.close()
    assert page.evaluate("window.hit") is None
    assert fetched == []


def test_nothing_in_feedback_is_executed(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    assistant.received.append(replace(GIVEN, id=9, question=HOSTILE, reason=HOSTILE))
    page = visit(serve(assistant))
    come(page)
    expect(page.locator(".entry h3").first).to_have_text(HOSTILE)
    assert page.evaluate("window.hit") is None


def test_the_view_needs_no_sideways_scrolling_on_a_phone(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    assistant.received.append(replace(GIVEN, id=9, question="Donaudampfschifffahrt" * 12, reason="Bundes" * 60))
    page = visit(serve(assistant), viewport=PHONE)
    come(page)
    assert too_wide(page) == []
    page.locator(".all-figures summary").click()
    page.locator(".quoted summary").first.click()
    assert too_wide(page) == []


def test_an_archive_without_report_and_feedback_says_what_to_do(serve: Serve, visit: Visit) -> None:
    page = visit(serve(FakeAssistant()))
    come(page)
    expect(page.locator("#quality_report")).to_contain_text("belegt-evals report")
    expect(page.locator("#quality_inbox")).to_contain_text(GERMAN.no_feedback)


def test_readers_see_nothing_of_it(serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve(archive(), Access(readers=True))}#/quality")
    expect(page.locator("#quality_inbox .inbox")).to_have_count(0)
    expect(page.get_by_role("link", name="Qualität")).to_have_count(0)
