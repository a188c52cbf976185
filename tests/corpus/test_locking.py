from pathlib import Path
from threading import Event, Thread

import pytest

from corpus.errors import StoreError
from corpus.locking import alone


def test_a_second_one_waits_and_says_so(tmp_path: Path) -> None:
    held, heard, order = Event(), Event(), []

    def second() -> None:
        with alone(tmp_path / "x.lock", patience=10, waiting=heard.set):
            order.append("second")

    with alone(tmp_path / "x.lock", patience=0):
        thread = Thread(target=second)
        thread.start()
        assert heard.wait(10)
        order.append("first")
        held.set()
    thread.join(10)
    assert order == ["first", "second"]


def test_patience_ends_with_an_error_that_is_worth_trying_again(tmp_path: Path) -> None:
    with (
        alone(tmp_path / "x.lock", patience=0),
        pytest.raises(StoreError, match="Another belegt command is writing") as caught,
        alone(tmp_path / "x.lock", patience=0),
    ):
        pass
    assert caught.value.retryable


def test_a_place_that_is_no_folder_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("x")
    with pytest.raises(StoreError, match="cannot be written to"), alone(tmp_path / "datei" / "x.lock", patience=0):
        pass
