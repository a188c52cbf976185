"""Hand-written stand-ins that tests share, and short ways to the nouns they hand out."""

import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from assistant import (
    AbstainReason,
    AddReport,
    Answer,
    AnswerRecord,
    AnswerStatus,
    Article,
    CheckedClaim,
    Citation,
    ClaimRecord,
    Conflict,
    Engine,
    Feedback,
    Filters,
    Hit,
    Integrity,
    Nearest,
    NotFoundError,
    Question,
    Report,
    Sentence,
    SourceReport,
    Standing,
    Status,
    Story,
    Version,
)
from assistant.keeping import Progress, unheard
from assistant.types import Judged
from tests.fakedesk import FakeDesk

INDEX_VERSION = "fake-1"
EVERYTHING = Filters()
PATIENCE = 30.0
BEAT = 0.05

Reply = Answer | Exception | Sequence[Answer]


class FakeAssistant:
    """An archive in a dict that answers from a queue, remembers what it was asked, and abstains when it is empty.

    A queued exception is raised instead; a queued list is an answer as it grows, the last one whole. While `hold()`
    lasts, what is whole waits for `release()`; a stream hands out what comes before it, and then has nothing new.
    `stopped` says whether a stream was closed before its answer was whole. `received` is the feedback that was given,
    newest last; `on_record` what it may be about. `claims` are what a text is found to say, an exception among them is
    raised; while `hold()` lasts they come one by one. `checked` are the texts and days it was asked to check.
    `further` are the questions it suggests after an answer, None where it tries one in vain.
    `hits`, `earlier` versions, `stories` and `integrity` are what it finds; `read` are the sources it was to add.
    """

    def __init__(self, articles: Iterable[Article] = (), answers: Iterable[Reply] = ()) -> None:
        self.stored = {article.id: article for article in articles}
        self.queue: deque[Reply] = deque(answers)
        self.asked: list[Question] = []
        self.closed = False
        self.stopped = False
        self.received: list[Feedback] = []
        self.on_record: dict[str, AnswerRecord | ClaimRecord] = {}
        self.last_report: Report | None = None
        self.last_page = ""
        self.further: Sequence[str | None] = ()
        self.claims: Sequence[CheckedClaim | Exception] = ()
        self.checked: list[tuple[str, str | None]] = []
        self.kept = FakeDesk()
        self.hits: list[Hit] = []
        self.earlier: dict[str, Sequence[Version]] = {}
        self.stories: list[Story] = []
        self.integrity = Integrity()
        self.read: list[str] = []
        self.reports: deque[AddReport | Exception] = deque()
        self._free = threading.Event()
        self._free.set()

    def ask(self, question: Question, *, engine: Engine | None = None) -> Answer:
        self.asked.append(question)
        self._free.wait(PATIENCE)
        return self._reply(question)[-1]

    def stream(self, question: Question, *, engine: Engine | None = None) -> Iterator[tuple[Answer | None, bool]]:
        self.asked.append(question)
        *growing, whole = self._reply(question)
        try:
            said = None
            yield said, False
            for said in growing:
                yield said, False
            while not self._free.wait(BEAT):
                yield said, False
        except GeneratorExit:
            self.stopped = True
            raise
        yield whole, True

    def _reply(self, question: Question) -> Sequence[Answer]:
        reply = self.queue.popleft() if self.queue else abstained(question.text)
        if isinstance(reply, Exception):
            raise reply
        return [reply] if isinstance(reply, Answer) else reply

    def hold(self) -> None:
        self._free.clear()

    def release(self) -> None:
        self._free.set()

    def follow_ups(self, answer: Answer, *, filters: Filters = EVERYTHING) -> Iterator[str | None]:
        yield from self.further

    def search(self, query: str, *, k: int = 10, filters: Filters = EVERYTHING) -> Sequence[Hit]:
        return self.hits[:k]

    def readable(self, article_id: str) -> Article:
        try:
            return self.stored[article_id]
        except KeyError:
            raise NotFoundError(f"There is no article {article_id}.", hint="See belegt status.") from None

    def article(self, article_id: str) -> Article:
        return self.readable(article_id)

    def listed(
        self,
        filters: Filters,
        *,
        standing: Standing = Standing.READABLE,
        words: Sequence[str] = (),
        limit: int = 20,
    ) -> Sequence[Article]:
        withdrawn = standing is Standing.WITHDRAWN
        return [
            article
            for article in self.articles(limit=len(self.stored))
            if filters.outlet in (None, article.outlet)
            and (article.status.value == "withdrawn") == withdrawn
            and (standing is not Standing.CORRECTED or article.status.value == "corrected")
            and all(word in article.text for word in words)
        ][:limit]

    def history(self, article_id: str) -> Sequence[Version]:
        present = Version(article=self.article(article_id), live_from=0, stored_at="2026-03-02T08:05:00+00:00")
        return [*self.earlier.get(article_id, ()), present]

    def story(self, article_id: str) -> Story | None:
        return next((story for story in self.stories if article_id in story.articles), None)

    def citing(self, article_id: str) -> Sequence[AnswerRecord]:
        return [
            record
            for record in self.on_record.values()
            if isinstance(record, AnswerRecord) and article_id in {each.article_id for each in record.answer.citations}
        ]

    def restore(self, versions: Sequence[Version]) -> bool:
        article = versions[-1].article
        if article.id in self.stored:
            return False
        self.stored[article.id] = article
        return True

    def add_samples(self, *, progress: Progress | None = None) -> AddReport:
        return AddReport()

    def sync(self, *, progress: Progress | None = None) -> Sequence[SourceReport]:
        return []

    def verify(self, *, repair: bool = False, progress: Progress | None = None) -> Integrity:
        self._free.wait(PATIENCE)
        return self.integrity

    def rebuild(self, *, progress: Progress | None = None) -> None:
        (progress or unheard)("indexing", 1, 2)
        self._free.wait(PATIENCE)

    def articles(self, *, limit: int = 20) -> Sequence[Article]:
        newest = sorted(self.stored.values(), key=lambda article: article.published or "", reverse=True)
        return newest[:limit]

    def add(self, sources: Sequence[str], *, progress: Progress | None = None) -> AddReport:
        """Take each file as an article whose id is the name of the file; what is queued in `reports` comes before."""
        (progress or unheard)("reading", 0, 0)
        self._free.wait(PATIENCE)
        self.read.extend(sources)
        if self.reports:
            report = self.reports.popleft()
            if isinstance(report, Exception):
                raise report
            return report
        taken = [Path(source) for source in sources if Path(source).is_file()]
        for path in taken:
            self.stored[path.stem] = Article(id=path.stem, title=path.stem, text=path.read_text("utf-8"))
        return AddReport(added=tuple(path.stem for path in taken))

    def remove(self, article_ids: Sequence[str]) -> Sequence[str]:
        return [article_id for article_id in article_ids if self.stored.pop(article_id, None)]

    def status(self) -> Status:
        published = sorted(article.published for article in self.stored.values() if article.published)
        return Status(
            home="archive",
            articles=len(self.stored),
            passages=len(self.stored),
            by_lang=dict(Counter(article.lang for article in self.stored.values())),
            by_outlet=dict(Counter(article.outlet for article in self.stored.values() if article.outlet)),
            oldest_published=published[0] if published else None,
            newest_published=published[-1] if published else None,
            last_added="2026-03-02T08:05:00+00:00" if self.stored else None,
            model="fake",
            index_version=INDEX_VERSION,
        )

    def records(self) -> "FakeRecords":
        return FakeRecords(self.on_record)

    def checks(self, text: str, *, as_of: str | None = None) -> Iterator[CheckedClaim]:
        self.checked.append((text, as_of))
        try:
            for claim in self.claims:
                self._free.wait(BEAT)
                if isinstance(claim, Exception):
                    raise claim
                yield claim
        except GeneratorExit:
            self.stopped = True
            raise

    def checked_before(self, checked: CheckedClaim) -> Sequence[ClaimRecord]:
        return self.kept.before(checked)

    def keep_check(self, checked: CheckedClaim, *, as_of: str | None = None) -> ClaimRecord:
        return self.kept.keep(checked, INDEX_VERSION, as_of)

    def desk(self) -> FakeDesk:
        return self.kept

    def give_feedback(
        self, *, record: str, useful: bool, reason: str = "", about: Judged = "answer", replaces: int | None = None
    ) -> Feedback:
        number = max((each.id for each in self.received), default=0) + 1
        given = Feedback(
            id=number,
            at=f"2026-03-02T08:{number:02}:00+00:00",
            about=about,
            record=record,
            question=self.asked[-1].text if self.asked else "",
            status="answered" if about == "answer" else "supported",
            useful=useful,
            reason=reason,
        )
        self.received = [each for each in self.received if each.id != replaces] + [given]
        return given

    def feedback(self, *, limit: int = 200) -> Sequence[Feedback]:
        return self.received[::-1][:limit]

    def judged(self, feedback: Feedback) -> AnswerRecord | ClaimRecord | None:
        return self.on_record.get(feedback.record)

    def settle_feedback(self, feedback_id: int, handled: bool) -> Feedback:
        position = next((n for n, each in enumerate(self.received) if each.id == feedback_id), None)
        if position is None:
            raise NotFoundError(f"There is no feedback {feedback_id}.")
        self.received[position] = replace(self.received[position], handled=handled)
        return self.received[position]

    def report(self) -> Report | None:
        return self.last_report

    def report_page(self) -> str:
        return self.last_page

    def feedback_cases(self, ids: Sequence[int]) -> str:
        return "".join(f'{{"id": "feedback-{each}"}}\n' for each in ids)

    def close(self) -> None:
        self.closed = True


