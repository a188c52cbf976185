"""The story of one question as a LangChain chain: rewrite, retrieve, read, answer.

Every step takes one value and returns the next; the whole is a Runnable from `Question` to `Answer` with invoke, stream
and batch, so that other LangChain programs can put it into theirs.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.citing import stands
from assistant.gating import abstain_reason
from assistant.quoting import chosen, quotations, sentences, short_answer
from assistant.reading import NOTHING_READ, Reading, SentenceReader
from assistant.rewriting import standalone
from assistant.types import AbstainReason, Answer, AnswerStatus, Engine, Filters, Nearest, Question
from corpus.types import Article
from index.analysis import language_of
from index.retriever import hit_from
from index.types import Hit

NEAREST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainParts:
    """What the chain is joined from."""

    retriever: Callable[[Filters], BaseRetriever]
    reader: SentenceReader
    articles: Callable[[Sequence[str]], Mapping[str, Article]]
    in_range: Callable[[Filters], bool]
    index_version: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What is known of a question so far; `took` are seconds by step."""

    question: Question
    standalone: str
    started: float
    took: dict[str, float]
    hits: tuple[Hit, ...] = ()
    reading: Reading = field(default=NOTHING_READ)


def build_chain(parts: ChainParts) -> Runnable[Question, Answer]:
    """Join the steps for the `quote` engine."""

    def rewrite(question: Question) -> _Step:
        started = time.perf_counter()
        text = standalone(question.text, question.history)
        return _Step(
            question=question, standalone=text, started=started, took={"rewrite": time.perf_counter() - started}
        )

    def retrieve(step: _Step) -> _Step:
        started = time.perf_counter()
        documents = parts.retriever(step.question.filters).invoke(step.standalone)
        return _next(step, "retrieve", started, hits=tuple(map(hit_from, documents)), reading=NOTHING_READ)

    def read(step: _Step) -> _Step:
        started = time.perf_counter()
        return _next(step, "read", started, hits=step.hits, reading=parts.reader.read(step.standalone, step.hits))

    def answer(step: _Step) -> Answer:
        articles = parts.articles([hit.chunk.article_id for hit in step.hits])
        reason = abstain_reason(step.reading, in_range=bool(step.hits) or parts.in_range(step.question.filters))
        return _abstention(step, reason, parts) if reason else _answered(step, articles, parts)

    return RunnableLambda(rewrite) | RunnableLambda(retrieve) | RunnableLambda(read) | RunnableLambda(answer)


def _next(step: _Step, name: str, started: float, *, hits: tuple[Hit, ...], reading: Reading) -> _Step:
    return _Step(
        question=step.question,
        standalone=step.standalone,
        started=step.started,
        took={**step.took, name: time.perf_counter() - started},
        hits=hits,
        reading=reading,
    )


def _answered(step: _Step, articles: Mapping[str, Article], parts: ChainParts) -> Answer:
    """Make the answer of the quotations that stand; should none stand any more, abstain."""
    candidates = chosen(step.reading, articles)
    citations = quotations(candidates, articles)
    if not citations or not all(stands(citation, articles[citation.article_id]) for citation in citations):
        return _abstention(step, AbstainReason.NO_EVIDENCE, parts)
    short = short_answer(step.standalone, candidates[0])
    marks = "".join(f" [{citation.n}]" for citation in citations)
    return Answer(
        id=step.question.id,
        question=step.question.text,
        standalone_question=step.standalone,
        status=AnswerStatus.ANSWERED,
        reason=None,
        short_answer=short,
        answer=f"{short} [1]" if short else f"{citations[0].quote}{marks}",
        confidence=round(step.reading.answerable, 4),
        sentences=sentences(citations),
        citations=citations,
        nearest=_nearest(step),
        engine=Engine.QUOTE,
        index_version=parts.index_version(),
        lang=language_of(step.question.text),
        timings_ms=_timings(step),
    )


def _abstention(step: _Step, reason: AbstainReason, parts: ChainParts) -> Answer:
    return Answer(
        id=step.question.id,
        question=step.question.text,
        standalone_question=step.standalone,
        status=AnswerStatus.ABSTAINED,
        reason=reason,
        short_answer=None,
        answer="",
        confidence=round(step.reading.answerable, 4),
        sentences=(),
        citations=(),
        nearest=_nearest(step),
        engine=Engine.QUOTE,
        index_version=parts.index_version(),
        lang=language_of(step.question.text),
        timings_ms=_timings(step),
    )


def _nearest(step: _Step) -> tuple[Nearest, ...]:
    titles = {hit.chunk.article_id: hit.title for hit in step.hits}
    return tuple(Nearest(article_id=i, title=title) for i, title in list(titles.items())[:NEAREST_NAMED])


def _timings(step: _Step) -> dict[str, int]:
    took = {**step.took, "total": time.perf_counter() - step.started}
    return {name: round(seconds * 1000) for name, seconds in took.items()}
