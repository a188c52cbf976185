"""Keeps an archive right: takes articles in, reads its sources again, takes articles out, verifies, repairs, rebuilds.

One process writes at a time; others wait for it. Whatever is cut short is finished by the next command.
"""

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.types import SourceReport
from corpus.copies import CopyGroups
from corpus.errors import IndexingError, StoreError
from corpus.locking import alone
from corpus.sources import Source, SourceRegistry
from corpus.store import ArticleStore
from corpus.types import AddReport, Article, Rejection, Unchanged, Version, Visited
from index.index import Index
from index.types import Integrity

if TYPE_CHECKING:
    from corpus.addresses import Web

Progress = Callable[[str, int, int], None]
Item = Article | Visited | Unchanged | Rejection

ARTICLES_A_BATCH = 500
SECONDS_A_BATCH = 15.0
PATIENCE_SECONDS = 120.0


def unheard(_step: str, _done: int, _total: int) -> None:
    """Hear progress and say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Writes store and index together; `lock` is the file that says that somebody does."""

    store: ArticleStore
    index: Index
    sources: SourceRegistry
    copies: CopyGroups
    lock: Path

    def add(self, sources: Sequence[str], web: "Web", progress: Progress = unheard) -> AddReport:
        """Read articles from sources, store and index them; what is rejected does not keep the rest out."""
        with self._writing(progress):
            report = self._take_in(_read(sources, web), progress)
            self._catch_up(progress)
        return report

    def sync(self, web: "Callable[[Source], Web]", progress: Progress = unheard) -> tuple[SourceReport, ...]:
        """Read every source of the list again; one that fails does not keep the others out.

        Articles that were removed or withdrawn stay so, whatever a source says.
        """
        reports = []
        with self._writing(progress):
            for source in self.sources.all():
                items = self._still_wanted(_read([source.address], web(source)))
                report = self._take_in(items, progress)
                problem = str(report.rejected[0]) if report.rejected and not report.taken else None
                self.sources.tried(source.address, problem)
                reports.append(SourceReport(address=source.address, report=report, problem=problem))
            self._catch_up(progress)
        return tuple(reports)

    def remove(self, article_ids: Sequence[str]) -> Sequence[str]:
        """Take articles out of the store, and so out of every answer, at once; return the ids that were there.

        The index follows now or, where another process is writing, when that has finished.
        """
        removed = self.store.remove(article_ids)
        self.finish()
        return removed

    def restore(self, versions: Sequence[Version]) -> bool:
        """Put a removed article back, all versions as `history` gave them; False if it is stored again already.

        The index follows as it does after a removal.
        """
        restored = self.store.restore(versions)
        self.finish()
        return restored

    def finish(self, progress: Progress = unheard) -> int:
        """Index what a command that was cut short has left; return how many articles that were.

        Nothing is done while another process writes, as it will, or where the index cannot be written to: whatever
        needs it will say so.
        """
        with suppress(IndexingError, StoreError):
            if self.index.is_behind():
                with alone(self.lock, patience=0):
                    return self._catch_up(progress)
        return 0

    def verify(self, *, repair: bool, progress: Progress = unheard) -> Integrity:
        """Compare index and store and, where asked to, mend what differs; return what was found before.

        What a command that was cut short has left to do is done first, and is no difference.
        """
        with self._writing(progress):
            self.store.check()
            with suppress(IndexingError, StoreError):
                self._catch_up(progress)
            found = self.index.verify()
            if repair and not found.sound:
                self.index.repair(found, lambda done, total: progress("indexing", done, total))
        return found

    def rebuild(self, progress: Progress = unheard) -> None:
        """Make the index anew from the store, beside the present one, which answers until then."""
        with self._writing(progress):
            self.copies.group(lambda done, total: progress("comparing", done, total))
            self.index.rebuild(lambda done, total: progress("indexing", done, total))

    def _writing(self, progress: Progress) -> AbstractContextManager[None]:
        return alone(self.lock, patience=PATIENCE_SECONDS, waiting=lambda: progress("waiting", 0, 0))

    def _catch_up(self, progress: Progress) -> int:
        """Group and index until nothing is left to do: articles may be removed meanwhile."""
        done = 0
        while True:
            self.copies.group(lambda done, total: progress("comparing", done, total))
            report = self.index.sync(lambda done, total: progress("indexing", done, total))
            done += report.written + report.removed
            if not self.index.is_behind():
                return done

    def _take_in(self, items: Iterable[Item], progress: Progress) -> AddReport:
        """Store what comes, batch by batch, and index each: until then its old passages say nothing of a new text."""
        taken = _Intake(store=self.store)
        for item in items:
            if taken.take(item):
                progress("reading", taken.done, 0)
                self._catch_up(progress)
        taken.flush()
        progress("reading", taken.done, 0)
        return taken.report

    def _still_wanted(self, items: Iterable[Item]) -> Iterator[Item]:
        left_out = False
        for item in items:
            if isinstance(item, Article):
                left_out = self.store.was_removed(item) or self.store.is_withdrawn(item) is not None
            if not left_out or not isinstance(item, Article | Visited):
                yield item


def _read(sources: Sequence[str], web: "Web") -> Iterator[Item]:
    from corpus.reading import read_sources  # noqa: PLC0415  (questions read no sources)

    return read_sources(sources, stdin=sys.stdin.buffer, web=web)


@dataclass(slots=True, kw_only=True)
class _Intake:
    """Collects what sources give and stores it in batches, what was visited together with the articles before it."""

    store: ArticleStore
    stored: list[AddReport] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    visited: list[Visited] = field(default_factory=list)
    flushed: float = field(default_factory=time.monotonic)

    @property
    def done(self) -> int:
        """How many articles are stored, or were stored already."""
        return sum(each.taken for each in self.stored) + len(self.unchanged)

    @property
    def report(self) -> AddReport:
        """What became of everything taken so far."""
        taken = AddReport(unchanged=tuple(self.unchanged), rejected=tuple(self.rejected))
        return AddReport.joined([*self.stored, taken])

    def take(self, item: Item) -> bool:
        """Take one item and say whether that filled a batch, which is stored then."""
        if isinstance(item, Article):
            item = self._checked(item)
        if isinstance(item, Article):
            self.articles.append(item)
        elif isinstance(item, Visited):
            self.visited.append(item)
        elif isinstance(item, Rejection):
            self.rejected.append(item)
        else:
            self.unchanged.append(item.address)
        late = bool(self.articles) and time.monotonic() - self.flushed > SECONDS_A_BATCH
        full = len(self.articles) >= ARTICLES_A_BATCH or late
        if full:
            self.flush()
        return full

    def flush(self) -> None:
        """Store what has been collected."""
        self.stored.append(self.store.put(self.articles, self.visited))
        self.articles, self.visited, self.flushed = [], [], time.monotonic()

    def _checked(self, article: Article) -> Article | Rejection:
        """Return the article to store: that of a withdrawal is stored already, one that is withdrawn stays so."""
        if not article.text:
            self.flush()
            reason = "is to be withdrawn and is not in the archive: check its id or its web address"
            return self.store.withdrawn(article) or Rejection(source=article.url or article.id, reason=reason)
        stored_as = self.store.is_withdrawn(article)
        if stored_as is None:
            return article
        reason = f"is withdrawn: to bring it back give it a later `updated`, or first `belegt remove {stored_as}`"
        return Rejection(source=article.id, reason=reason)
