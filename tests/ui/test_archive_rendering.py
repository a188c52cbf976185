"""What the view of the archive shows, as HTML."""

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from assistant import (
    AddReport,
    AnswerRecord,
    Article,
    Integrity,
    Rejection,
    Source,
    SourceReport,
    Standing,
    Status,
    Story,
    Version,
)
from assistant.types import Making
from corpus.types import ArticleStatus
from tests.fakes import FakeAssistant, answered, cited
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE, SCHOOL, read
from ui import archive_texts
from ui.archive_article import MOST_SHOWN, article_panel
from ui.archive_changes import editions
from ui.archive_rendering import finds, removals, search_form
from ui.archive_types import Added, Find, Finds, Notice, Opened, Removed, Search, Task, Trouble, Work
from ui.archive_upkeep import MOST_NAMED, upkeep_panel
from ui.texts import ENGLISH, GERMAN, Texts
from ui.types import Mark

WORDS = archive_texts.GERMAN
OVERRIDE = "\u202e"
HOSTILE_ARTICLE = Article(
    id=HOSTILE,
    title=HOSTILE + OVERRIDE,
    text=HOSTILE * 3,
    url="javascript:alert(1)",
    author=HOSTILE,
    outlet=HOSTILE,
    lang=HOSTILE,
)


def version(article: Article) -> Version:
    return Version(article=article, live_from=1_751_320_800, stored_at="2025-07-01T00:00:00+00:00")


def opened(*articles: Article, **more: object) -> Opened:
    present = articles[-1]
    made = Opened(opening=1, number=3, title=present.title, editions=editions([version(each) for each in articles]))
    return replace(made, **more)  # type: ignore[arg-type]


def panel(task: Task | None = None, status: Status | None = None, texts: Texts = GERMAN) -> str:
    return upkeep_panel(task, status or FakeAssistant([BRIDGE]).status(), lambda _: 9, texts)


def status(**changes: object) -> Status:
    return replace(FakeAssistant([BRIDGE, SCHOOL]).status(), **changes)  # type: ignore[arg-type]


def test_the_facets_count_articles_and_keep_what_holds() -> None:
    search = Search(query='"Brücke"', outlet="Verschwunden", since="2025-07-01", standing=Standing.WITHDRAWN)
    html = search_form(search, status(withdrawn=1_234), GERMAN)
    seen = read(html).seen
    for part in ("Altstadt-Bote (1)", "Deutsch (2)", "Zurückgezogen (1.234)", "Veröffentlicht ab 1. Juli 2025"):
        assert part in seen
    options = [attributes for tag, attributes in read(html).elements if tag == "option" and "selected" in attributes]
    assert [option["value"] for option in options] == ["Verschwunden", "", "withdrawn"]
    chips = [attributes["data-unset"] for _, attributes in read(html).elements if "data-unset" in attributes]
    assert chips == ["outlet", "since", "standing", "outlet lang since until standing"]


def test_what_was_found_is_named_with_its_passage_and_its_state() -> None:
    start = BRIDGE.text.index(QUOTE)
    held = replace(SCHOOL, embargo_until="2999-01-01", status=ArticleStatus.CORRECTED)
    found = Finds(
        articles=(
            Find(number=3, article=BRIDGE, passages=((start, start + len(QUOTE)),)),
            Find(number=4, article=held),
        ),
        more=True,
    )
    html = finds(found, Search(query="Brücke"), status(), 3, GERMAN)
    seen = read(html).seen
    for part in (QUOTE, "Altstadt-Bote", "3. November 2025", "Korrigiert", "Gesperrt bis 1. Januar 2999", WORDS.more):
        assert part in seen
    assert 'data-open="3"' in html
    assert html.count("data-current") == 1


@pytest.mark.parametrize(
    ("search", "known", "expected"),
    [
        (Search(), status(articles=0), WORDS.none_here),
        (Search(query="Schiff"), status(), WORDS.none_found_hint),
        (Search(outlet="Bote"), status(), WORDS.none_found),
    ],
)
def test_where_nothing_was_found_the_page_says_what_to_do(search: Search, known: Status, expected: str) -> None:
    assert expected in finds(Finds(), search, known, None, GERMAN)


