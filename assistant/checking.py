"""Judges claims by what an archive says: for, against, neither, or both.

Each window of evidence is judged by the entailment model and compared by rules; readable weights join the two to the
probabilities that it proves the claim, disproves it, or says nothing of it. A second set of weights joins the windows
to a verdict. Copies of one text are one source; hearsay proves nothing; without evidence nothing is refuted.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Protocol

import numpy as np

from assistant.claims import Claim, NotCheckable
from assistant.comparing import Comparison, Finding, compare_sentences
from assistant.entailment import Entailment, EntailmentModel, framed
from assistant.evidence import Window
from assistant.judging import ModelJudge, Opinion
from assistant.quantities import Outcome
from assistant.referring import ModelResolver
from assistant.types import CheckedClaim, Evidence, Verdict
from assistant.weighing import shares
from corpus.copies import Story, source_of
from corpus.dates import day_of
from index.types import EVERYWHERE, Scope

MOST_SHOWN = 3
CONFLICT = 0.45  # both sides as likely as this, from different sources
SHOWN_FROM = 0.04
SAYS_NOTHING = 0.2  # of a claim's words: less of them is no article on the subject
UNCERTAIN_AMONG = 3
PROVEN, DISPROVEN, UNDECIDED = (0.94, 0.03, 0.03), (0.03, 0.94, 0.03), (0.05, 0.05, 0.9)  # by a language model
DOUBTED_FROM = 0.9  # the probability of a refutation that no language model outweighs
HALF = 0.5  # of a claim's words: a sentence that shares so many and has another number does not support it
LITTLE = 0.05  # added to what all windows say: none at all is not endlessly less than a little
MOST = 0.75  # of a claim's words: a number or a negation means little in a sentence that shares fewer

SUPPORTED, REFUTED, NEITHER = range(3)
LIKELY = (0.4, 0.5, 0.0)  # less likely than this, nothing is supported or refuted: a wrong refutation accuses somebody
_UNWEIGHED = (0.0, 0.0, 1.0)
_VERDICTS = (Verdict.SUPPORTED, Verdict.REFUTED, Verdict.NOT_ENOUGH_EVIDENCE)

Copies = Callable[[Sequence[str], int | None], Mapping[str, Story]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A window with what the model and the rules say of it; `odds` are the three probabilities of both together.

    `place` is how near it is to the claim: 0 for the nearest of all.
    """

    place: int
    window: Window
    entailment: Entailment
    comparison: Comparison
    odds: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckWeights:
    """Weights by feature, three for each: supported, refuted, neither."""

    window: Mapping[str, Sequence[float]]
    claim: Mapping[str, Sequence[float]]


@cache
def shipped_weights() -> CheckWeights:
    """Return the weights that come with this version."""
    loaded = json.loads(files("assistant").joinpath("check_weights.json").read_text(encoding="utf-8"))
    return CheckWeights(window=loaded["window"], claim=loaded["claim"])


class Finder(Protocol):
    """What a check asks of an archive; `assistant.evidence.EvidenceFinder` offers it."""

    def find(self, claim: Claim, scope: Scope, weigh: Callable[[str], float]) -> Sequence[Window]:
        """Return the windows to judge a claim by, the likeliest first; `weigh` says how much a stem of it tells."""
        ...

    def weights(self, claim: Claim) -> Callable[[str], float]:
        """Return how much each stem of a claim tells."""
        ...


