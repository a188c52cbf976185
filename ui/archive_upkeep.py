"""The keeping of the archive as HTML: adding, what goes on, sources and their freshness, the index."""

import re
from collections.abc import Callable, Iterator, Sequence

from assistant import AddReport, Integrity, Rejection, Source, SourceReport, Status
from ui.archive_texts import ArchiveTexts, archive_texts
from ui.archive_types import Added, Task, Work
from ui.archive_uploads import ENDINGS, MEGABYTES, MOST_FILES
from ui.faults import reason_in
from ui.rendering import here, plain, separated
from ui.texts import Texts, day, number

MOST_NAMED = 20
_RECORD = re.compile(r"record (\d+)")
_FATES = ("added", "updated", "unchanged", "duplicates", "rejected")

Number = Callable[[str], int]


def upkeep_panel(task: Task | None, status: Status | None, numbered: Number, texts: Texts) -> str:
    """Everything that keeps the archive; `numbered` gives the number by which the page may open an article."""
    words = archive_texts(texts.lang)
    busy = task is not None and task.running
    return (
        f'<section class="upkeep" aria-labelledby="upkeep-title"{" data-busy" if busy else ""}>'
        f'<h2 id="upkeep-title" class="unseen">{plain(words.upkeep)}</h2>'
        f"{_adding(status, busy, words)}{_work(task, numbered, texts)}"
        f"{_sources(status, busy, texts)}{_index(task, status, busy, texts)}</section>"
    )


def _adding(status: Status | None, busy: bool, words: ArchiveTexts) -> str:
    is_empty = status is not None and not (status.articles or status.withdrawn or status.held_back)
    first = f'<p class="first">{plain(words.add_empty)}</p>' if is_empty else '<p class="first" hidden></p>'
    off = " disabled" if busy else ""
    limits = words.drop_detail.format(endings=", ".join(ENDINGS), count=MOST_FILES, size=MEGABYTES)
    samples = (
        f'<div class="samples"><button type="button" data-work="samples"{off}>{plain(words.samples)}</button>'
        f'<p class="detail">{plain(words.samples_detail)}</p></div>'
    )
    return (
        f'<section class="adding"><h3>{plain(words.add)}</h3>{first}'
        f'<div class="drop" data-endings="{" ".join(ENDINGS)}" data-most="{MOST_FILES}"'
        f' data-bytes="{MEGABYTES * 1024**2}" data-sending="{plain(words.sending)}"><p>{plain(words.drop)} '
        f'<button type="button" data-choose{off}>{plain(words.choose)}</button></p>'
        f'<input type="file" multiple hidden accept="{",".join(ENDINGS)}"><p class="detail">{plain(limits)}</p>'
        f'<p class="sending" role="status"></p></div>'
        f'<form class="address"><label for="archive-address">{plain(words.address)}</label><div class="query">'
        f'<input id="archive-address" type="text" inputmode="url" name="address" maxlength="2000" autocomplete="off"'
        f' spellcheck="false" placeholder="{plain(words.address_placeholder)}">'
        f'<button type="submit"{off}>{plain(words.address_add)}</button></div></form>'
        f"{samples if is_empty else ''}</section>"
    )


def _work(task: Task | None, numbered: Number, texts: Texts) -> str:
    """What goes on or was done last; only its beginning and its end are said aloud."""
    if task is None:
        return '<section class="work" hidden></section>'
    words = archive_texts(texts.lang)
    aloud = words.works[task.work] if task.running else _ended(task, texts)
    shown = _progress(task, texts) if task.running else _outcome(task, texts)
    results = "".join(
        [*(_added(each, numbered, texts) for each in task.added), *(_synced(each, texts) for each in task.synced)]
    )
    return (
        f'<section class="work" data-state="{"running" if task.running else "done"}">'
        f'<p class="unseen" role="status">{plain(aloud)}</p>{shown}<ul class="results">{results}</ul></section>'
    )


