"""What the command line prints, and that an article cannot drive the terminal."""

import json
from dataclasses import replace

import pytest

from assistant import AbstainReason, AddReport, Conflict, Fallback, Found, Hit, Rejection
from corpus.types import Chunk
from tests.fakes import FakeAssistant, abstained, answered, cited, written
from tests.ui.articles import BRIDGE, QUOTE, SCHOOL
from ui.keeping import added_lines
from ui.terminal import answer_text, article_text, hit_lines, show_error, status_lines
from ui.texts import ENGLISH, GERMAN

ESCAPE = "\x1b]0;owned\x07\x1b[31m\u202e"
HOSTILE = replace(BRIDGE, title=f"Titel{ESCAPE}", outlet=f"Blatt{ESCAPE}", text=f"Satz{ESCAPE} eins.\nZeile zwei.")
HIT = Hit(
    chunk=Chunk(article_id=HOSTILE.id, ordinal=0, start=0, end=len(HOSTILE.text), text=HOSTILE.text),
    title=HOSTILE.title,
    lang="de",
    published=None,
    score=0.5,
    found_by=(Found(by="dense", rank=1, score=0.9), Found(by="lexical", rank=3, score=4.0)),
)

WRITTEN = written(
    "Was?",
    "kurz",
    [cited(BRIDGE, QUOTE), cited(SCHOOL, SCHOOL.text, n=2)],
    ("Sie ist gesperrt.", (1,)),
    ("Sie öffnet.", (1, 2)),
    conflicts=[Conflict(older=2, newer=1, older_says="August", newer_says="März")],
)


def test_an_answer_is_the_short_answer_then_the_quotations_with_their_sources() -> None:
    lines = answer_text(answered("Was?", "kurz", cited(BRIDGE, QUOTE))).split("\n")
    assert lines[0] == "kurz"
    assert lines[2] == f"[1] „{QUOTE}“"
    assert BRIDGE.title in lines[3]
    assert BRIDGE.id in lines[3]


def test_a_note_stands_under_the_short_answer() -> None:
    noted = replace(answered("Wann?", "30. Juni 2025", cited(BRIDGE, QUOTE)), note=f"„gestern“{ESCAPE}")
    lines = answer_text(noted).split("\n")
    assert lines[0] == "30. Juni 2025"
    assert lines[1].startswith("(„gestern“")
    assert "\x1b" not in lines[1]


def test_an_unsure_answer_says_so() -> None:
    unsure = replace(answered("Was?", "kurz", cited(BRIDGE, QUOTE)), confidence=0.2)
    assert answer_text(unsure).split("\n")[1] == GERMAN.unsure


def test_an_abstention_gives_its_reason_and_the_nearest_articles() -> None:
    text = answer_text(abstained("Was?", AbstainReason.OUT_OF_RANGE, BRIDGE))
    assert f"· {BRIDGE.title} ({BRIDGE.id})" in text
    assert text != answer_text(abstained("Was?", AbstainReason.LOW_CONFIDENCE, BRIDGE))


def test_a_written_answer_is_prose_with_numbers_then_what_contradicts_it_then_the_quotations() -> None:
    assert answer_text(WRITTEN).split("\n")[:7] == [
        "kurz",
        "",
        "Sie ist gesperrt. [1] Sie öffnet. [1][2]",
        f"({GERMAN.written_by_model})",
        "Die Quellen widersprechen sich: [2] (1. August 2025) „August“ – [1] (3. November 2025) „März“. Neuer ist [1].",
        "",
        f"[1] „{QUOTE}“",
    ]


def test_a_written_answer_without_a_short_one_begins_with_its_prose() -> None:
    text = answer_text(replace(WRITTEN, short_answer=None, lang="en"))
    assert text.split("\n")[:2] == ["Sie ist gesperrt. [1] Sie öffnet. [1][2]", f"({ENGLISH.written_by_model})"]
    assert "[1] is newer." in text


def test_what_became_of_the_language_model_is_a_line() -> None:
    quoted = answered("Was?", "kurz", cited(BRIDGE, QUOTE))
    assert GERMAN.quoted_instead in answer_text(replace(quoted, fallback=Fallback.UNAVAILABLE)).split("\n")
    assert GERMAN.cut_off in answer_text(replace(WRITTEN, cut_off=True)).split("\n")
    refused = answer_text(replace(abstained("Was?"), fallback=Fallback.UNAVAILABLE)).split("\n")
    assert GERMAN.model_unreached in refused
    assert GERMAN.quoted_instead not in refused
    assert GERMAN.written_by_model not in answer_text(quoted)


def test_added_articles_are_counted_and_every_rejection_has_a_line() -> None:
    rejection = Rejection(source="a.jsonl", line=3, field="text", reason="is missing")
    report = AddReport(added=("a", "b"), unchanged=("c",), rejected=(rejection,))
    lines = added_lines(report).split("\n")
    assert lines[0] == "added 2, updated 0, unchanged 1, rejected 1"
    assert lines[1].startswith("  rejected: a.jsonl")


def test_a_hit_says_who_found_it() -> None:
    assert "0.500: dense 1, lexical 3" in hit_lines([HIT], as_json=False)
    (listed,) = json.loads(hit_lines([HIT], as_json=True))
    assert listed["text"] == HOSTILE.text
    assert listed["found_by"]["lexical"] == {"rank": 3, "score": 4.0}


def test_a_status_has_a_line_a_figure() -> None:
    assert "articles: 1" in status_lines(FakeAssistant([BRIDGE]).status()).split("\n")


@pytest.mark.parametrize(
    "text",
    [
        answer_text(answered("Was?", f"kurz{ESCAPE}", cited(HOSTILE, HOSTILE.text))),
        answer_text(abstained("Was?", AbstainReason.NO_EVIDENCE, HOSTILE)),
        answer_text(
            written(
                "Was?",
                None,
                [cited(HOSTILE, HOSTILE.text)],
                (f"Satz{ESCAPE}.", (1,)),
                conflicts=[Conflict(older=1, newer=1, older_says=ESCAPE, newer_says=f"neu{ESCAPE}")],
            )
        ),
        article_text(HOSTILE),
        hit_lines([HIT], as_json=False),
    ],
)
def test_no_control_character_of_an_article_reaches_the_terminal(text: str) -> None:
    assert all(char.isprintable() or char == "\n" for char in text)


def test_an_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_error(f"Zeile eins\nZeile{ESCAPE} zwei.")
    assert capsys.readouterr().err == "belegt: Zeile eins Zeile ]0;owned [31m zwei.\n"
