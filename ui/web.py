"""The web page: the one module that imports gradio.

`build_page` lays out the parts and connects their events; `open_page` serves it; `launch` serves it until Ctrl-C. What
the parts show comes from `ui.conversation`. A further view (a tab) is a pair of functions like `_lay_out` and
`_connect`.
"""

import errno
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

import gradio as gr

from assistant import UsageError
from ui import conversation as talk
from ui import rendering
from ui.conversation import MOST_CHARACTERS, Archive, Conversation, News
from ui.texts import preferred_language, text_for

DEFAULT_PORT = 7860
PORTS_TRIED = 100
ANSWERS_AT_ONCE = 8
SESSIONS_KEPT = 1_000
_LOOPBACK = "127.0.0.1"
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The components of the page, in the order of `_whole`."""

    masthead: gr.HTML
    conversation: gr.HTML
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    clear: gr.Button
    source: gr.HTML
    foot: gr.HTML


def build_page(assistant: Archive) -> gr.Blocks:
    """Build the page that asks `assistant`; serve it with `open_page` or `launch`.

    Each browser session has its own conversation; none of it is kept once the session has ended.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by gradio whenever it could report something
    page = gr.Blocks(title="belegt", analytics_enabled=False, fill_width=True)
    with page:
        parts = _lay_out()
        _connect(page, parts, assistant)
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
            head=f"<style>{_file('page.css')}</style>",
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


def _lay_out() -> _Parts:
    """Place the parts; what they say is filled in when a session starts and its language is known."""
    masthead = _html("masthead")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            conversation = _html("conversation")
            with gr.Row(elem_id="composer"):
                question = gr.Textbox(
                    show_label=False, container=False, max_lines=6, max_length=MOST_CHARACTERS, autofocus=True, scale=1
                )
                ask = gr.Button(variant="primary", scale=0, elem_id="ask")
                stop = gr.Button(variant="secondary", scale=0, elem_id="stop")
                clear = gr.Button(variant="secondary", scale=0, elem_id="clear")
        with gr.Column(elem_id="beside"):
            source = _html("source")
    foot = gr.HTML(elem_id="foot", apply_default_css=False, js_on_load=None)
    return _Parts(
        masthead=masthead,
        conversation=conversation,
        question=question,
        ask=ask,
        stop=stop,
        clear=clear,
        source=source,
        foot=foot,
    )


def _html(part: str) -> gr.HTML:
    """A part of our own HTML, driven by the function of its name in page.js."""
    script = f"{_file('page.js')}\n{part}(element, trigger, watch);"
    return gr.HTML(elem_id=part, apply_default_css=False, js_on_load=script)


def _connect(page: gr.Blocks, parts: _Parts, archive: Archive) -> None:
    """Say which event calls what; `session` is the state of one browser session."""
    session = gr.State(Conversation())
    everything = [getattr(parts, part.name) for part in fields(parts)]

    def start(request: gr.Request) -> tuple[Any, ...]:
        lang = preferred_language(request.headers.get("accept-language"))
        return _begun(Conversation(lang=lang), archive)

    def ask(state: Conversation, text: str) -> Iterator[tuple[Any, ...]]:
        yield from _asked(state, archive, text)

    def ask_example(state: Conversation, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        yield from _asked(state, archive, dict(enumerate(state.texts.examples)).get(event.position, ""))

    def open_source(state: Conversation, event: gr.EventData) -> str:
        talk.open_source(state, archive, str(event.key))
        return talk.source_html(state)

    def switch_language(state: Conversation, event: gr.EventData) -> tuple[Any, ...]:
        state.lang = text_for(str(event.lang)).lang
        return _whole(state, archive)

    def stop(state: Conversation) -> str:
        talk.stop(state)
        return talk.conversation_html(state, archive)

    def clear(state: Conversation) -> tuple[Any, ...]:
        talk.clear(state)
        return _whole(state, archive)

    answers: dict[str, Any] = _QUIET | {
        "outputs": [parts.question, parts.conversation, parts.source, parts.foot],
        "concurrency_limit": ANSWERS_AT_ONCE,
        "concurrency_id": "answers",
        "trigger_mode": "multiple",  # or a question right after a stop would be lost
    }
    page.load(start, None, [session, *everything], queue=False, **_QUIET)
    gr.on([parts.question.submit, parts.ask.click], ask, [session, parts.question], **answers)
    parts.conversation.example(ask_example, [session], **answers)
    parts.conversation.open(open_source, [session], [parts.source], queue=False, **_QUIET)
    parts.masthead.language(switch_language, [session], everything, queue=False, **_QUIET)
    parts.stop.click(stop, [session], [parts.conversation], queue=False, **_QUIET)
    parts.clear.click(clear, [session], everything, queue=False, **_QUIET)


def _begun(state: Conversation, archive: Archive) -> tuple[Any, ...]:
    return (state, *_whole(state, archive))


def _asked(state: Conversation, archive: Archive, text: str) -> Iterator[tuple[Any, ...]]:
    """What the question box, the conversation, the source and the foot show while an answer grows.

    Gradio closes this iterator when the browser leaves; that reaches the archive, which then stops.
    """
    with closing(talk.ask(state, archive, text)) as asked:
        for news in asked:
            yield _told(news, state, archive)


def _told(news: News, state: Conversation, archive: Archive) -> tuple[Any, ...]:
    """What the four parts show after a piece of news; a part that has not changed is left alone."""
    if news is News.NOTHING:
        return (gr.skip(),) * 4
    question = gr.Textbox(value="", placeholder=_placeholder(state)) if news is News.ASKED else gr.skip()
    source = talk.source_html(state) if talk.forget_hidden(state, archive) else gr.skip()
    return question, talk.conversation_html(state, archive), source, talk.foot_html(state, archive)


def _whole(state: Conversation, archive: Archive) -> tuple[Any, ...]:
    """What every part shows, in the order of `_Parts`."""
    talk.forget_hidden(state, archive)
    texts = state.texts
    return (
        rendering.masthead(texts),
        talk.conversation_html(state, archive),
        gr.Textbox(label=texts.question_label, placeholder=_placeholder(state)),
        gr.Button(texts.ask),
        gr.Button(texts.stop),
        gr.Button(texts.clear),
        talk.source_html(state),
        talk.foot_html(state, archive),
    )


def _placeholder(state: Conversation) -> str:
    return state.texts.follow_up_placeholder if state.exchanges else state.texts.question_placeholder


def _file(name: str) -> str:
    return (files("ui") / name).read_text(encoding="utf-8")


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
