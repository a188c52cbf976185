import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from corpus.database import Database, open_database
from corpus.dates import epoch
from corpus.errors import NotFoundError, StoreError
from corpus.identifiers import id_from_url
from corpus.migrations import MIGRATIONS
from corpus.store import ArticleStore, StoreCounts
from corpus.types import AddReport, Article, ArticleStatus, Visited

_FULL = Article(
    id="voll",
    title="Titel – „so“",
    text="Der Text.\nZweite Zeile 😀.",
    url="https://z.example/1",
    published="2025-07-01",
    updated="2025-07-02T10:00:00+02:00",
    author="Eva Muster",
    outlet="Die Zeitung",
    lang="de",
    status=ArticleStatus.CORRECTED,
    embargo_until="2025-08-01",
)


def _article(number: int, **fields: str) -> Article:
    return Article(id=f"a{number:03}", title=f"Titel {number}", text="Text.", **fields)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore.open(tmp_path / "neu" / "articles.db") as opened:
        yield opened


def test_an_article_comes_back_as_it_was_put(store: ArticleStore) -> None:
    plain = _article(1)
    store.put([_FULL, plain])
    assert store.get("voll") == _FULL
    assert store.get("a001") == plain
    assert isinstance(store.get("voll").status, ArticleStatus)


def test_put_tells_new_from_changed_from_unchanged(store: ArticleStore) -> None:
    assert store.put([_FULL, _article(1)]) == AddReport(added=("voll", "a001"))
    changed = replace(_FULL, text="Anderer Text.")
    assert store.put([_article(2), changed, _article(1)]) == AddReport(
        added=("a002",), updated=("voll",), unchanged=("a001",)
    )
    assert store.get("voll") == changed


def test_a_replaced_version_is_kept_with_its_time(store: ArticleStore) -> None:
    second = replace(_FULL, title="Neuer Titel")
    store.put([_FULL])
    store.put([second])
    store.put([replace(second, status=ArticleStatus.WITHDRAWN)])
    first, kept, present = store.history("voll")
    assert (first.article, kept.article) == (_FULL, second)
    assert present.article.status is ArticleStatus.WITHDRAWN
    assert present.replaced_at is None
    assert first.replaced_at is not None
    assert kept.replaced_at is not None
    assert first.replaced_at <= kept.replaced_at


def test_an_error_leaves_the_store_as_it_was(store: ArticleStore) -> None:
    store.put([_article(1)])

    def broken() -> Iterator[Article]:
        yield _article(2)
        yield replace(_article(1), text="Anderer Text.")
        raise ValueError("the source broke off")

    with pytest.raises(ValueError, match="broke off"):
        store.put(broken())
    assert list(store.iterate()) == [_article(1)]
    assert len(store.history("a001")) == 1
    assert store.put([_article(2)]).added == ("a002",)


def test_what_was_put_is_there_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    with ArticleStore.open(path) as store:
        store.put([_FULL])
    with ArticleStore.open(path) as store:
        assert store.get("voll") == _FULL


def test_an_unknown_id_is_an_error_that_names_the_nearest(store: ArticleStore) -> None:
    store.put([_FULL, _article(1)])
    with pytest.raises(NotFoundError, match=r"No article has the id 'volll'\. Did you mean voll\?"):
        store.get("volll")
    with pytest.raises(NotFoundError, match="belegt search"):
        store.get("ganz-anders-geschrieben")


def test_many_articles_come_in_the_order_asked_without_unknown_ones(store: ArticleStore) -> None:
    store.put(_article(number) for number in range(1_200))
    wanted = [f"a{number:03}" for number in range(1_199, -1, -1)]
    assert list(store.get_many([*wanted, "unbekannt", wanted[0]])) == wanted
    assert store.get_many([]) == {}


def test_ids_hashes_and_iteration_agree(store: ArticleStore) -> None:
    store.put(_article(number) for number in range(1_100, 0, -1))
    articles = list(store.iterate())
    assert [article.id for article in articles] == list(store.ids()) == sorted(store.ids())
    assert store.hashes() == {article.id: article.content_hash for article in articles}


