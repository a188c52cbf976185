"""Claims with evidence and a label, made of questions with answers, of news sentences, and of parallel texts.

Nobody labelled them: the label follows from how a pair is made. A question with its own answer is a claim that the
passage proves; with another answer of the same kind, a changed number, an opposite or a negation, one that it
disproves; over the rest of the passage, one that it does not decide. News sentences are shortened, respelled, hedged
and distorted alike. Passages that exist in German and English give pairs across the languages.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from assistant.training.declaring import LONGEST_CLAIM, declared
from assistant.training.distorting import (
    NAME,
    NUMBER,
    hedged,
    negated,
    opposite,
    other_name,
    other_number,
    respelled,
    shortened,
    unhedged,
)
from assistant.training.examples import HELD_BACK, Example, training_examples
from assistant.training.negatives import overlap, sentences_of
from corpus.sentences import split_sentences
from corpus.types import Span

SUPPORTED, REFUTED, NEITHER, NOT_SUPPORTED = range(4)
LONGEST_EVIDENCE, SHORTEST_EVIDENCE, LONGEST_ANSWER = 700, 40, 80
LONGEST_SENTENCE, SHORTEST_SENTENCE = 320, 45
TIMES_NEWS, TIMES_GERMAN, TIMES_ACROSS = 1, 4, 4

_MONTH = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\b|^(?:1\d|20)\d\d$"
)
_COUNT = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn)\b"
)
_PROPER = re.compile(r"(?:[A-ZÄÖÜ][\w'’.-]*\s?(?:of |the |von |der |de )?)+")

Guess = tuple[float, float, float]
NO_GUESS: Guess = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim, a piece of evidence, and what the one is to the other.

    `NOT_SUPPORTED` says that it is either refuted or undecided: a name was changed, and who knows. `guess` are the log
    probabilities of the three labels by the claim alone, where somebody could guess: the model learns what is left.
    """

    claim: str
    evidence: str
    label: int
    guess: Guess = NO_GUESS


def training_pairs(data: Path, seed: int, *, english: int, leave_out: Collection[str] = ()) -> list[Pair]:
    """Return the pairs of one epoch in their order: another seed makes others of the same texts.

    `english` bounds the English questions, `leave_out` are ids of news articles that measure something else.
    """
    draw = random.Random(seed)  # noqa: S311  (an order, not a secret)
    examples = [each for each in training_examples(data) if each.answers and each.group != "omos-qa"]
    answers = _answers(data / "xquad")
    own = [each for each in examples if each.lang in ("de", "en") and each.asked_in in (None, each.lang)]
    in_english = [each for each in own if each.lang == "en"]
    draw.shuffle(in_english)
    german = [each for each in own if each.lang == "de"]
    across = [
        each
        for each in examples
        if each.asked_in in ("de", "en") and (each.asked_in, each.question) in answers and each.asked_in != each.lang
    ]
    pairs = [
        *_questioned(in_english[:english], answers, draw),
        *chain.from_iterable(_questioned(german, answers, draw) for _ in range(TIMES_GERMAN)),
        *chain.from_iterable(_questioned(across, answers, draw) for _ in range(TIMES_ACROSS)),
        *_news(data / "wikinews-de" / "articles.jsonl", leave_out, draw),
        *chain.from_iterable(_parallel(data / "xquad", draw) for _ in range(TIMES_ACROSS)),
    ]
    draw.shuffle(pairs)
    return pairs


Answers = dict[tuple[str, str], str]


