"""What can be asked next: a few safe questions about the names in the cited articles, each asked of the archive first.

`names_in` and `candidates` make the questions; `follow_ups` asks them and keeps those that the first quotation surely
answers: it tells who somebody is or what they said, or counts the articles about them. Better none than an odd one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import chain, zip_longest

from assistant.citing import overlap
from assistant.mentions import Finder, Mention, describes, introduces, mentions, quotes
from assistant.reading import DocumentFrequencies
from assistant.rewriting import needs_context
from assistant.types import Answer, AnswerStatus, Citation
from corpus.dates import moment
from corpus.types import Article
from index.analysis import fold, is_stop_word, question_terms, words

MOST_SHOWN = 3
MOST_ASKED = 8
MOST_READ = 4  # articles
MOST_OF_ONE = 2  # suggestions of one pattern
SURE_FROM = 0.5
RARE_BELOW = 8  # passages: who is named in more is known to everybody
ONE_STORY = timedelta(days=90)
IN_COMMON = 2  # rare names of articles of one story
WORTH_COUNTING = 3  # articles
SHORTEST_SAYING = 4  # words
_OPENED = re.compile(r"(?:^|[.,:;!?“„”\"«»‘(]|\b(?:dass|that))\s*$")
_CLOSED = re.compile(r"[\s“”\"«»’]*(?:[.,;!?“”\"«»]|$)")


class Pattern(StrEnum):
    """What is asked about a name."""

    WHO = "who"
    WHO_WAS = "who_was"
    SAID = "said"
    COUNT = "count"


_QUESTIONS = {
    "de": {
        Pattern.WHO: "Wer ist {name}?",
        Pattern.WHO_WAS: "Wer war {name}?",
        Pattern.SAID: "Was sagte {name}?",
        Pattern.COUNT: "Wie viele Artikel gibt es über {name}?",
    },
    "en": {
        Pattern.WHO: "Who is {name}?",
        Pattern.WHO_WAS: "Who was {name}?",
        Pattern.SAID: "What did {name} say?",
        Pattern.COUNT: "How many articles in the archive are about {name}?",
    },
}
_WHO = (Pattern.WHO, Pattern.WHO_WAS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name that a question may be about; `rare` says that few passages hold it."""

    mention: Mention
    rare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A question that may be worth asking, made by a pattern about a name."""

    text: str
    pattern: Pattern
    name: str


def follow_ups(
    answer: Answer,
    articles: Sequence[Article],
    ask: Callable[[str], Answer],
    finder: Finder,
    frequencies: DocumentFrequencies,
) -> Iterator[str | None]:
    """Ask what may come next, one question after the other; yield each that is answered well.

    Ends with the third, or after eight questions. For every other question, and for each article that is read before,
    None is yielded, so that whoever listens can stop in between.

    Args:
        answer: what the reader has been told.
        articles: those cited there, then those near it.
        ask: answers a question out of quotations.
        finder: finds names.
        frequencies: says how many passages hold a term.
    """
    if not answer.citations:
        return
    found: list[Named] = []
    for named in names_in(answer, articles, finder, frequencies):
        found += named
        yield None
    shown = list(answer.citations)
    kept: list[Candidate] = []
    asked = 0
    for candidate in candidates(answer, found):
        if len(kept) == MOST_SHOWN or asked == MOST_ASKED:
            return
        if any(each.name == candidate.name for each in kept):
            continue
        if sum(each.pattern is candidate.pattern for each in kept) == MOST_OF_ONE:
            continue
        asked += 1
        reply = ask(candidate.text)
        if not answers(candidate, reply, shown):
            yield None
            continue
        shown += reply.citations
        kept.append(candidate)
        yield candidate.text


def candidates(answer: Answer, found: Sequence[Named]) -> Iterator[Candidate]:
    """Yield questions about names, the likeliest of each pattern in turn."""
    by_pattern: dict[Pattern, list[Candidate]] = {pattern: [] for pattern in Pattern}
    for named in found:
        for pattern in _patterns(named):
            name = named.mention.name
            candidate = Candidate(text=_QUESTIONS[answer.lang][pattern].format(name=name), pattern=pattern, name=name)
            if candidate not in by_pattern[pattern] and not _is_told(candidate, answer):
                by_pattern[pattern].append(candidate)
    rounds = zip_longest(*by_pattern.values())
    return (each for each in chain.from_iterable(rounds) if each is not None)


def answers(candidate: Candidate, found: Answer, shown: Sequence[Citation]) -> bool:
    """Say whether an answer is one to a candidate, and says what none of those shown before does.

    `shown` begins with the first quotation of the answer that the reader has.
    """
    if found.status is not AnswerStatus.ANSWERED or not found.citations or found.confidence < SURE_FROM:
        return False
    first, short = found.citations[0], found.short_answer or ""
    if any(_same(first, each) for each in shown):
        return False
    if candidate.pattern is not Pattern.COUNT and not _of_one_time(first, shown[0]):
        return False
    if candidate.pattern is Pattern.SAID:
        return quotes(first.quote, candidate.name) and (not short or _is_whole(short, candidate.name, first.quote))
    if not _holds(first.quote, candidate.name):
        return False
    if candidate.pattern in _WHO:
        told = introduces(first.quote, candidate.name)
        return told and (not short or describes(short, candidate.name, first.quote))
    return short.isdigit() and int(short) >= WORTH_COUNTING


def names_in(
    answer: Answer, articles: Sequence[Article], finder: Finder, frequencies: DocumentFrequencies
) -> Iterator[list[Named]]:
    """Yield the names that a question may be about, article by article.

    Articles count that have two rare names in common with the first; of an unsure answer that one only if it has one in
    common with the question.
    """
    first: frozenset[str] | None = None
    for article in articles[:MOST_READ]:
        found = [Named(mention=each, rare=_is_rare(each, article, frequencies)) for each in mentions(article, finder)]
        here = frozenset(each.mention.name.split()[-1] for each in found if each.rare)
        if first is None:
            asked = {fold(word) for word in words(answer.standalone_question)}
            if answer.unsure and not any(fold(name) in asked for name in here):
                return
            first = here
        if first is here or len(first & here) >= IN_COMMON:
            yield _without_origin(found, article)


def _without_origin(found: Sequence[Named], article: Article) -> list[Named]:
    """Return the names that are not those of the outlet or the author."""
    origin = {fold(word) for each in (article.outlet, article.author) for word in words(each or "")}
    return [each for each in found if origin.isdisjoint(fold(word) for word in words(each.mention.name))]


def _is_rare(mention: Mention, article: Article, frequencies: DocumentFrequencies) -> bool:
    terms = [word for word in words(mention.name) if not is_stop_word(word)]
    known, _ = frequencies(question_terms(" ".join(terms), (article.lang,)))
    return min(known.values(), default=0) < RARE_BELOW


def _patterns(named: Named) -> Iterator[Pattern]:
    mention = named.mention
    if mention.person and named.rare:
        if mention.introduced:
            yield Pattern.WHO_WAS if mention.past else Pattern.WHO
        if mention.speaks:
            yield Pattern.SAID
    elif mention.person and mention.titled:
        yield Pattern.COUNT


def _is_told(candidate: Candidate, answer: Answer) -> bool:
    """Say whether the answer has told it already, or the question would be taken for a part of the talk before."""
    if needs_context(candidate.text) or fold(candidate.text) == fold(answer.question.strip()):
        return True
    shown = " ".join(citation.quote for citation in answer.citations)
    if candidate.pattern in _WHO:
        return introduces(shown, candidate.name)
    return candidate.pattern is Pattern.SAID and quotes(shown, candidate.name)


def _is_whole(short: str, name: str, quote: str) -> bool:
    """Say whether a short answer is what somebody said and nothing else: it begins and ends where a clause does."""
    before, found, after = quote.partition(short)
    long = len(words(short)) >= SHORTEST_SAYING
    clause = _OPENED.search(before) is not None and _CLOSED.match(after) is not None
    return bool(found) and long and clause and name not in short


def _of_one_time(one: Citation, other: Citation) -> bool:
    """Say whether two articles are of one story in time: years later somebody may hold another office."""
    if one.article_id == other.article_id:
        return True
    if one.published is None or other.published is None:
        return False
    return abs(moment(one.published) - moment(other.published)) <= ONE_STORY


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", text) is not None


def _same(one: Citation, other: Citation) -> bool:
    return one.quote in other.quote or other.quote in one.quote or overlap(one, other)
