"""Feedback and a report that the tests of the view of quality share."""

from dataclasses import replace

from assistant import AnswerRecord, CheckedClaim, ClaimRecord, Evidence, Feedback, Figure, Report, Verdict
from assistant.types import Decision, Making
from tests.fakes import FakeAssistant, abstained, answered, cited
from tests.ui.articles import BRIDGE, QUESTION, QUOTE, SECOND_QUOTE

AT = "2026-01-02T09:00:00+00:00"
GIVEN = Feedback(id=1, at=AT, about="answer", record="a1", question=QUESTION, status="answered", useful=True)
ON_ANSWER = AnswerRecord(
    id="a1",
    at=AT,
    answer=answered(QUESTION, "bis März 2026", cited(BRIDGE, QUOTE), cited(BRIDGE, SECOND_QUOTE, n=2)),
    making=Making(),
)
ON_ABSTENTION = AnswerRecord(id="a2", at=AT, answer=abstained("Wer zahlt?"), making=Making())
ON_CLAIM = ClaimRecord(
    id=7,
    checked=CheckedClaim(
        claim="Die Brücke bleibt bis März zu.",
        start=0,
        end=30,
        checkable=True,
        verdict=Verdict.SUPPORTED,
        confidence=0.9,
        explanation="",
        supporting=(
            Evidence(
                article_id=BRIDGE.id,
                title=BRIDGE.title,
                url=None,
                outlet=None,
                published=BRIDGE.published,
                updated=None,
                status="live",
                quote=QUOTE,
                start=0,
                end=len(QUOTE),
                strength=0.9,
            ),
        ),
    ),
    checked_at=AT,
    index_version="v",
    as_of=None,
    decisions=(Decision(verdict=Verdict.REFUTED, comment="", name="", at=AT),),
)
FIGURE = Figure(name="answer shown", meaning="as in the file", value=0.757, low=0.7, high=0.81, n=222, floor=0.75)
REPORT = Report(
    at=AT,
    questions=1302,
    claims=132,
    figures=(FIGURE, replace(FIGURE, name="own figure", floor=None, low=0.757, high=0.757)),
    milliseconds={"p50": 32.4},
    page="evals/report.html",
)


def archive() -> FakeAssistant:
    """An archive with a report and four pieces of feedback, one of them handled."""
    assistant = FakeAssistant([BRIDGE])
    assistant.last_report = REPORT
    assistant.on_record = {"a1": ON_ANSWER, "a2": ON_ABSTENTION, "7": ON_CLAIM}
    assistant.received = [
        GIVEN,
        replace(GIVEN, id=2, record="a2", question="Wer zahlt?", status="abstained", useful=False, reason="Der Bund."),
        replace(GIVEN, id=3, record="7", about="verdict", question="Zu bis März.", status="supported"),
        replace(GIVEN, id=4, useful=False, handled=True),
    ]
    return assistant
