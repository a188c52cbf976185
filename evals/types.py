"""The nouns of an evaluation: cases, what the product said to them, and scores that explain themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.types import Turn
from corpus.types import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A quotation that proves an answer or a label: an exact substring of the article's text."""

    article_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCase:
    """A question with its acceptable answers.

    Attributes:
        id: unique in its set.
        question: what is asked.
        lang: the question's language, `de` or `en`.
        type: the group it is reported in.
        answerable: whether the articles of the set answer it.
        answers: acceptable short answers, most natural first.
        every: whether every one of `answers` has to appear.
        evidence: what proves the answer; an empty quote stands for the whole article.
        history: the turns before it.
        standalone: the same question without need of the history.
        as_of: the date the question is asked as of.
        forbidden: strings that must not be shown.
    """

    id: str
    question: str
    lang: str = "de"
    type: str = "fact"
    answerable: bool = True
    answers: tuple[str, ...] = ()
    every: bool = False
    evidence: tuple[Evidence, ...] = ()
    history: tuple[Turn, ...] = ()
    standalone: str | None = None
    as_of: str | None = None
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCase:
    """A claim with its label: `supported`, `refuted` or `not_enough_evidence`."""

    id: str
    claim: str
    label: str
    lang: str = "de"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSet:
    """Cases, and the articles they are asked of where the set brings its own (SQuAD, BEIR)."""

    name: str
    questions: tuple[QuestionCase, ...] = ()
    claims: tuple[ClaimCase, ...] = ()
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One case under one measure: a value in [0, 1] unless its measure says otherwise, and why."""

    case_id: str
    value: float
    explanation: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over cases with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    n: int
    by_group: Mapping[str, float] = field(default_factory=dict)
