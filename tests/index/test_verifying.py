"""What differs between index and store is found, and mended."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.types import Integrity
from index.vectors import PassageVector
from tests.index.conftest import Archive
from tests.index.fakes import DIMENSION, article, entry, passage

HARBOUR = article("harbour", "Der Hafen von Nordholm bleibt bis Freitag gesperrt.")
BRIDGE = article("bridge", "In Weidenau beginnt der Bau einer zweiten Brücke.")
SOUND = Integrity(articles=2, passages=2)


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.store.put([HARBOUR, BRIDGE])
    archive.index.sync()
    return archive


def mended(archive: Archive, found: Integrity) -> Integrity:
    archive.index.repair(found)
    return archive.index.verify()


def vector(chunk_id: str) -> PassageVector:
    return PassageVector(
        chunk_id=chunk_id, article_id=chunk_id.split("#")[0], lang="de", outlet=None, published=None, live_from=0
    )


def test_an_index_in_step_is_sound(filled: Archive) -> None:
    assert filled.index.verify() == SOUND
    assert SOUND.sound


def test_an_article_that_was_not_indexed_is_missing(filled: Archive) -> None:
    filled.store.put([article("new", "Neues aus Grauwerder.")])
    found = filled.index.verify()
    assert found.missing == ("new",)
    assert mended(filled, found).sound


def test_an_article_with_a_lost_vector_is_missing(filled: Archive) -> None:
    filled.index._open().vectors.remove(["harbour#0"])
    found = filled.index.verify()
    assert (found.missing, found.extra) == (("harbour",), ())
    assert mended(filled, found) == SOUND


def test_an_article_with_lost_terms_is_missing(filled: Archive) -> None:
    filled.index._open().lexical.discard(["harbour#0"])
    found = filled.index.verify()
    assert found.missing == ("harbour",)
    assert mended(filled, found) == SOUND


def test_an_article_in_another_version_is_stale(filled: Archive) -> None:
    filled.store.put([replace(HARBOUR, text="Der Hafen ist wieder offen.")])
    found = filled.index.verify()
    assert (found.stale, found.missing) == (("harbour",), ())
    assert mended(filled, found) == SOUND


def test_what_is_not_stored_is_extra(filled: Archive) -> None:
    parts = filled.index._open()
    parts.lexical.write([entry("ghost")], [passage("ghost", "geist")])
    parts.vectors.write([vector("ghost#0"), vector("stray#0")], np.eye(DIMENSION, dtype=np.float32)[:2])
    parts.lexical.write([], [passage("lost", "verloren")])
    found = filled.index.verify()
    assert set(found.extra) == {"ghost", "stray#0", "lost#0"}
    assert mended(filled, found) == SOUND


def test_a_vector_that_is_none_is_damaged(filled: Archive) -> None:
    filled.index._open().vectors.write([vector("bridge#0")], np.full((1, DIMENSION), 7, np.float32))
    found = filled.index.verify()
    assert found.damaged == ("bridge#0",)
    assert mended(filled, found) == SOUND


def test_an_index_that_cannot_be_read_is_rebuilt(tmp_path: Path, filled: Archive) -> None:
    filled.index.close()
    (tmp_path / "index" / "g1" / "keywords.sqlite").write_bytes(b"no database" * 500)
    found = filled.index.verify()
    assert found.unreadable is not None
    assert not found.sound
    assert mended(filled, found) == SOUND
