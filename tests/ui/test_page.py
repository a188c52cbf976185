"""The page in a real browser, served from a fake assistant."""

import time
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from assistant import AbstainReason, Conflict
from tests.fakes import FakeAssistant, abstained, answered, cited, written
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE, SCHOOL
from tests.ui.conftest import Serve, Visit
from ui.texts import ENGLISH, GERMAN, Texts

pytestmark = pytest.mark.slow

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
FILLER = "\n\n".join(f"Absatz {n}: In der Stadt geht das Leben weiter." for n in range(40))
LONG = replace(BRIDGE, text=f"{FILLER}\n\n{QUOTE} {LONG_WORD}\n\n{FILLER}", title=f"Brücke {LONG_WORD}")
ANSWER = answered(QUESTION, "bis März 2026", cited(LONG, QUOTE))
PROVEN = "Die Brücke ist gesperrt."
FIRST = written(QUESTION, None, [cited(LONG, QUOTE)], (PROVEN, (1,)))
WRITTEN = written(
    QUESTION,
    "bis März 2026",
    [cited(LONG, QUOTE), cited(SCHOOL, SCHOOL.text, n=2), cited(LONG, LONG_WORD, n=3)],
    (PROVEN, (1,)),
    (f"Die Schule heißt {LONG_WORD}.", (2,)),
    conflicts=[Conflict(older=2, newer=3, older_says="August", newer_says=LONG_WORD)],
)
PHONE = {"width": 360, "height": 740}
TABLET = {"width": 820, "height": 1100}
OUTLINE = "element => getComputedStyle(element).outlineStyle"


def ask(page: Page, question: str = QUESTION) -> None:
    """Type a question, send it with Enter and wait until it is settled."""
    settled = page.locator(".exchange[data-state=settled]")
    before = settled.count()
    page.locator("#composer textarea").fill(question)
    page.keyboard.press("Enter")
    expect(settled).to_have_count(before + 1)


def archive() -> FakeAssistant:
    return FakeAssistant([LONG, SCHOOL], [ANSWER])


def growing() -> FakeAssistant:
    """An archive whose one answer stays as it is after its first sentence until it is released."""
    assistant = FakeAssistant([LONG, SCHOOL], [[FIRST, WRITTEN]])
    assistant.hold()
    return assistant


def begin(page: Page, question: str = QUESTION) -> None:
    """Type a question and send it with Enter."""
    page.locator("#composer textarea").fill(question)
    page.keyboard.press("Enter")


def is_stopped(assistant: FakeAssistant) -> bool:
    """Whether the assistant is soon told to stop."""
    until = time.monotonic() + 5
    while not assistant.stopped and time.monotonic() < until:
        time.sleep(0.02)
    return assistant.stopped


def too_wide(page: Page) -> list[str]:
    """What reaches beyond the right edge of the window, cut off or not."""
    elements: list[str] = page.evaluate(
        """[...document.querySelectorAll("gradio-app *")]
            .filter(element => element.checkVisibility() && !element.closest(".unseen, .sr-only"))
            .filter(element => element.getBoundingClientRect().right > window.innerWidth + 0.5
                || element.scrollWidth > window.innerWidth)
            .map(element => element.outerHTML.slice(0, 80))"""
    )
    return elements


