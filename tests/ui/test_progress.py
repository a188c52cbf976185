"""Progress is shown where somebody watches, and nowhere else."""

import sys

import pytest

from ui.progress import progress_bar


def test_nothing_is_written_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        progress("indexing", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_a_bar_is_drawn_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar() as progress:
        progress("reading", 1, 0)
        progress("indexing", 1, 2)
        progress("indexing", 2, 2)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "indexing" in captured.err
    assert "2/2" in captured.err