class ClaimChecker:
    """Checks claims against an archive."""

    def __init__(
        self,
        *,
        finder: Finder,
        model: EntailmentModel,
        copies: Copies,
        weights: CheckWeights | None = None,
        judge: ModelJudge | None = None,
        resolver: ModelResolver | None = None,
    ) -> None:
        """Join the parts; `weights` are the shipped ones where none are given.

        `judge` and `resolver` ask a language model, if there is one.
        """
        self._judge = judge
        self._resolver = resolver
        self._finder = finder
        self._model = model
        self._copies = copies
        self._weights = weights or shipped_weights()

    def checks(self, claims: Sequence[Claim], scope: Scope = EVERYWHERE) -> Iterator[CheckedClaim]:
        """Yield the verdicts on the claims of a text, in order, each as soon as it is ready; raises as `check`."""
        for n, claim in enumerate(claims):
            yield self.check(self._resolver.resolved(claim, claims[:n]) if self._resolver else claim, scope)

    def check(self, claim: Claim, scope: Scope = EVERYWHERE, *, today: date | None = None) -> CheckedClaim:
        """Return the verdict on one claim, with the quotations for and against it.

        Raises:
            StoreError, IndexingError, ModelError: if a part cannot be read.
        """
        if claim.reason is not None:
            return _unchecked(claim, claim.reason)
        judged = self.judged(claim, scope, today)
        verdict = outcome_odds(self._weights.claim, claim_features(judged))
        return _concluded(
            claim, judged, verdict, self._copies([each.window.article.id for each in judged], scope.as_of)
        )

    def judged(self, claim: Claim, scope: Scope = EVERYWHERE, today: date | None = None) -> list[Judged]:
        """Return the windows of evidence with what is said of each, those that say most of the claim first."""
        weigh = self._finder.weights(claim)
        windows = self._finder.find(claim, scope, weigh)
        entailments = self._model.judge(claim.meant, [_framed(window) for window in windows])
        comparisons = settled(
            [
                compare_sentences(
                    claim.meant,
                    window.text,
                    claim_lang=claim.lang,
                    lang=window.article.lang,
                    said=today,
                    published=day_of(window.article.published),
                    headline=window.article.title,
                    weigh=weigh,
                )
                for window in windows
            ],
            [window.article.id for window in windows],
        )
        judged = weighed(
            [
                Judged(place=place, window=window, entailment=entailment, comparison=comparison, odds=_UNWEIGHED)
                for place, (window, entailment, comparison) in enumerate(
                    zip(windows, entailments, comparisons, strict=True)
                )
            ],
            claim,
            self._weights,
        )
        opinion = self._judge.judge(claim.meant, windows) if self._judge is not None else None
        return by_weight(heard(judged, opinion)) if opinion else judged


def _framed(window: Window) -> str:
    return framed(window.text, window.article.title, window.article.published)


def weighed(judged: Sequence[Judged], claim: Claim, weights: CheckWeights) -> list[Judged]:
    """Return windows with the odds that the weights give them, those that say most of the claim first."""
    return by_weight(replace(each, odds=_held_to(each.comparison, _odds(each, claim, weights))) for each in judged)


def _odds(judged: Judged, claim: Claim, weights: CheckWeights) -> tuple[float, float, float]:
    return outcome_odds(weights.window, window_features(judged, claim))


def _held_to(comparison: Comparison, odds: tuple[float, float, float]) -> tuple[float, float, float]:
    """Return the odds; where numbers or dates differ and none agrees, what speaks for the claim speaks against it.

    So it does where one has a word and the other its opposite; where one of them denies that, too, they say the same.
    """
    supported, refuted, neither = odds
    differs = bool(comparison.of(Outcome.DIFFERS)) and not comparison.of(Outcome.AGREES)
    against = differs or (comparison.opposed and comparison.negated)
    same = comparison.opposed and not against
    if comparison.covered >= HALF and ((against and supported > refuted) or (same and refuted > supported)):
        return refuted, supported, neither
    return odds


def by_weight(judged: Iterable[Judged]) -> list[Judged]:
    """Return windows in their order: those that say most of the claim first."""
    return sorted(judged, key=lambda each: each.odds[NEITHER])


def heard(judged: Sequence[Judged], opinion: Opinion) -> list[Judged]:
    """Return the windows as a language model sees them, where rules do not say otherwise.

    What it quotes for or against the claim decides, unless a rule finds the opposite, or only hearsay; where it finds
    nothing, only what a rule has found is left.
    """
    return [replace(each, odds=_heard(each, opinion)) for each in judged]


