"""A language model as a judge of claims, with a model that follows a script."""

import json

import pytest

from assistant.checking import ClaimChecker
from assistant.claims import claims_in
from assistant.evidence import EvidenceFinder
from assistant.judging import ModelJudge
from assistant.types import Verdict
from corpus.errors import LanguageModelError
from tests.assistant.fakes import FakeEntailmentModel, FakeFrequencies, article, hit
from tests.assistant.parts import ScriptedChat
from tests.index.fakes import WordEncoder

TEXT = "Der Turm fiel im Sturm um. Die Feuerwehr sperrte den Platz."
NEWS = article(TEXT, title="Sturm")


def verdict(claim: str, *script: str | Exception, text: str = TEXT) -> Verdict:
    source = article(text, title="Sturm")
    finder = EvidenceFinder(
        search=lambda _query, _k, _scope: [hit(source)],
        articles=lambda _ids, _scope: {source.id: source},
        frequencies=FakeFrequencies(),
        encoder=WordEncoder(),
    )
    judge = ModelJudge(ScriptedChat(*script))
    checker = ClaimChecker(finder=finder, model=FakeEntailmentModel(), copies=lambda _ids, _as_of: {}, judge=judge)
    return checker.check(claims_in(claim)[0]).verdict


def says(verdict: str, *quotes: str) -> str:
    return json.dumps({"verdict": verdict, "quotes": quotes}, ensure_ascii=False)


def test_what_the_model_quotes_for_or_against_a_claim_decides() -> None:
    claim = "Das Bauwerk hielt den Böen nicht stand."
    assert verdict(claim, says("supported", "fiel im Sturm um")) is Verdict.SUPPORTED
    assert verdict("Das Bauwerk überstand das Unwetter.", says("refuted", "fiel im Sturm um")) is Verdict.REFUTED


@pytest.mark.parametrize(
    "said",
    [
        says("supported"),
        says("supported", "Das stand hier nie."),
        says("supported", "Der"),
        says("maybe", "fiel im Sturm um"),
        "Ja, das stimmt.",
        '{"verdict": ' + "[" * 5_000 + "}",
        LanguageModelError("down"),
    ],
    ids=["unquoted", "invented", "short", "unknown", "prose", "broken", "down"],
)
def test_a_verdict_without_words_that_stand_counts_for_nothing(said: str | Exception) -> None:
    assert verdict("Das Bauwerk wurde von Dieben verkauft.", said) is Verdict.NOT_ENOUGH_EVIDENCE


def test_a_rule_outweighs_the_model() -> None:
    text = "Der Gründer muss für sieben Jahre ins Gefängnis."
    claim = "Der Gründer muss für acht Jahre ins Gefängnis."
    assert verdict(claim, says("supported", text), text=text) is not Verdict.SUPPORTED


def test_hearsay_is_no_proof_whatever_the_model_says() -> None:
    text = "Der Turm soll angeblich im Sturm umgefallen sein."
    assert verdict("Das Bauwerk hielt nicht stand.", says("supported", text), text=text) is not Verdict.SUPPORTED
