"""The records of answers on the command line: a line each, or one as text with how it came about, or as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from assistant.types import AnswerRecord, AnswerStatus, Fault, ModelUse, SentenceCheck
from ui.terminal import answer_text, plain
from ui.texts import DEFAULT_LANGUAGE, Texts, day, number, text_for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The wording of a record in one language; `{name}` is filled in."""

    made: str
    model: str
    calls: str
    tokens: str
    cost: str
    dropped: str
    changed: str
    point: str
    faults: dict[Fault, str]


_WORDS = {
    "de": _Words(
        made="Gegeben am {when}, Engine {engine}, Index {version}",
        model="Modell {model}, Prompt {prompt}",
        calls="Aufrufe: {count}",
        tokens="Token: {asked} + {answered}",
        cost="Kosten: {cost}",
        dropped="Vom Modell geschrieben, aber nicht gezeigt:",
        changed="Seither geändert, zurückgezogen oder entfernt: {articles}",
        point=",",
        faults={
            Fault.NOT_QUOTED: "ohne Zitat",
            Fault.OUT_OF_RANGE: "nennt eine Stelle, die nicht vorlag",
            Fault.NOT_IN_ARTICLE: "das Zitat steht nicht im Artikel",
            Fault.NUMBER: "eine Zahl steht nicht im Zitat",
            Fault.DATE: "ein Datum steht nicht im Zitat",
            Fault.NAME: "ein Name steht nicht im Zitat",
            Fault.NEGATION: "verneint anders als das Zitat",
            Fault.SPEAKER: "nicht, wer es im Zitat sagt",
            Fault.SUPPOSITION: "im Zitat nur vermutet",
            Fault.LANGUAGE: "in einer anderen Sprache als die Frage",
            Fault.FOREIGN_MATTER: "enthält, was keine Antwort ist",
            Fault.UNSUPPORTED: "durch das Zitat nicht belegt",
        },
    ),
    "en": _Words(
        made="Given on {when}, engine {engine}, index {version}",
        model="Model {model}, prompt {prompt}",
        calls="calls: {count}",
        tokens="tokens: {asked} + {answered}",
        cost="cost: {cost}",
        dropped="Written by the model, but not shown:",
        changed="Changed, withdrawn or removed since: {articles}",
        point=".",
        faults={
            Fault.NOT_QUOTED: "without a quotation",
            Fault.OUT_OF_RANGE: "names a passage that was not there",
            Fault.NOT_IN_ARTICLE: "the quotation does not stand in the article",
            Fault.NUMBER: "a number does not stand in the quotation",
            Fault.DATE: "a date does not stand in the quotation",
            Fault.NAME: "a name does not stand in the quotation",
            Fault.NEGATION: "negated otherwise than the quotation",
            Fault.SPEAKER: "not who says it in the quotation",
            Fault.SUPPOSITION: "only supposed in the quotation",
            Fault.LANGUAGE: "in another language than the question",
            Fault.FOREIGN_MATTER: "contains what is no answer",
            Fault.UNSUPPORTED: "not proven by the quotation",
        },
    ),
}


def record_lines(records: Sequence[AnswerRecord]) -> str:
    """Return records a line each: the id, when by the clock of this machine, the engine, the outcome, the question."""
    return "\n".join(
        f"{record.id}  {_local(record.at):%Y-%m-%d %H:%M}  {record.answer.engine.value:<5}"
        f"  {record.answer.status.value:<9}  {_one_line(record.answer.question)}"
        for record in records
    )


def record_text(record: AnswerRecord) -> str:
    """Return a record as text: the question, the answer as it may be shown now, and how it was made."""
    answer, making = record.answer, record.making
    texts, words = text_for(answer.lang), _WORDS.get(answer.lang, _WORDS[DEFAULT_LANGUAGE])
    when = day(_local(record.at).isoformat(), texts)
    lines = [plain(answer.question)]
    if answer.standalone_question != answer.question:
        lines.append(f"{texts.understood_as} {plain(answer.standalone_question)}")
    lines += ["", *_answer(record, texts), ""]
    lines.append(words.made.format(when=when, engine=answer.engine.value, version=plain(answer.index_version)))
    if making.use is not None:
        lines.append(_use(making.use, texts, words))
    dropped = [_dropped(check, words) for check in making.checks if not check.shown]
    lines += [words.dropped, *dropped] if dropped else []
    if record.changed:
        lines.append(words.changed.format(articles=", ".join(map(plain, record.changed))))
    return "\n".join(lines)


def record_json(record: AnswerRecord) -> dict[str, Any]:
    """Return a record in the form of `belegt answers show --json`; `answer` is that of `belegt ask --json`."""
    return {
        "id": record.id,
        "at": record.at,
        "changed": list(record.changed),
        "answer": asdict(record.answer),
        "making": asdict(record.making),
    }


def _answer(record: AnswerRecord, texts: Texts) -> Iterator[str]:
    if record.answer.status is AnswerStatus.ANSWERED and not record.answer.citations:
        yield texts.taken_back
    else:
        yield answer_text(record.answer)


def _use(use: ModelUse, texts: Texts, words: _Words) -> str:
    parts = [
        words.model.format(model=plain(use.model), prompt=plain(use.prompt_version)),
        words.calls.format(count=number(use.calls, texts)),
        words.tokens.format(asked=number(use.prompt_tokens, texts), answered=number(use.answer_tokens, texts)),
    ]
    if use.cost is not None:
        parts.append(words.cost.format(cost=f"{use.cost:.4f}".replace(".", words.point)))
    return ", ".join(parts)


def _dropped(check: SentenceCheck, words: _Words) -> str:
    reasons = "; ".join(words.faults[fault] for fault in check.faults)
    at_fault = f" ({', '.join(_one_line(each) for each in check.words)})" if check.words else ""
    return f"  · {_one_line(check.drafted.text)} – {reasons}{at_fault}"


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone()


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())
