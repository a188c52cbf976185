from dataclasses import replace
from pathlib import Path

import pytest

from corpus.dates import epoch
from corpus.errors import StoreError
from index.lexical import LexicalIndex, PassageTerms
from index.types import Scope
from tests.index.fakes import entry, passage

JULY, AUGUST = epoch("2025-07-01"), epoch("2025-08-01")

HARBOUR = passage("a1", "hafen gesperrt sturm", published=JULY, outlet="Küstenblatt", lang="de")
FERRY = passage("a2", "hafen fähre pause", published=AUGUST, outlet="Weidenauer Bote", lang="de")
STORM = passage("a3", "storm harbour hafen", published=None, outlet=None, lang="en")


def found(index: LexicalIndex, *terms: str, k: int = 10, scope: Scope | None = None) -> list[str]:
    """The ids that a search finds."""
    return [chunk_id for chunk_id, _ in index.search(terms, k, scope or Scope())]


def write(index: LexicalIndex, *passages: PassageTerms) -> None:
    """Write passages, each as the one of its article."""
    index.write([entry(each.place.article_id) for each in passages], passages)


def test_a_passage_is_found_by_any_of_its_terms(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR, FERRY)
    assert found(lexical, "sturm") == ["a1#0"]
    assert found(lexical, "fähre") == ["a2#0"]
    assert found(lexical, "sturm", "fähre", "nichts") == ["a1#0", "a2#0"]
    assert found(lexical, "nichts") == []


def test_a_passage_is_found_by_the_terms_of_its_headline(lexical: LexicalIndex) -> None:
    write(lexical, passage("a1", "es war einmal", title="märchen"))
    assert found(lexical, "märchen") == ["a1#0"]


def test_no_terms_find_nothing(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR)
    assert lexical.search([], 10) == []


def test_an_empty_index_is_searched_in_vain(lexical: LexicalIndex) -> None:
    assert found(lexical, "hafen") == []
    assert lexical.count() == 0
    assert lexical.document_frequencies(["hafen"]) == ({"hafen": 0}, 0)


def test_passages_with_more_and_rarer_terms_come_first(lexical: LexicalIndex) -> None:
    write(
        lexical,
        passage("once", "hafen a b c d"),
        passage("twice", "hafen hafen c d e"),
        passage("both", "hafen sturm d e f"),
        *(passage(f"other{number}", "hafen x y z u") for number in range(5)),
        *(passage(f"none{number}", "p q r s t") for number in range(10)),
    )
    assert found(lexical, "hafen", "sturm")[:2] == ["both#0", "twice#0"]
    scores = [score for _, score in lexical.search(["hafen", "sturm"], 10)]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_a_shorter_passage_comes_before_a_longer_one_with_the_same_terms(lexical: LexicalIndex) -> None:
    write(lexical, passage("long", "hafen " + "wort " * 50), passage("short", "hafen wort"))
    assert found(lexical, "hafen") == ["short#0", "long#0"]


def test_at_most_k_passages_are_found(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR, FERRY, STORM)
    assert len(found(lexical, "hafen", k=2)) == 2
    assert len(found(lexical, "hafen", k=100)) == 3


def test_writing_a_passage_again_replaces_it(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR, FERRY)
    write(lexical, passage("a1", "flughafen offen", lang="de"))
    assert found(lexical, "sturm") == []
    assert found(lexical, "flughafen") == ["a1#0"]
    assert lexical.count() == 2
    assert lexical.document_frequencies(["sturm", "flughafen"])[0] == {"sturm": 0, "flughafen": 1}


def test_a_removed_article_is_not_found_again(lexical: LexicalIndex) -> None:
    second = passage("a1", "sturm zieht ab", ordinal=1)
    lexical.write([entry("a1", passages=2), entry("a2")], [HARBOUR, second, FERRY])
    lexical.remove([entry("a1", passages=2)])
    assert found(lexical, "sturm", "hafen") == ["a2#0"]
    assert lexical.count() == 1
    assert list(lexical.journal()) == ["a2"]
    assert lexical.places(["a1#0", "a1#1"]) == {}