class FakeRecords:
    """The answers among what is on record."""

    def __init__(self, on_record: Mapping[str, AnswerRecord | ClaimRecord]) -> None:
        self.on_record = on_record

    def get(self, record_id: str) -> AnswerRecord:
        found = self.on_record.get(record_id)
        if not isinstance(found, AnswerRecord):
            raise NotFoundError(f"No answer is kept under '{record_id}'.")
        return found


def cited(article: Article, quote: str, *, n: int = 1) -> Citation:
    """The citation of a quotation where it first stands in an article."""
    start = article.text.index(quote)
    return Citation(
        n=n,
        article_id=article.id,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        author=article.author,
        published=article.published,
        updated=article.updated,
        status=article.status.value,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def answered(
    question: str,
    short_answer: str | None,
    *citations: Citation,
    sentences: Sequence[Sentence] | None = None,
    standalone_question: str | None = None,
) -> Answer:
    """An answer out of quotations; its sentences are the quotations unless others are given."""
    quoted = tuple(Sentence(text=citation.quote, citations=(citation.n,)) for citation in citations)
    numbers = "".join(f"[{citation.n}]" for citation in citations)
    return Answer(
        id=None,
        question=question,
        standalone_question=standalone_question or question,
        status=AnswerStatus.ANSWERED,
        reason=None,
        short_answer=short_answer,
        answer=f"{short_answer or 'siehe'} {numbers}",
        confidence=0.9,
        sentences=quoted if sentences is None else tuple(sentences),
        citations=citations,
        nearest=(),
        engine=Engine.QUOTE,
        index_version=INDEX_VERSION,
        lang="de",
    )


def written(
    question: str,
    short_answer: str | None,
    citations: Sequence[Citation],
    *sentences: tuple[str, tuple[int, ...]],
    conflicts: Sequence[Conflict] = (),
) -> Answer:
    """An answer that a language model wrote: each sentence with the numbers of the citations that prove it."""
    said = tuple(Sentence(text=text, citations=numbers) for text, numbers in sentences)
    prose = " ".join(f"{each.text} {''.join(f'[{n}]' for n in each.citations)}" for each in said)
    made = answered(question, short_answer, *citations, sentences=said)
    return replace(made, answer=prose, engine=Engine.LLM, conflicts=tuple(conflicts))


def abstained(question: str, reason: AbstainReason = AbstainReason.NO_EVIDENCE, *nearest: Article) -> Answer:
    """An abstention that names the nearest articles."""
    return Answer(
        id=None,
        question=question,
        standalone_question=question,
        status=AnswerStatus.ABSTAINED,
        reason=reason,
        short_answer=None,
        answer="",
        confidence=0.1,
        sentences=(),
        citations=(),
        nearest=tuple(Nearest(article_id=article.id, title=article.title) for article in nearest),
        engine=Engine.QUOTE,
        index_version=INDEX_VERSION,
        lang="de",
    )
