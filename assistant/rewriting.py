"""A follow-up made to stand alone: what it is about is taken from the turns before. Rules for German and English; pure.

"Und wie lange stand er dafür auf dem Platz?" after questions about a final becomes "2006 Australian Open Roger Federer
Marcos Baghdatis: Wie lange stand er dafür auf dem Platz?": the names, nouns and numbers of the last two turns in front.
The words of the earlier question that ask are left out, or the reader would answer that one.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.types import Turn
from index.analysis import fold, is_stop_word

_GO_ON = re.compile(r"^(?:(?:und|and|aber|but|also|so|ok(?:ay)?)\b[\s,]*)+", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:er|sie|(?<!gab )(?<!gibt )(?<!geben )(?<!handelt )(?<!handelte )es|ihn|ihm|ihr|ihre[mnrs]?|ihnen"
    r"|sein|seine[mnrs]?"
    r"|dort|dorthin|da|dabei|dafür|dagegen|daran|darauf|daraus|darin|darüber|davon|davor|dazu|damit|damals|danach|daraufhin"
    r"|denen|deren|dessen|diese[mnrs]?|jene[mnrs]?|derselben?|demselben|denselben"
    r"|he|she|it|him|her|hers|his|its|they|them|their|there|then|that|this|these|those|the same)\b",
    re.IGNORECASE,
)
_ARTICLE_ALONE = re.compile(r"\b(?:das|dem|den|die|der)\b(?!\s+(?:[^\W\d_A-ZÄÖÜ][\w-]*\s+){0,2}[\"„»]?[A-ZÄÖÜ\d])")
_BARE_NAME = re.compile(
    r"(?<!\bder )(?<!\bdie )(?<!\bdas )(?<!\bden )(?<!\bdem )(?<!\bdes )(?<!\bim )(?<!\bam )(?<!\bvom )(?<!\bzum )"
    r"(?<!\bzur )(?<!\bbeim )(?<!\bviele )(?<!\bviel )(?<!\bein )(?<!\beine )(?<!\beinen )(?<!\beinem )(?<!\beiner )"
    r"(?<=[\s„\"»])[A-ZÄÖÜ][\w’'-]+"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,/:]*\d|\d")
TURNS_BACK = 2
MOST_WORDS = 12


def standalone(question: str, history: Sequence[Turn]) -> str:
    """Return the question, with the subject of the turns before in front where it points back or says too little."""
    if not history or not needs_context(question):
        return question
    rest = _GO_ON.sub("", question).strip() or question.strip()
    if not rest:
        return question
    known = {fold(word) for word in _WORD.findall(rest)}
    subject = [word for word in _subject(history) if fold(word) not in known]
    return f"{' '.join(subject)}: {rest[0].upper()}{rest[1:]}" if subject else question


def needs_context(question: str) -> bool:
    """Say whether a question goes on from another: it begins with "und", points back, or names nothing of its own.

    A noun after an article ("der Preis") is taken for one that was named before, one without ("Goethe") for a name.
    """
    points_back = any(pattern.search(question) for pattern in (_GO_ON, _PRONOUN, _ARTICLE_ALONE))
    return points_back or _BARE_NAME.search(question) is None


def _subject(history: Sequence[Turn]) -> list[str]:
    """Return the names, nouns and numbers of the last turns, each once; of many, those said last."""
    words = [
        word
        for turn in history[-TURNS_BACK:]
        for word in (*_content(turn.question, opens=False), *_content(turn.answer, opens=True))
    ]
    once = {fold(word): word for word in words}
    return list(once.values())[-MOST_WORDS:]


def _content(text: str, *, opens: bool) -> Iterator[str]:
    """Yield the capitalised words and the numbers; the first word of a question is capitalised whatever it is."""
    for found in _WORD.finditer(text):
        word = found.group()
        if (word[0].isupper() or word[0].isdigit()) and not is_stop_word(word) and (opens or found.start() > 0):
            yield word
