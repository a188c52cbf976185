"""The archive and its answers behind one object: what the user interfaces call."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.keeping import Keeper, Progress, unheard
from assistant.reports import newest_report, report_page
from assistant.types import (
    Answer,
    AnswerRecord,
    CheckedClaim,
    CheckedText,
    ClaimRecord,
    Engine,
    Feedback,
    Filters,
    Judged,
    Making,
    Question,
    Report,
    SourceReport,
    Status,
)
from corpus.copies import Story
from corpus.dates import end_of, epoch
from corpus.errors import NotFoundError, QuestionError, StoreError, UsageError
from corpus.lifecycle import is_public
from corpus.listing import Listing, Standing
from corpus.sources import Source
from corpus.types import AddReport, Article, Version
from index.index import Index
from index.types import Hit, Integrity, Scope

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.checking import ClaimChecker
    from assistant.desk import ClaimDesk
    from assistant.feedback import FeedbackInbox
    from assistant.generating import AnswerGraph
    from assistant.reading import SentenceReader
    from assistant.records import AnswerRecords
    from assistant.streaming import Answering
    from corpus.addresses import Web
    from index.protocols import Vectors

EVERYTHING = Filters()
_log = logging.getLogger(__name__)
LONGEST_QUESTION = 2_000
LONGEST_TEXT = 100_000
MOST_HITS = 1_000
RERANKED = 10
RECORDS_FILE = "answers.sqlite"
FEEDBACK_FILE = "feedback.sqlite"
LONGEST_WARMING = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """An open archive that answers questions; safe to call from several threads.

    `reader`, `chain`, `checker`, `desk`, `records` and `inbox` are made at their first use, so that commands that need
    none of them do not pay for it; `opened` are the files that were opened for them.
    """

    home: str
    keeper: Keeper
    index: Index
    reader: Callable[[], "SentenceReader"]
    chain: Callable[[], "Runnable[Question, Answer]"]
    checker: Callable[[], "ClaimChecker"]
    graph: Callable[[], "AnswerGraph"]
    engine: Engine
    desk: Callable[[], "ClaimDesk"]
    records: Callable[[], "AnswerRecords"]
    inbox: Callable[[], "FeedbackInbox"]
    stale_after: timedelta
    report_folder: Path
    opened: ExitStack = field(default_factory=ExitStack)

    def ask(self, question: Question, *, engine: Engine | None = None) -> Answer:
        """Answer a question, or abstain with a reason; by the engine of the settings where none is named.

        Raises:
            QuestionError: if the question is empty or longer than 2,000 characters.
            UsageError: if a date of the filters is no ISO 8601 date, or `llm` is asked for and no model is set up.
        """
        from assistant.streaming import whole  # noqa: PLC0415  (other commands answer nothing)

        return whole(self._answering(question, engine), partial(self._on_record, question.filters))

    def stream(self, question: Question, *, engine: Engine | None = None) -> Iterator[tuple[Answer | None, bool]]:
        """Yield the answer as it grows by proven sentences, and whether it is whole; raises as `ask` does.

        At least twice a second something is yielded, None before the first proven sentence. Closing the iterator stops
        the language model.
        """
        from assistant.streaming import streamed  # noqa: PLC0415

        return streamed(self._answering(question, engine), partial(self._on_record, question.filters))

    def _answering(self, question: Question, engine: Engine | None) -> "Answering":
        """Return what answers a question, after a look at it."""
        _check(question.text)
        scope_of(question.filters)
        if (engine or self.engine) is Engine.LLM:
            graph = self.graph()
            return lambda stopped: graph.stream(question, stopped)
        chain = self.chain()
        return lambda _: iter((chain.invoke(question),))

    def _on_record(self, filters: Filters, answer: Answer, making: Making) -> Answer:
        """Keep an answer; where that is not possible it is given all the same."""
        try:
            return self.records().keep(answer, replace(making, filters=filters))
        except StoreError:
            _log.warning("an answer could not be put on record", exc_info=True)
            return answer

    def follow_ups(self, answer: Answer, *, filters: Filters = EVERYTHING) -> Iterator[str | None]:
        """Find up to three questions that may come after an answer, and that the archive answers out of quotations.

        None is yielded for everything that was tried in vain, so that one can stop. Nothing is put on record.
        """
        from assistant.names import NameFinder  # noqa: PLC0415  (other commands suggest nothing)
        from assistant.suggesting import follow_ups  # noqa: PLC0415

        ids = dict.fromkeys(each.article_id for each in answer.citations)
        ids |= dict.fromkeys(each.article_id for each in answer.nearest)
        stored, chain = self.index.stored(list(ids), scope_of(filters)), self.chain()
        return follow_ups(
            answer,
            [stored[each] for each in ids if each in stored],
            lambda text: chain.invoke(Question(text=text, filters=filters)),
            NameFinder(),
            self.index.document_frequencies,
        )

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

    def check(self, text: str, *, id: str | None = None, as_of: str | None = None) -> CheckedText:  # noqa: A002  (its name in JSON)
        """Return what the archive says of every claim of a text; `checks` gives them one by one.

        Raises:
            QuestionError: if the text is empty or longer than 100,000 characters.
            UsageError: if `as_of` is no ISO 8601 date.
        """
        claims = tuple(self.checks(text, as_of=as_of))
        return CheckedText(id=id, text=text, claims=claims, index_version=self.index.version(), as_of=as_of)

    def checks(self, text: str, *, as_of: str | None = None) -> Iterator[CheckedClaim]:
        """Yield the claims of a text with their verdicts, in order, each as soon as it is ready; raises as `check`."""
        from assistant.claims import claims_in  # noqa: PLC0415  (questions need none)

        if not text.strip():
            raise QuestionError("The text is empty.", hint="Write or paste what is to be checked.")
        if len(text) > LONGEST_TEXT:
            raise QuestionError(
                f"The text has {len(text)} characters, more than {LONGEST_TEXT}.", hint="Check it in parts."
            )
        scope = scope_of(Filters(as_of=as_of))
        return self.checker().checks(claims_in(text), scope)

    def keep_check(self, checked: CheckedClaim, *, as_of: str | None = None) -> ClaimRecord:
        """Put a checked claim on the desk, or in the place of the same claim checked before."""
        return self.desk().keep(checked, self._vector(checked), index_version=self.index.version(), as_of=as_of)

    def checked_before(self, checked: CheckedClaim) -> Sequence[ClaimRecord]:
        """Return earlier records of the desk that say the same as a claim, the most alike first."""
        return self.desk().like(checked.meant or checked.claim, self._vector(checked))

    def article(self, article_id: str) -> Article:
        """Return one stored article.

        Raises:
            NotFoundError: if there is none under that id.
        """
        return self.keeper.store.get(article_id)

    def readable(self, article_id: str) -> Article:
        """Return one article that readers may see at this moment.

        Raises:
            NotFoundError: if there is none under that id, or it is withdrawn or under embargo.
        """
        found = self.keeper.store.get_many([article_id]).get(article_id)
        if found is None or not is_public(found, datetime.now(UTC)):
            raise NotFoundError(f"The article '{article_id}' cannot be read at present.")
        return found

    def articles(self, *, limit: int = 20) -> Sequence[Article]:
        """Return the newest articles that readers may see, undated ones last."""
        return self.keeper.store.recent(limit)

    def listed(
        self, filters: Filters, *, standing: Standing = Standing.READABLE, words: Sequence[str] = (), limit: int = 20
    ) -> Sequence[Article]:
        """Return the newest articles of a part of the archive, undated ones last; those that readers may not see, too.

        `as_of` does not count. Every one of the first eight `words` stands in the title or the text.

        Raises:
            UsageError: if a date of the filters is no ISO 8601 date.
        """
        scope = scope_of(filters)
        wanted = Listing(
            standing=standing,
            outlet=scope.outlet,
            lang=scope.lang,
            since=scope.since,
            until=scope.until,
            words=tuple(words),
        )
        return self.keeper.store.listed(wanted, limit)

    def history(self, article_id: str) -> Sequence[Version]:
        """Return every version of an article, oldest first, the present one last.

        Raises:
            NotFoundError: if there is none under that id.
        """
        return self.keeper.store.history(article_id)

    def story(self, article_id: str) -> Story | None:
        """Return the copies of an article that the archive holds, itself among them; None if it has none."""
        return self.keeper.copies.of([article_id]).get(article_id)

    def citing(self, article_id: str) -> Sequence[AnswerRecord]:
        """Return the records of the answers that cite an article, or did before they were forgotten, newest first."""
        return self.records().citing(article_id) if (Path(self.home) / RECORDS_FILE).exists() else []

    def add(
        self,
        sources: Sequence[str],
        *,
        since: str | None = None,
        allow_private: bool = False,
        progress: Progress | None = None,
    ) -> AddReport:
        """Read articles from files, folders, globs, web addresses, feeds, sitemaps or `-` (JSONL on standard input).

        What is rejected does not keep the rest out. `since` leaves out older entries of feeds and sitemaps;
        `allow_private` lets addresses lie in a private network. `progress` hears a step (`reading`, `comparing`,
        `indexing`, `waiting`), how many articles are done, and how many there are (0 while nobody knows).

        Raises:
            UsageError: if `since` is no ISO 8601 date.
            StoreError: if another process keeps the archive locked.
        """
        return self.keeper.add(sources, self._web(since, allow_private=allow_private), progress or unheard)

    def sync(self, *, progress: Progress | None = None) -> Sequence[SourceReport]:
        """Read every source of the list again and index what has changed; raises as `add` does."""
        return self.keeper.sync(
            lambda source: self._web(source.since, allow_private=source.allow_private), progress or unheard
        )

    def add_source(self, address: str, *, since: str | None = None, allow_private: bool = False) -> bool:
        """Enter a source into the list that `sync` reads; return whether it is new. Files are kept by absolute path."""
        _since(since)
        return self.keeper.sources.add(_kept(address), since=since, allow_private=allow_private)

    def remove_source(self, address: str) -> bool:
        """Take a source off the list and say whether it was there; its articles stay."""
        return self.keeper.sources.remove(address) or self.keeper.sources.remove(_kept(address))

    def sources(self) -> Sequence[Source]:
        """Return the sources with when they were last read."""
        return self.keeper.sources.all()

    def add_samples(self, *, progress: Progress | None = None) -> AddReport:
        """Fill an empty archive with the sample articles of belegt; one that holds articles stays as it is."""
        if self.keeper.store.counts().articles:
            return AddReport()
        with as_file(files("corpus") / "samples") as folder:
            return self.add([str(folder)], progress=progress)

    def warm_up(self) -> None:
        """Load what the first question would wait for (a few seconds), by asking what the archive says itself."""
        chain = self.chain()
        if self.engine is Engine.LLM:
            self.graph()
        for hit in self.index.search("?", 1):
            chain.invoke(Question(text=hit.chunk.text[:LONGEST_WARMING]))

    def remove(self, article_ids: Sequence[str]) -> Sequence[str]:
        """Take articles out of the store, the index and the records of answers; return the ids that were there."""
        removed = self.keeper.remove(article_ids)
        if (Path(self.home) / RECORDS_FILE).exists():
            self._forget(article_ids)
        return removed

    def restore(self, versions: Sequence[Version]) -> bool:
        """Undo the removal of an article, given what `history` returned before it; False if it is stored again already.

        Records of answers that cited it stay forgotten.
        """
        return self.keeper.restore(versions)

    def forget_answers(self, before: str) -> int:
        """Delete the records of answers given before a date, and the feedback on them; return how many answers.

        Raises:
            UsageError: if `before` is no ISO 8601 date.
        """
        moment = _moment("before", before)
        if (Path(self.home) / FEEDBACK_FILE).exists():
            self.inbox().forget_before(moment)
        return self.records().forget_before(moment)

    def give_feedback(
        self, *, record: str, useful: bool, reason: str = "", about: Judged = "answer", replaces: int | None = None
    ) -> Feedback:
        """Keep what a reader thinks of an answer, by the id of its record, or of a verdict, by its number on the desk.

        `replaces` is the id of earlier feedback on the same record that this one takes the place of.

        Raises:
            NotFoundError: if there is no such record.
            UsageError: if the reason is longer than 2,000 characters.
        """
        return self.inbox().give(about, record, useful=useful, reason=reason, replaces=replaces)

    def feedback(self, *, limit: int = 200) -> Sequence[Feedback]:
        """Return the feedback given last, the newest first."""
        return self.inbox().all(limit=limit)

    def judged(self, feedback: Feedback) -> AnswerRecord | ClaimRecord | None:
        """Return the answer or claim that feedback is about, as it may be shown now; None if it is kept no more."""
        return self.inbox().judged(feedback)

    def settle_feedback(self, feedback_id: int, handled: bool) -> Feedback:
        """Say whether somebody has dealt with a piece of feedback.

        Raises:
            NotFoundError: if there is none under that id.
        """
        return self.inbox().settle(feedback_id, handled=handled)

    def feedback_cases(self, ids: Sequence[int]) -> str:
        """Return feedback as cases of an evaluation set, a JSON object a line; raises as `settle_feedback` does."""
        return self.inbox().cases(ids)

    def report(self) -> Report | None:
        """Return the figures of the last evaluation; None if there was none.

        Raises:
            StoreError: if they cannot be read.
        """
        return newest_report(self.report_folder)

    def report_page(self) -> str:
        """Return the HTML of the last evaluation, with every failed case; it holds text of articles.

        Raises:
            NotFoundError: if there is none.
            StoreError: if it cannot be read.
        """
        return report_page(self.report_folder)

    def finish(self, *, progress: Progress | None = None) -> int:
        """Index what a command that was cut short has left; return how many articles that were."""
        return self.keeper.finish(progress or unheard)

    def verify(self, *, repair: bool = False, progress: Progress | None = None) -> Integrity:
        """Compare index and store and, where asked to, mend what differs; return what was found before."""
        return self.keeper.verify(repair=repair, progress=progress or unheard)

    def rebuild(self, *, progress: Progress | None = None) -> None:
        """Make the index anew from the store; questions are answered from the present one until it is done."""
        self.keeper.rebuild(progress or unheard)

    def status(self) -> Status:
        """Say what the archive holds and how fresh it is."""
        counts, sources = self.keeper.store.counts(), self.sources()
        read = [source.succeeded_at for source in sources]
        last_sync = None if None in read else min((moment for moment in read if moment), default=None)
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
            withdrawn=counts.withdrawn,
            held_back=counts.held_back,
            behind=self.index.is_behind(),
            sources=tuple(sources),
            last_sync=last_sync,
            stale=bool(sources) and (last_sync is None or _age(last_sync) > self.stale_after),
        )

    def close(self) -> None:
        """Release files; the object cannot be used afterwards."""
        self.opened.close()
        self.index.close()
        self.keeper.store.close()

    def _forget(self, article_ids: Sequence[str]) -> None:
        """Forget what records hold of articles that are gone: these, and all others that the store calls removed.

        Those had another id when they were cited, or were removed by a command that was cut short.
        """
        records, was_removed = self.records(), self.keeper.store.was_removed
        gone = [i for i in records.article_ids() if was_removed(Article(id=i, title="", text=""))]
        records.forget_articles([*article_ids, *gone])

    def _vector(self, checked: CheckedClaim) -> "Vectors":
        return self.index.encoder.encode_query(checked.meant or checked.claim)

    def _web(self, since: str | None, *, allow_private: bool) -> "Web":
        from corpus.addresses import Web  # noqa: PLC0415  (questions need no web)
        from corpus.fetching import Fetcher  # noqa: PLC0415

        return Web(
            fetcher=lambda: Fetcher(allow_private=allow_private),
            visited=self.keeper.store.visited,
            since=_since(since),
        )


def _since(value: str | None) -> datetime | None:
    return None if value is None else _moment("since", value)


def _moment(name: str, value: str) -> datetime:
    return datetime.fromtimestamp(_seconds(name, value, end=False), UTC)


def _age(moment: str) -> timedelta:
    return datetime.now(UTC) - datetime.fromisoformat(moment)


def _kept(address: str) -> str:
    """Return how a source is kept: a web address as it is, a file or pattern by its absolute path."""
    return address if "://" in address else str(Path(address).expanduser().absolute())


def scope_of(filters: Filters) -> Scope:
    """Turn the filters of a question into the scope of a search.

    Raises:
        UsageError: if a date is no ISO 8601 date.
    """
    return Scope(
        since=_date("since", filters.since, end=False),
        until=_date("until", filters.until, end=True),
        as_of=_date("as-of", filters.as_of, end=True),
        outlet=filters.outlet,
        lang=filters.lang,
    )


def _date(name: str, value: str | None, *, end: bool) -> int | None:
    return None if value is None else _seconds(name, value, end=end)


def _seconds(name: str, value: str, *, end: bool) -> int:
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
