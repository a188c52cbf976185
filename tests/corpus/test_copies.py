from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.copies import CopyGroups
from corpus.store import ArticleStore
from corpus.types import Article, ArticleStatus

_REPORT = (
    "Nach dem Hochwasser an der Selke sind in Nordhausen mehr als zweihundert Menschen in Turnhallen untergebracht. "
    "Die Feuerwehr pumpt seit dem Abend Wasser aus den Kellern der Altstadt und rechnet mit weiteren Einsätzen. "
    "Landrätin Karin Muster sprach von Schäden in zweistelliger Millionenhöhe, die Brücke bleibe vorerst gesperrt."
)
_OTHER = (
    "Der Stadtrat von Weidenau hat den Haushalt beschlossen und die Zuschüsse für Vereine um ein Drittel gekürzt. "
    "Die Opposition kritisierte den Beschluss als unsozial, Bürgermeister Frank Muster verwies auf sinkende Einnahmen."
)


def _article(article_id: str, text: str, **fields: str) -> Article:
    return Article(id=article_id, title=article_id, text=text, **fields)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore.open(tmp_path / "articles.db") as opened:
        yield opened


def test_copies_are_one_story_led_by_the_one_published_first(store: ArticleStore) -> None:
    groups = CopyGroups(store.database)
    store.put(
        [
            _article("spaet", f"{_REPORT} Mehr dazu morgen. (dpa)", published="2025-07-02"),
            _article("frueh", f"Nordhausen (dpa) - {_REPORT}", published="2025-07-01"),
            _article("anders", _OTHER, published="2025-07-01"),
        ]
    )
    assert groups.group() == 3
    assert groups.group() == 0
    stories = groups.of(["spaet", "anders"])
    assert set(stories) == {"spaet", "frueh"}
    assert stories["spaet"].articles == ("frueh", "spaet")
    assert stories["spaet"].lead == "frueh"
    assert stories["spaet"].agencies == ("dpa",)


def test_an_article_that_changes_or_goes_leaves_its_story(store: ArticleStore) -> None:
    groups = CopyGroups(store.database)
    store.put([_article("a", _REPORT), _article("b", f"{_REPORT} Ende.")])
    groups.group()
    assert set(groups.of(["a"])) == {"a", "b"}
    store.put([_article("b", _OTHER)])
    assert groups.of(["a"]) == {}
    assert groups.group() == 1
    assert groups.of(["a", "b"]) == {}
    store.put([_article("b", f"{_REPORT} Schluss.")])
    groups.group()
    assert set(groups.of(["a"])) == {"a", "b"}
    store.remove(["a"])
    assert groups.of(["b"]) == {}


def test_an_article_between_two_stories_makes_them_one(store: ArticleStore) -> None:
    groups = CopyGroups(store.database)
    sentences = [f"{each}." for each in f"{_REPORT} {_OTHER}".split(". ")]
    half = len(sentences) // 2
    store.put([_article("a", " ".join(sentences[: half + 1])), _article("c", " ".join(sentences[half:]))])
    groups.group()
    assert groups.of(["a", "c"]) == {}
    store.put([_article("b", " ".join(sentences))])
    groups.group()
    assert set(groups.of(["a"])) == {"a", "b", "c"}


def test_what_readers_may_not_see_is_no_copy(store: ArticleStore) -> None:
    groups = CopyGroups(store.database)
    store.put(
        [
            _article("a", _REPORT),
            _article("b", f"{_REPORT} Ende.", status=ArticleStatus.WITHDRAWN),
            _article("c", f"{_REPORT} Schluss.", embargo_until="2999-01-01"),
        ]
    )
    groups.group()
    assert groups.of(["a"]) == {}


def test_progress_hears_articles_done_and_in_all(store: ArticleStore) -> None:
    store.put([_article(f"a{n}", f"{_OTHER} Folge {n}.") for n in range(101)])
    heard: list[tuple[int, int]] = []
    CopyGroups(store.database).group(lambda done, total: heard.append((done, total)))
    assert heard == [(100, 101), (101, 101)]
