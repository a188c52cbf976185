"""Cuts an article into the passages that are indexed: whole sentences, exact offsets, even sizes."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from corpus.sentences import sentences_in, split_blocks
from corpus.tokens import count_tokens
from corpus.types import Article, Chunk, Span

_WORD = re.compile(r"\S+")
_CLOSING = re.compile(r"[.!?:;,…][\"'“”«»‘’)\]]*$")
_BULLET = re.compile(r"[-–—•*·▪◦+>]\s")
_LETTER = re.compile(r"[^\W\d_]")
_HEADING_CHARACTERS = 100
_HEADINGS_IN_A_ROW = 2
_FEWEST_TOKENS = 6
_FULL = 0.9
_TOKENS_PER_CHARACTER = 4

_INSIDE_PARAGRAPH = 0.05
_ACROSS_HEADING = 0.5
_AFTER_HEADING = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunking:
    """How articles are cut; two indexes cut under different settings cannot be mixed.

    Attributes:
        max_tokens: the most `cl100k_base` tokens a passage holds.
        version: changes whenever the rules in this module cut differently.
    """

    max_tokens: int = 220
    version: str = "1"


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of an overlong one: what a passage is made of.

    `opening` is its number of tokens at the start of a passage, `following` after another unit, with the gap between.
    """

    start: int
    end: int
    opening: int
    following: int
    opens_block: bool
    heading: bool


def chunk_article(article: Article, chunking: Chunking) -> tuple[Chunk, ...]:
    """Cut an article into passages of at most `max_tokens` tokens, in order and without overlap.

    Passages end at sentence borders, at paragraph borders and before headings where the sizes allow it, and are as
    even as that leaves possible. Only a sentence longer than the limit is cut, at white space if it has any.

    Returns:
        Passages with `article.text[chunk.start:chunk.end] == chunk.text`; empty for an article without text.
    """
    units = list(_units(article, chunking.max_tokens))
    chunks = []
    heading: str | None = None
    for ordinal, (first, past) in enumerate(_best_cuts(units, chunking.max_tokens)):
        start, end = units[first].start, units[past - 1].end
        opening = _opening_heading(article.text, units[first:past])
        chunk_heading = opening or heading
        chunks.append(
            Chunk(
                article_id=article.id,
                ordinal=ordinal,
                start=start,
                end=end,
                text=article.text[start:end],
                heading=chunk_heading,
            )
        )
        heading = _last_heading(article.text, units[first:past]) or heading
    return tuple(chunks)


def _opening_heading(text: str, units: Sequence[_Unit]) -> str | None:
    """The heading a passage starts with: the last of the headings before its first sentence."""
    heading = None
    for unit in units:
        if not unit.heading:
            break
        heading = text[unit.start : unit.end]
    return heading


def _last_heading(text: str, units: Sequence[_Unit]) -> str | None:
    return next((text[unit.start : unit.end] for unit in reversed(units) if unit.heading), None)


def _units(article: Article, max_tokens: int) -> Iterator[_Unit]:
    """The sentences of an article with their tokens; an overlong sentence in pieces."""
    text = article.text
    blocks = split_blocks(text)
    spans: list[Span] = []
    opens, headings = [], []
    for block, is_heading in zip(blocks, _headings(text, blocks), strict=True):
        sentences = (block,) if is_heading else sentences_in(text, block, article.lang)
        pieces = [piece for sentence in sentences for piece in _pieces(text, sentence, max_tokens)]
        spans += pieces
        opens += [place == 0 for place in range(len(pieces))]
        headings += [is_heading] * len(pieces)
    opening = count_tokens([text[span.start : span.end] for span in spans])
    following = count_tokens(_with_gaps(text, spans))
    for span, first, later, opens_block, heading in zip(spans, opening, following, opens, headings, strict=True):
        yield _Unit(span.start, span.end, first, later, opens_block, heading)


def _with_gaps(text: str, spans: Sequence[Span]) -> list[str]:
    """Each span with the white space before it: what it adds to a passage that goes on with it."""
    starts = [spans[0].start, *(span.end for span in spans[:-1])] if spans else []
    return [text[start : span.end] for start, span in zip(starts, spans, strict=True)]


