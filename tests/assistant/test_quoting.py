"""Which sentences are quoted, and which words of the best one are the short answer."""

from collections.abc import Mapping

import pytest

from assistant.kinds import AnswerKind
from assistant.quoting import MOST_QUOTATIONS, chosen, day_answer, leads, quotations, sentences, short_answer
from assistant.reading import Candidate, Reading
from assistant.types import Citation
from corpus.types import Article
from tests.assistant.fakes import article, candidate

TEXT = "Der Hafen ist zu. Grund ist Nebel. Er öffnet am Montag. Das sagte Erik Lund. Es regnet."
HARBOUR = article(TEXT)


def reading(*candidates: Candidate, kind: AnswerKind = AnswerKind.OTHER) -> Reading:
    return Reading(kind=kind, candidates=candidates, answerable=0.9)


def quote(read: Reading, articles: Mapping[str, Article]) -> tuple[Citation, ...]:
    return quotations(chosen(read, articles), articles, {})


def sentence(text: str, probability: float) -> Candidate:
    return candidate(text, start=TEXT.index(text), probability=probability)


def test_the_best_sentence_is_quoted_alone_when_the_others_are_far_behind() -> None:
    quoted = quote(reading(sentence("Der Hafen ist zu.", 0.9), sentence("Es regnet.", 0.02)), {"a1": HARBOUR})
    assert [citation.quote for citation in quoted] == ["Der Hafen ist zu."]


def test_sentences_nearly_as_likely_are_quoted_too_numbered_in_their_order() -> None:
    quoted = quote(reading(sentence("Es regnet.", 0.9), sentence("Der Hafen ist zu.", 0.8)), {"a1": HARBOUR})
    assert [(citation.n, citation.quote) for citation in quoted] == [(1, "Es regnet."), (2, "Der Hafen ist zu.")]


def test_a_sentence_beside_one_that_is_quoted_is_joined_to_it() -> None:
    found = reading(sentence("Grund ist Nebel.", 0.9), sentence("Es regnet.", 0.8), sentence("Der Hafen ist zu.", 0.7))
    quoted = quote(found, {"a1": HARBOUR})
    assert [citation.quote for citation in quoted] == ["Der Hafen ist zu. Grund ist Nebel.", "Es regnet."]


def test_the_answer_stays_marked_when_a_sentence_before_it_is_joined() -> None:
    first = candidate("Grund ist Nebel.", start=TEXT.index("Grund"), answer="Nebel")
    picked = chosen(reading(first, sentence("Der Hafen ist zu.", 0.8)), {"a1": HARBOUR})
    assert picked[0].text == "Der Hafen ist zu. Grund ist Nebel."
    assert short("Was ist der Grund?", picked[0]) == "Nebel"


def test_sentences_of_two_paragraphs_are_not_joined() -> None:
    text = "Der Hafen ist zu.\n\nGrund ist Nebel."
    both = [candidate(each, start=text.index(each)) for each in text.split("\n\n")]
    assert len(quote(reading(*both), {"a1": article(text)})) == 2


def test_a_reason_may_take_more_sentences_than_a_fact() -> None:
    found = (sentence("Der Hafen ist zu.", 0.9), sentence("Das sagte Erik Lund.", 0.04))
    assert len(quote(reading(*found), {"a1": HARBOUR})) == 1
    assert len(quote(reading(*found, kind=AnswerKind.REASON), {"a1": HARBOUR})) == 2


def test_never_more_than_three_are_quoted() -> None:
    articles = {f"a{n}": article(f"Satz {n}.", article_id=f"a{n}") for n in range(5)}
    found = [candidate(f"Satz {n}.", article_id=f"a{n}") for n in range(5)]
    quoted = quote(reading(*found), articles)
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
    quoted = quote(reading(sentence("Es regnet.", 0.9), sentence("Der Hafen ist zu.", 0.8)), {"a1": HARBOUR})
    assert [(each.text, each.citations) for each in sentences(quoted)] == [
        ("Es regnet.", (1,)),
        ("Der Hafen ist zu.", (2,)),
    ]


@pytest.mark.parametrize("marked", ["3. Mai 2025", "am 3. Mai 2025 wieder", " 3. Mai 2025 wieder."])
def test_the_short_answer_is_what_the_reader_marked(marked: str) -> None:
    text = "Der Hafen öffnet am 3. Mai 2025 wieder."
    assert short("Wann öffnet der Hafen?", candidate(text, answer=marked)) == marked.strip(" .")


@pytest.mark.parametrize("marked", [None, "Hafen", "!", "Mole " * 30])
def test_no_short_answer_where_the_marked_words_are_none(marked: str | None) -> None:
    text = "Der Hafen ist zu! " + "Mole " * 30
    assert short("Was geschah am Hafen?", candidate(text, answer=marked)) is None


@pytest.mark.parametrize("marked", ["Der Hafen ist zu.", "Der Hafen ist zu"])
def test_a_whole_sentence_is_no_short_answer(marked: str) -> None:
    assert short("Was geschah am Hafen?", candidate("Der Hafen ist zu.", answer=marked)) is None


def test_a_list_has_the_words_of_every_quotation_once() -> None:
    both = [candidate(f"Es kam {name}.", answer=name) for name in ("Erik Lund", "Ada Holm", "Erik Lund")]
    found = short_answer("Wer alles kam?", AnswerKind.LIST, both)
    assert found is not None
    assert found.text == "Erik Lund; Ada Holm"


def test_no_yes_or_no_is_given() -> None:
    assert short_answer("Ist er zu?", AnswerKind.YES_NO, [candidate("Der Hafen ist zu.", answer="Hafen")]) is None


@pytest.mark.parametrize(
    ("question", "text", "published"),
    [
        ("Wann war das?", "Es war gestern.", None),
        ("Wer war das?", "Es war gestern.", "2025-07-01"),
        ("Wann war das?", "Es war laut.", "2025-07-01"),
    ],
)
def test_no_day_is_reckoned_without_a_date_a_question_or_a_word(
    question: str, text: str, published: str | None
) -> None:
    assert day_answer(question, candidate(text), published, "de") is None


def test_a_day_is_reckoned_in_the_language_of_the_question() -> None:
    found = day_answer("When was that?", candidate("Es war gestern."), "2025-07-01T23:30:00+02:00", "en")
    assert found is not None
    assert (found.text, found.note) == ("30 June 2025", "“gestern” in an article of 1 July 2025")


def test_a_summary_is_made_of_first_sentences() -> None:
    texts = {"a1": "Der Hafen ist zu. Grund ist Nebel.", "a2": "Überschrift\n\nDie Brücke ist zu. Es gibt Risse."}
    articles = {i: article(text, article_id=i) for i, text in texts.items()}
    found = [
        candidate(each, article_id=i, start=texts[i].index(each), probability=share)
        for i, each, share in (("a1", "Grund ist Nebel.", 0.6), ("a2", "Es gibt Risse.", 0.4))
    ]
    picked = leads(reading(*found, kind=AnswerKind.SUMMARY), articles)
    assert [each.text for each in picked] == ["Der Hafen ist zu.", "Die Brücke ist zu.", "Grund ist Nebel."]
    assert all(articles[each.article_id].text[each.start : each.end] == each.text for each in picked)


def short(question: str, found: Candidate) -> str | None:
    answer = short_answer(question, AnswerKind.OTHER, [found])
    return None if answer is None else answer.text
