"""A session with the archive: searching, opening, removing and putting back, over a fake archive."""

import time
from dataclasses import replace

import pytest

from assistant import Article, Hit, QuestionError, Standing, Story, Version
from corpus.types import ArticleStatus, Chunk
from tests.fakes import FakeAssistant, answered, cited
from tests.ui.articles import BRIDGE, QUESTION, QUOTE, SCHOOL
from ui import archive_session as shelf
from ui.archive_session import ARTICLES_A_PAGE, UNDO_SECONDS, ArchiveSession
from ui.archive_texts import GERMAN
from ui.archive_types import MOST_CHARACTERS, Notice


def hit(article: Article, quote: str) -> Hit:
    start = article.text.index(quote)
    chunk = Chunk(article_id=article.id, ordinal=0, start=start, end=start + len(quote), text=quote)
    return Hit(chunk=chunk, title=article.title, lang="de", published=None, score=1.0, found_by=())


def titles(session: ArchiveSession) -> list[str]:
    return [find.article.title for find in session.finds.articles]


def searched(library: FakeAssistant, **given: object) -> ArchiveSession:
    session = ArchiveSession()
    shelf.search(session, library, given)
    return session


def test_without_words_the_newest_articles_are_found() -> None:
    assert titles(searched(FakeAssistant([SCHOOL, BRIDGE]))) == [BRIDGE.title, SCHOOL.title]


def test_the_best_passages_are_grouped_by_their_article() -> None:
    library = FakeAssistant([SCHOOL, BRIDGE])
    library.hits = [hit(BRIDGE, QUOTE), hit(SCHOOL, SCHOOL.text), hit(BRIDGE, "Am Montag")]
    session = searched(library, query="Brücke")
    assert titles(session) == [BRIDGE.title, SCHOOL.title]
    start = BRIDGE.text.index(QUOTE)
    assert session.finds.articles[0].passages[0] == (start, start + len(QUOTE))
    assert len(session.finds.articles[0].passages) == 2


def test_an_article_that_was_removed_meanwhile_is_not_found() -> None:
    library = FakeAssistant([BRIDGE])
    library.hits = [hit(SCHOOL, SCHOOL.text), hit(BRIDGE, QUOTE)]
    assert titles(searched(library, query="Brücke")) == [BRIDGE.title]


def test_facets_bound_what_is_found_and_nonsense_in_them_counts_as_empty() -> None:
    library = FakeAssistant([SCHOOL, BRIDGE])
    assert titles(searched(library, outlet="Altstadt-Bote")) == [BRIDGE.title]
    session = searched(library, outlet=7, lang=None, since="gestern", until="2026-02-30", standing="alles", query=["x"])
    assert not session.search.narrowed
    assert session.search.query == ""


def test_withdrawn_articles_are_found_by_their_words() -> None:
    library = FakeAssistant([SCHOOL, replace(BRIDGE, status=ArticleStatus.WITHDRAWN)])
    assert titles(searched(library, standing="withdrawn", query="Brücke")) == [BRIDGE.title]
    assert titles(searched(library, standing="withdrawn", query="Schule")) == []


def test_corrected_articles_are_told_from_others() -> None:
    corrected = replace(BRIDGE, status=ArticleStatus.CORRECTED)
    library = FakeAssistant([SCHOOL, corrected])
    library.hits = [hit(SCHOOL, SCHOOL.text), hit(corrected, QUOTE)]
    assert titles(searched(library, standing=Standing.CORRECTED.value, query="Brücke")) == [BRIDGE.title]


def test_more_are_shown_page_by_page() -> None:
    library = FakeAssistant([replace(SCHOOL, id=str(n)) for n in range(ARTICLES_A_PAGE + 5)])
    session = searched(library)
    assert (len(session.finds.articles), session.finds.more) == (ARTICLES_A_PAGE, True)
    shelf.more(session, library)
    shelf.more(session, library)
    assert (len(session.finds.articles), session.finds.more, session.pages) == (ARTICLES_A_PAGE + 5, False, 2)


def test_a_search_that_is_too_long_says_so() -> None:
    session = searched(FakeAssistant([BRIDGE]), query="x" * 100_000)
    assert session.finds.problem == GERMAN.query_too_long.format(limit=MOST_CHARACTERS)
    assert len(session.search.query) == MOST_CHARACTERS + 1


class Broken(FakeAssistant):
    """An archive that fails."""

    error: Exception = RuntimeError("kaputt")

    def search(self, *_: object, **__: object) -> list[Hit]:
        raise self.error

    def history(self, article_id: str) -> list[Version]:
        raise self.error

    def remove(self, article_ids: object) -> list[str]:
        raise self.error


def test_what_fails_is_one_plain_line() -> None:
    library = Broken([BRIDGE])
    session = searched(library)
    shelf.search(session, library, {"query": "Brücke"})
    assert session.finds.problem == GERMAN.unsearched
    shelf.open_article(session, library, 0)
    assert session.opened is not None
    assert session.opened.problem == GERMAN.unopened
    shelf.remove(session, library, 0)
    assert session.notice is Notice.FAILED
    library.error = QuestionError("The question is empty.", hint="Write what you want to know.")
    shelf.find(session, library)
    assert session.finds.problem == "Die Frage ist leer. Schreiben Sie, was Sie wissen wollen."