def test_writing_is_possible_while_iterating(store: ArticleStore) -> None:
    store.put([_article(1), _article(2)])
    for article in store.iterate():
        store.put([replace(article, title="Neu")])
    assert {article.title for article in store.iterate()} == {"Neu"}


def test_recent_is_newest_first_with_the_undated_last(store: ArticleStore) -> None:
    store.put(
        [
            _article(1),
            _article(2, published="2025-07-01"),
            _article(3, published="2025-07-01T01:00:00+02:00"),
            _article(4, published="2025-07-01T09:00:00+00:00"),
        ]
    )
    assert [article.id for article in store.recent(10)] == ["a004", "a002", "a003", "a001"]
    assert [article.id for article in store.recent(1)] == ["a004"]
    assert store.recent(0) == ()


def test_remove_takes_article_and_versions_and_says_which(store: ArticleStore, tmp_path: Path) -> None:
    store.put([replace(_FULL, text="Streng vertraulicher Satz."), _article(1)])
    store.put([_FULL])
    assert store.remove(["unbekannt", "voll", "voll"]) == ("voll",)
    assert store.ids() == ("a001",)
    with pytest.raises(NotFoundError):
        store.history("voll")
    files = [path.read_bytes() for path in (tmp_path / "neu").iterdir()]
    assert not [data for data in files if b"vertraulicher" in data]


def test_counts_of_an_empty_store(store: ArticleStore) -> None:
    assert store.counts() == StoreCounts(articles=0)


def test_counts_by_language_outlet_and_date(store: ArticleStore) -> None:
    store.put(
        [
            _article(1, outlet="B", published="2025-07-01"),
            _article(2, outlet="A", lang="en", published="2024-01-01T10:00:00+00:00"),
            _article(3),
        ]
    )
    counts = store.counts()
    assert counts.articles == 3
    assert counts.by_lang == {"de": 2, "en": 1}
    assert counts.by_outlet == {"": 1, "A": 1, "B": 1}
    assert (counts.oldest_published, counts.newest_published) == ("2024-01-01T10:00:00+00:00", "2025-07-01")
    assert counts.last_added is not None
    assert counts.last_added.endswith("+00:00")


