from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from corpus.chunking import Chunking, chunk_article
from corpus.store import ArticleStore
from corpus.types import Article
from index.passages import passage_text
from index.protocols import Vectors
from index.syncing import ARTICLES_A_BATCH, Syncer, SyncReport
from tests.index.fakes import DIMENSION, FailingLexicalIndex, FailingVectorIndex, Killed, WordEncoder, article

CHUNKING = Chunking(max_tokens=40)
LONG = (
    "Der Hafen von Nordholm bleibt bis zum Freitag gesperrt, teilte die Verwaltung am Abend mit.\n\n"
    "Die Fähre nach Grauwerder fällt aus, und Busse fahren nur bis zur alten Werft am Fluss.\n\n"
    "Am Leuchtturm maß der Wetterdienst in der Nacht Böen von 112 Kilometern in der Stunde."
)
SHORT = "Der Hafen von Nordholm ist wieder offen."
OTHER = "In Weidenau beginnt am Montag der Bau einer zweiten Brücke."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a sync touches."""

    store: ArticleStore
    encoder: WordEncoder
    vectors: FailingVectorIndex
    lexical: FailingLexicalIndex
    syncer: Syncer

    def sync(self) -> SyncReport:
        """Sync, with what was encoded before forgotten."""
        self.encoder.passages.clear()
        return self.syncer.sync()


@pytest.fixture
def parts(tmp_path: Path, store: ArticleStore) -> Iterator[Parts]:
    encoder = WordEncoder()
    vectors, lexical = FailingVectorIndex(tmp_path / "vectors"), FailingLexicalIndex(tmp_path / "keywords.sqlite")
    syncer = Syncer(store=store, encoder=encoder, vectors=vectors, lexical=lexical, chunking=CHUNKING)
    yield Parts(store=store, encoder=encoder, vectors=vectors, lexical=lexical, syncer=syncer)
    vectors.close()
    lexical.close()


def passages_of(*articles: Article) -> list[str]:
    """The ids of the passages that articles are cut into, sorted."""
    return sorted(chunk.id for each in articles for chunk in chunk_article(each, CHUNKING))


def assert_in_step(parts: Parts) -> None:
    """Both indexes and the journal hold the passages of the stored articles, once, and nothing else."""
    expected = passages_of(*parts.store.iterate())
    everything: Vectors = np.ones(DIMENSION, np.float32)
    assert sorted(chunk_id for chunk_id, _ in parts.vectors.search(everything, 100)) == expected
    assert parts.vectors.count() == parts.lexical.count() == len(expected)
    assert sorted(parts.lexical.places(expected)) == expected
    journal = parts.lexical.journal()
    assert {known.article_id: known.content_hash for known in journal.values()} == parts.store.hashes()
    assert all(known.complete for known in journal.values())
    assert sorted(chunk_id for known in journal.values() for chunk_id in known.chunk_ids) == expected
    assert parts.sync() == SyncReport()


def test_new_articles_are_written_with_all_their_passages(parts: Parts) -> None:
    long, other = article("long", LONG), article("other", OTHER)
    parts.store.put([long, other])
    report = parts.sync()
    assert report == SyncReport(written=2, removed=0, passages=len(passages_of(long, other)))
    assert len(parts.encoder.passages) == report.passages > 2
    assert_in_step(parts)


def test_an_empty_store_gives_an_empty_report(parts: Parts) -> None:
    assert parts.sync() == SyncReport()
    assert parts.encoder.passages == []


def test_unchanged_articles_encode_nothing(parts: Parts) -> None:
    parts.store.put([article("long", LONG), article("other", OTHER)])
    parts.sync()
    assert parts.sync() == SyncReport()
    parts.store.put([article("long", LONG)])
    assert parts.sync() == SyncReport()
    assert parts.encoder.passages == []


def test_a_changed_article_encodes_only_its_own_passages(parts: Parts) -> None:
    parts.store.put([article("long", LONG), article("other", OTHER)])
    parts.sync()
    parts.store.put([article("other", SHORT)])
    assert parts.sync() == SyncReport(written=1, removed=0, passages=1)
    assert parts.encoder.passages == [f"other\n{SHORT}"]
    assert_in_step(parts)


def test_an_article_that_became_shorter_leaves_no_passage_behind(parts: Parts) -> None:
    parts.store.put([article("long", LONG)])
    parts.sync()
    parts.store.put([article("long", SHORT)])
    parts.sync()
    assert parts.vectors.count() == 1
    assert parts.lexical.search(["leuchtturm"], 5) == []
    assert_in_step(parts)


def test_a_change_outside_the_text_is_indexed_too(parts: Parts) -> None:
    before = article("a", SHORT, outlet="Bote", published="2025-07-01")
    parts.store.put([before])
    parts.sync()
    parts.store.put([replace(before, outlet="Küstenblatt")])
    assert parts.sync().written == 1
    assert parts.lexical.places(["a#0"])["a#0"].outlet == "Küstenblatt"
    assert_in_step(parts)


def test_a_removed_article_leaves_both_indexes(parts: Parts) -> None:
    parts.store.put([article("long", LONG), article("other", OTHER)])
    parts.sync()
    parts.store.remove(["long"])
    assert parts.sync() == SyncReport(written=0, removed=1, passages=0)
    assert parts.encoder.passages == []
    assert_in_step(parts)


def test_an_article_without_words_is_indexed_once_with_no_passages(parts: Parts) -> None:
    parts.store.put([article("empty", " \n ")])
    assert parts.sync() == SyncReport(written=1, removed=0, passages=0)
    assert_in_step(parts)


def test_ids_with_odd_characters_are_kept(parts: Parts) -> None:
    parts.store.put([article(odd, LONG) for odd in ["a#1", 'a"b', "ä/ö ü", "a,b", "%", "😀"]])
    parts.sync()
    assert_in_step(parts)


def stop_at_write(parts: Parts) -> None:
    parts.lexical.fails_at = "write"


def stop_at_remove(parts: Parts) -> None:
    parts.lexical.fails_at = "remove"


def stop_in_vectors(parts: Parts) -> None:
    parts.vectors.fails = True


STOPS: list[Callable[[Parts], None]] = [stop_in_vectors, stop_at_write]


@pytest.mark.parametrize("stop", STOPS)
def test_the_next_sync_repairs_a_run_killed_at_new_articles(parts: Parts, stop: Callable[[Parts], None]) -> None:
    parts.store.put([article("other", OTHER)])
    parts.sync()
    parts.store.put([article("long", LONG)])
    killed(parts, stop)
    assert parts.vectors.count() > parts.lexical.count() == 1
    assert parts.sync().written == 1
    assert_in_step(parts)


@pytest.mark.parametrize("stop", [*STOPS, stop_at_remove])
def test_the_next_sync_repairs_a_run_killed_at_a_changed_article(parts: Parts, stop: Callable[[Parts], None]) -> None:
    parts.store.put([article("long", SHORT), article("other", OTHER)])
    parts.sync()
    parts.store.put([article("long", LONG)])
    killed(parts, stop)
    assert parts.sync().written == 1
    assert_in_step(parts)


@pytest.mark.parametrize("stop", STOPS)
def test_what_a_killed_run_left_of_a_longer_version_is_taken_out(parts: Parts, stop: Callable[[Parts], None]) -> None:
    parts.store.put([article("long", LONG)])
    killed(parts, stop)
    parts.store.put([article("long", SHORT)])
    parts.sync()
    assert_in_step(parts)


@pytest.mark.parametrize("stop", STOPS)
def test_what_a_killed_run_left_of_an_article_since_removed_is_taken_out(
    parts: Parts, stop: Callable[[Parts], None]
) -> None:
    parts.store.put([article("long", LONG)])
    killed(parts, stop)
    parts.store.remove(["long"])
    assert parts.sync().removed == 1
    assert_in_step(parts)


def test_the_next_sync_repairs_a_run_killed_at_a_removal(parts: Parts) -> None:
    parts.store.put([article("long", LONG), article("other", OTHER)])
    parts.sync()
    parts.store.remove(["long"])
    killed(parts, stop_at_remove)
    assert parts.sync().removed == 1
    assert_in_step(parts)


def killed(parts: Parts, stop: Callable[[Parts], None]) -> None:
    """Run a sync that ends early."""
    stop(parts)
    with pytest.raises(Killed):
        parts.sync()


def test_batches_written_before_an_error_stay(parts: Parts) -> None:
    count = ARTICLES_A_BATCH + 3
    parts.store.put(article(f"a{number:03}", SHORT) for number in range(count))

    def stop_after_the_first_batch(done: int, total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        parts.syncer.sync(stop_after_the_first_batch)
    assert parts.sync() == SyncReport(written=3, removed=0, passages=3)
    assert len(parts.encoder.passages) == 3
    assert parts.lexical.count() == parts.vectors.count() == count


def test_progress_hears_articles_done_and_in_all(parts: Parts) -> None:
    count = ARTICLES_A_BATCH + 3
    parts.store.put(article(f"a{number:03}", SHORT) for number in range(count))
    heard: list[tuple[int, int]] = []
    parts.syncer.sync(lambda done, total: heard.append((done, total)))
    assert heard == [(ARTICLES_A_BATCH, count), (count, count)]
    parts.syncer.sync(lambda done, total: heard.append((done, total)))
    assert len(heard) == 2


def test_a_passage_is_encoded_with_its_day_headline_and_the_heading_above() -> None:
    whole = article("a", LONG, title="Sturm über Nordholm")
    chunk = replace(chunk_article(whole, CHUNKING)[1], heading="Die Schäden")
    dated = replace(whole, published="2025-07-01T23:30:00+02:00")
    assert passage_text(whole, replace(chunk, heading=None)) == f"Sturm über Nordholm\n{chunk.text}"
    assert passage_text(dated, chunk) == f"1. Juli 2025: Sturm über Nordholm\nDie Schäden\n{chunk.text}"
    assert passage_text(replace(dated, lang="en"), chunk).startswith("1 July 2025: ")


def test_terms_are_those_of_the_language_of_the_article(parts: Parts) -> None:
    parts.store.put([article("de", "Die Häuser.", lang="de"), article("en", "The die of the houses.", lang="en")])
    parts.sync()
    found, _ = parts.lexical.document_frequencies(["haus", "hous", "die", "the"])
    assert found == {"haus": 1, "hous": 1, "die": 1, "the": 0}
