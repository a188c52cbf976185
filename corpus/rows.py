"""Articles and their versions as rows of the store: how one is written, replaced, renamed and read back."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from enum import Enum

from corpus.dates import epoch
from corpus.identifiers import address_of, id_from_url
from corpus.lifecycle import live_from
from corpus.types import Article, ArticleStatus, Version

FIELDS = tuple(each.name for each in fields(Article))
COLUMNS = ", ".join(FIELDS)
# What readers may see at the moment `:now`: an embargo holds `live_from` back.
PUBLIC = "status != 'withdrawn' AND (embargo_until IS NULL OR live_from <= :now)"

_DERIVED = ("content_hash", "published_epoch", "address", "live_from", "added_at", "stored_at")
_INSERT = (
    f"INSERT INTO articles ({COLUMNS}, {', '.join(_DERIVED)})"  # noqa: S608  (own names)
    f" VALUES ({', '.join('?' * (len(FIELDS) + len(_DERIVED)))})"
    " ON CONFLICT (id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in (*FIELDS[1:], *_DERIVED) if name != "added_at")
)


class Fate(Enum):
    """What became of an article that was put into the store."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"


def put(connection: sqlite3.Connection, article: Article) -> tuple[str, Fate]:
    """Store an article and say under which id, and what became of it.

    The same id, or the same web address, with other content is a new version, and the replaced one is kept. The same
    content under another id is stored once: that id becomes an alias.
    """
    if (known := content_hash(connection, article.id)) is None:
        if (alias := _alias(connection, article)) is not None:
            return alias
        article = _joined_by_address(connection, article)
        known = content_hash(connection, article.id)
    if known == article.content_hash or (known is not None and _is_outdated(connection, article)):
        return article.id, Fate.UNCHANGED
    if known is not None:
        _keep_version(connection, article.id)
    _write(connection, article)
    return article.id, Fate.ADDED if known is None else Fate.UPDATED


def resolved(connection: sqlite3.Connection, article_id: str) -> str | None:
    """Return the id under which an article is stored, given that id or an alias; None for neither."""
    row = connection.execute(
        "SELECT id FROM articles WHERE id = ?1 UNION ALL SELECT article_id FROM aliases WHERE alias = ?1", (article_id,)
    ).fetchone()
    return None if row is None else str(row[0])


