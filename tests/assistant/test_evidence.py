from collections.abc import Sequence

from assistant.claims import claims_in
from assistant.evidence import WINDOWS, EvidenceFinder, Window
from corpus.types import Article
from index.types import EVERYWHERE, Hit, Scope
from tests.assistant.fakes import FakeFrequencies, article, hit
from tests.index.fakes import WordEncoder

CLAIM = "Der Gründer Karl Moser muss sieben Jahre ins Gefängnis."
LONG = article(" ".join(f"Satz {n} sagt etwas anderes." for n in range(9)) + " " + CLAIM)


class Archive:
    """Articles that are found in their order, and what was searched for."""

    def __init__(self, *articles: Article) -> None:
        self.articles = {each.id: each for each in articles}
        self.asked: list[str] = []

    def search(self, query: str, k: int, _scope: Scope) -> Sequence[Hit]:
        self.asked.append(query)
        return [hit(each) for each in self.articles.values()][:k]

    def windows(self, claim: str = CLAIM) -> list[Window]:
        finder = EvidenceFinder(
            search=self.search,
            articles=lambda ids, _scope: {i: self.articles[i] for i in ids},
            frequencies=FakeFrequencies({"gefangnis": 900}),
            encoder=WordEncoder(),
        )
        (asked, *_) = claims_in(claim)
        return finder.find(asked, EVERYWHERE, finder.weights(asked))


def test_the_sentence_nearest_to_the_claim_comes_first_with_the_one_before() -> None:
    windows = Archive(LONG).windows()
    assert windows[0].quote == CLAIM
    assert windows[0].text == f"Satz 8 sagt etwas anderes. {CLAIM}"
    assert len(windows) == WINDOWS


def test_names_and_numbers_are_searched_for_by_themselves() -> None:
    archive = Archive(LONG)
    archive.windows("Am Montag brannte es in Linz 3 Stunden lang.")
    assert archive.asked == ["Am Montag brannte es in Linz 3 Stunden lang.", "Montag Linz 3 Stunden"]


def test_no_sentence_is_judged_twice() -> None:
    windows = Archive(LONG).windows()
    assert len({(window.article.id, window.sentence.start) for window in windows}) == len(windows)


def test_another_article_keeps_a_place() -> None:
    other = article("Der Hafen ist zu.", article_id="a2")
    assert {window.article.id for window in Archive(LONG, other).windows()} == {"a1", "a2"}


def test_an_archive_without_hits_has_no_windows() -> None:
    assert Archive().windows() == []


def test_rare_words_weigh_more() -> None:
    finder = EvidenceFinder(
        search=lambda _query, _k, _scope: [],
        articles=lambda _ids, _scope: {},
        frequencies=FakeFrequencies({"gefangnis": 900}),
        encoder=WordEncoder(),
    )
    weigh = finder.weights(claims_in(CLAIM)[0])
    assert weigh("mos") > weigh("gefangnis") > 0
