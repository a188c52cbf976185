from dataclasses import asdict
from string import Formatter

import pytest

from ui.ask_texts import ENGLISH, GERMAN, AskTexts, ask_texts


def placeholders(texts: AskTexts) -> dict[str, list[str]]:
    """Names that are filled in, by the field they stand in."""
    return {
        name: sorted(field for _, field, _, _ in Formatter().parse(value) if field)
        for name, value in asdict(texts).items()
        if isinstance(value, str)
    }


def test_both_languages_fill_in_the_same_names() -> None:
    assert placeholders(GERMAN) == placeholders(ENGLISH)
    assert set(GERMAN.steps) == set(ENGLISH.steps)


@pytest.mark.parametrize("texts", [GERMAN, ENGLISH])
def test_nothing_is_left_unsaid(texts: AskTexts) -> None:
    assert [name for name, value in asdict(texts).items() if not value] == []


def test_an_unknown_language_is_shown_in_german() -> None:
    assert ask_texts("en") is ENGLISH
    assert ask_texts("fr") is GERMAN