def _heard(judged: Judged, opinion: Opinion) -> tuple[float, float, float]:
    comparison = judged.comparison
    agrees, differs = (bool(comparison.of(outcome)) for outcome in (Outcome.AGREES, Outcome.DIFFERS))
    against = differs or (comparison.negated and comparison.covered >= MOST)
    if opinion.verdict is Verdict.NOT_ENOUGH_EVIDENCE:
        return judged.odds if agrees or against else UNDECIDED
    doubted = opinion.verdict is Verdict.SUPPORTED and judged.entailment.refuted >= DOUBTED_FROM
    if judged.place not in opinion.quoted or comparison.uncertain or comparison.reported or doubted:
        return judged.odds
    if opinion.verdict is Verdict.SUPPORTED:
        return judged.odds if against else PROVEN
    return judged.odds if agrees and not against else DISPROVEN


def settled(comparisons: Sequence[Comparison], articles: Sequence[str]) -> list[Comparison]:
    """Take out what differs in a window where another of the same article agrees: what stands there is not wrong.

    `articles` are the ids of the articles that the comparisons are with.
    """
    agreed = {
        (article, each.claimed)
        for comparison, article in zip(comparisons, articles, strict=True)
        for each in comparison.of(Outcome.AGREES)
    }
    return [
        replace(
            comparison,
            findings=tuple(
                each
                for each in comparison.findings
                if each.outcome is not Outcome.DIFFERS or (article, each.claimed) not in agreed
            ),
        )
        for comparison, article in zip(comparisons, articles, strict=True)
    ]


def window_features(judged: Judged, claim: Claim) -> dict[str, float]:
    """Return what the weights of a window join."""
    entailment, comparison = judged.entailment, judged.comparison
    agreeing, differing = len(comparison.of(Outcome.AGREES)), len(comparison.of(Outcome.DIFFERS))
    covered = comparison.covered
    closely = max(covered - MOST, 0.0) / (1 - MOST)
    denied = comparison.negated * closely
    return {
        "bias": 1.0,
        "supported": float(np.log(entailment.supported + 1e-3)),
        "refuted": float(np.log(entailment.refuted + 1e-3)),
        "neither": float(np.log(entailment.neither + 1e-3)),
        "agreeing": 0.0 if denied else min(agreeing, 2) * closely,
        "differing": min(differing, 2) * closely,
        "covered": covered,
        "negated": denied,
        "uncertain": float(comparison.uncertain),
        "reported": float(comparison.reported),
        "overstated": float(comparison.overstated),
        "foreign": float(judged.window.article.lang != claim.lang),
        "place": float(judged.place),
    }


def claim_features(judged: Sequence[Judged]) -> dict[str, float]:
    """Return what the weights of a claim join: all that speaks for it together, all that speaks against it."""
    odds = np.array([each.odds for each in judged] or [_UNWEIGHED])
    return {
        "bias": 1.0,
        "supported": float(np.log(odds[:, SUPPORTED].sum() + LITTLE)),
        "refuted": float(np.log(odds[:, REFUTED].sum() + LITTLE)),
        "uncertain": float(any(each.comparison.uncertain for each in judged[:UNCERTAIN_AMONG])),
    }


def outcome_odds(weights: Mapping[str, Sequence[float]], features: Mapping[str, float]) -> tuple[float, float, float]:
    """Return the probabilities of the three outcomes; features without weights count for nothing."""
    scores = [sum(weights[name][k] * value for name, value in features.items() if name in weights) for k in range(3)]
    supported, refuted, neither = shares(scores)
    return supported, refuted, neither


def likeliest(odds: tuple[float, float, float]) -> int:
    """Return the outcome to give: the likeliest, but undecided where it is not likely enough for what it says."""
    outcome = int(np.argmax(odds))
    return outcome if odds[outcome] >= LIKELY[outcome] else NEITHER


