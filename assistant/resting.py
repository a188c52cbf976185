"""A sentence of a language model beside what it rests on: the whole sentences of articles that its quotations stand in.

Quotations are located in the stored text and widened to whole sentences, so that nothing is cut away from them. Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from assistant.foreign import speaks_to_software, trusted_sentences
from assistant.locating import comparable, located
from assistant.moments import Moment, durations, moments
from assistant.names import tokens_of
from assistant.quantities import Quantity, quantities
from assistant.types import Drafted
from corpus.dates import WEEKDAYS, day_of
from corpus.sentences import split_sentences
from corpus.types import Article, Span
from index.analysis import fold, language_of, terms

MOST_SENTENCES = 4  # that one sentence of an answer may rest on
NEARLY_VERBATIM = 0.6  # of the words of a sentence, in the order of the article's
NEARLY_WHOLE, SHORTEST_WHOLE = 0.75, 5  # of the words of the article's, all in the sentence: then it is that and more
STRICTLY = 0.15  # of the words of a sentence: where no more of them differ, each does
LONGEST_COMPARED = 600  # words: two texts of many repeated words take time by more than the square of their length
WEEK = timedelta(days=7)
CONTEXT = 2  # sentences before a quotation that may name who it speaks of


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of an article that a language model was shown: `article.text[span.start:span.end]`."""

    article: Article
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Whole sentences of an article that a sentence rests on."""

    article: Article
    span: Span

    @property
    def text(self) -> str:
        """The words of the article."""
        return self.article.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Words of a sentence where the article, nearly the same otherwise, has others or none (or the other way round).

    `strict` says that the two differ in so few words that each of them counts.
    """

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    strict: bool


@dataclass(frozen=True, kw_only=True)
class Side:
    """A sentence beside what it quotes; what is made of the two is made once."""

    text: str
    quoted: tuple[Quoted, ...]
    question: str = ""

    @cached_property
    def lang(self) -> str:
        """The language of the sentence."""
        return language_of(self.text)

    @cached_property
    def evidence(self) -> str:
        """The quoted sentences."""
        return " ".join(each.text for each in self.quoted)

    @cached_property
    def titled(self) -> str:
        """The quoted sentences with the headlines of their articles."""
        titles = dict.fromkeys(each.article.title for each in self.quoted)
        return " ".join([*(f"{title}." for title in titles), self.evidence])

    @cached_property
    def before(self) -> str:
        """The sentences before what is quoted, in which the names stand that it takes up."""
        return " ".join(_before(each) for each in self.quoted)

    @property
    def around(self) -> str:
        """Everything that may name what the sentence speaks of."""
        return f"{self.before} {self.titled}"

    @cached_property
    def planted(self) -> str:
        """What in the quoted articles, or the question, speaks to software, and what goes with it."""
        asked = [self.question] if speaks_to_software(self.question) else []
        articles = dict.fromkeys(each.article for each in self.quoted)
        return " ".join([*(planted_text(article) for article in articles), *asked]).strip()

    @property
    def foreign(self) -> bool:
        """Whether something quoted is in another language than the sentence."""
        return any(each.article.lang != self.lang for each in self.quoted)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The words that differ, where the sentence is nearly the article's own."""
        return tuple(change for each in self.quoted for change in _changes(self.text, each.text))

    @property
    def verbatim(self) -> bool:
        """Whether the sentence is, whole sentences of it, what is quoted."""
        said = comparable(self.text)
        return any(
            said == comparable(each.article.text[span.start : span.end])
            for each in self.quoted
            for span in (*sentences_of(each.article), each.span)
            if span.start < each.span.end and each.span.start < span.end
        )

    @cached_property
    def days(self) -> tuple[Moment, ...]:
        """The dates of what is quoted, reckoned from the day of publication; a weekday is the last or the next one."""
        found = [(each, day) for each in self.quoted for day in moments(each.text, day_of(each.article.published))]
        headlines = dict.fromkeys((each.article.title, day_of(each.article.published)) for each in self.quoted)
        titled = [day for title, published in headlines for day in moments(title, published)]
        ahead = [
            replace(day, first=day.first + WEEK, last=day.last + WEEK)
            for each, day in found
            if day.last <= date.max - WEEK
            and any(word.lower() in WEEKDAYS for word in each.text[day.span.start : day.span.end].split())
        ]
        return (*(day for _, day in found), *ahead, *titled)

    @cached_property
    def reckoned(self) -> tuple[Span, ...]:
        """Where quantities and dates stand in the sentence: these are compared by rules."""
        days = moments(self.text, next((day_of(each.article.published) for each in self.quoted), None))
        counted = quantities(self.text, self.lang, hidden=[each.span for each in days])
        digits = [Span(start=found.start(), end=found.end()) for found in re.finditer(r"\d[\d.,:]*", self.text)]
        return (*(each.span for each in days), *(each.span for each in counted), *digits)

    @cached_property
    def stated(self) -> tuple[Quantity, ...]:
        """The quantities of what is quoted."""
        return tuple(
            found
            for each in self.quoted
            for found in _quantities(each.text, each.article.lang, moments(each.text, day_of(each.article.published)))
        )


