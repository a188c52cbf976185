"""Detects the language of a text, German or English: the one place that knows lingua."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector

DEFAULT_LANGUAGE = "de"

_CHARACTERS = 2_000
_CLEAR_MARGIN = 0.2


def detect_language(text: str) -> str:
    """The ISO 639-1 code of a text's language, `de` or `en`, judged by its first 2,000 characters.

    The same text always gives the same code; one that says nothing (empty, only numbers, a near tie) counts as German.
    """
    language = _detector().detect_language_of(text[:_CHARACTERS])
    return language.iso_code_639_1.name.lower() if language else DEFAULT_LANGUAGE


@lru_cache(maxsize=1)
def _detector() -> "LanguageDetector":
    from lingua import Language, LanguageDetectorBuilder  # noqa: PLC0415  (only for adding)

    builder = LanguageDetectorBuilder.from_languages(Language.GERMAN, Language.ENGLISH)
    return builder.with_low_accuracy_mode().with_minimum_relative_distance(_CLEAR_MARGIN).build()