def _concluded(
    claim: Claim, judged: Sequence[Judged], odds: tuple[float, float, float], stories: Mapping[str, Story]
) -> CheckedClaim:
    """Choose the verdict and what is shown for it."""
    supporting = _shown(judged, SUPPORTED, REFUTED, stories)
    opposing = _shown(judged, REFUTED, SUPPORTED, stories)
    outcome = likeliest(odds)
    verdict, confidence = _VERDICTS[outcome], odds[outcome]
    if _in_conflict(judged, stories):
        verdict, confidence = Verdict.CONFLICTING, odds[SUPPORTED] + odds[REFUTED]
    decisive = opposing if verdict is Verdict.REFUTED else supporting
    if not (decisive and _on_the_subject(claim, judged)):
        verdict, confidence = Verdict.NOT_ENOUGH_EVIDENCE, odds[NEITHER]
    return CheckedClaim(
        claim=claim.text,
        start=claim.start,
        end=claim.end,
        checkable=True,
        verdict=verdict,
        confidence=round(float(confidence), 4),
        explanation=_explanation(claim, verdict, judged, supporting, opposing),
        supporting=tuple(supporting),
        opposing=tuple(opposing),
        meant=claim.meant,
        speaker=claim.speaker,
        lang=claim.lang,
    )


def _unchecked(claim: Claim, reason: NotCheckable) -> CheckedClaim:
    return CheckedClaim(
        claim=claim.text,
        start=claim.start,
        end=claim.end,
        checkable=False,
        verdict=Verdict.NOT_ENOUGH_EVIDENCE,
        confidence=0.0,
        explanation=_WORDING[claim.lang].reasons[reason],
        reason=reason.value,
        meant=claim.meant,
        speaker=claim.speaker,
        lang=claim.lang,
    )


def _on_the_subject(claim: Claim, judged: Sequence[Judged]) -> bool:
    """Say whether a window has more than a few of the claim's words, is in a language in which it cannot, or is quoted.

    A language model quotes what says the same in quite other words.
    """
    return any(
        each.comparison.covered >= SAYS_NOTHING
        or each.window.article.lang != claim.lang
        or each.odds in (PROVEN, DISPROVEN)
        for each in judged
    )


def _in_conflict(judged: Sequence[Judged], stories: Mapping[str, Story]) -> bool:
    """Say whether different sources prove and disprove a claim."""
    for_it = {source_of(each.window.article.id, stories) for each in judged if each.odds[SUPPORTED] >= CONFLICT}
    against = {source_of(each.window.article.id, stories) for each in judged if each.odds[REFUTED] >= CONFLICT}
    return bool(for_it - against) and bool(against - for_it)


def _shown(judged: Sequence[Judged], side: int, other: int, stories: Mapping[str, Story]) -> list[Evidence]:
    """Return the quotations that lean to one side, the strongest first, one of each source.

    The sentence nearest to the claim is shown on the side it leans to however little that is: people decide better with
    it in view.
    """
    leaning = [
        each
        for each in judged
        if (each.place == 0 or each.odds[side] >= SHOWN_FROM) and (each.odds[side], side) >= (each.odds[other], other)
    ]
    once: dict[str, Judged] = {}
    for each in sorted(leaning, key=lambda each: -each.odds[side]):
        once.setdefault(source_of(each.window.article.id, stories), each)
    return [_evidence(each, side, stories) for each in list(once.values())[:MOST_SHOWN]]


def _evidence(judged: Judged, side: int, stories: Mapping[str, Story]) -> Evidence:
    article, window = judged.window.article, judged.window
    story = stories.get(article.id)
    wanted = Outcome.DIFFERS if side == REFUTED else Outcome.AGREES
    return Evidence(
        article_id=article.id,
        title=article.title,
        url=article.url,
        outlet=article.outlet,
        published=article.published,
        updated=article.updated,
        status=article.status.value,
        quote=window.quote,
        start=window.sentence.start,
        end=window.sentence.end,
        strength=round(judged.odds[side], 4),
        differences=tuple(_said(each) for each in judged.comparison.of(wanted)),
        hearsay=judged.comparison.uncertain or judged.comparison.reported,
        copies=len(story.articles) if story else 1,
        agencies=story.agencies if story else (),
    )


