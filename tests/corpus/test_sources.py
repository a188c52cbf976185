from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.sources import SourceRegistry
from corpus.store import ArticleStore


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SourceRegistry]:
    with ArticleStore.open(tmp_path / "articles.db") as store:
        yield SourceRegistry(store.database)


def test_sources_are_kept_in_order_and_entered_once(registry: SourceRegistry) -> None:
    assert registry.add("https://z.example/feed", since="2025-01-01")
    assert registry.add("/archiv")
    assert not registry.add("/archiv", allow_private=True)
    first, second = registry.all()
    assert (first.address, first.allow_private, first.succeeded_at) == ("/archiv", True, None)
    assert (second.address, second.since, second.allow_private) == ("https://z.example/feed", "2025-01-01", False)
    assert registry.remove("/archiv")
    assert not registry.remove("/archiv")


def test_a_failed_try_keeps_the_last_success(registry: SourceRegistry) -> None:
    registry.add("/archiv")
    registry.tried("/archiv", None)
    succeeded = registry.all()[0].succeeded_at
    assert succeeded is not None
    registry.tried("/archiv", "is not there")
    (source,) = registry.all()
    assert (source.succeeded_at, source.problem) == (succeeded, "is not there")
    assert source.tried_at is not None
    assert source.tried_at >= succeeded
    registry.tried("/archiv", None)
    assert registry.all()[0].problem is None
