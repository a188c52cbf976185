"""Finds passages for a query: vectors and keywords side by side, joined by what both say (`index.fusion`)."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from corpus.copies import CopyGroups
from corpus.lifecycle import is_embargoed, is_public
from corpus.store import ArticleStore
from corpus.types import Article, Chunk
from index.analysis import german_stem, language_of, question_terms, question_words
from index.compounds import SHORTEST_HEAD, best_cut, cuts
from index.fusion import DENSE, LEXICAL, fuse, shipped_weights
from index.history import NO_PAST, Past, PastVersions
from index.lexical import Kin, LexicalIndex, PassagePlace
from index.periods import period_of, wants_newest
from index.protocols import Encoder, Vectors
from index.types import EVERYWHERE, Found, Hit, Scope
from index.vectors import VectorIndex

QUERY_LANGUAGES = ("de", "en")
DEPTH = 50  # passages asked of each retriever
OVERSAMPLED = 500
IN_PERIOD, NEWEST = 1.0, 1.0
REPORTED_WITHIN = 3 * 24 * 3600  # seconds: what happened in July is still reported in the first days of August
MOST_BESIDE = 4  # questions whose vectors are searched at the same time
QUOTA = 5  # one passage in so many is kept for every other language of the archive


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a query is searched by: its vector, its terms, and what may stand for them."""

    vector: Vectors
    terms: tuple[str, ...]
    kin: Kin


