from dataclasses import replace

import pytest

from assistant import Article, Conflict
from corpus.types import ArticleStatus
from tests.fakes import cited
from tests.ui.articles import BRIDGE, HOSTILE, QUOTE, SCHOOL, SECOND_QUOTE, read
from ui.ask_texts import GERMAN as ASK
from ui.source_panel import source_panel
from ui.texts import ENGLISH, GERMAN, Texts
from ui.types import Kind, Mark, OpenedSource, Reference

HERE = Reference(exchange=1, kind=Kind.CITATION, number=1)


def mark(quote: str, n: int = 1, article: Article = BRIDGE) -> Mark:
    start = article.text.index(quote)
    return Mark(n=n, start=start, end=start + len(quote))


def opened(*marks: Mark, article: Article | None = BRIDGE, focus: int | None = 1, texts: Texts = GERMAN) -> str:
    source = OpenedSource(reference=HERE, title=BRIDGE.title, article=article, marks=marks, focus=focus, opening=4)
    return source_panel(source, texts)


def test_a_closed_panel_says_what_it_is_for() -> None:
    assert read(source_panel(None, ENGLISH)).seen.strip() == ENGLISH.source_empty


def test_an_article_is_shown_with_headline_byline_dates_and_all_of_its_text() -> None:
    seen = read(opened(article=replace(BRIDGE, updated="2025-11-05"))).seen
    for part in (BRIDGE.title, "Altstadt-Bote", "Von Ada Beispiel", "Veröffentlicht 3. November 2025, 09:15 Uhr"):
        assert part in seen
    assert "Aktualisiert 5. November 2025" in seen
    assert [line for line in BRIDGE.text.splitlines() if line and line not in seen] == []


def test_the_quotation_is_marked_word_for_word() -> None:
    assert read(opened(mark(QUOTE))).marked == [QUOTE]


def test_the_quotation_to_scroll_to_is_told_from_the_others() -> None:
    marks = [a for tag, a in read(opened(mark(QUOTE), mark(SECOND_QUOTE, 2), focus=2)).elements if tag == "mark"]
    assert [(a["id"], a["class"]) for a in marks] == [("quotation-1", "other"), ("quotation-2", "focus")]


def test_overlapping_quotations_keep_the_text_and_one_id_each() -> None:
    reader = read(opened(mark(f"{QUOTE} {SECOND_QUOTE}"), mark(QUOTE, 2), focus=2))
    assert "".join(reader.marked) == f"{QUOTE} {SECOND_QUOTE}"
    ids = [a["id"] for tag, a in reader.elements if tag == "mark" and "id" in a]
    assert sorted(map(str, ids)) == ["quotation-1", "quotation-2"]


def test_a_quotation_over_two_paragraphs_is_marked_in_both() -> None:
    both = f"{SECOND_QUOTE}\n\nDer Bund zahlt"
    reader = read(opened(mark(both)))
    assert reader.marked == [SECOND_QUOTE, "Der Bund zahlt"]
    assert [a.get("id") for tag, a in reader.elements if tag == "mark"] == ["quotation-1", None]


@pytest.mark.parametrize("text", ["Eins.\nZwei.\nDrei.", "Eins.\n\nZwei.\n\n\n\nDrei.\n\n"])
def test_paragraphs_are_parted_by_blank_lines_or_by_lines(text: str) -> None:
    article = replace(BRIDGE, text=text)
    reader = read(opened(mark("Zwei.", article=article), article=article))
    assert reader.marked == ["Zwei."]
    assert reader.seen.rstrip().endswith("Eins.\nZwei.\nDrei.")


def test_a_quotation_that_no_longer_stands_is_admitted() -> None:
    assert GERMAN.quotation_gone in read(opened(focus=1)).seen
    assert GERMAN.quotation_gone not in read(opened(mark(QUOTE), focus=1)).seen
    assert GERMAN.quotation_gone not in read(opened(focus=None)).seen


def test_an_article_that_is_gone_keeps_its_headline() -> None:
    seen = read(opened(article=None)).seen
    assert BRIDGE.title in seen
    assert GERMAN.source_gone in seen


