from datetime import date

import pytest

from assistant.comparing import Comparison, Matter, compare_sentences, denies, opposes
from assistant.quantities import Outcome

FRIDAY = date(2007, 5, 4)


def compared(claim: str, sentence: str, *, claim_lang: str = "de", headline: str = "") -> Comparison:
    return compare_sentences(claim, sentence, claim_lang=claim_lang, lang="de", published=FRIDAY, headline=headline)


def said(comparison: Comparison) -> list[tuple[str, str, str, str]]:
    """What was found, as plain words."""
    return [(each.matter.value, each.outcome.value, each.claimed, each.stated) for each in comparison.findings]


def test_what_differs_is_named_in_the_words_of_both() -> None:
    found = compared("Er muss acht Jahre ins Gefängnis.", "Er muss sieben Jahre ins Gefängnis.")
    assert said(found) == [("quantity", "differs", "acht Jahre", "sieben Jahre")]
    assert found.covered == 1.0


def test_one_of_several_quantities_is_enough_to_agree() -> None:
    found = compared("12 Menschen starben.", "Bei 30 Verletzten starben 12 Menschen.")
    assert said(found) == [("quantity", "agrees", "12", "12")]


def test_what_is_counted_decides_which_numbers_are_compared() -> None:
    found = compared("Es gab 12 Verletzte.", "Es gab 12 Tote und 30 Verletzte.")
    assert found.of(Outcome.AGREES)  # a number that stands there is never called wrong
    found = compared("Es gab 15 Verletzte.", "Es gab 15 000 Zuschauer und 30 Verletzte.")
    assert said(found) == [("quantity", "differs", "15", "30")]


def test_percent_are_no_percentage_points() -> None:
    found = compared("Die Quote stieg um 3 Prozent.", "Die Quote stieg um 3 Prozentpunkte.")
    assert said(found) == [("quantity", "differs", "3 Prozent", "3 Prozentpunkte")]


def test_days_are_counted_from_the_publication() -> None:
    found = compared("Am 3. Mai 2007 brannte es.", "Gestern brannte es.")
    assert said(found) == [("date", "agrees", "3. Mai 2007", "Gestern")]


def test_years_in_office_are_a_duration() -> None:
    found = compared("Er regierte zwölf Jahre.", "Von 2007 bis 2019 regierte er das Land.")
    assert [(each.matter, each.outcome) for each in found.findings] == [(Matter.QUANTITY, Outcome.AGREES)]


def test_a_word_that_is_part_of_a_compound_is_covered() -> None:
    assert compared("Der Schaden ist hoch.", "Der Gesamtschaden ist hoch.").covered == 1.0
    assert compared("Der Schaden ist hoch.", "Hoch ist er.", headline="Schaden durch Sturm").covered == 1.0
    assert compared("Der Schaden ist hoch.", "Es regnet.").covered == 0.0


def test_hearsay_and_exaggeration_are_told() -> None:
    assert compared("Dachdecker verursachten das Feuer.", "Vermutlich verursachten Dachdecker das Feuer.").uncertain
    assert not compared("Vermutlich waren es Dachdecker.", "Vermutlich waren es Dachdecker.").uncertain
    assert compared("Es brannte.", "Laut Polizei brannte es.").reported
    assert compared("Alle Männer wohnten in London.", "Die meisten Männer wohnten in London.").overstated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Hafen ist zu.", False),
        ("Der Hafen ist nicht zu.", True),
        ("Kein Mensch wurde nicht gerettet.", False),
        ("Nicht nur der Hafen ist zu.", False),
        ("The harbour isn't closed.", True),
        ("No fewer than 30 people came.", False),
    ],
)
def test_two_negations_are_none(text: str, expected: bool) -> None:
    assert denies(text) is expected


def test_differences_and_sums_are_reckoned_where_a_claim_compares() -> None:
    stated = "Der Neubau soll 71 Millionen Euro kosten, zuvor war von 58 Millionen Euro die Rede."
    found = compared("Der Neubau wird 13 Millionen Euro teurer.", stated)
    assert said(found) == [
        ("quantity", "agrees", "13 Millionen Euro", "71 Millionen Euro kosten, zuvor war von 58 Millionen Euro")
    ]
    assert said(compared("Der Neubau wird 20 Millionen Euro teurer.", stated)) == []


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Jetflicks war legal.", "Der Gründer des illegalen Streamingdienstes muss ins Gefängnis."),
        ("Die Täter sind bekannt.", "Die unbekannten Täter flohen."),
        ("Das Urteil war ungültig.", "Das Gericht hält das Urteil für gültig."),
        ("The deal was illegal.", "A court found the deal legal."),
    ],
)
def test_a_word_and_its_opposite_are_told(claim: str, sentence: str) -> None:
    assert opposes(claim, sentence)
    assert opposes(sentence, claim)


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Das Wetter war schlecht.", "Ein Unwetter zog auf."),
        ("Jetflicks war illegal.", "Der illegale Dienst wurde geschlossen."),
        ("Er handelte legal.", "Legale und illegale Angebote: Er handelte legal, sie illegal."),
        ("They do it.", "They undo it."),
    ],
)
def test_other_words_are_no_opposites(claim: str, sentence: str) -> None:
    assert not opposes(claim, sentence)
    assert not opposes(sentence, claim)


def test_an_opposite_denies_and_two_denials_do_not() -> None:
    illegal = "Der Dienst war illegal."
    assert compared("Der Dienst war legal.", illegal).negated
    assert not compared("Der Dienst war nicht legal.", illegal).negated
    assert compared("Der Dienst war nicht illegal.", illegal).negated
