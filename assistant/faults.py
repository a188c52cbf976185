"""What is at fault with a sentence of a language model, by rules: numbers, dates, names, negation, speaker, language.

Each rule returns the words at fault, or none. Sentences that are nearly the article's own are held against it word by
word: there every changed name, number or negation shows. Pure but for the tagger of names.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from assistant.comparing import denies, reckoned, reports, supposes
from assistant.moments import compare_moments, moments
from assistant.names import NameFinder, stands_among, tokens_of
from assistant.quantities import CONVERTED, Outcome, Quantity, compare, of_one_kind, quantities
from assistant.resting import Change, Side, sentences_of, shared, stems_of
from corpus.dates import MONTHS, WEEKDAYS, day_of
from index.analysis import fold, is_stop_word, language_of, terms, words

NEAR = 1e-6
SHORT_CHANGE = 3  # words
MOSTLY = 0.75  # of the content words of a sentence
CLAUSE_HALF, FEW = 0.4, 6  # of the content words of a clause that supposes; content words of a short one
CLAUSE_SHARED = 0.7  # of the content words of a clause, for its negation to concern a sentence


def is_in(text: str, lang: str) -> bool:
    """Say whether a sentence is in a language; one of few words says nothing of it."""
    said = words(text)
    small = [word for word in said if word.islower()]
    if len(small) < 4:
        return True
    return any(is_stop_word(word) for word in small) and language_of(text) == lang


def wrong_numbers(side: Side) -> list[str]:
    """Return the quantities of a sentence that none of what it quotes agrees with."""
    days = moments(side.text)
    claimed = quantities(side.text, side.lang, hidden=[each.span for each in days])
    stated = side.stated
    wrong = [side.text[each.span.start : each.span.end] for each in claimed if not _stated(each, stated, side)]
    known = [*(each.span for each in claimed), *(each.span for each in days)]
    figures = set(re.findall(r"\d+", side.around))
    loose = [
        found.group()
        for found in re.finditer(r"\d+", side.text)
        if not any(span.start <= found.start() < span.end for span in known) and found.group() not in figures
    ]
    return wrong + loose + [word for word in _changed_numbers(side) if word not in wrong]


def _stated(claimed: Quantity, stated: Sequence[Quantity], side: Side) -> bool:
    """Say whether a quantity is stated: as such, by the same figure, or as a sum or difference."""
    alike = [each for each in stated if of_one_kind(claimed, each)]
    agreeing = [each for each in alike if compare(claimed, each) is Outcome.AGREES]
    if agreeing:
        counted = [each for each in alike if claimed.noun is not None and each.noun == claimed.noun]
        return not counted or any(each in counted or each.noun is None for each in agreeing)
    if any(_same_figure(claimed, each) for each in stated) or _has_figures(claimed, side):
        return True
    if claimed.dimension == "percent" and any(compare(claimed, each) is Outcome.AGREES for each in _ratios(stated)):
        return True
    return _DIFFERENCE.search(side.text) is not None and any(
        compare(claimed, each) is Outcome.AGREES for each in reckoned([*alike, *_bare(claimed, stated)])
    )


def _ratios(stated: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield each quantity as a percentage of each larger one of its kind: 300 of 1,500 are 20 per cent."""
    for part, whole in permutations(stated, 2):
        if of_one_kind(part, whole) and 0 < part.low == part.high < whole.low == whole.high:
            share = 100 * part.low / whole.low
            low, high = share * (1 - CONVERTED), share * (1 + CONVERTED)
            yield replace(part, dimension="percent", factor=1.0, low=low, high=high, given=share, about=True)


