"""The command line as its users run it: a process of its own, over a real archive in a folder of the test."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.ui.commands import COMMAND, ROOT, SECONDS, Environment, articles, as_json, belegt, environment, refused

PRISON = "Wie lange muss der Gründer von Jetflicks ins Gefängnis?"
TRIAL_ID = "sample-jetflicks-urteil"
GOOD = {
    "id": "good",
    "title": "Hafen zu",
    "text": "Der Hafen von Nordholm ist seit Montag zu.",
    "published": "2025-07-01",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Environment:
    """An environment whose archive holds the samples; tests leave it as it is."""
    filled = environment(tmp_path_factory.mktemp("filled"), models)
    assert belegt(filled, "add", str(ROOT / "corpus" / "samples")).returncode == 0
    return filled


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["foo"], "No such command 'foo'. See `belegt --help`."),
        (["ask", "--nonsense", "Was?"], "No such option"),
        (["ask"], "Ask one question, or name a file with --batch."),
        (["ask", "--batch", "-", "--history", "turns.json"], "--history belongs to one question."),
        (["ask", "Was?", "--batch", "-"], "Ask one question, or name a file with --batch."),
        (["ask", "Was?", "--engine", "oracle"], "'oracle' is not one of"),
        (["ask", "Was?", "--since", "gestern"], "since: 'gestern' is not a date. Write it as 2025-07-01"),
        (["ask", "Was?", "--history", "absent.json"], "absent.json: No such file or directory."),
        (["ask", "--batch", "absent.jsonl"], "absent.jsonl: No such file or directory."),
        (["ask", " "], "The question is empty."),
        (["ask", "x" * 3_000], "more than 2000. Shorten it."),
        (["search", "Hafen", "--top", "0"], "Ask for 1 to 1000."),
        (["add"], "Missing argument 'sources'. See `belegt add --help`."),
    ],
)
def test_wrong_use_is_one_line_that_says_what_to_do(filled: Environment, arguments: list[str], words: str) -> None:
    refused(belegt(filled, *arguments), 2, words)


BROKEN: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.md": b" \n\t\n",
    "huge.txt": b"Ein Satz ohne Ende. " * (1 << 20),
    "binary.txt": bytes(range(256)) * 40,
    "latin1.txt": "Die Brücke ist für Fußgänger gesperrt.".encode("latin-1"),
    "image.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named_and_the_good_articles_are_stored(tmp_path: Path, home: Environment, name: str) -> None:
    (tmp_path / name).write_bytes(BROKEN[name])
    (tmp_path / "good.jsonl").write_text(json.dumps(GOOD), encoding="utf-8")
    run = belegt(home, "add", str(tmp_path / name), str(tmp_path / "good.jsonl"))
    counts, rejection = run.stdout.splitlines()
    assert (run.returncode, run.stderr) == (1, "")
    assert counts == "added 1, updated 0, unchanged 0, rejected 1"
    assert name in rejection
    assert as_json(belegt(home, "show", "good", "--json"))["text"] == GOOD["text"]


def test_a_broken_line_is_named_by_its_number_and_the_rest_are_stored(home: Environment) -> None:
    lines = [
        json.dumps(GOOD),
        '{"id": "broken", "title": ',
        '{"id": "textless", "title": "Ohne Text"}',
        json.dumps(GOOD | {"text": "Ein anderer Text unter derselben Kennung."}),
        '{"id": "dated", "title": "T", "text": "Ein Satz.", "published": "gestern"}',
        '["a list"]',
        json.dumps(GOOD | {"id": "last", "title": "Hafen dicht"}),
    ]
    run = belegt(home, "add", "-", stdin="\n".join(lines))
    counts, *rejections = run.stdout.splitlines()
    assert (run.returncode, counts) == (1, "added 2, updated 0, unchanged 0, rejected 5")
    places = [re.search(r"line (\d)(?:, field '(\w+)')?", rejection) for rejection in rejections]
    assert [place.groups() for place in places if place] == [
        ("2", None),
        ("3", "text"),
        ("4", "id"),
        ("5", "published"),
        ("6", None),
    ]
    assert as_json(belegt(home, "show", "good", "--json"))["text"] == GOOD["text"]


def test_a_folder_without_articles_and_a_missing_file_are_named(tmp_path: Path, home: Environment) -> None:
    (tmp_path / "nothing").mkdir()
    run = belegt(home, "add", str(tmp_path / "nothing"), str(tmp_path / "absent.txt"))
    assert run.returncode == 1
    assert [name in run.stdout for name in ("nothing", "absent.txt")] == [True, True]
    assert len(run.stdout.splitlines()) == 3


@pytest.mark.parametrize("arguments", [["status"], ["add", "-"], ["ask", "Was?"]])
def test_an_unwritable_home_is_one_line(tmp_path: Path, models: Path, arguments: list[str]) -> None:
    (tmp_path / "home").write_text("a file in its place")
    run = belegt(environment(tmp_path / "home", models), *arguments, stdin=json.dumps(GOOD))
    refused(run, 1, "home")
    assert "BELEGT_HOME" in run.stderr


def test_an_answer_is_a_quotation_that_stands_in_the_article_shown(filled: Environment) -> None:
    answer = as_json(belegt(filled, "ask", PRISON, "--json"))
    assert (answer["status"], answer["short_answer"], answer["engine"]) == ("answered", "sieben Jahre", "quote")
    citation = answer["citations"][0]
    article = as_json(belegt(filled, "show", citation["article_id"], "--json"))
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
    text = belegt(filled, "ask", PRISON).stdout
    assert text.startswith("sieben Jahre\n")
    assert citation["quote"] in text


def test_a_question_off_the_topic_names_the_nearest_articles(filled: Environment) -> None:
    answer = as_json(belegt(filled, "ask", "Wie wird das Wetter morgen in Bern?", "--json"))
    assert (answer["status"], answer["short_answer"], answer["citations"]) == ("abstained", None, [])
    assert answer["nearest"]


def test_filters_narrow_the_archive(filled: Environment) -> None:
    for option in (["--until", "1999-12-31"], ["--as-of", "1999-12-31"], ["--outlet", "Niemand"]):
        answer = as_json(belegt(filled, "ask", PRISON, "--json", *option))
        assert (answer["status"], answer["reason"]) == ("abstained", "out_of_range")


def test_a_batch_is_answered_line_by_line_and_a_bad_line_hurts_no_other(filled: Environment) -> None:
    questions = (
        f"{json.dumps({'id': 'q1', 'question': PRISON})}\n{{broken\n{json.dumps({'id': 'q3', 'question': PRISON})}"
    )
    run = belegt(filled, "ask", "--batch", "-", stdin=questions)
    first, bad, third = map(json.loads, run.stdout.splitlines())
    assert run.returncode == 0
    assert (first["id"], bad["line"], third["id"]) == ("q1", 2, "q3")
    assert first["citations"] == third["citations"]


def test_a_follow_up_is_understood_from_the_history(tmp_path: Path, filled: Environment) -> None:
    (tmp_path / "history.json").write_text(json.dumps([{"question": PRISON, "answer": "sieben Jahre"}]))
    answer = as_json(
        belegt(filled, "ask", "Und wann beginnt sie?", "--json", "--history", str(tmp_path / "history.json"))
    )
    assert answer["standalone_question"] == "Gründer Jetflicks Gefängnis Jahre: Wann beginnt sie?"
    assert answer["citations"][0]["article_id"] == TRIAL_ID


def test_a_search_lists_passages_with_who_found_them(filled: Environment) -> None:
    hits = as_json(belegt(filled, "search", "Jetflicks Gründer", "--top", "3", "--json"))
    assert hits[0]["article_id"] == TRIAL_ID
    assert len(hits) == 3
    assert set(hits[0]["found_by"]) == {"dense", "lexical"}
    assert belegt(filled, "search", "Jetflicks").stdout.startswith("1. ")


def test_status_names_what_the_archive_holds(filled: Environment) -> None:
    status = as_json(belegt(filled, "status", "--json"))
    assert (status["articles"], status["by_lang"]) == (36, {"de": 30, "en": 6})
    assert status["model"] == "multilingual-e5-small/int8"


def test_what_is_removed_is_gone_and_a_rebuild_does_not_bring_it_back(home: Environment) -> None:
    assert (
        belegt(
            home, "add", "-", stdin=f"{json.dumps(GOOD)}\n{json.dumps(GOOD | {'id': 'other', 'title': 'Hafen dicht'})}"
        ).returncode
        == 0
    )
    run = belegt(home, "remove", "good", "unknown")
    assert (run.returncode, run.stdout) == (1, "removed: good\nnot in the archive: unknown\n")
    refused(belegt(home, "show", "good"), 1, "good")
    assert belegt(home, "rebuild").stdout == "rebuilt: 1 passages\n"
    assert [hit["article_id"] for hit in as_json(belegt(home, "search", "Hafen", "--json"))] == ["other"]


def test_a_question_from_the_shell_imports_no_heavy_library(filled: Environment) -> None:
    code = COMMAND[-1]
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code, "ask", PRISON],
        env=filled,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in run.stderr.splitlines() if "|" in line}
    assert "onnxruntime" in imported
    assert imported & {"torch", "transformers", "sentence_transformers", "gradio", "trafilatura"} == set()


def test_two_may_add_at_once(home: Environment) -> None:
    lines = articles(40).splitlines()
    halves = ["\n".join(lines[:20]), "\n".join(lines[20:])]
    with ThreadPoolExecutor(2) as threads:
        runs = list(threads.map(lambda half: belegt(home, "add", "-", stdin=half), halves))
    assert [(run.returncode, run.stderr) for run in runs] == [(0, ""), (0, "")]
    status = as_json(belegt(home, "status", "--json"))
    assert (status["articles"], status["passages"]) == (40, 40)


def test_a_reader_that_stops_reading_gets_no_traceback(filled: Environment) -> None:
    with subprocess.Popen([*COMMAND, "status"], env=filled, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
