"""The archive and its answers behind one object: what the user interfaces call."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from assistant.types import Answer, Filters, Question, Status
from corpus.dates import end_of, epoch
from corpus.errors import QuestionError, UsageError
from corpus.reading import read_sources
from corpus.store import ArticleStore
from corpus.types import AddReport, Article, Rejection
from index.index import Index
from index.types import Hit, Scope

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.reading import SentenceReader

Progress = Callable[[str, int, int], None]

EVERYTHING = Filters()
LONGEST_QUESTION = 2_000
ARTICLES_A_BATCH = 500
MOST_HITS = 1_000
RERANKED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """An open archive that answers questions; safe to call from several threads.

    `reader` and `chain` are made at the first question, so that commands that ask none do not pay for them.
    """

    home: str
    store: ArticleStore
    index: Index
    reader: Callable[[], "SentenceReader"]
    chain: Callable[[], "Runnable[Question, Answer]"]

    def ask(self, question: Question) -> Answer:
        """Answer a question out of quotations, or abstain with a reason.

        Raises:
            QuestionError: if the question is empty or longer than 2,000 characters.
            UsageError: if a date of the filters is no ISO 8601 date.
        """
        _check(question.text)
        scope_of(question.filters)
        return self.chain().invoke(question)

    def search(self, query: str, *, k: int = 10, filters: Filters = EVERYTHING) -> Sequence[Hit]:
        """Return the k best passages, best first; raises as `ask` does, and for a k outside 1 to 1,000.

        The reader model puts the first ten in the order in which they are likely to answer; the others follow as they
        were found.
        """
        _check(query)
        if not 1 <= k <= MOST_HITS:
            raise UsageError(f"{k} passages cannot be shown.", hint=f"Ask for 1 to {MOST_HITS}.")
        hits = self.index.search(query, max(k, RERANKED), scope_of(filters))
        best = self.reader().ranked(query, hits[:RERANKED])
        rest = hits[RERANKED:]
        below = best[-1].score - rest[0].score if rest else 0.0
        return [*best, *(replace(hit, score=hit.score + below) for hit in rest)][:k]

    def article(self, article_id: str) -> Article:
        """Return one stored article.

        Raises:
            NotFoundError: if there is none under that id.
        """
        return self.store.get(article_id)

    def articles(self, *, limit: int = 20) -> Sequence[Article]:
        """Return the newest articles, undated ones last."""
        return self.store.recent(limit)

    def add(self, sources: Sequence[str], *, progress: Progress | None = None) -> AddReport:
        """Read articles from files, folders, globs or `-` (JSONL on standard input), store and index them.

        What is rejected does not keep the rest out. `progress` hears a step (`reading`, `indexing`), how many articles
        are done, and how many there are (0 while nobody knows).
        """
        report = progress or (lambda _step, _done, _total: None)
        added: list[str] = []
        updated: list[str] = []
        unchanged: list[str] = []
        rejected: list[Rejection] = []
        for batch in _batches(sources, rejected):
            stored = self.store.put(batch)
            added += stored.added
            updated += stored.updated
            unchanged += stored.unchanged
            report("reading", len(added) + len(updated) + len(unchanged), 0)
        self.index.sync(lambda done, total: report("indexing", done, total))
        return AddReport(
            added=tuple(added), updated=tuple(updated), unchanged=tuple(unchanged), rejected=tuple(rejected)
        )

    def add_samples(self, *, progress: Progress | None = None) -> AddReport:
        """Fill an empty archive with the sample articles of belegt; one that holds articles stays as it is."""
        if self.store.counts().articles:
            return AddReport()
        with as_file(files("corpus") / "samples") as folder:
            return self.add([str(folder)], progress=progress)

    def warm_up(self) -> None:
        """Load what the first question would have to wait for (a second or two)."""
        self.chain()
        self.index.search("?", 1)

    def remove(self, article_ids: Sequence[str]) -> Sequence[str]:
        """Take articles out of store and index; return the ids that were there."""
        removed = self.store.remove(article_ids)
        self.index.sync()
        return removed

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Make the index anew from the store."""
        report = progress or (lambda _step, _done, _total: None)
        self.index.rebuild(lambda done, total: report("indexing", done, total))

    def status(self) -> Status:
        """Say what the archive holds."""
        counts = self.store.counts()
        return Status(
            home=self.home,
            articles=counts.articles,
            passages=self.index.passages(),
            by_lang=counts.by_lang,
            by_outlet=counts.by_outlet,
            oldest_published=counts.oldest_published,
            newest_published=counts.newest_published,
            last_added=counts.last_added,
            model=self.index.model,
            index_version=self.index.version(),
        )

    def close(self) -> None:
        """Release files; the object cannot be used afterwards."""
        self.index.close()
        self.store.close()


def scope_of(filters: Filters) -> Scope:
    """Turn the filters of a question into the scope of a search; `as_of` bounds like `until`.

    Raises:
        UsageError: if a date is no ISO 8601 date.
    """
    ends = [_date("as-of", filters.as_of, end=True), _date("until", filters.until, end=True)]
    return Scope(
        since=_date("since", filters.since, end=False),
        until=min((end for end in ends if end is not None), default=None),
        outlet=filters.outlet,
        lang=filters.lang,
    )


def _date(name: str, value: str | None, *, end: bool) -> int | None:
    if value is None:
        return None
    try:
        return int(end_of(value).timestamp()) if end else epoch(value)
    except ValueError as error:
        raise UsageError(
            f"{name}: '{value}' is not a date.", hint="Write it as 2025-07-01 or 2025-07-01T14:30+02:00."
        ) from error


def _check(text: str) -> None:
    if not text.strip():
        raise QuestionError("The question is empty.", hint="Write what you want to know.")
    if len(text) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(text)} characters, more than {LONGEST_QUESTION}.", hint="Shorten it."
        )


def _batches(sources: Sequence[str], rejected: list[Rejection]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    for item in read_sources(sources, stdin=sys.stdin.buffer):
        if isinstance(item, Rejection):
            rejected.append(item)
            continue
        batch.append(item)
        if len(batch) == ARTICLES_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
