"""The XLM-RoBERTa tokenizer of e5, rebuilt from its unigram vocabulary."""

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SPECIAL_TOKENS = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
BEGIN_ID, END_ID, UNKNOWN_ID = 0, 2, 3
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


def tokenizer_in(folder: Path, longest: int) -> "Tokenizer":
    """Load the tokenizer that was saved with a model, cutting texts off at `longest` tokens; loaded once, for all."""
    with _loading:  # it takes a second: whoever comes meanwhile waits instead of loading it again
        return _tokenizer_in(folder, longest)


@cache
def _tokenizer_in(folder: Path, longest: int) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415  (commands that encode nothing need not pay for it)

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(longest)
    return tokenizer
