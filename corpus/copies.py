"""Groups articles that are one text: copies of an agency's report, reprints, the same article under several addresses.

The groups are derived from the articles, one by one as they come, and may be behind the store for a moment: an article
that is not grouped yet stands for itself.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpus.agencies import agencies_of
from corpus.database import Database
from corpus.fingerprints import Shingles, bands, is_copy, shingles

ARTICLES_A_BATCH = 100
MOST_CANDIDATES = 50
REMEMBERED = 200

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that are copies of one text: their ids, the lead (the one published first) in front.

    `agencies` are those whose mark one of them carries: where the text came from.
    """

    articles: tuple[str, ...]
    agencies: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        """The id of the article published first."""
        return self.articles[0]


def source_of(article_id: str, stories: Mapping[str, Story]) -> str:
    """Return the id that stands for the source of an article: the lead of its story, or itself if it has no copies."""
    story = stories.get(article_id)
    return story.lead if story else article_id


class CopyGroups:
    """Keeps the groups in the database of the article store; every method may raise `StoreError`."""

    def __init__(self, database: Database) -> None:
        """Keep the groups in this database."""
        self._database = database
        self._shingles = lru_cache(REMEMBERED)(shingles)

    def group(self, progress: Progress | None = None) -> int:
        """Put every article that is in no group yet into one; return how many there were.

        `progress` hears how many are done and how many there are.
        """
        with self._database.reading() as connection:
            ids = [article_id for (article_id,) in connection.execute(_UNGROUPED)]
        for start in range(0, len(ids), ARTICLES_A_BATCH):
            with self._database.writing() as connection:
                chosen = json.dumps(ids[start : start + ARTICLES_A_BATCH])
                for article_id, text, author, outlet in connection.execute(_TO_GROUP, (chosen,)).fetchall():
                    self._join(connection, article_id, text, agencies_of(text, author, outlet))
            if progress is not None:
                progress(min(start + ARTICLES_A_BATCH, len(ids)), len(ids))
        return len(ids)

    def of(self, article_ids: Iterable[str], as_of: int | None = None) -> dict[str, Story]:
        """Return the stories of articles that have copies which readers may see, by article.

        `as_of` (epoch seconds) leaves out what could not be read at that moment.
        """
        wanted = json.dumps(list(article_ids))
        moment = min(int(time.time()), as_of if as_of is not None else int(time.time()))
        with self._database.reading() as connection:
            rows = connection.execute(_MEMBERS, (wanted, as_of is not None, moment)).fetchall()
        members: dict[int, list[str]] = {}
        agencies: dict[int, dict[str, None]] = {}
        for story, article_id, marks in rows:
            members.setdefault(story, []).append(article_id)
            agencies.setdefault(story, {}).update(dict.fromkeys(json.loads(marks)))
        stories = [
            Story(articles=tuple(ids), agencies=tuple(agencies[story]))
            for story, ids in members.items()
            if len(ids) > 1
        ]
        return {article_id: story for story in stories for article_id in story.articles}

    def _join(self, connection: sqlite3.Connection, article_id: str, text: str, agencies: tuple[str, ...]) -> None:
        read = self._shingles(text)
        hashes = bands(read)
        stories = sorted(self._stories_like(connection, read, hashes))
        if not stories:
            stories = [connection.execute("SELECT coalesce(max(story), 0) + 1 FROM copies").fetchone()[0]]
        for other in stories[1:]:
            connection.execute("UPDATE copies SET story = ? WHERE story = ?", (stories[0], other))
        connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(each, article_id) for each in hashes])
        connection.execute(
            "INSERT INTO copies VALUES (?, ?, ?)", (article_id, stories[0], json.dumps(agencies, ensure_ascii=False))
        )

    def _stories_like(self, connection: sqlite3.Connection, read: Shingles, hashes: Iterable[int]) -> set[int]:
        candidates = connection.execute(_CANDIDATES, (json.dumps(list(hashes)),)).fetchall()
        return {story for story, text in candidates if is_copy(read, self._shingles(text))}


_UNGROUPED = (
    "SELECT articles.id FROM articles LEFT JOIN copies ON copies.article_id = articles.id"
    " WHERE copies.article_id IS NULL ORDER BY added_at, articles.id"
)
_TO_GROUP = (
    "SELECT id, text, author, outlet FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    " AND id NOT IN (SELECT article_id FROM copies) ORDER BY added_at, id"
)
# Those with the most bands in common: a note that stands under many articles would bring them all.
_CANDIDATES = f"""
    SELECT copies.story, articles.text FROM (
        SELECT article_id FROM bands WHERE band IN (SELECT value FROM json_each(?))
        GROUP BY article_id ORDER BY count(*) DESC LIMIT {MOST_CANDIDATES}
    ) AS near JOIN copies USING (article_id) JOIN articles ON articles.id = near.article_id
"""  # noqa: S608  (an own number)
_MEMBERS = """
    SELECT story, articles.id, agencies FROM copies JOIN articles ON articles.id = copies.article_id
    WHERE story IN (SELECT story FROM copies WHERE article_id IN (SELECT value FROM json_each(?1)))
      AND status != 'withdrawn' AND ((embargo_until IS NULL AND NOT ?2) OR live_from <= ?3)
    ORDER BY story, published_epoch IS NULL, published_epoch, added_at, articles.id
"""
