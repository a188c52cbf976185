"""The XLM-RoBERTa tokenizer of e5, rebuilt from its unigram vocabulary."""

import re
import threading
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from unicodedata import normalize

import numpy as np

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SPECIAL_TOKENS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
BEGIN_ID, END_ID, UNKNOWN_ID = 0, 2, 3
TOKENIZER_FILE, LATIN_FILE, LATIN_IDS_FILE = "tokenizer.json", "tokenizer-latin.json", "tokenizer-latin-ids.npy"
_LATIN = re.compile("[\\u0000-\\u024f\\u2000-\\u25ff]*")
_loading = threading.Lock()
_DROPPED = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_BLANKS = "[\t\n\x0c\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"


def tokenizer_for(pieces: list[tuple[str, float]]) -> "Tokenizer":
    """Build the tokenizer: NFKC, control characters dropped, blanks folded, SentencePiece unigram, `<s> … </s>`."""
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors  # noqa: PLC0415

    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=UNKNOWN_ID, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(_DROPPED), ""),
            normalizers.Replace(Regex(_BLANKS), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    return tokenizer


class Encoded(Protocol):
    """A text in tokens: their ids in the vocabulary, and the characters `(start, end)` of each."""

    @property
    def ids(self) -> list[int]:
        """Their ids."""
        ...

    @property
    def offsets(self) -> list[tuple[int, int]]:
        """Where they stand in the text."""
        ...


class TextTokenizer(Protocol):
    """What a model asks of a tokenizer; that of the library offers it, too."""

    def encode(self, sequence: str, /, *, add_special_tokens: bool = True) -> Encoded:
        """Return the tokens of a text, with the special ones at its borders or without."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of a text in Latin letters."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class FolderTokenizer:
    """The tokenizer that was saved with a model: at first only its pieces in Latin letters, two fifths of all.

    A piece with another letter is in no text of Latin letters alone, so the tokens are the same, and all pieces, which
    take half a second more, are read when a text comes that needs them.
    """

    def __init__(self, folder: Path, longest: int) -> None:
        """Read the pieces in Latin letters; texts are cut off at `longest` tokens."""
        self._folder, self._longest = folder, longest
        self._latin = _read(folder / LATIN_FILE, longest)
        self._ids: list[int] = np.load(folder / LATIN_IDS_FILE).tolist()

    @cached_property
    def _whole(self) -> "Tokenizer":
        return _read(self._folder / TOKENIZER_FILE, self._longest)

    def encode(self, sequence: str, /, *, add_special_tokens: bool = True) -> Encoded:
        """Return the tokens of a text."""
        if not is_latin(sequence):
            with _loading:
                whole = self._whole
            return whole.encode(sequence, add_special_tokens=add_special_tokens)
        encoded = self._latin.encode(sequence, add_special_tokens=add_special_tokens)
        return Tokens(ids=[self._ids[each] for each in encoded.ids], offsets=encoded.offsets)


def write_tokenizer(pieces: list[tuple[str, float]], folder: Path) -> None:
    """Write what `FolderTokenizer` reads: the tokenizer, that of the pieces in Latin letters, and the ids of these."""
    tokenizer_for(pieces).save(str(folder / TOKENIZER_FILE))
    worst = min(range(len(pieces)), key=lambda n: pieces[n][1])  # from its score, that of unknown letters is taken
    ids = [n for n, (piece, _) in enumerate(pieces) if n == worst or _LATIN.fullmatch(piece)]
    tokenizer_for([pieces[n] for n in ids]).save(str(folder / LATIN_FILE))
    np.save(folder / LATIN_IDS_FILE, np.array(ids, np.int32))


def is_latin(text: str) -> bool:
    """Return whether a text has Latin letters, punctuation and signs alone, as the tokenizer normalises it."""
    return text.isascii() or _LATIN.fullmatch(normalize("NFKC", text)) is not None


def tokenizer_in(folder: Path, longest: int) -> FolderTokenizer:
    """Load the tokenizer that was saved with a model, cutting texts off at `longest` tokens; loaded once, for all."""
    with _loading:  # whoever comes meanwhile waits instead of loading it again
        return _tokenizer_in(folder, longest)


@cache
def _tokenizer_in(folder: Path, longest: int) -> FolderTokenizer:
    return FolderTokenizer(folder, longest)


def _read(file: Path, longest: int) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415  (commands that encode nothing need not pay for it)

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.enable_truncation(longest)
    return tokenizer