def test_a_question_is_answered_by_a_quotation_with_its_source(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    ask(page)
    expect(page.locator(".short")).to_have_text("bis März 2026")
    card = page.locator(".card")
    expect(card).to_be_in_viewport()
    for part in (QUOTE, "Altstadt-Bote", "3. November 2025"):
        expect(card).to_contain_text(part)


@pytest.mark.parametrize("how", ["click on the button", "click on the card", "Enter"])
def test_opening_a_quotation_shows_it_marked_and_in_view(serve: Serve, visit: Visit, how: str) -> None:
    page = visit(serve(archive()))
    ask(page)
    button = page.get_by_role("button", name="Zitat 1 im Artikel zeigen")
    if how == "Enter":
        button.focus()
        page.keyboard.press("Enter")
    else:
        (button if how == "click on the button" else page.locator(".card blockquote")).click()
    mark = page.locator("mark.focus")
    expect(mark).to_have_text(QUOTE)
    expect(mark).to_be_in_viewport(ratio=1)
    expect(page.locator("#source h2")).to_be_focused()
    expect(page.locator(".card")).to_have_attribute("data-current", "")


def test_the_mark_stands_out_in_both_schemes(serve: Serve, visit: Visit) -> None:
    address = serve(FakeAssistant([LONG], [ANSWER, ANSWER]))
    colours = []
    for scheme in ("light", "dark"):
        page = visit(address, color_scheme=scheme)
        ask(page)
        page.locator(".open").click()
        page.locator("mark.focus").wait_for()
        ground = "element => getComputedStyle(element).backgroundColor"
        mark, sheet = page.locator("mark.focus").evaluate(ground), page.locator("#beside").evaluate(ground)
        assert mark != sheet
        colours.append(sheet)
    assert colours[0] != colours[1]


def test_an_abstention_names_the_nearest_articles_and_they_open(serve: Serve, visit: Visit) -> None:
    assistant = FakeAssistant([LONG, SCHOOL], [abstained(QUESTION, AbstainReason.LOW_CONFIDENCE, LONG, SCHOOL)])
    page = visit(serve(assistant))
    ask(page)
    expect(page.locator(".abstained")).to_have_text(GERMAN.abstained)
    expect(page.locator(".reason")).to_have_text(GERMAN.reasons[AbstainReason.LOW_CONFIDENCE])
    page.get_by_role("button", name=SCHOOL.title).click()
    expect(page.locator("#source h2")).to_have_text(SCHOOL.title)
    expect(page.locator("#source .text")).to_have_text(SCHOOL.text)
    expect(page.locator("mark")).to_have_count(0)


@pytest.mark.parametrize(("locale", "texts"), [("de-AT", GERMAN), ("en-GB", ENGLISH), ("fr-FR", ENGLISH)])
def test_the_page_speaks_the_language_of_the_browser(serve: Serve, visit: Visit, locale: str, texts: Texts) -> None:
    page = visit(serve(archive()), locale=locale)
    expect(page.locator(".promise")).to_have_text(texts.promise)
    expect(page.locator("html")).to_have_attribute("lang", texts.lang)


def test_the_language_can_be_switched_without_losing_the_conversation(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    ask(page)
    page.locator(".open").click()
    page.get_by_role("button", name="EN", exact=True).click()
    expect(page.locator(".promise")).to_have_text(ENGLISH.promise)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".card")).to_contain_text("3 November 2025")
    expect(page.locator("#ask")).to_have_text(ENGLISH.ask)
    expect(page.locator(".back")).to_have_text(ENGLISH.back_to_answer)
    expect(page.locator("mark.focus")).to_have_text(QUOTE)


@pytest.mark.parametrize("window", [PHONE, TABLET])
def test_a_narrow_window_needs_no_sideways_scrolling(serve: Serve, visit: Visit, window: dict[str, int]) -> None:
    assistant = archive()
    assistant.queue.append(abstained(LONG_WORD, AbstainReason.NO_EVIDENCE, LONG))
    page = visit(serve(assistant), viewport=window)
    assert too_wide(page) == []
    ask(page)
    assert too_wide(page) == []
    page.locator(".open").click()
    expect(page.locator("mark.focus")).to_be_in_viewport()
    assert too_wide(page) == []
    page.locator(".back").click()
    expect(page.locator(".open")).to_be_in_viewport()
    ask(page, LONG_WORD)
    assert too_wide(page) == []


def test_the_question_box_stays_in_view_on_a_phone(serve: Serve, visit: Visit) -> None:
    page = visit(serve(FakeAssistant([LONG], [ANSWER, ANSWER, ANSWER])), viewport=PHONE)
    for _ in range(3):
        ask(page)
    page.locator(".card").first.scroll_into_view_if_needed()
    expect(page.get_by_role("textbox")).to_be_in_viewport(ratio=1)


def test_the_page_asks_no_other_host(serve: Serve, browser: Browser) -> None:
    address = serve(archive())
    hosts: set[str | None] = set()

    def record(request: Request) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob"):
            hosts.add(urlsplit(request.url).hostname)

    page = browser.new_context(locale="de-DE").new_page()
    page.on("request", record)
    page.goto(address)
    page.locator(".welcome").wait_for()
    ask(page)
    page.locator(".open").click()
    page.locator("mark.focus").wait_for()
    page.wait_for_load_state("load")
    page.context.close()
    assert hosts == {"127.0.0.1"}


