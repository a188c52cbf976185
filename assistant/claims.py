"""Cuts a text into single factual claims, with their place in it, and says of the rest why nobody can check it. Pure.

Rules, not a parser: a sentence is cut at semicolons and where a comma and a conjunction begin another main clause, a
pronoun at its beginning stands for what the sentence before is about. What no archive can prove is marked: questions,
greetings, opinions and appeals, what somebody foretells, and what is said of nobody knows whom.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from corpus.sentences import split_sentences
from corpus.types import Span
from index.analysis import is_stop_word, language_of

FEWEST_WORDS = 3


class NotCheckable(StrEnum):
    """Why a sentence is no claim that an archive could prove or disprove."""

    QUESTION = "question"
    GREETING = "greeting"
    OPINION = "opinion"
    PREDICTION = "prediction"
    FRAGMENT = "fragment"
    SOMEBODY = "somebody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim: `pasted[start:end] == text`.

    `meant` is the text with pronouns replaced by the names they stand for, `reason` says why it cannot be checked, None
    if it can. `speaker` is who the text says has said it.
    """

    text: str
    start: int
    end: int
    lang: str
    meant: str
    reason: NotCheckable | None = None
    speaker: str | None = None

    @property
    def checkable(self) -> bool:
        """Whether an archive can say anything of it."""
        return self.reason is None


