"""The nouns of a question and its answer. Field names are those of the `belegt ask --json` contract."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from corpus.sources import Source
from corpus.types import AddReport

UNSURE_BELOW = 0.35  # of news questions, 19 % of the answerable lie below, and 80 % of the unanswerable


class Engine(StrEnum):
    """How an answer is made: out of quotations alone, or by a language model whose quotations are checked."""

    QUOTE = "quote"
    LLM = "llm"


class AnswerStatus(StrEnum):
    """Whether the archive answers the question."""

    ANSWERED = "answered"
    ABSTAINED = "abstained"


class AbstainReason(StrEnum):
    """Why no answer is given."""

    NO_EVIDENCE = "no_evidence"
    OUT_OF_RANGE = "out_of_range"
    LOW_CONFIDENCE = "low_confidence"
    CONFLICTING = "conflicting"
    EMBARGOED = "embargoed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What part of the archive a question is asked of; dates are ISO 8601, `until` and `as_of` inclusive."""

    since: str | None = None
    until: str | None = None
    as_of: str | None = None
    outlet: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a user asks."""

    text: str
    id: str | None = None
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quotation and the article it stands in: `article.text[start:end] == quote`, always.

    `copies` is how many articles of the archive are this one text, itself among them: they are one source. `agencies`
    are those whose mark the text carries.
    """

    n: int
    article_id: str
    title: str
    url: str | None
    outlet: str | None
    author: str | None
    published: str | None
    updated: str | None
    status: str
    quote: str
    start: int
    end: int
    copies: int = 1
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the answer with the numbers of the citations that prove it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """An article close to the question, named when the archive does not answer it."""

    article_id: str
    title: str


class Fallback(StrEnum):
    """Why an answer is made of quotations alone although a language model was asked for."""

    UNAVAILABLE = "model_unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two citations of an answer, by number, that say different things, in the words of each.

    `newer` was published later, or is cited later where both are of one day.
    """

    older: int
    newer: int
    older_says: str
    newer_says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What belegt says to a question: proven sentences, or an abstention with its reason.

    `note` says how the short answer follows from the quotations where it does not stand in them: a day reckoned from
    the date of publication, a count. `confidence` is a probability in [0, 1]; `timings_ms` are milliseconds by step,
    with `total`. `fallback` says why an answer that a language model was asked for is made of quotations, `cut_off`
    that the model stopped in the middle of it; `record` is the number under which the answer is kept.
    """

    id: str | None
    question: str
    standalone_question: str
    status: AnswerStatus
    reason: AbstainReason | None
    short_answer: str | None
    answer: str
    confidence: float
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Nearest, ...]
    engine: Engine
    index_version: str
    lang: str
    note: str | None = None
    timings_ms: dict[str, int] = field(default_factory=dict)
    fallback: Fallback | None = None
    cut_off: bool = False
    conflicts: tuple[Conflict, ...] = ()
    record: str | None = None

    @property
    def unsure(self) -> bool:
        """Whether a reader should be told that the quotations may not answer the question."""
        return self.status is AnswerStatus.ANSWERED and self.confidence < UNSURE_BELOW


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one source at a sync; `problem` says why nothing of it could be read."""

    address: str
    report: AddReport
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the archive holds and what its index was built with.

    `behind` says that articles are stored which are not indexed yet. `last_sync` is the moment (UTC) up to which every
    source has been read, None without sources or before all have been; `stale` says that this is longer ago than the
    limit of the settings.
    """

    home: str
    articles: int
    passages: int
    by_lang: dict[str, int]
    by_outlet: dict[str, int]
    oldest_published: str | None
    newest_published: str | None
    last_added: str | None
    model: str
    index_version: str
    withdrawn: int = 0
    held_back: int = 0
    behind: bool = False
    sources: tuple[Source, ...] = ()
    last_sync: str | None = None
    stale: bool = False


