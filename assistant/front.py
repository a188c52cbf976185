"""The archive and its answers behind one object: what the user interfaces call."""

from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.types import Answer, Filters, Question, Status
from corpus.types import AddReport, Article
from index.types import Hit

Progress = Callable[[str, int, int], None]
EVERYTHING = Filters()


class Assistant(Protocol):
    """An open archive that answers questions."""

    def ask(self, question: Question) -> Answer:
        """Answer a question out of quotations, or abstain with a reason."""
        ...

    def search(self, query: str, *, k: int = 10, filters: Filters = EVERYTHING) -> Sequence[Hit]:
        """Return the k best passages, best first."""
        ...

    def article(self, article_id: str) -> Article:
        """Return one stored article, or raise NotFoundError."""
        ...

    def articles(self, *, limit: int = 20) -> Sequence[Article]:
        """Return the newest articles, undated ones last."""
        ...

    def add(self, sources: Sequence[str], *, progress: Progress | None = None) -> AddReport:
        """Read, store and index articles from files, folders, globs or `-`."""
        ...

    def remove(self, article_ids: Sequence[str]) -> Sequence[str]:
        """Take articles out of store and index; return the ids that were there."""
        ...

    def status(self) -> Status:
        """Say what the archive holds."""
        ...

    def close(self) -> None:
        """Release files; the object cannot be used afterwards."""
        ...