def _headings(text: str, blocks: Sequence[Span]) -> list[bool]:
    """Which blocks are headings: one or two heading-like lines in a row, with text below them."""
    alike = [_looks_like_heading(text[block.start : block.end]) for block in blocks]
    headings = [False] * len(blocks)
    run = 0
    for place, like in enumerate(alike):
        if like:
            run += 1
            continue
        if run <= _HEADINGS_IN_A_ROW:
            headings[place - run : place] = [True] * run
        run = 0
    return headings


def _looks_like_heading(line: str) -> bool:
    return (
        len(line) <= _HEADING_CHARACTERS
        and "\n" not in line
        and _LETTER.search(line) is not None
        and _CLOSING.search(line) is None
        and _BULLET.match(line) is None
    )


def _pieces(text: str, sentence: Span, max_tokens: int) -> Iterator[Span]:
    """Cut an overlong sentence into even pieces at white space, or anywhere in a word that is too long."""
    whole = text[sentence.start : sentence.end]
    if len(whole.encode()) <= max_tokens or count_tokens([whole])[0] <= max_tokens:
        yield sentence
        return
    words = list(_bounded_words(text, sentence, max_tokens))
    tokens = count_tokens([" " + text[word.start : word.end] for word in words])
    aim = sum(tokens) / math.ceil(sum(tokens) / (_FULL * max_tokens))
    first, held, done = 0, tokens[0], 0
    for place in range(1, len(words)):
        if held + tokens[place] > _FULL * max_tokens or done + held >= aim * (done // aim + 1):
            yield Span(start=words[first].start, end=words[place - 1].end)
            first, done, held = place, done + held, 0
        held += tokens[place]
    yield Span(start=words[first].start, end=words[-1].end)


def _bounded_words(text: str, span: Span, max_tokens: int) -> Iterator[Span]:
    """The words of a sentence; a word of more characters than surely fit is cut into slices that do."""
    slice_length = max(1, max_tokens // _TOKENS_PER_CHARACTER - 1)
    for word in _WORD.finditer(text, span.start, span.end):
        for start in range(word.start(), word.end(), slice_length):
            yield Span(start=start, end=min(start + slice_length, word.end()))


def _best_cuts(units: Sequence[_Unit], max_tokens: int) -> list[tuple[int, int]]:
    """The cheapest division of the units into passages, as half-open ranges (dynamic programming over the cuts).

    A passage costs the square of the share of it that stays empty, which favours few and even passages, plus what its
    first border and the headings inside it cost. Linear in the units: no passage reaches back further than the limit.
    """
    ends = list(accumulate((max(unit.following, _FEWEST_TOKENS) for unit in units), initial=0))
    headings = list(accumulate((unit.heading for unit in units), initial=0))
    borders = [_border_cost(units, place) for place in range(len(units))]
    best, previous = [0.0], [0]
    for past in range(1, len(units) + 1):
        cheapest, chosen = math.inf, past - 1
        for first in range(past - 1, -1, -1):
            size = ends[past] - ends[first + 1] + units[first].opening
            if size > max_tokens and first < past - 1:
                break
            inside = headings[past] - headings[first + 1] if first + 1 < past else 0
            cost = best[first] + borders[first] + max(0.0, 1 - size / max_tokens) ** 2 + _ACROSS_HEADING * inside
            if cost < cheapest:
                cheapest, chosen = cost, first
        best.append(cheapest)
        previous.append(chosen)
    return _walked_back(previous)


def _border_cost(units: Sequence[_Unit], place: int) -> float:
    """What it costs to start a passage at this unit."""
    if place == 0:
        return 0.0
    if units[place - 1].heading:
        return _AFTER_HEADING
    return 0.0 if units[place].opens_block else _INSIDE_PARAGRAPH


def _walked_back(previous: Sequence[int]) -> list[tuple[int, int]]:
    cuts = []
    past = len(previous) - 1
    while past > 0:
        cuts.append((previous[past], past))
        past = previous[past]
    return cuts[::-1]