def remove(connection: sqlite3.Connection, article_id: str) -> None:
    """Delete an article with all its versions; only that it was removed is remembered, by its ids and its address."""
    url = connection.execute("SELECT url FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
    names, at = [article_id, *_aliases(connection, article_id)], now()
    connection.executemany(
        "INSERT OR REPLACE INTO removals VALUES (?, ?, ?)", [(name, address_of(url), at) for name in names]
    )
    connection.execute("DELETE FROM visits WHERE address IN (?, ?)", (url, address_of(url)))
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def restore(connection: sqlite3.Connection, versions: Sequence[Version]) -> bool:
    """Put back a removed article with its versions, oldest first, and forget that it and its aliases were removed.

    Nothing is done, and False returned, where its id, its address or its content is stored again meanwhile.
    """
    present = versions[-1].article
    stored = connection.execute(
        "SELECT 1 FROM articles WHERE address = ? OR content_hash = ?", (address_of(present.url), present.content_hash)
    ).fetchone()
    if stored is not None or resolved(connection, present.id) is not None:
        return False
    at = now()
    derived = _derived(present, versions[-1].live_from, versions[0].stored_at or at, versions[-1].stored_at or at)
    connection.execute(_INSERT, (*(getattr(present, name) for name in FIELDS), *derived))
    for version in versions[:-1]:
        _insert_version(connection, present.id, version.replaced_at or at, version)
    connection.execute(
        "DELETE FROM removals WHERE address = ?1"
        " OR removed_at = (SELECT removed_at FROM removals WHERE article_id = ?2)",
        (address_of(present.url), present.id),
    )
    return True


def was_removed(connection: sqlite3.Connection, article: Article) -> bool:
    """Say whether an article was removed, under this id or with this web address, and not added again since."""
    row = connection.execute(
        "SELECT 1 FROM removals WHERE article_id = ? OR address = ?", (article.id, address_of(article.url))
    ).fetchone()
    return row is not None


def is_withdrawn(connection: sqlite3.Connection, article: Article) -> str | None:
    """Return the id of an article that is stored as withdrawn where this one, which is not, names no later update."""
    row = connection.execute(
        "SELECT id, live_from FROM articles WHERE status = 'withdrawn' AND (id = ? OR address = ?)",
        (resolved(connection, article.id), address_of(article.url)),
    ).fetchone()
    if row is None or article.status is ArticleStatus.WITHDRAWN:
        return None
    return row[0] if article.updated is None or epoch(article.updated) <= row[1] else None


def content_hash(connection: sqlite3.Connection, article_id: str) -> str | None:
    """Return the hash of the article stored under an id."""
    row = connection.execute("SELECT content_hash FROM articles WHERE id = ?", (article_id,)).fetchone()
    return None if row is None else str(row[0])


def article_of(row: Sequence[str]) -> Article:
    """Return the article of a row of `COLUMNS`."""
    return _article_from(dict(zip(FIELDS, row, strict=True)))


def history(connection: sqlite3.Connection, article_id: str) -> tuple[Version, ...]:
    """Return every version of an article, oldest first, the present one last."""
    replaced = connection.execute(
        "SELECT article, live_from, stored_at, replaced_at FROM versions WHERE article_id = ? ORDER BY number",
        (article_id,),
    ).fetchall()
    present = connection.execute(
        f"SELECT {COLUMNS}, live_from, stored_at FROM articles WHERE id = ?",  # noqa: S608
        (article_id,),
    ).fetchall()
    return (
        *(
            Version(article=_article_from(json.loads(kept)), live_from=since, stored_at=stored, replaced_at=until)
            for kept, since, stored, until in replaced
        ),
        *(Version(article=article_of(row[:-2]), live_from=row[-2], stored_at=row[-1]) for row in present),
    )


def live_at(connection: sqlite3.Connection, moment: int) -> tuple[Article, ...]:
    """Return the replaced versions that readers saw at a moment (epoch seconds), of articles they still may see."""
    rows = connection.execute(
        "SELECT versions.article, max(versions.number) FROM versions JOIN articles ON articles.id = versions.article_id"
        " WHERE articles.live_from > ?1 AND articles.status != 'withdrawn' AND versions.live_from <= ?1"
        " GROUP BY versions.article_id",
        (moment,),
    ).fetchall()
    return tuple(
        article for kept, _ in rows if (article := _article_from(json.loads(kept))).status != ArticleStatus.WITHDRAWN
    )


def now() -> str:
    """Return this moment in UTC as it is stored."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _aliases(connection: sqlite3.Connection, article_id: str) -> list[str]:
    found = connection.execute("SELECT alias FROM aliases WHERE article_id = ?", (article_id,))
    return [alias for (alias,) in found]


def _alias(connection: sqlite3.Connection, article: Article) -> tuple[str, Fate] | None:
    """Tell whether an article is stored under another id with just this content, and remember that."""
    row = connection.execute(
        "SELECT article_id, content_hash, renamed FROM aliases WHERE alias = ?", (article.id,)
    ).fetchone()
    if row is not None and row[1] == article.content_hash and (row[2] or content_hash(connection, row[0]) == row[1]):
        return row[0], Fate.UNCHANGED
    connection.execute("DELETE FROM aliases WHERE alias = ?", (article.id,))
    twin = connection.execute("SELECT id FROM articles WHERE content_hash = ?", (article.content_hash,)).fetchone()
    if twin is None:
        return None
    _remember_alias(connection, article.id, twin[0], article.content_hash, renamed=False)
    return twin[0], Fate.DUPLICATE


def _joined_by_address(connection: sqlite3.Connection, article: Article) -> Article:
    """Let an article and the one stored with its web address be the same: an id that was given wins over a made one."""
    row = connection.execute("SELECT id FROM articles WHERE address = ?", (address_of(article.url),)).fetchone()
    if row is None:
        return article
    if article.url is not None and article.id == id_from_url(article.url):
        return replace(article, id=row[0])
    _rename(connection, row[0], article.id)
    return article


def _rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    """Give a stored article another id; the old one stays an alias."""
    known = content_hash(connection, old) or ""
    columns = ", ".join((*FIELDS[1:], *_DERIVED))
    connection.execute(
        f"INSERT INTO articles (id, {columns}) SELECT ?, {columns} FROM articles WHERE id = ?",  # noqa: S608
        (new, old),
    )
    connection.execute("UPDATE versions SET article_id = ? WHERE article_id = ?", (new, old))
    connection.execute("UPDATE aliases SET article_id = ? WHERE article_id = ?", (new, old))
    connection.execute("DELETE FROM articles WHERE id = ?", (old,))
    _remember_alias(connection, old, new, known, renamed=True)


def _remember_alias(connection: sqlite3.Connection, alias: str, article_id: str, known: str, *, renamed: bool) -> None:
    connection.execute("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?, ?)", (alias, article_id, known, renamed))


def _is_outdated(connection: sqlite3.Connection, article: Article) -> bool:
    """Say whether this is a version that was replaced by one with a later update: an old file, read again."""
    present = connection.execute("SELECT updated FROM articles WHERE id = ?", (article.id,)).fetchone()[0]
    if present is None or (article.updated is not None and epoch(article.updated) >= epoch(present)):
        return False
    kept = connection.execute("SELECT article FROM versions WHERE article_id = ?", (article.id,))
    return any(_article_from(json.loads(each)).content_hash == article.content_hash for (each,) in kept)


def _keep_version(connection: sqlite3.Connection, article_id: str) -> None:
    row = connection.execute(
        f"SELECT {COLUMNS}, live_from, stored_at FROM articles WHERE id = ?",  # noqa: S608
        (article_id,),
    ).fetchone()
    version = Version(article=article_of(row[:-2]), live_from=row[-2], stored_at=row[-1])
    _insert_version(connection, article_id, now(), version)


def _insert_version(connection: sqlite3.Connection, article_id: str, replaced_at: str, version: Version) -> None:
    kept = json.dumps(asdict(version.article), ensure_ascii=False)
    connection.execute(
        "INSERT INTO versions (article_id, replaced_at, article, live_from, stored_at) VALUES (?, ?, ?, ?, ?)",
        (article_id, replaced_at, kept, version.live_from, version.stored_at),
    )


def _write(connection: sqlite3.Connection, article: Article) -> None:
    """Write an article over what its id holds; what was derived from an older text is derived anew later."""
    at = now()
    before = connection.execute("SELECT live_from FROM articles WHERE id = ?", (article.id,)).fetchone()
    since = live_from(article, None if before is None else before[0], at)
    derived = _derived(article, since, at, at)
    connection.execute(_INSERT, (*(getattr(article, name) for name in FIELDS), *derived))
    connection.execute(
        "DELETE FROM removals WHERE article_id = ? OR address = ?", (article.id, address_of(article.url))
    )
    connection.execute("DELETE FROM copies WHERE article_id = ?", (article.id,))
    connection.execute("DELETE FROM bands WHERE article_id = ?", (article.id,))


def _derived(article: Article, since: int, added_at: str, stored_at: str) -> tuple[str | int | None, ...]:
    """Return the values of the columns that `_DERIVED` names, in their order."""
    published = epoch(article.published) if article.published else None
    return article.content_hash, published, address_of(article.url), since, added_at, stored_at


def _article_from(values: Mapping[str, str]) -> Article:
    return Article(**{**values, "status": ArticleStatus(values["status"])})  # type: ignore[arg-type]