def _same_figure(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities have one figure, and units that do not exclude each other: "83 Jahre", "83-jährig"."""
    meet = one.low <= other.high * (1 + NEAR) and other.low <= one.high * (1 + NEAR)
    soft = one.dimension in _SOFT or other.dimension in _SOFT
    return (
        one.given == other.given
        and (meet or one.factor != other.factor)
        and (soft or (one.dimension, one.factor) == (other.dimension, other.factor))
    )


def _has_figures(claimed: Quantity, side: Side) -> bool:
    """Say whether the figures of a quantity without a unit stand in what is quoted, as digits or as an ordinal."""
    said = side.text[claimed.span.start : claimed.span.end]
    figures = set(re.findall(r"\d+(?:[.,]\d+)*", said))
    if claimed.dimension not in _SOFT or _MULTIPLIED.search(said):
        return False
    if claimed.dimension == "score":
        return re.search(r"\b" + r"\b\D+\b".join(re.findall(r"\d+", said)) + r"\b", side.evidence) is not None
    if figures:
        return figures <= set(re.findall(r"\d+(?:[.,]\d+)*", side.evidence))
    ordinals = {number for word in words(side.evidence) for number in _ordinals_of(fold(word))}
    return claimed.given in ordinals


def _ordinals_of(word: str) -> Iterator[float]:
    for number, stems in enumerate(_ORDINALS, start=1):
        if any(word == stem or (word.startswith(stem) and word[len(stem) :] in _CASES) for stem in stems):
            yield float(number)


def _bare(claimed: Quantity, stated: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield plain numbers as quantities of the kind claimed: in "61 statt 56 Euro" only one has its unit."""
    for each in stated:
        if each.dimension in _SOFT and claimed.dimension not in _SOFT:
            low, high = (end * claimed.factor for end in (each.low, each.high))
            yield replace(each, dimension=claimed.dimension, factor=claimed.factor, low=low, high=high)


_MULTIPLIED = re.compile(r"(?:tausend|million|milliard|billion|thousand|mio|mrd|bn)", re.IGNORECASE)
_SOFT = frozenset(["count", "number", "age", "score", "ordinal", "clock"])
_CASES = frozenset(["", "n", "r", "s", "m", "er", "es", "en", "ens"])
_ORDINALS = (
    ("erste", "first", "eine", "one"),
    ("zweite", "second", "zwei", "beide", "both", "pair"),
    ("dritte", "third", "drei"),
    ("vierte", "fourth", "vier"),
    ("fuenfte", "fifth", "fuenf"),
    ("sechste", "sixth", "sechs"),
    ("siebte", "seventh", "sieben"),
    ("achte", "eighth", "acht"),
    ("neunte", "ninth", "neun"),
    ("zehnte", "tenth", "zehn"),
)
_DIFFERENCE = re.compile(
    r"\b(?:um|mehrheit|vorsprung|abstand|rest(?:lichen?)?|übrigen?|differenz|zusammen|insgesamt|gesamt\w*|mehr|weniger|rückgang"
    r"|anstieg|länger|kürzer|später|früher|lang|nach|within|after|by|majority|margin|lead|remaining|rest|difference|together"
    r"|total|more|less|fewer|longer|later|earlier|apart)\b",
    re.IGNORECASE,
)


def _changed_numbers(side: Side) -> list[str]:
    """Return figures that stand where the article, otherwise the same, has another one."""
    return [
        change.ours[0]
        for change in side.changes
        if len(change.ours) == len(change.theirs) == 1 and _other_number(change.ours[0], change.theirs[0], side)
    ]


def _other_number(one: str, other: str, side: Side) -> bool:
    """Say whether both of two words are numbers, and not the same."""
    ours, theirs = quantities(one, side.lang), quantities(other, side.quoted[0].article.lang)
    if ours and theirs:
        return compare(ours[0], theirs[0]) is not Outcome.AGREES
    return one[0].isdigit() and other[0].isdigit() and one != other


def wrong_names(side: Side, finder: NameFinder) -> list[str]:
    """Return names that neither the quotation nor what stands around it has, and those put in another's place."""
    known = [side.around[each.start : each.end] for each in tokens_of(side.around)]
    said = [side.text[each.start : each.end] for each in tokens_of(side.text)]
    unknown = [each for each in said if each[0].isupper() and not stands_among(each, known, foreign=side.foreign)]
    moved = [each for change in side.changes if change.theirs for each in change.ours if each[0].isupper()]
    if not unknown and not moved:
        return []
    names = {side.text[each.start : each.end] for each in finder.names(side.text, side.lang)}
    theirs = {
        each.text[span.start : span.end]
        for each in (side.quoted if moved else ())
        for span in finder.names(each.text, each.article.lang)
    }
    replaced = [
        word
        for change in side.changes
        for word in change.ours
        if word[0].isupper() and change.theirs and _takes_place(word, change, names, theirs, side)
    ]
    return list(dict.fromkeys([*(each for each in unknown if each in names), *replaced, *_swapped(side)]))


def _swapped(side: Side) -> list[str]:
    """Return words that have changed places in a sentence otherwise the same: who did it to whom."""
    single = [change for change in side.changes if len(change.ours) == len(change.theirs) == 1]
    moved = {(fold(change.ours[0]), fold(change.theirs[0])) for change in single if change.ours[0][0].isupper()}
    return [change.ours[0] for change in single if (fold(change.theirs[0]), fold(change.ours[0])) in moved]


def _takes_place(word: str, change: "Change", names: Collection[str], theirs: Collection[str], side: Side) -> bool:
    """Say whether a word stands where the article has another name, or, where little else differs, another noun."""
    if any(stands_among(word, [each]) or stands_among(each, [word]) for each in change.theirs):
        return False
    if len(change.ours) > SHORT_CHANGE * len(change.theirs):
        return False
    named = word in names or any(each in theirs for each in change.theirs)
    nouns = [each for each in change.theirs if each[0].isupper() and not is_stop_word(each)]
    if not nouns or not (named or change.strict):
        return False
    return word in names or not stands_among(word, words(side.around))


def wrong_dates(side: Side) -> list[str]:
    """Return the dates of a sentence that what it quotes does not state; without any there, publication dates count."""
    published = [day for each in side.quoted if (day := day_of(each.article.published)) is not None]
    claimed = moments(side.text, published[0] if published else None)
    named = _calendar_words(side.evidence)
    stated = side.days
    wrong = [
        each
        for each in claimed
        if not any(compare_moments(each, other) is Outcome.AGREES for other in stated)
        and not (not stated and any(each.first <= day <= each.last for day in published))
        and not _named(side.text[each.span.start : each.span.end], named, side)
    ]
    loose = [
        span
        for span in tokens_of(side.text)
        if not _calendar_words(side.text[span.start : span.end]) <= named
        and not any(each.span.start <= span.start < each.span.end for each in claimed)
    ]
    return [side.text[span.start : span.end] for span in (*(each.span for each in wrong), *loose)]


def _named(said: str, named: Collection[str], side: Side) -> bool:
    """Say whether every word of the calendar and every figure of a date stands in what is quoted."""
    figures = set(re.findall(r"\d+", said))
    calendar = _calendar_words(said)
    return bool(figures or calendar) and calendar <= set(named) and figures <= set(re.findall(r"\d+", side.evidence))


def _calendar_words(text: str) -> set[str]:
    """Return the months and weekdays of a text, the same for both languages."""
    return {CALENDAR[fold(word)] for word in words(text) if word[0].isupper() and fold(word) in CALENDAR}


def wrong_negations(side: Side) -> list[str]:
    """Return a word that says which of the two denies what the other states; nothing if neither does."""
    for change in side.changes:
        ours, theirs = " ".join(change.ours), " ".join(change.theirs)
        if max(len(change.ours), len(change.theirs)) <= SHORT_CHANGE and denies(ours) is not denies(theirs):
            return [ours or theirs]
    concerned = [clause for each in side.quoted for clause in _clauses(each.text) if _concerns(clause, side)]
    denied = [clause for clause in concerned if denies(clause)]
    if denied and not denies(side.text) and not _lacks(side.text, denied[0]):
        return [denied[0].strip()]
    denied_alone = denies(side.text) and not any(denies(each.text) or _lacks(each.text) for each in side.quoted)
    if denied_alone and shared(side.text, side.evidence) >= MOSTLY:
        return [side.text]
    return []


CALENDAR = {fold(name): f"day {number}" for name, number in WEEKDAYS.items()} | {
    fold(name): f"month {number}" for names in MONTHS.values() for number, name in enumerate(names)
}
_CLAUSE = re.compile(r"[,;:–—()]|(?<=\s)(?:und|aber|oder|sondern|and|but|or|while|während|obwohl|although)(?=\s)")
_LACK = re.compile(
    r"\bun(?!d\b|ter|s\b|it|ion|der|til|iv|less|ique)[a-zäöüß]{4,}\b|\b[a-zäöüß]{3,}los(?:e[nrsm]?)?\b"
    r"|(?i:\b(?:verweiger\w*|ablehn\w*|abgelehnt\w*|lehnte?n? |verzicht\w*|fehl(?:t|en|te|ten|end\w*)"
    r"|bestreit\w*|bestritt\w*|dementier\w*|ausschl\w*|ausgeschlossen\w*|schließt|schließen|schloss|schlossen|verbiet\w*|verbot\w*|gescheitert"
    r"|scheiter\w*|mangel\w*|statt|vermiss\w*|widersp\w+|verhinder\w*|einstimmig\w*|frühestens|mindestens|höchstens|seit"
    r"|erst|zuletzt|vom tisch|zurückgew\w+|zurückwe\w+|wies(?:en)?|entfällt|entfiel\w*|abgesagt|absag\w*"
    r"|gestrichen|streich\w*|leer|frei von|ohne|noch|kaum|selten|nur|allein"
    r"|den(?:y|ies|ied|ying)|reject\w*|refus\w*|fail(?:s|ed|ing|ure)?|lack(?:s|ed|ing)?|without|absent|prevent\w*"
    r"|bans?|banned|prohibit\w*|rul(?:e|es|ed|ing) out|declin\w*|cancel\w*|miss(?:es|ed|ing)?|scrap(?:s|ped)?"
    r"|drop(?:s|ped)?|free of|off the table|since|largest|biggest|first|unanimous\w*|at least|at most|only|hardly"
    r"|yet|instead"
    r"|dis(?:appear|agree|allow|miss|qualif|continu|approv|prov)\w*)\b)"
)


def _lacks(text: str, beside: str = "") -> bool:
    """Say whether a sentence may deny something without a word of negation ("unverletzt", "lehnte ab").

    A word that stands in the other sentence as well excuses nothing.
    """
    return any(found.group().lower() not in beside.lower() for found in _LACK.finditer(text))


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause.strip()]