def test_an_article_is_shown_with_its_passage_versions_copies_and_answers() -> None:
    old = replace(BRIDGE, text=BRIDGE.text.replace("März", "Mai"), author=None)
    answer = answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE))
    record = AnswerRecord(id="r", at="2026-03-02T08:05:00+00:00", answer=answer, making=Making(), changed=("bridge",))
    start = BRIDGE.text.index(QUOTE)
    article = opened(
        old,
        replace(BRIDGE, status=ArticleStatus.CORRECTED),
        marks=(Mark(n=1, start=start, end=start + len(QUOTE)),),
        story=Story(articles=("bridge", "school"), agencies=("dpa",)),
        copies=(Find(number=7, article=SCHOOL),),
        cited_by=(record,),
    )
    html = article_panel(article, 300.0, GERMAN)
    page = read(html)
    assert page.marked == [QUOTE]
    for part in ("Fassung 2 (jetzige Fassung)", "Geändert: Text", "Vermerk: dpa", QUESTION, WORDS.cited_changed):
        assert part in page.seen
    assert "<del" in html
    assert ">Mai</del>" in html
    assert ">März</ins>" in html
    assert WORDS.corrected_note in page.seen
    assert WORDS.remove_answers_one in page.seen
    assert 'data-open="7"' in html
    assert 'data-remove="3"' in html


def test_what_keeps_readers_from_an_article_is_said() -> None:
    assert WORDS.withdrawn_note in article_panel(opened(replace(BRIDGE, status=ArticleStatus.WITHDRAWN)), 300, GERMAN)
    held = article_panel(opened(replace(BRIDGE, embargo_until="2999-01-01T08:00:00+01:00")), 300, GERMAN)
    assert WORDS.embargo_note.format(when="1. Januar 2999, 08:00 Uhr") in held
    over = article_panel(opened(replace(BRIDGE, embargo_until="2020-01-01")), 300, GERMAN)
    assert "2020" in over
    assert 'class="note"' not in over


def test_a_huge_article_is_cut_and_one_that_is_gone_says_so() -> None:
    huge = article_panel(opened(replace(BRIDGE, text="Wort " * MOST_SHOWN)), 300, ENGLISH)
    assert len(huge) < 2 * MOST_SHOWN
    assert archive_texts.ENGLISH.shortened.format(count="200,000") in huge
    gone = article_panel(Opened(opening=1, number=0, title="Weg"), 300, GERMAN)
    assert WORDS.gone in gone
    assert "data-remove" not in gone
    assert article_panel(None, 300, GERMAN) == ""


def test_a_removal_offers_its_undoing_for_a_while() -> None:
    removed = Removed(number=5, versions=(version(BRIDGE),), until=160.0)
    html = removals([removed], Notice.RESTORED, 2, 100.5, GERMAN)
    assert 'data-left="60"' in html
    assert 'data-undo="5"' in html
    assert BRIDGE.title in html
    assert WORDS.notices[Notice.RESTORED] in html


def test_an_empty_archive_says_where_to_begin() -> None:
    html = panel(status=FakeAssistant().status())
    assert WORDS.add_empty in html
    assert 'data-work="samples"' in html
    assert 'data-work="samples"' not in panel()


def test_progress_is_shown_and_everything_else_waits() -> None:
    task = Task(work=Work.FILES, step="indexing", done=1_000, total=2_000, name="a.txt", position=2, count=5)
    html = panel(task)
    assert "Datei 2 von 5" in html
    assert "In den Index aufnehmen: 1.000 von 2.000" in html
    assert "data-busy" in html
    assert all("disabled" in attributes for _, attributes in read(html).elements if "data-work" in attributes)


def test_every_file_has_its_outcome_and_every_rejection_its_line() -> None:
    rejected = tuple(Rejection(source="b.jsonl", line=n, reason="is empty: give the article a text") for n in range(30))
    task = Task(
        work=Work.FILES,
        running=False,
        added=[
            Added(name="a.txt", report=AddReport(added=("a",))),
            Added(name="b.jsonl", report=AddReport(updated=("b",) * 2_000, unchanged=("c",), rejected=rejected)),
            Added(name="c.json", report=AddReport(rejected=(Rejection(source="c.json, record 2", reason="x y"),))),
            Added(name="d.exe", trouble=Trouble.WRONG_TYPE),
            Added(name="e.txt", problem={"de": "Gesperrt.", "en": "Locked."}),
        ],
    )
    seen = read(panel(task)).seen
    for part in (
        "1 neu, 2.000 geändert, 1 unverändert, 33 abgelehnt",
        "Zeile 3: ist leer",
        f"und {30 - MOST_NAMED} weitere",
        "Eintrag 2: x y",
        WORDS.troubles[Trouble.WRONG_TYPE],
        "Gesperrt.",
    ):
        assert part in seen, part
    assert panel(task).count("data-open") == 1


