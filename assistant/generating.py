"""The `llm` engine: a language model writes, and nothing that is not proven is shown.

A fixed graph: rewrite → retrieve → gate → (generate → verify)* → repair once → conclude. Without evidence no model is
called; where it cannot be reached the answer is made of quotations, and says so. Sentences are verified one by one as
the model writes them, so that the first can be shown early.
"""

import threading
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TypedDict

from langchain_core.runnables import Runnable
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph

from assistant import prompts
from assistant.chatting import Chat, Said, Usage
from assistant.citing import cite, overlap, stands
from assistant.conflicting import alike, conflicts_among
from assistant.drafting import DraftReader, numbers_of
from assistant.foreign import has_foreign_matter
from assistant.proving import Proof, SentenceProver
from assistant.quoting import short_answer
from assistant.reading import Candidate
from assistant.resting import Passage, stems_of
from assistant.selecting import selected, shown_text
from assistant.steps import (
    ChainParts,
    Step,
    abstention,
    after,
    answer_of,
    articles_of,
    asks_for_count,
    quoted,
    read,
    retrieved,
    rewritten,
    why_not,
)
from assistant.tracing import traced
from assistant.types import (
    AbstainReason,
    Answer,
    AnswerStatus,
    Citation,
    Drafted,
    Engine,
    Fallback,
    Making,
    ModelUse,
    PassageShown,
    Question,
    Sentence,
    SentenceCheck,
)
from corpus.errors import LanguageModelError
from corpus.lifecycle import is_public
from corpus.sentences import split_sentences
from corpus.types import Article
from index.analysis import is_stop_word, words

