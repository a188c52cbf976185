"""Who calls an event of a view has to be let in, whether or not the page shows it to them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import gradio as gr
import pytest
from gradio.context import LocalContext
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.fakes import FakeAssistant
from ui.access import ATTEMPTS_AN_ADDRESS, Access, Role, UserFile
from ui.guarding import RequestGuard, guard, guarded
from ui.web import build_page

CalledBy = Callable[[str | None], None]
OLD, NEW = "scrypt$1$1$1$b2xk$b2xk", "scrypt$1$1$1$bmV3$bmV3"
FREE = ["start", "switch_language"]


class OneUser(Access):
    """Everybody logged in as `sam` is staff, `lea` a reader, all others nobody."""

    def role(self, name: str | None) -> Role | None:
        return {"sam": Role.STAFF, "lea": Role.READER}.get(name or "")


@pytest.fixture
def called_by() -> Iterator[CalledBy]:
    """Makes a request of a user the one that is being answered."""

    def by(name: str | None) -> None:
        LocalContext.request.set(gr.Request(username=name))

    yield by
    LocalContext.request.set(None)


def test_who_is_let_in_gets_what_the_handler_gives(called_by: CalledBy) -> None:
    called_by("sam")
    assert guard(lambda text: text.upper(), lambda name: name == "sam")("ja") == "JA"


def test_who_is_not_let_in_never_reaches_the_handler(called_by: CalledBy) -> None:
    called_by("lea")
    reached: list[str] = []
    with pytest.raises(gr.Error):
        guard(reached.append, lambda name: name == "sam")("nein")
    assert reached == []


def test_a_generator_is_guarded_at_its_first_step_and_closed_with_the_guard(called_by: CalledBy) -> None:
    closed: list[bool] = []

    def numbers() -> Iterator[int]:
        try:
            yield from (1, 2)
        finally:
            closed.append(True)

    counting = guard(numbers, lambda name: name == "sam")
    called_by("lea")
    with pytest.raises(gr.Error):
        next(counting())
    called_by("sam")
    with closing(counting()) as counted:
        assert next(counted) == 1
    assert closed == [True]


def test_events_connected_inside_are_guarded_and_no_others() -> None:
    with gr.Blocks(analytics_enabled=False) as page:
        button = gr.Button()
        button.click(lambda: None)
        with guarded(page, lambda _: False):
            button.click(lambda: None)
    open_to_all, closed_to_all = [function.fn for function in page.fns.values()]
    assert open_to_all is not None
    assert closed_to_all is not None
    open_to_all()
    with pytest.raises(gr.Error):
        closed_to_all()


def test_no_event_of_a_view_answers_those_who_may_not_use_it(called_by: CalledBy) -> None:
    asking = len(build_page(FakeAssistant(), Access(readers=True)).fns) - len(FREE)
    handlers = [function.fn for function in build_page(FakeAssistant(), OneUser()).fns.values() if function.fn]
    staff = handlers[asking : -len(FREE)]
    assert len(staff) > 3
    assert [handler.__name__ for handler in handlers[-len(FREE) :]] == FREE
    called_by(None)
    assert all(map(refuses, handlers[: -len(FREE)]))
    called_by("lea")
    assert all(map(refuses, staff))
    called_by("sam")
    assert not any(map(refuses, handlers))


def refuses(handler: Callable[..., object]) -> bool:
    """Whether a handler, called with nothing at all, says that one may not call it."""
    try:
        outcome = handler()
        if isinstance(outcome, Iterator):
            next(outcome)
    except gr.Error:
        return True
    except TypeError:  # let in, it misses what it is called with
        return False
    return False


def test_a_page_for_readers_has_the_events_of_one_view_alone() -> None:
    readers, staff = (build_page(FakeAssistant(), Access(readers=each)) for each in (True, False))
    assert 0 < len(readers.fns) < len(staff.fns)


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    users = UserFile(tmp_path / "users")
    users.path.write_text(f"sam:staff:{OLD}\nlea:reader:{OLD}\n")
    return users


@pytest.fixture
def browse(users: UserFile) -> Callable[[str], TestClient]:
    """A browser of a user who is logged in at a page that answers everything."""
    app = Starlette(
        routes=[Route("/{path:path}", lambda request: PlainTextResponse("there"), methods=["GET", "POST"])],
        middleware=[Middleware(RequestGuard, access=Access(users=users))],
    )
    app.tokens = {"t-sam": "sam", "t-lea": "lea"}  # type: ignore[attr-defined]  # as gradio keeps them
    app.cookie_id = "1"  # type: ignore[attr-defined]
    return lambda name: TestClient(app, cookies={"access-token-1": f"t-{name}"})


def test_only_staff_may_upload(browse: Callable[[str], TestClient]) -> None:
    assert browse("sam").post("/gradio_api/upload").status_code == 200
    assert browse("lea").post("/gradio_api/upload").status_code == 403
    assert browse("nobody").post("/gradio_api/upload").status_code == 403


def test_a_new_password_ends_the_sessions_begun_with_the_old_one(
    browse: Callable[[str], TestClient], users: UserFile
) -> None:
    sam, lea = browse("sam"), browse("lea")
    assert [each.get("/").status_code for each in (sam, lea)] == [200, 200]
    users.path.write_text(f"sam:staff:{NEW}\nlea:reader:{OLD}\n")
    tokens = sam.app.tokens  # type: ignore[attr-defined]
    sam.get("/")
    lea.get("/")
    assert tokens == {"t-lea": "lea"}


def test_an_address_may_not_try_passwords_without_end(browse: Callable[[str], TestClient]) -> None:
    answers = [browse("nobody").post("/login") for _ in range(ATTEMPTS_AN_ADDRESS + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert browse("nobody").get("/login").status_code == 200
