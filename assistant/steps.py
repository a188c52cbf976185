"""The steps from a question to an answer that both engines take: rewrite, retrieve, read, and quote or abstain.

Every step takes one value and returns the next; `Step` holds what is known of a question so far.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.retrievers import BaseRetriever

from assistant.citing import cite, stands
from assistant.counting import count_asked, said, within
from assistant.gating import abstain_reason
from assistant.kinds import AnswerKind, kind_of
from assistant.quoting import MOST_QUOTATIONS, chosen, day_answer, lead, leads, quotations, sentences, short_answer
from assistant.reading import MOST_READ, NOTHING_READ, Reading, SentenceReader
from assistant.rewriting import standalone
from assistant.types import (
    AbstainReason,
    Answer,
    AnswerStatus,
    Citation,
    Conflict,
    Engine,
    Filters,
    Nearest,
    Question,
    Sentence,
)
from corpus.copies import Story, source_of
from corpus.types import Article
from index.analysis import language_of
from index.retriever import hit_from
from index.searching import today_in
from index.types import EVERYWHERE, Hit, Scope

NEAREST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainParts:
    """What the steps are joined from.

    `articles` gives articles in the version that a scope shows, `copies` the stories of those that have copies.
    `counted` finds the articles that hold all of some terms, the newest first; `covers` says whether the archive
    reaches into the period that a question names; `embargoed` finds passages that are held back at this moment.
    """

    retriever: Callable[[Filters], BaseRetriever]
    reader: SentenceReader
    articles: Callable[[Sequence[str], Scope], Mapping[str, Article]]
    copies: Callable[[Sequence[str], int | None], Mapping[str, Story]]
    embargoed: Callable[[str, int, Scope], Sequence[Hit]]
    counted: Callable[[Sequence[str], Scope], Sequence[Article]]
    covers: Callable[[str, Scope], bool]
    scope: Callable[[Filters], Scope]
    index_version: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is known of a question so far; `took` are seconds by step."""

    question: Question
    standalone: str
    started: float
    took: dict[str, float]
    hits: tuple[Hit, ...] = ()
    stories: Mapping[str, Story] = field(default_factory=dict)
    reading: Reading = field(default=NOTHING_READ)

    @property
    def lang(self) -> str:
        """The language of the question."""
        return language_of(self.question.text)


def rewritten(question: Question) -> Step:
    """Begin with a question that stands alone."""
    started = time.perf_counter()
    text = standalone(question.text, question.history)
    return Step(question=question, standalone=text, started=started, took={"rewrite": time.perf_counter() - started})


def retrieved(step: Step, parts: ChainParts) -> Step:
    """Add the passages found."""
    started = time.perf_counter()
    hits = [hit_from(document) for document in parts.retriever(step.question.filters).invoke(step.standalone)]
    as_of = parts.scope(step.question.filters).as_of
    stories = parts.copies([hit.chunk.article_id for hit in hits], as_of)
    return after(replace(step, hits=tuple(hits), stories=stories), "retrieve", started)


def read(step: Step, parts: ChainParts) -> Step:
    """Add what the reader makes of them."""
    started = time.perf_counter()
    return after(replace(step, reading=parts.reader.read(step.standalone, step.hits)), "read", started)


def why_not(step: Step, parts: ChainParts) -> AbstainReason | None:
    """Return why no answer should be given, or None if one should."""
    scope = parts.scope(step.question.filters)
    return abstain_reason(
        step.reading,
        in_range=bool(step.hits) or scope == EVERYWHERE,
        covered=lambda: parts.covers(step.standalone, scope),
        held_back=lambda: parts.reader.read(step.standalone, parts.embargoed(step.standalone, MOST_READ, scope)),
    )


def asks_for_count(step: Step) -> bool:
    """Say whether a question wants articles counted."""
    return kind_of(step.standalone) is AnswerKind.COUNT


def articles_of(step: Step, parts: ChainParts) -> Mapping[str, Article]:
    """Return the articles of the passages found, in the version that the question may see."""
    return parts.articles([hit.chunk.article_id for hit in step.hits], parts.scope(step.question.filters))


def quoted(step: Step, parts: ChainParts) -> Answer:
    """Answer out of quotations alone, or abstain with the reason."""
    if asks_for_count(step):
        return counted(step, parts)
    articles = articles_of(step, parts)
    reason = why_not(step, parts)
    return abstention(step, reason, parts) if reason else _answered(step, articles, parts)


