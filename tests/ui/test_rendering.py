from dataclasses import replace

import pytest

from assistant import AbstainReason, Answer, AnswerStatus, Conflict, Engine, Fallback, Sentence, Status
from tests.fakes import FakeAssistant, abstained, answered, cited, written
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE, SCHOOL, SECOND_QUOTE, read
from ui.ask_rendering import conversation
from ui.rendering import badge, foot, masthead, plain, problem, web_address
from ui.texts import ENGLISH, GERMAN, SAMPLE_OUTLET, Texts
from ui.types import Exchange

FIRST = cited(BRIDGE, QUOTE)
ANSWER = answered(QUESTION, "bis März 2026", FIRST)
LATER = replace(BRIDGE, id="later", title="Doch länger", published="2025-12-01", text=f"{SECOND_QUOTE} Bis Mai 2026.")
CONFLICT = Conflict(older=1, newer=2, older_says="März 2026", newer_says="Mai 2026")
WRITTEN = written(
    QUESTION,
    "bis März 2026",
    [FIRST, cited(LATER, "Bis Mai 2026.", n=2)],
    ("Sie bleibt gesperrt.", (1,)),
    (QUOTE, (1,)),
    conflicts=[CONFLICT],
)
STATUS = FakeAssistant([BRIDGE, SCHOOL]).status()


def shown(answer: Answer | None, texts: Texts = GERMAN, status: Status | None = STATUS) -> str:
    """The conversation of one exchange."""
    return conversation([Exchange(id=7, question=QUESTION, answer=answer)], status, texts)


def test_plain_text_escapes_what_could_be_markup() -> None:
    assert read(plain(HOSTILE)).elements == []
    assert read(plain(HOSTILE)).seen == HOSTILE
    assert read(f'<p title="{plain(HOSTILE)}">').elements == [("p", {"title": HOSTILE})]


def test_plain_text_leaves_out_what_is_invisible_and_drives_the_display() -> None:
    assert plain("a\x00b\x1b[1mc\u202ed\u2066e\ud800f\x85g") == "ab[1mcdefg"
    assert plain("Zeile\n\tzwei – „so“ 👩‍🚒 שלום") == "Zeile\n\tzwei – „so“ 👩‍🚒 שלום"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://zeitung.example/a?b=c#d", "zeitung.example"),
        ("http://user@zeitung.example:8080/", "zeitung.example"),
        ("HTTPS://Zeitung.Example/", "zeitung.example"),
    ],
)
def test_a_web_address_is_given_with_its_host(url: str, host: str) -> None:
    assert web_address(url) == (url, host)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//zeitung.example",
        "zeitung.example",
        "https://",
        "http://[",
    ],
)
def test_what_is_no_web_address_is_no_link(url: str | None) -> None:
    assert web_address(url) is None


def test_the_head_presses_the_button_of_the_language_in_use() -> None:
    buttons = {a["data-language"]: a["aria-pressed"] for tag, a in read(masthead(ENGLISH)).elements if tag == "button"}
    assert buttons == {"de": "false", "en": "true"}
    assert ENGLISH.promise in read(masthead(ENGLISH)).seen


def test_the_foot_says_how_much_there_is_and_how_fresh_it_is() -> None:
    line = read(foot(replace(STATUS, articles=1234), GERMAN)).seen
    assert "1.234 Artikel" in line
    assert "neuester vom 3. November 2025" in line
    assert "zuletzt ergänzt am 2. März 2026" in line
    assert "Index fake-1" in line


def test_the_foot_of_an_empty_archive_says_only_that() -> None:
    assert read(foot(FakeAssistant().status(), ENGLISH)).seen == "0 articles"


def test_an_answer_shows_the_quotation_with_everything_that_identifies_its_source() -> None:
    seen = read(shown(ANSWER)).seen
    for part in ("bis März 2026", f"„{QUOTE}“", BRIDGE.title, "Altstadt-Bote", "Ada Beispiel", "3. November 2025"):
        assert part in seen
    assert "Belegt durch ein Zitat" in seen


def test_quotations_are_counted() -> None:
    two = answered(QUESTION, "bis März 2026", FIRST, cited(BRIDGE, SECOND_QUOTE, n=2))
    assert "Backed by 2 quotations" in read(shown(two, ENGLISH)).seen


