from dataclasses import replace

from assistant import AbstainReason, Filters
from tests.fakes import abstained, answered, cited, written
from tests.ui.articles import BRIDGE, QUESTION, QUOTE, SCHOOL
from ui.copying import copied
from ui.texts import ENGLISH, GERMAN
from ui.types import Exchange

CITED = cited(replace(BRIDGE, updated="2025-11-05"), QUOTE)


def test_an_answer_is_copied_with_its_quotations_outlets_and_dates() -> None:
    exchange = Exchange(id=1, question=QUESTION, answer=answered(QUESTION, "bis März 2026", CITED))
    assert copied(exchange, GERMAN).splitlines() == [
        f"Frage: {QUESTION}",
        "",
        "bis März 2026",
        "",
        f"[1] „{QUOTE}“",
        "Altstadt-Bote, Ada Beispiel, Brücke in Altstadt gesperrt, 3. November 2025, 09:15 Uhr, "
        "Stand: 5. November 2025, https://zeitung.example/bruecke",
    ]


def test_filters_are_copied_with_the_answer() -> None:
    exchange = Exchange(id=1, question=QUESTION, filters=Filters(since="2025-07-01", outlet="Altstadt-Bote"))
    assert "Filters: from 1 July 2025; Altstadt-Bote" in copied(exchange, ENGLISH)


def test_the_prose_of_a_language_model_is_copied_with_its_numbers() -> None:
    answer = written(QUESTION, None, [CITED, cited(SCHOOL, SCHOOL.text, n=2)], ("Sie ist gesperrt.", (1, 2)))
    text = copied(Exchange(id=1, question=QUESTION, answer=answer), GERMAN)
    assert "Sie ist gesperrt. [1] [2]" in text
    assert GERMAN.written_by_model in text


def test_an_abstention_is_copied_with_its_reason() -> None:
    answer = abstained(QUESTION, AbstainReason.NO_EVIDENCE, BRIDGE)
    text = copied(Exchange(id=1, question=QUESTION, answer=answer), GERMAN)
    assert GERMAN.abstained in text
    assert GERMAN.reasons[AbstainReason.NO_EVIDENCE] in text
