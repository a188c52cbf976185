"""The real parts joined: encoder, Chroma, keyword index and reader over the sample articles."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from assistant.front import Assistant
from assistant.kinds import kind_of
from assistant.quoting import short_answer
from assistant.reading import Candidate, SentenceReader
from assistant.settings import Settings
from assistant.types import Answer, AnswerStatus, Question
from assistant.wiring import assistant_from, encoder_from, span_model_from
from corpus.errors import ModelError
from index.encoder import OnnxEncoder
from tests.assistant.fakes import FakeFrequencies, article, hit

PRISON = "Wie lange muss der Gründer von Jetflicks ins Gefängnis?"
TRIAL_ID = "sample-jetflicks-urteil"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Assistant]:
    assistant = assistant_from(Settings(home=tmp_path_factory.mktemp("home"), models=models))
    assistant.add_samples()
    yield assistant
    assistant.close()


def ask(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text=text))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (PRISON, "sieben Jahre"),
        ("Wie hoch war der Schaden?", "37,5 Millionen"),
        ("Wann muss der Gründer die Haft antreten?", "17. Oktober 2025"),
        pytest.param(
            "Wann beginnt die Haft?",
            "17. Oktober 2025",
            marks=pytest.mark.xfail(reason="too short for the reader: it abstains", strict=True),
        ),
        ("Wie viele Akkus ruft Rademont zurück?", "84.000"),
    ],
)
def test_a_question_about_a_sample_is_answered_by_the_sentence_that_says_it(
    samples: Assistant, question: str, words: str
) -> None:
    answer = ask(samples, question)
    assert words in answer.citations[0].quote
    for citation in answer.citations:
        assert samples.article(citation.article_id).text[citation.start : citation.end] == citation.quote


def test_a_question_off_the_topic_is_not_answered(samples: Assistant) -> None:
    answer = ask(samples, "Wie wird das Wetter morgen in Bern?")
    assert answer.status is AnswerStatus.ABSTAINED
    assert answer.nearest


def test_answers_are_the_same_from_many_threads(samples: Assistant) -> None:
    questions = [PRISON, "Wie viele Akkus ruft Rademont zurück?", "Wie wird das Wetter morgen in Bern?"] * 4
    one_by_one = [timeless(ask(samples, question)) for question in questions]
    with ThreadPoolExecutor(4) as threads:
        at_once = [timeless(answer) for answer in threads.map(lambda question: ask(samples, question), questions)]
    assert at_once == one_by_one


def test_a_takedown_holds_at_the_next_question(tmp_path: Path, models: Path) -> None:
    assistant = assistant_from(Settings(home=tmp_path, models=models))
    assistant.add_samples()
    assistant.remove([TRIAL_ID])
    answer = ask(assistant, PRISON)
    assert TRIAL_ID not in {citation.article_id for citation in answer.citations}
    assert TRIAL_ID not in {near.article_id for near in answer.nearest}
    assistant.close()


def test_a_second_process_sees_what_the_first_has_added(tmp_path: Path, models: Path) -> None:
    settings = Settings(home=tmp_path, models=models)
    reader, writer = assistant_from(settings), assistant_from(settings)
    assert ask(reader, PRISON).status is AnswerStatus.ABSTAINED
    writer.add_samples()
    assert ask(reader, PRISON).citations[0].article_id == TRIAL_ID
    reader.close()
    writer.close()


def test_the_float_encoder_gives_nearly_the_vectors_of_the_int8_one(tmp_path: Path, models: Path) -> None:
    int8 = encoder_from(Settings(home=tmp_path, models=models))
    assert isinstance(int8, OnnxEncoder)
    full = encoder_from(Settings(home=tmp_path, models=models, encoder="float32"))
    text = "Der Hafen bleibt bis Freitag gesperrt."
    assert full.name != int8.name
    assert (full.encode_passages([text]) @ int8.encode_passages([text]).T).item() > 0.99


def test_a_models_folder_that_cannot_be_made_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "models").write_text(json.dumps("a file"))
    with pytest.raises(ModelError, match="cannot be written"):
        assistant_from(Settings(home=tmp_path / "home", models=tmp_path / "models"))


def timeless(answer: Answer) -> Answer:
    return replace(answer, timings_ms={}, record=None)


def best(models: Path, question: str, text: str) -> Candidate:
    """The sentence that the shipped reader takes out of a passage."""
    model = span_model_from(Settings(home=models, models=models))
    return (
        SentenceReader(model=model, document_frequencies=FakeFrequencies())
        .read(question, [hit(article(text))])
        .candidates[0]
    )


def test_a_date_question_prefers_a_sentence_with_a_date(models: Path) -> None:
    text = "Die Strafe beginnt bald nach dem Urteil. Die Strafe beginnt am 17. Oktober 2025."
    assert best(models, "Wann beginnt die Strafe?", text).text == "Die Strafe beginnt am 17. Oktober 2025."


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Wann öffnet der Hafen?", "Der Hafen öffnet am 3. Mai 2025 wieder.", "3. Mai 2025"),
        ("Wie viele Schiffe warten?", "Vor der Mole warten 14 Schiffe.", "14"),
        ("Who closed the harbour?", "The harbour was closed by Erik Lund.", "Erik Lund"),
        ("Wie viele Schiffe warten?", "Bei 8 Grad und Nebel warten am Morgen 14 Schiffe.", "14"),
    ],
)
def test_the_words_that_answer_are_found(models: Path, question: str, text: str, expected: str) -> None:
    found = short_answer(question, kind_of(question), [best(models, question, text)])
    assert found is not None
    assert found.text.startswith(expected)
    assert found.text in text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Was geschah am Hafen?", "Der Hafen ist zu."),
        ("Wann im Mai 2025 öffnet der Hafen?", "Der Hafen öffnet im Mai 2025."),
        pytest.param(
            "Wie viele kamen?",
            "Am Montag waren es 40, am Dienstag 60 Besucher.",
            marks=pytest.mark.xfail(reason="the reader takes the first of two numbers", strict=True),
        ),
    ],
)
def test_no_short_answer_rather_than_a_guess(models: Path, question: str, text: str) -> None:
    assert short_answer(question, kind_of(question), [best(models, question, text)]) is None


@pytest.mark.parametrize("model", ["reader.onnx", "entailment.onnx"])
def test_a_model_is_the_file_its_checksum_was_made_of(model: str) -> None:
    graph = files("assistant") / model
    digest, name = (files("assistant") / f"{model}.sha256").read_text(encoding="utf-8").split()
    assert (hashlib.sha256(graph.read_bytes()).hexdigest(), name) == (digest, model)
