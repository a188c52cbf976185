"""Questions in, proven answers out: the one package that the user interfaces talk to.

Everything here is a noun; importing this package loads no model.
"""

from assistant.types import (
    AbstainReason,
    Answer,
    AnswerStatus,
    Citation,
    Engine,
    Filters,
    Nearest,
    Question,
    Sentence,
    Status,
    Turn,
)
from corpus.errors import BelegtError, NotFoundError, QuestionError, SourceError, UsageError
from corpus.types import AddReport, Article, Rejection
from index.types import Found, Hit

__all__ = [
    "AbstainReason",
    "AddReport",
    "Answer",
    "AnswerStatus",
    "Article",
    "BelegtError",
    "Citation",
    "Engine",
    "Filters",
    "Found",
    "Hit",
    "Nearest",
    "NotFoundError",
    "Question",
    "QuestionError",
    "Rejection",
    "Sentence",
    "SourceError",
    "Status",
    "Turn",
    "UsageError",
]