def _concerns(clause: str, side: Side) -> bool:
    """Say whether a sentence takes up what a clause says: it has most of its content words."""
    wanted = set(terms(clause, side.quoted[0].article.lang)) - _NEGATIONS
    return bool(wanted) and len(wanted & stems_of(side.text)) / len(wanted) >= CLAUSE_SHARED


_NEGATIONS = frozenset(terms("nicht kein keine keiner nie niemals ohne not no never without none", "de"))


def dropped_suppositions(side: Side) -> list[str]:
    """Return the clause that only supposes what a sentence states."""
    return (
        [] if supposes(side.text, widely=True) or reports(side.text, widely=True) else _sentence_where(supposes, side)
    )


def dropped_speakers(side: Side) -> list[str]:
    """Return the clause that gives to a speaker what a sentence states as a fact."""
    return [] if reports(side.text, widely=True) or supposes(side.text, widely=True) else _sentence_where(reports, side)


def _sentence_where(marked: Callable[[str], bool], side: Side) -> list[str]:
    """Return the sentence that says most of what a sentence says, if it is marked and no other says as much."""
    said = [
        each.article.text[span.start : span.end]
        for each in side.quoted
        for span in sentences_of(each.article)
        if each.span.start <= span.start < each.span.end
    ]
    nearest = max(said, key=lambda each: (shared(side.text, each), not marked(each)), default="")
    if not nearest or not marked(nearest):
        return []
    clauses = [each for each in _clauses(nearest) if marked(each)]
    concerned = not clauses or any(
        shared(each, side.text) >= CLAUSE_HALF or len(stems_of(each)) < FEW for each in clauses
    )
    return [nearest] if concerned else []
