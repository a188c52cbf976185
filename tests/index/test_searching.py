from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from corpus.copies import CopyGroups
from corpus.dates import epoch
from corpus.types import ArticleStatus
from index.fusion import DENSE, LEXICAL
from index.types import Hit, Scope
from tests.index.conftest import Archive
from tests.index.fakes import article

HARBOUR = article(
    "harbour",
    "Der Hafen von Nordholm bleibt bis Freitag gesperrt. Das sagte die Verwaltung.",
    title="Sturm über der Küste",
    published="2025-07-01",
    outlet="Küstenblatt",
)
BRIDGE = article(
    "bridge",
    "In Weidenau beginnt am Montag der Bau einer zweiten Brücke.",
    title="Baubeginn",
    published="2025-08-01T10:00:00+02:00",
    outlet="Weidenauer Bote",
)
STORM = article("storm", "The harbour of Port Ellis stays closed after the storm.", title="Closed", lang="en")
NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def filled(archive: Archive) -> Archive:
    archive.store.put([HARBOUR, BRIDGE, STORM])
    archive.index.sync()
    return archive


def ids(hits: list[Hit]) -> list[str]:
    """The articles of hits, in order."""
    return [hit.chunk.article_id for hit in hits]


def test_the_passage_that_shares_the_words_comes_first(filled: Archive) -> None:
    assert ids(filled.index.search("Wie lange bleibt der Hafen gesperrt?", 3))[0] == "harbour"
    assert ids(filled.index.search("Wann beginnt der Bau der Brücke?", 3))[0] == "bridge"
    assert ids(filled.index.search("Why is the harbour of Port Ellis closed?", 3))[0] == "storm"


def test_a_hit_carries_what_is_known_of_its_article(filled: Archive) -> None:
    hit = filled.index.search("Hafen Nordholm gesperrt", 1)[0]
    assert (hit.title, hit.lang, hit.published) == (HARBOUR.title, "de", "2025-07-01")
    assert hit.chunk.id == "harbour#0"
    assert hit.chunk.heading is None


def test_the_text_of_a_hit_stands_in_its_article(archive: Archive) -> None:
    text = "\n\n".join(f"Absatz {number} über die Fähre – „Nordholm“ 😀 kam an. " * 12 for number in range(5))
    archive.store.put([article("long", text)])
    archive.index.sync()
    hits = archive.index.search("Fähre Nordholm", 20)
    assert len(hits) == archive.index.passages() > 1
    assert all(hit.chunk.text == text[hit.chunk.start : hit.chunk.end] != "" for hit in hits)


def test_a_hit_says_who_found_it_and_at_which_rank(filled: Archive) -> None:
    first, *others = filled.index.search("Hafen Nordholm", 3)
    assert [(found.by, found.rank) for found in first.found_by] == [(DENSE, 1), (LEXICAL, 1)]
    assert sorted(found.rank for hit in others for found in hit.found_by if found.by == DENSE) == [2, 3]


def test_hits_are_ordered_by_their_score(filled: Archive) -> None:
    scores = [hit.score for hit in filled.index.search("Hafen Brücke harbour", 3)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_at_most_k_hits_are_returned(filled: Archive) -> None:
    assert [len(filled.index.search("Hafen", k)) for k in (0, 1, 2, 100)] == [0, 1, 2, 3]


def test_an_empty_archive_is_searched_in_vain(archive: Archive) -> None:
    assert archive.index.search("Hafen", 5) == []


@pytest.mark.parametrize("query", ["", "   ", "und der die", "AND OR NOT", '"*:(', "\0", "😀", "x" * 5_000])
def test_any_query_is_answered(filled: Archive, query: str) -> None:
    assert sorted(ids(filled.index.search(query, 5))) == ["bridge", "harbour", "storm"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(lang="en"), {"storm"}),
        (Scope(outlet="KÜSTENBLATT"), {"harbour"}),
        (Scope(since=epoch("2025-07-02")), {"bridge"}),
        (Scope(until=epoch("2025-07-01")), {"harbour"}),
        (Scope(lang="de", outlet="Weidenauer Bote", since=epoch("2025-09-01")), set()),
    ],
)
def test_both_retrievers_keep_to_the_scope(filled: Archive, scope: Scope, expected: set[str]) -> None:
    hits = filled.index.search("Hafen Brücke harbour Nordholm Weidenau", 5, scope)
    assert set(ids(hits)) == expected
    assert all({found.by for found in hit.found_by} == {DENSE, LEXICAL} for hit in hits)


def test_a_withdrawn_article_is_never_returned(filled: Archive) -> None:
    filled.store.put([replace(HARBOUR, status=ArticleStatus.WITHDRAWN)])
    assert "harbour" not in ids(filled.index.search("Hafen Nordholm", 5))
    filled.index.sync()
    assert ids(filled.index.search("Hafen Nordholm", 1)) != ["harbour"]
    assert len(filled.index.search("Hafen Nordholm", 5)) == 2


def test_an_embargoed_article_is_returned_only_when_its_time_has_come(filled: Archive) -> None:
    now = datetime.now(UTC)
    filled.store.put([replace(HARBOUR, embargo_until=(now + timedelta(hours=1)).isoformat(timespec="seconds"))])
    filled.index.sync()
    assert "harbour" not in ids(filled.index.search("Hafen Nordholm", 5))
    filled.store.put([replace(HARBOUR, embargo_until=(now - timedelta(hours=1)).isoformat(timespec="seconds"))])
    filled.index.sync()
    assert ids(filled.index.search("Hafen Nordholm", 1)) == ["harbour"]


