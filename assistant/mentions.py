"""Whom an article mentions by name, and what it says of them: who somebody is, what somebody said. Rules; pure.

A name counts as a person's only where the article shows it: by a role beside it ("Bürgermeisterin Anna Kolb") or by
what they said. Names that may be cut short, and those that stand beside another one, are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.sentences import split_sentences
from corpus.types import Article, Span
from index.analysis import fold, is_stop_word

LONGEST_READ = 6_000  # characters of an article
LONGEST_NAME = 3  # words
NEARBY = 160  # characters
_ROLES = (
    *("minister", "präsident", "kanzler", "chef", "sprecher", "vorsitzender?", "bürgermeister", "direktor", "leiter"),
    *("professor", "anwalt", "anwält", "richter", "trainer", "sänger", "autor", "kandidat", "politiker", "sekretär"),
    *("abgeordneter?", "senator", "landrat", "landrät", "botschafter", "kommissar", "premier", "könig", "papst"),
    *("bischof", "bischöf", "pfarrer", "forscher", "wissenschaftler", "expert", "ökonom", "historiker", "biolog"),
    *("komponist", "regisseur", "schauspieler", "musiker", "schriftsteller", "journalist", "redakteur", "spieler"),
    *("stürmer", "torwart", "fahrer", "läufer", "sieger", "meister", "gründer", "inhaber", "unternehmer", "manager"),
    *("geschäftsführer", "ingenieur", "architekt", "künstler", "maler", "astronaut", "aktivist", "führer", "diktator"),
    *("staatsanwalt", "staatsanwält", "verteidiger", "gutachter", "intendant", "kurator", "dirigent", "dezernent"),
    *("rektor", "förster", "geolog", "arzt", "ärzt", "lehrer", "mathematiker", "physiker", "psycholog", "philosoph"),
)
_ENGLISH_ROLES = (
    *("president", "minister", "chancellor", "mayor", "mayoress", "secretary", "spokesman", "spokeswoman", "coach"),
    *("spokesperson", "director", "chairman", "chairwoman", "chair", "head", "chief", "leader", "founder", "professor"),
    *("judge", "lawyer", "singer", "author", "candidate", "senator", "governor", "commissioner", "ambassador", "pope"),
    *("bishop", "economist", "historian", "biologist", "scientist", "engineer", "architect", "manager", "curator"),
    *("owner", "councillor", "prosecutor", "teacher", "doctor", "geologist", "ranger", "executive", "researcher"),
)
_ROLE = rf"(?:[\w-]{{0,40}}(?:{'|'.join(_ROLES)})(?:in|en|e)?|(?:[\w-]{{1,40}} )?(?:{'|'.join(_ENGLISH_ROLES)}))"
_TITLE = r"(?:(?:Dr|Prof)\.\s)*"
_ARTICLE = r"(?:eine?|der|die|an?|the)"
_BRACKETED = r"(?:\s\([^()]{1,30}\))?"
_SAID = (
    r"(?:sagte|erklärte|betonte|meinte|berichtete|kritisierte|warnte|forderte|versicherte|teilte|kündigte|said|told"
    r"|warned|announced|explained|stressed|added)"
)
_JOINED = re.compile(r" |-| (?:von|van|de|der|zu|bin|al|di|da) ")
_BEFORE = re.compile(r"(?:\b(?:von|van|de|zu|bin|al|di|da|Sankt|St\.)\s|[A-ZÄÖÜ]\.\s|-)$")
_AFTER = re.compile(r"[-.&]\w|\s(?:von|van|de|zu|bin|al|&)\s[A-ZÄÖÜ]|\s[A-ZÄÖÜ]")
_TOO_LITTLE = re.compile(
    r"\b(?:ehemalig|damalig|früher|einstig|former|then|ex)|\b(?:ihre?[nmrs]?|seine?[nmrs]?|deren|dessen|his|her|their)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:gestorben|verstorben|verstarb|starb|tot|tödlich|ermordet|erschlagen|erschossen|getötet|hingerichtet|Nachlass"
    r"|died|dead|killed|murdered|late|1[0-8]\d\d|19[0-4]\d)\b"
)


class Finder(Protocol):
    """Finds the words of a sentence that are names; `assistant.names.NameFinder` does."""

    def names(self, text: str, lang: str) -> list[Span]:
        """Return where they stand."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in an article, and what the article shows of it.

    `introduced` says that the article tells who that is, `speaks` that it tells what they said, `past` that they may be
    dead. `titled` says that it stands in the headline.
    """

    name: str
    titled: bool
    introduced: bool = False
    speaks: bool = False
    past: bool = False

    @property
    def person(self) -> bool:
        """Whether this is somebody, by their full name."""
        return " " in self.name and (self.introduced or self.speaks)


def mentions(article: Article, finder: Finder) -> list[Mention]:
    """Return the names in an article, those of the headline first, then the ones that stand there most often."""
    text = article.text[:LONGEST_READ]
    sentences = [text[each.start : each.end] for each in split_sentences(text, article.lang)]
    counts = Counter(name for each in sentences for name in _names(each, article.lang, finder))
    found = [_mention(name, article.title, sentences) for name, _ in counts.most_common()]
    return sorted(found, key=lambda each: not each.titled)


def introduces(text: str, name: str) -> bool:
    """Say whether a text tells who somebody is: by a role before the name, or a description after it.

    A role that is theirs no more, or one of somebody that the text does not name ("ihre Vorsitzende"), says too little.
    """
    return any(_introduces(part, re.escape(name)) for part in _around(name, text))


def describes(words: str, name: str, text: str) -> bool:
    """Say whether words of a text stand beside a name there, as whole words: before it, or after it and a comma."""
    who, said = re.escape(name), re.escape(words)
    return (
        re.search(rf"(?<![\w-]){said},?\s{_TITLE}{who}\b", text) is not None
        or re.search(rf"\b{who}{_BRACKETED}(?:,| (?:ist|war|is|was)) (?:{_ARTICLE} )?{said}(?!\w)", text) is not None
    )


def quotes(text: str, name: str) -> bool:
    """Say whether a text tells what somebody said; the surname is enough."""
    surname = name.split()[-1]
    return any(_quotes(part, re.escape(surname)) for part in _around(surname, text))


def _introduces(text: str, who: str) -> bool:
    role = re.search(rf"(?P<before>(?:[\w-]{{1,40}}\s){{0,2}})\b(?i:{_ROLE})\s{_TITLE}{who}\b", text)
    if role is not None:
        return _TOO_LITTLE.search(role["before"]) is None
    return (
        re.search(rf"\b(?i:{_ROLE})(?: [\w-]{{1,40}}){{0,2}}, {who},", text) is not None
        or re.search(rf"\b{who}{_BRACKETED},? (?:ist|war|is|was) {_ARTICLE}\b", text) is not None
        or re.search(rf"\b{who}{_BRACKETED}, (?:[\w-]{{1,40}} ){{0,3}}(?i:{_ROLE})\b", text) is not None
    )


def _quotes(text: str, who: str) -> bool:
    return (
        re.search(rf"\b{who}{_BRACKETED} {_SAID}(?: \w{{1,40}}){{0,4}}(?:[,:]| that\b)", text) is not None
        or re.search(rf"[“”\"»«,]\s(?:{_SAID}|so)\s{_TITLE}(?:[\w-]{{1,40}}\s){{0,4}}{_TITLE}{who}\b", text) is not None
    )


def _around(name: str, text: str) -> Iterator[str]:
    """Yield what stands around a name, so that no sentence takes long."""
    for found in re.finditer(re.escape(name), text):
        yield text[max(found.start() - NEARBY, 0) : found.end() + NEARBY]


def _mention(name: str, title: str, sentences: Sequence[str]) -> Mention:
    surname = name.split()[-1]
    about = [each for each in sentences if surname in each] if surname != name else []
    return Mention(
        name=name,
        titled=_stands(name, title),
        introduced=any(introduces(each, name) for each in about),
        speaks=any(quotes(each, name) for each in about),
        past=any(_PAST.search(each) for each in about),
    )


def _stands(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def _names(sentence: str, lang: str, finder: Finder) -> Iterator[str]:
    """Yield the names that stand for themselves, each as often as it does."""
    for run in _runs(sentence, finder.names(sentence, lang)):
        name = sentence[run.start : run.end]
        whole = not _BEFORE.search(sentence[: run.start]) and not _AFTER.match(sentence[run.end :])
        if whole and len(name.split()) <= LONGEST_NAME and _can_be_asked_for(name):
            yield name


def _runs(text: str, words: Sequence[Span]) -> Iterator[Span]:
    """Yield names as a whole: words that stand beside each other."""
    run: Span | None = None
    for word in words:
        if run is not None and _JOINED.fullmatch(text[run.end : word.start]):
            run = Span(start=run.start, end=word.end)
            continue
        if run is not None:
            yield run
        run = word
    if run is not None:
        yield run


def _can_be_asked_for(name: str) -> bool:
    words = name.split()
    return len(fold(name)) > 3 and words[0][0].isupper() and not is_stop_word(words[0])
