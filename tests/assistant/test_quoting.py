"""Which sentences are quoted, and which words of the best one are the short answer."""

import pytest

from assistant.kinds import AnswerKind, kind_of
from assistant.quoting import MOST_QUOTATIONS, quotations, sentences, short_answer
from assistant.reading import Candidate, Reading
from tests.assistant.fakes import article, candidate

TEXT = "Der Hafen ist zu. Grund ist Nebel. Er öffnet am Montag. Das sagte Erik Lund. Es regnet."
HARBOUR = article(TEXT)


def reading(*candidates: Candidate) -> Reading:
    return Reading(kind=AnswerKind.OTHER, candidates=candidates, answerable=0.9)


def sentence(text: str, probability: float) -> Candidate:
    return candidate(text, start=TEXT.index(text), probability=probability)


def short(question: str, text: str) -> str | None:
    return short_answer(question, kind_of(question), text)


def test_the_best_sentence_is_quoted_alone_when_the_others_are_far_behind() -> None:
    quoted = quotations(reading(sentence("Der Hafen ist zu.", 0.9), sentence("Es regnet.", 0.3)), {"a1": HARBOUR})
    assert [citation.quote for citation in quoted] == ["Der Hafen ist zu."]


def test_sentences_nearly_as_likely_are_quoted_too_numbered_in_their_order() -> None:
    quoted = quotations(reading(sentence("Grund ist Nebel.", 0.9), sentence("Der Hafen ist zu.", 0.8)), {"a1": HARBOUR})
    assert [(citation.n, citation.quote) for citation in quoted] == [(1, "Grund ist Nebel."), (2, "Der Hafen ist zu.")]


def test_never_more_than_three_are_quoted() -> None:
    texts = ("Der Hafen ist zu.", "Grund ist Nebel.", "Er öffnet am Montag.", "Es regnet.")
    quoted = quotations(reading(*(sentence(text, 0.9) for text in texts)), {"a1": HARBOUR})
    assert len(quoted) == MOST_QUOTATIONS == 3


def test_the_same_sentence_out_of_two_articles_is_quoted_once() -> None:
    copies = [candidate("Es regnet.", article_id=copy, start=TEXT.index("Es regnet.")) for copy in ("a1", "a2")]
    articles = {"a1": HARBOUR, "a2": article(TEXT, article_id="a2")}
    assert [citation.article_id for citation in quotations(reading(*copies), articles)] == ["a1"]


def test_a_sentence_that_no_longer_stands_is_not_quoted() -> None:
    found = reading(sentence("Grund ist Nebel.", 0.9), sentence("Der Hafen ist zu.", 0.8))
    corrected = article(TEXT.replace("Nebel", "Sturm"))
    assert [citation.quote for citation in quotations(found, {"a1": corrected})] == ["Der Hafen ist zu."]
    assert quotations(found, {}) == ()


def test_the_sentences_of_an_answer_are_its_quotations() -> None:
    quoted = quotations(reading(sentence("Grund ist Nebel.", 0.9), sentence("Der Hafen ist zu.", 0.8)), {"a1": HARBOUR})
    assert [(each.text, each.citations) for each in sentences(quoted)] == [
        ("Grund ist Nebel.", (1,)),
        ("Der Hafen ist zu.", (2,)),
    ]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Wann öffnet der Hafen?", "Der Hafen öffnet am 3. Mai 2025 wieder.", "3. Mai 2025"),
        ("Wie viele Schiffe warten?", "Vor der Mole warten 14 Schiffe.", "14"),
        ("Who closed the harbour?", "The harbour was closed by Erik Lund.", "Erik Lund"),
    ],
)
def test_the_words_that_answer_are_found(question: str, text: str, expected: str) -> None:
    found = short(question, text)
    assert found is not None
    assert expected in found
    assert found in text


def test_of_two_numbers_the_one_beside_the_words_of_the_question_answers() -> None:
    found = short("Wie viele Schiffe warten?", "Bei 8 Grad und Nebel warten am Morgen 14 Schiffe.")
    assert found is not None
    assert found.startswith("14")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was geschah am Hafen?", "Der Hafen ist zu."),
        ("Warum ist der Hafen zu?", "Der Hafen ist zu, weil Nebel herrscht."),
        ("Wann im Mai 2025 öffnet der Hafen?", "Der Hafen öffnet im Mai 2025."),
        ("Wie viele kamen?", "Am Montag waren es 40, am Dienstag 60 Besucher."),
    ],
)
def test_no_short_answer_rather_than_a_guess(question: str, text: str) -> None:
    assert short(question, text) is None