def test_every_quotation_has_one_button_that_opens_it() -> None:
    buttons = [attributes for tag, attributes in read(shown(ANSWER)).elements if tag == "button"]
    assert [each["data-open"] for each in buttons if "data-open" in each] == ["7-citation-1"]


def test_a_quotation_is_not_repeated_as_a_sentence() -> None:
    assert read(shown(ANSWER)).seen.count(QUOTE) == 1


def test_a_sentence_of_its_own_carries_the_numbers_of_its_quotations() -> None:
    own = answered(QUESTION, None, FIRST, sentences=[Sentence(text="Bis zum Frühjahr.", citations=(1, 9))])
    reader = read(shown(own))
    assert "Bis zum Frühjahr." in reader.seen
    markers = [attributes for _, attributes in reader.elements if attributes.get("class") == "marker"]
    assert [marker["data-open"] for marker in markers] == ["7-citation-1"]


def test_an_update_of_the_article_is_named_at_the_quotation() -> None:
    updated = answered(QUESTION, "bis März 2026", replace(FIRST, updated="2025-11-05", status="corrected"))
    seen = read(shown(updated)).seen
    assert "Stand: 5. November 2025" in seen
    assert "Korrigiert" in seen


def test_a_follow_up_says_how_it_was_understood() -> None:
    rewritten = replace(ANSWER, standalone_question="Wie lange bleibt die Brücke in Altstadt gesperrt?")
    assert "Verstanden als: Wie lange bleibt die Brücke in Altstadt gesperrt?" in read(shown(rewritten)).seen
    assert "Verstanden als" not in read(shown(ANSWER)).seen


@pytest.mark.parametrize("reason", list(AbstainReason))
def test_an_abstention_gives_its_reason_and_the_nearest_articles(reason: AbstainReason) -> None:
    reader = read(shown(abstained(QUESTION, reason, BRIDGE, SCHOOL)))
    assert GERMAN.abstained in reader.seen
    assert GERMAN.reasons[reason] in reader.seen
    opens = [attributes["data-open"] for _, attributes in reader.elements if "data-open" in attributes]
    assert opens == ["7-nearest-0", "7-nearest-1"]


def test_an_abstention_without_nearest_articles_announces_none() -> None:
    assert GERMAN.nearest not in read(shown(abstained(QUESTION))).seen


def test_nothing_is_shown_as_an_answer_that_no_quotation_backs() -> None:
    unproven = replace(ANSWER, citations=(), status=AnswerStatus.ANSWERED)
    seen = read(shown(unproven)).seen
    assert GERMAN.abstained in seen
    assert "bis März 2026" not in seen


def test_a_question_that_is_still_open_says_so_aloud() -> None:
    html = shown(None)
    assert 'aria-live="polite">Das Archiv wird durchsucht …</p>' in html
    assert 'data-state="pending"' in html


def test_a_question_that_failed_shows_its_problem_or_a_neutral_line() -> None:
    known = Exchange(id=1, question=QUESTION, failed=True, problem="The index is gone.")
    unforeseen = Exchange(id=2, question=QUESTION, failed=True)
    seen = read(conversation([known, unforeseen], STATUS, ENGLISH)).seen
    assert "The index is gone." in seen
    assert ENGLISH.unexpected in seen


def test_the_welcome_offers_examples_only_where_the_samples_are() -> None:
    with_samples = replace(STATUS, by_outlet={SAMPLE_OUTLET: 1})
    examples = [a for _, a in read(conversation([], with_samples, GERMAN)).elements if "data-example" in a]
    assert len(examples) == len(GERMAN.examples)
    for status in (STATUS, None):
        assert "data-example" not in conversation([], status, GERMAN)


def test_an_empty_archive_says_how_to_fill_it() -> None:
    seen = read(conversation([], FakeAssistant().status(), GERMAN)).seen
    assert GERMAN.empty_archive in seen
    assert "belegt add FOLDER" in seen


def test_the_usual_state_of_an_article_needs_no_word() -> None:
    assert badge("live", GERMAN) == ""
    assert "Zurückgezogen" in badge("withdrawn", GERMAN)


