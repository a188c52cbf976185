"""An archive that changes, kept by the command line: versions, withdrawals, embargoes, copies, sources, kills."""

import json
import random
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.ui.commands import COMMAND, Environment, articles, as_json, belegt, refused

pytestmark = pytest.mark.slow

HARBOUR = {
    "id": "hafen",
    "title": "Hafen gesperrt",
    "text": "Der Hafen von Nordholm bleibt bis Freitag gesperrt. Grund ist ein Leck in einem Tanklager.",
    "published": "2025-07-01",
    "url": "https://kueste.example/hafen",
}
CORRECTED = HARBOUR | {
    "text": "Der Hafen von Nordholm bleibt bis Montag gesperrt. Grund ist ein Leck in einem Tanklager.",
    "updated": "2025-07-05T10:00+02:00",
    "status": "corrected",
}
UNTIL_WHEN = "Bis wann bleibt der Hafen von Nordholm gesperrt?"
KILLS = 20


def lines(*records: dict[str, str]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def quoted(home: Environment, *options: str) -> list[str]:
    answer = as_json(belegt(home, "ask", UNTIL_WHEN, "--json", *options))
    return [citation["quote"] for citation in answer["citations"]]


def test_a_correction_replaces_and_the_past_can_be_asked_for(home: Environment) -> None:
    belegt(home, "add", "-", stdin=lines(HARBOUR))
    run = belegt(home, "add", "-", stdin=lines(CORRECTED))
    assert run.stdout == "added 0, updated 1, unchanged 0, rejected 0\n"
    assert quoted(home) == ["Der Hafen von Nordholm bleibt bis Montag gesperrt."]
    assert quoted(home, "--as-of", "2025-07-03") == ["Der Hafen von Nordholm bleibt bis Freitag gesperrt."]
    assert quoted(home, "--as-of", "2025-06-30") == []
    versions = as_json(belegt(home, "history", "hafen", "--json"))
    assert [version["article"]["status"] for version in versions] == ["live", "corrected"]
    assert "(text, updated, status changed)" in belegt(home, "history", "hafen").stdout
    assert "corrected 2025-07-05T10:00:00+02:00" in belegt(home, "show", "hafen").stdout


def test_a_withdrawal_takes_effect_at_once_and_is_not_undone_by_an_older_text(home: Environment) -> None:
    belegt(home, "add", "-", stdin=lines(HARBOUR))
    assert belegt(home, "add", "-", stdin='{"id": "hafen", "status": "withdrawn"}').returncode == 0
    assert quoted(home) == []
    assert quoted(home, "--as-of", "2025-07-03") == []
    assert as_json(belegt(home, "search", "Hafen", "--json")) == []
    assert f"withdrawn {datetime.now(UTC).date()}" in belegt(home, "show", "hafen").stdout
    again = belegt(home, "add", "-", stdin=lines(HARBOUR))
    assert again.returncode == 1
    assert "is withdrawn: to bring it back" in again.stdout
    assert quoted(home) == []
    assert belegt(home, "add", "-", stdin=lines(HARBOUR | {"updated": "2999-01-01"})).returncode == 0
    assert len(quoted(home)) == 1
    unknown = belegt(home, "add", "-", stdin='{"id": "nirgends", "status": "withdrawn"}')
    assert unknown.returncode == 1
    assert "nirgends: is to be withdrawn and is not in the archive" in unknown.stdout


def test_an_embargo_ends_at_its_moment(home: Environment) -> None:
    until = datetime.now(UTC) + timedelta(seconds=25)
    belegt(home, "add", "-", stdin=lines(HARBOUR | {"embargo_until": until.isoformat(timespec="seconds")}))
    held_back = as_json(belegt(home, "ask", UNTIL_WHEN, "--json"))
    assert (held_back["status"], held_back["reason"], held_back["nearest"]) == ("abstained", "embargoed", [])
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()))
    assert len(quoted(home)) == 1


def test_copies_are_one_source(home: Environment) -> None:
    report = (
        "Im Hafen von Nordholm ist am Dienstag ein Tanklager leckgeschlagen. Der Hafen bleibt bis Freitag gesperrt, "
        "teilte Hafenmeisterin Karin Muster mit. Verletzt wurde niemand. Die Feuerwehr legte eine Ölsperre quer durch "
        "das Becken, damit der Dieselkraftstoff nicht in die Nordsee gelangt."
    )
    copies = [
        {"id": f"kopie-{n}", "title": f"Leck {n}", "text": f"Nordholm (dpa) - {report} {tail}", "outlet": f"Blatt {n}"}
        for n, tail in enumerate(("", "Mehr dazu im Lokalteil.", "Der Bericht wird fortgeschrieben."))
    ]
    belegt(home, "add", "-", stdin=lines(*copies))
    answer = as_json(belegt(home, "ask", UNTIL_WHEN, "--json"))
    assert [(each["copies"], each["agencies"]) for each in answer["citations"]] == [(3, ["dpa"])]
    assert "3 Artikel, 1 Quelle (dpa)" in belegt(home, "ask", UNTIL_WHEN).stdout
    assert "one of 3 copies of dpa" in belegt(home, "show", "kopie-1").stdout


