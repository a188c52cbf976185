"""The web page: `build_page` joins the views, `open_page` serves it, `launch` serves it until Ctrl-C.

Only this module, `ui.view`, `ui.guarding` and the views themselves (`ui.ask_view` and its like) import gradio.
"""

import asyncio
import atexit
import errno
import os
import socket
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Protocol

import gradio as gr
from starlette.middleware import Middleware

from assistant import UsageError
from ui import rendering
from ui.access import Access
from ui.archive_session import ArchiveSession
from ui.archive_uploads import MEGABYTES
from ui.archive_view import archive_view
from ui.archive_work import Workshop
from ui.ask_view import ask_view
from ui.check_state import CheckArchive, CheckSession
from ui.check_view import check_view
from ui.conversation import Archive, Conversation
from ui.guarding import RequestGuard, guarded
from ui.quality_session import QualityArchive, QualitySession
from ui.quality_view import quality_view
from ui.texts import LANGUAGES, preferred_language, text_for
from ui.view import ANSWERS_AT_ONCE, QUIET, View, own_file, own_html

STYLES = ("page.css", "ask.css", "check.css", "archive.css", "quality.css")
DEFAULT_PORT = 7860
PORTS_TRIED = 100
SESSIONS_KEPT = 1_000
_LOOPBACK = "127.0.0.1"
_UNCLAIMED = (600, 3_600)  # seconds: how often files are deleted that were sent and never added, and after how long
_FOR_READERS = "ask"
_GROUNDS = {  # also of the login, where page.css is not: its tokens
    "body_background_fill": "#f6f5f1",
    "body_background_fill_dark": "#14181b",
    "background_fill_primary": "#f6f5f1",
    "background_fill_primary_dark": "#14181b",
    "panel_background_fill": "#f6f5f1",
    "panel_background_fill_dark": "#14181b",
    "input_background_fill": "#ffffff",
    "input_background_fill_dark": "#1b2024",
    "input_border_width": "1px",
    "input_border_color": "#8a8f92",
    "input_border_color_dark": "#77808a",
    "block_info_text_color": "#1c2125",
    "block_info_text_color_dark": "#e9e7e2",
    "block_title_text_color": "#1c2125",
    "block_title_text_color_dark": "#e9e7e2",
    "button_primary_background_fill": "#125361",
    "button_primary_background_fill_dark": "#86ccd8",
    "button_primary_background_fill_hover": "#0c3d48",
    "button_primary_background_fill_hover_dark": "#a9dee7",
    "button_primary_border_color": "#125361",
    "button_primary_border_color_dark": "#86ccd8",
    "button_primary_text_color": "#ffffff",
    "button_primary_text_color_dark": "#0d2026",
}


class Site(Archive, CheckArchive, QualityArchive, Workshop, Protocol):
    """What all views together need of an assistant; `assistant.front.Assistant` offers it."""


def build_page(assistant: Site, access: Access | None = None) -> gr.Blocks:
    """Build the page that asks `assistant`; serve it with `open_page` or `launch`.

    Each browser session has its own conversation, in memory alone: gradio keeps the last thousand sessions. `access`
    says who may use which views; without it everybody may use everything.
    """
    access = access or Access()
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio whenever it could report something
    if not os.environ.get("GRADIO_TEMP_DIR"):
        os.environ["GRADIO_TEMP_DIR"] = _folder_for_uploads()
    page = gr.Blocks(title="belegt", analytics_enabled=False, fill_width=True, delete_cache=_UNCLAIMED)
    with page:
        masthead = own_html("masthead", "page.js")
        session = gr.State(Conversation())
        with gr.Column(elem_id="view-ask", elem_classes="view"), guarded(page, access.may_ask):
            ask = ask_view(assistant, session, access)
        staff = [] if access.readers else _staff_views(page, assistant, access)
        _connect(page, masthead, [ask, *staff], access)
    page.queue(default_concurrency_limit=ANSWERS_AT_ONCE)
    return page


@cache
def _folder_for_uploads() -> str:
    """A folder of this process, gone at its end with all that was sent; gradio's own is shared by all users."""
    folder = Path(mkdtemp(prefix="belegt-")).resolve()
    atexit.register(rmtree, folder, ignore_errors=True)
    return str(folder)


def _staff_views(page: gr.Blocks, assistant: Site, access: Access) -> list[View]:
    """Lay out the views that readers do not have; every event of theirs is guarded."""
    with guarded(page, access.is_staff):
        checked = gr.State(CheckSession())
        with gr.Column(elem_id="view-check", elem_classes="view"):
            check = check_view(assistant, checked, access)
        shelves = gr.State(ArchiveSession())
        with gr.Column(elem_id="view-archive", elem_classes="view"):
            archive = archive_view(assistant, shelves)
        measured = gr.State(QualitySession())
        with gr.Column(elem_id="view-quality", elem_classes="view"):
            quality = quality_view(assistant, measured)
    return [check, archive, quality]


