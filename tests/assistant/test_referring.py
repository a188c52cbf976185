"""Names in the place of pronouns, by a model that follows a script."""

import pytest

from assistant.claims import Claim, claims_in
from assistant.referring import ModelResolver, puts_in_names
from corpus.errors import LanguageModelError
from tests.assistant.parts import ScriptedChat

BEFORE = "Karl Moser und Anna Berg stritten in Linz um 300 Wohnungen."


def resolved(sentence: str, *script: str | Exception) -> Claim:
    *earlier, claim = claims_in(f"{BEFORE} {sentence}")
    return ModelResolver(ScriptedChat(*script)).resolved(claim, earlier)


def test_the_model_says_whom_a_pronoun_stands_for() -> None:
    assert (
        resolved("Am Freitag gab sie nach.", "Am Freitag gab Anna Berg nach.").meant == "Am Freitag gab Anna Berg nach."
    )
    assert (
        resolved("Ihre Partei schwieg.", "„Die Partei von Anna Berg schwieg.“").meant
        == "Die Partei von Anna Berg schwieg."
    )


@pytest.mark.parametrize(
    "said",
    [
        "Am Freitag gab Olaf Scholz nach.",
        "Am Freitag gab Anna Berg nicht nach.",
        "Am Montag gab Anna Berg nach.",
        "Am Freitag gab Anna Berg nach, weil Karl Moser drohte.",
        "Am Freitag gab sie nach.",
        "",
        LanguageModelError("down"),
    ],
    ids=["stranger", "negated", "day", "more", "nobody", "nothing", "down"],
)
def test_more_than_names_of_the_text_is_not_taken(said: str | Exception) -> None:
    *earlier, claim = claims_in(f"{BEFORE} Am Freitag gab sie nach.")
    assert ModelResolver(ScriptedChat(said)).resolved(claim, earlier) == claim


def test_a_model_that_is_down_is_not_asked_again() -> None:
    *earlier, claim = claims_in(f"{BEFORE} Am Freitag gab sie nach.")
    resolver = ModelResolver(ScriptedChat(LanguageModelError("down"), "Am Freitag gab Anna Berg nach."))
    assert [resolver.resolved(claim, earlier) for _ in range(2)] == [claim, claim]


@pytest.mark.parametrize("sentence", ["Linz hat 200.000 Einwohner.", "Hat er nachgegeben?"])
def test_where_nothing_points_back_or_nothing_is_claimed_no_model_is_asked(sentence: str) -> None:
    chat = ScriptedChat()
    *earlier, claim = claims_in(f"{BEFORE} {sentence}")
    assert ModelResolver(chat).resolved(claim, earlier) == claim
    assert not chat.told


def test_a_possessive_may_become_a_genitive() -> None:
    assert puts_in_names("Karl Mosers Partei schwieg.", "Seine Partei schwieg.", BEFORE)
    assert puts_in_names("Karl Moser's party was silent.", "His party was silent.", BEFORE)
