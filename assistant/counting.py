"""Counts over the archive: "Wie viele Artikel seit Mai über die Flut?" is answered from the index, not from a text.

The answer says what was counted. The newest of the counted articles are quoted with their first sentence, as examples
to open; the number itself stands in no article.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from corpus.dates import spelled
from index.analysis import is_stop_word, language_of, question_terms, words
from index.periods import Period, period_of
from index.types import Scope

_FRAME = re.compile(
    r"\b(?:wie viele|how many|artikel|meldungen|berichte|beiträge|nachrichten|texte|articles|reports|stories|archivs?"
    r"|archive|seit|since|erschienen|erschien|veröffentlicht\w*|published|appeared|enthält|contain\w*|insgesamt|gibt"
    r"|there|stehen|hält|januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|january|february|march|may|june|july|october|december|gestern|heute|yesterday|today|anfang|ende|mitte|jahr"
    r"|monat|woche|year|month|week|letzte\w*|vergangene\w*|last|dieses|this)\b|\b\d+\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a question wants counted: articles that hold all of `terms`, published in `period`."""

    subject: str
    terms: tuple[str, ...]
    period: Period | None


def count_asked(question: str, today: date) -> Count:
    """Return what is to be counted: the question without the words that frame it."""
    subject = " ".join(word for word in words(_FRAME.sub(" ", question)) if not is_stop_word(word))
    terms = tuple(question_terms(subject, (language_of(question),)))
    return Count(subject=subject, terms=terms, period=period_of(question, today))


def within(scope: Scope, count: Count) -> Scope:
    """Return the part of a scope that a count asks for."""
    if count.period is None:
        return scope
    since = max(count.period.since, scope.since or count.period.since)
    until = min(count.period.until - 1, scope.until or count.period.until)
    return replace(scope, since=since, until=until)


def said(number: int, count: Count, lang: str) -> str:
    """Return the answer in a sentence that names what was counted."""
    frame = _FRAMES[lang]
    parts = [frame.articles.format(number=number)]
    if count.terms:
        parts.append(frame.subject.format(subject=count.subject))
    if count.period is not None:
        first, last = (
            datetime.fromtimestamp(each, UTC).date() for each in (count.period.since, count.period.until - 1)
        )
        parts.append(frame.period.format(first=spelled(first, lang), last=spelled(last, lang)))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    articles: str
    subject: str
    period: str


_FRAMES = {
    "de": _Frame(
        articles="gezählt im Archiv: {number} Artikel",
        subject="in denen „{subject}“ vorkommt",
        period="erschienen vom {first} bis zum {last}",
    ),
    "en": _Frame(
        articles="counted in the archive: {number} articles",
        subject="that contain “{subject}”",
        period="published from {first} to {last}",
    ),
}
