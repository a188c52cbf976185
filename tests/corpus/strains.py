"""Parsers that strain the child process they are called in; the module loads nothing of its own."""

import os
import signal
import sys
import time
from pathlib import Path

from corpus.errors import SourceError

Fields = dict[str, str | None]


def echo(given: str) -> Fields:
    return {"text": given, "none": None}


def process(given: str) -> Fields:
    return {"id": str(os.getpid())}


def modules(given: str) -> Fields:
    return dict.fromkeys(sys.modules)


def standard_streams(given: str) -> Fields:
    print("goes nowhere")  # noqa: T201  (a parser may)
    return {"stdin": sys.stdin.read()}


def refuse(given: str) -> Fields:
    raise SourceError("is refused", hint="mend it")


def open_file(given: str) -> Fields:
    return {"text": Path(given).read_text()}


def stumble(given: str) -> Fields:
    raise KeyError(given)


def sleep(given: str) -> Fields:
    time.sleep(100)
    return {}


def spin(given: str) -> Fields:
    Path(given).touch()
    while True:
        pass


def hoard(given: str) -> Fields:
    return {"text": "x" * 10**11}


def crash(given: str) -> Fields:
    os.kill(os.getpid(), signal.SIGSEGV)
    return {}


def flood(given: str) -> Fields:
    return {"text": "x" * 200_000}
