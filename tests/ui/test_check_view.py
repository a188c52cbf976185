"""The view that checks in a real browser, served from a fake assistant."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant import BelegtError, CheckedClaim, Verdict
from tests.fakes import FakeAssistant
from tests.ui.articles import BRIDGE, HOSTILE, QUOTE, SCHOOL
from tests.ui.checks import CHECKABLE, CLOSED, DETOUR, FOUND, SPEECH, archive, evidence, found
from tests.ui.conftest import Serve, Visit
from ui.check_texts import ENGLISH_CHECK, GERMAN_CHECK

pytestmark = pytest.mark.slow

PHONE = {"width": 360, "height": 740}
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
OUTLINE = "element => getComputedStyle(element).outlineStyle"


def enter(page: Page) -> Page:
    """Go to the view."""
    page.locator(".views [data-view=check]").click()
    page.locator("#check-input").wait_for()
    return page


def begin(page: Page, text: str = SPEECH) -> None:
    """Paste a text and press the button."""
    page.locator("#check-input").fill(text)
    page.locator(".check-form .primary").click()


def check(page: Page, text: str = SPEECH) -> None:
    """Paste a text and wait until it is checked."""
    begin(page, text)
    page.locator("[data-stage=done]").wait_for()


def open_claim(page: Page, claim: CheckedClaim) -> None:
    page.locator("a.claim").filter(has_text=claim.claim).click()
    expect(page.locator("#claim-title")).to_have_text(claim.claim)


def slowly() -> FakeAssistant:
    """An archive that needs ten seconds for a text of two hundred claims, until it is released."""
    assistant = archive(*(FOUND * 34))
    assistant.hold()
    return assistant


def soon(holds: Callable[[], bool]) -> bool:
    """Whether something holds within five seconds."""
    until = time.monotonic() + 5
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


def too_wide(page: Page) -> list[str]:
    """What reaches beyond the right edge of the window."""
    elements: list[str] = page.evaluate(
        """[...document.querySelectorAll("gradio-app *")]
            .filter(element => element.checkVisibility() && !element.closest(".unseen, .sr-only"))
            .filter(element => element.getBoundingClientRect().right > window.innerWidth + 0.5)
            .map(element => element.outerHTML.slice(0, 80))"""
    )
    return elements


def test_a_pasted_text_is_shown_with_its_claims_marked_by_verdict(serve: Serve, visit: Visit) -> None:
    page = enter(visit(serve(archive())))
    check(page)
    text = page.locator("#marked-text")
    verdicts = [each.get_attribute("data-verdict") for each in text.locator("a.claim").all()]
    assert verdicts == [
        "not_checkable",
        "refuted",
        "supported",
        "conflicting",
        "not_enough_evidence",
        "not_checkable",
    ]
    expect(text.get_by_role("button", name=f"widerlegt: {CLOSED.claim}")).to_be_visible()
    expect(text.get_by_role("button", name=f"nicht prüfbar: {FOUND[0].claim}")).to_have_attribute(
        "title", f"nicht prüfbar: {GERMAN_CHECK.reasons['greeting']}"
    )
    expect(page.locator("[role=status]").filter(has_text="Geprüft: 4 Behauptungen.")).to_have_count(1)


def test_claims_appear_while_the_rest_is_being_checked_and_can_be_opened(serve: Serve, visit: Visit) -> None:
    assistant = archive(*FOUND)
    page = enter(visit(serve(assistant)))
    assistant.claims = FOUND * 20
    assistant.hold()
    begin(page)
    expect(page.locator("a.claim").filter(has_text=CLOSED.claim)).to_be_visible()
    expect(page.locator(".state")).to_contain_text("Sätzen geprüft")
    expect(page.get_by_role("progressbar")).to_be_visible()
    open_claim(page, CLOSED)
    assert page.locator("[data-stage=running]").count() == 1
    assistant.release()
    page.locator("[data-stage=done]").wait_for()
    expect(page.locator("#claim-title")).to_have_text(CLOSED.claim)
    expect(page.locator("a.claim[aria-pressed=true]")).to_contain_text(CLOSED.claim)


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_stopping_keeps_what_was_found(serve: Serve, visit: Visit, how: str) -> None:
    assistant = slowly()
    page = enter(visit(serve(assistant)))
    begin(page)
    expect(page.locator("a.claim").nth(1)).to_be_visible()
    if how == "button":
        page.locator("[data-halt]").click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator(".state")).to_contain_text(GERMAN_CHECK.stopped)
    assert soon(lambda: assistant.stopped)
    expect(page.locator("a.claim").nth(1)).to_be_visible()


@pytest.mark.parametrize("how", ["close", "reload"])
def test_a_browser_that_leaves_stops_the_check(serve: Serve, visit: Visit, how: str) -> None:
    assistant = slowly()
    page = enter(visit(serve(assistant)))
    begin(page)
    expect(page.locator("a.claim").first).to_be_visible()
    if how == "close":
        page.close()
    else:
        page.reload()
    assert soon(lambda: assistant.stopped)


def test_a_claim_shows_what_speaks_against_it_and_the_quotation_in_its_article(serve: Serve, visit: Visit) -> None:
    page = enter(visit(serve(archive())))
    check(page)
    open_claim(page, CLOSED)
    expect(page.locator("#claim-title")).to_be_focused()
    card = page.locator("#checkclaim .card")
    for part in (QUOTE, "Altstadt-Bote", "3. November 2025", "Mai 2026 / März 2026"):
        expect(card).to_contain_text(part)
    card.get_by_role("button").click()
    quotation = page.locator("#checksource mark.focus")
    expect(quotation).to_have_text(QUOTE)
    expect(quotation).to_be_in_viewport()
    expect(page.locator("#check-source-title")).to_be_focused()
    page.get_by_role("button", name=GERMAN_CHECK.back_to_claim).click()
    expect(card.get_by_role("button")).to_be_focused()


def test_a_decision_is_saved_stays_in_the_history_and_lies_on_the_desk(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    page = enter(visit(serve(assistant)))
    expect(page.locator(".desk-list")).to_contain_text(GERMAN_CHECK.desk_empty)
    check(page)
    open_claim(page, CLOSED)
    page.get_by_role("radio", name="widerlegt").check()
    page.get_by_label(GERMAN_CHECK.comment_label).fill("Im Amt nachgefragt.")
    page.get_by_label(GERMAN_CHECK.name_label, exact=True).fill("A. Muster")
    page.get_by_role("button", name=GERMAN_CHECK.save).click()
    expect(page.locator(".done")).to_have_text(GERMAN_CHECK.saved)
    expect(page.locator(".decisions")).to_contain_text("Im Amt nachgefragt.")
    expect(page.get_by_label(GERMAN_CHECK.comment_label)).to_have_value("")
    expect(page.get_by_label(GERMAN_CHECK.name_label, exact=True)).to_have_value("A. Muster")
    expect(page.locator("a.claim").filter(has_text=CLOSED.claim)).to_contain_text("entschieden: widerlegt")
    expect(page.locator(".record")).to_contain_text("A. Muster")
    open_claim(page, DETOUR)
    expect(page.locator(".decisions")).to_have_count(0)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.locator(".record").click()
    expect(page.locator("#claim-title")).to_have_text(CLOSED.claim)
    expect(page.locator(".decisions")).to_contain_text("Im Amt nachgefragt.")


def test_another_session_finds_the_desk_but_not_the_text(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    address = serve(assistant)
    first = enter(visit(address))
    check(first)
    open_claim(first, CLOSED)
    first.get_by_role("button", name=GERMAN_CHECK.keep, exact=True).click()
    expect(first.locator(".done")).to_have_text(GERMAN_CHECK.kept)
    second = enter(visit(address))
    expect(second.locator(".record")).to_contain_text(CLOSED.claim)
    expect(second.locator("a.claim")).to_have_count(0)
    expect(second.locator("#check-input")).to_have_value("")
    second.locator(".record").click()
    expect(second.locator("#claim-title")).to_have_text(CLOSED.claim)


def test_the_result_can_be_saved_in_every_form(serve: Serve, visit: Visit, tmp_path: Path) -> None:
    assistant = archive()
    page = enter(visit(serve(assistant)))
    check(page)
    endings = {"Markdown": ".md", "HTML": ".html", "CSV": ".csv", "JSON": ".json", "ClaimReview": ".jsonld"}
    for form, ending in endings.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=form, exact=True).click()
        assert download.value.suggested_filename.endswith(ending)
        download.value.save_as(tmp_path / form)
        content = (tmp_path / form).read_text(encoding="utf-8")
        assert QUOTE in content
        if ending.startswith(".json"):
            assert len(json.loads(content)) == len(CHECKABLE)
    assert assistant.kept.records == {}


def test_feedback_on_a_verdict_is_kept_with_its_reason(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    page = enter(visit(serve(assistant)))
    check(page)
    open_claim(page, CLOSED)
    page.get_by_label(GERMAN_CHECK.rate_reason).fill("Das Zitat passt nicht.")
    page.get_by_role("button", name=GERMAN_CHECK.useless).click()
    expect(page.locator(".done")).to_have_text(GERMAN_CHECK.rated)
    (given,) = assistant.received
    assert (given.about, given.useful, given.reason) == ("verdict", False, "Das Zitat passt nicht.")


def test_everything_can_be_done_with_the_keyboard(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    page = enter(visit(serve(assistant)))
    page.locator("#check-input").focus()
    page.keyboard.insert_text(SPEECH)
    page.keyboard.press("Control+Enter")
    page.locator("[data-stage=done]").wait_for()
    expect(page.locator("#checked-title")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    first = page.locator("a.claim").first
    expect(first).to_be_focused()
    page.keyboard.press("j")
    closed = page.locator("a.claim").nth(1)
    expect(closed).to_be_focused()
    assert closed.evaluate(OUTLINE) == "solid"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("k")
    expect(closed).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#claim-title")).to_be_focused()
    expect(page.locator("#claim-title")).to_have_text(CLOSED.claim)
    page.get_by_role("button", name=GERMAN_CHECK.following).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#claim-title")).to_have_text(DETOUR.claim)
    expect(page.get_by_role("button", name=GERMAN_CHECK.following)).to_be_focused()
    page.get_by_role("button", name=GERMAN_CHECK.back_to_text).focus()
    page.keyboard.press("Enter")
    expect(page.locator("a.claim").nth(2)).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press(" ")
    expect(page.locator("#claim-title")).to_have_text(FOUND[0].claim)


def test_the_focus_stays_on_a_mark_while_the_check_goes_on(serve: Serve, visit: Visit) -> None:
    assistant = archive(*FOUND)
    page = enter(visit(serve(assistant)))
    assistant.hold()
    assistant.claims = FOUND * 20
    begin(page)
    page.locator("a.claim").first.wait_for()
    page.locator("a.claim").first.focus()
    expect(page.locator("a.claim")).to_have_count(6)
    expect(page.locator("a.claim").first).to_be_focused()
    assistant.release()
    page.locator("[data-stage=done]").wait_for()
    expect(page.locator("a.claim").first).to_be_focused()


def test_switching_the_language_in_the_middle_loses_nothing(serve: Serve, visit: Visit) -> None:
    assistant = slowly()
    page = enter(visit(serve(assistant)))
    page.locator("#check-input").fill(SPEECH)
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.locator(".check-form h2")).to_have_text(ENGLISH_CHECK.welcome)
    expect(page.locator("#check-input")).to_have_value(SPEECH)
    page.locator(".check-form .primary").click()
    expect(page.locator("a.claim").nth(1)).to_be_visible()
    open_claim(page, CLOSED)
    page.get_by_label(ENGLISH_CHECK.comment_label, exact=True).fill("Half a word")
    page.get_by_role("button", name="DE", exact=True).click()
    expect(page.locator(".state")).to_contain_text("Sätzen geprüft")
    expect(page.locator(".found")).to_contain_text("widerlegt")
    expect(page.get_by_label(GERMAN_CHECK.comment_label)).to_have_value("Half a word")
    assistant.release()
    page.locator("[data-stage=done]").wait_for()


def test_an_empty_text_says_what_to_do_and_a_long_one_how_long_it_may_be(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    page = enter(visit(serve(assistant)))
    for _ in range(2):
        page.locator(".check-form .primary").click()
        expect(page.get_by_role("alert")).to_have_text(GERMAN_CHECK.empty)
        expect(page.locator(".beginning")).to_have_text("")
    page.locator("#check-input").fill("x" * 100_001)
    expect(page.locator("#check-count")).to_have_text("100.001 von höchstens 100.000 Zeichen")
    page.locator(".check-form .primary").click()
    expect(page.get_by_role("alert")).to_contain_text("Der Text hat 100.001 Zeichen.")
    expect(page.locator("#check-input")).to_have_value("x" * 100_001)
    assert assistant.checked == []


def test_a_text_of_greetings_says_that_nothing_can_be_checked(serve: Serve, visit: Visit) -> None:
    page = enter(visit(serve(archive(FOUND[0]))))
    check(page)
    expect(page.locator(".state")).to_have_text(GERMAN_CHECK.nothing_checkable)


def test_a_failure_in_the_middle_keeps_what_was_found(serve: Serve, visit: Visit) -> None:
    page = enter(visit(serve(archive(FOUND[0], CLOSED, BelegtError("The index is gone.", hint="Run belegt rebuild.")))))
    begin(page)
    expect(page.locator(".state")).to_contain_text("The index is gone.")
    expect(page.locator("a.claim")).to_have_count(2)


def test_a_quotation_of_an_article_that_was_removed_is_hidden(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    page = enter(visit(serve(assistant)))
    check(page)
    del assistant.stored[BRIDGE.id]
    open_claim(page, CLOSED)
    expect(page.locator("#checkclaim")).to_contain_text(GERMAN_CHECK.taken_back)
    expect(page.locator("#checkclaim")).not_to_contain_text(QUOTE)
    expect(page.locator("a.claim").filter(has_text=CLOSED.claim)).to_have_attribute(
        "data-verdict", "not_enough_evidence"
    )


def test_the_longest_text_is_shown_whole(serve: Serve, visit: Visit) -> None:
    text = ("Die Schule öffnet im August. " * 4_000)[:100_000]
    claim = found("Die Schule öffnet im August.", Verdict.SUPPORTED, text=text)
    claims = [replace(claim, start=at, end=at + 28) for at in range(0, 100_000 - 28, 29)]
    page = enter(visit(serve(archive(*claims))))
    check(page, text)
    expect(page.locator("a.claim")).to_have_count(len(claims))
    page.locator("a.claim").nth(1_000).click()
    expect(page.locator("#checkclaim .label").first).to_have_text(f"Behauptung 1001 von {len(claims)}")


def test_nothing_in_a_text_or_an_article_is_executed(serve: Serve, visit: Visit) -> None:
    article = replace(BRIDGE, title=HOSTILE, text=f"Vorher. {HOSTILE}", outlet=HOSTILE, author=HOSTILE)
    claim = found(HOSTILE, Verdict.REFUTED, opposing=(evidence(article, HOSTILE, HOSTILE),), text=HOSTILE)
    assistant = FakeAssistant([article])
    assistant.claims = [replace(claim, explanation=HOSTILE, speaker=HOSTILE)]
    page = enter(visit(serve(assistant)))
    check(page, HOSTILE)
    expect(page.locator("#marked-text")).to_contain_text(HOSTILE)
    page.locator("a.claim").click()
    page.get_by_role("radio", name="widerlegt").check()
    page.get_by_label(GERMAN_CHECK.comment_label).fill(HOSTILE)
    page.get_by_role("button", name=GERMAN_CHECK.save).click()
    expect(page.locator(".decisions")).to_contain_text(HOSTILE)
    page.locator("#checkclaim [data-quote]").click()
    expect(page.locator("#checksource mark.focus")).to_have_text(HOSTILE)
    with page.expect_download():
        page.get_by_role("button", name="HTML", exact=True).click()
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x]").count() == 0


def test_a_phone_needs_no_sideways_scrolling(serve: Serve, visit: Visit) -> None:
    text = f"{SPEECH} {LONG_WORD} ist lang."
    article = replace(SCHOOL, text=f"Hier steht {LONG_WORD}.", title=LONG_WORD, outlet=LONG_WORD)
    quoted = evidence(article, f"Hier steht {LONG_WORD}.", LONG_WORD)
    claim = found(f"{LONG_WORD} ist lang.", Verdict.REFUTED, opposing=(quoted,), text=text)
    assistant = archive(*FOUND, claim)
    assistant.stored[article.id] = article
    page = enter(visit(serve(assistant), viewport=PHONE))
    assert too_wide(page) == []
    check(page, text)
    assert too_wide(page) == []
    open_claim(page, claim)
    expect(page.locator("#claim-title")).to_be_in_viewport()
    assert too_wide(page) == []
    page.get_by_role("button", name=GERMAN_CHECK.keep, exact=True).click()
    expect(page.locator(".done")).to_have_text(GERMAN_CHECK.kept)
    page.locator("#checkclaim [data-quote]").click()
    expect(page.locator("#checksource mark.focus")).to_be_in_viewport()
    assert too_wide(page) == []
