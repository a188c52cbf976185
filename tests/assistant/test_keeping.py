"""Store and index kept together, over an encoder that needs no model."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.keeping import Keeper
from corpus.addresses import Web
from corpus.copies import CopyGroups
from corpus.fetching import Fetcher, FetchLimits
from corpus.locking import alone
from corpus.sources import Source, SourceRegistry
from corpus.store import ArticleStore
from index.index import Index
from tests.corpus.web_server import Page, article_page, web_site
from tests.index.fakes import WordEncoder

HARBOUR = {"id": "harbour", "title": "Hafen zu", "text": "Der Hafen ist zu.", "published": "2025-07-01"}


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    store = ArticleStore.open(tmp_path / "articles.sqlite")
    index = Index(tmp_path / "index", store=store, encoder=WordEncoder())
    yield Keeper(
        store=store,
        index=index,
        sources=SourceRegistry(store.database),
        copies=CopyGroups(store.database),
        lock=tmp_path / "writing.lock",
    )
    index.close()
    store.close()


def web(keeper: Keeper) -> Web:
    limits = FetchLimits(pause_seconds=0.0)
    return Web(fetcher=lambda: Fetcher(allow_private=True, limits=limits), visited=keeper.store.visited)


def written(tmp_path: Path, *records: dict[str, str]) -> list[str]:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    return [str(path)]


def test_a_takedown_does_not_wait_for_another_writer(tmp_path: Path, keeper: Keeper) -> None:
    keeper.add(written(tmp_path, HARBOUR), web(keeper))
    with alone(keeper.lock, patience=0):
        assert keeper.remove(["harbour"]) == ("harbour",)
        assert keeper.index.search("Hafen", 5) == []
        assert keeper.index.is_behind()
    assert keeper.finish() == 1
    assert not keeper.index.is_behind()


def test_what_was_removed_comes_back_when_it_is_added_by_name(keeper: Keeper) -> None:
    with web_site() as site:
        site.pages["/a"] = Page(body=article_page(), etag='"1"')
        address = f"{site.url}/a"
        keeper.sources.add(address)
        (report,) = keeper.sync(lambda _: web(keeper))
        (article_id,) = report.report.added
        keeper.remove([article_id])
        (again,) = keeper.sync(lambda _: web(keeper))
        assert (again.report.added, again.problem) == ((), None)
        assert keeper.add([address], web(keeper)).added == (article_id,)


def test_a_failing_source_is_written_down_and_the_rest_goes_on(tmp_path: Path, keeper: Keeper) -> None:
    keeper.sources.add(str(tmp_path / "fehlt"))
    keeper.sources.add(written(tmp_path, HARBOUR)[0])
    reports = keeper.sync(lambda _source: web(keeper))
    assert sorted(bool(report.problem) for report in reports) == [False, True]
    known: dict[str, Source] = {source.address: source for source in keeper.sources.all()}
    assert known[str(tmp_path / "fehlt")].problem is not None
    assert keeper.index.passages() == 1


def test_an_interrupted_command_is_finished_by_the_next(keeper: Keeper, tmp_path: Path) -> None:
    keeper.add(written(tmp_path, HARBOUR), web(keeper))
    keeper.store.remove(["harbour"])
    assert keeper.index.is_behind()
    assert keeper.finish() == 1
    assert keeper.finish() == 0
