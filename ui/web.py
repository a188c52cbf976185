"""The web page: `build_page` joins the views, `open_page` serves it, `launch` serves it until Ctrl-C.

Only this module, `ui.view` and the views themselves (`ui.ask_view` and its like) import gradio.
"""

import errno
import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from itertools import chain
from typing import Any

import gradio as gr

from assistant import UsageError
from ui import rendering
from ui.ask_view import ask_view
from ui.conversation import Archive, Conversation
from ui.texts import preferred_language, text_for
from ui.view import ANSWERS_AT_ONCE, QUIET, View, own_file, own_html

STYLES = ("page.css",)
DEFAULT_PORT = 7860
PORTS_TRIED = 100
SESSIONS_KEPT = 1_000
_LOOPBACK = "127.0.0.1"


def build_page(assistant: Archive) -> gr.Blocks:
    """Build the page that asks `assistant`; serve it with `open_page` or `launch`.

    Each browser session has its own conversation; none of it is kept once the session has ended.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio whenever it could report something
    page = gr.Blocks(title="belegt", analytics_enabled=False, fill_width=True)
    with page:
        masthead = own_html("masthead", "page.js")
        session = gr.State(Conversation())
        with gr.Column(elem_id="view-ask", elem_classes="view"):
            ask = ask_view(assistant, session)
        _connect(page, masthead, [ask])
    page.queue(default_concurrency_limit=ANSWERS_AT_ONCE)
    return page


def open_page(
    assistant: Archive, *, host: str = _LOOPBACK, port: int | None = None, open_browser: bool = False
) -> tuple[gr.Blocks, str]:
    """Serve the page in the background.

    Args:
        assistant: answers the questions.
        host: the address to listen on; `0.0.0.0` for all of this machine.
        port: the port to listen on; None for 7860 or, if that is taken, the next free one.
        open_browser: whether to open the page in the browser of this machine.

    Returns:
        The page, to be ended with its `close(verbose=False)`, and its address.

    Raises:
        UsageError: if the port is taken or cannot be used, or the host is not an address of this machine.
    """
    free = _free_port(host, port)
    page = build_page(assistant)
    with _proxies_bypassed(host):
        _, address, _ = page.launch(
            server_name=f"[{host}]" if ":" in host else host,
            server_port=free,
            inbrowser=open_browser,
            prevent_thread_lock=True,
            quiet=True,
            inline=False,
            share=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            run_history=False,
            footer_links=[],
            state_session_capacity=SESSIONS_KEPT,
            favicon_path=str(files("ui") / "favicon.svg"),
            theme=_theme(),
            head=f"<style>{''.join(map(own_file, STYLES))}</style>",
        )
    return page, address


def launch(
    assistant: Archive,
    *,
    host: str = _LOOPBACK,
    port: int | None = None,
    open_browser: bool = False,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until Ctrl-C; arguments and errors as for `open_page`, `ready` is told the address."""
    page, address = open_page(assistant, host=host, port=port, open_browser=open_browser)
    try:
        with suppress(KeyboardInterrupt):
            if ready is not None:
                ready(address)
            while True:
                time.sleep(1)
    finally:
        page.close(verbose=False)


def _connect(page: gr.Blocks, masthead: gr.HTML, views: Sequence[View]) -> None:
    """Fill every view when a session starts, and again when its language is switched."""
    states = [view.state for view in views]
    everything = [masthead, *(part for view in views for part in view.parts)]

    def start(request: gr.Request, *given: object) -> tuple[Any, ...]:
        return _whole(views, given, preferred_language(request.headers.get("accept-language")))

    def switch_language(event: gr.EventData, *given: object) -> tuple[Any, ...]:
        return _whole(views, given, text_for(str(event.lang)).lang)

    page.load(start, states, everything, queue=False, **QUIET)
    masthead.language(switch_language, states, everything, queue=False, **QUIET)


def _whole(views: Sequence[View], states: Sequence[object], lang: str) -> tuple[Any, ...]:
    """What the head of the page and every part of every view show, in that order."""
    shown = [view.shown(state, lang) for view, state in zip(views, states, strict=True)]
    head = rendering.masthead(text_for(lang), [view.name for view in views])
    return (head, *chain.from_iterable(shown))


def _theme() -> gr.Theme:
    """Type and ground of the page before page.css takes over; the font is a file of gradio's, served by this page.

    Source Sans Pro in these two weights is whole; most other font files of gradio's lack the Latin letters.
    """
    sans = (gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif")
    theme = gr.themes.Base(font=sans, font_mono=("ui-monospace", "monospace"))
    return theme.set(body_background_fill="#f6f5f1", body_background_fill_dark="#14181b")


def _free_port(host: str, port: int | None) -> int:
    """Return `port`, or the first free one from 7860 on.

    Raises:
        UsageError: if it is taken or cannot be used.
    """
    if port is not None and not 0 < port < 65_536:
        raise UsageError(f"{port} is not a port.", hint="Give a number from 1 to 65535 with --port.")
    for candidate in range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TRIED) if port is None else [port]:
        try:
            _bind(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = f"The page cannot be served at {host}, port {candidate}: {error.strerror}."
                raise UsageError(reason, hint="Give an address of this machine with --host.") from error
        else:
            return candidate
    taken = f"Port {port} is" if port is not None else f"Ports {DEFAULT_PORT} to {candidate} are"
    raise UsageError(f"{taken} taken by another program.", hint="Give a free one with --port.")


def _bind(host: str, port: int) -> None:
    """Listen on a port for a moment; gradio, too, looks at the loopback address whatever the host.

    Raises:
        OSError: if the port is taken or the host is not an address of this machine.
    """
    for address in (host, _LOOPBACK):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        socket.create_server((address, port), family=family).close()


@contextmanager
def _proxies_bypassed(host: str) -> Iterator[None]:
    """Let gradio reach the page it has just started where a proxy is set for everything: it asks itself over HTTP."""
    names = ("no_proxy", "NO_PROXY")
    before = {name: os.environ.get(name) for name in names}
    reached = ",".join((before["no_proxy"] or before["NO_PROXY"] or "", "localhost", _LOOPBACK, host)).lstrip(",")
    os.environ.update(dict.fromkeys(names, reached))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