def test_one_content_under_two_ids_is_stored_once(home: Environment) -> None:
    run = belegt(home, "add", "-", stdin=lines(HARBOUR, HARBOUR | {"id": "zwilling"}))
    assert run.stdout == "added 1, updated 0, unchanged 0, duplicates 1, rejected 0\n"
    assert as_json(belegt(home, "show", "zwilling", "--json"))["id"] == "hafen"
    assert belegt(home, "add", "-", stdin=lines(HARBOUR)).stdout == "added 0, updated 0, unchanged 1, rejected 0\n"


def test_sources_are_read_again_and_a_failing_one_hurts_no_other(tmp_path: Path, home: Environment) -> None:
    folder = tmp_path / "eingang"
    folder.mkdir()
    (folder / "a.jsonl").write_text(lines(HARBOUR), encoding="utf-8")
    assert belegt(home, "source", "list").stdout == "no sources: `belegt source add` enters some\n"
    missing = str(tmp_path / "fehlt")
    assert belegt(home, "source", "add", str(folder), missing).returncode == 0
    assert as_json(belegt(home, "status", "--json"))["stale"]
    first = belegt(home, "sync")
    assert first.returncode == 1
    assert f"{folder}: added 1, updated 0, unchanged 0, rejected 0" in first.stdout
    assert f"{missing}: failed: " in first.stdout
    assert belegt(home, "source", "remove", missing).returncode == 0
    (folder / "a.jsonl").write_text(lines(CORRECTED), encoding="utf-8")
    second = belegt(home, "sync")
    assert (second.returncode, second.stdout) == (0, f"{folder}: added 0, updated 1, unchanged 0, rejected 0\n")
    belegt(home, "remove", "hafen")
    assert belegt(home, "sync").returncode == 0
    refused(belegt(home, "show", "hafen"), 1, "hafen")
    status = as_json(belegt(home, "status", "--json"))
    assert (status["stale"], len(status["sources"])) == (False, 1)
    assert status["last_sync"] is not None
    refused(belegt(home, "source", "add", "-"), 2, "Standard input")
    refused(belegt({**home, "BELEGT_STALE_AFTER": "bald"}, "status"), 2, "BELEGT_STALE_AFTER")


def test_damage_is_found_and_mended(home: Environment) -> None:
    belegt(home, "add", "-", stdin=articles(30))
    assert belegt(home, "verify").stdout == "sound: 30 articles, 30 passages\n"
    (generation,) = Path(home["BELEGT_HOME"], "index").iterdir()
    shutil.rmtree(generation / "vectors")
    found = belegt(home, "verify")
    assert (found.returncode, found.stdout.split(":")[0]) == (1, "missing 30")
    mended = belegt(home, "verify", "--repair")
    assert (mended.returncode, mended.stdout.splitlines()[-1]) == (0, "mended")
    assert belegt(home, "verify").returncode == 0
    (generation / "keywords.sqlite").write_bytes(b"kein Index" * 500)
    refused(belegt(home, "ask", "Was liegt im Lager?"), 1, "belegt rebuild")
    assert belegt(home, "verify", "--repair").stdout.splitlines()[-1] == "mended"
    assert belegt(home, "verify").returncode == 0


def test_twenty_kills_during_add_lose_nothing_and_double_nothing(tmp_path: Path, home: Environment) -> None:
    count = 160
    path = tmp_path / "articles.jsonl"
    path.write_text(articles(count), encoding="utf-8")
    moments = random.Random(5)
    for _ in range(KILLS):
        with subprocess.Popen([*COMMAND, "add", str(path)], env=home, stdout=subprocess.DEVNULL) as process:
            time.sleep(moments.uniform(0.4, 4.0))
            process.kill()
    integrity = as_json(belegt(home, "verify", "--json"))
    assert [integrity[name] for name in ("missing", "stale", "extra", "damaged", "unreadable")] == [
        [],
        [],
        [],
        [],
        None,
    ]
    assert belegt(home, "add", str(path)).returncode == 0
    status = as_json(belegt(home, "status", "--json"))
    assert (status["articles"], status["passages"], status["behind"]) == (count, count, False)
    assert as_json(belegt(home, "search", f"Lager {55 * 7919}", "--top", "1", "--json"))[0]["article_id"] == "a55"


def test_questions_are_answered_while_the_index_is_rebuilt(home: Environment) -> None:
    belegt(home, "add", "-", stdin=lines(HARBOUR) + articles(60))
    with subprocess.Popen([*COMMAND, "rebuild"], env=home, stdout=subprocess.DEVNULL) as process:
        answers = []
        while process.poll() is None:
            answers.append(len(quoted(home)))
    assert process.returncode == 0
    assert answers
    assert set(answers) == {1}
    belegt(home, "add", "-", stdin=lines(HARBOUR))
    assert [each.name for each in Path(home["BELEGT_HOME"], "index").iterdir() if each.is_dir()] == ["g2"]
