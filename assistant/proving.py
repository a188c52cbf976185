"""Proves a sentence that a language model wrote by the words it quotes, or says what is at fault with it.

Rules come first (`assistant.faults`). Where they find nothing, readable weights say by how near the words of the
sentence come to those it quotes (`assistant.aligning`) whether it is proven: what a sentence adds that its quotations
have nothing like is what it may have made up, the more so the shorter it is. The entailment model is only asked where
one word stands in another's place: whether that turns the sentence round.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files

from assistant.aligning import Aligned, WordAligner
from assistant.entailment import EntailmentModel
from assistant.faults import (
    CALENDAR,
    dropped_speakers,
    dropped_suppositions,
    is_in,
    wrong_dates,
    wrong_names,
    wrong_negations,
    wrong_numbers,
)
from assistant.foreign import has_foreign_matter
from assistant.moments import meets
from assistant.names import NameFinder
from assistant.resting import Passage, Quoted, Side, quoted_by, stems_of
from assistant.types import Drafted, Fault
from assistant.weighing import sigmoid, weighted
from index.analysis import fold, is_stop_word

PROVEN_FROM = 0.5
PROVEN_FROM_SUSPECT = 0.9  # by an article in which something speaks to software
LIKE = 0.75  # the nearness of two words from which on nothing is new
UNLIKE = 0.6  # below it, on average, they have little in common
SEVERAL = 2
TURNED_FROM = 0.8  # the probability, by the entailment model, that a sentence is disproved
MOST_BESIDE = 4  # sentences at the same time


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What proves a sentence, or what is at fault with it: then `words` are those of the sentence that are wrong."""

    quoted: tuple[Quoted, ...] = ()
    faults: tuple[Fault, ...] = ()
    words: tuple[str, ...] = ()
    support: float = 0.0


@cache
def shipped_weights() -> Mapping[str, float]:
    """Return the weights that come with this version."""
    weights: dict[str, float] = json.loads(
        files("assistant").joinpath("proof_weights.json").read_text(encoding="utf-8")
    )
    return weights


