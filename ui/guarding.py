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

from ui.access import Access

Lets = Callable[[str | None], bool]
Handler = Callable[..., Any]

REFUSED = "Dafür fehlt Ihnen die Berechtigung. / You are not allowed to do this."

TOO_OFTEN = "Zu viele Versuche, bitte warten. / Too many attempts, please wait."
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


class RequestGuard:
    """Stands before the app of a page.

    Only those send files to the server who may use a view that takes some; nobody tries passwords without end; a new
    password ends the sessions that were begun with the old one.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Guard the app of a page; `access` says who may do what."""
        self._app = app
        self._access = access
        self._stamps: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is not allowed and what no part of the page asks for; hand on everything else."""
        refused = self._refused(Request(scope)) if scope["type"] == "http" else None
        await (refused or self._app)(scope, receive, send)

    def _refused(self, request: Request) -> PlainTextResponse | None:
        if self._access.users is not None:
            self._end_old_sessions(request)
        path = request.url.path.rstrip("/")
        if path.endswith(UNUSED) or (path.endswith("/upload") and not self._access.is_staff(_user(request))):
            return PlainTextResponse(REFUSED, status_code=403)
        if path.endswith("/login") and request.method == "POST":
            wait = self._access.seconds_to_login(request.client.host if request.client else "")
            if wait:
                return PlainTextResponse(TOO_OFTEN, status_code=429, headers={"Retry-After": str(wait)})
        return None

    def _end_old_sessions(self, request: Request) -> None:
        tokens: dict[str, str] = request.app.tokens
        for token in [each for each in _tokens(request) if each in tokens]:
            stamp = self._access.stamp(str(tokens[token]))
            if stamp is not None and self._stamps.setdefault(token, stamp) != stamp:  # whoever is gone is told so
                del tokens[token], self._stamps[token]


def _tokens(request: Request) -> list[str]:
    """What the cookies that gradio sets say of a session."""
    names = (f"access-token{kind}-{request.app.cookie_id}" for kind in ("", "-unsecure"))
    return [request.cookies[name] for name in names if name in request.cookies]


def _user(request: Request) -> str | None:
    """Who is logged in; None where nobody is."""
    return next((str(request.app.tokens[token]) for token in _tokens(request) if token in request.app.tokens), None)


def _refuse_unless(lets: Lets) -> None:
    request = LocalContext.request.get(None)
    if not lets(request.username if request is not None else None):
        raise gr.Error(REFUSED, print_exception=False)
