"""What a sentence of an article says of a claim by rules: which quantities, dates, negations agree or differ. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations

from assistant.moments import Moment, compare_moments, durations, moments
from assistant.quantities import COUNT, NUMBER, Outcome, Quantity, compare, of_one_kind, quantities
from corpus.types import Span
from index.analysis import terms

Weigh = Callable[[str], float]
SHORTEST_OPPOSED = 5  # letters: "undo" is not the opposite of "do"

_NEGATION = re.compile(
    r"\b(?:nicht|kein(?:e[mnrs]?)?|keinerlei|nie|niemals|niemand(?:e[mn])?|nichts|nirgends|ohne|weder|kaum"
    r"|not|no|never|none|nobody|nothing|nowhere|without|neither|hardly)\b|n't\b|n’t\b",
    re.IGNORECASE,
)
_NO_NEGATION = re.compile(r"\bnicht (?:nur|zuletzt)\b|\bnot only\b|\bno (?:less|fewer|more) than\b", re.IGNORECASE)
_OPPOSITE = ("un", "il", "ir")  # unsafe, illegal, irregular
_LOWER = re.compile(r"\b[a-zäöüß]{5,}\b")
_ENDING = re.compile(r"(?<=....)(?:e[mnrs]?|ly)$")
_UNCERTAIN = re.compile(
    r"\b(?:soll(?:en|te|ten)?|könnten?|dürften?|möglicherweise|vermutlich|wahrscheinlich|angeblich|offenbar|anscheinend"
    r"|mutmaßlich\w*|vielleicht|eventuell|vermut(?:et|en|ete[nr]?|ung(?:en)?)|\w*verdacht\w*|verdächtig\w*|gerücht\w*"
    r"|spekul\w+|unbestätigt\w*|unklar\w*|unbekannt|ungewiss\w*|ungeklärt\w*|offen|falls|einschätzung\w*|angenommen"
    r"|ermittel\w+|untersuchung\w*"
    r"|nicht (?:\w+ )?(?:klar|bekannt|bestätigt|bestätigen|ausschließen|ausgeschlossen|geklärt|fest)"
    r"|noch (?:keine|nicht|zustimmen)|keine (?:\w+ )?(?:angaben|erkenntnisse|hinweise|ursache)|widersprüchlich\w*"
    r"|may|might|could|allegedly|apparently|possibly|probably|perhaps|suspect\w*|rumou?r\w*|unconfirmed|unclear|unknown"
    r"|speculat\w+|investigat\w+|not (?:\w+ )?(?:clear|known|confirmed)|yet to)\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:laut|zufolge|nach (?:\w+ ){0,3}(?:angaben|berichten|aussagen?)|behauptet\w*|berichtet\w*|beteuert\w*"
    r"|bestreitet|bestritten|sagte|erklärte|according to|reportedly|claim(?:s|ed) (?:that|to)|said|told)\b",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:laut|zufolge|\w*angaben|nach (?:\w+ ){0,4}(?:angaben?|bericht(?:en)?|aussagen?|ansicht"
    r"|einschätzung|auffassung|meinung|worten|darstellung|überzeugung|schätzung(?:en)?|mitteilung)"
    r"|aus sicht|ansicht|angaben|so der|so die|wie \w+ (?:sagte|mitteilte)"
    r"|(?:sag|erklär|beton|mein|forder|warn|kritisier|bezeichn|bestätig|versicher|behaupt|bericht|beteuer|äußer|kündig|nann"
    r"|nenn|lob|räum|warf|werf|wirf|schloss|schließ|bestritt|bestreit|gab|gibt|wies|weis|teil|gesteh|gestand|verweis|verwies"
    r"|begründ|beklag|bedauer|fürcht|befürcht|hoff|rechne|erwart|schätz|glaub|bezweifel|stell|spr[aäi]ch|hält|hielt|sieht|sah"
    r"|dementier|versprach|versprich|verspr|schild|erläuter|zeig|ruf|rief|plädier|verteidig|empf[aieo]hl|unterstr|monier|rät"
    r"|riet|vermut|führt|führte|führen|leg|lasten|dank|verlang|droh|gelob|prognostizier)\w*"
    r"|according to|reportedly|in the (?:view|words|opinion) of"
    r"|(?:said|say|tell|told|claim|den[iy]|acknowledg|admit|concede|announce|argu|assert|believ|blam|call|confirm|critici"
    r"|describ|dismiss|emphasi|estimat|expect|explain|express|insist|maintain|mention|note[ds]?|object|point|predict|prais"
    r"|promis|propos|put|reject|report|respond|reveal|rule|stat|stress|suggest|testif|thank|think|thought|urg|vow|warn"
    r"|wrote|write|accus|attribut|complain|hop|fear|recall|add|found|find|show|accord|judg|see|saw)\w*)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:vorgesehen|plänen?|möglich|denkbar|angehalten|aufgerufen|sofern|gebeten|vorgeworfen\w*|beschuldigt\w*|angelastet\w*"
    r"|geplant\w*|plan(?:t|en|te|ten)|vorauss\w+|erwart\w+|angekündigt\w*|in aussicht|wohl"
    r"|annahme\w*|mutmaß\w+|verdacht\w*|gilt|gelten|will|wollen|wäre\w*|würde\w*|habe|sei|hätte\w*"
    r"|veranschlagt|kalkuliert|schätzungsweise|geschätzt\w*"
    r"|estimated|planned|scheduled|expected|due to|set to|likely|believed|thought|presum\w+|would|should|plans?)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:mehr|weniger|teurer|billiger|länger|kürzer|höher|niedriger|größer|kleiner|älter|jünger|schneller|langsamer|früher"
    r"|später|auseinander|unterschied\w*|differenz|zusammen|insgesamt"
    r"|more|less|fewer|longer|shorter|higher|lower|larger|smaller|older|younger|faster|slower|earlier|later|apart"
    r"|difference|together|in total)\b(?! als\b| than\b)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:alle[nrms]?|sämtliche[nrms]?|jede[rnms]?|ausnahmslos|immer|stets|ausschließlich|nur|einzige[rnms]?|lediglich"
    r"|all|every|each|always|only|sole(?:ly)?|exclusively|entire(?:ly)?)\b",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:einige[rn]?|manche[rn]?|mehrere[rn]?|viele[rn]?|etliche|teils|teilweise|zum teil|meist(?:en)?"
    r"|überwiegend|auch"
    r"|some|several|many|most|partly|mostly|also)\b",
    re.IGNORECASE,
)


class Matter(StrEnum):
    """What two sentences are compared in."""

    QUANTITY = "quantity"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one part of a claim has against it or for it, in the words of both."""

    matter: Matter
    outcome: Outcome
    claimed: str
    stated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A claim beside a sentence.

    `covered` is the share of the claim's content words, by weight, that the sentence or its headline holds (1 for a
    claim without any). `opposed` says that one of the two has a word and the other its opposite ("legal", "illegal"),
    `negated` that one of them denies, by a word of its own or by such an opposite, and the other does not. `uncertain`
    and `reported` say that the sentence only supposes, or passes on what somebody says, and the claim does not;
    `overstated` that the claim says "all" where the sentence says "some".
    """

    findings: tuple[Finding, ...]
    covered: float
    negated: bool
    opposed: bool
    uncertain: bool
    reported: bool
    overstated: bool

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Return the findings of one outcome."""
        return tuple(finding for finding in self.findings if finding.outcome is outcome)


