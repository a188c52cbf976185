"""A language model as the one who says whom a pronoun stands for: it may put in names of the text, and nothing else."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import prompts
from assistant.chatting import Chat, Said, reply
from assistant.claims import Claim
from assistant.comparing import denies
from corpus.errors import LanguageModelError
from index.analysis import fold, is_stop_word, words

CLAIMS_BEFORE = 6
LONGEST_ANSWER = 1_000  # characters
_POINTING = re.compile(
    r"(?:er|sie|es|ihn|ihm|ihnen|ihre?[mnrs]?|seine?[mnrs]?|diese[mnrs]?|dort|damals|he|she|it|they|him|them|his|her|hers"
    r"|its|their|theirs|there)",
    re.IGNORECASE,
)
_JOINING = frozenset(["der", "die", "da", "de", "dem", "den", "von", "in", "the", "of"])


class ModelResolver:
    """Asks a language model to put names in the place of the pronouns of a claim."""

    def __init__(self, chat: Chat) -> None:
        """Ask this model."""
        self._chat = chat
        self._silent = False

    def resolved(self, claim: Claim, before: Sequence[Claim]) -> Claim:
        """Return the claim with what the model puts in the place of its pronouns.

        It stays as it is where nothing in it points back, where the model cannot be reached, and where what the model
        says is more than the claim's own words and names of the claims before it.
        """
        if not (claim.checkable and before and any(map(_POINTING.fullmatch, words(claim.text)))) or self._silent:
            return claim
        told = " ".join(each.text for each in before[-CLAIMS_BEFORE:])
        task = prompts.RESOLVE_TASK.format(before=told, claim=claim.text)
        try:
            answer = reply(self._chat, Said(rules=prompts.RESOLVE_RULES, task=task), LONGEST_ANSWER)
        except LanguageModelError:
            self._silent = True  # a text has many claims: none of the others waits for it again
            return claim
        said = " ".join(answer.split()).strip('"“”„ ')
        return replace(claim, meant=said) if puts_in_names(said, claim.text, told) else claim


def puts_in_names(said: str, claim: str, before: str) -> bool:
    """Say whether a text is a claim with names of the text before it in the place of pronouns, and nothing else.

    Every other word of the claim is still there as often as it was, and what is new is a noun, a name or a number that
    was said before, or joins one.
    """
    own = [_bare(word) for word in words(claim) if not _POINTING.fullmatch(word)]
    left = [_bare(word) for word in words(said)]
    if denies(said) is not denies(claim) or any(left.count(word) < own.count(word) for word in own):
        return False
    known = {
        _bare(word) for word in words(before) if (word[0].isupper() or word[0].isdigit()) and not is_stop_word(word)
    }
    new = [word for word in left if word not in own and not _POINTING.fullmatch(word) and word not in _JOINING]
    return bool(new) and all(word in known for word in new)


def _bare(word: str) -> str:
    """Return a word without the mark of its owner: "Mosers", "Moser's"."""
    return fold(word).removesuffix("s").rstrip("'’")
