"""Guards the events of a view: whoever calls one has to be let in, whether or not the page shows it to them."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import gradio as gr
from gradio.context import LocalContext
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

Lets = Callable[[str | None], bool]
Handler = Callable[..., Any]

REFUSED = "Dafür fehlt Ihnen die Berechtigung. / You are not allowed to do this."

UNUSED = ("/deep_link", "/process_recording")  # of gradio's own: they would keep what a session was shown, or sent


@contextmanager
def guarded(page: gr.Blocks, lets: Lets) -> Iterator[None]:
    """Guard every event that is connected inside: `lets` says by the name of a logged-in user who may call it."""
    before = set(page.fns)
    yield
    for number, function in page.fns.items():
        if number not in before and function.fn is not None:
            function.fn = guard(function.fn, lets)


def guard(handler: Handler, lets: Lets) -> Handler:
    """The same handler, plain or a generator, that raises `gr.Error` for those who are not let in."""
    if inspect.isgeneratorfunction(handler):

        @wraps(handler)
        def generates(*given: object) -> Iterator[Any]:
            _refuse_unless(lets)
            yield from handler(*given)

        return generates

    @wraps(handler)
    def calls(*given: object) -> object:
        _refuse_unless(lets)
        return handler(*given)

    return calls


class UploadGuard:
    """Lets only those send files to the server who may use a view that takes some."""

    def __init__(self, app: ASGIApp, lets: Lets) -> None:
        """Stand before the app of a page."""
        self._app = app
        self._lets = lets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer an upload that is not allowed and what no part of the page asks for; hand on everything else."""
        path = scope["path"].rstrip("/") if scope["type"] == "http" else ""
        unused = path.endswith(UNUSED)
        if unused or (path.endswith("/upload") and not self._lets(_user(Request(scope)))):
            await PlainTextResponse(REFUSED, status_code=403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _user(request: Request) -> str | None:
    """Who is logged in, by the cookies that gradio sets; None where nobody is."""
    page = request.app
    names = (f"access-token{kind}-{page.cookie_id}" for kind in ("", "-unsecure"))
    found = (page.tokens.get(request.cookies.get(name)) for name in names)
    return next((str(user) for user in found if user), None)


def _refuse_unless(lets: Lets) -> None:
    request = LocalContext.request.get(None)
    if not lets(request.username if request is not None else None):
        raise gr.Error(REFUSED, print_exception=False)