def compare_sentences(
    claim: str,
    sentence: str,
    *,
    claim_lang: str,
    lang: str,
    said: date | None = None,
    published: date | None = None,
    headline: str = "",
    weigh: Weigh = lambda _: 1.0,
) -> Comparison:
    """Compare a claim with a sentence of an article; `said` and `published` are the days that each speaks from.

    `weigh` gives the weight of a stem: how rare it is in the archive.
    """
    claimed_days, stated_days = moments(claim, said), moments(sentence, published)
    claimed, stated = (
        _all_quantities(text, language, days)
        for text, language, days in ((claim, claim_lang, claimed_days), (sentence, lang, stated_days))
    )
    findings = [_quantity(claim, sentence, each, stated) for each in claimed]
    findings += [_date(claim, sentence, each, stated_days) for each in claimed_days]
    hidden = [*(each.span for each in claimed), *(each.span for each in claimed_days)]
    opposed = opposes(claim, sentence)
    return Comparison(
        findings=tuple(each for each in findings if each is not None),
        covered=_covered(claim, f"{headline}\n{sentence}", (claim_lang, lang), hidden, weigh),
        negated=(denies(claim) is not denies(sentence)) is not opposed,
        opposed=opposed,
        uncertain=_only_in(_UNCERTAIN, sentence, claim),
        reported=_only_in(_REPORTED, sentence, claim),
        overstated=_ALL.search(claim) is not None and _SOME.search(sentence) is not None,
    )


def _all_quantities(text: str, lang: str, days: Sequence[Moment]) -> tuple[Quantity, ...]:
    named = quantities(text, lang, hidden=[each.span for each in days])
    return (*named, *durations(text, days))


