"""Words to terms: what the keyword index stores and looks for.

German and English words are case-folded, spelled with ae, oe, ue and ss (so that "Strasse" finds "Straße"), freed of
stop words and stemmed by Snowball. Numbers and names with digits stay whole. A German stem and an English stem of the
same word are both kept apart by language, as a passage is analysed once, in its own language, and a question in both.
"""

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from Stemmer import Stemmer

ANALYSIS_VERSION = "1"

_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|\w+")
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "’": "'"})
_SNOWBALL = {"de": "german", "en": "english"}
_STEMMING = threading.Lock()

_GERMAN = """
aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei beim bin bis
bist da damit dann das dass dein deine dem den denn der des dessen deren die dies diese diesem diesen dieser
dieses doch dort du durch ein eine einem einen einer eines er es etwas euer für gegen hab habe haben hat hatte
hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins ist ja jede jedem
jeden jeder jedes jener jenes kann kein keine keinem keinen keiner können könnte mich mir mit muss müssen nach
nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seines selbst sich sie sind so solche
soll sollte sondern sonst über um und uns unser unter vom von vor war waren warum was weil welche welchem
welchen welcher welches wenn wer wem wen wessen werde werden wie wieder will wir wird wirst wo woher wohin
womit wurde wurden während würde zu zum zur zwar zwischen wann wieviel wieso weshalb wodurch gibt gab
"""
_ENGLISH = """
a about after all also am an and any are as at be because been before being between both but by can could did
do does doing down during each few for from further had has have having he her here hers him his how i if in
into is it its itself just me more most my no nor not of off on once only or other our out over own same she
should so some such than that the their them then there these they this those through to too under until up
very was we were what when where which while who whom whose why will with would you your
"""
_STOP_WORDS = {"de": frozenset(_GERMAN.split()), "en": frozenset(_ENGLISH.split())}


def words(text: str) -> list[str]:
    """Split text into words as they stand, in NFC, numbers with their separators whole ("37,5", "12.30")."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def terms(text: str, lang: str) -> list[str]:
    """Return the index terms of a text in its language, in order, repeated as they occur."""
    stops = _folded_stop_words(lang)
    return [_term(word, lang) for word in map(fold, words(text)) if word not in stops]


def question_words(question: str, langs: "Iterable[str]") -> dict[str, tuple[str, ...]]:
    """Return the content words of a question, folded, each with its stems in the languages of the archive.

    A question may be asked in another language than the article's; its stop words are those of its own language.
    """
    stops = _folded_stop_words(language_of(question))
    folded = dict.fromkeys(fold(word) for word in words(question))
    return {word: tuple(dict.fromkeys(_term(word, lang) for lang in langs)) for word in folded if word not in stops}


def question_terms(question: str, langs: "Iterable[str]") -> list[str]:
    """Return the distinct index terms of a question, in a stable order."""
    return list(dict.fromkeys(term for stems in question_words(question, langs).values() for term in stems))


def german_stem(word: str) -> str:
    """Return the German stem of a folded word."""
    return _term(word, "de")


def language_of(question: str) -> str:
    """Tell German from English by the stop words of a short text; German when they do not tell."""
    folded = [fold(word) for word in words(question)]
    english, german = (sum(word in _folded_stop_words(lang) for word in folded) for lang in ("en", "de"))
    return "en" if english > german else "de"


def is_stop_word(word: str) -> bool:
    """Say whether a word says nothing by itself, in German or English."""
    return any(fold(word) in _folded_stop_words(lang) for lang in _STOP_WORDS)


def fold(word: str) -> str:
    """Case-fold and spell out umlauts and sharp s."""
    return word.lower().translate(_SPELLINGS)


@cache
def _folded_stop_words(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _STOP_WORDS.get(lang, frozenset()))


@cache
def _stemmer(lang: str) -> "Stemmer":
    import Stemmer  # noqa: PLC0415  (only a search needs it)

    return Stemmer.Stemmer(_SNOWBALL.get(lang, "german"))


@lru_cache(maxsize=200_000)
def _term(word: str, lang: str) -> str:
    if any(char.isdigit() for char in word):
        return word
    with _STEMMING:  # a Snowball stemmer keeps the word at hand in itself
        stem: str = _stemmer(lang).stemWord(word)
    return stem
