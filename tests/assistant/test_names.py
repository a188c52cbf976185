"""Names are told from other words in German and English, and known again inflected, in compounds and translated."""

import threading
import time

import pytest

from assistant.names import NameFinder, stands_among, tokens_of


def found(text: str, lang: str = "de") -> list[str]:
    return [text[span.start : span.end] for span in NameFinder().names(text, lang)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Olaf Scholz besuchte am Montag im Mai Kiew.", ["Olaf", "Scholz", "Kiew"]),
        ("Der Bürgermeister lobte die Feuerwehr und den Hafen.", []),
        ("In Bremen und im Rathaus von Kassel tagte die CDU.", ["Bremen", "Kassel", "CDU"]),
        ("Die EU und die USA streiten, die WHO warnt.", ["EU", "USA", "WHO"]),
        ("Präsident Ganslmeier tritt zurück.", ["Ganslmeier"]),
    ],
)
def test_german_names_are_told_from_nouns(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mayor Smith met Anna Jones in May.", ["Smith", "Anna", "Jones"]),
        ("President Biden visited Kyiv on Monday.", ["Biden", "Kyiv"]),
        ("Residents of the village fled.", []),
        ("“Residents of the village fled, but Mr. Doe stayed.", ["Doe"]),
        ("The WHO warned of it.", ["WHO"]),
    ],
)
def test_english_names_are_told_by_their_capitals(text: str, names: list[str]) -> None:
    assert found(text, "en") == names


def test_another_language_is_read_as_german() -> None:
    assert "Paris" in found("Le maire de Paris est parti.", "fr")


@pytest.mark.parametrize("text", ["", " \n", "...", "_", "__", "😀", "12 345", "\x00\x1b[31m", "{" * 1_000, "(.*)+$"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_where_no_words_are_no_names_are(text: str, lang: str) -> None:
    assert found(text, lang) == []


def test_offsets_are_exact_behind_emoji_and_marks() -> None:
    text = "😀 «Anna-Lena O'Neill_Meier» (ﬁ) sah U.S.-Bürger."
    assert [text[each.start : each.end] for each in tokens_of(text)] == [
        *(
            "😀",
            "«",
            "Anna",
            "-",
            "Lena",
            "O'Neill",
            "Meier",
            "»",
            "(",
            "ﬁ",
            ")",
            "sah",
            "U.S",
            ".",
            "-",
            "Bürger",
            ".",
        ),
    ]


@pytest.mark.parametrize(
    "text",
    ["A" + "bcdefgh" * 5_000, "Aa " * 5_000, "\ud800 Wort " * 100, "\u202e" * 1_000, "A.b" * 300, "Ä" * 1_000],
    ids=["one word", "many words", "halves", "marks", "stops", "capitals"],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_hostile_words_take_no_time(text: str, lang: str) -> None:
    started = time.perf_counter()
    spans = NameFinder().names(text, lang)
    assert time.perf_counter() - started < 5
    assert all(0 <= span.start < span.end <= len(text) for span in spans)


def test_all_threads_share_one_tagger() -> None:
    seen: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda n=n: seen.append(found(f"Am Tag {n} kam Olaf Scholz nach Kiew.")))
        for n in range(20)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert seen == [["Olaf", "Scholz", "Kiew"]] * 20


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Berlin", "Berlins"),
        ("Berlin", "Berliner"),
        ("Hacker", "Hackerangriff"),
        ("Pakistan", "Pakistani"),
        ("Türkei", "türkische"),
        ("China", "chinesischen"),
        ("Australia", "Australian"),
        ("Island", "isländisch"),
        ("Schottland", "Scottish"),
        ("Venedig", "venezianischer"),
        ("Frankreich", "französische"),
        ("USA", "amerikanische"),
        ("U.S.", "US"),
        ("Schröder", "Schroeder"),
        ("Groß", "GROSS"),
    ],
)
def test_a_name_is_known_again_inflected_and_as_an_adjective(name: str, others: str) -> None:
    assert stands_among(name, [others, "Wort"])
    assert stands_among(others, ["Wort", name])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Meier", "Maier"),
        ("Christian", "Christoph"),
        ("Christian", "Christine"),
        ("Martin", "Martina"),
        ("Johann", "Johanna"),
        ("Austrian", "Australian"),
        ("Austrian", "Australia"),
        ("slowakische", "slowenische"),
        ("Slowakei", "slowenische"),
        ("Venezuela", "venezianische"),
        ("Niedersachsen", "Sachsen"),
        ("Südsudan", "Sudan"),
        ("Nordirland", "Irland"),
        ("Niger", "Nigeria"),
        ("Nordkorea", "Südkorea"),
        ("Iran", "Irak"),
        ("Kiel", "Köln"),
        ("Ulm", "Ulrich"),
    ],
)
def test_names_that_only_resemble_each_other_are_not_the_same(name: str, other: str) -> None:
    assert not stands_among(name, [other])
    assert not stands_among(other, [name])


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("München", ["Munich"]),
        ("Vienna", ["Wien"]),
        ("Spanien", ["Spain's"]),
        ("Südkorea", ["South", "Korea"]),
        ("Korea", ["Südkorea"]),
        ("Staaten", ["the", "United", "States"]),
        ("Bosnien", ["Bosnia"]),
        ("Kongo", ["Congo"]),
        ("Hongkong", ["Hong", "Kong"]),
        ("Nordsee", ["North", "Sea"]),
    ],
)
def test_a_name_is_known_in_the_other_language_where_that_is_asked_for(name: str, others: list[str]) -> None:
    assert stands_among(name, others, foreign=True)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Nordkorea", ["South", "Korea"]),
        ("Südkorea", ["South", "Africa"]),
        ("Südafrika", ["South", "Sudan"]),
        ("Wien", ["Venice"]),
        ("Bosnien", ["and"]),
    ],
)
def test_a_part_of_a_name_in_the_other_language_is_not_enough(name: str, others: list[str]) -> None:
    assert not stands_among(name, others, foreign=True)


def test_a_translation_counts_only_where_it_is_asked_for() -> None:
    assert not stands_among("München", ["Munich"])


def test_nothing_stands_among_nothing() -> None:
    assert not stands_among("Berlin", [])
    assert not stands_among("", ["Berlin"])
    assert not stands_among("B", ["Berlin"])
