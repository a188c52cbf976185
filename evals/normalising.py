"""Makes answers comparable: what SQuAD's evaluation does, extended to German.

Source: Rajpurkar et al. (2016), "SQuAD: 100,000+ Questions for Machine Comprehension of Text": lower case, no
punctuation, no articles, single spaces. Added: German articles, ß as ss, and digit groups joined, so that "45.000",
"45,000" and "45 000" are one number.
"""

import re
import unicodedata

_GROUPS = re.compile(r"(?<=\d)[.,\u00a0\u202f\u2009' ](?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_ARTICLES = re.compile(r"\b(?:der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|a|an|the)\b")


def normalised(text: str) -> str:
    """Return the text as it is compared: see the module."""
    text = unicodedata.normalize("NFKC", text).lower().replace("ß", "ss")
    text = _DECIMAL.sub(".", _GROUPS.sub("", text))
    text = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", text)
    text = "".join(char if char.isalnum() or char == "." else " " for char in text)
    return " ".join(_ARTICLES.sub(" ", text).split())


def tokens(text: str) -> list[str]:
    """Return the words of the normalised text."""
    return normalised(text).split()


def contains(shown: str, answer: str) -> bool:
    """Say whether the words of an answer stand, in order and together, in what is shown."""
    wanted = normalised(answer)
    return bool(wanted) and f" {wanted} " in f" {normalised(shown)} "