def test_an_article_opens_with_all_that_is_known_of_it() -> None:
    library = FakeAssistant([BRIDGE, SCHOOL])
    library.hits = [hit(BRIDGE, QUOTE)]
    library.stories = [Story(articles=("bridge", "school"), agencies=("dpa",))]
    old = replace(BRIDGE, text=BRIDGE.text.replace("März", "Mai"))
    library.earlier = {"bridge": [Version(article=old, live_from=0, stored_at=None)]}
    session = searched(library, query="Brücke")
    shelf.open_article(session, library, 0)
    opened = session.opened
    assert opened is not None
    assert opened.article == BRIDGE
    assert BRIDGE.text[opened.marks[0].start : opened.marks[0].end] == QUOTE
    assert [change.field for change in opened.editions[1].changes] == ["text"]
    assert [copy.article for copy in opened.copies] == [SCHOOL]
    shelf.open_article(session, library, opened.copies[0].number)
    assert session.opened is not None
    assert session.opened.article == SCHOOL
    shelf.close_article(session)
    assert session.opened is None


@pytest.mark.parametrize("number", [1, -1, None, "0", 0.5, 10**30, [0]])
def test_only_what_was_shown_to_a_session_can_be_acted_on(number: object) -> None:
    library = FakeAssistant([BRIDGE])
    session = searched(library)
    shelf.open_article(session, library, number)
    shelf.remove(session, library, number)
    assert session.opened is None
    assert library.stored
    shelf.undo(session, library, number)
    assert session.notice is Notice.TOO_LATE


def test_an_article_that_is_gone_opens_as_gone() -> None:
    library = FakeAssistant([BRIDGE])
    session = searched(library)
    library.stored.clear()
    shelf.open_article(session, library, 0)
    assert session.opened is not None
    assert (session.opened.article, session.opened.title) == (None, BRIDGE.title)
    shelf.remove(session, library, 0)
    assert session.notice is Notice.GONE_ALREADY


def test_a_removal_can_be_undone() -> None:
    library = FakeAssistant([BRIDGE, SCHOOL])
    session = searched(library)
    shelf.open_article(session, library, 0)
    shelf.remove(session, library, 0)
    assert (list(library.stored), titles(session), session.opened) == (["school"], [SCHOOL.title], None)
    shelf.undo(session, library, 0)
    assert library.stored["bridge"] == BRIDGE
    assert (session.notice, session.removed, session.changes) == (Notice.RESTORED, (), 2)
    assert titles(session) == [BRIDGE.title, SCHOOL.title]
    assert session.opened is not None
    assert session.opened.article == BRIDGE


def test_what_was_added_again_meanwhile_stays_as_it_is() -> None:
    library = FakeAssistant([BRIDGE])
    session = searched(library)
    shelf.remove(session, library, 0)
    library.stored["bridge"] = newer = replace(BRIDGE, title="Neu")
    shelf.undo(session, library, 0)
    assert (session.notice, library.stored["bridge"]) == (Notice.THERE_AGAIN, newer)


def test_what_was_removed_is_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    library = FakeAssistant([BRIDGE])
    session = searched(library)
    shelf.remove(session, library, 0)
    later = time.monotonic() + UNDO_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later)
    shelf.undo(session, library, 0)
    assert (session.notice, session.removed, library.stored) == (Notice.TOO_LATE, (), {})


def test_nobody_has_to_come_back_for_it_to_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "UNDO_SECONDS", 0.05)
    library = FakeAssistant([BRIDGE])
    session = searched(library)
    shelf.remove(session, library, 0)
    until = time.monotonic() + 5
    while session.removed and time.monotonic() < until:
        time.sleep(0.02)
    assert session.removed == ()


def test_an_open_article_follows_its_changes() -> None:
    library = FakeAssistant([BRIDGE])
    session = searched(library)
    shelf.open_article(session, library, 0)
    before = session.opened
    shelf.refresh(session, library)
    assert session.opened is before
    library.stored["bridge"] = replace(BRIDGE, title="Neu")
    shelf.refresh(session, library)
    assert session.opened is not None
    assert session.opened.title == "Neu"
    library.stored.clear()
    shelf.refresh(session, library)
    assert session.opened.article is None


def test_two_sessions_share_the_archive_and_nothing_else() -> None:
    library = FakeAssistant([BRIDGE, SCHOOL])
    one, other = searched(library), ArchiveSession()
    shelf.open_article(one, library, 0)
    shelf.open_article(other, library, 0)
    assert other.opened is None
    shelf.remove(one, library, 0)
    shelf.undo(other, library, 0)
    assert "bridge" not in library.stored


def test_answers_that_cite_an_article_are_named() -> None:
    from assistant import AnswerRecord
    from assistant.types import Making

    library = FakeAssistant([BRIDGE])
    answer = answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE))
    library.on_record["r"] = AnswerRecord(id="r", at="2026-03-02T08:05:00+00:00", answer=answer, making=Making())
    session = searched(library)
    shelf.open_article(session, library, 0)
    assert session.opened is not None
    assert [record.id for record in session.opened.cited_by] == ["r"]


def test_what_another_session_removes_is_taken_back_here() -> None:
    library = FakeAssistant([BRIDGE, SCHOOL])
    one, other = searched(library), searched(library)
    shelf.open_article(one, library, 0)
    assert one.opened is not None
    removed = one.opened.article
    assert removed is not None
    shelf.remove(other, library, 0)

    shelf.forget_hidden(one, library)

    assert one.opened.article is None
    assert removed.title not in titles(one)