def test_removing_what_is_not_there_changes_nothing(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR)
    lexical.remove([entry("unknown", passages=3)])
    assert found(lexical, "hafen") == ["a1#0"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(since=JULY), {"a1#0", "a2#0"}),
        (Scope(since=JULY + 1), {"a2#0"}),
        (Scope(until=JULY), {"a1#0"}),
        (Scope(until=AUGUST - 1), {"a1#0"}),
        (Scope(since=JULY, until=AUGUST), {"a1#0", "a2#0"}),
        (Scope(since=AUGUST, until=JULY), set()),
        (Scope(outlet="Weidenauer Bote"), {"a2#0"}),
        (Scope(outlet="weidenauer BOTE"), {"a2#0"}),
        (Scope(outlet="KÜSTENBLATT"), {"a1#0"}),
        (Scope(outlet="Bote"), set()),
        (Scope(outlet="%"), set()),
        (Scope(lang="en"), {"a3#0"}),
        (Scope(lang="de", since=AUGUST), {"a2#0"}),
        (Scope(lang="fr"), set()),
    ],
)
def test_a_scope_leaves_out_what_is_outside_it(lexical: LexicalIndex, scope: Scope, expected: set[str]) -> None:
    write(lexical, HARBOUR, FERRY, STORM)
    assert set(found(lexical, "hafen", scope=scope)) == expected


def test_a_scope_does_not_use_up_the_number_of_passages(lexical: LexicalIndex) -> None:
    write(lexical, *(passage(f"near{number}", "hafen", lang="de") for number in range(5)), STORM)
    assert found(lexical, "hafen", k=1, scope=Scope(lang="en")) == ["a3#0"]


ODD_TERMS = ["AND", "OR", "NOT", "NEAR", 'a"b', '"', "*", "haf*", ":", "title:hafen", "(", "^hafen", "-hafen", "+", "'"]
ODD_TERMS += ["", " ", "\0", "a\0b", "\n", "--", ";", "{hafen}", "\\", "😀", "\ud83d", "37,5", "a" * 10_000]


@pytest.mark.parametrize("term", ODD_TERMS)
def test_a_term_is_never_an_operator(lexical: LexicalIndex, term: str) -> None:
    write(lexical, HARBOUR, FERRY)
    assert found(lexical, term) == []
    assert found(lexical, "sturm", term) == ["a1#0"]
    assert found(lexical, term, "sturm") == ["a1#0"]


@pytest.mark.parametrize("term", ["and", "near", "37,5", "12.30", "10.500", "peter's", "a_b", "café", "ﬁ", "漢字"])
def test_a_term_with_odd_characters_is_found_and_counted_as_one(lexical: LexicalIndex, term: str) -> None:
    write(lexical, passage("a1", f"vor {term} nach"), passage("a2", "37 12 10 5 30 500 peter s a b caf"))
    assert found(lexical, term) == ["a1#0"]
    assert lexical.document_frequencies([term]) == ({term: 1}, 2)


def test_document_frequencies_count_passages_not_occurrences(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR, FERRY, STORM, passage("a4", "sturm sturm sturm", title="sturm"))
    assert lexical.document_frequencies(["hafen", "sturm", "nichts"]) == ({"hafen": 3, "sturm": 2, "nichts": 0}, 4)
    assert lexical.document_frequencies([]) == ({}, 4)


def test_places_come_back_as_they_were_written(lexical: LexicalIndex) -> None:
    second = passage("a1", "zweiter", ordinal=1, start=40, end=47, heading="Überschrift", published=JULY)
    lexical.write([entry("a1", passages=2)], [HARBOUR, second])
    assert lexical.places(["a1#1", "unknown#7", "a1#0"]) == {"a1#0": HARBOUR.place, "a1#1": second.place}


