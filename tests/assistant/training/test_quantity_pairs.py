from assistant.comparing import compare_sentences
from assistant.quantities import Outcome
from assistant.training.quantity_pairs import REFUTED, SUPPORTED, Pair, pairs


def by_rules(pair: Pair) -> str | None:
    """The label that quantities and dates alone give a pair."""
    found = compare_sentences(pair.claim, pair.stated, claim_lang=pair.claim_lang, lang=pair.lang)
    if found.of(Outcome.DIFFERS):
        return REFUTED
    return SUPPORTED if found.findings and len(found.of(Outcome.AGREES)) == len(found.findings) else None


def test_rules_tell_pairs_that_agree_from_those_that_differ() -> None:
    made = list(pairs(400))
    wrong = [(pair.claim, pair.stated, pair.label) for pair in made if by_rules(pair) != pair.label]
    assert wrong == []
    assert {pair.lang for pair in made} == {"de", "en"}
    assert {pair.kind for pair in made} == {"converted", "date", "equal", "range", "words"}


def test_the_same_seed_makes_the_same_pairs() -> None:
    assert list(pairs(30, seed=3)) == list(pairs(30, seed=3)) != list(pairs(30, seed=4))
