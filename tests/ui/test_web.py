import re
import socket
from collections.abc import Iterator
from importlib.resources import files

import gradio as gr
import pytest

from assistant import UsageError
from tests.fakes import FakeAssistant
from tests.ui.articles import QUESTION
from ui.conversation import Conversation
from ui.view import own_file
from ui.web import STYLES, build_page, open_page


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_named_with_what_to_do(taken: int) -> None:
    with pytest.raises(UsageError, match=rf"Port {taken} is taken .* --port"):
        open_page(FakeAssistant(), port=taken)


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(UsageError, match=rf"^{port} is not a port"):
        open_page(FakeAssistant(), port=port)


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match=rf"cannot be served at {host}"):
        open_page(FakeAssistant(), host=host)


def test_nothing_of_the_page_is_an_open_interface() -> None:
    page = build_page(FakeAssistant())
    assert page.fns
    assert {function.api_visibility for function in page.fns.values()} == {"private"}


def test_the_box_is_emptied_once_no_part_is_left_out_and_a_browser_that_leaves_stops_the_answer() -> None:
    assistant = FakeAssistant()
    assistant.hold()
    (ask,) = [function.fn for function in build_page(assistant).fns.values() if function.name == "ask"]
    assert ask is not None
    shown = ask(Conversation(), QUESTION, gr.Request(session_hash="one"))
    assert isinstance(next(shown)[0], gr.Textbox)
    box, *parts = next(shown)
    assert box == gr.skip()
    assert all(isinstance(part, str) for part in parts)  # after gr.skip() gradio would keep a copy for the session
    shown.close()
    assert assistant.stopped


def test_the_style_of_the_page_asks_no_other_host() -> None:
    style = "".join(map(own_file, STYLES))
    assert re.findall(r"https?:|@import|url\(", style) == []


def test_every_colour_has_a_dark_counterpart() -> None:
    style = "".join(map(own_file, STYLES))
    light, dark = re.findall(r"^:root[^{]*\{(.*?)^\}", style, flags=re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"(--[\w-]+): #", light)) == set(re.findall(r"(--[\w-]+): #", dark))


def test_every_token_of_the_style_is_defined_and_used() -> None:
    style = "".join(map(own_file, STYLES))
    assert set(re.findall(r"var\((--[\w-]+)", style)) == set(re.findall(r"^\s+(--[\w-]+):", style, flags=re.MULTILINE))


def test_the_font_of_the_page_is_a_file_of_gradio_with_the_letters_of_its_languages() -> None:
    folder = files("gradio") / "templates" / "frontend" / "static" / "fonts" / "SourceSansPro"
    for weight in ("Regular", "Bold"):
        assert len((folder / f"SourceSansPro-{weight}.woff2").read_bytes()) > 50_000  # a part of its letters: 5,000
