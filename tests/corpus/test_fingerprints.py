import random
import subprocess
import sys
import time

import pytest

from corpus.fingerprints import BANDS, bands, is_copy, overlap, shingles, similarity
from tests.corpus.texts import TRICKY

STORY = (
    "Der Stadtrat von Brunnstetten hat am Dienstagabend den Bau einer zweiten Straßenbahnlinie beschlossen. "
    "Die Strecke soll vom Hauptbahnhof über das Klinikum bis zum Gewerbegebiet Lerchenfeld führen und elf Haltestellen "
    "bekommen. Nach dem Zeitplan der Verkehrsbetriebe beginnen die Arbeiten im Frühjahr, die ersten Züge sollen vier "
    "Jahre später rollen. Die Kosten schätzt die Verwaltung auf 186,5 Millionen Euro, drei Viertel davon tragen Bund "
    "und Land. Kritik kam von Händlern aus der Marktstraße, die während der Bauzeit um ihre Kundschaft fürchten. "
    "Oberbürgermeisterin Henrike Aldinger versprach ihnen einen Härtefonds und kostenlose Parkplätze am Rand der "
    "Altstadt. Gegen den Beschluss stimmten sieben der vierzig Ratsmitglieder. Eine Bürgerinitiative kündigte an, "
    "Unterschriften für einen Entscheid zu sammeln, sie hält die Trasse durch den Schlossgarten für einen Fehler."
)
OTHER = (
    "Im Hafen von Ostwerder ist in der Nacht ein Lagerhaus mit Futtermitteln ausgebrannt. Die Feuerwehr rückte mit "
    "neunzig Kräften und zwei Löschbooten aus, verletzt wurde niemand. Wegen des Rauchs mussten Anwohner ihre Fenster "
    "geschlossen halten, die Bundesstraße blieb bis zum Mittag gesperrt. Den Schaden schätzt die Polizei auf mehrere "
    "hunderttausend Euro, zur Ursache machte sie keine Angaben. Der Betreiber erklärte, die Halle sei erst im Herbst "
    "überprüft worden. Für die Höfe in der Umgebung gebe es genügend Vorräte in anderen Speichern."
)
SENTENCES = [f"{sentence.rstrip('.')}." for sentence in STORY.split(". ")]
FLASH = " ".join(SENTENCES[:3])


def _copied(a: str, b: str) -> bool:
    return is_copy(shingles(a), shingles(b))


def _share_a_band(a: str, b: str) -> bool:
    return not set(bands(shingles(a))).isdisjoint(bands(shingles(b)))


def _edited(text: str, rate: float, seed: int) -> str:
    """Words replaced, left out and put in at random, in equal parts."""
    dice = random.Random(seed)
    edits = (lambda word: "Ersatzwort", lambda word: "", lambda word: f"{word} Zusatzwort")
    return " ".join(dice.choice(edits)(word) if dice.random() < rate else word for word in text.split())


COPIES = {
    "the same text": STORY,
    "other case and marks": STORY.upper().replace(",", "").replace(".", " –"),
    "umlauts written out": STORY.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss"),
    "umlauts of two characters": STORY.replace("ü", "u\u0308"),
    "broken with soft hyphens": STORY.replace("bahn", "\u00adbahn"),
    "a new lead": " ".join([OTHER.split(". ")[0] + ".", *SENTENCES[1:]]),
    "its own end": f"{STORY} {OTHER[:250]}",
    "the second half cut off": " ".join(SENTENCES[:4]),
    "paragraphs in another order": " ".join(SENTENCES[4:] + SENTENCES[:4]),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())
def test_an_edited_text_is_a_candidate_and_a_copy(copy: str) -> None:
    assert _share_a_band(STORY, copy)
    assert _copied(STORY, copy)


@pytest.mark.parametrize("seed", range(20))
def test_a_new_lead_and_an_edit_at_every_tenth_word_hide_no_copy(seed: int) -> None:
    copy = f"{OTHER.split('. ')[0]}. {_edited(' '.join(SENTENCES[1:]), 0.1, seed)}"
    assert _share_a_band(STORY, copy)
    assert _copied(STORY, copy)


