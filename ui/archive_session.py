"""One session with the archive: what is looked for and found, what is open, what was removed and may return.

An `ArchiveSession` belongs to one browser session and changes in place, since its events may overlap. The page names
articles by the numbers under which they were shown to this session: nothing else can be opened, removed or put back.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from assistant import Article, BelegtError, NotFoundError
from ui.archive_changes import editions
from ui.archive_finding import Library, Passages, entered_search, found, present
from ui.archive_texts import ArchiveTexts, archive_texts
from ui.archive_types import MOST_CHARACTERS, Find, Finds, Notice, Opened, Removed, Search, Task
from ui.faults import told
from ui.texts import DEFAULT_LANGUAGE
from ui.types import Mark

ARTICLES_A_PAGE = 20
MOST_COPIES = 50
UNDO_SECONDS = 300.0
EVERYTHING = Search()
NOTHING = Finds()
_log = logging.getLogger(__name__)
_changing = threading.Lock()  # one for all sessions: gradio copies the state of each, and a lock cannot be copied


@dataclass(slots=True, kw_only=True)
class ArchiveSession:
    """The state of one browser session in the view of the archive.

    Attributes:
        lang: the language of the page.
        search: what is looked for.
        pages: how many pages of it are shown.
        finds: what was found.
        opened: the article that is open, if one is.
        openings: how often one was opened.
        ids: the ids of the articles that were shown, by position: their numbers on the page.
        removed: what was removed and may be put back, oldest first.
        notice: what became of the last removal or undoing.
        task: the work that goes on, or was done last.
        changes: how often this session has changed the archive.
    """

    lang: str = DEFAULT_LANGUAGE
    search: Search = EVERYTHING
    pages: int = 1
    finds: Finds = NOTHING
    opened: Opened | None = None
    openings: int = 0
    ids: list[str] = field(default_factory=list)
    removed: tuple[Removed, ...] = ()
    notice: Notice | None = None
    task: Task | None = None
    changes: int = 0

    @property
    def texts(self) -> ArchiveTexts:
        """The wording in the language of this session."""
        return archive_texts(self.lang)

    @property
    def busy(self) -> bool:
        """Whether work goes on."""
        return self.task is not None and self.task.running

    def number(self, article_id: str) -> int:
        """Return what the page calls an article."""
        if article_id not in self.ids:
            self.ids.append(article_id)
        return self.ids.index(article_id)

    def id_of(self, number: object) -> str | None:
        """Return the id of an article that was shown under a number; None for anything else."""
        return dict(enumerate(self.ids)).get(number) if isinstance(number, int) else None


def search(session: ArchiveSession, library: Library, given: Mapping[str, object]) -> None:
    """Look for what somebody entered; a field that cannot be used counts as empty."""
    session.search, session.pages = entered_search(given), 1
    find(session, library)


def more(session: ArchiveSession, library: Library) -> None:
    """Show another page of what was found."""
    if session.finds.more:
        session.pages += 1
        find(session, library)


def find(session: ArchiveSession, library: Library) -> None:
    """Look again for what is looked for; what somebody has begun to look for meanwhile is left to that search."""
    wanted, pages = session.search, session.pages
    finds = _found(session, library)
    if (session.search, session.pages) == (wanted, pages):
        session.finds = finds


def _found(session: ArchiveSession, library: Library) -> Finds:
    if len(session.search.query) > MOST_CHARACTERS:
        return Finds(problem=session.texts.query_too_long.format(limit=MOST_CHARACTERS))
    most = ARTICLES_A_PAGE * session.pages
    wanted = session.search
    try:
        articles = found(wanted, library, most)
    except BelegtError as error:
        return Finds(problem=told(error, session.lang))
    except Exception:  # noqa: BLE001  (the page gets one neutral line, the log the rest)
        _log.exception("the archive could not be searched")
        return Finds(problem=session.texts.unsearched)
    numbered = tuple(
        Find(number=session.number(article.id), article=article, passages=passages)
        for article, passages in articles[:most]
    )
    return Finds(articles=numbered, more=len(articles) > most)


def open_article(session: ArchiveSession, library: Library, number: object) -> None:
    """Open an article that was shown to this session, with the best passage that was found marked."""
    article_id = session.id_of(number)
    if article_id is None:
        return
    found = next((each for each in session.finds.articles if each.article.id == article_id), None)
    session.openings += 1
    opened = Opened(
        opening=session.openings,
        number=session.number(article_id),
        title=found.article.title if found else "",
    )
    shown = _read(session, library, opened, found.passages[:1] if found else ())
    if session.openings == opened.opening:
        session.opened = shown


def close_article(session: ArchiveSession) -> None:
    """Close the article that is open."""
    session.opened = None


def _read(session: ArchiveSession, library: Library, opened: Opened, passages: Passages) -> Opened:
    """The article as it is stored now, with all that is known of it."""
    article_id = session.ids[opened.number]
    try:
        versions = library.history(article_id)
        article = versions[-1].article
        story = library.story(article.id)
        others = [each for each in story.articles if each != article.id][:MOST_COPIES] if story else []
        return replace(
            opened,
            title=article.title,
            editions=editions(versions),
            marks=tuple(_marks(article, passages)),
            story=story,
            copies=tuple(Find(number=session.number(each.id), article=each) for each in present(others, library)),
            cited_by=tuple(library.citing(article.id)),
        )
    except NotFoundError:
        return opened
    except BelegtError as error:
        return replace(opened, problem=told(error, session.lang))
    except Exception:  # noqa: BLE001  (the page gets one neutral line, the log the rest)
        _log.exception("an article could not be opened")
        return replace(opened, problem=session.texts.unopened)


def _marks(article: Article, passages: Passages) -> Iterator[Mark]:
    """The passages that lie in the text as it is now; it may have become shorter since they were found."""
    for n, (start, end) in enumerate(passages, start=1):
        if end <= len(article.text):
            yield Mark(n=n, start=start, end=end)


def remove(session: ArchiveSession, library: Library, number: object) -> None:
    """Remove an article that was shown to this session; it may be put back for five minutes.

    Until then it is kept in memory alone.
    """
    article_id = session.id_of(number)
    if article_id is not None:
        _noted(session, lambda: _remove(session, library, article_id))
        _changed(session, library)


def _remove(session: ArchiveSession, library: Library, article_id: str) -> Notice | None:
    try:
        versions = tuple(library.history(article_id))
    except NotFoundError:
        return Notice.GONE_ALREADY
    if not library.remove([versions[-1].article.id]):
        return Notice.GONE_ALREADY
    removed = Removed(number=session.number(article_id), versions=versions, until=time.monotonic() + UNDO_SECONDS)
    with _changing:
        session.removed = (*session.removed, removed)
    forgetting = threading.Timer(UNDO_SECONDS, partial(forget_removed, session))
    forgetting.daemon = True
    forgetting.start()
    if session.opened is not None and session.opened.number == removed.number:
        session.opened = None
    return None


def undo(session: ArchiveSession, library: Library, number: object) -> None:
    """Put back an article that this session has removed, and open it."""
    forget_removed(session)
    removed = next((each for each in session.removed if each.number == number), None)
    if removed is None:
        session.notice = Notice.TOO_LATE
        return
    _noted(session, lambda: _restore(session, library, removed))
    _changed(session, library)
    if session.notice in (Notice.RESTORED, Notice.THERE_AGAIN):
        open_article(session, library, removed.number)


def _restore(session: ArchiveSession, library: Library, removed: Removed) -> Notice:
    restored = library.restore(removed.versions)
    with _changing:
        session.removed = tuple(each for each in session.removed if each is not removed)
    return Notice.RESTORED if restored else Notice.THERE_AGAIN


def forget_removed(session: ArchiveSession) -> None:
    """Forget what was removed too long ago to be put back."""
    now = time.monotonic()
    with _changing:
        session.removed = tuple(each for each in session.removed if each.until > now)


def _noted(session: ArchiveSession, act: Callable[[], Notice | None]) -> None:
    """Do something and note what became of it."""
    try:
        session.notice = act()
    except Exception:  # noqa: BLE001  (the page gets one neutral line, the log the rest)
        _log.exception("an article could not be removed or put back")
        session.notice = Notice.FAILED


def _changed(session: ArchiveSession, library: Library) -> None:
    session.changes += 1
    find(session, library)


def refresh(session: ArchiveSession, library: Library) -> None:
    """Look again, after the archive has changed, for what is looked for and for the article that is open."""
    _changed(session, library)
    forget_hidden(session, library)


def forget_hidden(session: ArchiveSession, library: Library) -> None:
    """Take back what is not stored any more as it is shown: another session may have removed or changed it."""
    opened = session.opened
    if opened is not None and _has_changed(opened, library):
        shown = _read(session, library, replace(opened, editions=(), copies=(), story=None, cited_by=()), ())
        if session.opened is opened:
            session.opened = shown
    finds = session.finds
    there = {each.id for each in present((each.article.id for each in finds.articles), library)}
    still = tuple(each for each in finds.articles if each.article.id in there)
    if session.finds is finds and len(still) < len(finds.articles):
        session.finds = replace(finds, articles=still)


def _has_changed(opened: Opened, library: Library) -> bool:
    """Whether the article that is open is not stored as it is shown any more."""
    article = opened.article
    if article is None:
        return True
    try:
        return library.article(article.id) != article
    except BelegtError:
        return True
