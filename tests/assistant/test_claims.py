import pytest

from assistant.claims import Claim, NotCheckable, claims_in

SPEECH = (
    "Guten Tag, meine Damen und Herren! Angela Merkel wurde 1954 in Hamburg geboren. Sie war 16 Jahre lang Kanzlerin,"
    " und die CDU regierte mit der SPD. Ich finde, das war zu lang. Wer regiert morgen? Bald wird alles besser."
)


def found(text: str) -> dict[str, NotCheckable | None]:
    """The claims of a text with why they cannot be checked."""
    return {claim.text: claim.reason for claim in claims_in(text)}


def only(text: str) -> Claim:
    """The one claim of a text."""
    (claim,) = claims_in(text)
    return claim


def test_a_speech_is_cut_into_claims_and_the_rest_says_why_it_is_none() -> None:
    assert found(SPEECH) == {
        "Guten Tag, meine Damen und Herren!": NotCheckable.GREETING,
        "Angela Merkel wurde 1954 in Hamburg geboren.": None,
        "Sie war 16 Jahre lang Kanzlerin": None,
        "die CDU regierte mit der SPD.": None,
        "Ich finde, das war zu lang.": NotCheckable.OPINION,
        "Wer regiert morgen?": NotCheckable.QUESTION,
        "Bald wird alles besser.": NotCheckable.PREDICTION,
    }


def test_every_claim_stands_where_it_says() -> None:
    assert all(SPEECH[claim.start : claim.end] == claim.text for claim in claims_in(SPEECH))


@pytest.mark.parametrize(
    ("before", "name"),
    [
        ("Merkel war Kanzlerin.", "Merkel"),
        ("Nach dem Spiel sprach Löw von einem Wunder.", "Löw"),
        ("Gestern besuchte Merkel eine neue Schule.", "Merkel"),
        ("In Berlin tagte der Bundestag.", "Bundestag"),
        ("Mit Angela Merkel verhandelte Macron bis in die Nacht.", "Macron"),
        ("Der alte Bürgermeister Karl Moser trat zurück.", "Bürgermeister Karl Moser"),
    ],
)
def test_a_pronoun_means_what_the_sentence_before_is_about(before: str, name: str) -> None:
    assert claims_in(f"{before} Sie wurden später geehrt.")[1].meant == f"{name} wurden später geehrt."


def test_a_pronoun_means_the_name_before_it() -> None:
    claims = claims_in("Angela Merkel wurde 1954 geboren. Sie war 16 Jahre lang Kanzlerin.")
    assert claims[1].meant == "Angela Merkel war 16 Jahre lang Kanzlerin."
    english = claims_in("In March the minister Anna Berg resigned. She now teaches in Graz.")
    assert english[1].meant == "Anna Berg now teaches in Graz."


def test_a_possessive_keeps_its_word() -> None:
    claims = claims_in("Der Bürgermeister Karl Moser trat zurück. Seine Partei stellte Anna Berg auf.")
    assert claims[1].meant == "Seine (Bürgermeister Karl Moser) Partei stellte Anna Berg auf."
    assert (
        claims_in("The mayor Karl Moser resigned. His party named Anna Berg.")[1].meant
        == "Karl Moser's party named Anna Berg."
    )


@pytest.mark.parametrize("text", ["Sie war 16 Jahre lang Kanzlerin.", "They resigned in March.", "Er wurde verhaftet."])
def test_what_is_said_of_nobody_knows_whom_is_not_checked(text: str) -> None:
    assert (only(text).meant, only(text).reason) == (text, NotCheckable.SOMEBODY)


@pytest.mark.parametrize("text", ["Ihr zweites Gold holte Franka Dietzsch in Osaka.", "Diese Brücke wurde gesperrt."])
def test_a_word_that_points_within_its_sentence_is_checked(text: str) -> None:
    assert only(text).checkable


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Olaf Scholz sagte, die Inflation liege bei 7 Prozent.", "Olaf Scholz"),
        ("Laut Minister Karl Moser sank die Zahl der Unfälle.", "Minister Karl Moser"),
        ("According to Anna Berg, the bridge is safe.", "Anna Berg"),
        ("Die Brücke wurde 1999 gebaut.", None),
    ],
)
def test_who_said_it_is_kept(text: str, speaker: str | None) -> None:
    assert only(text).speaker == speaker


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("We must finally act against this.", NotCheckable.OPINION),
        ("Es ist unerträglich, was hier geschieht.", NotCheckable.OPINION),
        ("Das neue Museum ist wunderschön und die schlechteste Idee.", None),
        ("The new museum is really ugly.", NotCheckable.OPINION),
        ("Das ist ja unerhört.", NotCheckable.OPINION),
        ("This is so sad!", NotCheckable.OPINION),
        ("Das ist der Turm von Ulm.", None),
        ("Das Tor ist geschlossen.", None),
        ("One day we will all be rich.", NotCheckable.PREDICTION),
        ("Thank you all for coming.", NotCheckable.GREETING),
        ("Der Turm soll 541 Meter hoch werden.", None),
        ("Stimmt das?", NotCheckable.QUESTION),
        ("Na ja.", NotCheckable.FRAGMENT),
    ],
)
def test_what_nobody_can_check_is_told_apart(text: str, reason: NotCheckable | None) -> None:
    assert only(text).reason is reason


def test_sentences_are_cut_at_semicolons() -> None:
    assert list(found("Die Brücke wurde gesperrt; der Verkehr staute sich bis Linz.")) == [
        "Die Brücke wurde gesperrt",
        "der Verkehr staute sich bis Linz.",
    ]


def test_a_quotation_is_not_cut() -> None:
    assert len(claims_in("Er sagte „Die Brücke ist sicher, und die Straße ist frei“ am Montag.")) == 1


@pytest.mark.parametrize("text", ["", " \n ", "?", "…", "„“", "a" * 5000])
def test_odd_texts_are_no_error(text: str) -> None:
    assert all(text[claim.start : claim.end] == claim.text for claim in claims_in(text))