def growing(answer: Answer, texts: Texts = GERMAN) -> str:
    """The conversation of one exchange whose answer is not whole."""
    return conversation([Exchange(id=7, question=QUESTION, answer=answer, growing=True)], STATUS, texts)


def test_a_written_answer_is_the_short_answer_then_the_prose_then_the_quotations() -> None:
    html = shown(WRITTEN)
    parts = ('<p class="short"', "Sie bleibt gesperrt.", f"<bdi>{QUOTE}</bdi>", "Sprachmodell", '<ol class="cards">')
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    markers = [a["data-open"] for tag, a in read(html).elements if a.get("class") == "marker"]
    assert markers[:2] == ["7-citation-1", "7-citation-1"]


@pytest.mark.parametrize("texts", [GERMAN, ENGLISH])
def test_who_wrote_an_answer_is_said(texts: Texts) -> None:
    assert texts.written_by_model in read(shown(WRITTEN, texts)).seen
    assert texts.written_by_model not in read(shown(ANSWER, texts)).seen


def test_a_written_answer_is_read_aloud_without_the_numbers_of_its_quotations() -> None:
    aloud = shown(replace(WRITTEN, short_answer=None)).partition("</p>")[0]
    assert f"Antwort: Sie bleibt gesperrt. {QUOTE} Belegt durch ein Zitat." in aloud


def test_a_growing_answer_says_that_more_is_checked_and_that_is_not_read_aloud_again() -> None:
    two = written(QUESTION, None, [FIRST], ("Sie bleibt gesperrt.", (1,)), ("Das ist so.", (1,)))
    one = replace(two, sentences=two.sentences[:1])
    before, after = growing(one), growing(two)
    assert 'data-state="growing"' in before
    assert f'<p class="checking" aria-hidden="true">{GERMAN.checking}</p>' in before
    assert before.partition("</p>")[0] == after.partition("</p>")[0]
    assert GERMAN.checking not in read(shown(two)).seen


def test_the_parts_of_an_answer_stand_still_while_it_grows() -> None:
    one = replace(WRITTEN, short_answer=None, sentences=WRITTEN.sentences[:1], citations=(FIRST,), conflicts=())
    for html in (growing(one), shown(WRITTEN)):
        answer = html.partition('<div class="answer">')[2]
        tags = [
            tag for tag in ('<div class="gist">', '<div class="saying">', '<p class="proof">', "<ol") if tag in answer
        ]
        assert [answer.index(tag) for tag in tags] == sorted(answer.index(tag) for tag in tags)
        assert len(tags) == 4


def test_a_stopped_answer_says_so_to_the_eye_and_to_the_ear() -> None:
    html = conversation([Exchange(id=7, question=QUESTION, answer=WRITTEN, stopped=True)], STATUS, GERMAN)
    assert read(html).seen.count(GERMAN.stopped) == 2
    assert 'data-state="settled"' in html
    nothing = conversation([Exchange(id=7, question=QUESTION, stopped=True)], STATUS, ENGLISH)
    assert read(nothing).seen.count(ENGLISH.stopped_unproven) == 2
    assert ENGLISH.unexpected not in nothing


def test_an_answer_says_in_one_line_what_became_of_the_language_model() -> None:
    assert GERMAN.quoted_instead in read(shown(replace(ANSWER, fallback=Fallback.UNAVAILABLE))).seen
    assert ENGLISH.cut_off in read(shown(replace(WRITTEN, cut_off=True), ENGLISH)).seen
    refused = read(shown(replace(abstained(QUESTION), fallback=Fallback.UNAVAILABLE))).seen
    assert GERMAN.model_unreached in refused
    assert GERMAN.quoted_instead not in refused
    for line in (GERMAN.quoted_instead, GERMAN.cut_off):
        assert line not in read(shown(WRITTEN)).seen


def conflict_of(answer: Answer, texts: Texts = GERMAN) -> list[str]:
    """The lines that name contradictions."""
    return [line for line in read(shown(answer, texts)).seen.split("\n") if texts.conflict.partition("{")[0] in line]