def test_threads_may_share_one_store(store: ArticleStore) -> None:
    failures: list[BaseException] = []

    def work(offset: int) -> None:
        try:
            for number in range(offset, offset + 20):
                store.put([_article(number)])
                store.get(f"a{number:03}")
                store.counts()
        except BaseException as error:  # noqa: BLE001  (a thread's failure must reach the test)
            failures.append(error)

    threads = [threading.Thread(target=work, args=(offset,)) for offset in range(0, 80, 20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(store.ids()) == 80


def test_a_second_connection_sees_what_the_first_wrote(store: ArticleStore, tmp_path: Path) -> None:
    with ArticleStore.open(tmp_path / "neu" / "articles.db") as other:
        store.put([_FULL])
        assert other.get("voll") == _FULL


def test_a_closed_store_says_so_as_a_store_error(tmp_path: Path) -> None:
    store = ArticleStore.open(tmp_path / "articles.db")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.ids()


def test_a_write_that_is_not_allowed_says_read_only(store: ArticleStore, tmp_path: Path) -> None:
    connection = sqlite3.connect(f"file:{tmp_path / 'neu' / 'articles.db'}?mode=ro", uri=True, isolation_level=None)
    with (
        ArticleStore(Database(connection, tmp_path)) as reading,
        pytest.raises(StoreError, match="is read-only") as caught,
    ):
        reading.put([_FULL])
    assert caught.value.retryable is False


def test_a_locked_store_is_worth_trying_again(store: ArticleStore, tmp_path: Path) -> None:
    path = tmp_path / "neu" / "articles.db"
    impatient = sqlite3.connect(path, timeout=0, isolation_level=None)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    with ArticleStore(Database(impatient, path)) as locked, pytest.raises(StoreError, match="is locked") as caught:
        locked.put([_FULL])
    writer.close()
    assert caught.value.retryable is True


def test_the_same_web_address_with_another_text_is_a_new_version_under_the_known_id(store: ArticleStore) -> None:
    store.put([replace(_article(1), url="https://z.example/bau?utm_source=feed")])
    later = replace(_article(1), id=id_from_url("https://z.example/bau"), url="https://Z.example/bau", text="Anders.")
    assert store.put([later]).updated == ("a001",)
    assert [version.article.text for version in store.history("a001")] == ["Text.", "Anders."]
    assert store.ids() == ("a001",)


def test_a_given_id_takes_the_place_of_a_made_one(store: ArticleStore) -> None:
    url = "https://z.example/bau"
    made = id_from_url(url)
    store.put([replace(_article(1), id=made, url=url)])
    assert store.put([replace(_article(1), url=url, text="Anders.")]).updated == ("a001",)
    assert store.ids() == ("a001",)
    assert store.get(made).id == "a001"
    assert len(store.history(made)) == 2
    assert store.put([replace(_article(1), id=made, url=url)]).unchanged == ("a001",)


def test_a_home_page_makes_no_two_articles_one(store: ArticleStore) -> None:
    home = "https://z.example/"
    assert store.put([replace(_article(n), url=home) for n in (1, 2)]).added == ("a001", "a002")


def test_one_content_is_stored_once_under_whichever_id_it_comes(store: ArticleStore) -> None:
    twin = replace(_article(1), id="b")
    assert store.put([_article(1), twin]) == AddReport(added=("a001",), duplicates=("b",))
    assert store.ids() == ("a001",)
    assert store.get("b") == _article(1)
    assert store.put([twin]).unchanged == ("a001",)
    changed = replace(twin, text="Anders.")
    assert store.put([changed]).added == ("b",)
    assert (store.get("b"), store.get("a001")) == (changed, _article(1))


def test_a_moment_shows_the_version_that_was_live_then(store: ArticleStore) -> None:
    first = _article(1, published="2025-07-01")
    second = replace(first, text="Berichtigt.", updated="2025-07-05T10:00:00+00:00", status=ArticleStatus.CORRECTED)
    store.put([first])
    store.put([second])
    assert store.live_at(epoch("2025-07-03")) == (first,)
    assert store.live_at(epoch("2025-06-30")) == ()
    assert store.live_at(epoch("2025-07-06")) == ()
    assert store.live_from(["a001"]) == {"a001": epoch("2025-07-05T10:00:00+00:00")}
    store.put([replace(second, status=ArticleStatus.WITHDRAWN)])
    assert store.live_at(epoch("2025-07-03")) == ()


def test_a_withdrawal_keeps_the_text_and_leaves_the_counts(store: ArticleStore) -> None:
    store.put([_article(1, url="https://z.example/1"), _article(2)])
    word = Article(id="", title="", text="", url="https://z.example/1", updated="2025-08-01")
    found = store.withdrawn(word)
    assert found is not None
    assert (found.id, found.status, found.text, found.updated) == (
        "a001",
        ArticleStatus.WITHDRAWN,
        "Text.",
        "2025-08-01",
    )
    store.put([found])
    assert list(store.hashes()) == ["a002"]
    assert [article.id for article in store.recent(5)] == ["a002"]
    assert (store.counts().articles, store.counts().withdrawn) == (1, 1)
    assert store.withdrawn(replace(word, id="nirgends", url=None)) is None


def test_what_is_under_embargo_is_not_among_the_recent(store: ArticleStore) -> None:
    store.put([_article(1, embargo_until="2999-01-01"), _article(2, embargo_until="2020-01-01")])
    assert [article.id for article in store.recent(5)] == ["a002"]
    assert store.holds_back()
    store.remove(["a001"])
    assert not store.holds_back()


def test_what_was_removed_is_remembered_until_it_is_put_again(store: ArticleStore) -> None:
    article = _article(1, url="https://z.example/1")
    store.put([article], [Visited(address="https://z.example/1", etag='"1"')])
    assert store.visited("https://z.example/1") == Visited(address="https://z.example/1", etag='"1"')
    store.remove(["a001"])
    assert store.visited("https://z.example/1") is None
    assert store.was_removed(article)
    assert store.was_removed(replace(article, id="anders"))
    assert not store.was_removed(_article(2))
    store.put([article])
    assert not store.was_removed(article)


def test_the_revision_grows_with_every_change_and_with_nothing_else(store: ArticleStore) -> None:
    store.put([_article(1)])
    one = store.revision()
    store.put([_article(1)])
    store.remove(["unbekannt"])
    assert store.revision() == one
    store.remove(["a001"])
    assert store.revision() > one


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    old = open_database(path, MIGRATIONS[:1])
    names = [each.name for each in fields(Article)]
    marks = ", ".join("?" * (len(names) + 4))
    columns = ", ".join((*names, "content_hash", "published_epoch", "added_at", "stored_at"))
    stored = "2025-09-01T00:00:00.000000+00:00"
    old.execute(
        f"INSERT INTO articles ({columns}) VALUES ({marks})",  # noqa: S608
        (*(getattr(_FULL, name) for name in names), _FULL.content_hash, epoch("2025-07-01"), stored, stored),
    )
    old.close()
    with ArticleStore.open(path) as store:
        assert store.put([_FULL]).unchanged == ("voll",)
        assert store.live_from(["voll"]) == {"voll": epoch("2025-08-01")}
        later = replace(_FULL, id=id_from_url("https://z.example/1"), text="Neu.")
        assert store.put([later]).updated == ("voll",)


def test_a_twin_whose_other_id_moved_on_is_an_article_of_its_own(store: ArticleStore) -> None:
    twin = replace(_article(1), id="b")
    store.put([_article(1), twin])
    store.put([replace(_article(1), text="Anders.")])
    assert store.put([twin]).added == ("b",)
    assert store.get("b") == twin


def test_an_old_file_read_again_does_not_undo_a_later_update(store: ArticleStore) -> None:
    first = _article(1, published="2025-07-01")
    store.put([first])
    store.put([replace(first, text="Neu.", updated="2025-07-05")])
    assert store.put([first]).unchanged == ("a001",)
    assert store.get("a001").text == "Neu."
    assert store.put([replace(first, updated="2025-07-06")]).updated == ("a001",)


def test_what_is_held_back_is_counted_and_named_apart(store: ArticleStore) -> None:
    store.put([_article(1, outlet="Vorab", lang="fr", embargo_until="2999-01-01", published="2999-01-01"), _article(2)])
    counts = store.counts()
    assert (counts.articles, counts.held_back, counts.by_lang, counts.newest_published) == (1, 1, {"de": 1}, None)
    with pytest.raises(NotFoundError) as caught:
        store.get("a01")
    assert "a001" not in str(caught.value)


def test_a_damaged_store_is_found_out(store: ArticleStore, tmp_path: Path) -> None:
    store.put([_article(n) for n in range(200)])
    store.check()
    store.close()
    path = tmp_path / "neu" / "articles.db"
    data = bytearray(path.read_bytes())
    data[8192:24576] = b"\xff" * 16384
    path.write_bytes(data)
    with ArticleStore.open(path) as damaged, pytest.raises(StoreError, match="damaged"):
        damaged.check()


def test_a_removed_article_is_put_back_with_all_its_versions(store: ArticleStore) -> None:
    first, second = replace(_FULL, updated=None), replace(_FULL, text="Anderer Text.", updated=None)
    for version in (first, second, _FULL):
        store.put([version])
    before = store.history("voll")
    store.remove(["voll"])
    revision = store.revision()
    assert store.restore(before)
    assert store.history("voll") == before
    assert store.revision() == revision + 1
    assert not store.was_removed(_FULL)


def test_what_was_removed_with_an_article_comes_back_with_it(store: ArticleStore) -> None:
    plain = _article(1)
    store.put([plain, replace(plain, id="zwilling")])
    before = store.history("a001")
    store.remove(["a001"])
    assert store.was_removed(replace(plain, id="zwilling"))
    assert store.restore(before)
    assert not store.was_removed(replace(plain, id="zwilling"))


@pytest.mark.parametrize(
    "again",
    [_FULL, replace(_FULL, text="Neuer Text."), replace(_FULL, id="anders", text="Neu."), replace(_FULL, id="anders")],
)
def test_what_is_stored_again_is_not_overwritten_by_what_was_removed(store: ArticleStore, again: Article) -> None:
    store.put([_FULL])
    before = store.history("voll")
    store.remove(["voll"])
    store.put([again])
    assert not store.restore(before)
    assert list(store.iterate()) == [again]
