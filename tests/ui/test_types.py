import pytest

from tests.fakes import answered
from ui.types import Exchange, Kind, Reference, reference_from


@pytest.mark.parametrize("kind", list(Kind))
def test_a_reference_survives_the_way_through_the_page(kind: Kind) -> None:
    reference = Reference(exchange=3, kind=kind, number=12)
    assert reference_from(reference.key) == reference


def test_the_key_of_a_reference_names_exchange_kind_and_number() -> None:
    assert Reference(exchange=3, kind=Kind.CITATION, number=1).key == "3-citation-1"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "3",
        "3-citation",
        "3-article-1",
        "-3-citation-1",
        "3-citation-1 ",
        "3-citation-1\n",
        "٣-citation-1",
        "3-citation-1-1",
        "1234567890-citation-1",
        "3-CITATION-1",
    ],
)
def test_what_is_no_key_points_at_nothing(key: str) -> None:
    assert reference_from(key) is None


def test_an_exchange_is_pending_until_it_is_answered_or_has_failed() -> None:
    assert Exchange(id=1, question="Wer?").pending
    assert not Exchange(id=1, question="Wer?", answer=answered("Wer?", "sie")).pending
    assert not Exchange(id=1, question="Wer?", failed=True).pending
