"""The errors of belegt: one tree, every leaf says what to do next.

BelegtError
├── UsageError            the command or call was wrong (exit status 2)
├── SourceError           a file, folder or record cannot be read as an article
│   └── FetchError            a web address is refused, cannot be reached or gives no article
├── NotFoundError         no article under that id
├── StoreError            the article store cannot be opened, read or written
├── IndexingError          the index cannot be opened, read or written
│   └── IndexMismatchError    it was built under other settings
├── ModelError            model weights are missing, damaged or cannot be prepared
├── LanguageModelError    a language model cannot be reached, refuses, or falls silent
└── QuestionError         a question cannot be processed (exit status 2)
"""


class BelegtError(Exception):
    """Base of everything a user or operator can cause or mend.

    Attributes:
        message: what is wrong, one line, naming the file, line or field.
        hint: what to do next, one line; empty if the message says it all.
        retryable: True if the same call may succeed later without a change.
    """

    exit_status = 1

    def __init__(self, message: str, *, hint: str = "", retryable: bool = False) -> None:
        """Keep the parts; `str(error)` joins message and hint."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.retryable = retryable

    def __str__(self) -> str:
        """One line: the message, then what to do."""
        return f"{self.message} {self.hint}".strip()


class UsageError(BelegtError):
    """The command or call was wrong; the command line exits with 2."""

    exit_status = 2


class SourceError(BelegtError):
    """A file, folder or record cannot be read as an article."""


class FetchError(SourceError):
    """A web address is refused, cannot be reached or gives nothing that can be read."""


class NotFoundError(BelegtError):
    """No article is stored under that id."""


class StoreError(BelegtError):
    """The article store cannot be opened, read or written."""


class IndexingError(BelegtError):
    """The index cannot be opened, read or written."""


class IndexMismatchError(IndexingError):
    """The index was built under other settings than those in force."""


class ModelError(BelegtError):
    """Model weights are missing, damaged or cannot be prepared."""


class LanguageModelError(BelegtError):
    """A language model cannot be reached, refuses, or falls silent.

    `status` is the HTTP status, if there was one; `retry_after` the seconds that its server asks to wait.
    """

    def __init__(self, message: str, *, hint: str = "", retryable: bool = False, status: int | None = None) -> None:
        """Keep the parts."""
        super().__init__(message, hint=hint, retryable=retryable)
        self.status = status
        self.retry_after: float | None = None


class QuestionError(BelegtError):
    """A question cannot be processed: empty, too long, not text."""

    exit_status = 2
