"""What every encoder must do; a test class that inherits this brings the fixture `encoder`."""

import numpy as np
import pytest

from index.protocols import Encoder, Vectors

TEXTS = [
    "Der Stadtrat von Weidenau hat den Bau einer zweiten Brücke beschlossen.",
    "The harbour of Port Ellis stays closed until the storm has passed.",
    "Am Mittwoch fiel in drei Schulen der Unterricht aus.",
]
ODD_TEXTS = {
    "nothing": "",
    "blanks": " \t\n\u00a0\u200b ",
    "a null": "null\x00byte",
    "control characters": "\x01\x02\x1b[31m\x7f",
    "emoji": "😀👩‍👩‍👧‍👦🏳️‍🌈",
    "other scripts": "漢字かな 한국어 العربية עברית हिन्दी",
    "accents apart": "Mu\u0308ller im Cafe\u0301",
    "right to left marks": "\u202eabc\u202c",
    "special tokens": "<s> </s> <unk> <pad> <mask> <|endoftext|>",
    "private use": "\ue000\uffff\U0010ffff",
    "one long word": "x" * 20_000,
}


class EncoderConformance:
    """The contract of `index.protocols.Encoder`."""

    def test_vectors_are_float32_and_one_row_a_passage(self, encoder: Encoder) -> None:
        vectors = encoder.encode_passages(TEXTS)
        assert vectors.shape == (len(TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32

    def test_a_query_is_one_float32_vector(self, encoder: Encoder) -> None:
        vector = encoder.encode_query(TEXTS[0])
        assert vector.shape == (encoder.dimension,)
        assert vector.dtype == np.float32

    def test_vectors_have_length_one(self, encoder: Encoder) -> None:
        vectors = [*encoder.encode_passages(TEXTS), encoder.encode_query(TEXTS[0])]
        assert [length(vector) for vector in vectors] == pytest.approx([1.0] * len(vectors), abs=1e-4)

    def test_no_passages_give_no_rows(self, encoder: Encoder) -> None:
        assert encoder.encode_passages([]).shape == (0, encoder.dimension)

    def test_rows_keep_the_order_of_the_passages(self, encoder: Encoder) -> None:
        forwards, backwards = encoder.encode_passages(TEXTS), encoder.encode_passages(TEXTS[::-1])
        assert np.allclose(forwards, backwards[::-1], atol=1e-5)
        assert not np.allclose(forwards, backwards, atol=1e-2)

    def test_a_passage_has_the_same_vector_alone_as_among_others(self, encoder: Encoder) -> None:
        together = encoder.encode_passages([*TEXTS, "wort " * 100])
        alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
        assert np.allclose(together[: len(TEXTS)], alone, atol=1e-5)

    def test_a_query_has_the_same_vector_when_asked_again(self, encoder: Encoder) -> None:
        first = encoder.encode_query(TEXTS[0]).copy()
        encoder.encode_query(TEXTS[1])
        assert np.array_equal(encoder.encode_query(TEXTS[0]), first)

    def test_a_query_differs_from_a_passage_of_the_same_words(self, encoder: Encoder) -> None:
        query, (passage,) = encoder.encode_query(TEXTS[0]), encoder.encode_passages(TEXTS[:1])
        assert not np.allclose(query, passage, atol=1e-3)

    def test_a_query_is_nearest_to_the_passage_of_its_own_words(self, encoder: Encoder) -> None:
        passages = encoder.encode_passages(TEXTS)
        assert [int((passages @ encoder.encode_query(text)).argmax()) for text in TEXTS] == [0, 1, 2]

    def test_progress_hears_every_text(self, encoder: Encoder) -> None:
        heard: list[int] = []
        encoder.encode_passages(TEXTS, heard.append)
        assert sum(heard) == len(TEXTS)

    @pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
    def test_odd_texts_have_a_vector(self, encoder: Encoder, text: str) -> None:
        for vector in (encoder.encode_query(text), *encoder.encode_passages([text])):
            assert length(vector) == pytest.approx(1.0, abs=1e-4)

    def test_a_very_long_text_has_a_vector(self, encoder: Encoder) -> None:
        text = "Das Wasser stieg in der Nacht bis an die Deiche. " * 2_000
        for vector in (encoder.encode_query(text), *encoder.encode_passages([text])):
            assert length(vector) == pytest.approx(1.0, abs=1e-4)

    def test_an_encoder_has_a_name_for_the_manifest(self, encoder: Encoder) -> None:
        model, _, number_format = encoder.name.rpartition("/")
        assert model
        assert number_format


def length(vector: Vectors) -> float:
    """The Euclidean length."""
    return float(np.linalg.norm(vector))
