"""A view of the page: what the head of the page leads to, such as the conversation or the desk of claims."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import gradio as gr
from gradio.components import Component

ANSWERS_AT_ONCE = 8
# An event that comes while the last one of its kind is being answered counts as well: gradio's `always_last` would send
# it without what it says.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "trigger_mode": "multiple"}
ONCE: dict[str, Any] = QUIET | {"trigger_mode": "once"}  # pressed twice, it is done once


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page has to know of a view.

    Attributes:
        name: its name in addresses of the page (`#ask`) and in the style.
        state: the state of one browser session, which changes in place.
        parts: the components whose value or wording depends on the state or the language.
        shown: what the parts show, in their order, for a state and a language.
        opened: hears, before anything is shown, with which request a session starts.
    """

    name: str
    state: gr.State
    parts: tuple[Component, ...]
    shown: Callable[[Any, str], tuple[Any, ...]]
    opened: Callable[[Any, str, gr.Request], None] | None = None


def own_html(part: str, script: str) -> gr.HTML:
    """A part of our own HTML, driven by the function of its name in a script of this package.

    Handlers give it a value each time, never `gr.skip()`: after each skip gradio keeps one more copy of the part for
    the session, with all that it shows.
    """
    call = f"{part}(element, trigger, watch, upload);"
    return gr.HTML(elem_id=part, apply_default_css=False, js_on_load=f"{own_file(script)}\n{call}")


def own_file(name: str) -> str:
    """The text of a file of this package."""
    return (files("ui") / name).read_text(encoding="utf-8")
