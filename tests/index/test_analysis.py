import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import Stemmer

from index.analysis import fold, language_of, question_terms, question_words, terms, words

BOTH = ("de", "en")


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that give way to each other all the time."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("de", "Der Minister kündigte Kürzungen an", "kündigten die Minister eine Kürzung an"),
        ("de", "Verhandlungen der Gewerkschaften", "Verhandlung mit einer Gewerkschaft"),
        ("de", "Häuser", "Haus"),
        ("en", "The ministers announced closures", "A minister was announcing a closure"),
        ("en", "the committee's decisions", "committee decision"),
    ],
)
def test_forms_of_a_word_share_their_term(lang: str, one: str, other: str) -> None:
    assert sorted(set(terms(one, lang))) == sorted(set(terms(other, lang)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "Strasse"),
        ("STRASSE", "straße"),
        ("GROẞE", "große"),
        ("Müller", "Mueller"),
        ("MÜLLER", "müller"),
        ("Öl", "oel"),
        ("Mu\u0308ller", "Müller"),
        ("Peter’s", "Peter's"),
    ],
)
def test_spellings_of_a_word_share_their_term(one: str, other: str) -> None:
    assert terms(one, "de") == terms(other, "de")
    assert len(terms(one, "de")) == 1


def test_words_that_differ_do_not_share_their_term() -> None:
    assert len(set(terms("Hafen Haft Wahl Wal Wahn", "de"))) == 5


def test_stop_words_are_dropped_in_the_language_of_the_text_only() -> None:
    assert terms("Die Fähre und der Hafen", "de") == terms("Fähre Hafen", "de")
    assert terms("The die is cast", "en") == ["die", "cast"]
    assert terms("Das was war", "de") == []


def test_stop_words_are_dropped_in_any_spelling() -> None:
    assert terms("FÜR fuer für", "de") == []


def test_terms_keep_their_order_and_repeat() -> None:
    assert terms("Hafen, Brücke, Hafen", "de") == terms("Hafen", "de") + terms("Brücke", "de") + terms("Hafen", "de")


def test_a_text_without_words_has_no_terms() -> None:
    assert terms("", "de") == []
    assert terms(" – … ?! \n", "en") == []
    assert question_terms("", BOTH) == []


@pytest.mark.parametrize("number", ["37,5", "12.30", "10.500", "1.234.567,89", "19:45", "2025", "0"])
@pytest.mark.parametrize("lang", BOTH)
def test_numbers_stay_whole(number: str, lang: str) -> None:
    assert words(f"Es waren {number}, sagte sie.") == ["Es", "waren", number, "sagte", "sie"]
    assert terms(number, lang) == [number]


def test_a_full_stop_after_a_number_is_not_part_of_it() -> None:
    assert words("Im Jahr 2024. Um 12.30. Rund 37,5.") == ["Im", "Jahr", "2024", "Um", "12.30", "Rund", "37,5"]


def test_words_keep_their_spelling() -> None:
    assert words("Die „Große Straße“ – U-Bahn, don’t!") == ["Die", "Große", "Straße", "U", "Bahn", "don’t"]


def test_folding_spells_out_umlauts_and_sharp_s() -> None:
    assert fold("Größenwahn") == "groessenwahn"


def test_a_question_drops_the_stop_words_of_its_own_language_only() -> None:
    assert list(question_words("Wie heißt die Fähre nach Nordholm?", BOTH)) == ["heisst", "faehre", "nordholm"]
    assert list(question_words("Why did the die crack?", BOTH)) == ["die", "crack"]


def test_a_question_is_stemmed_in_every_language_of_the_archive() -> None:
    stems = question_words("Welche Minister kamen zu den closures?", BOTH)["closures"]
    assert terms("closures", "de")[0] in stems
    assert terms("closures", "en")[0] in stems


def test_a_stem_that_languages_share_is_kept_once() -> None:
    assert question_words("Hafen", BOTH) == {"hafen": ("haf", "hafen")}
    assert question_words("Radio", BOTH) == {"radio": ("radio",)}


def test_question_terms_are_distinct_and_in_order() -> None:
    found = question_terms("Hafen Radio Hafen HAFEN 37,5", BOTH)
    assert found == ["haf", "hafen", "radio", "37,5"]


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Wann wird der Hafen wieder geöffnet?", "de"),
        ("When will the harbour be opened again?", "en"),
        ("Who was it?", "en"),
        ("Was war das?", "de"),
        ("Fähre Nordholm", "de"),
        ("What did Schmidt say about Die Linke?", "en"),
        ("", "de"),
    ],
)
def test_stop_words_tell_the_language_of_a_question(question: str, lang: str) -> None:
    assert language_of(question) == lang


@pytest.mark.usefixtures("hasty_threads")
def test_threads_that_stem_at_once_find_what_one_finds() -> None:
    stems = ("Verwalt", "Regier", "Beschäftig", "Gemeinschaft", "Forsch", "Entwickl", "Übersetz", "Versicher")
    ends = ("ungen", "licher", "keiten", "erinnen", "enden", "ung", "schaften", "igsten")
    texts = [stem + end + last for last in ("", "s", "es") for stem in stems for end in ends]
    with ThreadPoolExecutor(8) as workers:
        at_once = list(workers.map(lambda text: terms(text, "de"), texts))
    alone = Stemmer.Stemmer("german")
    assert at_once == [[alone.stemWord(fold(text))] for text in texts]
