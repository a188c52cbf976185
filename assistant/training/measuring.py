"""Span F1 and exact match on passages that are known to hold the answer (Rajpurkar et al. 2016)."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from assistant.span_model import best_span, joined
from assistant.training.examples import Example
from index.encoder import MAX_TOKENS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from assistant.training.network import Reader

_WORD = re.compile(r"\w+")


def span_figures(reader: "Reader", tokenizer: "Tokenizer", examples: Sequence[Example]) -> dict[str, float]:
    """Return mean F1 and exact match of the best span, over the passage's language and all."""
    figures: dict[str, list[float]] = {}
    for example in examples:
        found = best_answer(reader, tokenizer, example)
        golds = [example.passage[span.start : span.end] for span in example.answers]
        figures.setdefault(f"f1_{example.lang}", []).append(max(_f1(found, gold) for gold in golds))
        figures.setdefault("exact", []).append(float(any(_words(found) == _words(gold) for gold in golds)))
    return {name: sum(values) / len(values) for name, values in figures.items()}


@torch.inference_mode()
def best_answer(reader: "Reader", tokenizer: "Tokenizer", example: Example) -> str:
    """Return the words of the passage whose first and last token score highest together."""
    reader.eval()
    ids, before, offsets = joined(tokenizer, example.question, example.passage, MAX_TOKENS)
    scores, _ = reader(torch.tensor([ids]))
    first, last = best_span(scores[0, before:-1].numpy())
    return example.passage[offsets[first][0] : offsets[last][1]]


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in {"der", "die", "das", "the", "a", "an"}]


def _f1(found: str, gold: str) -> float:
    ours, theirs = _words(found), _words(gold)
    shared = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * shared / (len(ours) + len(theirs)) if shared else float(ours == theirs)
