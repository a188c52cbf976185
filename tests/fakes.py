"""Hand-written stand-ins that tests share, and short ways to the nouns they hand out."""

import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant import (
    AbstainReason,
    AddReport,
    Answer,
    AnswerStatus,
    Article,
    Citation,
    Conflict,
    Engine,
    Filters,
    Hit,
    Nearest,
    NotFoundError,
    Question,
    Sentence,
    Status,
)
from assistant.keeping import Progress

INDEX_VERSION = "fake-1"
EVERYTHING = Filters()
PATIENCE = 30.0
BEAT = 0.05

Reply = Answer | Exception | Sequence[Answer]


class FakeAssistant:
    """An archive in a dict that answers from a queue, remembers what it was asked, and abstains when it is empty.

    A queued exception is raised instead; a queued list is an answer as it grows, the last one whole. While `hold()`
    lasts, what is whole waits for `release()`; a stream hands out what comes before it, and then has nothing new.
    `stopped` says whether a stream was closed before its answer was whole.
    """

    def __init__(self, articles: Iterable[Article] = (), answers: Iterable[Reply] = ()) -> None:
        self.stored = {article.id: article for article in articles}
        self.queue: deque[Reply] = deque(answers)
        self.asked: list[Question] = []
        self.closed = False
        self.stopped = False
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

    def search(self, query: str, *, k: int = 10, filters: Filters = EVERYTHING) -> Sequence[Hit]:
        return []

    def readable(self, article_id: str) -> Article:
        try:
            return self.stored[article_id]
        except KeyError:
            raise NotFoundError(f"There is no article {article_id}.", hint="See belegt status.") from None

    def articles(self, *, limit: int = 20) -> Sequence[Article]:
        newest = sorted(self.stored.values(), key=lambda article: article.published or "", reverse=True)
        return newest[:limit]

    def add(self, sources: Sequence[str], *, progress: Progress | None = None) -> AddReport:
        return AddReport()

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

    def close(self) -> None:
        self.closed = True


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
