"""Questions about the archive as it was find the versions that were live then."""

from dataclasses import replace

import pytest

from corpus.dates import epoch
from corpus.types import ArticleStatus
from index.types import Hit, Scope
from tests.index.conftest import Archive
from tests.index.fakes import article

FIRST = article(
    "harbour", "Der Hafen von Nordholm bleibt bis Freitag gesperrt.", published="2025-07-01", outlet="Blatt"
)
SECOND = replace(FIRST, text="Der Hafen von Nordholm bleibt bis Montag gesperrt.", updated="2025-07-05")
BRIDGE = article("bridge", "In Weidenau beginnt der Bau einer zweiten Brücke.", published="2025-07-02")
BEFORE, AFTER = Scope(as_of=epoch("2025-07-03")), Scope(as_of=epoch("2025-07-06"))


@pytest.fixture
def corrected(archive: Archive) -> Archive:
    for version in (FIRST, SECOND):
        archive.store.put([version, BRIDGE])
        archive.index.sync()
    return archive


def texts(hits: list[Hit]) -> list[str]:
    return [hit.chunk.text for hit in hits]


def test_a_moment_before_the_update_shows_the_text_as_it_was(corrected: Archive) -> None:
    question = "Wie lange bleibt der Hafen gesperrt?"
    assert texts(corrected.index.search(question, 5, BEFORE)) == [FIRST.text, BRIDGE.text]
    assert texts(corrected.index.search(question, 5, AFTER)) == [SECOND.text, BRIDGE.text]
    assert texts(corrected.index.search(question, 5)) == [SECOND.text, BRIDGE.text]
    assert corrected.index.stored(["harbour"], BEFORE)["harbour"] == FIRST
    assert corrected.index.stored(["harbour"])["harbour"] == SECOND


def test_a_passage_of_the_past_says_who_found_it_and_stands_in_its_version(corrected: Archive) -> None:
    hit = corrected.index.search("Hafen bis Freitag gesperrt", 1, BEFORE)[0]
    assert {found.by for found in hit.found_by} == {"dense", "lexical"}
    assert FIRST.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text


def test_a_moment_before_publication_shows_nothing(corrected: Archive) -> None:
    assert corrected.index.search("Hafen", 5, Scope(as_of=epoch("2025-06-30"))) == []


def test_an_article_that_was_updated_before_it_came_is_not_shown_as_it_was_before(archive: Archive) -> None:
    archive.store.put([SECOND])
    archive.index.sync()
    assert archive.index.search("Hafen", 5, BEFORE) == []


def test_the_past_keeps_to_the_other_filters(corrected: Archive) -> None:
    assert texts(corrected.index.search("Hafen", 5, replace(BEFORE, outlet="blatt"))) == [FIRST.text]
    assert corrected.index.search("Hafen", 5, replace(BEFORE, outlet="Bote")) == []
    assert corrected.index.search("Hafen", 5, replace(BEFORE, lang="en")) == []
    assert texts(corrected.index.search("Hafen", 5, replace(BEFORE, since=epoch("2025-07-02")))) == [BRIDGE.text]
    assert texts(corrected.index.search("Hafen", 5, replace(BEFORE, until=epoch("2025-07-01")))) == [FIRST.text]


@pytest.mark.parametrize("change", [{"status": ArticleStatus.WITHDRAWN}, {"embargo_until": "2999-01-01"}])
def test_what_is_withdrawn_or_held_back_now_is_not_shown_as_it_was(
    corrected: Archive, change: dict[str, str | ArticleStatus]
) -> None:
    corrected.store.put([replace(SECOND, **change)])  # type: ignore[arg-type]
    corrected.index.sync()
    assert texts(corrected.index.search("Hafen", 5, BEFORE)) == [BRIDGE.text]


def test_what_is_under_embargo_is_found_apart(archive: Archive) -> None:
    archive.store.put([replace(FIRST, embargo_until="2999-01-01"), BRIDGE])
    archive.index.sync()
    assert texts(archive.index.search("Hafen gesperrt", 5)) == [BRIDGE.text]
    assert texts(archive.index.embargoed("Hafen gesperrt", 5)) == [FIRST.text]
    archive.store.put([FIRST])
    archive.index.sync()
    assert archive.index.embargoed("Hafen gesperrt", 5) == []
