"""What changed between versions of an article."""

import random
import time

import pytest

from assistant import Article, Version
from ui.archive_changes import CONTEXT, compare, editions
from ui.archive_types import Kept, Piece


def shown(old: str, new: str) -> str:
    marks = {Kept.SAME: "{}", Kept.GONE: "[-{}-]", Kept.NEW: "[+{}+]", Kept.SKIPPED: "…"}
    return "".join(marks[piece.kept].format(piece.text) for piece in compare(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Gleich.", "Gleich.", "Gleich."),
        ("Bis Freitag gesperrt.", "Bis Montag gesperrt.", "Bis [-Freitag-][+Montag+] gesperrt."),
        ("Der Hafen ist zu.", "Der Hafen ist wieder zu.", "Der Hafen ist [+wieder +]zu."),
        ("Der Hafen ist zu. Ende.", "Der Hafen ist zu.", "Der Hafen ist zu.[- Ende.-]"),
        ("Drei Boote sanken.", "Vier Schiffe sanken.", "[-Drei Boote-][+Vier Schiffe+] sanken."),
        ("", "Neu.", "[+Neu.+]"),
        ("Alt.", "", "[-Alt.-]"),
    ],
)
def test_words_that_went_and_came_are_told_apart(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_both_texts_can_be_read_off_the_pieces() -> None:
    chance = random.Random(3)
    words = ["Hafen ", "Boot, ", "zu. ", "\n\n", "offen ", "2,5 "]
    for _ in range(200):
        old = "".join(chance.choices(words, k=12))
        new = "".join(chance.choices(words, k=12))
        pieces = compare(old, new)
        assert Piece(Kept.SKIPPED) not in pieces
        assert "".join(piece.text for piece in pieces if piece.kept is not Kept.NEW) == old
        assert "".join(piece.text for piece in pieces if piece.kept is not Kept.GONE) == new


def test_what_lies_far_from_a_change_is_left_out() -> None:
    filler = "Wort " * 500
    pieces = compare(f"{filler}Freitag {filler}", f"{filler}Montag {filler}")
    assert [piece.kept for piece in pieces] == [
        Kept.SKIPPED,
        Kept.SAME,
        Kept.GONE,
        Kept.NEW,
        Kept.SAME,
        Kept.SKIPPED,
    ]
    assert sum(len(piece.text) for piece in pieces) < 2 * CONTEXT + 20


@pytest.mark.parametrize("separator", [" ", ".\n"])
def test_huge_texts_take_bounded_time(separator: str) -> None:
    chance = random.Random(1)
    old, new = (separator.join(str(chance.randrange(2_000)) for _ in range(100_000)) for _ in range(2))
    began = time.monotonic()
    pieces = compare(old, new)
    assert time.monotonic() - began < 5
    assert {piece.kept for piece in pieces} >= {Kept.GONE, Kept.NEW}


def test_versions_say_which_fields_changed() -> None:
    first = Article(id="a", title="Hafen zu", text="Bis Freitag.", published="2025-07-01")
    second = Article(id="a", title="Hafen zu", text="Bis Montag.", published="2025-07-01", updated="2025-07-05")
    found = editions([Version(article=each, live_from=0, stored_at=None) for each in (first, second)])
    assert found[0].changes == ()
    assert [change.field for change in found[1].changes] == ["text", "updated"]
    assert found[1].changes[1].pieces == (Piece(Kept.GONE, ""), Piece(Kept.NEW, "2025-07-05"))