class Verdict(StrEnum):
    """What the archive says of a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quotation that speaks for or against a claim, `article.text[start:end] == quote`, and what in it does so.

    `strength` is the probability that it proves (or disproves) the claim by itself. `hearsay` says that the article
    does not state it as a fact but reports that somebody says or suspects it.
    """

    article_id: str
    title: str
    url: str | None
    outlet: str | None
    published: str | None
    updated: str | None
    status: str
    quote: str
    start: int
    end: int
    strength: float
    differences: tuple[str, ...] = ()
    hearsay: bool = False
    copies: int = 1
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """One claim of a text, `text[start:end] == claim`, with its verdict; names are those of `belegt check --json`.

    `confidence` is the probability that the verdict is right. `meant` is the claim with pronouns resolved. A claim that
    cannot be checked has a `reason` and no evidence.
    """

    claim: str
    start: int
    end: int
    checkable: bool
    verdict: Verdict
    confidence: float
    explanation: str
    supporting: tuple[Evidence, ...] = ()
    opposing: tuple[Evidence, ...] = ()
    reason: str | None = None
    meant: str | None = None
    speaker: str | None = None
    lang: str = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedText:
    """A text with its claims, in order; `index_version` names the state of the archive that it was checked against."""

    id: str | None
    text: str
    claims: tuple[CheckedClaim, ...]
    index_version: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided on a claim; `at` is in UTC."""

    verdict: Verdict
    comment: str
    name: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """A claim on the desk: what was found, what was decided (oldest first), and why it is open again, if it is."""

    id: int
    checked: CheckedClaim
    checked_at: str
    index_version: str
    as_of: str | None
    decisions: tuple[Decision, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The last decision, or what was found where there is none."""
        return self.decisions[-1].verdict if self.decisions else self.checked.verdict

    @property
    def open(self) -> bool:
        """Whether somebody has to look at it: nobody has decided, or what it rests on has changed since."""
        return not self.decisions or bool(self.changed)


class Fault(StrEnum):
    """What keeps a sentence that a language model wrote from being shown."""

    NOT_QUOTED = "not_quoted"
    OUT_OF_RANGE = "out_of_range"
    NOT_IN_ARTICLE = "not_in_article"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    SPEAKER = "speaker"
    SUPPOSITION = "supposition"
    LANGUAGE = "language"
    FOREIGN_MATTER = "foreign_matter"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A sentence as a language model wrote it, proven by nothing yet.

    `passages` are the numbers of the passages that it is to rest on, from 1; `quotes` the words in them.
    """

    text: str
    passages: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceCheck:
    """What became of a sentence that a language model wrote.

    `faults` are what keeps it from being shown, `words` those of the sentence that are at fault; `support` is the
    probability that its quotations prove it. `repaired` says that it was written again after a first try failed.
    """

    drafted: Drafted
    faults: tuple[Fault, ...] = ()
    words: tuple[str, ...] = ()
    support: float = 0.0
    repaired: bool = False

    @property
    def shown(self) -> bool:
        """Whether the sentence stands in the answer."""
        return not self.faults


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageShown:
    """A passage that an answer was made from: `article.text[start:end]`."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """What a language model was asked for an answer; tokens as the provider counted them, or else by tiktoken.

    `cost` is in the currency of `BELEGT_LLM_PRICE`, None without it.
    """

    model: str
    prompt_version: str
    calls: int
    prompt_tokens: int
    answer_tokens: int
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How an answer was made: what was read, what a language model was asked, what of its sentences was dropped.

    `filters` are those of the question.
    """

    passages: tuple[PassageShown, ...] = ()
    use: ModelUse | None = None
    checks: tuple[SentenceCheck, ...] = ()
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """An answer as it was given; `at` is in UTC, ISO 8601.

    `changed` are the ids of cited articles that have changed or gone since, whose quotations may not stand any more.
    """

    id: str
    at: str
    answer: Answer
    making: Making
    changed: tuple[str, ...] = ()


Judged = Literal["answer", "verdict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What a reader thought of an answer or a verdict; `at` is in UTC, ISO 8601.

    `record` is the id of the answer's record, or the number of the claim on the desk. `question` is the question or the
    claim in the reader's own words, `status` what was said to it: the status of the answer, or the verdict. `handled`
    says that somebody has dealt with it.
    """

    id: int
    at: str
    about: Judged
    record: str
    question: str
    status: str
    useful: bool
    reason: str = ""
    handled: bool = False
    lang: str = "de"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measure of an evaluation, the mean over `n` cases with its 95 % interval.

    `floor` is what it may not fall below, and `fell` says that it has; `previous` is the figure of the run before over
    the same cases and articles, `baseline` that of the system it was compared with.
    """

    name: str
    meaning: str
    value: float
    low: float
    high: float
    n: int
    floor: float | None = None
    fell: bool = False
    previous: float | None = None
    baseline: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of an evaluation; `at` is in UTC, `milliseconds` are those of a question by percentile.

    `page` is the path of the same as one HTML file with every failed case, None if it is not there.
    """

    at: str
    questions: int
    claims: int
    figures: tuple[Figure, ...]
    milliseconds: dict[str, float] = field(default_factory=dict)
    page: str | None = None
