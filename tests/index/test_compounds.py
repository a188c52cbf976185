"""German compounds: cut where both parts are words of the archive, found by the word they end in."""

from pathlib import Path

import pytest

from index.compounds import MARK, best_cut, cuts, is_long, reversed_word
from index.lexical import Kin, LexicalIndex
from tests.index.conftest import Archive
from tests.index.fakes import article, entry, passage


def test_a_word_is_cut_everywhere_with_and_without_linking_letters() -> None:
    found = cuts("staatsanwalt")
    assert ("staat", "anwalt") in found
    assert ("staats", "anwalt") in found
    assert all(len(left) >= 4 and len(right) >= 4 for left, right in found)


@pytest.mark.parametrize("word", ["hafen", "2025er-regel", "a" * 60, "mp3-player"])
def test_short_overlong_and_mixed_words_are_not_cut(word: str) -> None:
    assert cuts(word) == []


def test_the_cut_with_the_most_frequent_parts_is_the_best() -> None:
    options = [("gesa", "mtschad"), ("gesamt", "schad"), ("gesamts", "chaden")]
    assert best_cut(options, {"gesamt": 9, "schad": 30, "chaden": 1}) == ("gesamt", "schad")


def test_a_part_that_the_archive_does_not_know_makes_no_cut() -> None:
    assert best_cut([("gesamt", "schad")], {"schad": 30}) is None
    assert best_cut([], {}) is None


def test_long_words_are_kept_reversed_under_a_mark_that_no_word_has() -> None:
    assert is_long("gesamtschad")
    assert not is_long("schad")
    assert reversed_word("schad") == MARK + "dahcs"


def test_a_compound_is_found_by_the_word_it_ends_in(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "keywords.sqlite")
    passages = [passage("a1", "der gesamtschad ist hoch"), passage("a2", "der sturm zieht ab")]
    index.write([entry("a1"), entry("a2")], passages)
    assert index.search(["schad"], 5) == []
    assert [found for found, _ in index.search(["schad"], 5, kin=Kin(heads=("schad",)))] == ["a1#0"]
    index.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Wie hoch ist der Schaden?", "damage"),
        ("Wann ist der Strafantritt?", "prison"),
        ("Wie hoch ist der Gesamtschaden?", "damage"),
    ],
)
def test_a_question_finds_the_parts_and_the_compounds_of_its_words(archive: Archive, question: str, found: str) -> None:
    archive.store.put(
        [
            article("damage", "Den Gesamtschaden beziffert die Versicherung noch. Der Schaden ist gesamt gemeint."),
            article("prison", "Der Antritt der Strafe ist am Montag. So will es das Gericht."),
            article("other", "Am Hafen regnet es seit Tagen. Die Fähre fährt."),
        ]
    )
    archive.index.sync()
    assert archive.index.search(question, 3)[0].chunk.article_id == found
