import time

import pytest

from corpus.printedpages import flowing

_FULL = "Die Stadt baut in den kommenden Jahren eine neue Linie zum See, sagte der"


def _page(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("end", "begin", "joined"),
    [
        ("das Unter-", "nehmen wächst", "das Unternehmen wächst"),
        ("das Unter\u00ad", "nehmen wächst", "das Unternehmen wächst"),
        ("das Unter\u2010", "nehmen wächst", "das Unternehmen wächst"),
        ("die Nord-", "Süd-Achse", "die Nord-Süd-Achse"),
        ("gilt EU-", "weit", "gilt EU-weit"),
        ("gegen Covid-", "19 geimpft", "gegen Covid-19 geimpft"),
        ("der G7-", "gipfel", "der G7-gipfel"),
        ("die Jahre 2024-", "2025", "die Jahre 2024-2025"),
        ("die Ein-", "und Ausfuhr", "die Ein- und Ausfuhr"),
        ("die Ein-", "oder Ausfuhr", "die Ein- oder Ausfuhr"),
        ("so –", "wie immer", "so – wie immer"),
        ("die Stadt", "und der Kreis", "die Stadt und der Kreis"),
        ("Of\ufb01ziell ein Af\u00adfe", "und mehr", "Offiziell ein Affe und mehr"),
    ],
)
def test_a_word_divided_at_the_end_of_a_line_is_joined(end: str, begin: str, joined: str) -> None:
    assert flowing([_page(f"{_FULL} {end}", begin)]) == f"{_FULL} {joined}"


def test_a_page_break_inside_a_sentence_leaves_no_trace() -> None:
    first = _page(_FULL, "Bürgermeister am Montag in einer langen Sitzung des Stadtrats. Die Unter-")
    second = _page("nehmen der Stadt zahlen mit.")
    text = (
        f"{_FULL} Bürgermeister am Montag in einer langen Sitzung des Stadtrats. Die Unternehmen der Stadt zahlen mit."
    )
    assert flowing([first, second]) == text


def test_a_short_line_ends_a_paragraph_and_a_heading_stands_alone() -> None:
    page = _page("Neue Linie zum See", _FULL, _FULL, "Rat zu.", _FULL, _FULL)
    assert flowing([page]).split("\n\n") == ["Neue Linie zum See", f"{_FULL} {_FULL} Rat zu.", f"{_FULL} {_FULL}"]


def test_blank_lines_set_paragraphs_apart_unless_a_sentence_goes_on() -> None:
    assert flowing([_page(_FULL, "", _FULL)]) == f"{_FULL}\n\n{_FULL}"
    assert flowing([_page(_FULL, "", "und so weiter")]) == f"{_FULL} und so weiter"


@pytest.mark.parametrize("item", ["• eins und zwei", "– eins und zwei", "- eins und zwei"])
def test_items_of_a_list_stand_on_lines_of_their_own(item: str) -> None:
    assert flowing([_page(f"{_FULL} Rat:", item, item)]).endswith(f"Rat:\n{item}\n{item}")


def test_an_ordinal_at_the_beginning_of_a_line_is_no_item() -> None:
    assert flowing([_page(f"{_FULL} Rat am", "1. Juli 2025 und ging.")]) == f"{_FULL} Rat am 1. Juli 2025 und ging."


def test_a_table_of_contents_keeps_its_lines() -> None:
    assert flowing([_page("1 Anfang . . . . . . . 1", "2 Ende . . . . . . . . 2")]).count("\n") == 1


def test_heads_feet_and_page_numbers_are_left_out() -> None:
    pages = [
        _page(
            f"Die Zeitung, 1. Juli 2025, Seite {number}", "", f"{word} {_FULL}", f"{word} geht weiter.", f"- {number} -"
        )
        for number, word in enumerate(("Eins", "Zwei", "Drei", "Vier"), start=1)
    ]
    text = flowing(pages)
    assert "Zeitung" not in text
    assert "- 3 -" not in text
    assert [word for word in ("Eins", "Zwei", "Drei", "Vier") if f"{word} geht weiter." not in text] == []


def test_heads_of_left_and_right_pages_are_left_out() -> None:
    words = ("Eins", "Zwei", "Drei", "Vier", "Fünf", "Sechs")
    pages = [_page("Links" if place % 2 else "Rechts", f"{word} {_FULL}") for place, word in enumerate(words)]
    assert "Links" not in flowing(pages)
    assert "Rechts" not in flowing(pages)


def test_rows_of_figures_at_the_edge_of_pages_are_no_page_numbers() -> None:
    pages = [_page(_FULL, _FULL, _FULL, f"{number} 200 300 400 {number}") for number in range(5)]
    assert "4 200 300 400 4" in flowing(pages)


def test_what_two_pages_share_stays() -> None:
    assert flowing([_page("Kopf", _FULL), _page("Kopf", _FULL)]).count("Kopf") == 2


@pytest.mark.parametrize("pages", [[], [""], ["\n \n"], ["", "\n"]])
def test_pages_without_text_give_none(pages: list[str]) -> None:
    assert flowing(pages) == ""


@pytest.mark.parametrize(
    "line", [". " * 100_000, "." * 100_000 + "x", "-" * 100_000, '."' * 50_000 + "x", "1." * 50_000]
)
def test_hostile_lines_take_no_time(line: str) -> None:
    begun = time.perf_counter()
    flowing([_page(line, line, "Ende")] * 3)
    assert time.perf_counter() - begun < 2
