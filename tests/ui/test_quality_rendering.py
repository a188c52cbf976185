"""The view of quality as HTML."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant import Feedback, Report
from tests.evals.test_claims import OUTCOMES
from tests.evals.test_claims import figures as claim_figures
from tests.evals.test_reporting import _run
from tests.ui.articles import BRIDGE, HOSTILE, QUESTION, QUOTE, read
from tests.ui.quality import FIGURE, GIVEN, ON_ABSTENTION, ON_ANSWER, ON_CLAIM, REPORT
from ui import texts as frames
from ui.quality_figures import report_html
from ui.quality_rendering import LONGEST, handed, inbox_html
from ui.quality_texts import ENGLISH, GERMAN, QualityTexts
from ui.quality_types import Choice, Entry

WORDS = (GERMAN, frames.GERMAN)
IN_ENGLISH = (ENGLISH, frames.ENGLISH)


def report(shown: Report | None = REPORT, trouble: str = "", *, english: bool = False) -> str:
    return report_html(shown, trouble, IN_ENGLISH if english else WORDS)


def inbox(*entries: Entry, listed: int | None = None, empty: bool = False, said: str = "") -> str:
    return inbox_html(
        entries,
        listed=len(entries) if listed is None else listed,
        most=None,
        empty=empty,
        choice=Choice(),
        said=said,
        problem_line="",
        words=WORDS,
    )


def entry(feedback: Feedback = GIVEN, judged: object = ON_ANSWER) -> Entry:
    return Entry(feedback=feedback, judged=judged)  # type: ignore[arg-type]  # one of three


def buttons(html: str) -> list[dict[str, str | None]]:
    return [attributes for tag, attributes in read(html).elements if tag == "button"]


def test_a_report_says_when_over_what_and_how_fast() -> None:
    seen = read(report()).seen
    for part in ("2. Januar 2026", "1.302 Fragen", "132 Behauptungen", "32 ms je Frage (Median)"):
        assert part in seen
    english = read(report(english=True)).seen
    for part in ("2 January 2026", "1,302 questions", "132 claims"):
        assert part in english


def test_a_figure_has_its_interval_its_cases_and_its_floor() -> None:
    seen = read(report()).seen
    for part in ("75,7\u00a0%", "70,0\u00a0% bis 81,0\u00a0%", "222 Fälle", "Untergrenze 75,0\u00a0%", GERMAN.held):
        assert part in seen
    assert "75.7%" in read(report(english=True)).seen


def test_a_figure_nobody_has_a_name_for_keeps_its_own() -> None:
    seen = read(report()).seen
    assert "own figure" in seen
    assert "as in the file" in seen


def test_floors_are_summed_up_in_a_line_with_sign_and_word() -> None:
    assert GERMAN.floors_held in report()
    fallen = report(replace(REPORT, figures=(replace(FIGURE, fell=True),)))
    assert "Unter der Untergrenze: Antwort gezeigt." in fallen
    assert GERMAN.fell in fallen
    assert "▼" in fallen
    assert GERMAN.no_floors in report(replace(REPORT, figures=(replace(FIGURE, floor=None),)))


def test_a_column_without_values_is_left_out() -> None:
    assert GERMAN.baseline not in report()
    compared = report(replace(REPORT, figures=(replace(FIGURE, baseline=0.25, previous=0.7),)))
    for part in (GERMAN.baseline, "25,0\u00a0%", GERMAN.previous, "70,0\u00a0%"):
        assert part in compared


def test_without_a_report_the_command_is_named() -> None:
    for part in (GERMAN.no_report, "belegt-evals report"):
        assert part in report(None)
    assert buttons(report(None)) == []
    assert buttons(report(replace(REPORT, page=None))) == []
    (button,) = buttons(report())
    assert button["data-title"] == GERMAN.report_title


def test_a_report_that_cannot_be_read_says_why_and_not_that_there_is_none() -> None:
    shown = report(None, "Kaputt.")
    assert "Kaputt." in shown
    assert GERMAN.no_report not in shown


def test_every_language_names_the_same_figures() -> None:
    assert set(GERMAN.measures) == set(ENGLISH.measures)
    measured = {each.name for each in _run().systems[0].measures} | set(claim_figures(*OUTCOMES))
    assert len(measured) > 15
    assert measured <= set(GERMAN.measures)


def test_feedback_shows_the_question_what_was_said_the_reason_and_when() -> None:
    shown = read(inbox(entry(replace(GIVEN, reason="Stimmt."))))
    for part in (QUESTION, GERMAN.useful, "bis März 2026", "Stimmt.", "2. Januar 2026", QUOTE, BRIDGE.title):
        assert part in shown.seen
    assert GERMAN.quotations_many.format(count=2) in shown.seen


@pytest.mark.parametrize(
    ("feedback", "judged", "said"),
    [
        (replace(GIVEN, status="abstained"), ON_ABSTENTION, frames.GERMAN.abstained),
        (
            GIVEN,
            replace(ON_ANSWER, answer=replace(ON_ANSWER.answer, citations=(), short_answer=None)),
            GERMAN.taken_back,
        ),
        (GIVEN, None, GERMAN.gone),
        (replace(GIVEN, about="verdict", status="supported"), ON_CLAIM, "belegt"),
        (replace(GIVEN, about="verdict", status="supported"), ON_CLAIM, f"{GERMAN.decided} widerlegt"),
        (GIVEN, replace(ON_ANSWER, answer=replace(ON_ANSWER.answer, short_answer=None)), QUOTE),
    ],
)
def test_what_was_said_is_shown_as_far_as_it_may_be(feedback: Feedback, judged: object, said: str) -> None:
    assert said in read(inbox(entry(feedback, judged))).seen


def test_a_rating_has_a_sign_and_a_word() -> None:
    for useful, said in ((True, "✓ Hilfreich"), (False, "✗ Nicht hilfreich")):
        assert said in read(inbox(entry(replace(GIVEN, useful=useful)))).seen


def test_what_is_handled_can_be_opened_again() -> None:
    for handled, label, to in ((False, GERMAN.settle, "yes"), (True, GERMAN.reopen, "no")):
        button = next(each for each in buttons(inbox(entry(replace(GIVEN, handled=handled)))) if "data-settle" in each)
        assert (button["data-settle"], button["data-to"]) == ("1", to)
        assert button["aria-label"] == f"{label}: {QUESTION}"


@pytest.mark.parametrize(("listed", "label"), [(1, GERMAN.save_one), (27, "Alle 27 als Prüffälle speichern")])
def test_one_click_saves_what_is_listed(listed: int, label: str) -> None:
    (save,) = [each for each in buttons(inbox(entry(), listed=listed)) if "data-cases" in each]
    assert save["data-all"] == label
    assert "{count}" in str(save["data-some"])


def test_an_empty_inbox_says_what_it_is_for() -> None:
    assert GERMAN.no_feedback in inbox(empty=True)
    assert "<select" not in inbox(empty=True)
    assert GERMAN.none_matching in inbox()
    assert "<select" in inbox()


def test_the_chosen_filter_is_marked() -> None:
    options = [attributes for tag, attributes in read(inbox()).elements if tag == "option"]
    assert [each["value"] for each in options if "selected" in each] == ["open", "all", "all"]


def test_what_was_done_is_said_to_screen_readers() -> None:
    assert '<p class="done" role="status">Erledigt.</p>' in inbox(entry(), said="Erledigt.")


def elements(html: str) -> Sequence[str]:
    return [tag for tag, _ in read(html).elements]


@pytest.mark.parametrize("texts", [HOSTILE, "\u202egnirts\u2066", "x" * 100_000])
def test_nothing_that_is_untrusted_gets_into_the_markup(texts: str) -> None:
    answer = replace(
        ON_ANSWER.answer,
        short_answer=texts,
        citations=tuple(replace(each, quote=texts, title=texts) for each in ON_ANSWER.answer.citations),
    )
    shown = inbox(entry(replace(GIVEN, question=texts, reason=texts[:2_000]), replace(ON_ANSWER, answer=answer)))
    assert elements(shown) == elements(inbox(entry(replace(GIVEN, reason="x"))))
    assert not {"\u202e", "\u2066"} & set(shown)
    assert len(shown) < 20 * LONGEST
    figure = replace(FIGURE, name=texts, meaning=texts)
    assert elements(report(replace(REPORT, figures=(figure,)))) == elements(
        report(replace(REPORT, figures=(replace(FIGURE, name="x"),)))
    )


def test_a_file_is_handed_over_as_it_is() -> None:
    text = '{"quote": "a\u202eb<script>&amp;"}\n'
    ((tag, attributes),) = read(handed("cases", "x.jsonl", text, times=3)).elements
    assert (tag, attributes["data-text"], attributes["data-name"]) == ("span", text, "x.jsonl")


def test_both_languages_fill_in_the_same_names() -> None:
    def names(texts: QualityTexts) -> dict[str, set[str]]:
        return {
            field: {part.split("}")[0] for part in str(getattr(texts, field)).split("{")[1:]}
            for field in QualityTexts.__dataclass_fields__
            if isinstance(getattr(texts, field), str)
        }

    assert names(GERMAN) == names(ENGLISH)
