"""`belegt check` and `belegt desk` as their users run them, over the sample articles and the real models."""

import json
from pathlib import Path

import pytest

from tests.ui.commands import ROOT, Environment, as_json, belegt, environment, refused

EIGHT_YEARS = "Der Gründer von Jetflicks muss acht Jahre ins Gefängnis."
SEVEN_YEARS = "Der Gründer von Jetflicks muss 84 Monate ins Gefängnis."
TRIAL_ID = "sample-jetflicks-urteil"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Environment:
    filled = environment(tmp_path_factory.mktemp("desk"), models)
    assert belegt(filled, "add", str(ROOT / "corpus" / "samples")).returncode == 0
    return filled


def test_a_text_is_checked_kept_decided_and_exported(filled: Environment, tmp_path: Path) -> None:
    text = tmp_path / "speech.txt"
    text.write_text(f"Guten Tag! {EIGHT_YEARS} Ich finde das gut.", encoding="utf-8")
    shown = belegt(filled, "check", "--file", str(text), "--keep")
    assert shown.returncode == 0, shown.stderr
    for said in ("[ ] Guten Tag!", f"[-] {EIGHT_YEARS}", "Behauptung: acht Jahre", "für sieben Jahre", "Meinung"):
        assert said in shown.stdout
    assert belegt(filled, "desk", "list").stdout.startswith("    1 ! [-]")
    decided = belegt(filled, "desk", "decide", "1", "refuted", "--name", "A. Muster", "--comment", "Urteil gelesen")
    assert "Entschieden: widerlegt" in decided.stdout
    again = belegt(filled, "check", EIGHT_YEARS)
    assert "Entschieden: widerlegt" in again.stdout
    out = tmp_path / "claims.json"
    assert belegt(filled, "desk", "export", "1", "--format", "claimreview", "--out", str(out)).returncode == 0
    (review,) = json.loads(out.read_text(encoding="utf-8"))
    assert (review["claimReviewed"], review["reviewRating"]["ratingValue"]) == (EIGHT_YEARS, 1)


def test_a_batch_is_answered_line_by_line(filled: Environment) -> None:
    lines = [json.dumps({"id": "c1", "claim": SEVEN_YEARS}), '{"id": "c2"}', json.dumps({"id": 3, "claim": " "})]
    run = belegt(filled, "check", "--batch", "-", stdin="\n".join(lines))
    assert run.returncode == 0, run.stderr
    good, missing, empty = map(json.loads, run.stdout.splitlines())
    (claim,) = good["claims"]
    assert (good["id"], claim["verdict"]) == ("c1", "supported")
    (evidence, *_) = claim["for"]
    stored = as_json(belegt(filled, "show", evidence["article_id"], "--json"))
    assert stored["text"][evidence["start"] : evidence["end"]] == evidence["quote"]
    assert (missing["id"], missing["line"]) == ("c2", 2)
    assert "claim" in missing["error"]
    assert (empty["id"], empty["line"]) == ("3", 3)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["check"], 2, "Give one text, one --file or one --batch."),
        (["check", "Das stimmt so.", "--batch", "-"], 2, "Give one text, one --file or one --batch."),
        (["check", "--batch", "-", "--keep"], 2, "--keep does not go with --batch."),
        (["check", "--file", "missing.txt"], 2, "missing.txt: No such file"),
        (["check", "Das stimmt so.", "--as-of", "gestern"], 2, "as-of: 'gestern' is not a date"),
        (["desk", "show", "99"], 1, "There is no claim 99 on the desk."),
        (["desk", "decide", "1", "vielleicht"], 2, "vielleicht"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(filled: Environment, arguments: list[str], status: int, words: str) -> None:
    refused(belegt(filled, *arguments), status, words)