def test_sources_say_how_fresh_they_are() -> None:
    problem = "/b: does not exist: check the name and the folder you are in"
    read_once = Source(address="https://a.example/feed", since="2025-01-01", succeeded_at="2026-03-02T08:00:00+00:00")
    failed = Source(address="/b", tried_at="2026-03-02T08:00:00+00:00", problem=problem)
    known = status(sources=(read_once, failed), stale=True, last_sync="2026-03-02T08:00:00+00:00")
    seen = read(panel(status=known)).seen
    for part in ("https://a.example/feed", "nur ab 1. Januar 2025", "gibt es nicht", WORDS.stale, WORDS.read_sources):
        assert part in seen
    task = Task(
        work=Work.SYNC,
        running=False,
        synced=(
            SourceReport(address="https://a.example/feed", report=AddReport(added=("a", "b"))),
            SourceReport(address="/b", report=AddReport(), problem=problem),
        ),
    )
    seen = read(panel(task, known)).seen
    assert "2 neu" in seen
    assert "gibt es nicht" in seen


def test_what_is_wrong_with_the_index_is_said_and_can_be_mended() -> None:
    broken = Task(work=Work.VERIFY, running=False, integrity=Integrity(missing=("a", "b"), unreadable="vectors"))
    html = panel(broken)
    assert "Im Index fehlen 2 Artikel." in html
    assert 'data-work="repair"' in html
    sound = Task(work=Work.VERIFY, running=False, integrity=Integrity(articles=3, passages=4))
    assert WORDS.sound.format(articles=3, passages=4) in panel(sound)
    assert 'data-work="repair"' not in panel(sound)
    mended = Task(work=Work.REPAIR, running=False, integrity=Integrity(missing=("a",)))
    assert WORDS.repaired in panel(mended)


def hostile_parts() -> Iterator[str]:
    find = Find(number=0, article=HOSTILE_ARTICLE)
    known = status(by_outlet={HOSTILE: 1}, by_lang={HOSTILE: 1}, sources=(Source(address=HOSTILE, problem=HOSTILE),))
    yield search_form(Search(query=HOSTILE, outlet=HOSTILE, lang=HOSTILE), known, GERMAN)
    yield finds(Finds(articles=(find,)), Search(), known, None, GERMAN)
    story = Story(articles=(HOSTILE, "b"), agencies=(HOSTILE,))
    changed = replace(HOSTILE_ARTICLE, title="Neu", text="Neu", url="https://a.example/", outlet=None)
    yield article_panel(opened(changed, HOSTILE_ARTICLE, story=story, copies=(find,)), 300, GERMAN)
    yield article_panel(Opened(opening=1, number=0, title=HOSTILE, problem=HOSTILE), 300, GERMAN)
    yield removals([Removed(number=0, versions=(version(HOSTILE_ARTICLE),), until=9)], None, 0, 0, GERMAN)
    rejection = Rejection(source=HOSTILE, field=HOSTILE, reason=HOSTILE)
    report = AddReport(added=("a",), rejected=(rejection,))
    task = Task(work=Work.FILES, running=False, added=[Added(name=HOSTILE, report=report)])
    yield panel(task, known)
    yield panel(replace(task, running=True, name=HOSTILE, count=1), known)
    yield panel(replace(task, problem={"de": HOSTILE}, synced=(SourceReport(address=HOSTILE, report=report),)), known)


@pytest.mark.parametrize("html", list(hostile_parts()))
def test_markup_of_others_is_text(html: str) -> None:
    page = read(html)
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert "javascript:" not in "".join(str(attributes.get("href")) for _, attributes in page.elements)
    assert OVERRIDE not in html


def test_both_languages_say_everything() -> None:
    for each in fields(archive_texts.ArchiveTexts):
        german, english = getattr(archive_texts.GERMAN, each.name), getattr(archive_texts.ENGLISH, each.name)
        assert german
        assert english
        if isinstance(german, dict):
            assert german.keys() == english.keys()
    assert archive_texts.archive_texts("fr") is archive_texts.GERMAN