def _answers(folder: Path) -> Answers:
    """Return XQuAD's answers by language and question: those of the question's language, not of the passage's."""
    return {
        (lang, qa["question"]): qa["answers"][0]["text"]
        for lang in ("de", "en")
        for article in json.loads((folder / f"xquad.{lang}.json").read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for qa in paragraph["qas"]
    }


def _answer(example: Example, answers: Answers) -> str:
    if example.asked_in not in (None, example.lang):
        return answers[example.asked_in or "", example.question]
    return example.passage[example.answers[0].start : example.answers[0].end]


def _kind(answer: str) -> str:
    if _MONTH.search(answer):
        return "date"
    if NUMBER.search(answer) or _COUNT.match(answer):
        return "number"
    return "name" if _PROPER.fullmatch(answer) else "other"


def _questioned(examples: Sequence[Example], answers: Answers, draw: random.Random) -> Iterator[Pair]:
    """Yield a pair for each example that makes a claim."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    beside: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        answer = _answer(example, answers)
        alike[example.asked_in or example.lang, _kind(answer)].append(answer)
        beside[example.passage].append(answer)
    for example in examples:
        answer = _answer(example, answers)
        kindred = alike[example.asked_in or example.lang, _kind(answer)]
        others = [*beside[example.passage], *(draw.choice(kindred) for _ in range(2))]
        pair = _asked(example, answer, others, draw) if len(answer) <= LONGEST_ANSWER else None
        if pair is not None:
            yield pair


def _asked(example: Example, answer: str, others: Sequence[str], draw: random.Random) -> Pair | None:
    """Return a pair made of one question; `others` are answers of other questions."""
    lang = example.asked_in or example.lang
    claim = declared(example.question, answer, lang)
    sentences = sentences_of(example)
    place = next((n for n, each in enumerate(sentences) if overlap(each, example.answers[0])), None)
    if claim is None or place is None:
        return None
    evidence = _window(example.passage, sentences, place, draw)
    chance = draw.random()
    if chance < 0.4:
        return Pair(claim=claim, evidence=evidence, label=SUPPORTED)
    if chance < 0.75:
        wrong = _amiss(example, claim, answer, others, draw)
        return Pair(claim=wrong, evidence=evidence, label=REFUTED) if wrong else None
    rest = _without_answer(example, sentences, answer, draw)
    return Pair(claim=claim, evidence=rest, label=NEITHER) if rest else None


def _amiss(example: Example, claim: str, answer: str, others: Sequence[str], draw: random.Random) -> str | None:
    """Return a claim that the passage disproves."""
    lang = example.asked_in or example.lang
    chance = draw.random()
    if chance < 0.57:
        return _answered_amiss(example, answer, lang, others, draw)
    return opposite(claim, draw) if chance < 0.83 else negated(claim, lang, draw)


def _answered_amiss(example: Example, answer: str, lang: str, others: Sequence[str], draw: random.Random) -> str | None:
    """Return the claim with another answer of the same kind, one that the passage has elsewhere or not at all."""
    if _kind(answer) == "number" and draw.random() < 0.5:
        wrong = other_number(answer, draw)
        return declared(example.question, wrong, lang) if wrong else None
    fitting = [
        each
        for each in others
        if _kind(each) == _kind(answer) and each.lower() not in answer.lower() and answer.lower() not in each.lower()
    ]
    return declared(example.question, draw.choice(fitting), lang) if fitting else None


def _without_answer(example: Example, sentences: Sequence[Span], answer: str, draw: random.Random) -> str | None:
    """Return sentences near the answer that do not hold it."""
    kept = [each for each in sentences if not any(overlap(each, span) for span in example.answers)]
    near = sorted(kept, key=lambda each: abs(each.start - example.answers[0].start))[: draw.choice((1, 2, 3))]
    text = " ".join(example.passage[each.start : each.end] for each in sorted(near, key=lambda each: each.start))[
        :LONGEST_EVIDENCE
    ]
    return text if len(text) > SHORTEST_EVIDENCE and answer.lower() not in text.lower() else None


def _window(
    text: str, sentences: Sequence[Span], place: int, draw: random.Random, *, without: int | None = None
) -> str:
    """Return one to three sentences around a place."""
    length = draw.choice((1, 1, 2, 2, 3))
    first = max(0, min(place - draw.randrange(length), len(sentences) - length))
    chosen = [each for n, each in enumerate(sentences[first : first + length], first) if n != without]
    return " ".join(text[each.start : each.end] for each in chosen)[:LONGEST_EVIDENCE]


def _news(path: Path, leave_out: Collection[str], draw: random.Random) -> Iterator[Pair]:
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        if article["id"] in leave_out:
            continue
        text: str = article["text"]
        names = sorted({each.group() for each in NAME.finditer(text)})
        sentences = [each for each in split_sentences(text, "de") if each.end - each.start < LONGEST_SENTENCE]
        for place, span in enumerate(sentences):
            sentence = text[span.start : span.end]
            if len(sentence) >= SHORTEST_SENTENCE and sentence.endswith("."):
                for _ in range(TIMES_NEWS):
                    pair = _news_pair(text, sentences, place, names, draw)
                    if pair is not None:
                        yield pair


def _news_pair(
    text: str, sentences: Sequence[Span], place: int, names: Sequence[str], draw: random.Random
) -> Pair | None:
    sentence = text[sentences[place].start : sentences[place].end]
    evidence = _window(text, sentences, place, draw)
    claim = respelled(shortened(sentence, draw), draw)
    chance = draw.random()
    if chance < 0.3:
        return Pair(claim=claim, evidence=evidence, label=SUPPORTED)
    if chance < 0.52:
        wrong = other_number(claim, draw) if chance < 0.4 else opposite(claim, draw)
        return Pair(claim=wrong, evidence=evidence, label=REFUTED) if wrong else None
    if chance < 0.62:
        wrong = negated(claim, "de", draw)
        return Pair(claim=wrong, evidence=evidence, label=REFUTED) if wrong else None
    if chance < 0.72:
        wrong = other_name(claim, names, evidence, draw)
        return Pair(claim=wrong, evidence=evidence, label=NOT_SUPPORTED) if wrong else None
    return _undecided(text, sentences, place, claim, evidence, draw)


def _undecided(
    text: str, sentences: Sequence[Span], place: int, claim: str, evidence: str, draw: random.Random
) -> Pair | None:
    """Return a guess stated as a fact, or a sentence over what stands beside it."""
    sentence = text[sentences[place].start : sentences[place].end]
    fact = unhedged(sentence)
    if fact is not None:
        return Pair(claim=fact, evidence=evidence, label=NEITHER)
    if draw.random() < 0.5:
        guess = hedged(sentence, draw)
        return Pair(claim=claim, evidence=evidence.replace(sentence, guess), label=NEITHER) if guess else None
    other = place + draw.choice((-2, -1, 1, 2, 3))
    if not 0 <= other < len(sentences):
        return None
    beside = _window(text, sentences, other, draw, without=place)
    return Pair(claim=claim, evidence=beside, label=NEITHER) if len(beside) > SHORTEST_EVIDENCE else None


def _parallel(folder: Path, draw: random.Random) -> Iterator[Pair]:
    """Yield sentences of one language over the same passage in the other."""
    german, english = (_paragraphs(folder / f"xquad.{lang}.json") for lang in ("de", "en"))
    for key, text in german.items():
        ours = [text[each.start : each.end] for each in split_sentences(text, "de")]
        theirs = [english[key][each.start : each.end] for each in split_sentences(english[key], "en")]
        if len(ours) != len(theirs):
            continue
        for place in range(len(ours)):
            for claims, evidence, lang in ((theirs, ours, "en"), (ours, theirs, "de")):
                pair = _translated(claims[place], evidence, place, lang, draw)
                if pair is not None:
                    yield pair


def _translated(claim: str, evidence: Sequence[str], place: int, lang: str, draw: random.Random) -> Pair | None:
    if len(claim) > LONGEST_CLAIM:
        return None
    first = max(0, place - draw.randrange(2))
    around = " ".join(evidence[first : place + draw.choice((1, 2))])[:LONGEST_EVIDENCE]
    chance = draw.random()
    if chance < 0.4:
        return Pair(claim=claim, evidence=around, label=SUPPORTED)
    if chance < 0.8:
        wrong = other_number(claim, draw) if chance < 0.55 else None
        wrong = wrong or (opposite(claim, draw) if chance < 0.7 else negated(claim, lang, draw))
        return Pair(claim=wrong, evidence=around, label=REFUTED) if wrong else None
    other = place + draw.choice((-1, 1))
    return Pair(claim=claim, evidence=evidence[other], label=NEITHER) if 0 <= other < len(evidence) else None


def _paragraphs(path: Path) -> dict[tuple[int, int], str]:
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    return {
        (n, k): paragraph["context"]
        for n, article in enumerate(articles)
        if n not in HELD_BACK
        for k, paragraph in enumerate(article["paragraphs"])
    }
