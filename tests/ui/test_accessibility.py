"""axe-core over every view of the page, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.ui.conftest import Serve, Visit
from tests.ui.test_page import PHONE, archive, ask

pytestmark = pytest.mark.slow

SERIOUS = ("serious", "critical")
VIEWS = ("ask", "check", "archive", "quality")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_keeps_anybody_out(serve: Serve, visit: Visit, view: str, scheme: str) -> None:
    page = visit(serve(archive()), color_scheme=scheme)
    page.evaluate("view => location.hash = `#/${view}`", view)
    page.locator(f"#view-{view}").wait_for()
    assert violations(page) == []


def test_an_answer_with_its_article_keeps_nobody_out(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    ask(page)
    page.locator("[data-open]").first.click()
    page.locator("mark.focus").wait_for()
    assert violations(page) == []


def test_a_phone_keeps_nobody_out(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()), viewport=PHONE)
    ask(page)
    assert violations(page) == []


def test_a_picture_without_words_would_be_found(serve: Serve, visit: Visit) -> None:
    page = visit(serve(archive()))
    page.evaluate("document.querySelector('#view-ask').append(new Image())")
    assert [each.partition(":")[0] for each in violations(page)] == ["image-alt"]


def violations(page: Page) -> list[str]:
    """What axe finds serious or critical, a line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]
