from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.dates import epoch
from corpus.listing import Listing, Standing
from corpus.store import ArticleStore
from corpus.types import Article, ArticleStatus

LIVE = Article(id="live", title="Hafen zu", text="Der Hafen ist zu.", published="2025-07-01", outlet="Bote", lang="de")
FIXED = replace(LIVE, id="fixed", title="Hafen auf", published="2025-07-03", status=ArticleStatus.CORRECTED)
GONE = replace(LIVE, id="gone", title="Hafen leck 100 %", published="2025-07-02", status=ArticleStatus.WITHDRAWN)
LATER = replace(LIVE, id="later", title="Hafen neu", published="2025-07-04", embargo_until="2999-01-01")
ENGLISH = Article(id="english", title="Port closed", text="The port is closed.", lang="en", outlet="Courier")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore.open(tmp_path / "articles.db") as opened:
        opened.put([LIVE, FIXED, GONE, LATER, ENGLISH])
        yield opened


def ids(store: ArticleStore, wanted: Listing, limit: int = 10) -> list[str]:
    return [article.id for article in store.listed(wanted, limit)]


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing.READABLE, ["fixed", "live", "english"]),
        (Standing.CORRECTED, ["fixed"]),
        (Standing.WITHDRAWN, ["gone"]),
        (Standing.HELD_BACK, ["later"]),
    ],
)
def test_articles_are_listed_by_what_readers_may_see_of_them(
    store: ArticleStore, standing: Standing, expected: list[str]
) -> None:
    assert ids(store, Listing(standing=standing)) == expected


def test_outlet_language_and_period_bound_a_listing(store: ArticleStore) -> None:
    assert ids(store, Listing(outlet="Courier")) == ["english"]
    assert ids(store, Listing(lang="de"), limit=1) == ["fixed"]
    assert ids(store, Listing(since=epoch("2025-07-02"))) == ["fixed"]
    assert ids(store, Listing(until=epoch("2025-07-02"))) == ["live"]


def test_every_word_stands_in_title_or_text_and_has_no_wildcards(store: ArticleStore) -> None:
    withdrawn = Standing.WITHDRAWN
    assert ids(store, Listing(words=("port", "CLOSED"))) == ["english"]
    assert ids(store, Listing(words=("port", "hafen"))) == []
    assert ids(store, Listing(standing=withdrawn, words=("100", "%"))) == ["gone"]
    assert ids(store, Listing(standing=withdrawn, words=("H_fen",))) == []
    assert ids(store, Listing(standing=withdrawn, words=("\\",))) == []
