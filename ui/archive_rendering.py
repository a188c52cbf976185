"""The search of the archive, what it found, and what was removed, as HTML: values in, strings out."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from assistant import Article, Standing, Status
from ui.archive_texts import ArchiveTexts, archive_texts
from ui.archive_types import MOST_CHARACTERS, Find, Finds, Notice, Removed, Search
from ui.rendering import badge, dated, plain, problem, separated
from ui.texts import Texts, day, number

_EXCERPT = 280
_FACETS = ("outlet", "lang", "since", "until", "standing")


def search_form(search: Search, status: Status | None, texts: Texts) -> str:
    """The form that searches, and the filters that hold as chips that remove them."""
    words = archive_texts(texts.lang)
    return (
        f'<form class="archive-search" role="search" aria-label="{plain(words.query_label)}"><div class="query">'
        f'<label class="unseen" for="archive-query">{plain(words.query_label)}</label>'
        f'<input id="archive-query" type="search" name="query" maxlength="{MOST_CHARACTERS}" autocomplete="off"'
        f' dir="auto" value="{plain(search.query[:MOST_CHARACTERS])}" placeholder="{plain(words.query_placeholder)}">'
        f'<button type="submit" class="primary">{plain(words.search)}</button></div>'
        f'<fieldset class="facets"><legend class="unseen">{plain(words.narrow)}</legend>'
        f"{''.join(_facets(search, status, texts))}</fieldset></form>{_chips(search, texts)}"
    )


def _facets(search: Search, status: Status | None, texts: Texts) -> Iterator[str]:
    words = archive_texts(texts.lang)
    outlets = {name: count for name, count in (status.by_outlet if status else {}).items() if name}
    langs = status.by_lang if status else {}
    counts = _standing_counts(status)
    yield _select("outlet", words.outlet, words.every_outlet, _options(outlets, {}, texts), search.outlet or "")
    yield _select(
        "lang", words.language, words.every_language, _options(langs, words.languages, texts), search.lang or ""
    )
    for name, label, value in (("since", words.since, search.since), ("until", words.until, search.until)):
        yield (
            f'<label class="facet">{plain(label)}'
            f'<input type="date" name="{name}" max="9999-12-31" value="{plain(value or "")}"></label>'
        )
    standings = {each.value: _counted(words.standings[each], counts.get(each), texts) for each in Standing}
    yield _select("standing", words.standing, "", standings, search.standing.value)


def _standing_counts(status: Status | None) -> dict[Standing, int]:
    if status is None:
        return {}
    return {
        Standing.READABLE: status.articles,
        Standing.WITHDRAWN: status.withdrawn,
        Standing.HELD_BACK: status.held_back,
    }


def _options(counts: Mapping[str, int], names: Mapping[str, str], texts: Texts) -> dict[str, str]:
    return {value: _counted(names.get(value, value), count, texts) for value, count in counts.items()}


def _counted(name: str, count: int | None, texts: Texts) -> str:
    form = archive_texts(texts.lang).counted
    return name if count is None else form.format(name=name, count=number(count, texts))


def _select(name: str, label: str, every: str, options: Mapping[str, str], chosen: str) -> str:
    """A choice; one that holds stays a choice even if no article is left for it."""
    offered = ({"": every} if every else {}) | dict(options)
    offered = offered if chosen in offered else offered | {chosen: chosen}
    items = "".join(
        f'<option value="{plain(value)}"{" selected" if value == chosen else ""}>{plain(said)}</option>'
        for value, said in offered.items()
    )
    choice = f'<select name="{name}" data-value="{plain(chosen)}">{items}</select>'
    return f'<label class="facet">{plain(label)}{choice}</label>'


def _chips(search: Search, texts: Texts) -> str:
    said = _said(search, texts)
    if not said:
        return '<ul class="chips" hidden></ul>'
    words = archive_texts(texts.lang)
    chips = "".join(
        f'<li><button type="button" class="chip" data-unset="{name}"'
        f' aria-label="{plain(words.unset.format(name=text))}"><bdi>{plain(text)}</bdi>'
        '<span aria-hidden="true">×</span></button></li>'
        for name, text in said.items()
    )
    names = " ".join(_FACETS)
    every = f'<li><button type="button" class="quiet" data-unset="{names}">{plain(words.unset_all)}</button></li>'
    return f'<ul class="chips">{chips}{every if len(said) > 1 else ""}</ul>'


def _said(search: Search, texts: Texts) -> dict[str, str]:
    """The filters that hold, in words."""
    words = archive_texts(texts.lang)
    values = {
        "outlet": (words.outlet, search.outlet),
        "lang": (words.language, words.languages.get(search.lang or "", search.lang)),
        "since": (words.since, search.since and day(search.since, texts)),
        "until": (words.until, search.until and day(search.until, texts)),
    }
    said = {name: f"{label} {value}" for name, (label, value) in values.items() if value}
    readable = search.standing is Standing.READABLE
    return said if readable else said | {"standing": words.standings[search.standing]}


def finds(found: Finds, search: Search, status: Status | None, opened: int | None, texts: Texts) -> str:
    """What was found, or why there is nothing."""
    words = archive_texts(texts.lang)
    if found.problem:
        return f'<section class="finds" aria-label="{plain(words.article)}">{problem(found.problem)}</section>'
    heading = _heading(found, search, texts)
    items = "".join(_find(each, each.number == opened, texts) for each in found.articles)
    more = f'<button type="button" class="more" data-more>{plain(words.more)}</button>' if found.more else ""
    return (
        f'<section class="finds" aria-labelledby="finds-title"><p class="unseen" role="status">{plain(heading)}</p>'
        f'<h2 id="finds-title" class="label">{plain(heading)}</h2>{_nothing(found, status, words)}'
        f'<ol class="find-list">{items}</ol>{more}</section>'
    )


def _heading(found: Finds, search: Search, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    if not search.query and not search.narrowed:
        return words.newest
    if not found.articles:
        return words.none_found
    if len(found.articles) == 1:
        return words.found_one
    return (words.found_more if found.more else words.found_many).format(count=number(len(found.articles), texts))


def _nothing(found: Finds, status: Status | None, words: ArchiveTexts) -> str:
    if found.articles:
        return ""
    is_empty = status is not None and not (status.articles or status.withdrawn or status.held_back)
    return f'<p class="nothing">{plain(words.none_here if is_empty else words.none_found_hint)}</p>'


def _find(find: Find, current: bool, texts: Texts) -> str:
    article = find.article
    return (
        f'<li class="find"{" data-current" if current else ""}><h3><button type="button" data-open="{find.number}"'
        f' dir="auto">{plain(article.title)}</button></h3><p class="origin">{origin(article, texts)}</p>'
        f'<p class="excerpt" dir="auto" lang="{plain(article.lang)}">{plain(_excerpt(find))}</p></li>'
    )


def origin(article: Article, texts: Texts) -> str:
    """Where an article comes from, of when it is, and where it stands."""
    outlet = (f"<bdi>{plain(article.outlet)}</bdi>",) if article.outlet else ()
    return f"{separated((*outlet, dated(article.published, texts)))}{standing_badges(article, texts)}"


def standing_badges(article: Article, texts: Texts) -> str:
    """Where an article stands, if that is worth a word: corrected, withdrawn, held back."""
    return f"{badge(article.status.value, texts)}{_embargo(article, texts)}"


def embargo(article: Article) -> datetime | None:
    """The moment at which an embargo ends that still runs."""
    if not article.embargo_until:
        return None
    try:
        until = datetime.fromisoformat(article.embargo_until).astimezone()
    except ValueError:
        return None
    return until if until > datetime.now(until.tzinfo) else None


def _embargo(article: Article, texts: Texts) -> str:
    if embargo(article) is None:
        return ""
    said = archive_texts(texts.lang).held_back.format(when=day(article.embargo_until, texts))
    return f'<span class="badge" data-status="held_back">{plain(said)}</span>'


def _excerpt(find: Find) -> str:
    """The best passage that was found, or the beginning."""
    start, end = find.passages[0] if find.passages else (0, len(find.article.text))
    text = " ".join(find.article.text[start : min(end, start + 2 * _EXCERPT)].split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rpartition(' ')[0] or text[:_EXCERPT]} …"


def removals(removed: Sequence[Removed], notice: Notice | None, changes: int, now: float, texts: Texts) -> str:
    """What was removed and may be put back, and what became of the last removal; `now` is of the monotonic clock."""
    words = archive_texts(texts.lang)
    told = f'<p class="notice">{plain(words.notices[notice])}</p>' if notice else ""
    items = "".join(_removal(each, now, words) for each in reversed(removed))
    return f'<div class="removals" role="status" data-changes="{changes}">{told}{items}</div>'


def _removal(removed: Removed, now: float, words: ArchiveTexts) -> str:
    left = max(0, math.ceil(removed.until - now))
    clock = f"{datetime.now().astimezone() + timedelta(seconds=left):%H:%M}"
    before, _, after = words.removed.partition("{title}")
    title = removed.article.title
    named = plain(words.undo_named.format(title=title))
    return (
        f'<div class="removal" data-left="{left}"><p>{plain(before)}<bdi>{plain(title)}</bdi>{plain(after)}</p>'
        f'<button type="button" data-undo="{removed.number}" aria-label="{named}">'
        f'{plain(words.undo)}</button><p class="detail">{plain(words.undo_until.format(clock=clock))}</p></div>'
    )
