from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.encoder import PASSAGE_PROMPT, QUERY_PROMPT, OnnxEncoder, SentenceTransformerEncoder
from index.models import int8_model
from index.protocols import Encoder, Vectors
from index.tokenizing import TOKENIZER_FILE, tokenizer_in
from tests.index.encoder_conformance import EncoderConformance
from tests.index.fakes import WordEncoder

SENTENCES = [
    "Der Gemeinderat von Weidenau hat den Haushalt für das kommende Jahr beschlossen.",
    "Nach drei Tagen Streik fahren die Straßenbahnen wieder nach Fahrplan.",
    "Die Feuerwehr rettete in der Nacht zwei Wanderer aus dem Hochwasser.",
    "Im Museum am Fluss sind seit Sonntag Karten aus dem 17. Jahrhundert zu sehen.",
    "Der Preis für Weizen stieg im Oktober um 4,3 Prozent.",
    "Eine Ärztin aus Nordholm erhält den Forschungspreis des Landes.",
    "Wegen einer defekten Weiche kam es im Berufsverkehr zu Verspätungen.",
    "Das Gericht sprach den früheren Direktor der Sparkasse frei.",
    "Im Wald bei Grauwerder wurden zum ersten Mal seit Jahren Wölfe gesehen.",
    "Die Schule bekommt 120 neue Rechner und einen Anschluss ans Glasfasernetz.",
    "Der Trainer verlässt den Verein nach elf Jahren zum Ende der Saison.",
    "Forscher warnen vor einem trockenen Sommer im Norden.",
    "Die Bürgermeisterin will das Rathaus bis 2027 sanieren lassen.",
    "Unbekannte haben am Bahnhof drei Fahrräder gestohlen.",
    "Der Winter brachte den Hütten im Gebirge so viele Gäste wie nie.",
    "The town council approved a second bridge across the river.",
    "Ferry services resumed on Tuesday after the storm had passed.",
    "A bakery in Port Ellis has won the national bread prize.",
    "The court ordered the company to pay 2.4 million in damages.",
    "Scientists counted fewer butterflies than in any year since 1990.",
    "The library will stay open until midnight during the exams.",
    "Two trains were cancelled because of a signal failure.",
    "The museum returned a stolen painting to its owners.",
    "Voters rejected the plan for a new stadium by a narrow margin.",
    "The hospital opened a ward for children on Monday.",
    "Fishermen protested in the harbour against the new quota.",
    "An earthquake of magnitude 4.1 was felt across the valley.",
    "The coach praised her team after its third win in a row.",
    "Rents in the old town rose by nine percent within a year.",
    "The mayor apologised for the delay in repairing the school roof.",
]

ACROSS_LANGUAGES = {
    "Who was rescued from the flood?": SENTENCES[2],
    "How much did the price of wheat rise?": SENTENCES[4],
    "Where were wolves seen?": SENTENCES[8],
    "How many computers does the school get?": SENTENCES[9],
    "What did thieves steal at the station?": SENTENCES[13],
    "Welche Bäckerei hat einen Preis gewonnen?": SENTENCES[17],
    "Wie lange hat die Bibliothek in der Prüfungszeit geöffnet?": SENTENCES[20],
    "Wogegen protestierten die Fischer?": SENTENCES[25],
}


class TestWordEncoder(EncoderConformance):
    @pytest.fixture
    def encoder(self) -> Encoder:
        return WordEncoder()


@pytest.mark.slow
class TestOnnxEncoder(EncoderConformance):
    @pytest.fixture
    def encoder(self, int8_encoder: OnnxEncoder) -> Encoder:
        return int8_encoder


@pytest.mark.slow
class TestSentenceTransformerEncoder(EncoderConformance):
    @pytest.fixture
    def encoder(self, float_encoder: SentenceTransformerEncoder) -> Encoder:
        return float_encoder


def test_an_onnx_encoder_reads_nothing_before_the_first_text(tmp_path: Path) -> None:
    encoder = OnnxEncoder(tmp_path / "missing")
    assert (encoder.name, encoder.dimension) == ("multilingual-e5-small/int8", 384)