def test_an_announced_article_is_in_the_journal_but_not_complete(lexical: LexicalIndex) -> None:
    lexical.announce([entry("a1", "hash", passages=3)])
    assert lexical.journal() == {"a1": entry("a1", "hash", passages=3, complete=False)}
    assert lexical.count() == 0


def test_writing_makes_an_announced_article_complete(lexical: LexicalIndex) -> None:
    lexical.announce([entry("a1"), entry("a2")])
    lexical.write([entry("a1")], [HARBOUR])
    assert {known.article_id: known.complete for known in lexical.journal().values()} == {"a1": True, "a2": False}


def test_a_write_that_breaks_off_leaves_nothing_of_itself(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR)

    def broken() -> "list[PassageTerms]":
        raise ValueError("the passages broke off")

    with pytest.raises(ValueError, match="broke off"):
        lexical.write([entry("a2")], (each for _ in range(1) for each in [FERRY, *broken()]))
    assert found(lexical, "fähre") == []
    assert list(lexical.journal()) == ["a1"]
    write(lexical, FERRY)
    assert found(lexical, "fähre") == ["a2#0"]


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    first = LexicalIndex(tmp_path / "new" / "keywords.sqlite")
    write(first, HARBOUR, FERRY)
    first.announce([entry("a9", complete=False)])
    before = first.search(["hafen", "sturm"], 10), first.journal(), first.state(), first.count()
    first.close()
    first.close()
    again = LexicalIndex(tmp_path / "new" / "keywords.sqlite")
    assert (again.search(["hafen", "sturm"], 10), again.journal(), again.state(), again.count()) == before
    assert again.search(["hafen"], 10, Scope(outlet="küstenblatt"))[0][0] == "a1#0"
    again.close()


def test_the_state_changes_with_every_change_of_content(lexical: LexicalIndex) -> None:
    states = [lexical.state()]
    write(lexical, HARBOUR)
    states.append(lexical.state())
    lexical.write([entry("a1", "2")], [HARBOUR])
    states.append(lexical.state())
    write(lexical, FERRY)
    states.append(lexical.state())
    assert len(set(states)) == len(states)
    lexical.remove([entry("a2")])
    assert lexical.state() == states[2]


def test_the_state_is_equal_for_equal_content_however_it_came_there(tmp_path: Path) -> None:
    one, other = LexicalIndex(tmp_path / "one.sqlite"), LexicalIndex(tmp_path / "other.sqlite")
    write(one, HARBOUR, FERRY)
    write(other, FERRY)
    write(other, STORM)
    other.remove([entry("a3")])
    other.announce([entry("a1")])
    write(other, HARBOUR)
    assert one.state() == other.state()
    one.close()
    other.close()


def test_the_state_does_not_count_what_is_only_announced(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR)
    before = lexical.state()
    lexical.announce([entry("a2")])
    assert lexical.state() == before


def test_what_another_connection_writes_is_seen(tmp_path: Path, lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR)
    before = lexical.state()
    assert not lexical.written_elsewhere()
    other = LexicalIndex(tmp_path / "keywords.sqlite")
    write(other, FERRY)
    assert lexical.state() == other.state() != before
    assert lexical.written_elsewhere()
    assert not lexical.written_elsewhere()
    assert found(lexical, "fähre") == ["a2#0"]
    other.close()


def test_what_it_writes_itself_was_not_written_elsewhere(lexical: LexicalIndex) -> None:
    write(lexical, HARBOUR)
    assert not lexical.written_elsewhere()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keywords.sqlite").write_text("not a database, but long enough to look at" * 50, encoding="utf-8")
    with pytest.raises(StoreError, match=r"keywords\.sqlite"):
        LexicalIndex(tmp_path / "keywords.sqlite")


def test_a_closed_index_says_so_in_words(lexical: LexicalIndex) -> None:
    lexical.close()
    with pytest.raises(StoreError):
        lexical.search(["hafen"], 1)
    with pytest.raises(StoreError):
        lexical.announce([replace(entry("a1"), complete=False)])
