"""Questions in, proven answers out: the one package that the user interfaces talk to.

`open_assistant()` joins the real parts; everything else here is a noun. Importing this package loads no model.
"""

from typing import TYPE_CHECKING

from assistant.types import (
    AbstainReason,
    Answer,
    AnswerRecord,
    AnswerStatus,
    CheckedClaim,
    CheckedText,
    Citation,
    ClaimRecord,
    Conflict,
    Decision,
    Engine,
    Evidence,
    Fallback,
    Fault,
    Feedback,
    Figure,
    Filters,
    Nearest,
    Question,
    Report,
    Sentence,
    SourceReport,
    Status,
    Turn,
    Verdict,
)
from corpus.copies import Story
from corpus.dates import MONTHS
from corpus.errors import (
    BelegtError,
    FetchError,
    IndexingError,
    IndexMismatchError,
    LanguageModelError,
    ModelError,
    NotFoundError,
    QuestionError,
    SourceError,
    StoreError,
    UsageError,
)
from corpus.listing import Standing
from corpus.sources import Source
from corpus.types import AddReport, Article, Rejection, Version
from index.types import Found, Hit, Integrity

if TYPE_CHECKING:
    from assistant.front import Assistant
    from assistant.keeping import Progress

__all__ = [
    "MONTHS",
    "AbstainReason",
    "AddReport",
    "Answer",
    "AnswerRecord",
    "AnswerStatus",
    "Article",
    "BelegtError",
    "CheckedClaim",
    "CheckedText",
    "Citation",
    "ClaimRecord",
    "Conflict",
    "Decision",
    "Engine",
    "Evidence",
    "Fallback",
    "Fault",
    "Feedback",
    "FetchError",
    "Figure",
    "Filters",
    "Found",
    "Hit",
    "IndexMismatchError",
    "IndexingError",
    "Integrity",
    "LanguageModelError",
    "ModelError",
    "Nearest",
    "NotFoundError",
    "Question",
    "QuestionError",
    "Rejection",
    "Report",
    "Sentence",
    "Source",
    "SourceError",
    "SourceReport",
    "Standing",
    "Status",
    "StoreError",
    "Story",
    "Turn",
    "UsageError",
    "Verdict",
    "Version",
    "open_assistant",
]


def open_assistant(progress: "Progress | None" = None) -> "Assistant":
    """Open the archive under `BELEGT_HOME` with the settings of the environment.

    `progress` hears a step, how much of it is done and how much there is, while the encoder is prepared.

    Raises:
        BelegtError: if the archive or its index cannot be opened; the message says what to do.
    """
    from assistant.settings import Settings  # noqa: PLC0415  (keeps importing this package free of models)
    from assistant.tracing import start_tracing  # noqa: PLC0415
    from assistant.wiring import assistant_from  # noqa: PLC0415

    settings = Settings.from_environment()
    flush = start_tracing(settings.trace)
    assistant = assistant_from(settings, progress)
    assistant.opened.callback(flush)
    return assistant