def _said(finding: Finding) -> str:
    return f"{finding.claimed} / {finding.stated}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    article: str
    claim: str
    agrees: str
    negated: str
    supported: str
    refuted: str
    conflicting: str
    nothing: str
    hearsay: str
    undecided: str
    reasons: Mapping[NotCheckable, str]


_WORDING = {
    "de": _Wording(
        article="Artikel",
        claim="Behauptung",
        agrees="stimmt überein",
        negated="Artikel und Behauptung: nur eines von beiden verneint",
        supported="Der Artikel sagt dasselbe.",
        refuted="Der Artikel sagt etwas anderes.",
        conflicting="Die Quellen widersprechen sich.",
        nothing="Das Archiv sagt dazu nichts.",
        hearsay="Der Artikel gibt das nur als Äußerung oder Vermutung wieder.",
        undecided="Das Archiv behandelt das Thema, belegt oder widerlegt die Behauptung aber nicht.",
        reasons={
            NotCheckable.QUESTION: "Eine Frage behauptet nichts.",
            NotCheckable.GREETING: "Eine Grußformel behauptet nichts.",
            NotCheckable.OPINION: "Eine Meinung oder Forderung lässt sich nicht belegen.",
            NotCheckable.PREDICTION: "Was noch kommt, steht in keinem Archiv.",
            NotCheckable.FRAGMENT: "Zu kurz für eine Behauptung.",
            NotCheckable.SOMEBODY: "Von wem die Rede ist, steht nicht im Text: Setzen Sie den Namen ein.",
        },
    ),
    "en": _Wording(
        article="Article",
        claim="claim",
        agrees="agrees",
        negated="Article and claim: only one of them is negated",
        supported="The article says the same.",
        refuted="The article says something else.",
        conflicting="The sources contradict each other.",
        nothing="The archive says nothing of this.",
        hearsay="The article only reports this as what somebody says or suspects.",
        undecided="The archive covers the subject but neither proves nor disproves the claim.",
        reasons={
            NotCheckable.QUESTION: "A question claims nothing.",
            NotCheckable.GREETING: "A greeting claims nothing.",
            NotCheckable.OPINION: "An opinion or demand cannot be proven.",
            NotCheckable.PREDICTION: "What is yet to come stands in no archive.",
            NotCheckable.FRAGMENT: "Too short to claim anything.",
            NotCheckable.SOMEBODY: "The text does not say who this is about: put in the name.",
        },
    ),
}


def _explanation(
    claim: Claim,
    verdict: Verdict,
    judged: Sequence[Judged],
    supporting: Sequence[Evidence],
    opposing: Sequence[Evidence],
) -> str:
    """Name what agrees or differs; where no rule can, say what the verdict rests on."""
    said = _WORDING[claim.lang]
    if verdict is Verdict.CONFLICTING:
        return said.conflicting
    if verdict is Verdict.NOT_ENOUGH_EVIDENCE:
        if all(each.comparison.covered < SAYS_NOTHING for each in judged):
            return said.nothing
        return said.hearsay if any(each.hearsay for each in (*supporting, *opposing)) else said.undecided
    shown = (supporting if verdict is Verdict.SUPPORTED else opposing)[0]
    by = next(
        each
        for each in judged
        if each.window.sentence.start == shown.start and each.window.article.id == shown.article_id
    )
    if verdict is Verdict.REFUTED:
        differing = by.comparison.of(Outcome.DIFFERS)
        if differing:
            return "; ".join(f"{said.article}: {each.stated}; {said.claim}: {each.claimed}" for each in differing)
        return said.negated if by.comparison.negated else said.refuted
    agreeing = by.comparison.of(Outcome.AGREES)
    return f"{', '.join(each.claimed for each in agreeing)}: {said.agrees}" if agreeing else said.supported
