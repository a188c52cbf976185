"""What the command line prints about the keeping of an archive: versions, sources, a sync, integrity."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from itertools import pairwise

from assistant import AddReport, Article, Integrity, Source, SourceReport, Story, Version
from ui.terminal import plain

MOST_NAMED = 20


def history_lines(versions: Sequence[Version], *, as_json: bool) -> str:
    """Return the versions of an article, a line each, with what changed to the next."""
    if as_json:
        return json.dumps([asdict(version) for version in versions], ensure_ascii=False)
    changes = ["", *(_changes(before.article, after.article) for before, after in pairwise(versions))]
    return "\n".join(
        f"{n}. {_moment(version.live_from)}, {version.article.status}: {plain(version.article.title)}{change}"
        for n, (version, change) in enumerate(zip(versions, changes, strict=True), start=1)
    )


def life_lines(versions: Sequence[Version], story: Story | None) -> Iterator[str]:
    """Say what a reader of the article has to know: withdrawn and when, corrected, held back, copies."""
    present = versions[-1].article
    if present.status == "withdrawn":
        yield f"withdrawn {_withdrawn_at(versions)}".rstrip()
    if present.status == "corrected":
        yield f"corrected {present.updated or versions[-1].stored_at or ''}".rstrip()
    if present.embargo_until:
        yield f"embargo until {present.embargo_until}"
    if len(versions) > 1:
        yield f"version {len(versions)} (`belegt history {plain(present.id)}` lists them)"
    if story is not None:
        others = ", ".join(plain(i) for i in story.articles if i != present.id)
        origin = f" of {', '.join(story.agencies)}" if story.agencies else ""
        yield f"one of {len(story.articles)} copies{origin}: {others}"


def source_lines(sources: Sequence[Source]) -> str:
    """Return the sources, a line each, with when they were read."""
    if not sources:
        return "no sources: `belegt source add` enters some"
    return "\n".join(_source_line(source) for source in sources)


def sync_lines(reports: Sequence[SourceReport]) -> str:
    """Return what became of every source, then every rejection."""
    if not reports:
        return "no sources: `belegt source add` enters some"
    return "\n".join(line for report in reports for line in _report_lines(report))


def integrity_lines(found: Integrity, *, mended: bool) -> str:
    """Return what `verify` found, and whether that is mended."""
    if found.sound:
        return f"sound: {found.articles} articles, {found.passages} passages"
    parts = [f"unreadable: {plain(found.unreadable)}"] if found.unreadable else []
    for name in ("missing", "stale", "extra", "damaged"):
        ids: tuple[str, ...] = getattr(found, name)
        if ids:
            more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
            parts.append(f"{name} {len(ids)}: {', '.join(map(plain, ids[:MOST_NAMED]))}{more}")
    return "\n".join([*parts, "mended" if mended else "`belegt verify --repair` mends this"])


def added_lines(report: AddReport) -> str:
    """Return the outcome of `add`: counts, then every rejection."""
    return "\n".join([_counts(report), *(f"  rejected: {plain(str(each))}" for each in report.rejected)])


def _counts(report: AddReport) -> str:
    duplicates = f", duplicates {len(report.duplicates)}" if report.duplicates else ""
    return (
        f"added {len(report.added)}, updated {len(report.updated)}, unchanged {len(report.unchanged)}"
        f"{duplicates}, rejected {len(report.rejected)}"
    )


def _report_lines(report: SourceReport) -> Iterator[str]:
    if report.problem is not None:
        yield f"{plain(report.address)}: failed: {plain(report.problem)}"
        return
    yield f"{plain(report.address)}: {_counts(report.report)}"
    yield from (f"  rejected: {plain(str(rejection))}" for rejection in report.report.rejected)


def _source_line(source: Source) -> str:
    read = f"last read {source.succeeded_at}" if source.succeeded_at else "not read yet"
    options = [f"since {source.since}"] if source.since else []
    options += ["private addresses allowed"] if source.allow_private else []
    failed = f"; failed {source.tried_at}: {plain(source.problem)}" if source.problem else ""
    return f"{plain(source.address)}: {', '.join([read, *options])}{failed}"


def _changes(before: Article, after: Article) -> str:
    names = [each.name for each in fields(before) if getattr(before, each.name) != getattr(after, each.name)]
    return f" ({', '.join(names)} changed)"


def _withdrawn_at(versions: Sequence[Version]) -> str:
    """Return when the last withdrawal took place: the date it gives, else the moment it came into the store."""
    last_seen = max((n for n, each in enumerate(versions) if each.article.status != "withdrawn"), default=-1)
    first = versions[last_seen + 1]
    before = versions[last_seen].article.updated if last_seen >= 0 else None
    given = first.article.updated if first.article.updated != before else None
    return given or first.stored_at or ""


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(sep=" ", timespec="minutes")
