"""The view that asks: the conversation and the article open beside it. What it shows comes from `ui.conversation`."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from typing import Any

import gradio as gr

from ui import conversation as talk
from ui import filtering, revisiting, sources, suggesting
from ui.access import Access
from ui.conversation import MOST_CHARACTERS, Archive, Conversation
from ui.view import ANSWERS_AT_ONCE, ONCE, QUIET, View, own_html

LOOKED_AT_ONCE = 2  # sessions whose readers are given a moment before anything is suggested
Parts = tuple[Any, ...]


def ask_view(archive: Archive, session: gr.State, access: Access) -> View:
    """Lay out the view in the block that is open, and connect its events."""
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            conversation = own_html("conversation", "page.js")
            further = own_html("further", "ask.js")
            with gr.Column(elem_id="asking"):
                filters = own_html("filters", "ask.js")
                with gr.Row(elem_id="composer"):
                    question = gr.Textbox(
                        show_label=False, container=False, max_lines=6, max_length=MOST_CHARACTERS, autofocus=True
                    )
                    ask = gr.Button(variant="primary", scale=0, elem_id="ask")
                    stop = gr.Button(variant="secondary", scale=0, elem_id="stop")
                    clear = gr.Button(variant="secondary", scale=0, elem_id="clear")
        with gr.Column(elem_id="beside"):
            source = own_html("source", "page.js")
    foot = gr.HTML(elem_id="foot", apply_default_css=False, js_on_load=None)
    parts = (question, conversation, source, foot, filters, further, ask, stop, clear)

    def shown(state: Conversation, lang: str) -> Parts:
        state.lang = lang
        return _whole(state, archive)

    def opened(state: Conversation, lang: str, request: gr.Request) -> None:
        state.lang = lang
        record = request.query_params.get("answer")
        if record:
            revisiting.open_answer(state, archive, str(record))

    _connect_asking(parts, archive, session, access)
    _connect_leaving(parts, archive, session)
    _connect_reading(parts, archive, session)
    _connect_judging(conversation, archive, session, access)
    return View(name="ask", state=session, parts=parts, shown=shown, opened=opened)


def _connect_asking(parts: Parts, archive: Archive, session: gr.State, access: Access) -> None:
    """Say which event asks, anew or again."""
    question, conversation, _, _, _, further, ask_button, *_ = parts

    def ask(state: Conversation, text: str, request: gr.Request) -> Iterator[Parts]:
        yield from _asked(state, archive, text, lambda: _seconds_to_wait(access, request))

    def ask_example(state: Conversation, event: gr.EventData, request: gr.Request) -> Iterator[Parts]:
        text = dict(enumerate(state.texts.examples)).get(_given(event, "position"), "")
        yield from _asked(state, archive, text, lambda: _seconds_to_wait(access, request))

    def ask_again(state: Conversation, event: gr.EventData, request: gr.Request) -> Iterator[Parts]:
        text = revisiting.take_back(state, _given(event, "of")) or ""
        yield from _asked(state, archive, text, lambda: _seconds_to_wait(access, request))

    def ask_further(state: Conversation, event: gr.EventData, request: gr.Request) -> Iterator[Parts]:
        text = suggesting.suggested(state, _given(event, "of"), _given(event, "position"))
        yield from _asked(state, archive, text, lambda: _seconds_to_wait(access, request))

    answers: dict[str, Any] = QUIET | {
        "outputs": list(parts[:6]),
        "concurrency_limit": ANSWERS_AT_ONCE,
        "concurrency_id": "answers",
    }

    def look_further(state: Conversation) -> Iterator[str]:
        with closing(suggesting.suggest(state, archive)) as tried:
            for _ in tried:
                yield suggesting.further_html(state)
        yield suggesting.further_html(state)

    for asked in (
        gr.on([question.submit, ask_button.click], ask, [session, question], **answers),
        conversation.example(ask_example, [session], **answers),
        conversation.again(ask_again, [session], **answers),
        further.choose(ask_further, [session], **answers),
    ):
        asked.then(
            look_further, [session], [further], concurrency_limit=LOOKED_AT_ONCE, concurrency_id="further", **QUIET
        )


def _connect_leaving(parts: Parts, archive: Archive, session: gr.State) -> None:
    """Say which event stops an answer, takes it back to be edited, or starts a new conversation."""
    _, conversation, *_, stop_button, clear_button = parts

    def edit(state: Conversation, event: gr.EventData) -> Parts:
        text = revisiting.take_back(state, _given(event, "of"))
        box = gr.skip() if text is None else gr.Textbox(value=text, placeholder=_placeholder(state))
        return box, *_current(state, archive)

    def stop(state: Conversation) -> str:
        talk.stop(state)
        return talk.conversation_html(state, archive)

    def clear(state: Conversation) -> Parts:
        talk.clear(state)
        return _whole(state, archive)

    conversation.edit(edit, [session], list(parts[:6]), queue=False, **ONCE)
    stop_button.click(stop, [session], [conversation], queue=False, **QUIET)
    clear_button.click(clear, [session], list(parts), queue=False, **QUIET)


def _connect_reading(parts: Parts, archive: Archive, session: gr.State) -> None:
    """Say which event opens an article, and which chooses what part of the archive is asked."""
    _, conversation, source, _, filters, *_ = parts

    def open_source(state: Conversation, event: gr.EventData) -> str:
        sources.open_source(state, archive, str(_given(event, "key")))
        return sources.source_html(state)

    def choose(state: Conversation, event: gr.EventData) -> str:
        given = {name: _given(event, name) for name in filtering.NAMES}
        state.choice = filtering.chosen(state.choice, given, _outlets(state, archive), state.texts)
        return _filters(state, archive)

    def drop(state: Conversation, event: gr.EventData) -> str:
        state.choice = filtering.without(state.choice, str(_given(event, "name")))
        return _filters(state, archive)

    conversation.open(open_source, [session], [source], queue=False, **QUIET)
    source.step(open_source, [session], [source], queue=False, **QUIET)
    filters.choose(choose, [session], [filters], queue=False, **QUIET)
    filters.drop(drop, [session], [filters], queue=False, **QUIET)


def _connect_judging(conversation: gr.HTML, archive: Archive, session: gr.State, access: Access) -> None:
    """Say which event explains an answer, and which keeps what the reader thinks of it."""

    def explain(state: Conversation, event: gr.EventData) -> str:
        revisiting.explain(state, archive, _given(event, "of"))
        return talk.conversation_html(state, archive)

    def useful(state: Conversation, event: gr.EventData, request: gr.Request) -> str:
        return _rated(state, archive, event, True, lambda: _seconds_to_rate(access, request))

    def useless(state: Conversation, event: gr.EventData, request: gr.Request) -> str:
        return _rated(state, archive, event, False, lambda: _seconds_to_rate(access, request))

    def reason(state: Conversation, event: gr.EventData, request: gr.Request) -> str:
        said, wait = str(_given(event, "reason") or ""), partial(_seconds_to_rate, access, request)
        revisiting.give_reason(state, archive, _given(event, "of"), said, seconds_to_wait=wait)
        return talk.conversation_html(state, archive)

    for listen, handler in (
        (conversation.explain, explain),
        (conversation.useful, useful),
        (conversation.useless, useless),
        (conversation.reason, reason),
    ):
        listen(handler, [session], [conversation], queue=False, **QUIET)


def _given(event: gr.EventData, name: str) -> Any:  # noqa: ANN401  (whatever a browser sends)
    """What an event of the page carries under a name; None if it does not."""
    return getattr(event, name, None)


def _seconds_to_wait(access: Access, request: gr.Request) -> int:
    client = getattr(request, "client", None)
    return access.seconds_to_wait(
        session=request.session_hash or "", name=request.username, address=client.host if client else ""
    )


def _seconds_to_rate(access: Access, request: gr.Request) -> int:
    return access.seconds_to_rate(session=request.session_hash or "", name=request.username)


def _rated(
    state: Conversation, archive: Archive, event: gr.EventData, useful: bool, seconds_to_wait: Callable[[], int]
) -> str:
    revisiting.rate(state, archive, _given(event, "of"), useful=useful, seconds_to_wait=seconds_to_wait)
    return talk.conversation_html(state, archive)


def _asked(state: Conversation, archive: Archive, text: str, seconds_to_wait: Callable[[], int]) -> Iterator[Parts]:
    """What the first six parts show while an answer grows.

    Gradio closes this iterator when the browser leaves; that reaches the archive, which then stops.
    """
    with closing(talk.ask(state, archive, text, seconds_to_wait)) as asked:
        for is_put in asked:
            sources.forget_hidden(state, archive)
            box = gr.Textbox(value="", placeholder=_placeholder(state)) if is_put else gr.skip()
            yield box, *_current(state, archive)


def _current(state: Conversation, archive: Archive) -> Parts:
    """What the conversation, the source, the foot, the filters and the suggestions show."""
    return (
        talk.conversation_html(state, archive),
        sources.source_html(state),
        talk.foot_html(state, archive),
        _filters(state, archive),
        suggesting.further_html(state),
    )


def _whole(state: Conversation, archive: Archive) -> Parts:
    """What every part shows, in the order of the parts of the view."""
    sources.forget_hidden(state, archive)
    texts = state.texts
    question = gr.Textbox(label=texts.question_label, placeholder=_placeholder(state))
    buttons = gr.Button(texts.ask), gr.Button(texts.stop), gr.Button(texts.clear)
    return question, *_current(state, archive), *buttons


def _filters(state: Conversation, archive: Archive) -> str:
    return filtering.filter_form(state.choice, _outlets(state, archive), state.texts)


def _outlets(state: Conversation, archive: Archive) -> list[str]:
    status = talk.known_status(state, archive)
    return [outlet for outlet in status.by_outlet if outlet] if status else []


def _placeholder(state: Conversation) -> str:
    return state.texts.follow_up_placeholder if state.exchanges else state.texts.question_placeholder
