"""How the page bears many sessions, and how soon one sees a quotation: `python -m tests.ui.load ADDRESS`.

The page is served by `belegt ui` with `BELEGT_RATE=0`; questions come from a file with one JSON object a line, as in
`evals/cases`. Sessions speak as the page in a browser does, a question every few seconds each, begun at different
moments; alone before that, a real browser asks some questions one after the other.
"""

import asyncio
import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import sync_playwright

from tests.ui.conftest import CHROMIUM

CASES = Path("evals/cases/questions.jsonl")
ANSWERED = "<blockquote"


@dataclass
class Tally:
    """Seconds until an answer was whole, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    quoted: int = 0
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Read the arguments, ask, print the figures."""
    parser = ArgumentParser(prog="python -m tests.ui.load", description="Ask a page in many sessions.")
    parser.add_argument("address", help="where the page is served, such as http://127.0.0.1:7860")
    parser.add_argument("--questions", type=Path, default=CASES)
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--every", type=float, default=5.0, help="seconds from one question of a session to the next")
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--browser", type=int, default=40, help="questions asked in a real browser first")
    parser.add_argument("--pid", type=int, help="the process that serves, to see its memory")
    given = parser.parse_args()
    lines = given.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    if given.browser:
        _print("to a quotation in the browser", _in_browser(given.address, questions[: given.browser]))
    before = _memory(given.pid)
    tally = asyncio.run(_in_sessions(given.address, questions, given.sessions, given.every, given.seconds))
    _print(f"to a whole answer, {given.sessions} sessions", tally.seconds)
    print(f"{tally.quoted} of them with a quotation, errors: {len(tally.errors)} {tally.errors[:3]}")  # noqa: T201
    if given.pid:
        print(f"memory: {before} MB before, {_memory(given.pid)} MB after")  # noqa: T201


def _in_browser(address: str, questions: Sequence[str]) -> list[float]:
    """Return the seconds from sending a question to its first quotation; those that are abstained from have none."""
    seconds = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(locale="de-DE")
        page.goto(address)
        for number, question in enumerate(questions, start=1):
            box = page.locator("#composer textarea")
            box.fill(question)
            started = time.perf_counter()
            box.press("Enter")
            last = page.locator(".exchange").nth(number - 1)
            shown = last.locator("blockquote, .abstained").first
            shown.wait_for(timeout=30_000)
            if last.locator("blockquote").count():
                seconds.append(time.perf_counter() - started)
            last.locator(".tools").wait_for(timeout=30_000)
        browser.close()
    return seconds


async def _in_sessions(address: str, questions: Sequence[str], sessions: int, every: float, lasting: float) -> Tally:
    tally = Tally()
    until = time.monotonic() + lasting
    limits = httpx.Limits(max_connections=4 * sessions)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:
        call = _call((await client.get("/config")).json())
        asking = [
            _session(client, call, islice(cycle(questions), n * 7, None), n * every / sessions, every, until, tally)
            for n in range(sessions)
        ]
        await asyncio.gather(*asking)
    return tally


async def _session(
    client: httpx.AsyncClient,
    call: tuple[int, int],
    questions: Any,  # noqa: ANN401
    begun_after: float,
    every: float,
    until: float,
    tally: Tally,
) -> None:
    name = uuid4().hex[:12]
    due = time.monotonic() + begun_after
    while due < until:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        started = time.perf_counter()
        try:
            tally.quoted += await _asked(client, call, name, next(questions))
            tally.seconds.append(time.perf_counter() - started)
        except (httpx.HTTPError, ValueError, RuntimeError) as error:
            tally.errors.append(repr(error))
        due += every


async def _asked(client: httpx.AsyncClient, call: tuple[int, int], session: str, question: str) -> bool:
    """Ask over the queue, as the page does, and wait for the whole answer; whether it has a quotation."""
    function, trigger = call
    sent = {"data": [None, question], "fn_index": function, "session_hash": session, "trigger_id": trigger}
    joined = await client.post("/gradio_api/queue/join", json=sent)
    joined.raise_for_status()
    event, quoted = joined.json()["event_id"], False
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        async for line in events.aiter_lines():
            if not line.startswith("data:"):
                continue
            said = json.loads(line[5:])
            quoted = quoted or ANSWERED in line
            if said.get("event_id") == event and said["msg"] == "process_completed":
                if not said["success"]:
                    raise RuntimeError(line[:200])
                return quoted
    raise RuntimeError("the stream ended before the answer")


def _call(config: dict[str, Any]) -> tuple[int, int]:
    """Return which function of the page asks a question, and which part of it triggers that."""
    for dependency in config["dependencies"]:
        for part, event in dependency["targets"]:
            if event == "submit":
                return dependency["id"], part
    raise ValueError("the page has nothing that asks")


def _memory(pid: int | None) -> int:
    """Return the resident memory of a process in megabytes."""
    if pid is None:
        return 0
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) // 1024


def _print(name: str, seconds: Sequence[float]) -> None:
    p95 = quantiles(seconds, n=20)[-1]
    print(f"{name}: {len(seconds)}, p50 {1000 * median(seconds):.0f} ms, p95 {1000 * p95:.0f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
