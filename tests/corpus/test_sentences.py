import pytest

from corpus.sentences import split_blocks, split_sentences
from tests.corpus.texts import TRICKY


def _sentences(text: str, lang: str = "de") -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text, lang)]


def _blocks(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_blocks(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sie besucht seit dem Sommer den Unterricht der 3. Klasse.",
        "Seit dem 19. Jahrhundert steht das Haus leer.",
        "Am Ende war es der 1. FC Köln.",
        "Das frühe 20. Jahrhundert war anders.",
        "Er feierte im Kreis der Familie seinen 80. Geburtstag.",
        "Die Sitzung am 17. Oktober begann um 12.30 Uhr.",
        "Es gilt z. B. Dr. Meiers Satz, u. a. aber auch Prof. Webers Regel.",
        "Rund 3 Mio. Euro bzw. ca. 2 Mrd. Yen kostete es, d. h. zu viel.",
        "Nach Art. 5 Abs. 2 und Nr. 7 wohnt er in St. Pölten.",
        "Der Zug nach Wr. Neustadt fährt wieder.",
        "J. K. Rowling las in Wien.",
        "Nach einem K.-o.-Sieg war Schluss.",
        "„Wir bleiben dabei“, sagte sie.",
        "Er fragte: „Warum nicht?“",
    ],
)
def test_what_only_looks_like_an_end_does_not_cut_a_sentence(sentence: str) -> None:
    assert _sentences(f"Das steht fest. {sentence} Danach war Ruhe.") == [
        "Das steht fest.",
        sentence,
        "Danach war Ruhe.",
    ]


def test_a_year_or_an_amount_may_end_a_sentence() -> None:
    assert _sentences("Das war 1999. Heute sind es 12. Morgen mehr.") == [
        "Das war 1999.",
        "Heute sind es 12.",
        "Morgen mehr.",
    ]


def test_an_ordinal_is_joined_in_german_only() -> None:
    assert len(_sentences("We met in 3. Then we left.", "en")) == 2


def test_english_titles_do_not_end_a_sentence() -> None:
    assert _sentences("Dr. Smith met Mrs. Jones. They talked.", "en") == ["Dr. Smith met Mrs. Jones.", "They talked."]


def test_closing_quotation_marks_stay_with_their_sentence() -> None:
    assert _sentences("„Es reicht.“ Dann ging er. „Wirklich?“ Ja.") == [
        "„Es reicht.“",
        "Dann ging er.",
        "„Wirklich?“",
        "Ja.",
    ]


def test_a_long_quotation_is_cut_into_its_sentences() -> None:
    first = "„" + "Wir haben lange über diese Frage beraten und dabei alle Seiten gehört, " * 3 + "und das war gut."
    second = (
        "Am Ende haben wir uns geeinigt, " + "weil es nötig war und niemand etwas Besseres wusste, " * 3 + "so ist es.“"
    )
    assert _sentences(f"{first} {second} Das war alles.") == [first, second, "Das war alles."]


def test_a_bracket_that_is_never_closed_does_not_swallow_the_text() -> None:
    assert len(_sentences("Er kam (spät. " + "Dann redete er über die neue Schule in der Stadt. " * 10)) > 5


def test_the_minute_of_a_goal_does_not_cut_a_long_line_up() -> None:
    line = "Tore: " + ", ".join(f"Berger ({minute}. Huber)" for minute in range(10, 60))
    assert _sentences(line) == [line]


def test_a_blank_line_is_always_a_border() -> None:
    assert _sentences("Die Lage\n \nsie bleibt ernst.") == ["Die Lage", "sie bleibt ernst."]


def test_a_heading_on_its_own_line_is_a_sentence_of_its_own() -> None:
    text = "Neue Linie im Norden\nDie Stadt baut eine neue Linie. Sie führt bis zum See und soll bald fertig sein."
    assert _sentences(text)[0] == "Neue Linie im Norden"


def test_hard_wrapped_text_is_joined_across_lines() -> None:
    text = (
        "Die Stadt baut im kommenden Jahr eine neue Linie bis zum\n"
        "See im Norden. Die Kosten trägt zur Hälfte das Land, wie\n"
        "Bürgermeisterin Muster am Montag vor dem Rat sagte.\n"
        "\n"
        "Der Bau beginnt im März."
    )
    assert _blocks(text) == [text[: text.index("\n\n")], "Der Bau beginnt im März."]
    assert len(_sentences(text)) == 3


def test_a_heading_above_hard_wrapped_text_is_not_joined_to_it() -> None:
    text = (
        "Linie bis zum See\n"
        "Die Stadt baut im kommenden Jahr eine neue Linie bis zum\n"
        "See im Norden. Die Kosten trägt zur Hälfte das Land, wie\n"
        "Bürgermeisterin Muster am Montag vor dem Rat sagte."
    )
    assert _blocks(text)[0] == "Linie bis zum See"


def test_a_single_wrapped_line_is_known_by_the_small_letter_after_it() -> None:
    text = "Die Stadt baut im kommenden Jahr eine neue Linie bis zum See im\nbisher leeren Norden."
    assert _blocks(text) == [text]


def test_short_lines_are_a_list() -> None:
    assert _blocks("Brot\nMilch\nButter und Käse") == ["Brot", "Milch", "Butter und Käse"]


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("text", TRICKY)
def test_sentences_cover_everything_but_white_space_in_order(text: str, lang: str) -> None:
    place = 0
    for span in split_sentences(text, lang):
        assert not text[place : span.start].strip()
        assert span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        place = span.end
    assert not text[place:].strip()
