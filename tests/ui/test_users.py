"""Those who may log in, entered on the command line."""

from pathlib import Path

import pytest

from tests.ui.commands import Environment, belegt, environment, refused
from ui.access import Access, UserFile

pytestmark = pytest.mark.slow

PASSWORD = "ein langes Kennwort"  # noqa: S105  (of nobody)


@pytest.fixture
def users(tmp_path: Path) -> Path:
    return tmp_path / "users"


@pytest.fixture
def home(tmp_path: Path, users: Path) -> Environment:
    """An environment with a file of users that is not there yet; no model is needed."""
    return {**environment(tmp_path / "home", tmp_path / "models"), "BELEGT_AUTH": str(users)}


def test_users_are_entered_listed_and_taken_out(home: Environment, users: Path) -> None:
    assert belegt(home, "user", "add", "lea", stdin=f"{PASSWORD}\n").stdout == "added: lea (reader)\n"
    assert belegt(home, "user", "add", "sam", "--role", "staff", stdin=PASSWORD).stdout == "added: sam (staff)\n"
    assert belegt(home, "user", "add", "lea", "--role", "staff", stdin=PASSWORD).stdout == "changed: lea (staff)\n"
    assert belegt(home, "user", "list").stdout == "lea (staff)\nsam (staff)\n"
    assert Access(users=UserFile(users)).lets_in("lea", PASSWORD)
    assert PASSWORD not in users.read_text(encoding="utf-8")
    assert belegt(home, "user", "remove", "lea").stdout == "removed: lea\n"
    assert belegt(home, "user", "list").stdout == "sam (staff)\n"


@pytest.mark.parametrize(
    ("arguments", "stdin", "status", "words"),
    [
        (["add", "lea"], "kurz\n", 2, "too short"),
        (["add", "le a"], PASSWORD, 2, "cannot be a name"),
        (["add", "lea", "--role", "chief"], PASSWORD, 2, "chief"),
        (["list"], "", 2, "No such file"),
        (["remove", "lea"], "", 2, "No such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    home: Environment, arguments: list[str], stdin: str, status: int, words: str
) -> None:
    refused(belegt(home, "user", *arguments, stdin=stdin), status, words)


def test_without_a_file_named_there_are_no_users(home: Environment) -> None:
    refused(belegt({**home, "BELEGT_AUTH": ""}, "user", "add", "lea", stdin=PASSWORD), 2, "BELEGT_AUTH names no file")


def test_a_page_whose_users_cannot_be_read_is_not_served(home: Environment, users: Path) -> None:
    refused(belegt(home, "ui"), 2, "BELEGT_AUTH")
    users.write_text("# nobody\n", encoding="utf-8")
    refused(belegt(home, "ui"), 2, "nobody may log in")
    users.write_text("sam\n", encoding="utf-8")
    refused(belegt(home, "ui"), 2, "line 1 is not name:role:hash")


def test_a_limit_that_is_no_number_is_refused(home: Environment) -> None:
    refused(belegt({**home, "BELEGT_RATE": "many"}, "ui"), 2, "BELEGT_RATE is 'many', not a number of questions")
