import pytest

from assistant import Filters
from tests.ui.articles import HOSTILE, read
from ui.filtering import Choice, chosen, filter_form, filter_labels, filter_words, without
from ui.texts import ENGLISH, GERMAN

OUTLETS = ["Altstadt-Bote", "Tagblatt"]
JULY = Filters(since="2025-07-01", until="2025-07-31", as_of="2025-12-31", outlet="Tagblatt")


def test_what_a_reader_enters_is_chosen() -> None:
    given = {"since": "2025-07-01", "until": " 2025-07-31 ", "as_of": "2025-12-31", "outlet": "Tagblatt"}
    assert chosen(Choice(), given, OUTLETS, GERMAN) == Choice(filters=JULY)


def test_empty_fields_choose_nothing() -> None:
    given = {"since": "", "until": " ", "as_of": None, "outlet": ""}
    assert chosen(Choice(filters=JULY), given, OUTLETS, GERMAN) == Choice()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": "gestern"}, "„gestern“ ist kein Datum."),
        ({"since": "2025-02-30"}, "„2025-02-30“ ist kein Datum."),
        ({"as_of": "20250701"}, "„20250701“ ist kein Datum."),
        ({"since": "2025-07-02", "until": "2025-07-01"}, "Der Zeitraum endet, bevor er beginnt."),
        ({"outlet": "Käseblatt"}, "Im Archiv ist kein Artikel von „Käseblatt“."),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line_and_changes_nothing(given: dict[str, str], said: str) -> None:
    choice = chosen(Choice(filters=JULY), given, OUTLETS, GERMAN)
    assert choice.problem == said
    assert choice.filters == JULY
    shown = filter_form(choice, OUTLETS, GERMAN)
    assert "<details open>" in shown
    assert said in read(shown).seen


@pytest.mark.parametrize("value", [7, ["2025-07-01"], {"a": 1}])
def test_what_is_no_text_is_no_filter(value: object) -> None:
    assert chosen(Choice(), {"since": value}, OUTLETS, GERMAN) == Choice()


def test_one_filter_is_taken_away() -> None:
    left = without(Choice(filters=JULY), "since").filters
    assert (left.since, left.until, left.outlet) == (None, "2025-07-31", "Tagblatt")
    assert without(Choice(filters=JULY), "lang") == Choice(filters=JULY)


def test_filters_are_named_in_the_language_of_the_page() -> None:
    assert list(filter_words(JULY, GERMAN).values()) == [
        "ab 1. Juli 2025",
        "bis 31. Juli 2025",
        "Stand 31. Dezember 2025",
        "Tagblatt",
    ]
    assert filter_words(JULY, ENGLISH)["as_of"] == "as of 31 December 2025"


def test_every_chip_takes_its_filter_away_and_says_so() -> None:
    chips = {
        attributes["data-drop"]: attributes["aria-label"]
        for tag, attributes in read(filter_form(Choice(filters=JULY), OUTLETS, GERMAN)).elements
        if tag == "button" and "data-drop" in attributes
    }
    assert list(chips) == ["since", "until", "as_of", "outlet"]
    assert chips["since"] == "Filter entfernen: ab 1. Juli 2025"


def test_the_form_shows_what_holds() -> None:
    elements = read(filter_form(Choice(filters=JULY), OUTLETS, GERMAN)).elements
    values = {attributes["name"]: attributes["value"] for tag, attributes in elements if tag == "input"}
    assert values == {"since": "2025-07-01", "until": "2025-07-31", "as_of": "2025-12-31"}
    assert [attributes["value"] for tag, attributes in elements if tag == "option" and "selected" in attributes] == [
        "Tagblatt"
    ]


def test_without_filters_a_question_has_no_labels() -> None:
    assert filter_labels(Filters(), GERMAN) == ""


def test_an_outlet_with_markup_is_text() -> None:
    choice = chosen(Choice(), {"outlet": HOSTILE}, [HOSTILE], GERMAN)
    for shown in (filter_form(choice, [HOSTILE], GERMAN), filter_labels(choice.filters, GERMAN)):
        assert HOSTILE in read(shown).seen
        assert {tag for tag, _ in read(shown).elements} & {"script", "img"} == set()