MOST_SENTENCES = 8
MOST_DRAFTED = 16
MOST_STEPS = 3 * MOST_DRAFTED + 20
LONGEST_QUESTION_REWRITTEN = 400
OWN_WORDS = 2  # of a rewritten question


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelParts:
    """What the engine needs besides the steps: the model, who proves, the bound of a prompt in tokens, prices."""

    chat: Chat
    prover: SentenceProver
    context: int
    price: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A sentence that the model wrote, in its place, with what became of it."""

    place: int
    drafted: Drafted
    proof: Proof
    repaired: bool = False


@dataclass(slots=True, kw_only=True)
class _Run:
    """What one answer takes along through the graph; never stored.

    `numbers` are those of the quotations shown so far: a number once shown means the same to the end.
    """

    stopped: threading.Event
    used: list[Usage] = field(default_factory=list)
    drafts: Generator[Drafted] | None = None
    started: float = 0.0
    passages: tuple[Passage, ...] = ()
    numbers: dict[tuple[str, int, int], int] = field(default_factory=dict)
    calls: int = 0
    cut_off: bool = False
    down: bool = False


class State(TypedDict, total=False):
    """What the nodes of the graph hand on."""

    question: Question
    run: _Run
    step: Step
    drafted: Drafted | None
    written: tuple[_Written, ...]
    failed: bool
    answer: Answer
    making: Making


class AnswerGraph:
    """The graph, made once; every answer runs through it with a state of its own."""

    def __init__(self, parts: ChainParts, model: ModelParts) -> None:
        """Join the nodes."""
        self._parts, self._model = parts, model
        self._graph = self._joined()

    def stream(self, question: Question, stopped: threading.Event) -> Iterator[Answer | Making]:
        """Yield the answer as it grows, each time with one more proven sentence, then whole, then how it was made.

        Raises:
            Stopped: once `stopped` is set.
        """
        state: State = {"question": question, "run": _Run(stopped=stopped), "written": ()}
        for mode, given in self._graph.stream(
            state, stream_mode=["custom", "values"], config={"recursion_limit": MOST_STEPS}
        ):
            if mode == "custom":
                yield given
            else:
                state = given
        yield state["answer"]
        yield state["making"]

    def _joined(self) -> Runnable[Any, Any]:
        graph: StateGraph[State] = StateGraph(State)
        for name in ("rewrite", "retrieve", "gate", "generate", "verify", "repair", "conclude", "quote"):
            graph.add_node(name, traced(name, getattr(self, f"_{name}")))
        graph.add_edge(START, "rewrite")
        graph.add_edge("rewrite", "retrieve")
        graph.add_edge("retrieve", "gate")
        graph.add_conditional_edges("gate", lambda state: END if "answer" in state else "generate")
        graph.add_conditional_edges("generate", self._after_generating)
        graph.add_edge("verify", "generate")
        graph.add_edge("repair", "conclude")
        graph.add_edge("conclude", END)
        graph.add_edge("quote", END)
        return graph.compile()

    def _rewrite(self, state: State) -> State:
        question, run = state["question"], state["run"]
        step = rewritten(question)
        if not question.history:
            return {"step": step}
        started = perf_counter()
        said = self._rewritten(question, run)
        return {"step": after(replace(step, standalone=said or step.standalone), "rewrite", started)}

    def _rewritten(self, question: Question, run: _Run) -> str | None:
        """Return the question as the model rewrites it; None where it does not, or writes something else."""
        turns = "\n\n".join(
            prompts.REWRITE_TURN.format(question=turn.question, answer=turn.answer) for turn in question.history[-3:]
        )
        task = prompts.REWRITE_TASK.format(turns=turns, question=question.text)
        try:
            said = "".join(self._asked(Said(rules=prompts.REWRITE_RULES, task=task), run, structured=False))
        except LanguageModelError:
            run.down = True
            return None
        line = " ".join(said.split()).strip('"“”„ ')
        return line if _is_rewritten(line, f"{turns}\n{question.text}") else None

    def _retrieve(self, state: State) -> State:
        step = retrieved(state["step"], self._parts)
        started = perf_counter()
        ranked = self._parts.reader.ranked(step.standalone, step.hits)
        return {"step": after(replace(step, hits=tuple(ranked)), "rerank", started)}

    def _gate(self, state: State) -> State:
        """Answer at once where the archive does not, or where a count is asked for; else choose the passages."""
        step = read(state["step"], self._parts)
        if asks_for_count(step):
            return {"step": step, "answer": quoted(step, self._parts), "making": Making()}
        reason = why_not(step, self._parts)
        if reason is not None:
            return {"step": step, "answer": self._abstained(step, reason), "making": Making()}
        run = state["run"]
        run.passages = selected(
            step.hits, articles_of(step, self._parts), step.stories, tokens=self._model.context - _rules(step).tokens
        )
        return {"step": step}

    def _generate(self, state: State) -> State:
        """Take the next sentence that the model writes; None at the end."""
        run = state["run"]
        if run.down:
            return {"drafted": None, "failed": True}
        if run.drafts is None:
            run.started = perf_counter()
            run.drafts = self._drafts(self._prompt(state["step"], run.passages), run)
        if len(state["written"]) >= MOST_DRAFTED:
            return {"drafted": None}
        try:
            return {"drafted": next(run.drafts, None)}
        except LanguageModelError:
            return {"drafted": None, "failed": True}

    def _after_generating(self, state: State) -> str:
        if state["drafted"] is not None:
            return "verify"
        if state.get("failed") or (state["run"].cut_off and not state["written"]):
            return "conclude" if any(not each.proof.faults for each in state["written"]) else "quote"
        return "repair" if any(each.proof.faults for each in state["written"]) else "conclude"

    def _verify(self, state: State) -> State:
        """Hold one sentence against what it quotes; hand out the answer so far if it is proven."""
        drafted = state["drafted"]
        if drafted is None:
            return {}
        written = (*state["written"], self._proven(state, drafted, len(state["written"])))
        if not written[-1].proof.faults:
            self._hand_out(state, written)
        return {"written": written}

    def _hand_out(self, state: State, written: Sequence[_Written]) -> None:
        """Give out the answer so far, once it has its core: what was shown is not taken back."""
        answer = self._answered(state["step"], state["run"], written, partly=True)
        if self._has_core(state["step"], written, answer):
            get_stream_writer()(answer)

    def _proven(self, state: State, drafted: Drafted, place: int, *, repaired: bool = False) -> _Written:
        proof = self._model.prover.prove(drafted, state["run"].passages, state["step"].lang, state["question"].text)
        return _Written(place=place, drafted=drafted, proof=proof, repaired=repaired)

    def _repair(self, state: State) -> State:
        """Let the model write what failed once more, with the reasons; what fails again is dropped."""
        run, written = state["run"], list(state["written"])
        failed = [each for each in written if each.proof.faults]
        problems = "\n".join(
            prompts.REPAIR_PROBLEM.format(number=each.place + 1, sentence=each.drafted.text, reason=_reason(each.proof))
            for each in failed
        )
        prompt = self._prompt(state["step"], run.passages)
        task = f"{prompt.task}\n\n{prompts.REPAIR_TASK.format(problems=problems)}"
        reader = DraftReader()
        try:
            drafts = [
                each
                for piece in self._asked(Said(rules=prompt.rules, task=task), run, structured=True)
                for each in reader.feed(piece)
            ]
        except LanguageModelError:
            return {}
        for number, drafted in numbers_of([*drafts, *reader.finish()], [each.place + 1 for each in failed]):
            again = self._proven(state, drafted, number - 1, repaired=True)
            if not again.proof.faults:
                written[number - 1] = again
                self._hand_out(state, written)
        return {"written": tuple(written)}

    def _conclude(self, state: State) -> State:
        """Make the answer of what is proven; one that has lost its core is none."""
        run, written = state["run"], state["written"]
        if run.drafts is not None:
            run.drafts.close()
        step = after(state["step"], "generate", run.started)
        answer = self._answered(step, run, written, cut_off=bool(state.get("failed")) or run.cut_off)
        if not self._has_core(step, written, answer):
            answer = self._abstained(step, AbstainReason.LOW_CONFIDENCE)
        return {"answer": answer, "making": self._making(state)}

    def _quote(self, state: State) -> State:
        """Answer without the model, which cannot be reached."""
        answer = replace(quoted(state["step"], self._parts), fallback=Fallback.UNAVAILABLE)
        return {"answer": answer, "making": self._making(state)}

    def _drafts(self, said: Said, run: _Run) -> Generator[Drafted]:
        reader = DraftReader()
        for piece in self._asked(said, run, structured=True):
            for each in reader.feed(piece):
                yield each.drafted
        run.cut_off = bool(run.used) and run.used[-1].cut
        for each in reader.finish():
            yield each.drafted

    def _asked(self, said: Said, run: _Run, *, structured: bool) -> Iterator[str]:
        run.calls += 1
        return self._model.chat.stream(said, structured=structured, stopped=run.stopped, used=run.used)

    def _prompt(self, step: Step, passages: Sequence[Passage]) -> Said:
        shown = prompts.marked([(passage.article, shown_text(passage)) for passage in passages])
        task = prompts.ANSWER_TASK.format(passages=shown, question=step.standalone)
        return Said(rules=_rules(step).rules, task=task)

    def _answered(
        self, step: Step, run: _Run, written: Sequence[_Written], *, partly: bool = False, cut_off: bool = False
    ) -> Answer:
        """Return the answer made of the proven sentences, each quotation numbered once."""
        citations: dict[int, Citation] = {}
        sentences: list[Sentence] = []
        for each in written:
            if each.proof.faults or len(sentences) >= MOST_SENTENCES or _repeats(each.drafted.text, sentences):
                continue
            marks = []
            for part in each.proof.quoted:
                key = (part.article.id, part.span.start, part.span.end)
                n = run.numbers.setdefault(key, len(run.numbers) + 1)
                story = step.stories.get(part.article.id)
                citations[n] = cite(part.article, part.span.start, part.span.end, n, story)
                marks.append(n)
            sentences.append(Sentence(text=each.drafted.text, citations=tuple(marks)))
        return self._made(
            step, run, sentences, [citations[n] for n in sorted(citations)], partly=partly, cut_off=cut_off
        )

    def _made(
        self,
        step: Step,
        run: _Run,
        sentences: Sequence[Sentence],
        citations: list[Citation],
        *,
        partly: bool,
        cut_off: bool,
    ) -> Answer:
        articles = self._public(step)
        if any(each.article_id not in articles or not stands(each, articles[each.article_id]) for each in citations):
            return self._abstained(step, AbstainReason.NO_EVIDENCE)
        if not partly:
            citations += self._contradicting(step, run, citations, articles)
        best = _cited_candidate(step, citations)
        short = short_answer(step.standalone, step.reading.kind, (best,)) if best else None
        return answer_of(
            step,
            self._parts,
            status=AnswerStatus.ANSWERED,
            short_answer=short.text if short else None,
            answer=" ".join(f"{each.text} {''.join(f'[{n}]' for n in each.citations)}" for each in sentences),
            sentences=tuple(sentences),
            citations=tuple(citations),
            engine=Engine.LLM,
            conflicts=() if partly else conflicts_among(citations, articles, step.stories),
            cut_off=cut_off,
        )

    def _abstained(self, step: Step, reason: AbstainReason) -> Answer:
        """Abstain, naming only articles that may still be read."""
        answer, articles = abstention(step, reason, self._parts), self._public(step)
        nearest = tuple(each for each in answer.nearest if each.article_id in articles)
        return replace(answer, engine=Engine.LLM, nearest=nearest)

    def _public(self, step: Step) -> dict[str, Article]:
        """Return the articles that may still be read: writing takes time, and a takedown may have come meanwhile."""
        now = datetime.now(UTC)
        return {i: article for i, article in articles_of(step, self._parts).items() if is_public(article, now)}

    def _contradicting(
        self, step: Step, run: _Run, citations: Sequence[Citation], articles: Mapping[str, Article]
    ) -> list[Citation]:
        """Return citations of sentences that the model was shown, did not use, and that contradict what it did."""
        found: list[Citation] = []
        for passage in run.passages:
            cited = any(each.article_id == passage.article.id for each in (*citations, *found))
            if cited or articles.get(passage.article.id) != passage.article:  # it may have changed meanwhile
                continue
            for sentence in alike(passage, citations):
                story = step.stories.get(passage.article.id)
                extra = cite(
                    passage.article,
                    sentence.start,
                    sentence.end,
                    max((each.n for each in citations), default=0) + len(found) + 1,
                    story,
                )
                if conflicts_among([*citations, extra], articles, step.stories, only=extra.n):
                    found.append(extra)
                    break
        return found

    def _has_core(self, step: Step, written: Sequence[_Written], answer: Answer) -> bool:
        """Say whether an answer still answers: its first sentence is proven, or it quotes the likeliest sentence."""
        if not answer.sentences:
            return False
        first_stands = not written[0].proof.faults
        return first_stands or (
            bool(step.reading.candidates) and _is_cited(step.reading.candidates[0], answer.citations)
        )

    def _making(self, state: State) -> Making:
        run = state["run"]
        prompt, said = (sum(getattr(each, name) for each in run.used) for name in ("prompt", "answer"))
        price = self._model.price
        return Making(
            passages=tuple(
                PassageShown(article_id=each.article.id, start=each.span.start, end=each.span.end)
                for each in run.passages
            ),
            use=ModelUse(
                model=self._model.chat.name,
                prompt_version=prompts.PROMPT_VERSION,
                calls=run.calls,
                prompt_tokens=prompt,
                answer_tokens=said,
                cost=None if price is None else round((prompt * price[0] + said * price[1]) / 1e6, 6),
            ),
            checks=tuple(
                SentenceCheck(
                    drafted=each.drafted,
                    faults=each.proof.faults,
                    words=each.proof.words,
                    support=each.proof.support,
                    repaired=each.repaired,
                )
                for each in state["written"]
            ),
        )


def _rules(step: Step) -> Said:
    rules = prompts.ANSWER_RULES.format(language=prompts.LANGUAGES.get(step.lang, "German"), most=MOST_SENTENCES)
    return Said(rules=rules, task=step.standalone)


def _is_rewritten(line: str, conversation: str) -> bool:
    """Say whether a line is one question that names nothing that the conversation does not.

    A word or two of its own it may have: nobody proves it.
    """
    one = len(split_sentences(line, "de")) == 1 and line.endswith("?") and len(line) <= LONGEST_QUESTION_REWRITTEN
    if not one or has_foreign_matter(line, conversation):
        return False
    new = [word for word in words(line) if not is_stop_word(word) and not stems_of(word) & stems_of(conversation)]
    return len(new) <= OWN_WORDS and not any(word[0].isupper() or word[0].isdigit() for word in new[1:])


def _reason(proof: Proof) -> str:
    words = ", ".join(proof.words)
    return "; ".join(prompts.REASONS[fault.value].format(words=words) for fault in proof.faults)


def _repeats(text: str, sentences: Sequence[Sentence]) -> bool:
    return any(each.text == text for each in sentences)


def _cited_candidate(step: Step, citations: Sequence[Citation]) -> Candidate | None:
    best = step.reading.candidates[0] if step.reading.candidates else None
    return best if best is not None and _is_cited(best, citations) else None


def _is_cited(candidate: Candidate, citations: Sequence[Citation]) -> bool:
    return any(overlap(each, candidate) for each in citations)