@pytest.mark.slow
def test_int8_vectors_are_close_to_those_of_float32(
    int8_encoder: OnnxEncoder, float_encoder: SentenceTransformerEncoder
) -> None:
    cosines = rowwise(int8_encoder.encode_passages(SENTENCES), float_encoder.encode_passages(SENTENCES))
    assert cosines.mean() > 0.99
    assert cosines.min() > 0.97
    queries = [list(map(each.encode_query, ACROSS_LANGUAGES)) for each in (int8_encoder, float_encoder)]
    assert rowwise(np.array(queries[0]), np.array(queries[1])).mean() > 0.99


@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["int8_encoder", "float_encoder"])
def test_questions_find_their_passage_across_languages(request: pytest.FixtureRequest, encoder: str) -> None:
    real: Encoder = request.getfixturevalue(encoder)
    passages = real.encode_passages(SENTENCES)
    nearest = {question: int((passages @ real.encode_query(question)).argmax()) for question in ACROSS_LANGUAGES}
    assert {question: SENTENCES[place] for question, place in nearest.items()} == ACROSS_LANGUAGES


@pytest.mark.slow
def test_both_encoders_put_the_prompts_of_e5_before_a_text(
    int8_encoder: OnnxEncoder, float_encoder: SentenceTransformerEncoder
) -> None:
    model = float_encoder._model
    text, prompts = SENTENCES[0], (QUERY_PROMPT, PASSAGE_PROMPT)
    query, passage = (model.encode([prompt + text], prompt="", normalize_embeddings=True)[0] for prompt in prompts)
    for encoder in (int8_encoder, float_encoder):
        assert encoder.encode_query(text) @ query > 0.99
        assert encoder.encode_query(text) @ query > encoder.encode_query(text) @ passage
        assert encoder.encode_passages([text])[0] @ passage > encoder.encode_passages([text])[0] @ query


@pytest.mark.slow
def test_a_text_has_the_tokens_that_the_whole_vocabulary_gives_it(models: Path) -> None:
    folder = int8_model(models)
    whole, saved = Tokenizer.from_file(str(folder / TOKENIZER_FILE)), tokenizer_in(folder, 512)
    for text in [*SENTENCES, *ACROSS_LANGUAGES, "Žižek, “Mỹ” und ½ Mio. €", "Ελλάδα", "ﬁnal ﹪ 東京"]:
        assert (saved.encode(text).ids, saved.encode(text).offsets) == (
            whole.encode(text).ids,
            whole.encode(text).offsets,
        )


@pytest.mark.slow
def test_one_thread_and_many_give_the_same_vectors(models: Path) -> None:
    folder = int8_model(models)
    one, many = OnnxEncoder(folder, threads=1), OnnxEncoder(folder, threads=4)
    assert np.array_equal(one.encode_passages(SENTENCES), many.encode_passages(SENTENCES))


@pytest.mark.slow
def test_questions_at_once_have_the_vectors_they_have_alone(models: Path) -> None:
    folder = int8_model(models)
    shared, alone = OnnxEncoder(folder), OnnxEncoder(folder)
    with ThreadPoolExecutor(8) as workers:
        at_once = list(workers.map(shared.encode_query, SENTENCES))
    assert np.array_equal(np.array(at_once), np.array(list(map(alone.encode_query, SENTENCES))))


@pytest.mark.slow
def test_what_lies_behind_the_longest_text_a_model_reads_does_not_count(int8_encoder: OnnxEncoder) -> None:
    long = "Das Wasser stieg in der Nacht bis an die Deiche. " * 200
    one, other = int8_encoder.encode_passages([long + "Am Ende sank es.", long + "The end."])
    assert np.array_equal(one, other)


def rowwise(left: Vectors, right: Vectors) -> Vectors:
    """The cosines of the rows of two sets of unit vectors."""
    cosines: Vectors = (left * right).sum(axis=1)
    return cosines