def test_an_article_taken_out_of_the_store_is_gone_before_the_next_sync(filled: Archive) -> None:
    filled.store.remove(["harbour"])
    assert sorted(ids(filled.index.search("Hafen Nordholm", 5))) == ["bridge", "storm"]


def test_passages_that_only_the_vectors_hold_are_passed_over(filled: Archive) -> None:
    lexical = filled.index._open().lexical
    lexical.remove([lexical.journal()["harbour"]])
    assert sorted(ids(filled.index.search("Hafen Nordholm", 5))) == ["bridge", "storm"]


def test_searches_at_once_find_what_one_after_the_other_finds(filled: Archive) -> None:
    queries = ["Hafen Nordholm gesperrt", "Brücke Weidenau", "harbour storm", "Verwaltung", "Montag"] * 8
    with ThreadPoolExecutor(8) as workers:
        at_once = list(workers.map(lambda query: filled.index.search(query, 3), queries))
    assert at_once == [filled.index.search(query, 3) for query in queries]


STORY = [
    article(f"story-{month}", f"Die Flut in Weidenau: es gibt nun {month} Betroffene.", published=f"2025-0{month}-10")
    for month in (3, 5, 7)
]


def test_a_period_that_the_question_names_is_preferred(archive: Archive) -> None:
    archive.store.put(STORY)
    archive.index.sync()
    for month, name in ((3, "März"), (5, "Mai"), (7, "Juli")):
        assert (
            ids(archive.index.search(f"Wie viele Betroffene der Flut gab es im {name} 2025?", 3))[0] == f"story-{month}"
        )


def test_what_happened_at_the_end_of_a_month_may_be_reported_in_the_next(archive: Archive) -> None:
    archive.store.put([replace(STORY[0], published="2025-06-02"), *STORY[1:]])
    archive.index.sync()
    assert ids(archive.index.search("Betroffene der Flut im Mai 2025", 3))[2] == "story-7"


def test_the_newest_is_preferred_where_the_state_of_things_is_asked_for(archive: Archive) -> None:
    archive.store.put(STORY)
    archive.index.sync()
    assert ids(archive.index.search("Wie viele Betroffene der Flut gibt es derzeit?", 3))[0] == "story-7"
    as_of = Scope(until=epoch("2025-06-01"))
    assert ids(archive.index.search("Wie viele Betroffene der Flut gibt es derzeit?", 3, as_of))[0] == "story-5"


def test_another_language_keeps_its_share_of_what_is_found(archive: Archive) -> None:
    german = [article(f"de-{n}", f"The storm closed Kai {n} am Hafen.", lang="de") for n in range(8)]
    english = article("en", "Fishing boats stay ashore on Sunday.", lang="en")
    archive.store.put([*german, english])
    archive.index.sync()
    assert "en" in ids(archive.index.search("Welcher Kai am Hafen ist wegen storm closed?", 5))
    assert "en" not in ids(archive.index.search("Welcher Kai am Hafen ist wegen storm closed?", 5, Scope(lang="de")))


def test_articles_with_all_of_the_terms_are_counted_the_newest_first(archive: Archive) -> None:
    embargoed = replace(STORY[0], id="later", embargo_until=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    archive.store.put([*STORY, embargoed, BRIDGE])
    archive.index.sync()
    assert [each.id for each in archive.index.articles(["flut", "weidenau"])] == ["story-7", "story-5", "story-3"]
    assert [each.id for each in archive.index.articles(["flut"], Scope(until=epoch("2025-06-01")))] == [
        "story-5",
        "story-3",
    ]
    assert len(archive.index.articles([])) == 4
    assert archive.index.articles(["nichts"]) == []


def test_the_archive_covers_the_periods_that_its_articles_were_published_in(archive: Archive) -> None:
    assert archive.index.covers("Was geschah 1950?")
    archive.store.put(STORY)
    archive.index.sync()
    asked = {"Was geschah 1950?": False, "Was geschah im Mai 2025?": True, "Was geschah?": True}
    assert {question: archive.index.covers(question) for question in asked} == asked


def test_an_article_that_has_changed_since_it_was_indexed_is_not_cut_at_old_offsets(filled: Archive) -> None:
    filled.store.put([replace(HARBOUR, text="Kurz.")])
    assert "harbour" not in ids(filled.index.search("Hafen Nordholm gesperrt", 5))
    filled.index.sync()
    assert "harbour" in ids(filled.index.search("Hafen Nordholm gesperrt", 5))


def test_copies_take_one_place_where_distinct_articles_are_asked_for(archive: Archive) -> None:
    report = (
        "Im Zoo von Nordholm ist ein Pandajunges zur Welt gekommen. Es wird von seiner Mutter gesäugt, teilte die "
        "Direktorin am Montag mit. Besucher können das Jungtier voraussichtlich ab dem Frühjahr im Gehege sehen."
    )
    copies = [article(f"c{n}", f"{report} Folge {n}.", published=f"2025-07-{n + 1:02}") for n in range(8)]
    own = article("own", "Das Pandajunge im Zoo wiegt elf Kilogramm.", published="2025-07-20")
    archive.store.put([*copies, own])
    CopyGroups(archive.store.database).group()
    archive.index.sync()
    found = archive.index.searcher.search("Pandajunges im Zoo von Nordholm", 3, distinct=True)
    assert len(ids(found)) == 2
    assert "own" in ids(found)
    assert len(ids(archive.index.search("Pandajunges im Zoo von Nordholm", 3))) == 3
