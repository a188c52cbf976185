import pytest

from corpus.cleaning import clean_line, clean_text


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("eins\r\nzwei\rdrei\u2028vier\u2029fünf", "eins\nzwei\ndrei\nvier\nfünf"),
        ("\ufeffText", "Text"),
        ("a\x00b\x07c\x1fd", "abcd"),
        ("Spalte\tSpalte\n", "Spalte\tSpalte\n"),
        ("Ko\u0308ln", "Köln"),
        ("  Ränder bleiben \n", "  Ränder bleiben \n"),
        ("„So“ – ‚ja‘\u00a0…", "„So“ – ‚ja‘\u00a0…"),
        ("", ""),
    ],
)
def test_text_is_cleaned_and_stays_clean(given: str, stored: str) -> None:
    assert clean_text(given) == stored
    assert clean_text(stored) == stored


def test_a_control_character_does_not_keep_a_letter_from_its_accent() -> None:
    assert clean_text("o\x00\u0308") == "ö"


def test_a_line_loses_breaks_and_double_blanks() -> None:
    assert clean_line(" Rat\r\n beschließt\t Haushalt ") == "Rat beschließt Haushalt"
