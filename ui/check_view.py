"""The view that checks: a text with its claims marked, the claim that is open beside it, the desk below.

What it shows comes from `ui.check_session`.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import gradio as gr

from ui import check_desk as desk
from ui import check_opening as opening
from ui import check_session as shown_as
from ui.access import Access
from ui.check_state import CheckArchive, CheckSession
from ui.view import ANSWERS_AT_ONCE, ONCE, QUIET, View, own_html

_AT_ONCE: dict[str, Any] = QUIET | {"queue": False}
_WRITTEN = ("keep", "decide")  # into the record of a claim, where each press would leave a line
Verb = Callable[[CheckSession, gr.EventData], None]


def check_view(archive: CheckArchive, session: gr.State, access: Access) -> View:
    """Lay out the view in the block that is open, and connect its events."""
    with gr.Row(elem_id="check-columns"):
        with gr.Column(elem_id="check-main"):
            text = own_html("checktext", "check.js")
            kept = own_html("checkdesk", "check.js")
        with gr.Column(elem_id="check-beside"):
            claim = own_html("checkclaim", "check.js")
            source = own_html("checksource", "check.js")
    download = own_html("checkfile", "check.js")
    parts = (text, claim, source, kept, download)

    def shown(state: CheckSession, lang: str) -> tuple[Any, ...]:
        state.lang = lang
        opening.forget_hidden(state, archive)
        return *_whole(state, archive), ""

    _connect_check(parts, archive, session, access)
    _connect_taking(parts, archive, session)
    _connect_rest(parts, archive, session)

    def opened(state: CheckSession, lang: str, request: gr.Request) -> None:
        state.lang, state.user = lang, request.username

    return View(name="check", state=session, parts=parts, shown=shown, opened=opened)


def _connect_check(parts: tuple[Any, ...], archive: CheckArchive, session: gr.State, access: Access) -> None:
    """Say what the text calls."""
    text, claim, source, *_ = parts
    beside = [text, claim, source]

    def check(state: CheckSession, event: gr.EventData, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        yield from _checked(state, archive, event, lambda: _seconds_to_wait(access, request))

    verbs: dict[str, Verb] = {
        "halt": lambda state, _: shown_as.stop(state),
        "edit": lambda state, _: shown_as.edit(state),
        "resume": lambda state, _: shown_as.resume(state),
        "fresh": lambda state, _: shown_as.fresh(state),
        "choose": lambda state, event: opening.open_claim(state, archive, _position(event, "position")),
    }
    text.check(
        check,
        [session],
        beside,
        **QUIET,
        concurrency_limit=ANSWERS_AT_ONCE,
        concurrency_id="checks",
    )
    for name, verb in verbs.items():
        getattr(text, name)(_after(verb, archive, 3), [session], beside, **_AT_ONCE)


def _connect_taking(parts: tuple[Any, ...], archive: CheckArchive, session: gr.State) -> None:
    """Say what keeps all claims of a text, and what makes a file of them."""
    text, claim, source, kept, download = parts
    everything = [text, claim, source, kept]
    keep_all = _looking(lambda state, _: desk.keep_all(state, archive), archive)
    text.collect(_after(keep_all, archive, 4), [session], everything, **ONCE, concurrency_id="desk")

    def export(state: CheckSession, event: gr.EventData) -> str:
        desk.export(state, archive, _given(event, "form"))
        return shown_as.download_html(state)  # once: shown again, it would be saved again

    text.export(export, [session], [download], **_AT_ONCE)


def _connect_rest(parts: tuple[Any, ...], archive: CheckArchive, session: gr.State) -> None:
    """Say what the claim, the article and the desk call."""
    text, claim, source, kept, _ = parts
    everything = [text, claim, source, kept]
    verbs: dict[tuple[Any, str], Verb] = {
        (claim, "choose"): lambda state, event: opening.open_claim(state, archive, _position(event, "position")),
        (claim, "record"): lambda state, event: opening.open_record(state, archive, _position(event, "number")),
        (claim, "quote"): lambda state, event: opening.open_quotation(state, archive, _position(event, "number")),
        (source, "close"): lambda state, _: opening.close_source(state),
        (kept, "record"): lambda state, event: opening.open_record(state, archive, _position(event, "number")),
    }
    for (part, name), verb in verbs.items():
        getattr(part, name)(_after(verb, archive, 3), [session], [text, claim, source], **_AT_ONCE)
    changes: dict[tuple[Any, str], Verb] = {
        (claim, "keep"): lambda state, _: desk.keep(state, archive),
        (claim, "decide"): lambda state, event: desk.decide(
            state, archive, _given(event, "verdict"), _given(event, "comment"), _given(event, "name")
        ),
        (claim, "rate"): lambda state, event: desk.rate(
            state, archive, useful=_given(event, "useful") == "yes", reason=_given(event, "reason")
        ),
        (kept, "look"): lambda state, event: desk.list_only(state, only_open=_given(event, "only_open") == "true"),
    }
    for (part, name), verb in changes.items():
        how = ONCE | {"queue": False} if name in _WRITTEN else _AT_ONCE
        getattr(part, name)(_after(_looking(verb, archive), archive, 4), [session], everything, **how)


def _looking(verb: Verb, archive: CheckArchive) -> Verb:
    """The verb, and then a look at the desk."""

    def act(state: CheckSession, event: gr.EventData) -> None:
        verb(state, event)
        desk.look(state, archive)

    return act


def _after(verb: Verb, archive: CheckArchive, count: int) -> Callable[..., tuple[Any, ...]]:
    """What gradio calls: the verb, and then what the first parts show."""

    def act(state: CheckSession, event: gr.EventData) -> tuple[str, ...]:
        verb(state, event)
        return _whole(state, archive)[:count]

    return act


def _checked(
    state: CheckSession, archive: CheckArchive, event: gr.EventData, seconds_to_wait: Callable[[], int]
) -> Iterator[tuple[Any, ...]]:
    """What the text, the claim and the article show while a check goes on.

    Gradio closes this iterator when the browser leaves; that reaches the archive, which then stops.
    """
    text, as_of = _given(event, "text"), _given(event, "as_of")
    with closing(shown_as.check(state, archive, text, as_of, seconds_to_wait=seconds_to_wait)) as checked:
        for _ in checked:
            yield _whole(state, archive)[:3]


def _whole(state: CheckSession, archive: CheckArchive) -> tuple[str, ...]:
    """What every part shows but the file to save, in the order of the parts of the view."""
    return (
        shown_as.check_html(state, archive),
        shown_as.claim_html(state),
        shown_as.source_html(state),
        shown_as.desk_html(state),
    )


def _seconds_to_wait(access: Access, request: gr.Request) -> int:
    client = getattr(request, "client", None)
    return access.seconds_to_wait(
        session=request.session_hash or "", name=request.username, address=client.host if client else ""
    )


def _given(event: gr.EventData, name: str) -> str:
    """What the browser sent under a name; empty if nothing."""
    return str(getattr(event, name, ""))


def _position(event: gr.EventData, name: str) -> int:
    """The number the browser sent under a name; -1 if that is none."""
    given = _given(event, name)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