def test_two_readers_do_not_see_each_other(serve: Serve, visit: Visit) -> None:
    assistant = FakeAssistant([LONG], [ANSWER, abstained("Wer zahlt?")])
    address = serve(assistant)
    first, second = visit(address), visit(address)
    ask(first)
    first.locator(".open").click()
    first.locator("mark.focus").wait_for()
    ask(second, "Wer zahlt?")
    assert assistant.asked[1].history == ()
    expect(second.locator(".exchange")).to_have_count(1)
    expect(second.locator(".question")).to_contain_text("Wer zahlt?")
    expect(second.locator("mark")).to_have_count(0)
    expect(first.locator(".exchange")).to_have_count(1)
    expect(first.locator(".question")).to_contain_text(QUESTION)


def test_nothing_in_a_question_or_an_article_is_executed(serve: Serve, visit: Visit) -> None:
    article = replace(BRIDGE, title=HOSTILE, text=f"Vorher. {HOSTILE} Nachher.", outlet=HOSTILE, author=HOSTILE)
    answers = [
        answered(HOSTILE, HOSTILE, cited(article, HOSTILE)),
        abstained(HOSTILE, AbstainReason.NO_EVIDENCE, article),
    ]
    page = visit(serve(FakeAssistant([article], answers)))
    ask(page, HOSTILE)
    expect(page.locator(".question").first).to_contain_text(HOSTILE)
    page.locator(".open").click()
    expect(page.locator("mark.focus")).to_have_text(HOSTILE)
    expect(page.locator("#source h2")).to_have_text(HOSTILE)
    ask(page, HOSTILE)
    page.get_by_role("button", name=HOSTILE).last.click()
    expect(page.locator("mark")).to_have_count(0)
    assert page.evaluate("window.hit") is None
    assert page.locator("img[src=x]").count() == 0


def test_an_empty_archive_says_how_to_fill_it(serve: Serve, visit: Visit) -> None:
    page = visit(serve(FakeAssistant()))
    expect(page.locator(".welcome")).to_contain_text(GERMAN.empty_archive)
    expect(page.locator(".welcome")).to_contain_text("belegt add")
    expect(page.locator(".foot")).to_have_text("0 Artikel")
    expect(page.get_by_role("textbox")).to_be_hidden()


def test_everything_can_be_done_with_the_keyboard(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    expect(page.get_by_role("textbox")).to_be_focused()
    assert page.get_by_role("textbox").evaluate(OUTLINE) == "solid"
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".card").wait_for()
    expect(page.get_by_role("textbox")).to_be_focused()
    for control in (".filters summary", *(f".tools button >> nth={n}" for n in (3, 2, 1, 0)), ".open"):
        page.keyboard.press("Shift+Tab")
        expect(page.locator(control)).to_be_focused()
    assert page.locator(".open").evaluate(OUTLINE) == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#source h2")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".open")).to_be_focused()


def test_a_question_is_shown_while_its_answer_is_looked_for(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    assistant.hold()
    page = visit(serve(assistant))
    page.get_by_role("textbox").fill(QUESTION)
    page.locator("#ask").click()
    expect(page.locator(".question")).to_contain_text(QUESTION)
    expect(page.locator(".searching")).to_have_text(GERMAN.searching)
    expect(page.get_by_role("textbox")).to_have_value("")
    assistant.release()
    expect(page.locator(".card")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Antwort: bis März 2026")).to_have_count(1)


def test_a_growing_answer_is_shown_before_it_is_whole(serve: Serve, visit: Visit) -> None:
    assistant = growing()
    page = visit(serve(assistant))
    expect(page.locator("#stop")).to_be_hidden()
    begin(page)
    expect(page.locator(".said")).to_contain_text(PROVEN)
    expect(page.locator(".checking")).to_have_text(GERMAN.checking)
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator("#stop")).to_have_text(GERMAN.stop)
    expect(page.locator("#ask")).to_be_hidden()
    page.locator(".said .marker").click()
    expect(page.locator("mark.focus")).to_have_text(QUOTE)
    page.locator(".said .marker").focus()
    assistant.release()
    expect(page.locator(".card")).to_have_count(3)
    expect(page.locator(".said .marker").first).to_be_focused()
    expect(page.locator(".short")).to_have_text("bis März 2026")
    expect(page.locator(".checking")).to_have_count(0)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#ask")).to_be_visible()
    assert not assistant.stopped


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_stopping_keeps_what_is_proven(serve: Serve, visit: Visit, how: str) -> None:
    assistant = growing()
    assistant.queue.append(ANSWER)
    page = visit(serve(assistant))
    begin(page)
    expect(page.locator(".said")).to_contain_text(PROVEN)
    if how == "button":
        page.locator("#stop").click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator(".stopped")).to_have_text(GERMAN.stopped)
    assert is_stopped(assistant)
    expect(page.locator(".said")).to_contain_text(PROVEN)
    expect(page.locator(".checking")).to_have_count(0)
    expect(page.locator("#stop")).to_be_hidden()
    assistant.release()
    ask(page, "Und wie lange?")
    expect(page.locator(".short")).to_have_text("bis März 2026")
    expect(page.locator(".stopped")).to_have_count(1)


