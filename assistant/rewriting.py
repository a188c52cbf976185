"""A follow-up made to stand alone. A first form: what is missing is taken from the question before. Pure."""

import re
from collections.abc import Sequence

from assistant.types import Turn
from index.analysis import question_words

_POINTS_BACK = re.compile(
    r"^(und|and)\b|\b(er|sie|es|ihn|ihm|ihr|ihre[mnrs]?|sein|seine[mnrs]?|dort|da|dabei|dafür|davon|damals|danach"
    r"|diese[mnrs]?|dessen|deren|he|she|it|him|her|his|its|they|them|their|there|that|this|those)\b",
    re.IGNORECASE,
)
FEW_WORDS = 2


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question, with the one before it in front where it points back or says too little by itself."""
    if not history:
        return question
    needs_context = _POINTS_BACK.search(question) is not None or len(question_words(question, ("de",))) <= FEW_WORDS
    return f"{history[-1].question} {question}" if needs_context else question
