from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.checking import (
    NEITHER,
    REFUTED,
    SUPPORTED,
    ClaimChecker,
    claim_features,
    likeliest,
    outcome_odds,
    settled,
    shipped_weights,
)
from assistant.claims import claims_in
from assistant.comparing import compare_sentences
from assistant.entailment import Entailment, EntailmentModel
from assistant.evidence import EvidenceFinder
from assistant.types import CheckedClaim, Verdict
from corpus.copies import Story
from corpus.types import Article
from index.types import Hit, Scope
from tests.assistant.fakes import FakeEntailmentModel, FakeFrequencies, article, hit
from tests.index.fakes import WordEncoder

CLAIM = "Der Gründer muss sieben Jahre ins Gefängnis."
SAYS_SO = "Das Urteil fiel am Montag. Der Gründer muss sieben Jahre ins Gefängnis."
SAYS_OTHERWISE = "Das Urteil fiel am Montag. Der Gründer muss acht Jahre ins Gefängnis."
DENIES = "Der Gründer muss nicht sieben Jahre ins Gefängnis."


class Gullible:
    """Takes everything for proof."""

    def judge(self, claim: str, evidence: Sequence[str]) -> list[Entailment]:
        return [Entailment(supported=0.98, refuted=0.01, neither=0.01) for _ in evidence]


def checker_of(
    *articles: Article, stories: dict[str, Story] | None = None, model: EntailmentModel | None = None
) -> ClaimChecker:
    """Return a checker over articles that are found in their order."""
    found = {each.id: each for each in articles}

    def search(_query: str, k: int, _scope: Scope) -> Sequence[Hit]:
        return [hit(each) for each in articles[:k]]

    finder = EvidenceFinder(
        search=search,
        articles=lambda ids, _scope: {i: found[i] for i in ids},
        frequencies=FakeFrequencies(),
        encoder=WordEncoder(),
    )
    return ClaimChecker(finder=finder, model=model or FakeEntailmentModel(), copies=lambda _ids, _as_of: stories or {})


def check(
    claim: str, *articles: Article, stories: dict[str, Story] | None = None, model: EntailmentModel | None = None
) -> CheckedClaim:
    """Check a claim against articles that are found in their order."""
    return checker_of(*articles, stories=stories, model=model).check(claims_in(claim)[0])


def test_a_claim_that_an_article_states_is_supported_word_for_word() -> None:
    source = article(SAYS_SO)
    checked = check(CLAIM, source)
    assert checked.verdict is Verdict.SUPPORTED
    (evidence,) = checked.supporting
    assert evidence.quote == CLAIM == source.text[evidence.start : evidence.end]
    assert checked.explanation == "sieben Jahre: stimmt überein"


def test_another_number_refutes_and_both_are_named() -> None:
    checked = check(CLAIM, article(SAYS_OTHERWISE))
    assert checked.verdict is Verdict.REFUTED
    assert checked.explanation == "Artikel: acht Jahre; Behauptung: sieben Jahre"
    assert checked.opposing[0].differences == ("sieben Jahre / acht Jahre",)


def test_a_negation_refutes() -> None:
    checked = check(CLAIM, article(DENIES))
    assert (checked.verdict, checked.supporting) == (Verdict.REFUTED, ())


def test_the_same_in_other_units_supports() -> None:
    checked = check("Der Gründer muss 84 Monate ins Gefängnis.", article(SAYS_SO))
    assert (checked.verdict, checked.explanation) == (Verdict.SUPPORTED, "84 Monate: stimmt überein")


def test_without_evidence_nothing_is_refuted() -> None:
    nothing = check(CLAIM)
    assert (nothing.verdict, nothing.supporting, nothing.opposing) == (Verdict.NOT_ENOUGH_EVIDENCE, (), ())
    assert nothing.explanation == "Das Archiv sagt dazu nichts."
    elsewhere = check(CLAIM, article("Auf dem Markt gibt es seit gestern wieder Kirschen."))
    assert elsewhere.verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_an_article_on_something_else_supports_nothing() -> None:
    checked = check(CLAIM, article("Auf dem Markt gibt es seit gestern wieder Kirschen."), model=Gullible())
    assert checked.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert checked.explanation == "Das Archiv sagt dazu nichts."
    assert check(CLAIM, article(SAYS_SO), model=Gullible()).verdict is Verdict.SUPPORTED


