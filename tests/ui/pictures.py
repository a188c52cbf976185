"""Pictures of every view in both languages and schemes: `python -m tests.ui.pictures --out FOLDER`.

They are made from the sample articles in a temporary archive, to be looked at, and for the README.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from assistant.settings import Settings
from assistant.wiring import assistant_from
from tests.ui.conftest import CHROMIUM
from ui.web import open_page

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
QUESTION = "Wie lange muss der Gründer von Jetflicks ins Gefängnis?"
CLAIMS = (
    "Der Gründer von Jetflicks muss acht Jahre ins Gefängnis. Antreten soll er die Strafe am 17. Oktober 2025."
    " Ich finde das Urteil zu hart."
)


def main() -> None:
    """Make the pictures."""
    parser = ArgumentParser(prog="python -m tests.ui.pictures", description="Make pictures of the page.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for locale, scheme, (size, viewport) in product(
            ("de-DE", "en-GB"), ("light", "dark"), (("wide", WIDE), ("phone", PHONE))
        ):
            context = browser.new_context(locale=locale, color_scheme=scheme, viewport=viewport)  # type: ignore[arg-type]
            for name, show in VIEWS.items():
                page = context.new_page()
                page.goto(f"{address}#/{name.partition('-')[0]}")
                page.locator(".masthead").wait_for()
                show(page)
                page.wait_for_timeout(600)
                page.screenshot(path=out / f"{name}-{locale[:2]}-{scheme}-{size}.png")
                page.close()
        browser.close()


@contextmanager
def _served() -> Iterator[str]:
    with TemporaryDirectory() as home:
        assistant = assistant_from(replace(Settings.from_environment({"BELEGT_HOME": home}), models=_models()))
        assistant.add_samples()
        page, address = open_page(assistant)
        try:
            yield address
        finally:
            page.close(verbose=False)
            assistant.close()


def _models() -> Path:
    return Settings.from_environment().models


def _answer(page: Page) -> None:
    page.get_by_role("textbox").first.fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".exchange[data-state=settled] [data-open]").first.click()
    page.locator("mark.focus").wait_for()


def _check(page: Page) -> None:
    page.locator("#view-check textarea").first.fill(CLAIMS)
    page.keyboard.press("Control+Enter")
    page.locator("#view-check [data-claim]").nth(2).wait_for()
    page.wait_for_timeout(1_000)
    page.locator("#view-check [data-claim]").first.click()


VIEWS: dict[str, Callable[[Page], object]] = {
    "ask": lambda page: page.locator(".welcome").wait_for(),
    "ask-answered": _answer,
    "check": _check,
    "archive": lambda page: page.locator("#view-archive button").first.wait_for(),
    "quality": lambda page: page.locator("#view-quality h2").first.wait_for(),
}

if __name__ == "__main__":
    main()