def quoted_by(drafted: Drafted, cited: Sequence[Passage]) -> tuple[Quoted, ...]:
    """Return the whole sentences that a drafted sentence quotes; where it names no words, those nearest to it.

    An invented quotation counts for nothing; what follows a sentence that speaks to software is not quoted either.
    """
    found: dict[tuple[str, int], Quoted] = {}
    for passage in cited:
        sentences = sentences_of(passage.article)
        for quote in drafted.quotes:
            for span in located(quote, passage.article.text, passage.span):
                for each in sentences:
                    if each.start < span.end and span.start < each.end:
                        found[passage.article.id, each.start] = Quoted(article=passage.article, span=each)
        if not drafted.quotes:
            near = [each for each in sentences if passage.span.start <= each.start < passage.span.end]
            for each in _nearest(drafted.text, passage.article, near):
                found[passage.article.id, each.start] = Quoted(article=passage.article, span=each)
    quoted = sorted(found.values(), key=lambda each: -shared(drafted.text, each.text))[:MOST_SENTENCES]
    order = list(found.values())
    return _joined(sorted(quoted, key=lambda each: (order.index(each), each.span.start)))


def _joined(quoted: Sequence[Quoted]) -> tuple[Quoted, ...]:
    """Join sentences of one article that follow each other in one paragraph."""
    joined: list[Quoted] = []
    for each in sorted(quoted, key=lambda each: (each.article.id, each.span.start)):
        last = joined[-1] if joined else None
        if last is not None and last.article.id == each.article.id:
            gap = each.article.text[last.span.end : each.span.start]
            if gap.isspace() and "\n" not in gap:
                joined[-1] = Quoted(article=each.article, span=Span(start=last.span.start, end=each.span.end))
                continue
        joined.append(each)
    first = {each.article.id: place for place, each in reversed(list(enumerate(quoted)))}
    return tuple(sorted(joined, key=lambda each: (first[each.article.id], each.span.start)))


def _nearest(text: str, article: Article, sentences: Sequence[Span]) -> list[Span]:
    best = max(sentences, key=lambda each: shared(text, article.text[each.start : each.end]), default=None)
    return [best] if best is not None and shared(text, article.text[best.start : best.end]) > 0 else []


def shared(text: str, other: str) -> float:
    """Return the share of the content words of a text that another has."""
    ours, theirs = set(terms(text, language_of(text))), stems_of(other)
    return len(ours & theirs) / max(len(ours), 1)


@lru_cache(maxsize=64)
def sentences_of(article: Article) -> Sequence[Span]:
    """Return the sentences of an article that may prove something."""
    return trusted_sentences(article.text, article.lang)


@lru_cache(maxsize=64)
def planted_text(article: Article) -> str:
    """Return the sentences of an article that may prove nothing."""
    trusted = set(sentences_of(article))
    spans = [each for each in split_sentences(article.text, article.lang) if each not in trusted]
    return " ".join(article.text[each.start : each.end] for each in spans)


def _before(quoted: Quoted) -> str:
    """Return the sentences before a quotation, in which the names stand that it takes up."""
    text = quoted.article.text
    spans = [each for each in sentences_of(quoted.article) if each.end <= quoted.span.start][-CONTEXT:]
    return " ".join(text[each.start : each.end] for each in spans)


def _changes(text: str, stated: str) -> list[Change]:
    """Return where a sentence and the article's differ, if most of its words stand in the same order there."""
    ours, theirs = ([each[span.start : span.end] for span in tokens_of(each)] for each in (text, stated))
    if max(len(ours), len(theirs)) > LONGEST_COMPARED:
        return []
    matcher = SequenceMatcher(a=[fold(each) for each in ours], b=[fold(each) for each in theirs], autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    whole = len(theirs) >= SHORTEST_WHOLE and same >= NEARLY_WHOLE * len(theirs)
    if same < NEARLY_VERBATIM * len(ours) and not whole:
        return []
    strict = len(ours) - same <= max(STRICTLY * len(ours), 1)
    return [
        Change(ours=tuple(ours[i:j]), theirs=tuple(theirs[k:m]), strict=strict)
        for kind, i, j, k, m in matcher.get_opcodes()
        if kind != "equal"
    ]


def _quantities(text: str, lang: str, days: Sequence[Moment]) -> tuple[Quantity, ...]:
    return (*quantities(text, lang, hidden=[each.span for each in days]), *durations(text, days))


def stems_of(text: str) -> set[str]:
    """Return the stems of a text in both languages."""
    return set(terms(text, "de")) | set(terms(text, "en"))
