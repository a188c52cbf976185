"""A language model as a further judge of a claim: its verdict counts as far as the words that it quotes stand."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant import prompts
from assistant.chatting import Chat, Said, reply
from assistant.evidence import Window
from assistant.locating import located
from assistant.resting import sentences_of
from assistant.types import Verdict
from corpus.errors import LanguageModelError
from corpus.types import Span

LONGEST_ANSWER = 8_000  # characters
MOST_OF_IT = 0.5  # of the characters of a sentence
_OBJECT = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a language model says of a claim, and the places of the windows whose words it quotes."""

    verdict: Verdict
    quoted: tuple[int, ...]


class ModelJudge:
    """Asks a language model what pieces of evidence say of a claim."""

    def __init__(self, chat: Chat) -> None:
        """Judge by this model."""
        self._chat = chat
        self._silent = False

    def judge(self, claim: str, windows: Sequence[Window]) -> Opinion | None:
        """Return its opinion; None if the model cannot be reached or says nothing that can be read.

        Words that do not stand in the evidence are no quotation, and a verdict for or against without any is none.
        """
        if not windows or self._silent:
            return None
        shown = prompts.marked([(window.article, window.text if _is_trusted(window) else "") for window in windows])
        task = prompts.CLAIM_TASK.format(passages=shown, claim=claim)
        try:
            return _opinion(reply(self._chat, Said(rules=prompts.CLAIM_RULES, task=task), LONGEST_ANSWER), windows)
        except LanguageModelError:
            self._silent = True  # a text has many claims: none of the others waits for it again
            return None


def _opinion(said: str, windows: Sequence[Window]) -> Opinion | None:
    for found in _OBJECT.finditer(said):
        try:
            given = json.loads(found.group(), strict=False)
        except (ValueError, RecursionError):
            continue
        verdict = str(given.get("verdict", "")).strip().lower()
        if verdict not in (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_EVIDENCE):
            continue
        quoted = _quoted(given.get("quotes"), windows)
        if verdict == Verdict.NOT_ENOUGH_EVIDENCE or quoted:
            return Opinion(verdict=Verdict(verdict), quoted=quoted)
    return None


def _quoted(quotes: Any, windows: Sequence[Window]) -> tuple[int, ...]:  # noqa: ANN401  (whatever a model writes)
    words = [each for each in quotes if isinstance(each, str)] if isinstance(quotes, list) else []
    return tuple(
        place
        for place, window in enumerate(windows)
        if _is_trusted(window)
        and any(_covers(span, window.sentence) for each in words for span in _located(each, window))
    )


def _located(quote: str, window: Window) -> Sequence[Span]:
    return located(quote, window.article.text, window.sentence)


def _covers(quoted: Span, sentence: Span) -> bool:
    """Say whether a quotation is most of a sentence: a word of it decides nothing."""
    shared = min(quoted.end, sentence.end) - max(quoted.start, sentence.start)
    return shared >= MOST_OF_IT * (sentence.end - sentence.start)


def _is_trusted(window: Window) -> bool:
    return any(each.start <= window.sentence.start < each.end for each in sentences_of(window.article))
