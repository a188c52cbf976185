"""Parses untrusted documents in a child process, bounded in time and memory; whatever breaks there stays there.

One child serves many documents. It is killed and replaced when a document breaks a limit or crashes it, and ends with
the parent, even one that was killed: the pipe that brings its requests closes then. It is started anew, not forked, and
loads only the modules it is asked for. What it answers is plain data, read as JSON: a parser that a document has taken
over cannot name code to run. The child is bounded, not caged: it has the rights of its parent.
"""

import atexit
import contextlib
import json
import math
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from queue import SimpleQueue
from typing import IO, Any, NoReturn

from corpus.errors import SourceError

Fields = dict[str, str | None]
Parser = Callable[[str], Fields]

_LONGEST_ANSWER = 64 * 1024 * 1024
_DOCUMENTS_PER_CHILD = 200
_OUT_OF_MEMORY = 77
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 24)
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from corpus.bounded import serve; serve()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may take.

    `seconds` of the clock hold on every system, as many of the processor where there is `setrlimit`, so that a child
    whose parent is gone ends too. `memory_bytes` bound the address space: they hold on Linux and the BSDs; macOS takes
    the limit without enforcing it, and Windows has none.
    """

    seconds: float = 60.0
    memory_bytes: int = 1024 * 1024 * 1024


LIMITS = Limits()


def parsed_apart(parse: Parser, given: str, *, limits: Limits = LIMITS) -> Fields:
    """What `parse(given)` returns, called in the child.

    Args:
        parse: a function at the top of a module; the child imports that module, so it should load quickly.
        given: the document, or the path of its file.
        limits: what it may take.

    Raises:
        SourceError: as `parse` does; or if it breaks a limit, crashes or fails: one line that says so.
        OSError: as `parse` does.
    """
    request = {
        "module": parse.__module__,
        "name": parse.__qualname__,
        "given": given,
        "seconds": math.ceil(limits.seconds) + 1,
        "memory_bytes": limits.memory_bytes,
    }
    answer = json.loads(_child.asked(json.dumps(request).encode() + b"\n", limits))
    if "refused" in answer:
        message, hint = answer["refused"]
        raise SourceError(message, hint=hint)
    if "system" in answer:
        raise OSError(*answer["system"])
    if "broken" in answer:
        raise SourceError(f"cannot be parsed ({answer['broken']}): save it anew, or as text")
    fields: Fields = answer["fields"]
    return fields


def close() -> None:
    """End the child, if there is one; the next document starts another."""
    _child.close()


class _Child:
    """At most one process, started when it is needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def asked(self, request: bytes, limits: Limits) -> bytes:
        """The line the process answers; a process that does not answer properly is ended."""
        with self._lock:
            process = self._running()
            self._asked += 1
            try:
                return _exchanged(process, request, limits)
            except BaseException:
                self._end()
                raise

    def close(self) -> None:
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process; a new one if there is none, it has died, or it has grown old: parsers do not free everything."""
        if self._process is not None and (self._process.poll() is not None or self._asked >= _DOCUMENTS_PER_CHILD):
            self._end()
        if self._process is None:
            self._process = _started()
            self._asked = 0
            atexit.unregister(close)
            atexit.register(close)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()


_child = _Child()


def _started() -> subprocess.Popen[bytes]:
    """A new process that finds the modules this one finds; it has the terminal and standard input of neither."""
    return subprocess.Popen(  # noqa: S603  (this interpreter and a constant)
        [sys.executable, "-c", _CHILD, *sys.path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _exchanged(process: subprocess.Popen[bytes], request: bytes, limits: Limits) -> bytes:
    """One request and its answer.

    Raises:
        SourceError: if the answer does not come in time, is overlong, or the process ends instead.
    """
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(limits.seconds, end)
    timer.start()
    try:
        answer = _line_for(process, request)
    finally:
        timer.cancel()
        timer.join()
    if not late.is_set() and answer.endswith(b"\n"):
        return answer
    if len(answer) > _LONGEST_ANSWER:
        raise SourceError("holds more text than one article may: split it")
    raise SourceError(_ending(_OUT_OF_TIME if late.is_set() else process.wait(), limits))


def _line_for(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """The line that answers a request; without its line feed if the process ends or the line is overlong."""
    if process.stdin is None or process.stdout is None:
        return b""
    try:
        process.stdin.write(request)
        process.stdin.flush()
        return process.stdout.readline(_LONGEST_ANSWER + 1)
    except OSError:
        return b""


def _ending(status: int, limits: Limits) -> str:
    """What a process that ended says about its document."""
    if status == _OUT_OF_TIME:
        return f"takes longer than {limits.seconds:g} seconds to read: save it as text"
    if status == _OUT_OF_MEMORY:
        return f"takes more than {limits.memory_bytes // 1024**2} MiB of memory to read: split it, or save it as text"
    return "makes its parser crash: save it anew, or as text"


def serve() -> NoReturn:
    """Be the child: answer one request a line, and end with the pipe that brings them.

    What a parser prints goes nowhere, and a keyboard interrupt is the parent's to act upon.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _restrict("RLIMIT_CORE", 0)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    waiting: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, waiting), daemon=True).start()
    while True:
        answers.write(_answer(waiting.get()))
        answers.flush()


def _listen(requests: IO[bytes], waiting: SimpleQueue[bytes]) -> NoReturn:
    """Pass requests on while the other thread parses, so that the end of the parent is noticed in between."""
    for line in requests:
        waiting.put(line)
    os._exit(0)


def _answer(line: bytes) -> bytes:
    request = json.loads(line)
    _restrict("RLIMIT_AS", request["memory_bytes"])
    _restrict("RLIMIT_CPU", math.ceil(sum(os.times()[:2])) + request["seconds"])
    try:
        return json.dumps(_outcome(request)).encode() + b"\n"
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)


def _outcome(request: dict[str, Any]) -> dict[str, object]:
    try:
        parse: Parser = getattr(import_module(request["module"]), request["name"])
        return {"fields": parse(request["given"])}
    except SourceError as error:
        return {"refused": (error.message, error.hint)}
    except OSError as error:
        return {"system": (error.errno or 0, error.strerror or str(error))}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (hostile documents find every fault of a parser)
        return {"broken": type(error).__name__}


def _restrict(resource_name: str, most: int) -> None:
    """Lower or raise the soft limit of a resource of this process, where the system has one."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)

        kind: int = getattr(resource, resource_name)
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    except (ImportError, AttributeError, ValueError, OSError):
        return
