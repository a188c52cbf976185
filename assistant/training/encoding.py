"""Examples as token ids with their targets, in one sequence: `<s> question </s></s> passage </s>`."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.span_model import joined
from assistant.training.examples import Example
from assistant.training.negatives import PassagePool, overlap, removed, sentences_of, window
from corpus.types import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

LONGEST_SEQUENCE = 320
SHARE_REMOVED, SHARE_NEAR, SHARE_AMISS = 0.15, 0.15, 0.12
TOKENS_A_BATCH = 4096
POOL = 2048
PAD = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """One sequence, its answer and the tokens that support it.

    `start` and `end` are the first and last token of the answer, 0 and 0 (the `<s>`) if there is none; `support` is 1
    for the tokens of the sentence that holds the answer, 0 for the others of the passage, -1 outside of it.
    """

    ids: Ints
    start: int
    end: int
    support: Ints


def encode(tokenizer: "Tokenizer", example: Example) -> Encoded | None:
    """Tokenise an example; None if its answer is cut off or does not meet token borders."""
    ids, before, offsets = joined(tokenizer, example.question, example.passage, LONGEST_SEQUENCE)
    support = np.full(len(ids), -1, np.int64)
    support[before : before + len(offsets)] = 0
    tokens = [Span(start=start, end=end) for start, end in offsets]
    first = last = 0
    if example.answers:
        answer = example.answers[0]
        inside = [before + i for i, token in enumerate(tokens) if overlap(token, answer)]
        if not inside or tokens[inside[-1] - before].end < answer.end:
            return None
        first, last = inside[0], inside[-1]
        for sentence in sentences_of(example):
            if overlap(sentence, answer):
                support[[before + i for i, token in enumerate(tokens) if overlap(token, sentence)]] = 1
    return Encoded(ids=np.array(ids, np.int64), start=first, end=last, support=support)


def batches(
    tokenizer: "Tokenizer", examples: Sequence[Example], pool: PassagePool, draw: random.Random
) -> Iterator[list[Encoded]]:
    """Yield batches of about 4,096 tokens, each of sequences of like length, four of ten without an answer."""
    for start in range(0, len(examples), POOL):
        varied = (_varied(example, pool, draw) for example in examples[start : start + POOL])
        encoded = [each for each in (encode(tokenizer, example) for example in varied) if each is not None]
        encoded.sort(key=lambda each: len(each.ids))
        made = _grouped(encoded)
        draw.shuffle(made)
        yield from made


def padded(batch: Sequence[Encoded]) -> tuple[Ints, Ints]:
    """Return ids and support, both (sequences, longest), padded."""
    longest = max(len(each.ids) for each in batch)
    ids = np.full((len(batch), longest), PAD, np.int64)
    support = np.full((len(batch), longest), -1, np.int64)
    for row, each in enumerate(batch):
        ids[row, : len(each.ids)] = each.ids
        support[row, : len(each.ids)] = each.support
    return ids, support


def _varied(example: Example, pool: PassagePool, draw: random.Random) -> Example:
    chance = draw.random()
    if chance < SHARE_REMOVED:
        without = removed(example, draw)
        if without is not None:
            return without
    elif chance < SHARE_REMOVED + SHARE_NEAR and (near := pool.near(example)):
        return window(replace(example, passage=draw.choice(near), answers=()), draw)
    elif chance > 1 - SHARE_AMISS and (amiss := pool.asked_amiss(example, draw)) is not None:
        return amiss
    return window(example, draw)


def _grouped(encoded: Sequence[Encoded]) -> list[list[Encoded]]:
    groups: list[list[Encoded]] = []
    for each in encoded:
        if groups and (len(groups[-1]) + 1) * len(each.ids) <= TOKENS_A_BATCH:
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups
