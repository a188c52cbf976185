import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.chunking import Chunking
from corpus.errors import IndexingError, IndexMismatchError, StoreError
from corpus.store import ArticleStore
from index import index as index_module
from index.generations import Generations
from index.index import LEXICAL_FILE, VECTORS_FOLDER, Index
from index.manifest import MANIFEST_FILE
from index.syncing import SyncReport
from tests.index.conftest import Archive
from tests.index.fakes import WordEncoder, article

DAMAGE = b"damaged" * 1_000
ROOT = Path(__file__).parents[2]
CHROMA_FILE = f"{VECTORS_FOLDER}/chroma.sqlite3"
HARBOUR = article("harbour", "Der Hafen von Nordholm bleibt bis Freitag gesperrt.")
BRIDGE = article("bridge", "In Weidenau beginnt am Montag der Bau einer zweiten Brücke.")

ADD_IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
from corpus.store import ArticleStore
from index.index import Index
from tests.index.fakes import WordEncoder
from tests.index.test_index import BRIDGE

folder = Path(sys.argv[1])
with ArticleStore.open(folder / "articles.sqlite") as store:
    store.put([BRIDGE])
    index = Index(folder / "index", store=store, encoder=WordEncoder())
    index.sync()
    index.close()
"""


class SwappedMeanwhile(Generations):
    """Whoever asks first is sent to a generation that is out of use by the second time."""

    def __init__(self, folder: Path, gone: Path) -> None:
        super().__init__(folder)
        self._gone: Path | None = gone

    def present(self) -> Path:
        gone, self._gone = self._gone, None
        return gone or super().present()


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.store.put([HARBOUR, BRIDGE])
    archive.index.sync()
    return archive


def found(index: Index, query: str) -> list[str]:
    """The articles that a search finds, best first."""
    return [hit.chunk.article_id for hit in index.search(query, 5)]


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path, archive: Archive) -> None:
    assert archive.index.model == "fake/words"
    assert archive.index.encoder is archive.encoder
    assert not (tmp_path / "index").exists()
    archive.index.close()
    assert not (tmp_path / "index").exists()


def test_what_was_synced_is_found_and_counted(filled: Archive) -> None:
    assert filled.index.passages() == 2
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"
    assert filled.index.document_frequencies(["nordholm", "nichts"]) == ({"nordholm": 1, "nichts": 0}, 2)
    assert [hit.chunk.id for hit in filled.index.searcher.search("Brücke", 1)] == ["bridge#0"]


def test_a_closed_index_opens_again_where_it_was(filled: Archive) -> None:
    version = filled.index.version()
    filled.index.close()
    filled.index.close()
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"
    assert filled.index.version() == version
    assert filled.index.sync() == SyncReport()


def test_the_version_changes_with_the_content_and_comes_back_with_it(filled: Archive) -> None:
    before = filled.index.version()
    filled.store.remove(["bridge"])
    filled.index.sync()
    without = filled.index.version()
    filled.store.put([BRIDGE])
    filled.index.sync()
    assert without != before == filled.index.version()


def test_the_version_changes_with_the_settings(tmp_path: Path, filled: Archive) -> None:
    other = Index(tmp_path / "other", store=filled.store, encoder=filled.encoder, chunking=Chunking(max_tokens=100))
    other.sync()
    assert other.version() != filled.index.version()
    assert other.version().split(".")[1] == filled.index.version().split(".")[1]
    other.close()


def test_an_index_of_another_encoder_is_refused_until_it_is_rebuilt(tmp_path: Path, filled: Archive) -> None:
    filled.index.close()
    other = Index(tmp_path / "index", store=filled.store, encoder=WordEncoder("other/words"))
    with pytest.raises(IndexMismatchError, match="other/words"):
        other.search("Hafen", 5)
    assert other.rebuild() == SyncReport(written=2, removed=0, passages=2)
    assert found(other, "Hafen Nordholm")[0] == "harbour"
    other.close()


def test_a_rebuild_encodes_every_article_once(filled: Archive) -> None:
    filled.encoder.passages.clear()
    heard: list[tuple[int, int]] = []
    assert filled.index.rebuild(lambda done, total: heard.append((done, total))).written == 2
    assert len(filled.encoder.passages) == 2
    assert heard == [(2, 2)]
    assert filled.index.passages() == 2
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"
    assert filled.index.sync() == SyncReport()


def test_a_rebuild_gives_the_same_version_and_hits(filled: Archive) -> None:
    before = filled.index.version(), filled.index.search("Hafen Weidenau", 5)
    filled.index.rebuild()
    assert (filled.index.version(), filled.index.search("Hafen Weidenau", 5)) == before


def test_a_rebuild_drops_what_the_store_no_longer_holds(filled: Archive) -> None:
    filled.store.remove(["harbour"])
    filled.index.rebuild()
    assert found(filled.index, "Hafen Nordholm") == ["bridge"]


@pytest.mark.parametrize(
    ("file", "message"),
    [(MANIFEST_FILE, "manifest"), (LEXICAL_FILE, "is not a belegt store"), (CHROMA_FILE, "cannot be opened")],
)
def test_a_damaged_file_is_reported(tmp_path: Path, filled: Archive, file: str, message: str) -> None:
    filled.index.close()
    (tmp_path / "index" / "g1" / file).write_bytes(DAMAGE)
    with pytest.raises((IndexingError, StoreError), match=message):
        filled.index.search("Hafen", 5)


@pytest.mark.parametrize("file", [MANIFEST_FILE, LEXICAL_FILE, CHROMA_FILE])
def test_a_rebuild_mends_a_damaged_file(tmp_path: Path, filled: Archive, file: str) -> None:
    filled.index.close()
    (tmp_path / "index" / "g1" / file).write_bytes(DAMAGE)
    filled.index.rebuild()
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"


@pytest.mark.parametrize("file", [MANIFEST_FILE, LEXICAL_FILE, CHROMA_FILE])
def test_an_index_that_was_refused_can_be_rebuilt_by_the_same_process(
    tmp_path: Path, filled: Archive, file: str
) -> None:
    filled.index.close()
    (tmp_path / "index" / "g1" / file).write_bytes(DAMAGE)
    with pytest.raises((IndexingError, StoreError)):
        filled.index.sync()
    filled.index.rebuild()
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"


def test_a_rebuild_takes_the_place_of_the_index_at_once_and_leaves_nothing_behind(
    tmp_path: Path, filled: Archive
) -> None:
    seen: list[list[str]] = []
    filled.index.rebuild(lambda _done, _total: seen.append(found(filled.index, "Hafen Nordholm")))
    assert seen
    assert seen[0][0] == "harbour"
    folders = [path.name for path in (tmp_path / "index").iterdir() if path.is_dir()]
    assert folders == ["g2"]


def test_another_opener_sees_the_rebuilt_index(tmp_path: Path, filled: Archive) -> None:
    other = Index(tmp_path / "index", store=filled.store, encoder=filled.encoder)
    assert found(other, "Hafen Nordholm")[0] == "harbour"
    filled.store.remove(["harbour"])
    filled.index.rebuild()
    assert found(other, "Hafen Nordholm") == ["bridge"]
    other.close()


def test_a_rebuild_that_breaks_off_leaves_the_index_as_it_was(filled: Archive) -> None:
    def killed(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        filled.index.rebuild(killed)
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"
    filled.index.rebuild()
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"


def test_an_emptied_pointer_counts_as_one_to_the_newest_generation(tmp_path: Path, filled: Archive) -> None:
    filled.index.rebuild()
    filled.index.close()
    (tmp_path / "index" / "current").write_bytes(b"")
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"
    filled.index.rebuild()
    assert found(filled.index, "Hafen Nordholm")[0] == "harbour"


def test_questions_in_flight_survive_a_swap_by_another_opener(tmp_path: Path, filled: Archive) -> None:
    other = Index(tmp_path / "index", store=filled.store, encoder=filled.encoder)
    with ThreadPoolExecutor(4) as workers:
        searches = [workers.submit(found, filled.index, "Hafen Nordholm") for _ in range(200)]
        for _ in range(3):
            other.rebuild()
        results = [search.result() for search in searches]
    other.close()
    assert {first for first, *_ in results} == {"harbour"}


def test_a_generation_that_goes_while_it_is_being_opened_is_passed_over(
    tmp_path: Path, filled: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.index.close()
    gone = tmp_path / "index" / "g9"
    gone.write_bytes(DAMAGE)
    monkeypatch.setattr(index_module, "Generations", lambda folder: SwappedMeanwhile(folder, gone))
    late = Index(tmp_path / "index", store=filled.store, encoder=filled.encoder)
    assert found(late, "Hafen Nordholm")[0] == "harbour"
    assert not gone.exists()
    late.close()


def test_an_index_is_behind_until_it_is_synced(filled: Archive) -> None:
    assert not filled.index.is_behind()
    filled.store.put([article("new", "Neues aus Grauwerder.")])
    assert filled.index.is_behind()
    filled.index.sync()
    assert not filled.index.is_behind()


def test_threads_that_come_first_open_the_index_together(filled: Archive) -> None:
    filled.index.close()
    with ThreadPoolExecutor(8) as workers:
        results = list(workers.map(lambda _: found(filled.index, "Hafen Nordholm"), range(16)))
    assert results == [["harbour", "bridge"]] * 16


def test_searches_go_on_while_articles_are_added(filled: Archive) -> None:
    with ThreadPoolExecutor(4) as workers:
        searches = [workers.submit(found, filled.index, "Hafen Nordholm") for _ in range(20)]
        for number in range(5):
            filled.store.put([article(f"new{number}", f"Neues aus Grauwerder, Folge {number}.")])
            filled.index.sync()
        results = [search.result() for search in searches]
    assert {first for first, *_ in results} == {"harbour"}
    assert filled.index.passages() == 7


@pytest.mark.slow
def test_what_another_process_adds_is_found_by_an_open_index(tmp_path: Path, archive: Archive) -> None:
    archive.store.put([HARBOUR])
    archive.index.sync()
    before = archive.index.version()
    assert found(archive.index, "Brücke Weidenau") == ["harbour"]
    subprocess.run([sys.executable, "-c", ADD_IN_ANOTHER_PROCESS, str(tmp_path)], cwd=ROOT, check=True)
    (first, *_) = archive.index.search("Brücke Weidenau", 5)
    assert [(found.by, found.rank) for found in first.found_by] == [("dense", 1), ("lexical", 1)]
    assert first.chunk.article_id == "bridge"
    assert archive.index.version() != before


def test_two_indexes_over_one_store_hold_the_same(tmp_path: Path, filled: Archive, store: ArticleStore) -> None:
    other = Index(tmp_path / "other", store=store, encoder=WordEncoder())
    other.sync()
    assert other.version() == filled.index.version()
    assert other.search("Hafen Weidenau", 5) == filled.index.search("Hafen Weidenau", 5)
    other.close()