def test_a_question_can_be_asked_at_once_after_a_stop(serve: Serve, visit: Visit) -> None:
    assistant = archive()
    assistant.hold()
    page = visit(serve(assistant))
    begin(page)
    expect(page.locator(".searching")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".stopped")).to_have_text(GERMAN.stopped_unproven)
    begin(page, "Und jetzt?")
    expect(page.locator(".question").last).to_contain_text("Und jetzt?")
    expect(page.locator(".searching")).to_be_visible()


def test_the_focus_stays_in_place_where_asking_becomes_stopping(serve: Serve, visit: Visit) -> None:
    assistant = growing()
    page = visit(serve(assistant))
    page.get_by_role("textbox").fill(QUESTION)
    page.keyboard.press("Tab")
    expect(page.locator("#ask")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".stopped")).to_be_visible()
    expect(page.locator("#ask")).to_be_focused()


def test_a_new_conversation_stops_the_answer_of_the_old_one(serve: Serve, visit: Visit) -> None:
    assistant = growing()
    page = visit(serve(assistant))
    begin(page)
    expect(page.locator(".said")).to_contain_text(PROVEN)
    page.locator("#clear").click()
    expect(page.locator(".welcome")).to_be_visible()
    assert is_stopped(assistant)
    expect(page.locator(".exchange")).to_have_count(0)


@pytest.mark.parametrize("how", ["close", "reload"])
def test_a_reader_who_leaves_stops_the_answer(serve: Serve, visit: Visit, how: str) -> None:
    assistant = growing()
    page = visit(serve(assistant))
    begin(page)
    expect(page.locator(".said")).to_contain_text(PROVEN)
    if how == "close":
        page.close()
    else:
        page.reload()
    assert is_stopped(assistant)


def test_a_written_answer_needs_no_sideways_scrolling_on_a_phone(serve: Serve, visit: Visit) -> None:
    assistant = growing()
    page = visit(serve(assistant), viewport=PHONE)
    begin(page)
    expect(page.locator(".checking")).to_be_visible()
    assert too_wide(page) == []
    expect(page.locator("#stop")).to_be_in_viewport(ratio=1)
    assistant.release()
    expect(page.locator(".conflict")).to_be_visible()
    assert too_wide(page) == []


def test_going_back_from_an_article_leads_to_what_opened_it(serve: Serve, visit: Visit) -> None:
    page = visit(serve(FakeAssistant([LONG, SCHOOL], [WRITTEN])))
    ask(page)
    for control in (page.locator(".card .open").nth(1), page.locator(".said .marker").nth(1)):
        control.click()
        expect(page.locator("#source h2")).to_be_focused()
        page.locator(".back").click()
        expect(control).to_be_focused()


def test_a_new_conversation_starts_empty(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    expect(page.locator("#clear")).to_be_hidden()
    ask(page)
    page.locator("#clear").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".exchange")).to_have_count(0)


def test_no_motion_for_readers_who_want_none(serve: Serve, visit: Visit) -> None:
    address = serve(archive())
    behaviours = [
        visit(address, reduced_motion=motion).locator("#beside").evaluate("e => getComputedStyle(e).scrollBehavior")
        for motion in ("reduce", "no-preference")
    ]
    assert behaviours == ["auto", "smooth"]


def test_the_font_of_the_page_is_loaded(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    faces = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(face => face.family + face.status))")
    assert "Source Sans Proloaded" in [face.replace('"', "") for face in faces]
    assert "Source Sans Pro" in page.locator("#ask").evaluate("element => getComputedStyle(element).fontFamily")
