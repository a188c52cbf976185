import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus import bounded
from corpus.bounded import Limits, Parser, close, parsed_apart
from corpus.errors import SourceError
from tests.corpus import strains

_ROOT = Path(__file__).parents[2]
_BRIEF = Limits(seconds=0.3)
_PARENT = """
from corpus.bounded import parsed_apart
from tests.corpus import strains
print(parsed_apart(strains.process, "")["id"], flush=True)
"""


@pytest.fixture(autouse=True)
def _warm() -> Iterator[None]:
    """A child that has loaded the strains, so that its start is in no measured time."""
    parsed_apart(strains.echo, "")
    yield
    close()


def _process() -> int:
    return int(parsed_apart(strains.process, "")["id"] or "")


def _is_gone(process: int) -> bool:
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return not found.stdout.strip() or found.stdout.startswith("Z")


def _comes_true(condition: Callable[[], bool], seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.parametrize("given", ["", "Größe\n\0", "a\udcffb", "x" * 1_000_000])
def test_the_fields_come_back_as_they_were(given: str) -> None:
    assert parsed_apart(strains.echo, given) == {"text": given, "none": None}


def test_one_child_serves_many_documents_even_after_a_refusal() -> None:
    first = _process()
    with pytest.raises(SourceError):
        parsed_apart(strains.refuse, "")
    assert _process() == first != os.getpid()


def test_a_refusal_keeps_its_hint() -> None:
    with pytest.raises(SourceError) as caught:
        parsed_apart(strains.refuse, "")
    assert (caught.value.message, caught.value.hint) == ("is refused", "mend it")


def test_a_file_that_is_not_there_is_told_from_one_that_is_bad(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        parsed_apart(strains.open_file, str(tmp_path / "fehlt"))


@pytest.mark.parametrize(
    ("parse", "limits", "reason"),
    [
        (strains.sleep, _BRIEF, "takes longer than 0.3 seconds to read: save it as text"),
        (strains.hoard, Limits(), "takes more than 1024 MiB of memory to read: split it, or save it as text"),
        (strains.crash, Limits(), "makes its parser crash: save it anew, or as text"),
        (strains.flood, Limits(), "holds more text than one article may: split it"),
        (strains.stumble, Limits(), "cannot be parsed (KeyError): save it anew, or as text"),
    ],
)
def test_a_document_that_breaks_the_parser_is_refused_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch, parse: Parser, limits: Limits, reason: str
) -> None:
    monkeypatch.setattr(bounded, "_LONGEST_ANSWER", 100_000)
    with pytest.raises(SourceError) as caught:
        parsed_apart(parse, "", limits=limits)
    assert str(caught.value) == reason
    assert parsed_apart(strains.echo, "weiter")["text"] == "weiter"


def test_a_child_that_broke_a_limit_is_replaced_and_no_zombie_is_left() -> None:
    first = _process()
    with pytest.raises(SourceError):
        parsed_apart(strains.sleep, "", limits=_BRIEF)
    assert _process() != first
    with pytest.raises(ChildProcessError):
        os.waitpid(first, os.WNOHANG)


def test_a_child_that_died_in_between_is_replaced() -> None:
    first = _process()
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert _process() != first


def test_a_child_is_replaced_before_it_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "_DOCUMENTS_PER_CHILD", 3)
    close()
    assert len({_process() for _ in range(7)}) == 3


def test_a_keyboard_interrupt_of_the_terminal_does_not_reach_the_child() -> None:
    first = _process()
    os.kill(first, signal.SIGINT)
    assert _process() == first


def test_threads_get_their_own_answers() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: parsed_apart(strains.echo, str(number))["text"], range(100)))
    assert found == [str(number) for number in range(100)]


def test_the_child_has_neither_the_input_nor_the_output_of_its_parent(capfd: pytest.CaptureFixture[str]) -> None:
    assert parsed_apart(strains.standard_streams, "") == {"stdin": ""}
    assert capfd.readouterr() == ("", "")


def test_the_child_loads_only_what_it_is_asked_for() -> None:
    close()
    loaded = set(parsed_apart(strains.modules, ""))
    assert {"corpus.bounded", "tests.corpus.strains"} <= loaded
    assert not loaded & {"pytest", "pydantic", "corpus.records", "lxml", "pypdf", "docx", "trafilatura"}


def test_standard_input_is_left_to_the_parent() -> None:
    code = _PARENT + "import sys; print(sys.stdin.read())"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=_ROOT,
        input="eine Zeile",
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.split("\n")[1:] == ["eine Zeile", ""]
    assert ran.stderr == ""


@pytest.mark.parametrize("is_busy", [False, True])
def test_the_child_ends_with_a_parent_that_is_killed(tmp_path: Path, is_busy: bool) -> None:
    begun = tmp_path / "begun"
    code = _PARENT + (f"parsed_apart(strains.spin, {str(begun)!r})" if is_busy else "import time; time.sleep(100)")
    with subprocess.Popen([sys.executable, "-c", code], cwd=_ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not is_busy or _comes_true(begun.exists)
        assert not _is_gone(child)
        parent.kill()
    assert _comes_true(lambda: _is_gone(child))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs limits on the processor")
def test_a_child_whose_processor_time_is_up_ends_by_itself(tmp_path: Path) -> None:
    request = (
        b'{"module": "tests.corpus.strains", "name": "spin", "given": "%s", "seconds": 1, "memory_bytes": 1073741824}\n'
    )
    code = "from corpus.bounded import serve; serve()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin is not None
        child.stdin.write(request % os.fsencode(tmp_path / "begun"))
        child.stdin.flush()
        assert child.wait(10) == -signal.SIGXCPU
