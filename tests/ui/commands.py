"""The command line as a process of its own, over an archive in a folder of the test."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'belegt'; from ui.cli import main; main()"]
SECONDS = 60

Environment = Mapping[str, str]
Finished = subprocess.CompletedProcess[str]


def environment(home: Path, models: Path) -> Environment:
    return {**os.environ, "BELEGT_HOME": str(home), "BELEGT_MODELS": str(models), "PYTHONPATH": str(ROOT)}


def belegt(environment: Environment, *arguments: str, stdin: str | bytes = "") -> Finished:
    given = stdin.encode() if isinstance(stdin, str) else stdin
    run = subprocess.run(
        [*COMMAND, *arguments], env=environment, input=given, capture_output=True, timeout=SECONDS, check=False
    )
    return subprocess.CompletedProcess(run.args, run.returncode, run.stdout.decode(), run.stderr.decode())


def as_json(run: Finished) -> Any:  # noqa: ANN401  (whatever the command prints)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def refused(run: Finished, status: int, words: str) -> None:
    """One line on standard error that says what is wrong, and nothing on standard output."""
    assert (run.returncode, run.stdout) == (status, "")
    assert re.fullmatch(r"belegt: [^\n]+\n", run.stderr), run.stderr
    assert words in run.stderr


def articles(count: int) -> str:
    """Generated articles, each with a number that stands in no other."""
    texts = [f"Im Lager {n * 7919} liegen {n} Kisten Obst. " * 8 for n in range(count)]
    return "".join(json.dumps({"id": f"a{n}", "title": f"Nr. {n}", "text": texts[n]}) + "\n" for n in range(count))
