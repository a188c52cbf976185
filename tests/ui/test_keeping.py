from dataclasses import replace

from assistant import AddReport, Article, Integrity, Rejection, Source, SourceReport, Story, Version
from ui.keeping import added_lines, history_lines, integrity_lines, life_lines, source_lines, sync_lines

JULY_1 = 1_751_328_000
ARTICLE = Article(id="a", title="Hafen zu", text="Der Hafen ist zu.", published="2025-07-01")
FIRST = Version(article=ARTICLE, live_from=JULY_1, stored_at="2025-07-01T09:00:00+00:00", replaced_at="2025-07-02")
STORY = Story(articles=("a", "b", "c"), agencies=("dpa",))


def later(**changes: str) -> Version:
    changed = replace(ARTICLE, **changes)  # type: ignore[arg-type]
    return Version(article=changed, live_from=JULY_1 + 86_400, stored_at="2025-07-02T09:00:00+00:00")


def test_a_history_says_what_changed() -> None:
    lines = history_lines([FIRST, later(title="Hafen offen", text="Der Hafen ist offen.")], as_json=False)
    assert lines.splitlines() == [
        "1. 2025-07-01 00:00+00:00, live: Hafen zu",
        "2. 2025-07-02 00:00+00:00, live: Hafen offen (title, text changed)",
    ]


def test_a_plain_article_has_nothing_to_be_known() -> None:
    assert list(life_lines([later()], None)) == []


def test_a_withdrawn_article_says_since_when() -> None:
    named = later(status="withdrawn", updated="2025-07-02")
    assert next(life_lines([FIRST, named], None)) == "withdrawn 2025-07-02"
    assert next(life_lines([FIRST, later(status="withdrawn")], None)) == "withdrawn 2025-07-02T09:00:00+00:00"


def test_corrections_embargoes_and_copies_are_said() -> None:
    lines = list(life_lines([FIRST, later(status="corrected", embargo_until="2025-08-01")], STORY))
    assert lines == [
        "corrected 2025-07-02T09:00:00+00:00",
        "embargo until 2025-08-01",
        "version 2 (`belegt history a` lists them)",
        "one of 3 copies of dpa: b, c",
    ]


def test_sources_say_when_they_were_read_and_what_failed() -> None:
    assert "belegt source add" in source_lines([])
    sources = [
        Source(address="/archiv"),
        Source(address="https://z.example/feed", since="2025-01-01", succeeded_at="2025-07-01", problem="is not there"),
    ]
    first, second = source_lines(sources).splitlines()
    assert first == "/archiv: not read yet"
    assert second == "https://z.example/feed: last read 2025-07-01, since 2025-01-01; failed None: is not there"


def test_a_sync_names_counts_failures_and_rejections() -> None:
    rejected = Rejection(source="x", reason="is empty")
    reports = [
        SourceReport(address="/a", report=AddReport(added=("1",), duplicates=("2",), rejected=(rejected,))),
        SourceReport(address="/b", report=AddReport(rejected=(rejected,)), problem="x: is empty"),
    ]
    assert sync_lines(reports).splitlines() == [
        "/a: added 1, updated 0, unchanged 0, duplicates 1, rejected 1",
        "  rejected: x: is empty",
        "/b: failed: x: is empty",
    ]
    assert "belegt source add" in sync_lines([])


def test_control_characters_of_a_source_do_not_reach_the_terminal() -> None:
    report = AddReport(rejected=(Rejection(source="x\x1b[2J", reason="is empty"),))
    assert "\x1b" not in added_lines(report)


def test_integrity_lists_what_differs_and_not_too_much_of_it() -> None:
    assert integrity_lines(Integrity(articles=2, passages=3), mended=True) == "sound: 2 articles, 3 passages"
    found = Integrity(missing=tuple(f"a{n}" for n in range(25)), extra=("x#0",))
    lines = integrity_lines(found, mended=False).splitlines()
    assert lines[0].startswith("missing 25: a0, a1,")
    assert lines[0].endswith("a19 and 5 more")
    assert lines[1:] == ["extra 1: x#0", "`belegt verify --repair` mends this"]
    assert integrity_lines(Integrity(unreadable="broken"), mended=True) == "unreadable: broken\nmended"