class HybridSearcher:
    """Searches an index together with the store that holds its text."""

    def __init__(
        self,
        *,
        store: ArticleStore,
        encoder: Encoder,
        vectors: VectorIndex,
        lexical: LexicalIndex,
        past: PastVersions,
        copies: CopyGroups,
    ) -> None:
        """Join the parts; nothing is read yet. `weights` of the fusion are the shipped ones until others are set."""
        self.weights = shipped_weights()
        self._store = store
        self._encoder = encoder
        self._vectors = vectors
        self._lexical = lexical
        self._past = past
        self._copies = copies
        self._beside = ThreadPoolExecutor(MOST_BESIDE, thread_name_prefix="dense")

    def search(self, query: str, k: int, scope: Scope = EVERYWHERE, *, distinct: bool = False) -> list[Hit]:
        """Return at most k passages in scope, best first; only the order of `score` means something.

        `distinct` keeps, of articles that are copies of one text, the one that is found first.

        Passages published in the period that the query names are preferred, and newer ones where it asks for the state
        of things; the end of the scope counts as today. Where the archive holds other languages than the query's, one
        passage in five is of them. Withdrawn articles, and those under embargo at this moment, are never returned.

        Raises:
            StoreError, IndexingError: if a part cannot be read.
        """
        hits, _ = self._search(query, k, scope, distinct=distinct)
        return hits

    def embargoed(self, query: str, k: int, scope: Scope = EVERYWHERE) -> list[Hit]:
        """Return at most k passages in scope of articles that are held back at this moment, best first."""
        _, held_back = self._search(query, k, scope, distinct=True)
        return held_back

    def _search(self, query: str, k: int, scope: Scope, *, distinct: bool) -> tuple[list[Hit], list[Hit]]:
        """Return the k best passages that readers may see, and the k best under embargo."""
        others = self._other_languages(query) if scope.lang is None else ()
        depth = max(DEPTH, k)
        asked = self._asked(query)
        found = self._rankings(asked, depth, scope)
        for lang in others:
            known = {chunk_id for chunk_id, _ in found[DENSE]}
            foreign = self._dense(asked.vector, max(k // QUOTA, 1), replace(scope, lang=lang))
            found[DENSE] += [each for each in foreign if each[0] not in known]
        past = self._in_the_past(asked, depth, scope)
        found = {name: _merged(ranking, past.rankings.get(name, [])) for name, ranking in found.items()}
        places = {**self.places(found), **past.places}
        fused = fuse(found, {i: (place.article_id, place.ordinal) for i, place in places.items()}, self.weights)
        timed = _timed(fused, places, query, today_in(scope))
        if distinct:
            timed = self._distinct(timed, places)
        seen, held_back = self._hits(_first(timed, places, k, others), places, found, past.articles)
        if len(seen) < k:
            seen, held_back = self._hits(timed, places, found, past.articles)
        return _with_quota(seen, k, others), held_back[:k]

    def stored(self, article_ids: Sequence[str], scope: Scope = EVERYWHERE) -> dict[str, Article]:
        """Return articles by id in the version that a scope shows; ids that are not stored are left out."""
        past = self._past.articles(scope)
        return {**self._store.get_many(article_ids), **{i: past[i] for i in article_ids if i in past}}

    def _in_the_past(self, asked: _Asked, depth: int, scope: Scope) -> Past:
        if scope.as_of is None:
            return NO_PAST
        return self._past.search(asked.vector, asked.terms, asked.kin, depth, scope)

    def articles(self, terms: Sequence[str], scope: Scope = EVERYWHERE) -> list[Article]:
        """Return the articles in scope that readers may see, with all of the terms in one passage; the newest first."""
        ids = self._lexical.articles(terms, scope)
        stored, now = self._store.get_many(ids), datetime.now(UTC)
        return [stored[i] for i in ids if i in stored and is_public(stored[i], now)]

    def covers(self, query: str, scope: Scope = EVERYWHERE) -> bool:
        """Say whether the archive holds articles of the period that the query names; where it names none, it does."""
        period, dates = period_of(query, today_in(scope)), self._lexical.published()
        return period is None or dates is None or (period.since <= dates[1] and dates[0] < period.until)

    def rankings(self, query: str, depth: int = DEPTH, scope: Scope = EVERYWHERE) -> dict[str, list[tuple[str, float]]]:
        """Return what each retriever finds by itself: passages with its scores, best first."""
        return self._rankings(self._asked(query), depth, scope)

    def _rankings(self, asked: _Asked, depth: int, scope: Scope) -> dict[str, list[tuple[str, float]]]:
        """Ask the vectors and the keywords at the same time: neither needs the other, nor Python while it searches."""
        dense = self._beside.submit(self._dense, asked.vector, depth, scope)
        lexical = self._lexical.search(asked.terms, depth, scope, asked.kin)
        return {DENSE: dense.result(), LEXICAL: lexical}

    def _asked(self, query: str) -> _Asked:
        return _Asked(
            vector=self._encoder.encode_query(query),
            terms=tuple(question_terms(query, QUERY_LANGUAGES)),
            kin=self._kin(query),
        )

    def places(self, rankings: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, PassagePlace]:
        """Return where the passages of rankings stand, by id."""
        return self._lexical.places([chunk_id for ranking in rankings.values() for chunk_id, _ in ranking])

    def _dense(self, vector: Vectors, depth: int, scope: Scope) -> list[tuple[str, float]]:
        """Return the nearest passages in scope.

        A filter costs Chroma time for every passage of the archive: so the nearest of all are looked through first, and
        only where too few of them are in scope is it asked to filter.
        """
        if scope == EVERYWHERE:
            return self._vectors.search(vector, depth)
        nearest = self._vectors.search(vector, OVERSAMPLED)
        inside = self._lexical.in_scope([chunk_id for chunk_id, _ in nearest], scope)
        found = [each for each in nearest if each[0] in inside]
        if len(found) >= depth or len(nearest) < OVERSAMPLED:
            return found[:depth]
        return self._vectors.search(vector, depth, scope)

    def _other_languages(self, query: str) -> tuple[str, ...]:
        asked = language_of(query)
        return tuple(lang for lang in self._lexical.languages() if lang != asked)

    def _kin(self, query: str) -> Kin:
        """Return what may stand for the words of a question in German: parts of compounds, ends of compounds."""
        words = [word for word in question_words(query, ("de",)) if word.isalpha()]
        stems = {word: [(german_stem(left), german_stem(right)) for left, right in cuts(word)] for word in words}
        frequencies, _ = self._lexical.document_frequencies([s for each in stems.values() for cut in each for s in cut])
        parts = [best_cut(each, frequencies) for each in stems.values()]
        heads = [german_stem(word) for word in words]
        return Kin(
            parts=tuple(dict.fromkeys(part for cut in parts if cut for part in cut)),
            heads=tuple(head for head in heads if len(head) >= SHORTEST_HEAD),
        )

    def _distinct(
        self, fused: Sequence[tuple[str, float]], places: Mapping[str, PassagePlace]
    ) -> list[tuple[str, float]]:
        """Keep, of articles that are copies of one text, the passages of the one that comes first."""
        stories = self._copies.of({places[chunk_id].article_id for chunk_id, _ in fused})
        first: dict[str, str] = {}
        for chunk_id, _ in fused:
            article_id = places[chunk_id].article_id
            if article_id in stories:
                first.setdefault(stories[article_id].lead, article_id)
        kept = set(first.values())
        return [each for each in fused if (i := places[each[0]].article_id) not in stories or i in kept]

    def _hits(
        self,
        fused: Sequence[tuple[str, float]],
        places: Mapping[str, PassagePlace],
        found: Mapping[str, Sequence[tuple[str, float]]],
        past: Mapping[str, Article],
    ) -> tuple[list[Hit], list[Hit]]:
        """Return the hits that readers may see and those under embargo, in order; what is withdrawn is in neither.

        Nor is an article that has changed since it was indexed: its passages say nothing of its new text.
        """
        ids = list({places[chunk_id].article_id for chunk_id, _ in fused})
        indexed = self._lexical.content_hashes(ids)
        present = {
            i: article for i, article in self._store.get_many(ids).items() if article.content_hash == indexed.get(i)
        }
        articles = {**present, **past}
        by_retriever = {name: _by_passage(name, ranking) for name, ranking in found.items()}
        seen, held_back, now = [], [], datetime.now(UTC)
        for chunk_id, score in fused:
            place = places[chunk_id]
            article = articles.get(place.article_id)
            if article is None:
                continue
            found_by = tuple(each[chunk_id] for each in by_retriever.values() if chunk_id in each)
            hit = _hit(article, place, score, found_by)
            if is_public(article, now):
                seen.append(hit)
            elif is_embargoed(article, now):
                held_back.append(hit)
        return seen, held_back


def _first(
    fused: Sequence[tuple[str, float]], places: Mapping[str, PassagePlace], k: int, langs: Sequence[str]
) -> list[tuple[str, float]]:
    """Return about as many of the passages, best first, as k hits and the shares of other languages take."""
    most = dict.fromkeys(langs, k // QUOTA)
    chosen = []
    for n, (chunk_id, score) in enumerate(fused):
        lang = places[chunk_id].lang
        if n < k or most.get(lang, 0) > 0:
            most[lang] = most.get(lang, 0) - 1
            chosen.append((chunk_id, score))
    return chosen


def _merged(present: list[tuple[str, float]], past: list[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted([*present, *past], key=lambda pair: -pair[1]) if past else present


def _timed(
    fused: Sequence[tuple[str, float]], places: Mapping[str, PassagePlace], query: str, today: date
) -> list[tuple[str, float]]:
    """Prefer the period that a query names, or the newest of what was found where it asks for that."""
    period, newest = period_of(query, today), wants_newest(query)
    if period is None and not newest:
        return list(fused)
    dates = {chunk_id: places[chunk_id].published for chunk_id, _ in fused}
    order = sorted({published for published in dates.values() if published is not None})
    age = {published: (rank + 1) / len(order) for rank, published in enumerate(order)}
    timed = []
    for chunk_id, score in fused:
        published = dates[chunk_id]
        inside = period is not None and (period.holds(published) or period.holds(_earlier(published)))
        recency = age[published] if newest and published is not None else 0.0
        timed.append((chunk_id, score + IN_PERIOD * inside + NEWEST * recency))
    return sorted(timed, key=lambda pair: -pair[1])


def _earlier(published: int | None) -> int | None:
    return None if published is None else published - REPORTED_WITHIN


def today_in(scope: Scope) -> date:
    """Return the day it is for a search: today, or what its scope ends with or asks for if that is earlier."""
    ends = [datetime.fromtimestamp(end, UTC) for end in (scope.until, scope.as_of) if end is not None]
    return min([datetime.now(UTC), *ends]).date()


def _with_quota(hits: Sequence[Hit], k: int, langs: Sequence[str]) -> list[Hit]:
    """Return the k best, the last of them replaced by the best of each language that would miss its share."""
    chosen = list(hits[:k])
    share = k // QUOTA
    for lang in langs:
        missing = share - sum(hit.lang == lang for hit in chosen)
        foreign = [hit for hit in hits[k:] if hit.lang == lang][: max(missing, 0)]
        kept = len(chosen) - len(foreign) if len(chosen) == k else len(chosen)
        chosen = [*chosen[:kept], *foreign]
    return chosen


def _by_passage(name: str, ranking: Sequence[tuple[str, float]]) -> dict[str, Found]:
    return {chunk_id: Found(by=name, rank=rank, score=score) for rank, (chunk_id, score) in enumerate(ranking, start=1)}


def _hit(article: Article, place: PassagePlace, score: float, found_by: tuple[Found, ...]) -> Hit:
    chunk = Chunk(
        article_id=article.id,
        ordinal=place.ordinal,
        start=place.start,
        end=place.end,
        text=article.text[place.start : place.end],
        heading=place.heading,
    )
    return Hit(
        chunk=chunk,
        title=article.title,
        lang=article.lang,
        published=article.published,
        score=score,
        found_by=found_by,
    )
