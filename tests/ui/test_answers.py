"""What the command line prints of the records of answers."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant import AbstainReason, Engine
from assistant.front import RECORDS_FILE
from assistant.records import AnswerRecords
from assistant.types import (
    AnswerRecord,
    Drafted,
    Fault,
    Making,
    ModelUse,
    PassageShown,
    SentenceCheck,
)
from corpus.store import ArticleStore
from corpus.types import Article
from tests.fakes import abstained, answered, cited
from tests.ui.articles import BRIDGE, QUESTION, QUOTE, SECOND_QUOTE
from tests.ui.commands import Environment, as_json, belegt, environment, refused
from ui.answers import record_json, record_lines, record_text
from ui.terminal import answer_text
from ui.texts import ENGLISH, GERMAN

ESCAPE = "\x1b]0;owned\x07\x1b[31m\u202e"
DROPPED = SentenceCheck(
    drafted=Drafted(text=f"Sie ist\nab 2031{ESCAPE} offen.", passages=(1,), quotes=(QUOTE,)),
    faults=(Fault.DATE, Fault.UNSUPPORTED),
    words=("2031",),
)
RECORD = AnswerRecord(
    id="r4Nd0m-iD_xx",
    at="2026-01-02T09:00:00.000000+00:00",
    answer=replace(answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE)), engine=Engine.LLM, record="r4Nd0m-iD_xx"),
    making=Making(
        passages=(PassageShown(article_id=BRIDGE.id, start=0, end=80),),
        use=ModelUse(model="gpt-x", prompt_version="p3", calls=2, prompt_tokens=3150, answer_tokens=95, cost=0.00321),
        checks=(SentenceCheck(drafted=Drafted(text=QUOTE, passages=(1,), quotes=(QUOTE,))), DROPPED),
    ),
)
QUOTED = replace(RECORD, id="other", answer=answered(QUESTION, None, cited(BRIDGE, QUOTE)), making=Making())


@pytest.fixture
def _in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the clock of this machine be that of Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_berlin")
def test_records_have_a_line_each_with_the_local_time() -> None:
    refusal = replace(RECORD, id="none", answer=abstained("Wer\nzahlt?"))
    assert record_lines([RECORD, refusal]).splitlines() == [
        f"r4Nd0m-iD_xx  2026-01-02 10:00  llm    answered   {QUESTION}",
        "none  2026-01-02 10:00  quote  abstained  Wer zahlt?",
    ]


@pytest.mark.usefixtures("_in_berlin")
def test_a_record_is_the_question_the_answer_and_how_it_was_made() -> None:
    text = record_text(RECORD)
    assert text.startswith(f"{QUESTION}\n\n{answer_text(RECORD.answer)}\n\n")
    assert text.splitlines()[-4:] == [
        "Gegeben am 2. Januar 2026, 10:00 Uhr, Engine llm, Index fake-1",
        "Modell gpt-x, Prompt p3, Aufrufe: 2, Token: 3.150 + 95, Kosten: 0,0032",
        "Vom Modell geschrieben, aber nicht gezeigt:",
        "  · Sie ist ab 2031 ]0;owned [31m offen."
        " – ein Datum steht nicht im Zitat; durch das Zitat nicht belegt (2031)",
    ]


@pytest.mark.usefixtures("_in_berlin")
def test_a_record_speaks_the_language_of_its_answer() -> None:
    english = replace(RECORD, answer=replace(RECORD.answer, lang="en"), changed=("bridge",))
    assert record_text(english).splitlines()[-5:] == [
        "Given on 2 January 2026, 10:00, engine llm, index fake-1",
        "Model gpt-x, prompt p3, calls: 2, tokens: 3,150 + 95, cost: 0.0032",
        "Written by the model, but not shown:",
        "  · Sie ist ab 2031 ]0;owned [31m offen."
        " – a date does not stand in the quotation; not proven by the quotation (2031)",
        "Changed, withdrawn or removed since: bridge",
    ]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_words(lang: str, fault: Fault) -> None:
    dropped = replace(DROPPED, faults=(fault,))
    record = replace(RECORD, answer=replace(RECORD.answer, lang=lang), making=Making(checks=(dropped,)))
    assert len(record_text(record).split(" – ")[-1]) > 10


def test_an_answer_of_quotations_alone_names_no_model() -> None:
    text = record_text(QUOTED)
    assert "Modell" not in text
    assert "Engine quote, Index fake-1" in text.splitlines()[-1]


def test_a_follow_up_says_how_it_was_understood() -> None:
    record = replace(QUOTED, answer=replace(QUOTED.answer, standalone_question="Altstadt: Wie lange?"))
    assert record_text(record).splitlines()[1] == f"{GERMAN.understood_as} Altstadt: Wie lange?"


@pytest.mark.parametrize(("lang", "words"), [("de", GERMAN.taken_back), ("en", ENGLISH.taken_back)])
def test_an_answer_that_was_taken_back_says_so(lang: str, words: str) -> None:
    empty = replace(QUOTED.answer, lang=lang, short_answer=None, answer="", sentences=(), citations=())
    assert record_text(replace(QUOTED, answer=empty, changed=("bridge",))).splitlines()[2] == words


def test_an_abstention_gives_its_reason() -> None:
    record = replace(QUOTED, answer=abstained(QUESTION, AbstainReason.OUT_OF_RANGE))
    assert GERMAN.reasons[AbstainReason.OUT_OF_RANGE] in record_text(record)


def test_nothing_of_a_record_can_drive_the_terminal() -> None:
    hostile = replace(
        RECORD,
        answer=replace(RECORD.answer, question=f"Was{ESCAPE}?", standalone_question=f"Wie{ESCAPE}?"),
        changed=(f"a{ESCAPE}",),
    )
    for text in (record_text(hostile), record_lines([hostile])):
        assert all(char.isprintable() or char == "\n" for char in text)


def test_json_has_the_answer_and_its_making() -> None:
    given = json.loads(json.dumps(record_json(replace(RECORD, changed=("bridge",)))))
    assert set(given) == {"id", "at", "changed", "answer", "making"}
    assert (given["id"], given["changed"], given["answer"]["engine"]) == (RECORD.id, ["bridge"], "llm")
    assert given["answer"]["citations"][0]["quote"] == QUOTE
    assert (given["making"]["use"]["cost"], given["making"]["checks"][1]["faults"]) == (
        0.00321,
        ["date", "unsupported"],
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, models: Path) -> tuple[Environment, str]:
    """An environment whose archive holds one article and two answers from it; and the id of the second one."""
    home = tmp_path_factory.mktemp("answers")
    store = ArticleStore.open(home / "articles.sqlite")
    store.put([BRIDGE])
    records = AnswerRecords(home / RECORDS_FILE, articles=store.get_many)
    records.keep(abstained("Wer zahlt?"), Making())
    given = records.keep(answered(QUESTION, None, cited(BRIDGE, SECOND_QUOTE)), Making())
    records.close()
    store.close()
    return environment(home, models), given.record or ""


@pytest.mark.slow
def test_kept_answers_are_listed_and_shown(kept: tuple[Environment, str]) -> None:
    home, record = kept
    lines = belegt(home, "answers", "list").stdout.splitlines()
    assert [line.split("  ")[-1].strip() for line in lines] == [QUESTION, "Wer zahlt?"]
    assert len(belegt(home, "answers", "list", "--limit", "1").stdout.splitlines()) == 1
    (listed,) = as_json(belegt(home, "answers", "list", "--citing", BRIDGE.id, "--json"))
    assert listed == as_json(belegt(home, "answers", "show", record, "--json"))
    assert listed["id"] == record
    assert SECOND_QUOTE in belegt(home, "answers", "show", record).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["show", "nothing"], 1, "No answer is kept under 'nothing'. `belegt answers list` shows"),
        (["list", "--limit", "0"], 2, "--limit"),
        (["forget"], 2, "--before"),
        (["forget", "--before", "gestern"], 2, "before: 'gestern' is not a date. Write it as 2025-07-01"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    kept: tuple[Environment, str], arguments: list[str], status: int, words: str
) -> None:
    refused(belegt(kept[0], "answers", *arguments), status, words)


@pytest.mark.slow
def test_a_removed_article_takes_the_answers_from_it_along(tmp_path: Path, models: Path) -> None:
    home = environment(tmp_path, models)
    articles = [Article(id=name, title=name, text=f"{QUOTE} {name}.") for name in ("one", "two")]
    lines = "\n".join(json.dumps({"id": each.id, "title": each.title, "text": each.text}) for each in articles)
    assert belegt(home, "add", "-", stdin=lines).returncode == 0
    store = ArticleStore.open(tmp_path / "articles.sqlite")
    records = AnswerRecords(tmp_path / RECORDS_FILE, articles=store.get_many)
    for each in articles:
        records.keep(answered(QUESTION, each.id, cited(each, each.text)), Making())
    records.close()
    store.close()
    assert belegt(home, "remove", "one").returncode == 0
    (gone,) = as_json(belegt(home, "answers", "list", "--citing", "one", "--json"))
    assert (gone["answer"]["answer"], gone["answer"]["citations"], gone["changed"]) == ("", [], ["one"])
    (left,) = as_json(belegt(home, "answers", "list", "--citing", "two", "--json"))
    assert left["answer"]["short_answer"] == "two"
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    assert belegt(home, "answers", "forget", "--before", "2026-01-01").stdout == "forgotten: 0 answers\n"
    assert belegt(home, "answers", "forget", "--before", tomorrow).stdout == "forgotten: 2 answers\n"
