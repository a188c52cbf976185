"""When a question is about."""

from datetime import UTC, date, datetime

import pytest

from index.periods import period_of, wants_newest

TODAY = date(2025, 11, 25)


def days(question: str) -> tuple[str, str] | None:
    """The first and the last day of the period that a question names."""
    period = period_of(question, TODAY)
    if period is None:
        return None
    first, last = (datetime.fromtimestamp(each, UTC) for each in (period.since, period.until - 1))
    return first.date().isoformat(), last.date().isoformat()


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("Was geschah im Juli 2025?", "2025-07-01", "2025-07-31"),
        ("Was geschah am 3. Mai 2024?", "2024-05-03", "2024-05-03"),
        ("Was war am 03.05.2024?", "2024-05-03", "2024-05-03"),
        ("What happened on May 3, 2024?", "2024-05-03", "2024-05-03"),
        ("What happened on 2024-05-03?", "2024-05-03", "2024-05-03"),
        ("Wer wurde 2006 Weltmeister?", "2006-01-01", "2006-12-31"),
        ("Was geschah im März?", "2025-03-01", "2025-03-31"),
        ("Was geschah im Dezember?", "2024-12-01", "2024-12-31"),
        ("Was ist seit Mai 2025 geschehen?", "2025-05-01", "2025-11-25"),
        ("Wie viele Artikel seit September?", "2025-09-01", "2025-11-25"),
        ("Wer gewann gestern?", "2025-11-24", "2025-11-24"),
        ("Wer gewann vorgestern?", "2025-11-23", "2025-11-23"),
        ("What happened last year?", "2024-01-01", "2024-12-31"),
        ("Was geschah dieses Jahr?", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_question_names_a_period(question: str, first: str, last: str) -> None:
    assert days(question) == (first, last)


@pytest.mark.parametrize(
    "question",
    [
        "Wer gewann?",
        "Wann begann die Spielzeit 2005/06?",
        "Wie hoch sind 2005,5 Meter?",
        "Was war am 31.02.2024?",
    ],
)
def test_a_question_that_names_none_has_none(question: str) -> None:
    assert days(question) is None


def test_an_article_without_a_date_lies_in_no_period() -> None:
    period = period_of("Was geschah im Juli 2025?", TODAY)
    assert period is not None
    assert not period.holds(None)
    assert period.holds(period.since)
    assert not period.holds(period.until)


@pytest.mark.parametrize("question", ["Wie hoch ist der Schaden derzeit?", "What is the latest?", "Was gilt jetzt?"])
def test_a_question_may_ask_for_the_state_of_things(question: str) -> None:
    assert wants_newest(question)
    assert not wants_newest("Wie hoch war der Schaden?")
