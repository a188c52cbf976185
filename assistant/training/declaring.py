"""Claims out of questions with their answers: "Wann starb er?" and "1999" make "Im Jahr 1999 starb er".

In German the answer takes the place of the question words, and the sentence is one (the verb stays second). In English
the words are put in order where that can be seen without a parser, and left as they are elsewhere: a claim may come out
telegraphic ("The war end in 1945."), which the model has to stand anyway. After Demszky, Guu and Liang 2018,
"Transforming Question Answering Datasets Into Natural Language Inference Datasets".
"""

import re

LONGEST_CLAIM = 260

_GERMAN = re.compile(
    r"^((?:[A-ZÄÖÜ]?[a-zäöüß]+ )?(?:[Ww]er|[Ww]as|[Ww]ann|[Ww]o|[Ww]ohin|[Ww]oher|[Ww]en|[Ww]em"
    r"|[Ww]ie (?:lange?|hoch|weit|oft|groß|alt|schwer)|[Ww]ie viel(?: [a-zäöü]+)*(?: [A-ZÄÖÜ][\w-]+)?"
    r"|[Ww]ie viele(?: [a-zäöü]+)*(?: [A-ZÄÖÜ][\w-]+)|[Ww]elche[rsnm]?(?: [a-zäöü]+)*(?: [A-ZÄÖÜ][\w-]+)))"
    r"\s+([a-zäöüß]+\b.*)$"
)
_AUXILIARIES = "is|was|are|were|did|does|do|has|have|had|can|could|will|would|should|may|might"
_ENGLISH = re.compile(
    rf"^((?:[A-Za-z]+ )?(?:[Ww]hom?|[Ww]hat(?: (?!(?:{_AUXILIARIES})\b)[a-z]+){{0,3}}|[Ww]hen|[Ww]here"
    rf"|[Ww]hich(?: (?!(?:{_AUXILIARIES})\b)[\w-]+){{1,4}}"
    rf"|[Hh]ow (?:many|much)(?: (?!(?:{_AUXILIARIES})\b)[\w-]+){{0,3}}"
    r"|[Hh]ow (?:long|old|far|tall|high|often)))\s+([a-z]+\b.*)$"
)
_COUNTED = re.compile(r"(?:viele?|[Ww]elche[rsnm]?)((?: [a-zäöü]+)*(?: [A-ZÄÖÜ][\w-]+))$")
_GERMAN_PREPOSITIONS = frozenset(
    [
        "in",
        "an",
        "auf",
        "bei",
        "mit",
        "von",
        "aus",
        "für",
        "durch",
        "unter",
        "nach",
        "zu",
        "seit",
        "um",
        "über",
        "gegen",
        "vor",
        "ab",
        "bis",
        "im",
        "am",
    ]
)
_ENGLISH_PREPOSITIONS = frozenset(
    ["in", "on", "at", "for", "with", "by", "from", "to", "of", "during", "under", "about"]
)
_AT_A_PLACE = re.compile(
    r"(?:in|im|an|am|auf|bei|vor|über|unter|nahe|zwischen|neben|hinter|at|on|near|to|from|over)\b", re.I
)
_VERB_AFTER_SUBJECT = re.compile(r"[a-z]+(?:ed|en|ing|wn|rn|ld|ade|ent|ught)$")
_YEAR = re.compile(r"\d{4}")


def declared(question: str, answer: str, lang: str) -> str | None:
    """Return a question with its answer as one claim; None if it is not of a kind that can be made into one."""
    asked, told = question.strip().rstrip("?").strip(), answer.strip().rstrip(".,;")
    if not told:
        return None
    claim = _in_german(asked, told) if lang == "de" else _in_english(asked, told)
    return claim if claim is not None and len(claim) <= LONGEST_CLAIM else None


def _in_german(asked: str, answer: str) -> str | None:
    found = _GERMAN.match(asked)
    if found is None:
        return None
    words, rest = found.groups()
    return _sentence(f"{_german_front(words, answer)} {rest}")


def _german_front(words: str, answer: str) -> str:
    first, asked = words.split()[0].lower(), words.lower()
    counted = _COUNTED.search(words) if "wie viel" in asked else None
    if counted is not None and counted.group(1).split()[-1].lower()[:4] not in answer.lower():
        answer = f"{answer}{counted.group(1)}"
    if first in _GERMAN_PREPOSITIONS:
        return answer if answer.lower().startswith(first) else f"{first} {answer}"
    if asked == "wo":
        return answer if _AT_A_PLACE.match(answer) else f"in {answer}"
    if asked == "wann" and _YEAR.fullmatch(answer):
        return f"im Jahr {answer}"
    return f"am {answer}" if asked == "wann" and re.match(r"\d{1,2}\. ", answer) else answer


def _in_english(asked: str, answer: str) -> str | None:
    found = _ENGLISH.match(asked)
    if found is None:
        return None
    words, rest = found.groups()
    tail = _english_tail(words, answer)
    verb, *others = rest.split()
    if verb in ("did", "does", "do") and others:
        return _sentence(f"{' '.join(others)} {tail}")
    subject_asked = words.lower().startswith(("who", "how many", "which"))
    if verb not in _AUXILIARIES.split("|") or subject_asked or len(others) < 2:
        return _sentence(f"{tail} {rest}")
    ends = [i for i, word in enumerate(others) if _VERB_AFTER_SUBJECT.match(word)]
    if ends and ends[0]:
        return _sentence(f"{' '.join(others[: ends[0]])} {verb} {' '.join(others[ends[0] :])} {tail}")
    return _sentence(f"{tail} {rest}" if ends else f"{' '.join(others)} {verb} {tail}")


def _english_tail(words: str, answer: str) -> str:
    first, asked = words.split()[0].lower(), words.lower()
    counted = words.split()[2:] if "how many" in asked else []
    if counted and counted[-1].lower()[:4] not in answer.lower():
        answer = f"{answer} {' '.join(counted)}"
    if first in _ENGLISH_PREPOSITIONS:
        return answer if answer.lower().startswith(first) else f"{first} {answer}"
    if asked.startswith("where"):
        return answer if _AT_A_PLACE.match(answer) else f"in {answer}"
    if asked.startswith("when") and _YEAR.fullmatch(answer):
        return f"in {answer}"
    return f"on {answer}" if asked.startswith("when") and re.match(r"[A-Z][a-z]+ \d", answer) else answer


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
