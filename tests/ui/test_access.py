import os
from functools import cache
from pathlib import Path

import pytest

from assistant import NotFoundError, UsageError
from ui.access import ATTEMPTS_A_MINUTE, SESSIONS_AN_ADDRESS, Access, Limiter, Role, UserFile, hashed, matches

PASSWORD = "ein langes Kennwort"  # noqa: S105  (of nobody)


class FakeClock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    """A file with a reader and a member of staff."""
    path = tmp_path / "users"
    path.write_text(f"lea:reader:{stored_hash()}\nsam:staff:{stored_hash()}\n", encoding="utf-8")
    return UserFile(path)


@cache
def stored_hash() -> str:
    """The hash of the password, made once: that takes its time."""
    return hashed(PASSWORD)


def test_a_password_matches_its_hash_and_no_other() -> None:
    assert PASSWORD not in stored_hash()
    assert matches(PASSWORD, stored_hash())
    assert not matches(PASSWORD + " ", stored_hash())


def test_the_same_password_has_another_hash_every_time() -> None:
    assert hashed(PASSWORD) != stored_hash()


@pytest.mark.parametrize(
    "stored", ["", "plain", "scrypt$a$8$1$AA==$AA==", "scrypt$3$8$1$AA==$AA==", "md5$2$8$1$AA==$A"]
)
def test_nothing_matches_what_is_no_hash(stored: str) -> None:
    assert not matches("", stored)


def test_only_its_owner_can_read_the_file_of_users(users: UserFile) -> None:
    assert users.add("kim", Role.STAFF, PASSWORD)
    assert users.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in users.path.parent.iterdir()] == ["users"]


def test_a_user_that_is_there_gets_a_new_password_and_role(users: UserFile) -> None:
    assert not users.add("lea", Role.STAFF, "noch ein Kennwort")
    access = Access(users=users)
    assert access.is_staff("lea")
    assert access.lets_in("lea", "noch ein Kennwort")
    assert not access.lets_in("lea", PASSWORD)


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\nb", "#a", "x" * 65])
def test_what_cannot_be_a_name_is_refused(users: UserFile, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a name"):
        users.add(name, Role.READER, PASSWORD)


def test_a_short_password_is_refused(users: UserFile) -> None:
    with pytest.raises(UsageError, match="too short"):
        users.add("kim", Role.READER, "kurz")


def test_nobody_who_is_not_there_can_be_removed(users: UserFile) -> None:
    users.remove("lea")
    with pytest.raises(NotFoundError, match="no user 'lea'"):
        users.remove("lea")


@pytest.mark.parametrize("line", ["lea", "lea:reader", "lea:owner:hash", ":reader:hash"])
def test_a_line_that_is_no_user_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "users"
    path.write_text(f"# users\n\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 3 is not name:role:hash"):
        UserFile(path).users()


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"BELEGT_AUTH: .*users: No such file"):
        UserFile(tmp_path / "users").users()


def test_a_change_of_the_file_holds_at_once(users: UserFile) -> None:
    access = Access(users=users)
    assert access.role("sam") is Role.STAFF
    UserFile(users.path).remove("sam")
    assert access.role("sam") is None
    assert not access.lets_in("sam", PASSWORD)


def test_while_the_file_cannot_be_read_nobody_gets_in(users: UserFile) -> None:
    access = Access(users=users)
    os.truncate(users.path, 5)
    assert not access.may_ask("sam")
    assert not access.lets_in("sam", PASSWORD)


def test_without_users_everybody_is_staff_and_in_a_page_for_readers_nobody(users: UserFile) -> None:
    assert Access().is_staff(None)
    assert Access(readers=True).role(None) is Role.READER
    assert Access(users=users, readers=True).role("sam") is Role.READER


def test_readers_may_ask_and_nothing_more(users: UserFile) -> None:
    access = Access(users=users)
    assert access.may_ask("lea")
    assert not access.is_staff("lea")
    assert access.is_staff("sam")


@pytest.mark.parametrize("name", [None, "", "kim", "SAM"])
def test_who_is_no_user_may_do_nothing(users: UserFile, name: str | None) -> None:
    assert not Access(users=users).may_ask(name)


def test_a_name_that_was_tried_too_often_is_locked_for_a_while(users: UserFile, clock: FakeClock) -> None:
    access = Access(users=users, clock=clock)
    assert [access.lets_in("lea", "falsch") for _ in range(ATTEMPTS_A_MINUTE)] == [False] * ATTEMPTS_A_MINUTE
    assert not access.lets_in("lea", PASSWORD)
    assert access.lets_in("sam", PASSWORD)
    clock.now += 60
    assert access.lets_in("lea", PASSWORD)


def test_who_logs_in_often_is_not_locked(users: UserFile, clock: FakeClock) -> None:
    access = Access(users=users, clock=clock)
    assert all(access.lets_in("lea", PASSWORD) for _ in range(ATTEMPTS_A_MINUTE + 1))


def test_so_many_come_through_a_minute_and_the_next_one_waits(clock: FakeClock) -> None:
    limiter = Limiter(30, clock=clock)
    assert [limiter.seconds_to_wait("one") for _ in range(30)] == [0] * 30
    assert limiter.seconds_to_wait("one") == 2
    assert limiter.seconds_to_wait("other") == 0
    clock.now += 1.5
    assert limiter.seconds_to_wait("one") == 1
    clock.now += 0.5
    assert limiter.seconds_to_wait("one") == 0
    clock.now += 3_600
    assert [limiter.seconds_to_wait("one") for _ in range(31)].count(0) == 30


def test_no_limit_lets_everybody_through(clock: FakeClock) -> None:
    limiter = Limiter(0, clock=clock)
    assert not any(limiter.seconds_to_wait("one") for _ in range(1_000))


def test_what_is_counted_does_not_grow_for_ever(clock: FakeClock) -> None:
    limiter = Limiter(60, clock=clock)
    for number in range(25_000):
        limiter.seconds_to_wait(str(number))
        clock.now += 0.01
    assert len(limiter._left) <= 10_000


def test_a_session_is_limited_and_so_are_many_sessions_of_one_address(clock: FakeClock) -> None:
    access = Access(rate=2, clock=clock)
    waits = [access.seconds_to_wait(session="s", name=None, address="a") for _ in range(3)]
    assert waits == [0, 0, 30]
    others = [access.seconds_to_wait(session=str(n), name=None, address="a") for n in range(2 * SESSIONS_AN_ADDRESS)]
    assert others[:-2] == [0] * (2 * SESSIONS_AN_ADDRESS - 2)
    assert all(others[-2:])


def test_a_user_is_limited_in_all_sessions_together(clock: FakeClock) -> None:
    access = Access(rate=2, clock=clock)
    waits = [access.seconds_to_wait(session=str(n), name="lea", address="a") for n in range(3)]
    assert waits == [0, 0, 30]


def test_feedback_takes_no_questions_away(clock: FakeClock) -> None:
    access = Access(rate=1, clock=clock)
    assert [access.seconds_to_rate(session="s", name=None) for _ in range(2)] == [0, 60]
    assert access.seconds_to_wait(session="s", name=None, address="a") == 0