def _progress(task: Task, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    of = words.of_files.format(position=task.position, count=task.count) if task.count else ""
    name = f"{plain(of)}: <bdi>{plain(task.name)}</bdi>" if of else f"<bdi>{plain(task.name)}</bdi>"
    share = f' max="{task.total}" value="{min(task.done, task.total)}"' if task.total else ""
    return (
        f'<p class="working" aria-hidden="true">{plain(words.works[task.work])}</p><p class="what">{name}</p>'
        f'<progress aria-label="{plain(words.works[task.work])}"{share}></progress>'
        f'<p class="detail">{separated(filter(None, (plain(_step(task, texts)), plain(words.goes_on))))}</p>'
    )


def _step(task: Task, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    step = words.steps.get(task.step, "")
    if not step or not (task.done or task.total):
        return step
    form = words.step_of if task.total else words.step_done
    return form.format(step=step, done=number(task.done, texts), total=number(task.total, texts))


def _ended(task: Task, texts: Texts) -> str:
    """How work ended, in one line."""
    words = archive_texts(texts.lang)
    if task.unexpected:
        return words.failed
    if task.problem:
        return task.problem[texts.lang]
    if task.integrity is not None:
        return " ".join(_found(task.integrity, task.work is Work.REPAIR, texts))
    counts = _counts([each.report for each in task.added if each.report], task.added, texts)
    return f"{words.finished[task.work]}: {counts}" if task.added else words.finished[task.work]


def _outcome(task: Task, texts: Texts) -> str:
    said = _ended(task, texts)
    if task.problem or task.unexpected:
        return f'<p class="problem" dir="auto">{plain(said)}</p>'
    return f'<p class="outcome" aria-hidden="true">{plain(said)}</p>'


def _counts(reports: Sequence[AddReport], added: Sequence[Added], texts: Texts) -> str:
    """How many articles were new, changed and so on; files that were not read at all count as rejected."""
    words = archive_texts(texts.lang)
    named = zip(
        _FATES,
        (words.added, words.updated, words.unchanged_article, words.duplicates, words.rejected),
        strict=True,
    )
    unread = sum(each.report is None for each in added)
    counts = [
        (sum(len(getattr(report, fate)) for report in reports) + (unread if fate == "rejected" else 0), said)
        for fate, said in named
    ]
    said = [words.counts_articles.format(count=number(count, texts), fate=fate) for count, fate in counts if count]
    return ", ".join(said) or words.counts_articles.format(count=0, fate=words.added)


def _added(added: Added, numbered: Number, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    name = f"<bdi>{plain(added.name)}</bdi>" if added.name else ""
    if added.report is None:
        reason, lang = _trouble(added, texts)
        return _result("rejected", name, f'<span lang="{lang}">{plain(reason)}</span>')
    report = added.report
    said = plain(_counts([report], (), texts))
    button = "".join(
        f' <button type="button" class="quiet" data-open="{numbered(only)}"'
        f' aria-label="{plain(f"{words.open_article}: {added.name}")}">{plain(words.open_article)}</button>'
        for only in _only(report)
    )
    return _result(_fate(report), name, f"{said}{button}", _rejections(report.rejected, added.name, texts))


def _trouble(added: Added, texts: Texts) -> tuple[str, str]:
    """Why a file or address was not read, and the language of that."""
    if added.trouble is None:
        return added.problem[texts.lang], texts.lang
    form = archive_texts(texts.lang).troubles[added.trouble]
    return form.format(size=MEGABYTES, count=MOST_FILES), texts.lang


def _only(report: AddReport) -> tuple[str, ...]:
    """The id of the one article that was taken, if it was one."""
    taken = (*report.added, *report.updated, *report.unchanged, *report.duplicates)
    return taken if len(taken) == 1 and "://" not in taken[0] else ()


def _fate(report: AddReport) -> str:
    """The fate that a report is marked with: a rejection before all, then what is new."""
    order = ("rejected", "added", "updated", "unchanged", "duplicates")
    return next((fate for fate in order if getattr(report, fate)), "unchanged")


def _result(fate: str, name: str, said: str, below: str = "") -> str:
    signs = {"added": "✓", "updated": "✓", "rejected": "✗"}
    head = f'<span class="name">{name}</span> ' if name else ""
    return (
        f'<li data-fate="{fate}"><span class="sign" aria-hidden="true">{signs.get(fate, "=")}</span>'
        f'<div>{head}<span class="fate">{said}</span>{below}</div></li>'
    )


def _rejections(rejected: Sequence[Rejection], name: str, texts: Texts) -> str:
    if not rejected:
        return ""
    items = "".join(_rejection(each, name, texts) for each in rejected[:MOST_NAMED])
    more = archive_texts(texts.lang).more_rejected.format(count=number(len(rejected) - MOST_NAMED, texts))
    rest = f"<li>{plain(more)}</li>" if len(rejected) > MOST_NAMED else ""
    return f'<ul class="rejections">{items}{rest}</ul>'


def _rejection(rejection: Rejection, name: str, texts: Texts) -> str:
    place = ", ".join(_place(rejection, name, texts))
    reason, lang = reason_in(texts.lang, rejection.reason)
    where = f"<bdi>{plain(place)}</bdi>: " if place else ""
    return f'<li>{where}<span lang="{lang}">{plain(reason)}</span></li>'


def _place(rejection: Rejection, name: str, texts: Texts) -> Iterator[str]:
    """Where in a file, a feed or a source something was rejected."""
    words = archive_texts(texts.lang)
    rest = rejection.source.removeprefix(name).strip(", ")
    if record := _RECORD.fullmatch(rest):
        yield words.record.format(n=record[1])
    elif rest:
        yield rest
    if rejection.line is not None:
        yield words.line.format(n=number(rejection.line, texts))
    if rejection.field is not None:
        yield words.field.format(name=rejection.field)


def _synced(report: SourceReport, texts: Texts) -> str:
    name = f"<bdi>{plain(report.address)}</bdi>"
    rejections = _rejections(report.report.rejected, report.address, texts)
    if report.problem is not None and not rejections:
        reason, lang = reason_in(texts.lang, report.problem)
        return _result("rejected", name, f'<span lang="{lang}">{plain(reason)}</span>')
    return _result(_fate(report.report), name, plain(_counts([report.report], (), texts)), rejections)


def _sources(status: Status | None, busy: bool, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    sources = status.sources if status else ()
    before, _, after = words.sources_add.partition("{command}")
    hint = f'<p class="detail">{plain(before)}<code>belegt source add</code>{plain(after)}</p>'
    if not sources:
        body = f"<p>{plain(words.sources_none)}</p>{hint}"
    else:
        items = "".join(_source(each, texts) for each in sources)
        off = " disabled" if busy else ""
        button = f'<button type="button" data-work="sync"{off}>{plain(words.read_sources)}</button>'
        body = f'{_freshness(status, texts)}<ul class="source-list">{items}</ul>{button}{hint}'
    return f'<section class="kept-sources"><h3>{plain(words.sources)}</h3>{body}</section>'


def _freshness(status: Status | None, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    stale = f'<p class="stale">{plain(words.stale)}</p>' if status and status.stale else ""
    read = status.last_sync if status else None
    return stale + (f"<p>{plain(words.fresh.format(when=day(here(read), texts)))}</p>" if read else "")


def _source(source: Source, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    read = source.succeeded_at
    told = [words.source_read.format(when=day(here(read), texts)) if read else words.source_unread]
    if source.since:
        told.append(words.source_since.format(when=day(source.since, texts)))
    failed = ""
    if source.problem and source.tried_at:
        reason = reason_in(texts.lang, source.problem.removeprefix(f"{source.address}: "))[0]
        said = words.source_failed.format(when=day(here(source.tried_at), texts), problem=reason)
        failed = f'<p class="failed" dir="auto">{plain(said)}</p>'
    return (
        f'<li><p class="address-of"><bdi>{plain(source.address)}</bdi></p>'
        f'<p class="detail">{separated(map(plain, told))}</p>{failed}</li>'
    )


def _index(task: Task | None, status: Status | None, busy: bool, texts: Texts) -> str:
    words = archive_texts(texts.lang)
    if status is None:
        return ""
    off = " disabled" if busy else ""
    said = words.index_detail.format(version=status.index_version, passages=number(status.passages, texts))
    behind = f"<p>{plain(words.behind)}</p>" if status.behind else ""
    works = ["verify", *(["repair"] if _is_broken(task) else []), "rebuild"]
    names = {"verify": words.verify, "repair": words.repair, "rebuild": words.rebuild}
    buttons = "".join(f'<button type="button" data-work="{each}"{off}>{plain(names[each])}</button>' for each in works)
    return (
        f'<section class="kept-index"><h3>{plain(words.upkeep_index)}</h3><p class="detail">{plain(said)}</p>{behind}'
        f'<div class="choices">{buttons}</div><p class="detail">{plain(words.rebuild_detail)}</p></section>'
    )


def _is_broken(task: Task | None) -> bool:
    """Whether the index was found to differ from the archive and is not mended yet."""
    return bool(task and task.work is Work.VERIFY and task.integrity and not task.integrity.sound)


def _found(found: Integrity, repaired: bool, texts: Texts) -> Iterator[str]:
    words = archive_texts(texts.lang)
    if found.sound:
        yield words.sound.format(articles=number(found.articles, texts), passages=number(found.passages, texts))
        return
    counts = (
        (words.missing, found.missing),
        (words.outdated, found.stale),
        (words.extra, found.extra),
        (words.damaged, found.damaged),
    )
    yield from (form.format(count=number(len(ids), texts)) for form, ids in counts if ids)
    if found.unreadable:
        part, _ = reason_in(texts.lang, found.unreadable)
        yield words.unreadable.format(part=part.removesuffix("."))
    if repaired:
        yield words.repaired
