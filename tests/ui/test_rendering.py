from dataclasses import replace

import pytest

from assistant import AbstainReason, Answer, AnswerStatus, Sentence, Status
from tests.fakes import FakeAssistant, abstained, answered, cited
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE, SCHOOL, SECOND_QUOTE, read
from ui.rendering import badge, conversation, foot, masthead, plain, problem, web_address
from ui.texts import ENGLISH, GERMAN, SAMPLE_OUTLET, Texts
from ui.types import Exchange

FIRST = cited(BRIDGE, QUOTE)
ANSWER = answered(QUESTION, "bis März 2026", FIRST)
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
    keys = [attributes.get("data-open") for tag, attributes in read(shown(ANSWER)).elements if tag == "button"]
    assert keys == ["7-citation-1"]


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


def test_nothing_untrusted_becomes_markup() -> None:
    article = replace(BRIDGE, title=HOSTILE, outlet=HOSTILE, author=HOSTILE, published=HOSTILE, updated=HOSTILE)
    answer = answered(HOSTILE, HOSTILE, replace(cited(article, QUOTE), quote=HOSTILE, status=HOSTILE))
    said = Sentence(text=f"{HOSTILE}.", citations=(1,))
    answer = replace(answer, standalone_question=f"{HOSTILE}?", sentences=(said,))
    exchanges = [
        Exchange(id=1, question=HOSTILE, answer=answer),
        Exchange(id=2, question=HOSTILE, answer=abstained(HOSTILE, AbstainReason.NO_EVIDENCE, article)),
        Exchange(id=3, question=HOSTILE, failed=True, problem=HOSTILE),
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
