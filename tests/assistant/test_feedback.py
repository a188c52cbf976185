"""The inbox of feedback: kept by record, replaced, settled, forgotten, and turned into cases of an evaluation set."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.feedback import LONGEST_REASON, FeedbackInbox
from assistant.types import (
    AnswerRecord,
    CheckedClaim,
    ClaimRecord,
    Decision,
    Evidence,
    Feedback,
    Judged,
    Making,
    Verdict,
)
from corpus.errors import NotFoundError, SourceError, UsageError
from evals.cases import load_cases
from tests.fakes import abstained, answered, cited
from tests.ui.articles import BRIDGE, QUESTION, QUOTE, SECOND_QUOTE

GIVEN = "2026-01-02T09:00:00.000000+00:00"
FOUND = Evidence(
    article_id=BRIDGE.id,
    title=BRIDGE.title,
    url=None,
    outlet=BRIDGE.outlet,
    published=BRIDGE.published,
    updated=None,
    status="live",
    quote=QUOTE,
    start=0,
    end=len(QUOTE),
    strength=0.9,
)
CLAIM = CheckedClaim(
    claim="Sie bleibt bis März zu.",
    start=0,
    end=23,
    checkable=True,
    verdict=Verdict.SUPPORTED,
    confidence=0.9,
    explanation="",
    supporting=(FOUND,),
    meant="Die Brücke bleibt bis März zu.",
)


class Judgeable:
    """Records of answers and claims that a test changes."""

    def __init__(self) -> None:
        answer = answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE), cited(BRIDGE, SECOND_QUOTE, n=2))
        self.answers = {
            "a1": AnswerRecord(id="a1", at=GIVEN, answer=replace(answer, record="a1"), making=Making()),
            "a2": AnswerRecord(id="a2", at=GIVEN, answer=abstained("Wer zahlt?"), making=Making()),
        }
        self.claims = {
            7: ClaimRecord(
                id=7,
                checked=CLAIM,
                checked_at=GIVEN,
                index_version="v",
                as_of=None,
                decisions=(Decision(verdict=Verdict.REFUTED, comment="", name="", at=GIVEN),),
            )
        }

    def answer(self, record: str) -> AnswerRecord:
        if record not in self.answers:
            raise NotFoundError("No such answer.")
        return self.answers[record]

    def claim(self, number: int) -> ClaimRecord:
        if number not in self.claims:
            raise NotFoundError("No such claim.")
        return self.claims[number]

    def change_answer(self, **fields: object) -> None:
        record = self.answers["a1"]
        self.answers["a1"] = replace(record, answer=replace(record.answer, **fields))  # type: ignore[arg-type]

    def change_claim(self, **fields: object) -> None:
        self.claims[7] = replace(self.claims[7], checked=replace(CLAIM, **fields))  # type: ignore[arg-type]


@pytest.fixture
def judgeable() -> Judgeable:
    return Judgeable()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feedback.sqlite"


@pytest.fixture
def inbox(path: Path, judgeable: Judgeable) -> Iterator[FeedbackInbox]:
    inbox = FeedbackInbox(path, answers=judgeable.answer, claims=judgeable.claim)
    yield inbox
    inbox.close()


def give(
    inbox: FeedbackInbox,
    record: str = "a1",
    *,
    about: Judged = "answer",
    useful: bool = True,
    reason: str = "",
    replaces: int | None = None,
) -> Feedback:
    return inbox.give(about, record, useful=useful, reason=reason, replaces=replaces)


def one_case(inbox: FeedbackInbox, *feedback: Feedback) -> dict[str, Any]:
    (line,) = inbox.cases([each.id for each in feedback]).splitlines()
    case: dict[str, Any] = json.loads(line)
    return case


def written(tmp_path: Path, *cases: dict[str, Any]) -> Path:
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return path


def test_feedback_keeps_the_question_and_what_became_of_it(inbox: FeedbackInbox) -> None:
    given = give(inbox, useful=False, reason="  Das Datum ist falsch. ")
    assert (given.about, given.record, given.question, given.lang) == ("answer", "a1", QUESTION, "de")
    assert (given.status, given.useful, given.handled) == ("answered", False, False)
    assert given.reason == "Das Datum ist falsch."
    assert datetime.now(UTC) - datetime.fromisoformat(given.at) < timedelta(minutes=1)
    assert inbox.get(given.id) == given


def test_feedback_on_a_verdict_is_about_what_was_found_not_about_the_decision(inbox: FeedbackInbox) -> None:
    given = give(inbox, "7", about="verdict")
    assert (given.question, given.status) == ("Die Brücke bleibt bis März zu.", "supported")


@pytest.mark.parametrize(
    ("about", "record"),
    [("answer", "gone"), ("verdict", "8"), ("verdict", "a1"), ("verdict", "-7"), ("verdict", "9" * 30)],
)
def test_what_is_not_on_record_cannot_be_judged(inbox: FeedbackInbox, about: Judged, record: str) -> None:
    with pytest.raises(NotFoundError):
        give(inbox, record, about=about)
    assert inbox.all(limit=9) == []


def test_nothing_else_can_be_judged(inbox: FeedbackInbox) -> None:
    with pytest.raises(UsageError, match="cannot be judged"):
        give(inbox, about="article")  # type: ignore[arg-type]  # as it may come from outside


def test_a_long_reason_is_refused(inbox: FeedbackInbox) -> None:
    assert give(inbox, reason="x" * LONGEST_REASON).reason == "x" * LONGEST_REASON
    with pytest.raises(UsageError, match="at most 2000 characters"):
        give(inbox, reason="x" * (LONGEST_REASON + 1))


def test_half_characters_do_no_harm(inbox: FeedbackInbox) -> None:
    assert give(inbox, reason="gut \ud83d").reason == "gut ?"


def test_the_newest_comes_first(inbox: FeedbackInbox) -> None:
    ids = [give(inbox).id for _ in range(3)]
    assert [each.id for each in inbox.all(limit=9)] == ids[::-1]
    assert [each.id for each in inbox.all(limit=2)] == ids[:0:-1]


def test_feedback_given_again_takes_the_place_of_the_first(inbox: FeedbackInbox) -> None:
    other = give(inbox, useful=False)
    first = give(inbox, reason="Gut.")
    again = give(inbox, useful=False, reason="Doch nicht.", replaces=first.id)
    assert [(each.id, each.useful) for each in inbox.all(limit=9)] == [(again.id, False), (other.id, False)]


def test_feedback_on_another_record_is_not_replaced(inbox: FeedbackInbox) -> None:
    first = give(inbox, "a2")
    second = give(inbox, replaces=first.id)
    assert {each.id for each in inbox.all(limit=9)} == {first.id, second.id}


def test_feedback_can_be_settled_and_taken_up_again(inbox: FeedbackInbox) -> None:
    given = give(inbox)
    assert inbox.settle(given.id, handled=True).handled
    assert inbox.get(given.id).handled
    assert not inbox.settle(given.id, handled=False).handled
    with pytest.raises(NotFoundError, match="There is no feedback 99"):
        inbox.settle(99, handled=True)


def test_what_is_judged_is_looked_up_as_it_may_be_shown_now(inbox: FeedbackInbox, judgeable: Judgeable) -> None:
    on_answer, on_claim = give(inbox), give(inbox, "7", about="verdict")
    judgeable.change_answer(short_answer=None)
    assert inbox.judged(on_answer) == judgeable.answers["a1"]
    assert inbox.judged(on_claim) == judgeable.claims[7]
    judgeable.answers.clear()
    assert inbox.judged(on_answer) is None
    assert inbox.get(on_answer.id) == on_answer


def test_nothing_that_was_taken_from_an_article_is_in_the_file(inbox: FeedbackInbox, path: Path) -> None:
    give(inbox, reason="falsch")
    give(inbox, "7", about="verdict")
    held = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*")).decode(errors="replace")
    assert QUESTION in held
    assert [taken for taken in (QUOTE, SECOND_QUOTE, BRIDGE.title, "bis März 2026") if taken in held] == []


def test_feedback_is_forgotten_with_the_answers_it_is_about(inbox: FeedbackInbox, path: Path) -> None:
    give(inbox, reason="Geheimes Anliegen")
    on_claim = give(inbox, "7", about="verdict")
    given = datetime.fromisoformat(GIVEN)
    assert inbox.forget_before(given) == 0
    assert inbox.forget_before(given + timedelta(seconds=1)) == 1
    assert inbox.all(limit=9) == [on_claim]
    held = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
    assert b"Geheimes" not in held


def test_a_useful_answer_becomes_a_whole_case(inbox: FeedbackInbox, tmp_path: Path, judgeable: Judgeable) -> None:
    judgeable.change_answer(standalone_question="Wie lange bleibt die Brücke in Altstadt gesperrt?")
    case = one_case(inbox, give(inbox, reason="Stimmt."))
    assert "todo" not in case
    assert case["note"] == "Stimmt."
    (question,) = load_cases(written(tmp_path, case)).questions
    assert (question.id, question.type, question.answerable) == (case["id"], "feedback", True)
    assert question.question == "Wie lange bleibt die Brücke in Altstadt gesperrt?"
    assert question.answers == ("bis März 2026",)
    assert [(each.article_id, each.quote) for each in question.evidence] == [
        (BRIDGE.id, QUOTE),
        (BRIDGE.id, SECOND_QUOTE),
    ]


def test_a_useful_abstention_becomes_a_question_without_an_answer(inbox: FeedbackInbox, tmp_path: Path) -> None:
    (question,) = load_cases(written(tmp_path, one_case(inbox, give(inbox, "a2")))).questions
    assert (question.question, question.answerable, question.answers) == ("Wer zahlt?", False, ())


def test_an_answer_that_was_not_useful_has_to_be_filled_in(inbox: FeedbackInbox, tmp_path: Path) -> None:
    case = one_case(inbox, give(inbox, useful=False, reason="Das war 2025."))
    assert case["todo"] == ["answerable", "answers", "evidence"]
    assert (case["said"], case["useful"], case["note"]) == ("bis März 2026", False, "Das war 2025.")
    with pytest.raises(SourceError, match="line 1, field 'answerable'"):
        load_cases(written(tmp_path, case))
    with pytest.raises(SourceError, match="line 1, field 'answers'"):
        load_cases(written(tmp_path, case | {"answerable": True}))
    with pytest.raises(SourceError, match="line 1, field 'evidence'"):
        load_cases(written(tmp_path, case | {"answerable": True, "answers": ["bis Mai"]}))
    filled = {"answerable": True, "answers": ["bis Mai"], "evidence": [{"article_id": "b", "quote": "bis Mai"}]}
    assert load_cases(written(tmp_path, case | filled)).questions[0].answers == ("bis Mai",)


@pytest.mark.parametrize(
    ("changed", "todo"),
    [
        ({"short_answer": None}, ["answers"]),
        ({"short_answer": None, "citations": ()}, ["answers", "evidence"]),
    ],
)
def test_what_may_not_be_shown_any_more_is_left_open(
    inbox: FeedbackInbox, tmp_path: Path, judgeable: Judgeable, changed: dict[str, object], todo: list[str]
) -> None:
    given = give(inbox)
    judgeable.change_answer(**changed)
    case = one_case(inbox, given)
    assert case["todo"] == todo
    with pytest.raises(SourceError, match="field 'answers'"):
        load_cases(written(tmp_path, case))


def test_feedback_without_its_record_is_still_a_question_to_fill_in(inbox: FeedbackInbox, judgeable: Judgeable) -> None:
    given = give(inbox)
    judgeable.answers.clear()
    case = one_case(inbox, given)
    assert (case["question"], case["answerable"], case["todo"]) == (QUESTION, True, ["answers", "evidence"])


@pytest.mark.parametrize(
    ("verdict", "groups"),
    [
        (Verdict.SUPPORTED, {"supporting": (FOUND,)}),
        (Verdict.REFUTED, {"supporting": (), "opposing": (FOUND,)}),
        (Verdict.NOT_ENOUGH_EVIDENCE, {"supporting": ()}),
    ],
)
def test_a_useful_verdict_becomes_a_whole_case(
    inbox: FeedbackInbox, tmp_path: Path, judgeable: Judgeable, verdict: Verdict, groups: dict[str, object]
) -> None:
    judgeable.change_claim(verdict=verdict, **groups)
    case = one_case(inbox, give(inbox, "7", about="verdict"))
    (claim,) = load_cases(written(tmp_path, case)).claims
    assert (claim.claim, claim.label, claim.lang) == ("Die Brücke bleibt bis März zu.", verdict.value, "de")
    assert [each.quote for each in claim.evidence] == ([] if verdict is Verdict.NOT_ENOUGH_EVIDENCE else [QUOTE])


@pytest.mark.parametrize("useful", [True, False])
def test_a_verdict_without_a_certain_label_has_to_be_filled_in(
    inbox: FeedbackInbox, tmp_path: Path, judgeable: Judgeable, useful: bool
) -> None:
    judgeable.change_claim(verdict=Verdict.CONFLICTING, opposing=(replace(FOUND, quote=SECOND_QUOTE),))
    case = one_case(inbox, give(inbox, "7", about="verdict", useful=useful))
    assert (case["label"], case["todo"], case["said"]) == (None, ["label", "evidence"], "conflicting")
    assert [each["quote"] for each in case["evidence"]] == ([QUOTE, SECOND_QUOTE] if useful else [])
    with pytest.raises(SourceError, match="line 1, field 'label'"):
        load_cases(written(tmp_path, case))


@pytest.mark.parametrize("changed", [{"supporting": ()}, {"verdict": Verdict.REFUTED}])
def test_a_verdict_that_does_not_hold_any_more_has_to_be_filled_in(
    inbox: FeedbackInbox, judgeable: Judgeable, changed: dict[str, object]
) -> None:
    given = give(inbox, "7", about="verdict")
    judgeable.change_claim(**changed)
    case = one_case(inbox, given)
    assert (case["label"], case["evidence"], case["said"]) == (None, [], "supported")


def test_each_case_is_a_line_and_comes_once(inbox: FeedbackInbox, tmp_path: Path) -> None:
    first, second = give(inbox), give(inbox, "a2")
    text = inbox.cases([second.id, first.id, second.id])
    assert [json.loads(line)["id"] for line in text.splitlines()] == [f"feedback-{second.id}", f"feedback-{first.id}"]
    path = tmp_path / "cases.jsonl"
    path.write_text(text, encoding="utf-8")
    assert len(load_cases(path).questions) == 2
    assert inbox.cases([]) == ""
    with pytest.raises(NotFoundError):
        inbox.cases([first.id, 99])