def test_the_opposite_word_refutes_whatever_the_model_believes() -> None:
    source = article("Das Urteil fiel am Montag. Der Gründer betrieb einen illegalen Dienst.")
    verdicts = [
        check(f"Der Gründer betrieb {claimed} Dienst.", source, model=Gullible()).verdict
        for claimed in ("einen illegalen", "einen legalen")
    ]
    assert verdicts == [Verdict.SUPPORTED, Verdict.REFUTED]


@pytest.mark.parametrize(
    ("odds", "outcome"),
    [
        ((0.45, 0.3, 0.25), SUPPORTED),
        ((0.3, 0.45, 0.25), NEITHER),
        ((0.25, 0.55, 0.2), REFUTED),
        ((0.3, 0.3, 0.4), NEITHER),
        ((0.38, 0.32, 0.3), NEITHER),
    ],
)
def test_nothing_is_decided_that_is_not_likely_enough(odds: tuple[float, float, float], outcome: int) -> None:
    assert likeliest(odds) == outcome


@pytest.mark.parametrize(
    ("windows", "outcome"),
    [
        ([(0.97, 0.0, 0.03), (0.14, 0.27, 0.59)], SUPPORTED),
        ([(0.01, 0.96, 0.03)], REFUTED),
        ([(0.1, 0.1, 0.8), (0.1, 0.05, 0.85)], NEITHER),
    ],
)
def test_what_one_sentence_surely_says_decides(windows: list[tuple[float, float, float]], outcome: int) -> None:
    judged = checker_of(article(SAYS_SO)).judged(claims_in(CLAIM)[0])[0]
    features = claim_features([replace(judged, odds=odds) for odds in windows])
    assert likeliest(outcome_odds(shipped_weights().claim, features)) == outcome


def test_sources_that_contradict_each_other_are_a_conflict() -> None:
    checked = check(CLAIM, article(SAYS_SO), article(SAYS_OTHERWISE, article_id="a2"))
    assert checked.verdict is Verdict.CONFLICTING
    assert (checked.supporting[0].article_id, checked.opposing[0].article_id) == ("a1", "a2")


def test_copies_of_one_text_are_one_source() -> None:
    story = Story(articles=("a1", "a2"), agencies=("dpa",))
    checked = check(CLAIM, article(SAYS_SO), article(SAYS_SO, article_id="a2"), stories={"a1": story, "a2": story})
    assert [(each.copies, each.agencies) for each in checked.supporting] == [(2, ("dpa",))]


@pytest.mark.parametrize("text", ["Ich finde, das war richtig so.", "Stimmt das alles wirklich?"])
def test_what_cannot_be_checked_never_gets_a_verdict(text: str) -> None:
    checked = check(text, article(text))
    assert (checked.checkable, checked.verdict, checked.confidence) == (False, Verdict.NOT_ENOUGH_EVIDENCE, 0.0)
    assert checked.explanation


def test_a_number_that_one_sentence_states_is_not_wrong_in_another() -> None:
    comparisons = [
        compare_sentences("12 Menschen starben.", each, claim_lang="de", lang="de")
        for each in ("30 Menschen wurden verletzt, 12 Menschen starben.", "40 Menschen waren an Bord.")
    ]
    assert [len(each.findings) for each in comparisons] == [1, 1]
    assert [len(each.findings) for each in settled(comparisons, ["a", "a"])] == [1, 0]
    assert [len(each.findings) for each in settled(comparisons, ["a", "b"])] == [1, 1]


def test_an_english_claim_is_explained_in_english() -> None:
    checked = check(
        "Moser has to go to prison for eight years.", article("Moser has to go to prison for seven years.", lang="en")
    )
    assert checked.explanation == "Article: seven years; claim: eight years"
