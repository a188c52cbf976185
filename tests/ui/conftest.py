"""A real browser, and pages served to it from a fake assistant."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.fakes import FakeAssistant
from tests.ui.commands import Environment, environment
from ui.access import Access
from ui.web import open_page

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

Serve = Callable[..., str]
Visit = Callable[..., Page]


@pytest.fixture
def home(tmp_path: Path, models: Path) -> Environment:
    """An environment with an empty archive."""
    return environment(tmp_path / "home", models)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).is_file():
        pytest.fail(f"No browser at {CHROMIUM}. Install chromium (apt-get install chromium) or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves a page from an assistant and gives its address."""
    with ExitStack() as opened:

        def served(assistant: FakeAssistant, access: Access | None = None) -> str:
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            page, address = open_page(assistant, port=port, access=access)
            opened.callback(page.close, verbose=False)
            opened.callback(assistant.release)
            return address

        yield served


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens an address in a browser of its own; no script of the page may fail meanwhile."""
    failures: list[str] = []
    with ExitStack() as opened:

        def visited(
            address: str, *, locale: str = "de-DE", login: tuple[str, str] | None = None, **options: object
        ) -> Page:
            context = browser.new_context(locale=locale, **options)  # type: ignore[arg-type]  # passed on as given
            opened.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(20_000)
            page.on("pageerror", lambda error: failures.append(str(error)))
            page.goto(address)
            if login is not None:
                log_in(page, *login)
            page.locator(".conversation").wait_for()
            return page

        yield visited
    assert failures == []


def log_in(page: Page, name: str, password: str) -> None:
    """Fill in the login in German and send it."""
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
