"""Quotations are taken from the stored text and checked against it."""

from dataclasses import replace

import pytest

from assistant.citing import cite, stands, supports
from tests.assistant.fakes import article

HARBOUR = article("Der Hafen ist zu. 😀 Er öffnet am 3. Mai wieder.")


def test_a_quotation_is_the_stored_text_between_its_offsets() -> None:
    citation = cite(HARBOUR, 20, 47, 1)
    assert citation.quote == "Er öffnet am 3. Mai wieder." == HARBOUR.text[citation.start : citation.end]
    assert (citation.outlet, citation.published, citation.status) == ("Beispielblatt", "2025-07-01", "live")


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (0, 0), (9, 4), (0, len(HARBOUR.text) + 1)])
def test_a_range_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no quotation at"):
        cite(HARBOUR, start, end, 1)


def test_a_quotation_stands_in_its_article() -> None:
    assert stands(cite(HARBOUR, 0, 17, 1), HARBOUR)


@pytest.mark.parametrize(
    "changed",
    [
        {"quote": "Der Hafen ist auf"},
        {"start": 1},
        {"end": 16},
        {"quote": "", "end": 0},
        {"article_id": "another"},
    ],
)
def test_a_changed_quotation_does_not_stand(changed: dict[str, object]) -> None:
    assert not stands(replace(cite(HARBOUR, 0, 17, 1), **changed), HARBOUR)  # type: ignore[arg-type]


def test_a_quotation_does_not_stand_in_a_corrected_article() -> None:
    assert not stands(cite(HARBOUR, 0, 17, 1), replace(HARBOUR, text=HARBOUR.text.replace("zu", "offen")))


def test_a_sentence_is_supported_by_a_quotation_that_holds_it_word_for_word() -> None:
    assert supports("Der Hafen  ist zu.", ["Heute früh: Der Hafen\nist zu. Er öffnet bald."])


@pytest.mark.parametrize("sentence", ["Der Hafen ist nicht zu.", "der hafen ist zu.", "", "  "])
def test_any_other_sentence_is_not_supported(sentence: str) -> None:
    assert not supports(sentence, ["Der Hafen ist zu."])


def test_no_quotation_supports_nothing() -> None:
    assert not supports("Der Hafen ist zu.", [])
