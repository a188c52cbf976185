"""Training examples keep the spans that answer, and the held-back half of XQuAD is never among them."""

import gzip
import json
from pathlib import Path

from assistant.training.examples import HELD_BACK, Example, epoch, training_examples, xquad

PASSAGE = "Der Hafen ist zu. Er öffnet am 3. Mai."


def data(folder: Path) -> Path:
    for lang in ("de", "en", "es", "ro"):
        qas = [[{"id": f"q{n}", "question": f"{lang} {n}?", "answers": [answer("3. Mai")]}] for n in range(48)]
        articles = [{"title": "T", "paragraphs": [{"context": PASSAGE, "qas": each}]} for each in qas]
        write(folder / "xquad" / f"xquad.{lang}.json", json.dumps({"data": articles}))
    mlqa = {"question": "Wann?", "context": PASSAGE, "answers": {"answer_start": [31], "text": ["3. Mai"]}}
    write(folder / "mlqa-de" / "mlqa-dev-de-de.jsonl", json.dumps(mlqa))
    qa = {"question": "Why?", "answers": [answer("zu")]}
    (folder / "qa-train").mkdir()
    with gzip.open(folder / "qa-train" / "some.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"lang": "en", "context": PASSAGE, "qas": [qa]}))
    return folder


def answer(text: str) -> dict[str, object]:
    return {"answer_start": PASSAGE.index(text), "text": text}


def write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def answers_of(example: Example) -> list[str]:
    return [example.passage[span.start : span.end] for span in example.answers]


def test_every_set_is_read_with_the_words_that_answer(tmp_path: Path) -> None:
    examples = training_examples(data(tmp_path))
    assert {example.group: answers_of(example) for example in examples} == {
        "some": ["zu"],
        "xquad-de": ["3. Mai"],
        "xquad-en": ["3. Mai"],
        "mlqa-de": ["3. Mai"],
    }


def test_a_question_is_paired_with_the_passages_of_other_languages(tmp_path: Path) -> None:
    pairs = {(example.question[:2], example.lang) for example in xquad(data(tmp_path) / "xquad", held_back=False)}
    assert pairs == {(asked, read) for asked in ("de", "en", "es", "ro") for read in ("de", "en")}


def test_no_held_back_question_is_trained_on(tmp_path: Path) -> None:
    folder = data(tmp_path)
    measured = {example.question for example in xquad(folder / "xquad", held_back=True)}
    assert measured == {f"{lang} {n}?" for lang in ("de", "en") for n in HELD_BACK}
    assert measured.isdisjoint(example.question for example in training_examples(folder))


def test_an_epoch_has_its_own_order_and_the_same_each_time(tmp_path: Path) -> None:
    examples = training_examples(data(tmp_path))
    assert epoch(examples, 1) == epoch(examples, 1)
    assert epoch(examples, 1) != epoch(examples, 2)
    assert sorted(map(repr, epoch(examples, 1))) == sorted(map(repr, examples))


def test_an_epoch_may_hold_only_some_of_the_english_examples(tmp_path: Path) -> None:
    examples = training_examples(data(tmp_path))
    some = epoch(examples, 1, english=3)
    assert sum(example.lang == "en" for example in some) == 3
    assert [example for example in some if example.lang != "en"] == [
        example for example in epoch(examples, 1) if example.lang != "en"
    ]
