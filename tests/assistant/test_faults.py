"""Each rule finds one kind of fault between a sentence and what it quotes, in German and English, and nothing else."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.faults import (
    dropped_speakers,
    dropped_suppositions,
    is_in,
    wrong_dates,
    wrong_names,
    wrong_negations,
    wrong_numbers,
)
from assistant.names import NameFinder
from assistant.resting import Quoted, Side
from corpus.types import Span
from tests.assistant.fakes import article

RULES: dict[str, Callable[[Side], list[str]]] = {
    "number": wrong_numbers,
    "date": wrong_dates,
    "name": lambda side: wrong_names(side, NameFinder()),
    "negation": wrong_negations,
    "supposition": dropped_suppositions,
    "speaker": dropped_speakers,
}


def beside(
    text: str, stated: str, *, lang: str = "de", title: str = "Ohne", published: str | None = "2025-07-01"
) -> Side:
    """A sentence beside a whole article."""
    source = replace(article(stated, title=title, lang=lang), published=published)
    return Side(text=text, quoted=(Quoted(article=source, span=Span(start=0, end=len(stated))),))


def faults(text: str, stated: str, *, lang: str = "de", published: str | None = "2025-07-01") -> set[str]:
    side = beside(text, stated, lang=lang, published=published)
    return {name for name, rule in RULES.items() if rule(side)}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Bei dem Brand starben zwölf Menschen.", "Bei dem Brand am Montag starben 12 Menschen."),
        ("Er muss sieben Jahre in Haft.", "Er muss 84 Monate in Haft."),
        ("20 Prozent der Befragten stimmten zu.", "300 von 1.500 Befragten stimmten zu."),
        ("Der Eintritt stieg um 5 Euro.", "Der Eintritt kostet 61 statt 56 Euro."),
        ("Am 30. Juni 2025 brannte es.", "Gestern brannte es."),
        ("Im Mai 2025 brannte es.", "Es war der 3. Mai 2025, als es in Kassel brannte."),
        ("Olaf Scholz besuchte Kiew.", "Am Montag ist Olaf Scholz zu einem Besuch in Kiew gewesen."),
        ("Der Fahrer war laut Polizei betrunken.", "Laut Polizei war der Fahrer betrunken."),
        ("Der Fahrer war vermutlich betrunken.", "Der Fahrer war offenbar betrunken."),
        ("Der Hafen ist nicht offen.", "Der Hafen ist derzeit nicht offen."),
    ],
)
def test_a_german_sentence_that_says_the_same_is_without_fault(text: str, stated: str) -> None:
    assert faults(text, stated) == set()


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Twelve people died in the fire.", "12 people died in the fire on Monday."),
        ("The port opens in May.", "The port opens on May 3."),
        ("Anna Jones won the race.", "The race was won by Anna Jones."),
        ("Police said the driver was drunk.", "The driver was drunk, police said."),
    ],
)
def test_an_english_sentence_that_says_the_same_is_without_fault(text: str, stated: str) -> None:
    assert faults(text, stated, lang="en") == set()


@pytest.mark.parametrize(
    ("text", "stated", "lang", "fault"),
    [
        ("Bei dem Brand starben 13 Menschen.", "Bei dem Brand am Montag starben 12 Menschen.", "de", "number"),
        ("Es kamen 5000 Besucher.", "Es kamen 500 Besucher.", "de", "number"),
        ("Das Spiel endete 3:1.", "Das Spiel endete 2:1.", "de", "number"),
        ("Der Zug fährt um 14.30 Uhr.", "Der Zug fährt um 14.50 Uhr.", "de", "number"),
        ("30 Prozent stimmten zu.", "300 von 1.500 Befragten stimmten zu.", "de", "number"),
        ("Thirteen people died in the fire.", "12 people died in the fire.", "en", "number"),
        ("The bridge cost £3 million.", "The bridge cost £2 million.", "en", "number"),
        ("Am 4. Mai 2025 brannte es.", "Am 3. Mai 2025 brannte es.", "de", "date"),
        ("Am Montag brannte es.", "Am Dienstag brannte es.", "de", "date"),
        ("Der Papst kam im August.", "Der Papst kam.", "de", "date"),
        ("Am 29. Juni 2025 brannte es.", "Gestern brannte es.", "de", "date"),
        ("The port opens on May 4.", "The port opens on May 3.", "en", "date"),
        ("Olaf Scholz besuchte Moskau.", "Olaf Scholz besuchte am Montag Kiew.", "de", "name"),
        ("Christian Müller gewann das Rennen.", "Christoph Müller gewann das Rennen.", "de", "name"),
        ("Niedersachsen erhöht die Steuern.", "Sachsen erhöht die Steuern.", "de", "name"),
        ("Die WHO warnt vor dem Virus.", "Die EU warnt vor dem Virus.", "de", "name"),
        ("Anna Jones won the race.", "Mary Jones won the race.", "en", "name"),
        ("Der Präsident von Nordkorea kam.", "The president of South Korea came.", "en", "name"),
        ("Der Hafen ist offen.", "Der Hafen ist nicht offen.", "de", "negation"),
        ("Der Hafen ist nicht offen.", "Der Hafen ist offen.", "de", "negation"),
        ("The mayor resigned.", "The mayor did not resign.", "en", "negation"),
        ("Der Fahrer war betrunken.", "Der Fahrer war vermutlich betrunken.", "de", "supposition"),
        ("The driver was drunk.", "The driver was allegedly drunk.", "en", "supposition"),
        ("Der Fahrer war betrunken.", "Der Fahrer war laut Polizei betrunken.", "de", "speaker"),
        ("The driver was drunk.", "The driver was drunk, police said.", "en", "speaker"),
    ],
)
def test_what_a_sentence_gets_wrong_is_found(text: str, stated: str, lang: str, fault: str) -> None:
    assert fault in faults(text, stated, lang=lang)


def test_the_words_at_fault_are_those_of_the_sentence() -> None:
    assert wrong_numbers(beside("Es starben 13 Menschen und 4 Tiere.", "Es starben 12 Menschen und 4 Tiere.")) == ["13"]
    assert wrong_names(beside("Angela Merkel sah Olaf Scholz.", "Olaf Scholz kam."), NameFinder()) == [
        "Angela",
        "Merkel",
    ]
    assert wrong_dates(beside("Am 4. Mai 2025 und am 3. Mai 2025.", "Am 3. Mai 2025.")) == ["4. Mai 2025"]


def test_what_drops_a_speaker_or_a_doubt_is_shown_in_the_words_of_the_article() -> None:
    stated = "Der Fahrer war laut Polizei betrunken."
    assert dropped_speakers(beside("Der Fahrer war betrunken.", f"{stated} Es regnete.")) == [stated]
    stated = "Der Fahrer war vermutlich betrunken."
    assert dropped_suppositions(beside("Der Fahrer war betrunken.", f"Es regnete. {stated}")) == [stated]
    assert dropped_suppositions(beside("Der Fahrer war betrunken.", f"{stated} Der Fahrer war betrunken.")) == []


def test_a_name_may_stand_in_the_headline_or_before_what_is_quoted() -> None:
    assert not wrong_names(beside("Olaf Scholz kam nach Kiew.", "Er kam.", title="Olaf Scholz in Kiew"), NameFinder())
    stated = "Anna Jansen ist Lotsin. Sie fuhr aufs Meer."
    found = Quoted(article=article(stated), span=Span(start=24, end=len(stated)))
    assert not wrong_names(Side(text="Das Meer ist, wohin Anna Jansen fuhr.", quoted=(found,)), NameFinder())
    assert wrong_names(Side(text="Das Meer ist, wohin Berta Jansen fuhr.", quoted=(found,)), NameFinder()) == ["Berta"]


def test_names_are_known_across_languages() -> None:
    assert not wrong_names(
        beside("Der Kanzler besuchte Kiew.", "The chancellor visited Kyiv.", lang="en"), NameFinder()
    )
    assert not wrong_names(
        beside("Die Regierung in Wien geht.", "The government in Vienna left.", lang="en"), NameFinder()
    )


def test_a_sentence_may_name_the_day_of_publication_where_the_article_names_none() -> None:
    assert wrong_dates(beside("Am 1. Juli 2025 brannte es.", "Es brannte.")) == []
    assert wrong_dates(beside("Am 2. Juli 2025 brannte es.", "Es brannte.")) == ["2. Juli 2025"]
    assert wrong_dates(beside("Am 1. Juli 2025 brannte es.", "Es brannte.", published=None)) == ["1. Juli 2025"]


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Der Hafen ist zu und die Schiffe warten.", "de", True),
        ("Der Hafen ist zu und die Schiffe warten.", "en", False),
        ("The port is closed and the ships wait.", "en", True),
        ("The port is closed and the ships wait.", "de", False),
        ("Il porto è chiuso e le navi aspettano.", "de", False),
        ("Il porto è chiuso e le navi aspettano.", "en", False),
        ("Sieben Jahre.", "en", True),
        ("", "de", True),
        ("\x00 {} 12", "de", True),
    ],
)
def test_the_language_of_a_sentence_is_told_if_it_has_words_enough(text: str, lang: str, expected: bool) -> None:
    assert is_in(text, lang) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x1b[31m",
        "😀" * 300,
        "A" * 1_000,
        "12:" * 300,
        "{" * 1_000,
        "Der " * 250,
        "nicht " * 150,
        "1. Mai " * 120,
    ],
)
@pytest.mark.parametrize(
    "stated",
    ["Der Hafen ist zu.", "{" * 3_000, "(.*)+$ [a-z", "Am 3. Mai kam er nicht. " * 20, "\u202e\u200b Nein."],
)
def test_hostile_texts_are_judged_in_time(text: str, stated: str) -> None:
    started = time.perf_counter()
    found = {name: rule(beside(text, stated)) for name, rule in RULES.items()}
    assert all(isinstance(word, str) for words in found.values() for word in words)
    assert time.perf_counter() - started < 5
