import pytest

from corpus.languages import detect_language


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Der Gemeinderat hat am Montag den Haushalt beschlossen.", "de"),
        ("The council passed the budget on Monday after a long debate.", "en"),
        ("", "de"),
        ("12 345 – 67 %", "de"),
    ],
)
def test_the_language_of_an_article_is_known_and_german_in_doubt(text: str, lang: str) -> None:
    assert detect_language(text) == lang
