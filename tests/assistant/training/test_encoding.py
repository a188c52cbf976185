"""Targets point at the tokens of the answer."""

import random

from tokenizers import Tokenizer, models, pre_tokenizers

from assistant.training.encoding import LONGEST_SEQUENCE, PAD, batches, encode, padded
from assistant.training.examples import Example
from assistant.training.negatives import PassagePool
from corpus.types import Span

PASSAGE = "Der Hafen ist zu. Er wird am Montag geöffnet. Es regnet."
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
WORDS = list(dict.fromkeys([*SPECIAL, *PASSAGE.replace(".", " .").split(), "Wann", "?"]))


def tokenizer() -> Tokenizer:
    numbers = {word: number for number, word in enumerate(WORDS)}
    made = Tokenizer(models.WordLevel(numbers, unk_token=SPECIAL[3]))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


def example(answer: str | None, passage: str = PASSAGE) -> Example:
    start = passage.index(answer) if answer else 0
    spans = (Span(start=start, end=start + len(answer)),) if answer else ()
    return Example(question="Wann ?", passage=passage, answers=spans, lang="de", group="g")


def words(ids: list[int]) -> str:
    return " ".join(WORDS[number] for number in ids)


def test_question_and_passage_are_one_sequence_and_the_answer_is_found_in_it() -> None:
    encoded = encode(tokenizer(), example("am Montag"))
    assert encoded is not None
    assert words(encoded.ids.tolist()).startswith("<s> Wann ? </s> </s> Der Hafen")
    assert words(encoded.ids[encoded.start : encoded.end + 1].tolist()) == "am Montag"


def test_the_sentence_of_the_answer_supports_it() -> None:
    encoded = encode(tokenizer(), example("am Montag"))
    assert encoded is not None
    assert words(encoded.ids[encoded.support == 1].tolist()) == "Er wird am Montag geöffnet ."
    assert words(encoded.ids[encoded.support == -1].tolist()) == "<s> Wann ? </s> </s> </s>"


def test_without_an_answer_the_span_is_the_first_token() -> None:
    encoded = encode(tokenizer(), example(None))
    assert encoded is not None
    assert (encoded.start, encoded.end, int(encoded.support.max())) == (0, 0, 0)


def test_an_answer_that_is_cut_off_is_left_out() -> None:
    long = "Es regnet . " * LONGEST_SEQUENCE + PASSAGE
    assert encode(tokenizer(), example("am Montag", long)) is None


def test_batches_hold_every_example_once_and_padding_supports_nothing() -> None:
    examples = [example("am Montag") for _ in range(5)]
    made = list(batches(tokenizer(), examples, PassagePool([]), random.Random(1)))
    assert sum(map(len, made)) == len(examples)
    ids, support = padded(made[0])
    assert ids.shape == support.shape
    assert (support[ids == PAD] == -1).all()
