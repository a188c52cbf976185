import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import IndexingError
from index.protocols import Vectors
from index.types import Scope
from index.vectors import PassageVector, VectorIndex

EAST = np.array([1, 0, 0, 0], np.float32)
NORTH = np.array([0, 1, 0, 0], np.float32)
NORTH_EAST = np.array([0.8, 0.6, 0, 0], np.float32)
JULY, AUGUST = 1_751_328_000, 1_754_006_400


def passage(
    article_id: str, *, lang: str = "de", outlet: str | None = None, published: int | None = None
) -> PassageVector:
    """The passage `article_id#0`."""
    return PassageVector(
        chunk_id=f"{article_id}#0",
        article_id=article_id,
        lang=lang,
        outlet=outlet,
        published=published,
        live_from=published or 0,
    )


def write(index: VectorIndex, **vectors: Vectors) -> None:
    """Write one passage for each article named."""
    index.write([passage(article_id) for article_id in vectors], np.array(list(vectors.values())))


def found(index: VectorIndex, vector: Vectors = EAST, k: int = 10, scope: Scope | None = None) -> list[str]:
    """The ids that a search finds."""
    return [chunk_id for chunk_id, _ in index.search(vector, k, scope or Scope())]


def test_scores_are_cosines_best_first(vectors: VectorIndex) -> None:
    write(vectors, north=NORTH, east=EAST, west=-EAST, north_east=NORTH_EAST)
    hits = vectors.search(EAST, 4)
    assert [chunk_id for chunk_id, _ in hits] == ["east#0", "north_east#0", "north#0", "west#0"]
    assert [score for _, score in hits] == pytest.approx([1.0, 0.8, 0.0, -1.0], abs=1e-6)
    assert all(type(score) is float for _, score in hits)


def test_at_most_k_passages_are_found(vectors: VectorIndex) -> None:
    write(vectors, north=NORTH, east=EAST, west=-EAST)
    assert found(vectors, k=1) == ["east#0"]
    assert found(vectors, k=2) == ["east#0", "north#0"]


def test_asking_for_more_than_there_are_finds_all(vectors: VectorIndex) -> None:
    write(vectors, north=NORTH, east=EAST)
    assert found(vectors, k=1_000) == ["east#0", "north#0"]


def test_an_empty_index_is_searched_in_vain(vectors: VectorIndex) -> None:
    assert vectors.search(EAST, 5) == []
    assert vectors.count() == 0


def test_an_index_emptied_again_is_searched_in_vain(vectors: VectorIndex) -> None:
    write(vectors, east=EAST)
    vectors.remove(["east#0"])
    assert vectors.search(EAST, 5) == []
    assert vectors.count() == 0


def test_writing_a_passage_again_replaces_its_vector_and_fields(vectors: VectorIndex) -> None:
    vectors.write([passage("a", lang="de", outlet="Bote")], EAST[None])
    vectors.write([passage("a", lang="en")], NORTH[None])
    assert vectors.count() == 1
    assert dict(vectors.search(NORTH, 1)) == pytest.approx({"a#0": 1.0}, abs=1e-6)
    assert found(vectors, scope=Scope(lang="en")) == ["a#0"]
    assert found(vectors, scope=Scope(lang="de")) == []


def test_removed_passages_are_not_found_again(vectors: VectorIndex) -> None:
    write(vectors, north=NORTH, east=EAST, west=-EAST)
    vectors.remove(["east#0", "unknown#0", "west#0"])
    assert found(vectors) == ["north#0"]
    vectors.remove([])
    assert vectors.count() == 1


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(since=JULY), {"july#0", "august#0"}),
        (Scope(since=JULY + 1), {"august#0"}),
        (Scope(until=JULY), {"july#0"}),
        (Scope(since=JULY, until=AUGUST - 1), {"july#0"}),
        (Scope(outlet="KÜSTENBLATT"), {"july#0"}),
        (Scope(outlet="Küsten"), set()),
        (Scope(lang="en"), {"undated#0"}),
        (Scope(lang="de", outlet="Weidenauer Bote", since=JULY, until=AUGUST), {"august#0"}),
    ],
)
def test_a_scope_leaves_out_what_is_outside_it(vectors: VectorIndex, scope: Scope, expected: set[str]) -> None:
    places = [
        passage("july", outlet="Küstenblatt", published=JULY),
        passage("august", outlet="Weidenauer Bote", published=AUGUST),
        passage("undated", lang="en"),
    ]
    vectors.write(places, np.array([EAST, NORTH_EAST, NORTH]))
    assert set(found(vectors, scope=scope)) == expected


def test_a_scope_does_not_use_up_the_number_of_passages(vectors: VectorIndex) -> None:
    near = [passage(f"near{number}") for number in range(5)]
    vectors.write([*near, passage("far", lang="en")], np.array([EAST] * 5 + [NORTH]))
    assert found(vectors, k=1, scope=Scope(lang="en")) == ["far#0"]


def test_passages_are_written_and_removed_in_as_many_calls_as_it_takes(vectors: VectorIndex) -> None:
    vectors._batch = 2
    write(vectors, a=EAST, b=NORTH_EAST, c=NORTH, d=-NORTH, e=-EAST)
    assert vectors.count() == 5
    assert found(vectors, k=2) == ["a#0", "b#0"]
    vectors.remove(["a#0", "b#0", "c#0", "d#0"])
    assert found(vectors) == ["e#0"]


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    first = VectorIndex(tmp_path / "new" / "vectors")
    write(first, north=NORTH, east=EAST)
    first.reopen()
    assert found(first) == ["east#0", "north#0"]
    first.close()
    again = VectorIndex(tmp_path / "new" / "vectors")
    assert dict(again.search(EAST, 1)) == pytest.approx({"east#0": 1.0}, abs=1e-6)
    again.close()


@pytest.mark.slow
def test_processes_may_open_a_new_folder_at_once(tmp_path: Path) -> None:
    opening = f"from index.vectors import *; VectorIndex(Path({str(tmp_path / 'vectors')!r})).close()"
    processes = [subprocess.Popen([sys.executable, "-c", opening]) for _ in range(6)]
    assert [process.wait() for process in processes] == [0] * 6


def test_a_vector_of_another_model_is_refused_with_what_to_do(vectors: VectorIndex) -> None:
    write(vectors, east=EAST)
    wrong = np.ones(7, np.float32)
    with pytest.raises(IndexingError, match="written") as caught:
        write(vectors, other=wrong)
    assert "belegt verify --repair" in caught.value.hint
    with pytest.raises(IndexingError, match="searched"):
        vectors.search(wrong, 1)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vectors").touch()
    with pytest.raises(IndexingError, match="opened"):
        VectorIndex(tmp_path / "vectors")
