"""Which sentences are quoted, and which words of the best one are the short answer."""

from collections.abc import Mapping

import pytest

from assistant.kinds import AnswerKind
from assistant.quoting import MOST_QUOTATIONS, chosen, quotations, sentences, short_answer
from assistant.reading import Candidate, Reading
from assistant.types import Citation
from corpus.types import Article
from tests.assistant.fakes import article, candidate

TEXT = "Der Hafen ist zu. Grund ist Nebel. Er öffnet am Montag. Das sagte Erik Lund. Es regnet."
HARBOUR = article(TEXT)


def reading(*candidates: Candidate) -> Reading:
    return Reading(kind=AnswerKind.OTHER, candidates=candidates, answerable=0.9)


def quote(read: Reading, articles: Mapping[str, Article]) -> tuple[Citation, ...]:
    return quotations(chosen(read, articles), articles)


def sentence(text: str, probability: float) -> Candidate:
    return candidate(text, start=TEXT.index(text), probability=probability)


def test_the_best_sentence_is_quoted_alone_when_the_others_are_far_behind() -> None:
    quoted = quote(reading(sentence("Der Hafen ist zu.", 0.9), sentence("Es regnet.", 0.1)), {"a1": HARBOUR})
    assert [citation.quote for citation in quoted] == ["Der Hafen ist zu."]


def test_sentences_nearly_as_likely_are_quoted_too_numbered_in_their_order() -> None:
    quoted = quote(reading(sentence("Grund ist Nebel.", 0.9), sentence("Der Hafen ist zu.", 0.8)), {"a1": HARBOUR})
    assert [(citation.n, citation.quote) for citation in quoted] == [(1, "Grund ist Nebel."), (2, "Der Hafen ist zu.")]


def test_never_more_than_three_are_quoted() -> None:
    texts = ("Der Hafen ist zu.", "Grund ist Nebel.", "Er öffnet am Montag.", "Es regnet.")
    quoted = quote(reading(*(sentence(text, 0.9) for text in texts)), {"a1": HARBOUR})
    assert len(quoted) == MOST_QUOTATIONS == 3


def test_the_same_sentence_out_of_two_articles_is_quoted_once() -> None:
    copies = [candidate("Es regnet.", article_id=copy, start=TEXT.index("Es regnet.")) for copy in ("a1", "a2")]
    articles = {"a1": HARBOUR, "a2": article(TEXT, article_id="a2")}
    assert [citation.article_id for citation in quote(reading(*copies), articles)] == ["a1"]


def test_a_sentence_that_no_longer_stands_is_not_quoted() -> None:
    found = reading(sentence("Grund ist Nebel.", 0.9), sentence("Der Hafen ist zu.", 0.8))
    corrected = article(TEXT.replace("Nebel", "Sturm"))
    assert [citation.quote for citation in quote(found, {"a1": corrected})] == ["Der Hafen ist zu."]
    assert quote(found, {}) == ()


def test_the_sentences_of_an_answer_are_its_quotations() -> None:
    quoted = quote(reading(sentence("Grund ist Nebel.", 0.9), sentence("Der Hafen ist zu.", 0.8)), {"a1": HARBOUR})
    assert [(each.text, each.citations) for each in sentences(quoted)] == [
        ("Grund ist Nebel.", (1,)),
        ("Der Hafen ist zu.", (2,)),
    ]


@pytest.mark.parametrize("marked", ["3. Mai 2025", "am 3. Mai 2025 wieder", " 3. Mai 2025 wieder."])
def test_the_short_answer_is_what_the_reader_marked(marked: str) -> None:
    text = "Der Hafen öffnet am 3. Mai 2025 wieder."
    assert short_answer("Wann öffnet der Hafen?", candidate(text, answer=marked)) == marked.strip(" .")


@pytest.mark.parametrize("marked", [None, "Hafen", "!", "Mole " * 30])
def test_no_short_answer_where_the_marked_words_are_none(marked: str | None) -> None:
    text = "Der Hafen ist zu! " + "Mole " * 30
    assert short_answer("Was geschah am Hafen?", candidate(text, answer=marked)) is None


@pytest.mark.parametrize("marked", ["Der Hafen ist zu.", "Der Hafen ist zu"])
def test_a_whole_sentence_is_no_short_answer(marked: str) -> None:
    assert short_answer("Was geschah am Hafen?", candidate("Der Hafen ist zu.", answer=marked)) is None