def _quantity(claim: str, sentence: str, claimed: Quantity, stated: Sequence[Quantity]) -> Finding | None:
    """Compare one quantity of a claim with those of a sentence that may be the same."""
    alike = [each for each in stated if of_one_kind(claimed, each)]
    outcomes = [(compare(claimed, each), each) for each in alike]
    agreeing = [each for outcome, each in outcomes if outcome is Outcome.AGREES]
    if agreeing:
        return _finding(Matter.QUANTITY, Outcome.AGREES, claim, claimed.span, sentence, agreeing[0].span)
    if _COMPARED.search(claim):
        agreed = [each for each in reckoned(alike) if compare(claimed, each) is Outcome.AGREES]
        if agreed:
            return _finding(Matter.QUANTITY, Outcome.AGREES, claim, claimed.span, sentence, agreed[0].span)
        return None
    same_noun = [each for each in alike if claimed.noun is not None and each.noun == claimed.noun]
    decisive = same_noun or alike
    if not decisive:
        other = [each for each in stated if each.given == claimed.given and each.factor == claimed.factor]
        differs = [each for each in other if {each.dimension, claimed.dimension}.isdisjoint({COUNT, NUMBER})]
        return (
            _finding(Matter.QUANTITY, Outcome.DIFFERS, claim, claimed.span, sentence, differs[0].span)
            if differs
            else None
        )
    outcome = Outcome.DIFFERS if all(compare(claimed, each) is Outcome.DIFFERS for each in decisive) else Outcome.OPEN
    nearest = min(decisive, key=lambda each: abs(each.given - claimed.given))
    return _finding(Matter.QUANTITY, outcome, claim, claimed.span, sentence, nearest.span)


def reckoned(stated: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield differences and sums of exact quantities: 71 Millionen after 58 are 13 Millionen more."""
    exact = [each for each in stated if each.low == each.high]
    for one, other in combinations(exact, 2):
        span = Span(start=one.span.start, end=other.span.end)
        for value in (abs(one.low - other.low), one.low + other.low):
            yield replace(one, span=span, low=value, high=value, given=value / one.factor)


def _date(claim: str, sentence: str, claimed: Moment, stated: Sequence[Moment]) -> Finding | None:
    if not stated:
        return None
    outcomes = [(compare_moments(claimed, each), each) for each in stated]
    for wanted in (Outcome.AGREES, Outcome.OPEN):
        for outcome, each in outcomes:
            if outcome is wanted:
                return _finding(Matter.DATE, outcome, claim, claimed.span, sentence, each.span)
    nearest = min(stated, key=lambda each: abs((each.first - claimed.first).days))
    return _finding(Matter.DATE, Outcome.DIFFERS, claim, claimed.span, sentence, nearest.span)


def _finding(matter: Matter, outcome: Outcome, claim: str, claimed: Span, sentence: str, stated: Span) -> Finding:
    return Finding(
        matter=matter,
        outcome=outcome,
        claimed=claim[claimed.start : claimed.end],
        stated=sentence[stated.start : stated.end],
    )


def _covered(claim: str, stated: str, langs: tuple[str, str], hidden: Sequence[Span], weigh: Weigh) -> float:
    left = "".join(" " if any(span.start <= i < span.end for span in hidden) else char for i, char in enumerate(claim))
    wanted = dict.fromkeys(terms(left, langs[0]))
    held = set(terms(stated, langs[0])) | set(terms(stated, langs[1]))
    weights = {term: weigh(term) for term in wanted}
    whole = sum(weights.values())
    return sum(weight for term, weight in weights.items() if _held(term, held)) / whole if whole else 1.0


def _held(term: str, held: set[str]) -> bool:
    """Say whether a stem stands among others, or as a part of a compound of theirs, or one of them as a part of it."""
    return term in held or (len(term) >= 5 and any(_part(term, other) for other in held))


def _part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 5 and (longer.startswith(shorter) or longer.endswith(shorter))


def _only_in(pattern: re.Pattern[str], sentence: str, claim: str) -> bool:
    return pattern.search(sentence) is not None and pattern.search(claim) is None


def denies(text: str) -> bool:
    """Say whether a sentence denies something; two negations do not."""
    return len(_NEGATION.findall(_NO_NEGATION.sub(" ", text))) % 2 == 1


def opposes(one: str, other: str) -> bool:
    """Say whether one text has an adjective or participle of which the other only has the opposite by its prefix."""
    words, others = _uninflected(one), _uninflected(other)
    mine, theirs = words - others, others - words
    return any(
        f"{prefix}{word}" in there
        for here, there in ((mine, theirs), (theirs, mine))
        for word in here
        if len(word) >= SHORTEST_OPPOSED
        for prefix in _OPPOSITE
    )


def _uninflected(text: str) -> set[str]:
    """Return the words in lower case, which German nouns are not, without the endings of adjectives."""
    return {_ENDING.sub("", word) for word in _LOWER.findall(text)}


def supposes(text: str, *, widely: bool = False) -> bool:
    """Say whether a sentence only supposes what it says; `widely` also whether it tells plans or is indirect speech."""
    return _UNCERTAIN.search(text) is not None or (widely and _PLANNED.search(text) is not None)


def reports(text: str, *, widely: bool = False) -> bool:
    """Say whether a sentence passes on what somebody says; `widely` by any verb of saying."""
    return _REPORTED.search(text) is not None or (widely and _SAYING.search(text) is not None)
