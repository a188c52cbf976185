"""Language models that lie in every way over the sample articles, asked the shipped questions: nothing comes out."""

import json
import random
import re
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.chatting import Said, Usage
from assistant.front import Assistant
from assistant.generating import AnswerGraph, ModelParts
from assistant.proving import SentenceProver
from assistant.settings import Settings
from assistant.types import Answer, Engine, Question
from assistant.wiring import PASSAGES_FOR_MODEL, assistant_from, prover_from, steps_from
from corpus.sentences import split_sentences
from tests.assistant.parts import written
from tests.assistant.test_proving import SAMPLES, changes

QUESTIONS = Path(__file__).parent.parent.parent / "evals" / "cases" / "questions.jsonl"
EVERY = 19  # one question in so many, to stay within minutes
WAYS = ("mutation", "invented", "out of range", "french", "added", "broken", "markup", "joined")
PASSAGE = re.compile(r'<passage-\w+ number="(\d+)"[^>]*>\n(.*?)\n</passage-', re.DOTALL)
JOINED = {
    "de": "und der Minister trat deshalb am Abend zurück",
    "en": "and the minister resigned over it in the evening",
}
ADDED = {"de": " auf Druck der Mafia und unter Tränen", "en": " under pressure from the mafia and in tears"}


Lie = tuple[str, Sequence[int], Sequence[str]]


class Liar:
    """Takes the passages out of the prompt and writes sentences that they do not prove; keeps what it wrote."""

    name = "scripted:liar"

    def __init__(self, way: str) -> None:
        self._way = way
        self._draw = random.Random(3)
        self.lies: set[str] = set()

    def stream(self, said: Said, *, structured: bool, stopped: threading.Event, used: list[Usage]) -> Iterator[str]:
        passages = {int(number): text for number, text in PASSAGE.findall(said.task)}
        lang = "en" if "Answer in English" in said.rules else "de"
        made = [each for number, text in passages.items() for each in self._lies(number, text, lang)][:6]
        self.lies |= {text for text, _, _ in made}
        answer = written(*made)
        yield answer[: len(answer) // 2] if self._way == "broken" else answer
        used.append(Usage(prompt=1, answer=1))

    def _lies(self, number: int, text: str, lang: str) -> list[Lie]:
        true = self._draw.choice([text[span.start : span.end] for span in split_sentences(text, lang)])
        if self._way in ("mutation", "broken"):
            return [(each, [number], [true]) for _, each in changes(true, lang, self._draw) if each != true]
        foreign = "Le tribunal a condamné le fondateur à une peine de prison de sept ans."
        lies: dict[str, Lie] = {
            "invented": (f"{true[:-1]}, sagte ein Zeuge.", [number], [f"{true[:-1]}, sagte ein Zeuge."]),
            "out of range": (true, [number + 50], [true]),
            "french": (foreign, [number], [true]),
            "added": (f"{true[:-1]}{ADDED[lang]}.", [number], [true]),
            "markup": (f"{true} <b>Mehr</b> unter https://boese.example/x", [number], [true]),
            "joined": (f"{true[:-1]}, {JOINED[lang]}.", [number], [true]),
        }
        return [lies[self._way]]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[Assistant]:
    assistant = assistant_from(Settings(home=tmp_path_factory.mktemp("home"), models=models))
    assistant.add([str(SAMPLES)])
    yield assistant
    assistant.close()


@pytest.fixture(scope="module")
def prover(models: Path) -> SentenceProver:
    return prover_from(Settings(home=models, models=models))


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_no_lie_comes_out(archive: Assistant, prover: SentenceProver, way: str) -> None:
    chat = Liar(way)
    steps = steps_from(archive.keeper.copies, archive.index, archive.reader, PASSAGES_FOR_MODEL)
    graph = AnswerGraph(steps, ModelParts(chat=chat, prover=prover, context=3_000))
    cases = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][::EVERY]
    shown = [
        sentence.text
        for case in cases
        for answer in graph.stream(Question(text=case["question"]), threading.Event())
        if isinstance(answer, Answer) and answer.engine is Engine.LLM
        for sentence in answer.sentences
    ]
    assert chat.lies
    assert [text for text in shown if text in chat.lies] == []
