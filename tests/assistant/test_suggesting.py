"""What may be asked next, over an article written by hand and answers that a test gives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from assistant.reading import DocumentFrequencies
from assistant.suggesting import MOST_ASKED, Candidate, Pattern, answers, candidates, follow_ups, names_in
from assistant.types import Answer
from corpus.types import Article
from tests.assistant.fakes import FakeFinder, article
from tests.fakes import abstained, answered, cited

BUILT = "Die Brücke wird bis Mai gebaut."
WHO = "Den ersten Stein legte Bürgermeisterin Anna Kolb."
SAID = "„Wir haben lange darauf gewartet“, sagte Trainer Ben Weiß."
NEWS = replace(
    article(f"{BUILT}\n\n{WHO}\n\n{SAID}", article_id="news", title="Brücke in Altstadt"),
    published="2025-07-01",
    outlet="Altstadt-Bote",
    author=None,
)
LATER = replace(NEWS, id="later", published="2029-07-01")
FINDER = FakeFinder("Anna", "Kolb", "Ben", "Weiß", "Altstadt")
ANSWER = answered("Wann ist die Brücke fertig?", "Mai", cited(NEWS, BUILT))
KNOWS = {
    "Wer ist Anna Kolb?": answered("Wer ist Anna Kolb?", "Bürgermeisterin", cited(NEWS, WHO)),
    "Wer ist Ben Weiß?": answered("Wer ist Ben Weiß?", "Trainer", cited(NEWS, SAID)),
    "Was sagte Ben Weiß?": answered("Was sagte Ben Weiß?", "Wir haben lange darauf gewartet", cited(NEWS, SAID)),
}


class Asked:
    """Answers what it knows and remembers what it was asked."""

    def __init__(self, known: Mapping[str, Answer]) -> None:
        self.known = known
        self.questions: list[str] = []

    def __call__(self, question: str) -> Answer:
        self.questions.append(question)
        return self.known.get(question, abstained(question))


def rare(terms: Sequence[str]) -> tuple[Mapping[str, int], int]:
    return dict.fromkeys(terms, 1), 100


def common(terms: Sequence[str]) -> tuple[Mapping[str, int], int]:
    return dict.fromkeys(terms, 50), 100


def suggested(answer: Answer = ANSWER, *articles: Article, known: Mapping[str, Answer] = KNOWS) -> list[str]:
    found = follow_ups(answer, articles or (NEWS,), Asked(known), FINDER, rare)
    return [each for each in found if each is not None]


def made(
    answer: Answer, *articles: Article, finder: FakeFinder = FINDER, frequencies: DocumentFrequencies = rare
) -> list[Candidate]:
    found = [each for named in names_in(answer, articles, finder, frequencies) for each in named]
    return list(candidates(answer, found))


def test_who_is_named_and_who_speaks_is_asked_about_each_once() -> None:
    assert suggested() == ["Wer ist Anna Kolb?", "Was sagte Ben Weiß?"]


def test_a_question_that_the_archive_does_not_answer_is_not_suggested() -> None:
    assert suggested(known={}) == []
    assert list(follow_ups(ANSWER, [NEWS], Asked({}), FINDER, rare)) == [None] * 4


def test_an_english_question_is_followed_by_english_ones() -> None:
    english = replace(ANSWER, lang="en")
    texts = [each.text for each in made(english, NEWS)]
    assert texts == ["Who is Anna Kolb?", "What did Ben Weiß say?", "Who is Ben Weiß?"]


def test_what_the_answer_has_told_is_not_asked_again() -> None:
    told = answered("Wer legte den Stein?", "Anna Kolb", cited(NEWS, WHO))
    assert suggested(told) == ["Wer ist Ben Weiß?"]


def test_an_abstention_is_followed_by_nothing() -> None:
    assert suggested(abstained("Wer zahlt?")) == []


def test_an_unsure_answer_is_followed_only_where_the_question_names_what_the_article_does() -> None:
    assert suggested(replace(ANSWER, confidence=0.2)) == []
    meant = replace(ANSWER, confidence=0.2, standalone_question="Wann baut Kolb die Brücke?")
    assert suggested(meant) != []


def test_nobody_asks_for_the_author_of_an_article() -> None:
    assert suggested(ANSWER, replace(NEWS, author="Anna Kolb")) == ["Wer ist Ben Weiß?"]


def test_another_article_counts_only_where_it_tells_of_the_same() -> None:
    other = article("Förster Carl Horn zählt Luchse.", article_id="other", title="Luchse")
    same = article("Kolb und Weiß in Altstadt: Förster Carl Horn kam.", article_id="same", title="Noch eine Brücke")
    finder = FakeFinder("Anna", "Kolb", "Ben", "Weiß", "Altstadt", "Carl", "Horn")
    assert "Carl Horn" not in {each.name for each in made(ANSWER, NEWS, other, finder=finder)}
    assert "Carl Horn" in {each.name for each in made(ANSWER, NEWS, same, finder=finder)}


def test_who_everybody_knows_is_counted_where_the_headline_names_them() -> None:
    titled = replace(NEWS, title="Anna Kolb baut eine Brücke")
    found = made(ANSWER, titled, frequencies=common)
    assert [each.text for each in found] == ["Wie viele Artikel gibt es über Anna Kolb?"]
    count = answered(found[0].text, "3", cited(NEWS, WHO))
    assert answers(found[0], count, ANSWER.citations)
    assert not answers(found[0], replace(count, short_answer="1"), ANSWER.citations)


@pytest.mark.parametrize(
    "found",
    [
        abstained("Wer ist Anna Kolb?"),
        replace(KNOWS["Wer ist Anna Kolb?"], confidence=0.4),
        replace(KNOWS["Wer ist Anna Kolb?"], short_answer="meisterin"),
        answered("Wer ist Anna Kolb?", None, cited(NEWS, BUILT)),
        answered("Wer ist Anna Kolb?", None, cited(NEWS, SAID)),
        answered("Wer ist Anna Kolb?", "Bürgermeisterin", cited(LATER, WHO)),
    ],
)
def test_an_answer_that_is_unsure_beside_the_point_known_or_of_another_time_is_none(found: Answer) -> None:
    asked = Candidate(text="Wer ist Anna Kolb?", pattern=Pattern.WHO, name="Anna Kolb")
    assert answers(asked, KNOWS[asked.text], ANSWER.citations)
    assert not answers(asked, found, ANSWER.citations)


@pytest.mark.parametrize(
    ("short", "holds"),
    [
        ("Wir haben lange darauf gewartet", True),
        ("Wir haben lange", False),
        ("haben lange darauf gewartet", False),
        ("Wir haben lange darauf gewartet“, sagte Trainer Ben Weiß", False),
        (None, True),
    ],
)
def test_what_somebody_said_is_shown_whole_or_not_at_all(short: str | None, holds: bool) -> None:
    asked = Candidate(text="Was sagte Ben Weiß?", pattern=Pattern.SAID, name="Ben Weiß")
    assert answers(asked, answered(asked.text, short, cited(NEWS, SAID)), ANSWER.citations) == holds


def test_no_more_than_eight_questions_are_asked() -> None:
    names = [("Anna", f"Kolb{letter}") for letter in "abcdefghijkl"]
    many = article(" ".join(f"Bürgermeisterin {first} {last} kam." for first, last in names), article_id="news")
    asked = Asked({})
    found = FakeFinder(*(word for name in names for word in name))
    assert list(follow_ups(ANSWER, [many], asked, found, rare)) == [None] * (1 + MOST_ASKED)
    assert len(asked.questions) == MOST_ASKED