def open_page(
    assistant: Site,
    *,
    host: str = _LOOPBACK,
    port: int | None = None,
    open_browser: bool = False,
    access: Access | None = None,
) -> tuple[gr.Blocks, str]:
    """Serve the page in the background.

    Args:
        assistant: answers the questions.
        host: the address to listen on; `0.0.0.0` for all of this machine.
        port: the port to listen on; None for 7860 or, if that is taken, the next free one.
        open_browser: whether to open the page in the browser of this machine.
        access: who may use which views, and how often; without it everybody may use everything.

    Returns:
        The page, to be ended with its `close(verbose=False)`, and its address.

    Raises:
        UsageError: if the port is taken or cannot be used, or the host is not an address of this machine.
    """
    free = _free_port(host, port)
    access = access or Access()
    page = build_page(assistant, access)
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
            max_file_size=MEGABYTES * 1024**2,
            auth=_login(access) if access.users is not None else None,  # type: ignore[arg-type]  # gradio awaits it
            app_kwargs={"middleware": [Middleware(RequestGuard, access=access)]},
            auth_message="<br>".join(text_for(lang).login for lang in LANGUAGES),
            favicon_path=str(files("ui") / "favicon.svg"),
            theme=_theme(),
            head=f"<style>{''.join(map(own_file, STYLES))}</style>",
        )
    return page, address


def launch(
    assistant: Site,
    *,
    host: str = _LOOPBACK,
    port: int | None = None,
    open_browser: bool = False,
    access: Access | None = None,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the page until Ctrl-C; arguments and errors as for `open_page`, `ready` is told the address."""
    page, address = open_page(assistant, host=host, port=port, open_browser=open_browser, access=access)
    try:
        with suppress(KeyboardInterrupt):
            if ready is not None:
                ready(address)
            while True:
                time.sleep(1)
    finally:
        page.close(verbose=False)


def _login(access: Access) -> Callable[[str, str], Coroutine[Any, Any, bool]]:
    """What gradio asks whether to let somebody in; a password is hashed beside the loop that serves everybody else."""

    async def lets_in(name: str, password: str) -> bool:
        return await asyncio.to_thread(access.lets_in, name, password)

    return lets_in


def _connect(page: gr.Blocks, masthead: gr.HTML, views: Sequence[View], access: Access) -> None:
    """Fill the views that a user may use when a session starts, and again when its language is switched."""
    states = [view.state for view in views]
    everything = [masthead, *(part for view in views for part in view.parts)]

    def start(request: gr.Request, *given: object) -> tuple[Any, ...]:
        lang = preferred_language(request.headers.get("accept-language"))
        for view, state in zip(views, given, strict=True):
            if view.opened is not None and _is_offered(view, access, request.username):
                view.opened(state, lang, request)
        return _whole(views, given, lang, access, request.username)

    def switch_language(event: gr.EventData, request: gr.Request, *given: object) -> tuple[Any, ...]:
        return _whole(views, given, text_for(str(event.lang)).lang, access, request.username)

    page.load(start, states, everything, queue=False, **QUIET)
    masthead.language(switch_language, states, everything, queue=False, **QUIET)


def _whole(
    views: Sequence[View], states: Sequence[object], lang: str, access: Access, user: str | None
) -> tuple[Any, ...]:
    """What the head of the page and every part of every view show, in that order; of a view not offered, nothing."""
    offered = [view for view in views if _is_offered(view, access, user)]
    shown = [
        view.shown(state, lang) if view in offered else (gr.skip(),) * len(view.parts)
        for view, state in zip(views, states, strict=True)
    ]
    head = rendering.masthead(text_for(lang), [view.name for view in offered], user)
    return (head, *chain.from_iterable(shown))


def _is_offered(view: View, access: Access, user: str | None) -> bool:
    return access.may_ask(user) if view.name == _FOR_READERS else access.is_staff(user)


def _theme() -> gr.Theme:
    """Type and ground of the page before page.css takes over; the font is a file of gradio's, served by this page.

    Source Sans Pro in these two weights is whole; most other font files of gradio's lack the Latin letters.
    """
    sans = (gr.themes.LocalFont("Source Sans Pro", weights=(400, 700)), "system-ui", "sans-serif")
    theme = gr.themes.Base(font=sans, font_mono=("ui-monospace", "monospace"))
    return theme.set(**_GROUNDS)


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