def test_a_flash_of_three_sentences_is_recognised() -> None:
    assert _copied(FLASH, _edited(FLASH, 0.1, seed=3))


def test_other_news_share_no_band_and_are_no_copy() -> None:
    assert not _share_a_band(STORY, OTHER)
    assert not _copied(STORY, OTHER)


def test_later_news_with_the_old_background_is_no_copy() -> None:
    later = f"{OTHER} {' '.join(SENTENCES[-2:])}"
    assert overlap(shingles(STORY), shingles(later)).shared > 0
    assert not _copied(STORY, later)


def test_a_round_up_is_no_copy_of_a_flash_it_contains() -> None:
    assert not _copied(FLASH, f"{OTHER} {FLASH} {_edited(OTHER, 1.0, seed=1)} {_edited(OTHER[::-1], 1.0, seed=2)}")


def test_a_shared_note_makes_no_copies_of_two_short_texts() -> None:
    note = "Den ganzen Text dieser Meldung einer Agentur dürfen wir aus rechtlichen Gründen nicht mehr zeigen."
    assert not _copied(f"Bergsteiger am Kamm gerettet. {note}", f"Ministerin besucht das Werk. {note}")


def test_numbers_count_as_words_whatever_their_length() -> None:
    assert shingles("Es stand 2:1 nach 46,7 Minuten in 3 Spielen").sequence == (
        "stand 2:1",
        "2:1 nach",
        "nach 46,7",
        "46,7 minuten",
        "minuten 3",
        "3 spielen",
    )


def test_similarity_orders_copies_by_what_they_share() -> None:
    versions = [STORY, _edited(STORY, 0.3, seed=1), f"{OTHER} {' '.join(SENTENCES[:3])}", OTHER]
    found = [similarity(shingles(STORY), shingles(version)) for version in versions]
    assert found == sorted(found, reverse=True)
    assert found[0] == 1.0
    assert found[-1] == 0.0


def test_the_order_of_the_two_texts_does_not_matter() -> None:
    half = shingles(" ".join(SENTENCES[:4]))
    assert overlap(half, shingles(STORY)) == overlap(shingles(STORY), half)


@pytest.mark.parametrize("text", ["", " \n", "...", "ja so", "😀😀"])
def test_a_text_without_words_has_no_bands_and_is_no_copy(text: str) -> None:
    assert bands(shingles(text)) == ()
    assert not _copied(text, text)


@pytest.mark.parametrize("text", [*TRICKY, "halbes \ud800 Zeichen"])
def test_any_text_can_be_compared(text: str) -> None:
    read = shingles(text)
    assert len(set(bands(read))) in (0, BANDS)
    assert 0.0 <= similarity(read, shingles(STORY)) <= 1.0


def test_bands_fit_into_six_bytes_and_differ_from_each_other() -> None:
    found = bands(shingles("Nur zweimal dasselbe, zweimal dasselbe"))
    assert len(set(found)) == BANDS
    assert all(-(2**47) <= each < 2**47 for each in found)


def test_bands_stay_what_they_were_when_they_were_stored() -> None:
    assert bands(shingles(STORY))[:3] == (72482067624905, 118172174524396, -134358759266289)


def test_a_very_long_text_is_read_in_seconds() -> None:
    words = random.Random(1).choices([f"wort{number}" for number in range(50_000)], k=200_000)
    started = time.perf_counter()
    assert len(bands(shingles(" ".join(words)))) == BANDS
    assert time.perf_counter() - started < 5


def test_comparing_texts_needs_no_slow_import() -> None:
    code = (
        "import sys; from corpus.fingerprints import is_copy, shingles; is_copy(a := shingles('Viel Text'), a); "
        "print(*(name for name in ('datasketch', 'scipy', 'numpy') if name in sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == ""