def after(step: Step, name: str, started: float) -> Step:
    """Return a step with the seconds that it took since `started`."""
    return replace(step, took={**step.took, name: time.perf_counter() - started})


def _answered(step: Step, articles: Mapping[str, Article], parts: ChainParts) -> Answer:
    """Make the answer of the quotations that stand; should none stand any more, abstain."""
    reading = step.reading
    picked = leads(reading, articles) if reading.kind is AnswerKind.SUMMARY else chosen(reading, articles)
    citations = quotations(picked, articles, step.stories)
    if not citations or not all(stands(citation, articles[citation.article_id]) for citation in citations):
        return abstention(step, AbstainReason.NO_EVIDENCE, parts)
    day = day_answer(step.standalone, picked[0], citations[0].published, step.lang)
    short = day or short_answer(step.standalone, reading.kind, picked)
    marks = "".join(f" [{citation.n}]" for citation in citations)
    return answer_of(
        step,
        parts,
        status=AnswerStatus.ANSWERED,
        short_answer=short.text if short else None,
        note=short.note if short else None,
        answer=f"{short.text} [1]" if short else f"{citations[0].quote}{marks}",
        sentences=sentences(citations),
        citations=citations,
    )


def counted(step: Step, parts: ChainParts) -> Answer:
    """Count articles; the newest of them are quoted with their first sentence."""
    scope = parts.scope(step.question.filters)
    count = count_asked(step.standalone, today_in(scope))
    articles = parts.counted(count.terms, within(scope, count))
    stories = parts.copies([article.id for article in articles], scope.as_of)
    citations = tuple(
        cite(article, span.start, span.end, n, stories.get(article.id))
        for n, (article, span) in enumerate(((each, lead(each)) for each in _sources(articles, stories)), start=1)
    )
    if not citations:
        return abstention(step, AbstainReason.OUT_OF_RANGE if count.period else AbstainReason.NO_EVIDENCE, parts)
    note = said(len(articles), count, step.lang)
    return answer_of(
        step,
        parts,
        status=AnswerStatus.ANSWERED,
        short_answer=str(len(articles)),
        note=note,
        answer=f"{len(articles)} ({note})",
        sentences=sentences(citations),
        citations=citations,
        confidence=1.0,
    )


def _sources(articles: Sequence[Article], stories: Mapping[str, Story]) -> list[Article]:
    """Return the first articles to quote, of those that are copies of one text only the first."""
    found: dict[str, Article] = {}
    for article in articles:
        found.setdefault(source_of(article.id, stories), article)
    return list(found.values())[:MOST_QUOTATIONS]


def abstention(step: Step, reason: AbstainReason, parts: ChainParts) -> Answer:
    """Answer that there is no answer, and name the nearest articles."""
    return answer_of(step, parts, status=AnswerStatus.ABSTAINED, reason=reason)


def answer_of(  # one argument for each field that differs
    step: Step,
    parts: ChainParts,
    *,
    status: AnswerStatus,
    reason: AbstainReason | None = None,
    short_answer: str | None = None,
    note: str | None = None,
    answer: str = "",
    sentences: tuple[Sentence, ...] = (),
    citations: tuple[Citation, ...] = (),
    confidence: float | None = None,
    engine: Engine = Engine.QUOTE,
    conflicts: tuple[Conflict, ...] = (),
    cut_off: bool = False,
) -> Answer:
    """Make the answer of a step; `confidence` is that of the reading where none is given."""
    return Answer(
        id=step.question.id,
        question=step.question.text,
        standalone_question=step.standalone,
        status=status,
        reason=reason,
        short_answer=short_answer,
        answer=answer,
        note=note,
        confidence=round(step.reading.answerable if confidence is None else confidence, 4),
        sentences=sentences,
        citations=citations,
        nearest=_nearest(step),
        engine=engine,
        index_version=parts.index_version(),
        lang=step.lang,
        timings_ms=_timings(step),
        conflicts=conflicts,
        cut_off=cut_off,
    )


def _nearest(step: Step) -> tuple[Nearest, ...]:
    """Name the articles that come closest: those of the likeliest sentences, then the others that were found."""
    titles = {hit.chunk.article_id: hit.title for hit in step.hits}
    order = dict.fromkeys([*(candidate.article_id for candidate in step.reading.candidates), *titles])
    return tuple(Nearest(article_id=i, title=titles[i]) for i in list(order)[:NEAREST_NAMED])


def _timings(step: Step) -> dict[str, int]:
    took = {**step.took, "total": time.perf_counter() - step.started}
    return {name: round(seconds * 1000) for name, seconds in took.items()}