_CONJUNCTION = re.compile(r"; (?=\S)|, (?=(?:und|aber|doch|jedoch|sondern|denn|and|but|yet)\s)")
_LEADING = re.compile(r"^(?:und|aber|doch|jedoch|sondern|denn|and|but|yet)\s+", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:hallo|guten (?:tag|morgen|abend)|grüß gott|sehr geehrte|liebe[rs]? "
    r"|meine (?:sehr )?(?:verehrten )?damen|danke\b"
    r"|vielen dank|herzlich(?:en)? (?:dank|willkommen)|willkommen|mit freundlichen|hello\b|hi\b|dear |good (?:morning"
    r"|evening|afternoon)|thank you|thanks\b|welcome\b|ladies and gentlemen|kind regards|best regards)",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:ich (?:finde|denke|glaube|meine|hoffe|wünsche|halte|bin (?:überzeugt|der meinung|sicher"
    r"|stolz))|wir (?:finden"
    r"|glauben|meinen|hoffen|wünschen|wollen|müssen|sollten|brauchen|dürfen)|(?:finde|glaube|denke|meine|hoffe) ich"
    r"|(?:müssen|sollten|wollen|brauchen|dürfen) wir|meines erachtens|meiner (?:meinung|ansicht) nach"
    r"|hoffentlich|leider"
    r"|zum glück|lassen sie uns|lasst uns|es wäre (?:schön|besser|gut|schade)|es ist (?:schade|schön"
    r"|traurig|unerträglich"
    r"|beschämend|skandalös|höchste zeit|wichtig|richtig|falsch|unverantwortlich)"
    r"|i (?:think|believe|feel|hope|guess|wish|am (?:sure|convinced|proud))|we (?:think|believe|hope|must"
    r"|should|need to"
    r"|ought to|want)|in my (?:opinion|view)|let us|let's|hopefully|unfortunately|fortunately|it is (?:sad|great"
    r"|outrageous|shameful|about time|important|right|wrong|time)|it would be (?:nice|better|good))\b",
    re.IGNORECASE,
)
_JUDGEMENT = re.compile(
    r"\b(?:ist|sind|war|waren|is|are|was|were) (?:einfach |wirklich |doch |sehr |ganz |the |das |die "
    r"|der |really |simply"
    r" |just |very )*(?:schön\w*|hässlich\w*|großartig\w*|wunderbar\w*|schrecklich\w*|furchtbar\w*"
    r"|toll\w*|langweilig\w*"
    r"|unfair\w*|skandal\w*|schande|beste[rns]?|schlechteste[rns]?|beautiful|ugly|wonderful|terrible"
    r"|awful|boring|unfair"
    r"|disgrace\w*|scandal\w*|amazing|stupid|best|worst)\b",
    re.IGNORECASE,
)
_OF_NOTHING = re.compile(  # "Das ist ja unerhört.": no noun, no name, no number, nothing that "das" could stand for
    r"^(?:[Dd]as|[Dd]ies|[Tt]hat|[Tt]his) (?:ist|war|wäre|bleibt|klingt|is|was|sounds)(?: [a-zäöüß]+){1,4}[.!…]*$"
)
_PREDICTION = re.compile(
    r"\b(?:werden wir|wir werden|ich werde|werde ich|wird (?:sich )?(?:bald|künftig|eines tages|in zukunft|niemals|nie"
    r"|sicher|bestimmt|wohl)|werden (?:bald|künftig|eines tages|in zukunft|niemals|sicher|bestimmt|wohl)"
    r"|in zukunft wird"
    r"|bald wird|künftig wird|eines tages wird|morgen wird|we will|we'll|i will|i'll|will (?:soon|one day|never|surely"
    r"|certainly|probably|eventually)|is going to|are going to|in (?:the )?future)\b",
    re.IGNORECASE,
)
_PRONOUN = {
    "de": re.compile(
        r"^(?P<word>(?:Er|Sie|Dieser|Diese)\b(?= [a-zäöüß])|(?:Seine?[nrm]?|Ihre?[nrm]?)\b(?= [a-zäöüßA-ZÄÖÜ]))"
    ),
    "en": re.compile(r"^(?P<word>He|She|They|It|His|Her|Their|Its)\b"),
}
_SOMEBODY = re.compile(r"(?:Er|Sie|He|She|They)\b(?= [a-zäöüß])")  # at the beginning of a text: whoever that is
_POSSESSIVE = frozenset(
    [
        "Sein",
        "Seine",
        "Seinen",
        "Seiner",
        "Seinem",
        "Ihr",
        "Ihre",
        "Ihren",
        "Ihrer",
        "Ihrem",
        "His",
        "Her",
        "Their",
        "Its",
    ]
)
_NAME = re.compile(r"[A-ZÄÖÜ][\w’'-]+(?:(?: (?:von|van|de|der|of|the|zu|bin|al))* [A-ZÄÖÜ][\w’'-]+)*")
_NO_SUBJECT = re.compile(  # what stands before a noun that is not what a sentence is about
    r"\b(?:an?m?|auf|aus|beim?|des|durch|für|gegen|im?|in|mit|nach|ohne|seit|über|unter|vo[nmr]|wegen|während|zu[mr]?"
    r"|zwischen|as|at|about|after|against|before|by|during|for|from|of|on|since|to|under|with"
    r"|(?:bin|ist|sind|war|waren|wurden?|wird|bleibt|blieb|als|is|are|was|were|became|becomes)(?: (?:er|sie|he|she))?)"
    r"(?: (?:de[rmns]|d(?:ie|as)|eine?[mnrs]?|(?:sein|ihr|dies)\w*|an?|the|his|her|their|its))?"
    r"(?: [a-zäöüß]+e[mnrs]?)? $"
    r"|-$",
    re.IGNORECASE,
)
_OPENER = re.compile(  # an adverb that begins a sentence with a capital letter
    r"(?:gestern|heute|morgen|gleichzeitig|insgesamt|schließlich|allerdings|außerdem|dennoch|trotzdem|deshalb|daraufhin"
    r"|kürzlich|ursprünglich|offenbar|angeblich|dabei|dafür|dagegen|damit|danach|dadurch|zudem|zuvor|zunächst|derzeit"
    r"|anschließend|unterdessen|inzwischen|seitdem|bisher|bislang|später|insbesondere|zusätzlich|ebenso"
    r"|yesterday|today|meanwhile|however|later|finally)$",
    re.IGNORECASE,
)
_SPEAKER = (
    re.compile(
        r"\b(?:[Ll]aut|[Nn]ach (?:den )?Angaben (?:von|der|des)|[Aa]ccording to) (?:der |dem |the )?"
        r"(?P<who>[A-ZÄÖÜ][\w’'-]+(?:(?: (?:der|des|von|für|of|the|und|and))* [A-ZÄÖÜ][\w’'-]+){0,5})"
    ),
    re.compile(
        r"(?P<who>[A-ZÄÖÜ][\w’'-]+(?: [A-ZÄÖÜ][\w’'-]+){0,3})(?:,)? (?:sagte|sagt|erklärte|behauptete|behauptet|betonte"
        r"|versicherte|teilte mit|meinte|said|says|claimed|claims|stated|argued|told)\b"
    ),
    re.compile(
        r"(?:sagte|erklärte|behauptete|betonte|versicherte|meinte|said|claimed|stated) (?P<who>[A-ZÄÖÜ][\w’'-]+"
        r"(?: [A-ZÄÖÜ][\w’'-]+){0,3})"
    ),
)


def claims_in(text: str) -> tuple[Claim, ...]:
    """Return what a text says, sentence by sentence, in order; a text of one sentence is one claim or a few."""
    found: list[Claim] = []
    for span in _parts(text):
        part = text[span.start : span.end]
        lang = language_of(part)
        meant = _resolved(part, lang, found)
        claim = Claim(text=part, start=span.start, end=span.end, lang=lang, meant=meant, speaker=_speaker(part))
        found.append(replace(claim, reason=_reason(part, first=not found)))
    return tuple(found)


def _parts(text: str) -> Iterator[Span]:
    for sentence in split_sentences(text, language_of(text)):
        yield from _clauses(text, sentence)


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    """Cut a sentence at what begins another main clause, where both sides are long enough to say something."""
    start = sentence.start
    for found in _CONJUNCTION.finditer(text, sentence.start, sentence.end):
        left, right = text[start : found.start()], text[found.end() : sentence.end]
        clause = _LEADING.sub("", right.strip()) if text[found.start()] == "," else right
        if min(_content(left), _content(right)) < FEWEST_WORDS or not _begins_clause(clause):
            continue
        if left.count("„") != left.count("“") or left.count("(") != left.count(")"):
            continue
        yield Span(start=start, end=found.start())
        start = sentence.end - len(clause)
    yield Span(start=start, end=sentence.end)


def _content(text: str) -> int:
    return len(text.split())


def _begins_clause(text: str) -> bool:
    """Say whether a text may be a main clause: a subject at its beginning and a lower-case word, its verb, after it."""
    return (
        re.match(r"(?:(?:der|die|das|ein|eine|the|a|an|er|sie|es|he|she|it|they|dieser?|this|these)\s|[A-ZÄÖÜ])", text)
        is not None
    )


def _reason(part: str, *, first: bool) -> NotCheckable | None:
    stripped = part.strip(" „“”\"»«'")
    if stripped.endswith("?"):
        return NotCheckable.QUESTION
    if _GREETING.search(stripped):
        return NotCheckable.GREETING
    if any(each.search(stripped) for each in (_OPINION, _JUDGEMENT, _OF_NOTHING)):
        return NotCheckable.OPINION
    if _PREDICTION.search(stripped):
        return NotCheckable.PREDICTION
    if len(stripped.split()) < FEWEST_WORDS or not any(char.isalpha() for char in stripped):
        return NotCheckable.FRAGMENT
    if first and _SOMEBODY.match(stripped):
        return NotCheckable.SOMEBODY
    return None


def _resolved(part: str, lang: str, before: Sequence[Claim]) -> str:
    """Put the name that was brought up last in the place of a pronoun at the beginning."""
    found = _PRONOUN["en" if lang == "en" else "de"].match(part)
    name = _last_name(before) if found else None
    if found is None or name is None:
        return part
    if found["word"] in _POSSESSIVE:
        possessor = f"{name}'s" if lang == "en" else f"{found['word']} ({name})"
        return possessor + part[found.end() :]
    return name + part[found.end() :]


def _last_name(before: Sequence[Claim]) -> str | None:
    """Return who or what the last of three sentences is about: a name of several words, else its first noun."""
    for claim in reversed(before[-3:]):
        names = [_without_article(each.group()) for each in _NAME.finditer(claim.meant) if _may_be_subject(each)]
        names = [name for name in names if name and not _OPENER.match(name)]
        if names:
            return next((name for name in names if " " in name), names[0])
    return None


def _may_be_subject(name: re.Match[str]) -> bool:
    """Say whether a noun follows neither a preposition ("nach dem Spiel") nor a copula ("war Kanzlerin")."""
    first = name.group().split()[0]
    return not any(_NO_SUBJECT.search(each) for each in (name.string[: name.start()], f"{first} "))


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if is_stop_word(first) else name


def _speaker(part: str) -> str | None:
    for pattern in _SPEAKER:
        found = pattern.search(part)
        if found is not None:
            return found["who"].strip()
    return None