@pytest.mark.parametrize(
    ("status", "note"),
    [(ArticleStatus.CORRECTED, GERMAN.corrected_note), (ArticleStatus.WITHDRAWN, GERMAN.withdrawn_note)],
)
def test_what_the_newsroom_did_to_an_article_is_said(status: ArticleStatus, note: str) -> None:
    assert note in read(opened(article=replace(BRIDGE, status=status))).seen
    assert note not in read(opened()).seen


def test_the_original_is_linked_by_its_host_and_opens_apart() -> None:
    links = [a for tag, a in read(opened()).elements if tag == "a"]
    assert [(a["href"], a["target"], a["rel"]) for a in links] == [
        (BRIDGE.url, "_blank", "noopener noreferrer nofollow")
    ]
    assert "Original auf zeitung.example" in read(opened()).seen


def test_what_is_no_web_address_is_not_linked() -> None:
    assert [
        tag for tag, _ in read(opened(article=replace(BRIDGE, url="javascript:alert(1)"))).elements if tag == "a"
    ] == []


def test_nothing_of_an_article_becomes_markup() -> None:
    text = f"Vorher. {HOSTILE} Nachher."
    article = replace(
        BRIDGE,
        title=HOSTILE,
        text=text,
        outlet=HOSTILE,
        author=HOSTILE,
        lang=HOSTILE,
        url=f"https://a.example/{HOSTILE}",
    )
    reader = read(opened(mark(HOSTILE, article=article), article=article))
    assert {tag for tag, _ in reader.elements} & {"script", "img"} == set()
    assert [name for _, attributes in reader.elements for name in attributes if name.startswith("on")] == []
    assert reader.marked == [HOSTILE]


def stepped(focus: int, *, conflict: Conflict | None = None, copies: int = 1) -> str:
    """The panel of an article whose answer has three quotations."""
    first = replace(cited(BRIDGE, QUOTE), copies=copies, agencies=("dpa",))
    source = OpenedSource(
        reference=Reference(exchange=1, kind=Kind.CITATION, number=focus),
        title=BRIDGE.title,
        article=BRIDGE,
        focus=focus,
        citations=(first, cited(SCHOOL, SCHOOL.text, n=2), cited(BRIDGE, SECOND_QUOTE, n=4)),
        conflicts=(conflict,) if conflict else (),
    )
    return source_panel(source, GERMAN)


@pytest.mark.parametrize(
    ("focus", "ways", "position"),
    [
        (1, {"next": "1-citation-2"}, "Zitat 1 von 3"),
        (2, {"previous": "1-citation-1", "next": "1-citation-4"}, "Zitat 2 von 3"),
        (4, {"previous": "1-citation-2"}, "Zitat 3 von 3"),
    ],
)
def test_the_panel_leads_to_the_quotation_before_and_after(focus: int, ways: dict[str, str], position: str) -> None:
    reader = read(stepped(focus))
    steps = [a for tag, a in reader.elements if tag == "button" and "data-way" in a]
    assert {a["data-way"]: a["data-step"] for a in steps if "data-step" in a} == ways
    assert all("aria-disabled" in a for a in steps if "data-step" not in a)
    assert position in reader.seen


def test_a_single_quotation_leads_nowhere() -> None:
    assert "data-way" not in opened(mark(QUOTE))


def test_the_panel_says_that_copies_are_one_source() -> None:
    assert "3 Artikel, 1 Quelle (dpa)" in read(stepped(1, copies=3)).seen
    assert "1 Quelle" not in read(stepped(2, copies=3)).seen


def test_the_panel_of_the_older_article_says_what_a_newer_one_says() -> None:
    newer = Conflict(older=2, newer=1, older_says="August", newer_says="März <b>2026</b>")
    said = ASK.newer.format(when="3. November 2025", says="März <b>2026</b>")
    assert said in read(stepped(2, conflict=newer)).seen
    assert 'data-step="1-citation-1">Zeigen' in stepped(2, conflict=newer)
    assert said not in read(stepped(1, conflict=newer)).seen
    assert "newer" not in stepped(1, conflict=replace(newer, older=1, newer=2))
