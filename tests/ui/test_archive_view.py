"""The view of the archive in a real browser, served from a fake archive and, for the whole round, from a real one."""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from gradio.utils import get_upload_folder
from playwright.sync_api import FilePayload, Page, expect

from assistant import Article, Filters, Standing, Version, open_assistant
from assistant.front import Assistant
from corpus.types import ArticleStatus
from tests.fakes import FakeAssistant
from tests.ui.articles import BRIDGE, HOSTILE, QUOTE, SCHOOL
from tests.ui.conftest import Serve, Visit
from tests.ui.test_accessibility import violations
from tests.ui.test_archive_session import hit
from tests.ui.test_page import too_wide
from ui.archive_texts import ENGLISH, GERMAN
from ui.archive_types import Notice, Trouble
from ui.web import open_page

pytestmark = pytest.mark.slow

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
FILLER = "\n\n".join(f"Absatz {n}: In der Stadt geht das Leben weiter." for n in range(60))
LONG = replace(BRIDGE, text=f"{FILLER}\n\n{QUOTE} {LONG_WORD}\n\n{FILLER}", title=f"Brücke {LONG_WORD}")


def archive(page: Page) -> Page:
    page.locator('#masthead a[data-view="archive"]').click()
    page.locator("#archiveUpkeep .upkeep").wait_for()
    return page


def file(name: str, content: str | bytes = "Der Hafen von Nordholm ist zu.") -> FilePayload:
    data = content if isinstance(content, bytes) else content.encode()
    return {"name": name, "mimeType": "text/plain", "buffer": data}


def send(page: Page, *files: FilePayload) -> None:
    page.locator("#archiveUpkeep input[type=file]").set_input_files(list(files))


def search(page: Page, query: str) -> None:
    page.locator("#archive-query").fill(query)
    page.keyboard.press("Enter")


def sent_files() -> set[Path]:
    return {path for path in Path(get_upload_folder()).rglob("*") if path.is_file()}


def test_a_search_leads_to_the_passage_in_its_article(serve: Serve, visit: Visit) -> None:
    library = FakeAssistant([LONG, SCHOOL])
    library.hits = [hit(LONG, QUOTE)]
    page = archive(visit(serve(library)))
    expect(page.locator(".find")).to_have_count(2)
    search(page, "Brücke")
    expect(page.locator(".find")).to_have_count(1)
    expect(page.locator(".finds h2")).to_have_text(GERMAN.found_one)
    page.locator(".find button").press("Enter")
    mark = page.locator("#archiveArticle mark.focus")
    expect(mark).to_have_text(QUOTE)
    expect(mark).to_be_in_viewport()
    expect(page.locator("#opened-title")).to_be_focused()
    page.get_by_role("button", name=GERMAN.close).click()
    expect(page.locator(".opened")).to_have_count(0)
    expect(page.locator(".find button")).to_be_focused()


def test_facets_narrow_a_search_and_chips_widen_it(serve: Serve, visit: Visit) -> None:
    page = archive(visit(serve(FakeAssistant([BRIDGE, SCHOOL]))))
    page.locator("#archiveSearch select[name=outlet]").select_option("Altstadt-Bote")
    expect(page.locator(".find")).to_have_count(1)
    page.locator("#archiveSearch .chip").click()
    expect(page.locator(".find")).to_have_count(2)
    expect(page.locator("#archiveSearch select[name=outlet]")).to_have_value("")
    expect(page.locator("#archive-query")).to_be_focused()


def test_a_choice_made_while_a_search_goes_on_holds(serve: Serve, visit: Visit) -> None:
    class SlowLibrary(FakeAssistant):
        def listed(
            self,
            filters: Filters,
            *,
            standing: Standing = Standing.READABLE,
            words: Sequence[str] = (),
            limit: int = 20,
        ) -> Sequence[Article]:
            time.sleep(0.5)
            return super().listed(filters, standing=standing, words=words, limit=limit)

    page = archive(visit(serve(SlowLibrary([BRIDGE, SCHOOL]))))
    for name, value in (("outlet", "Altstadt-Bote"), ("standing", "withdrawn")):
        page.locator(f"#archiveSearch select[name={name}]").select_option(value)
    expect(page.locator("#archiveSearch .chip")).to_have_count(2)
    expect(page.locator(".find")).to_have_count(0)


def test_versions_show_what_changed(serve: Serve, visit: Visit) -> None:
    library = FakeAssistant([BRIDGE])
    old = replace(BRIDGE, text=BRIDGE.text.replace("März", "Mai"))
    library.earlier = {"bridge": [Version(article=old, live_from=0, stored_at=None)]}
    page = archive(visit(serve(library)))
    page.locator(".find button").click()
    expect(page.locator(".diff del")).to_contain_text("Mai")
    expect(page.locator(".diff ins")).to_contain_text("März")


