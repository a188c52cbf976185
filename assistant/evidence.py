"""Where an archive speaks of a claim: the sentences worth judging it by, best first.

Passages are found by the claim and by its names and numbers alone. Of their sentences, those that share most of the
claim's words are encoded, and the nearest to the claim are taken, each with the one before it, which often says who or
what it is about.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from assistant.claims import Claim
from assistant.reading import DocumentFrequencies
from corpus.sentences import split_sentences
from corpus.types import Article, Span
from index.analysis import terms
from index.protocols import Encoder
from index.types import Hit, Scope

FOUND = 4  # passages by the whole claim
FOUND_BY_PARTS = 2  # and by its names and numbers
ENCODED = 12  # sentences: encoding them all would take half of the time of a check
WINDOWS = 6
RANK = 0.03  # what the first passage is preferred by, in cosine
LEAST_WEIGHT = 0.1

Search = Callable[[str, int, Scope], Sequence[Hit]]

_TELLING = re.compile(r"[A-ZÄÖÜ][\w’'-]{2,}|\d[\d.,:]*\d|\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A sentence of an article with the one before it: what a claim is judged by.

    `sentence` is what is quoted, `span` what the model reads, `rank` the place of its passage, from 1.
    """

    article: Article
    sentence: Span
    span: Span
    rank: int

    @property
    def text(self) -> str:
        """What the model reads."""
        return self.article.text[self.span.start : self.span.end]

    @property
    def quote(self) -> str:
        """What is shown."""
        return self.article.text[self.sentence.start : self.sentence.end]


class EvidenceFinder:
    """Finds windows for claims in an archive."""

    def __init__(
        self,
        *,
        search: Search,
        articles: Callable[[Sequence[str], Scope], Mapping[str, Article]],
        frequencies: DocumentFrequencies,
        encoder: Encoder,
    ) -> None:
        """Join the parts; nothing is read yet."""
        self._search = search
        self._articles = articles
        self._frequencies = frequencies
        self._encoder = encoder

    def find(self, claim: Claim, scope: Scope, weigh: Callable[[str], float]) -> list[Window]:
        """Return the windows to judge a claim by, the likeliest first; `weigh` is what `weights` returned for it."""
        hits = self._hits(claim, scope)
        articles = self._articles(list({hit.chunk.article_id for hit in hits}), scope)
        windows = _once(
            window
            for rank, hit in enumerate(hits, start=1)
            if hit.chunk.article_id in articles
            for window in _windows(articles[hit.chunk.article_id], hit, rank)
        )
        if not windows:
            return []
        windows = _telling(windows, claim, weigh)
        nearness = self._encoder.encode_passages([window.quote for window in windows]) @ self._encoder.encode_query(
            claim.meant
        )
        scores = nearness + RANK / np.array([window.rank for window in windows])
        return _chosen([windows[i] for i in np.argsort(-scores, kind="stable")])

    def weights(self, claim: Claim) -> Callable[[str], float]:
        """Return how much each stem of a claim tells: its inverse document frequency in the archive."""
        stems = list(dict.fromkeys([*terms(claim.meant, "de"), *terms(claim.meant, "en")]))
        frequencies, passages = self._frequencies(stems)
        weights = {stem: log((passages + 1) / (frequencies[stem] + 0.5)) for stem in stems}
        return lambda stem: max(weights.get(stem, 1.0), LEAST_WEIGHT)

    def _hits(self, claim: Claim, scope: Scope) -> list[Hit]:
        """Return passages found by the whole claim, then those that only its names and numbers find."""
        hits = list(self._search(claim.meant, FOUND, scope))
        telling = " ".join(dict.fromkeys(_TELLING.findall(claim.meant)))
        known = {hit.chunk.id for hit in hits}
        others = self._search(telling, FOUND_BY_PARTS, scope) if telling and telling != claim.meant else ()
        return hits + [hit for hit in others if hit.chunk.id not in known]


def _windows(article: Article, hit: Hit, rank: int) -> Iterator[Window]:
    """Yield the sentences of a passage."""
    passage = article.text[hit.chunk.start : hit.chunk.end]
    before: Span | None = None
    for each in split_sentences(passage, article.lang):
        sentence = Span(start=hit.chunk.start + each.start, end=hit.chunk.start + each.end)
        span = Span(start=before.start if before else sentence.start, end=sentence.end)
        yield Window(article=article, sentence=sentence, span=span, rank=rank)
        before = sentence


def _telling(windows: Sequence[Window], claim: Claim, weigh: Callable[[str], float]) -> list[Window]:
    """Return the windows with most of a claim's words, in their order; all that are in another language."""
    stems = {lang: set(terms(claim.meant, lang)) for lang in ("de", "en")}

    def shared(window: Window) -> float:
        lang = window.article.lang
        return sum(map(weigh, stems.get(lang, set()).intersection(terms(window.quote, lang))))

    own = [n for n, window in enumerate(windows) if window.article.lang == claim.lang]
    kept = set(sorted(own, key=lambda n: (-shared(windows[n]), n))[:ENCODED])
    return [window for n, window in enumerate(windows) if n in kept or window.article.lang != claim.lang]


def _once(windows: Iterable[Window]) -> list[Window]:
    """Return the windows, no sentence twice: passages overlap."""
    once: dict[tuple[str, int], Window] = {}
    for window in windows:
        once.setdefault((window.article.id, window.sentence.start), window)
    return list(once.values())


def _chosen(windows: Sequence[Window]) -> list[Window]:
    """Return the best windows; the last place is kept for the best of another article."""
    chosen = list(windows[:WINDOWS])
    others = [window for window in windows[WINDOWS:] if window.article.id != chosen[0].article.id]
    if others and all(window.article.id == chosen[0].article.id for window in chosen):
        chosen[-1] = others[0]
    return chosen
