"""The view that asks: the conversation and the article open beside it. What it shows comes from `ui.conversation`."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import gradio as gr

from ui import conversation as talk
from ui.conversation import MOST_CHARACTERS, Archive, Conversation, News
from ui.view import ANSWERS_AT_ONCE, QUIET, View, own_html


def ask_view(archive: Archive, session: gr.State) -> View:
    """Lay out the view in the block that is open, and connect its events."""
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            conversation = own_html("conversation", "page.js")
            with gr.Row(elem_id="composer"):
                question = gr.Textbox(
                    show_label=False, container=False, max_lines=6, max_length=MOST_CHARACTERS, autofocus=True, scale=1
                )
                ask = gr.Button(variant="primary", scale=0, elem_id="ask")
                stop = gr.Button(variant="secondary", scale=0, elem_id="stop")
                clear = gr.Button(variant="secondary", scale=0, elem_id="clear")
        with gr.Column(elem_id="beside"):
            source = own_html("source", "page.js")
    foot = gr.HTML(elem_id="foot", apply_default_css=False, js_on_load=None)
    parts = (conversation, question, ask, stop, clear, source, foot)

    def shown(state: Conversation, lang: str) -> tuple[Any, ...]:
        state.lang = lang
        return _whole(state, archive)

    _connect(parts, archive, session)
    return View(name="ask", state=session, parts=parts, shown=shown)


def _connect(parts: tuple[Any, ...], archive: Archive, session: gr.State) -> None:
    """Say which event calls what."""
    conversation, question, ask_button, stop_button, clear_button, source, foot = parts

    def ask(state: Conversation, text: str) -> Iterator[tuple[Any, ...]]:
        yield from _asked(state, archive, text)

    def ask_example(state: Conversation, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        yield from _asked(state, archive, dict(enumerate(state.texts.examples)).get(event.position, ""))

    def open_source(state: Conversation, event: gr.EventData) -> str:
        talk.open_source(state, archive, str(event.key))
        return talk.source_html(state)

    def stop(state: Conversation) -> str:
        talk.stop(state)
        return talk.conversation_html(state, archive)

    def clear(state: Conversation) -> tuple[Any, ...]:
        talk.clear(state)
        return _whole(state, archive)

    answers: dict[str, Any] = QUIET | {
        "outputs": [question, conversation, source, foot],
        "concurrency_limit": ANSWERS_AT_ONCE,
        "concurrency_id": "answers",
        "trigger_mode": "multiple",  # or a question right after a stop would be lost
    }
    gr.on([question.submit, ask_button.click], ask, [session, question], **answers)
    conversation.example(ask_example, [session], **answers)
    conversation.open(open_source, [session], [source], queue=False, **QUIET)
    stop_button.click(stop, [session], [conversation], queue=False, **QUIET)
    clear_button.click(clear, [session], list(parts), queue=False, **QUIET)


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
    """What every part shows, in the order of the parts of the view."""
    talk.forget_hidden(state, archive)
    texts = state.texts
    return (
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