def test_files_are_added_with_an_outcome_each_and_no_copy_stays(serve: Serve, visit: Visit) -> None:
    before = sent_files()
    library = FakeAssistant([BRIDGE])
    page = archive(visit(serve(library)))
    send(page, file("hafen.txt"), file("programm.exe"), file(f"{HOSTILE}\u202e.txt"), file("leer.md", ""))
    expect(page.locator(".results > li")).to_have_count(4)
    expect(page.locator(".results > li").nth(0)).to_contain_text("hafen.txt 1 neu")
    expect(page.locator(".results > li").nth(1)).to_contain_text(GERMAN.troubles[Trouble.WRONG_TYPE])
    assert page.evaluate("window.hit") is None
    assert "hafen" in library.stored
    assert sent_files() == before
    expect(page.locator(".find")).to_have_count(4)
    page.locator(".results > li").nth(0).get_by_role("button").click()
    expect(page.locator("#opened-title")).to_have_text("hafen")


def test_a_file_that_is_dropped_is_added(serve: Serve, visit: Visit) -> None:
    page = archive(visit(serve(FakeAssistant([BRIDGE]))))
    transfer = page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            data.items.add(new File(["Der Hafen ist zu."], "hafen.txt"));
            return data;
        }"""
    )
    page.locator(".drop").dispatch_event("drop", {"dataTransfer": transfer})
    expect(page.locator(".results")).to_contain_text("hafen.txt 1 neu")


def test_files_that_are_too_large_are_not_even_sent(serve: Serve, visit: Visit) -> None:
    page = archive(visit(serve(FakeAssistant([BRIDGE]))))
    page.locator(".drop").evaluate("drop => drop.dataset.bytes = '10'")
    send(page, file("gross.txt"))
    expect(page.locator(".results")).to_contain_text("ist größer als 20 MB")


def test_the_page_stays_in_use_while_files_are_read(serve: Serve, visit: Visit) -> None:
    library = FakeAssistant([BRIDGE, SCHOOL])
    page = archive(visit(serve(library)))
    library.hold()
    send(page, file("hafen.txt"))
    expect(page.locator(".working")).to_have_text("Dateien werden hinzugefügt")
    expect(page.locator("[data-work=verify]")).to_be_disabled()
    page.locator("#masthead [data-language=en]").click()
    expect(page.locator(".working")).to_have_text("Adding files")
    page.get_by_role("button", name=BRIDGE.title).click()
    expect(page.locator("#opened-title")).to_have_text(BRIDGE.title)
    page.get_by_role("button", name=ENGLISH.close).click()
    library.release()
    expect(page.locator(".results")).to_contain_text("hafen.txt 1 new")
    expect(page.locator("[data-work=verify]")).to_be_enabled()


def test_two_sessions_see_the_archive_and_not_each_other(serve: Serve, visit: Visit) -> None:
    address = serve(FakeAssistant([BRIDGE]))
    one, other = archive(visit(address)), archive(visit(address))
    send(one, file("hafen.txt"))
    expect(one.locator(".results")).to_contain_text("hafen.txt")
    expect(one.locator(".find")).to_have_count(2)
    expect(other.locator(".results")).to_have_count(0)
    search(other, "")
    expect(other.locator(".find")).to_have_count(2)
    one.get_by_role("button", name=BRIDGE.title).click()
    one.locator("[data-ask-remove]").click()
    one.locator("[data-remove]").click()
    expect(one.locator("[data-undo]")).to_have_count(1)
    other.get_by_role("button", name=BRIDGE.title).click()
    expect(other.locator(".opened .problem")).to_have_text(GERMAN.gone)
    expect(other.locator("[data-undo]")).to_have_count(0)


def test_a_removal_is_confirmed_by_keyboard_and_undone(serve: Serve, visit: Visit) -> None:
    library = FakeAssistant([BRIDGE])
    page = archive(visit(serve(library)))
    page.locator(".find button").press("Enter")
    page.locator("[data-ask-remove]").press("Enter")
    expect(page.locator("[data-cancel]")).to_be_focused()
    page.keyboard.press("Escape")
    assert library.stored
    page.locator("[data-ask-remove]").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".find")).to_have_count(0)
    assert not library.stored
    expect(page.locator(".finds")).to_contain_text(GERMAN.none_here)
    expect(page.locator("[data-undo]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".removals")).to_have_text(GERMAN.notices[Notice.RESTORED])
    expect(page.locator("#opened-title")).to_be_focused()
    assert library.stored["bridge"] == BRIDGE


def test_the_first_article_opens_the_conversation(serve: Serve, visit: Visit) -> None:
    page = visit(serve(FakeAssistant()))
    expect(page.locator("#composer")).to_be_hidden()
    archive(page)
    expect(page.locator("#archiveUpkeep .first")).to_have_text(GERMAN.add_empty)
    send(page, file("hafen.txt"))
    expect(page.locator(".find")).to_have_count(1)
    page.locator('#masthead a[data-view="ask"]').click()
    expect(page.locator("#composer")).to_be_visible()


@pytest.mark.parametrize("width", [360, 640, 1280])
def test_nothing_reaches_beyond_the_edge(serve: Serve, visit: Visit, width: int) -> None:
    library = FakeAssistant([LONG, replace(SCHOOL, outlet=LONG_WORD)])
    page = archive(visit(serve(library), viewport={"width": width, "height": 740}))
    send(page, file(f"{LONG_WORD[:100]}.txt"), file("x.exe"))
    expect(page.locator(".results > li")).to_have_count(2)
    assert too_wide(page) == []
    page.locator(".find button").first.click()
    expect(page.locator("#opened-title")).to_be_focused()
    assert too_wide(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article_outcomes_and_removals_keep_nobody_out(serve: Serve, visit: Visit, scheme: str) -> None:
    library = FakeAssistant([replace(BRIDGE, status=ArticleStatus.CORRECTED), SCHOOL])
    library.earlier = {"bridge": [Version(article=SCHOOL, live_from=0, stored_at=None)]}
    library.hits = [hit(BRIDGE, QUOTE), hit(SCHOOL, SCHOOL.text)]
    page = archive(visit(serve(library), color_scheme=scheme))
    send(page, file("hafen.txt"), file("x.exe"))
    expect(page.locator(".results > li")).to_have_count(2)
    search(page, "Brücke")
    page.locator("#archiveSearch select[name=outlet]").select_option("Altstadt-Bote")
    expect(page.locator("#archiveSearch .chip")).to_have_count(1)
    assert violations(page) == []
    page.get_by_role("button", name=SCHOOL.title).click()
    page.locator("[data-ask-remove]").click()
    assert violations(page) == []
    page.locator("[data-remove]").click()
    expect(page.locator("[data-undo]")).to_be_focused()
    page.get_by_role("button", name=BRIDGE.title).click()
    expect(page.locator(".diff ins").first).to_be_visible()
    assert violations(page) == []


def test_a_file_that_was_sent_and_never_added_does_not_outlast_the_page() -> None:
    before = sent_files()
    page_served, address = open_page(FakeAssistant())
    name = f"{os.urandom(8).hex()}.txt"
    sent = httpx.post(f"{address}gradio_api/upload", files={"files": (name, b"Der Hafen ist zu.")}, trust_env=False)
    assert sent.status_code == 200
    assert len(sent_files() - before) == 1
    page_served.close(verbose=False)
    assert sent_files() == before


@pytest.mark.parametrize("route", ["deep_link", "process_recording"])
def test_routes_of_gradio_that_the_page_does_not_use_are_closed(route: str) -> None:
    page_served, address = open_page(FakeAssistant())
    try:
        assert httpx.get(f"{address}gradio_api/{route}?session_hash=x", trust_env=False).status_code == 403
        assert httpx.post(f"{address}gradio_api/{route}", trust_env=False).status_code == 403
    finally:
        page_served.close(verbose=False)


@pytest.fixture
def real(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    """An empty archive of its own, opened for real."""
    monkeypatch.setenv("BELEGT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BELEGT_MODELS", str(models))
    assistant = open_assistant()
    yield assistant
    assistant.close()


def ask(page: Page, question: str) -> None:
    page.locator('#masthead a[data-view="ask"]').click()
    settled = page.locator(".exchange[data-state=settled]")
    before = settled.count()
    page.locator("#composer textarea").fill(question)
    page.keyboard.press("Enter")
    expect(settled).to_have_count(before + 1)


def test_what_is_added_is_quoted_and_what_is_removed_is_not_until_it_returns(
    real: Assistant, visit: Visit, tmp_path: Path
) -> None:
    question = "Bis wann bleibt der Hafen von Nordholm gesperrt?"
    quote = "Der Hafen von Nordholm bleibt bis Freitag gesperrt."
    page_served, address = open_page(real)
    try:
        page = archive(visit(address))
        text = f"---\npublished: 2025-07-01\noutlet: Küstenblatt\n---\n# Hafen gesperrt\n\n{quote} Grund ist ein Leck."
        send(page, file("hafen.md", text))
        expect(page.locator(".results")).to_contain_text("hafen.md 1 neu", timeout=60_000)
        ask(page, question)
        expect(page.locator(".card blockquote")).to_contain_text(quote)
        archive(page)
        page.get_by_role("button", name="Hafen gesperrt").click()
        expect(page.locator("#archiveArticle .cited")).to_contain_text(question)
        page.locator("[data-ask-remove]").click()
        page.locator("[data-remove]").click()
        expect(page.locator("[data-undo]")).to_be_visible()
        home = os.environ["BELEGT_HOME"]
        assert not [path for path in Path(home).rglob("*") if path.is_file() and b"Leck." in path.read_bytes()]
        send(page, file("fremd.txt", "Das Museum in Altstadt zeigt ab Herbst Bilder von Booten."))
        expect(page.locator(".results")).to_contain_text("fremd.txt 1 neu", timeout=60_000)
        ask(page, question)
        expect(page.locator(".exchange").last.locator(".abstained")).to_be_visible()
        archive(page)
        page.locator("[data-undo]").click()
        expect(page.locator("#opened-title")).to_have_text("Hafen gesperrt")
        ask(page, question)
        expect(page.locator(".exchange").last.locator(".card blockquote")).to_contain_text(quote)
    finally:
        page_served.close(verbose=False)
