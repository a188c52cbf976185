"""Words that somebody quotes are found in the stored text, however they were typed, and nothing else is."""

import time

import pytest

from assistant.locating import MOST_PARTS, comparable, located
from corpus.types import Span

EVERYWHERE = Span(start=0, end=1_000_000)
TEXT = "Der Hafen ist zu. 😀 „Er öffnet am 3. Mai wieder“, sagte Anna Jansen – die Lotsin. It's open from 9–5."


def words_of(quote: str, text: str = TEXT, near: Span = EVERYWHERE) -> list[str]:
    """The stored words that were found."""
    return [text[span.start : span.end] for span in located(quote, text, near)]


@pytest.mark.parametrize(
    ("quote", "stored"),
    [
        ("Der Hafen ist zu.", "Der Hafen ist zu."),
        ("Hafen  ist\n zu", "Hafen ist zu"),
        ('"Er öffnet am 3. Mai wieder"', "Er öffnet am 3. Mai wieder"),
        ("wieder”, sagte Anna Jansen - die Lotsin", "wieder“, sagte Anna Jansen – die Lotsin"),
        ("It’s open from 9-5", "It's open from 9–5"),
        ("Anna Jan\u00adsen", "Anna Jansen"),
        ("Er o\u0308ffnet", "Er öffnet"),
        ("😀", ""),
    ],
)
def test_a_quotation_is_found_however_it_is_typed(quote: str, stored: str) -> None:
    assert words_of(quote) == ([stored] if stored else [])


@pytest.mark.parametrize(
    "quote",
    [
        "Der Hafen ist auf.",
        "der hafen ist zu",
        "Hafenist zu",
        "am 4. Mai",
        "Er offnet",
        "",
        " \n\t",
        "...",
        "…",
        '"" \'',
        "zu",
        "\x00\x1b[31m",
    ],
)
def test_other_words_are_found_nowhere(quote: str) -> None:
    assert located(quote, TEXT, EVERYWHERE) == ()


def test_an_empty_text_holds_nothing() -> None:
    assert located("Der Hafen", "", EVERYWHERE) == ()


def test_ligatures_and_invisible_characters_of_the_text_keep_their_places() -> None:
    text = "Vor\u00adher: die O\ufb03ziere\u200b gra\ufb01eren CO₂."
    assert words_of("Vorher: die Offiziere", text) == ["Vor\u00adher: die O\ufb03ziere"]
    assert words_of("grafieren CO2", text) == ["gra\ufb01eren CO₂"]
    assert words_of("fieren", text) == ["\ufb01eren"]


def test_a_raised_digit_is_not_one_more_digit() -> None:
    assert located("102 Bakterien", "Es waren 10² Bakterien.", EVERYWHERE) == ()
    assert words_of("10² Bakterien", "Es waren 10² Bakterien.") == ["10² Bakterien"]
    assert comparable("Es waren 102.") != comparable("Es waren 10².")


@pytest.mark.parametrize("gap", ["…", "...", "....", " […] ", "[...]", " (…) ", " ( ... ) "])
def test_each_part_of_a_quotation_that_leaves_something_out_is_found(gap: str) -> None:
    assert words_of(f"Der Hafen{gap}Anna Jansen") == ["Der Hafen", "Anna Jansen"]


def test_marks_behind_the_last_omission_do_not_count() -> None:
    assert words_of("Der Hafen ist zu […].") == ["Der Hafen ist zu"]
    assert words_of("… sagte Anna Jansen ....") == ["sagte Anna Jansen"]


def test_a_quotation_of_which_one_part_is_invented_is_not_found() -> None:
    assert located("Der Hafen … Bert Jansen", TEXT, EVERYWHERE) == ()
    assert located("Der Hafen … zu", TEXT, EVERYWHERE) == ()


def test_an_omission_of_the_article_itself_may_be_quoted() -> None:
    assert words_of("Er kam… und ging", "Er kam … und ging.") == ["Er kam", "und ging"]


def test_of_several_places_the_one_in_the_passage_is_taken() -> None:
    text = "Es regnet. Dann schneit es. Es regnet. Es regnet."
    assert located("Es regnet", text, Span(start=12, end=40)) == (Span(start=28, end=37),)
    assert located("Es regnet", text, Span(start=12, end=20)) == (Span(start=0, end=9),)
    assert located("Es regnet", text, Span(start=90, end=99)) == (Span(start=0, end=9),)


@pytest.mark.parametrize(
    "quote", [".*", "(a+)+$", "[Hafen]", "Hafen|Lotsin", r"\w+ ist", "Hafen (ist", "{3}abc", "^Der"]
)
def test_marks_of_regular_expressions_mean_themselves(quote: str) -> None:
    assert located(quote, TEXT, EVERYWHERE) == ()
    assert words_of(quote, f"vorher {quote} nachher") == ([quote] if len(quote) > 2 else [])


def test_a_quotation_of_many_parts_is_none() -> None:
    assert len(located("…".join(["Hafen"] * MOST_PARTS), TEXT, EVERYWHERE)) == MOST_PARTS
    assert located("…".join(["Hafen"] * (MOST_PARTS + 1)), TEXT, EVERYWHERE) == ()


@pytest.mark.parametrize(
    "quote",
    ["Hafen" + " " * 60_000 + "zu", "[" * 60_000, "Hafen…" * 10_000, "( " * 30_000, "a" * 60_000, "\u200b" * 60_000],
    ids=["blanks", "brackets", "parts", "openings", "letters", "nothing"],
)
def test_hostile_quotations_take_no_time(quote: str) -> None:
    started = time.perf_counter()
    assert located(quote, "a" * 100_000 + TEXT, EVERYWHERE) in ((), (Span(start=0, end=60_000),))
    assert time.perf_counter() - started < 5


def test_texts_are_compared_as_they_are_typed_not_as_they_are_spelled() -> None:
    assert comparable(" „Der\nHafen“  –\u00a0zu ") == '"Der Hafen" - zu'
    assert comparable("") == comparable(" \u200b") == ""