def test_a_contradiction_gives_both_sides_with_their_dates_and_which_is_newer() -> None:
    assert conflict_of(WRITTEN) == [
        "Die Quellen widersprechen sich: 1 (3. November 2025) „März 2026“ – 2 (1. Dezember 2025) „Mai 2026“."
        " Neuer ist 2."
    ]
    assert conflict_of(WRITTEN, ENGLISH) == [
        "The sources contradict each other: 1 (3 November 2025) “März 2026” – 2 (1 December 2025) “Mai 2026”."
        " 2 is newer."
    ]
    assert conflict_of(replace(WRITTEN, conflicts=())) == []


@pytest.mark.parametrize(
    ("older", "newer"),
    [("2025-12-01", "2025-12-01T18:00:00+01:00"), (None, "2025-12-01"), (None, None), ("2025-12-01", None)],
)
def test_of_two_quotations_of_one_day_or_without_one_none_is_called_newer(older: str | None, newer: str | None) -> None:
    first, second = WRITTEN.citations
    dated = replace(WRITTEN, citations=(replace(first, published=older), replace(second, published=newer)))
    (line,) = conflict_of(dated)
    assert "Neuer ist" not in line


def test_a_contradiction_with_a_quotation_that_is_gone_is_not_named() -> None:
    assert conflict_of(replace(WRITTEN, citations=(FIRST,))) == []


def test_what_contradicts_a_written_answer_does_not_count_as_its_proof() -> None:
    seen = read(shown(WRITTEN)).seen
    assert "Belegt durch ein Zitat" in seen
    assert seen.index(GERMAN.contradicting) < seen.index("Bis Mai 2026.")
    backed = replace(WRITTEN, sentences=(*WRITTEN.sentences, Sentence(text="Oder bis Mai.", citations=(2,))))
    assert "Belegt durch 2 Zitate" in read(shown(backed)).seen
    assert GERMAN.contradicting not in read(shown(backed)).seen


def test_nothing_untrusted_becomes_markup() -> None:
    article = replace(BRIDGE, title=HOSTILE, outlet=HOSTILE, author=HOSTILE, published=HOSTILE, updated=HOSTILE)
    answer = answered(HOSTILE, HOSTILE, replace(cited(article, QUOTE), quote=HOSTILE, status=HOSTILE))
    said = Sentence(text=f"{HOSTILE}.", citations=(1,))
    answer = replace(answer, standalone_question=f"{HOSTILE}?", sentences=(said,))
    said_both = Conflict(older=1, newer=1, older_says=HOSTILE, newer_says=f"{HOSTILE}{{0}}{{marker}}")
    exchanges = [
        Exchange(id=1, question=HOSTILE, answer=answer),
        Exchange(id=2, question=HOSTILE, answer=abstained(HOSTILE, AbstainReason.NO_EVIDENCE, article)),
        Exchange(id=3, question=HOSTILE, failed=True, problem=HOSTILE),
        Exchange(
            id=4, question=HOSTILE, answer=replace(answer, engine=Engine.LLM, conflicts=(said_both,)), growing=True
        ),
        Exchange(id=5, question=HOSTILE, stopped=True),
    ]
    reader = read(conversation(exchanges, STATUS, GERMAN) + problem(HOSTILE))
    assert {tag for tag, _ in reader.elements} & {"script", "img"} == set()
    assert [name for _, attributes in reader.elements for name in attributes if name.startswith("on")] == []
    assert reader.seen.count(HOSTILE) >= len(exchanges)


def test_a_note_says_how_the_short_answer_follows() -> None:
    note = f"„gestern“ in einem Artikel vom 1. Juli 2025 {HOSTILE}"
    seen = read(shown(replace(ANSWER, note=note)))
    assert note in seen.seen
    assert "script" not in [tag for tag, _ in seen.elements]
    assert "gestern" not in read(shown(ANSWER)).seen


def test_an_unsure_answer_says_so_to_the_eye_and_to_the_ear() -> None:
    assert read(shown(replace(ANSWER, confidence=0.2))).seen.count(GERMAN.unsure) == 2
    assert GERMAN.unsure not in read(shown(ANSWER)).seen
    assert GERMAN.unsure not in read(shown(abstained(QUESTION))).seen