class SentenceProver:
    """Holds sentences of a language model against the passages it was shown."""

    def __init__(
        self,
        *,
        model: EntailmentModel,
        aligner: WordAligner,
        names: NameFinder,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Join the parts; nothing is loaded yet. `weights` are the shipped ones where none are given."""
        self._model = model
        self._aligner = aligner
        self._names = names
        self._weights = weights or shipped_weights()
        self._beside = ThreadPoolExecutor(MOST_BESIDE, thread_name_prefix="proving")

    def prove(self, drafted: Drafted, passages: Sequence[Passage], lang: str, question: str = "") -> Proof:
        """Return the proof of a sentence in an answer to a question asked in `lang`.

        Raises:
            ModelError: if a model cannot be loaded.
        """
        cited = [passages[n - 1] for n in dict.fromkeys(drafted.passages) if 1 <= n <= len(passages)]
        if not cited:
            return Proof(faults=(Fault.OUT_OF_RANGE if drafted.passages else Fault.NOT_QUOTED,))
        quoted = quoted_by(drafted, cited)
        if not quoted:
            return Proof(faults=(Fault.NOT_IN_ARTICLE if drafted.quotes else Fault.UNSUPPORTED,))
        side = Side(text=drafted.text, quoted=quoted, question=question)
        if has_foreign_matter(drafted.text, side.evidence) or _takes_up_planted(side):
            return Proof(quoted=quoted, faults=(Fault.FOREIGN_MATTER,))
        if side.verbatim:
            return Proof(quoted=quoted, support=1.0)
        ahead = self._beside.submit(self._aligner.align, side.text, side.titled)  # works while the rules do
        found = dict(self._faults(side, lang))
        if found:
            words = tuple(dict.fromkeys(word for each in found.values() for word in each))
            return Proof(quoted=quoted, faults=tuple(found), words=words)
        return self._weighed(side, ahead.result())

    def _weighed(self, side: Side, words: Sequence[Aligned]) -> Proof:
        aligned = self._telling(side, words)
        wrong = _added(side, dict(aligned)) or self._turned(side)
        if wrong:
            return Proof(quoted=side.quoted, faults=(Fault.UNSUPPORTED,), words=wrong)
        support = sigmoid(weighted(self._weights, _features(aligned)))
        if support >= (PROVEN_FROM_SUSPECT if side.planted else PROVEN_FROM):
            return Proof(quoted=side.quoted, support=round(support, 4))
        unlike = [word for word, nearness in aligned if nearness < LIKE]
        return Proof(
            quoted=side.quoted,
            faults=(Fault.UNSUPPORTED,),
            words=tuple(dict.fromkeys(unlike)),
            support=round(support, 4),
        )

    def _faults(self, side: Side, lang: str) -> Iterator[tuple[Fault, Sequence[str]]]:
        """Yield what rules find at fault, with the words that are."""
        if not is_in(side.text, lang):
            yield Fault.LANGUAGE, ()
        checks: tuple[tuple[Fault, Callable[[Side], list[str]]], ...] = (
            (Fault.NUMBER, wrong_numbers),
            (Fault.DATE, wrong_dates),
            (Fault.NAME, partial(wrong_names, finder=self._names)),
            (Fault.NEGATION, wrong_negations),
            (Fault.SUPPOSITION, dropped_suppositions),
            (Fault.SPEAKER, dropped_speakers),
        )
        for fault, check in checks:
            wrong = check(side)
            if wrong:
                yield fault, wrong

    def _turned(self, side: Side) -> tuple[str, ...]:
        """Return a word in another's place that turns a sentence round, though little else differs: "getötet"."""
        words = [
            change.ours[0]
            for change in side.changes
            if change.strict
            and len(change.ours) == len(change.theirs) == 1
            and _tells(change.ours[0], change.theirs[0])
        ]
        if not words or self._model.judge(side.text, [side.evidence])[0].refuted < TURNED_FROM:
            return ()
        return tuple(words)

    def _telling(self, side: Side, words: Sequence[Aligned]) -> list[tuple[str, float]]:
        """Return the telling words of a sentence, each with how near what it quotes, or the headline of that, comes."""
        stems, before = stems_of(side.titled), stems_of(side.before)
        names = cache(lambda: self._names.names(side.text, side.lang))
        found = []
        for each in words:
            word = side.text[each.span.start : each.span.end]
            checked = fold(word) in CALENDAR or any(meets(each.span, span) for span in side.reckoned)
            if is_stop_word(word) or checked:
                continue
            own = stems_of(word)
            held = own & stems or (own & before and any(meets(each.span, name) for name in names()))
            found.append((word, 1.0 if held else each.nearness))
        return found


def _features(aligned: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Return what the weights join: how much is new in a sentence.

    What is made up stands together: the newest two or three words in a row count by how far they exceed the rest.
    """
    new = [max(LIKE - nearness, 0.0) for _, nearness in aligned] or [0.0]
    mean = sum(new) / len(new)
    return {
        "new": mean,
        "newest_of_few": max(new) / len(new),
        "new_in_two": _most_in(new, 2) - mean,
        "new_in_three": _most_in(new, 3) - mean,
    }


def _added(side: Side, nearness: Mapping[str, float]) -> tuple[str, ...]:
    """Return words put into a sentence that is nearly the article's own, with nothing like them there."""
    for change in side.changes:
        if len(change.ours) < len(change.theirs) + SEVERAL:
            continue
        new = sorted((nearness[word], word) for word in change.ours if nearness.get(word, 1.0) < LIKE)
        if len(new) >= SEVERAL and sum(each for each, _ in new[:SEVERAL]) / SEVERAL < UNLIKE:
            return tuple(word for _, word in new)
    return ()


def _takes_up_planted(side: Side) -> bool:
    """Say whether a sentence has words of what an article says to software that nothing quoted from it has."""
    planted = stems_of(side.planted)
    return bool(planted) and bool((stems_of(side.text) & planted) - stems_of(side.around))


def _most_in(values: Sequence[float], length: int) -> float:
    """Return the highest mean of so many values in a row; fewer are filled up with zeros."""
    return max(sum(values[at : at + length]) / length for at in range(max(len(values) - length + 1, 1)))


def _tells(word: str, other: str) -> bool:
    """Say whether two words both tell something, and not the same."""
    said = word[0].isalpha() and other[0].isalpha() and not (is_stop_word(word) or is_stop_word(other))
    return said and not stems_of(word) & stems_of(other)
