"""The archive behind one object, over a store and an index that need no model."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from langchain_core.runnables import Runnable, RunnableLambda

from assistant.checking import ClaimChecker
from assistant.desk import ClaimDesk
from assistant.evidence import EvidenceFinder
from assistant.feedback import FeedbackInbox
from assistant.front import FEEDBACK_FILE, LONGEST_QUESTION, LONGEST_TEXT, MOST_HITS, RECORDS_FILE, RERANKED, Assistant
from assistant.keeping import Keeper
from assistant.reading import SentenceReader
from assistant.records import AnswerRecords
from assistant.types import Answer, AnswerRecord, Engine, Filters, Making, Question, Verdict
from corpus.copies import CopyGroups
from corpus.errors import NotFoundError, QuestionError, StoreError, UsageError
from corpus.listing import Standing
from corpus.sources import SourceRegistry
from corpus.store import ArticleStore
from index.index import Index
from tests.assistant.fakes import FakeEntailmentModel, FakeSpanModel
from tests.fakes import abstained, answered, cited
from tests.index.fakes import WordEncoder

HARBOUR = {"id": "harbour", "title": "Hafen zu", "text": "Der Hafen ist zu.", "published": "2025-07-01", "lang": "de"}
BRIDGE = {"id": "bridge", "title": "Brücke offen", "text": "Die Brücke ist offen.", "published": "2025-08-01"}


def answering() -> Runnable[Question, Answer]:
    return RunnableLambda(lambda question: abstained(question.text))


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Assistant]:
    store = ArticleStore.open(tmp_path / "articles.sqlite")
    index = Index(tmp_path / "index", store=store, encoder=WordEncoder())
    opened = ExitStack()
    desk = cache(lambda: opened.enter_context(closing(ClaimDesk(tmp_path / "desk.sqlite", articles=store.get_many))))
    records = cache(
        lambda: opened.enter_context(closing(AnswerRecords(tmp_path / RECORDS_FILE, articles=store.get_many)))
    )
    assistant = Assistant(
        home=str(tmp_path),
        keeper=Keeper(
            store=store,
            index=index,
            sources=SourceRegistry(store.database),
            copies=CopyGroups(store.database),
            lock=tmp_path / "writing.lock",
        ),
        index=index,
        reader=lambda: reader_of(index),
        chain=answering,
        checker=cache(lambda: checker_of(index)),
        graph=lambda: pytest.fail("no language model was asked for"),
        engine=Engine.QUOTE,
        desk=desk,
        records=records,
        inbox=cache(lambda: opened.enter_context(closing(inbox_of(tmp_path, records, desk)))),
        stale_after=timedelta(hours=24),
        report_folder=tmp_path / "evals",
        opened=opened,
    )
    yield assistant
    assistant.close()


def inbox_of(home: Path, records: Callable[[], AnswerRecords], desk: Callable[[], ClaimDesk]) -> FeedbackInbox:
    return FeedbackInbox(
        home / FEEDBACK_FILE,
        answers=lambda record: records().get(record),
        claims=lambda number: desk().get(number),
    )


def checker_of(index: Index) -> ClaimChecker:
    finder = EvidenceFinder(
        search=index.distinct,
        articles=index.stored,
        frequencies=index.document_frequencies,
        encoder=index.encoder,
    )
    return ClaimChecker(finder=finder, model=FakeEntailmentModel(), copies=lambda _ids, _as_of: {})


def reader_of(index: Index) -> SentenceReader:
    return SentenceReader(model=FakeSpanModel(), document_frequencies=index.document_frequencies)


def written(tmp_path: Path, *articles: dict[str, str]) -> str:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in articles), encoding="utf-8")
    return str(path)


def test_what_is_added_is_stored_found_and_counted(tmp_path: Path, front: Assistant) -> None:
    report = front.add([written(tmp_path, HARBOUR, BRIDGE)])
    assert report.added == ("harbour", "bridge")
    assert front.article("harbour").text == HARBOUR["text"]
    assert front.search("Hafen")[0].chunk.article_id == "harbour"
    status = front.status()
    assert (status.articles, status.passages, status.newest_published) == (2, 2, "2025-08-01")
    assert [article.id for article in front.articles()] == ["bridge", "harbour"]


def test_adding_again_changes_nothing_and_a_new_text_replaces_the_old_one(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    version = front.status().index_version
    assert front.add([written(tmp_path, HARBOUR, BRIDGE)]).unchanged == ("harbour", "bridge")
    assert front.status().index_version == version
    report = front.add([written(tmp_path, HARBOUR | {"text": "Der Hafen ist wieder offen."}, BRIDGE)])
    assert (report.updated, report.unchanged) == (("harbour",), ("bridge",))
    assert front.search("Hafen")[0].chunk.text == "Der Hafen ist wieder offen."
    assert front.status().index_version != version


def test_what_is_rejected_keeps_nothing_else_out(tmp_path: Path, front: Assistant) -> None:
    report = front.add([written(tmp_path, HARBOUR, {"id": "empty", "title": "Leer"}, BRIDGE)])
    assert report.added == ("harbour", "bridge")
    assert [(each.line, each.field) for each in report.rejected] == [(2, "text")]


def test_a_removed_article_is_gone_at_the_next_search(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    assert front.remove(["harbour", "unknown"]) == ("harbour",)
    assert {hit.chunk.article_id for hit in front.search("Hafen")} == {"bridge"}
    with pytest.raises(NotFoundError):
        front.article("harbour")


@pytest.mark.parametrize("change", [{"status": "withdrawn"}, {"embargo_until": "2999-01-01T00:00:00+00:00"}])
def test_what_must_not_be_shown_is_not_found(tmp_path: Path, front: Assistant, change: dict[str, str]) -> None:
    front.add([written(tmp_path, HARBOUR | change, BRIDGE)])
    assert {hit.chunk.article_id for hit in front.search("Hafen")} == {"bridge"}


def test_the_samples_fill_an_empty_archive_and_no_other(tmp_path: Path, front: Assistant) -> None:
    steps: list[str] = []
    report = front.add_samples(progress=lambda step, _done, _total: steps.append(step))
    assert (len(report.added), report.rejected) == (36, ())
    assert set(steps) == {"reading", "comparing", "indexing"}
    assert front.add_samples().added == ()
    assert front.status().articles == 36


def test_a_rebuilt_index_finds_the_same(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    before = [hit.chunk for hit in front.search("Hafen")]
    front.rebuild()
    assert [hit.chunk for hit in front.search("Hafen")] == before


def test_an_answer_is_kept_with_the_filters_of_its_question(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    filters = Filters(since="2025-07-01", outlet="Bote")
    (*_, (given, _)) = front.stream(Question(text="Wie lange bleibt der Hafen gesperrt?", filters=filters))
    assert given is not None
    assert front.records().get(given.record or "").making.filters == filters


@pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST_QUESTION + 1)])
def test_a_question_that_is_none_is_refused(front: Assistant, text: str) -> None:
    with pytest.raises(QuestionError):
        front.ask(Question(text=text))
    with pytest.raises(QuestionError):
        front.search(text)


@pytest.mark.parametrize("k", [0, -1, MOST_HITS + 1])
def test_a_number_of_passages_out_of_bounds_is_refused(front: Assistant, k: int) -> None:
    with pytest.raises(UsageError, match="passages cannot be shown"):
        front.search("Hafen", k=k)


@pytest.mark.parametrize("name", ["since", "until", "as_of"])
def test_a_date_that_is_none_is_refused_by_its_name(front: Assistant, name: str) -> None:
    with pytest.raises(UsageError, match=f"{name.replace('_', '-')}: 'gestern' is not a date"):
        front.ask(Question(text="Was geschah?", filters=Filters(**{name: "gestern"})))


def test_dates_bound_the_search(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    for filters in (Filters(as_of="2025-07-01"), Filters(until="2025-07-01T23:00:00Z")):
        assert {hit.chunk.article_id for hit in front.search("ist", filters=filters)} == {"harbour"}
    assert {hit.chunk.article_id for hit in front.search("ist", filters=Filters(since="2025-07-02"))} == {"bridge"}


def test_the_reader_orders_the_first_passages_and_the_others_follow(tmp_path: Path, front: Assistant) -> None:
    others = [
        {"id": f"a{n}", "title": f"Hafen {n}", "text": f"Am Hafen Kai {n} gilt das."} for n in range(RERANKED + 5)
    ]
    answering = {"id": "b", "title": "Hafen", "text": "Am Hafen gilt das für sieben Jahre, sagt das Gericht am Kai."}
    front.add([written(tmp_path, *others, answering)])
    hits = front.search("Wie lange gilt das am Hafen Kai, sagt das Gericht?", k=RERANKED + 5)
    assert hits[0].chunk.article_id == "b"
    assert len({hit.chunk.id for hit in hits}) == RERANKED + 5
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", ["", "  \n", "x" * (LONGEST_TEXT + 1)])
def test_a_text_that_is_none_is_not_checked(front: Assistant, text: str) -> None:
    with pytest.raises(QuestionError):
        front.check(text)


def test_a_text_is_checked_claim_by_claim(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    checked = front.check("Der Hafen ist zu. Ist die Brücke offen?", id="t1")
    assert (checked.id, [claim.verdict for claim in checked.claims]) == (
        "t1",
        [Verdict.SUPPORTED, Verdict.NOT_ENOUGH_EVIDENCE],
    )
    (evidence,) = checked.claims[0].supporting
    assert (evidence.article_id, evidence.quote, evidence.published) == ("harbour", "Der Hafen ist zu.", "2025-07-01")
    assert checked.claims[1].reason == "question"


def test_a_claim_is_checked_as_of_a_day(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    claim = "Die Brücke ist offen."
    assert front.check(claim).claims[0].verdict is Verdict.SUPPORTED
    assert front.check(claim, as_of="2025-07-15").claims[0].verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_a_claim_on_the_desk_is_found_again_and_opened_when_its_article_changes(
    tmp_path: Path, front: Assistant
) -> None:
    front.add([written(tmp_path, HARBOUR)])
    (claim,) = front.check("Der Hafen ist zu.").claims
    record = front.keep_check(claim)
    front.desk().decide(record.id, Verdict.SUPPORTED, comment="Angerufen.", name="A. Muster")
    (before,) = front.checked_before(claim)
    assert (before.id, before.verdict, before.open) == (record.id, Verdict.SUPPORTED, False)
    front.add([written(tmp_path, {**HARBOUR, "text": "Der Hafen ist wieder offen."})])
    assert front.desk().get(record.id).changed == ("harbour",)
    assert front.desk().get(record.id).open


def put_on_record(front: Assistant, article_id: str) -> str:
    source = front.article(article_id)
    given = answered("Was gilt?", None, cited(source, source.text))
    return front.records().keep(given, Making()).record or ""


def of_it(record: AnswerRecord) -> tuple[bool, bool]:
    return bool(record.answer.citations), bool(record.answer.answer)


def test_what_is_removed_is_gone_from_the_records_of_answers(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    harbour, bridge = put_on_record(front, "harbour"), put_on_record(front, "bridge")
    assert front.remove(["harbour"]) == ("harbour",)
    assert of_it(front.records().get(harbour)) == (False, False)
    assert of_it(front.records().get(bridge)) == (True, True)
    assert HARBOUR["text"] not in "".join(
        each.read_bytes().decode(errors="replace") for each in tmp_path.glob(f"{RECORDS_FILE}*")
    )


def test_it_is_gone_under_the_id_that_it_had_when_it_was_cited(tmp_path: Path, front: Assistant) -> None:
    page = {"url": "https://example.org/hafen"}
    front.add([written(tmp_path, HARBOUR | page)])
    kept = put_on_record(front, "harbour")
    front.add([written(tmp_path, HARBOUR | page | {"id": "renamed", "text": "Der Hafen ist wieder offen."})])
    assert front.article("harbour").id == "renamed"
    front.remove(["renamed"])
    front.add([written(tmp_path, HARBOUR)])
    assert of_it(front.records().get(kept)) == (False, False)


def test_a_removal_finishes_one_that_was_cut_short(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    put_on_record(front, "harbour")
    front.keeper.remove(["harbour"])
    front.remove(["bridge"])
    assert front.records().article_ids() == []


def test_a_removal_makes_no_file_of_records(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR)])
    front.remove(["harbour"])
    assert not (tmp_path / RECORDS_FILE).exists()


def test_feedback_is_kept_listed_settled_and_exported(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR)])
    record = put_on_record(front, "harbour")
    given = front.give_feedback(record=record, useful=True, reason="Stimmt.")
    claim = front.keep_check(front.check("Der Hafen ist zu.").claims[0])
    judged = front.give_feedback(record=str(claim.id), useful=False, about="verdict", replaces=given.id)
    assert [each.id for each in front.feedback()] == [judged.id, given.id]
    assert front.feedback(limit=1) == [judged]
    assert front.settle_feedback(given.id, True).handled
    assert front.judged(judged) == claim
    cases = [json.loads(line) for line in front.feedback_cases([given.id, judged.id]).splitlines()]
    assert [case["evidence"] for case in cases] == [[{"article_id": "harbour", "quote": "Der Hafen ist zu."}], []]
    with pytest.raises(NotFoundError):
        front.give_feedback(record="gone", useful=True)


def test_feedback_outlives_the_article_without_its_words(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR)])
    given = front.give_feedback(record=put_on_record(front, "harbour"), useful=True)
    front.remove(["harbour"])
    assert front.feedback() == [given]
    (case,) = front.feedback_cases([given.id]).splitlines()
    assert (json.loads(case)["question"], json.loads(case)["evidence"]) == ("Was gilt?", [])


def test_feedback_is_forgotten_with_its_answer(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR)])
    front.give_feedback(record=put_on_record(front, "harbour"), useful=True)
    assert front.forget_answers("2999-01-01") == 1
    assert front.feedback() == []


def test_records_before_a_date_are_forgotten(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR)])
    put_on_record(front, "harbour")
    assert (front.forget_answers("2025-07-01"), front.forget_answers("2999-01-01")) == (0, 1)
    with pytest.raises(UsageError, match="before: 'gestern' is not a date"):
        front.forget_answers("gestern")


def test_what_was_opened_is_closed(front: Assistant) -> None:
    desk, records = front.desk(), front.records()
    front.close()
    for closed in (desk.all, records.all):
        with pytest.raises(StoreError):
            closed()


def test_a_removal_is_undone_and_the_article_is_found_again(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    front.add([written(tmp_path, HARBOUR | {"text": "Der Hafen ist wieder offen."})])
    before = front.history("harbour")
    front.remove(["harbour"])
    assert front.restore(before)
    assert front.search("Hafen")[0].chunk.text == "Der Hafen ist wieder offen."
    assert front.history("harbour") == before
    assert not front.restore(before)


def test_articles_that_readers_may_not_see_are_listed_apart(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR | {"status": "withdrawn"}, BRIDGE)])
    withdrawn = front.listed(Filters(until="2025-07-31"), standing=Standing.WITHDRAWN, words=["Hafen"])
    assert [article.id for article in withdrawn] == ["harbour"]
    assert [article.id for article in front.listed(Filters())] == ["bridge"]
    with pytest.raises(UsageError, match="'gestern' is not a date"):
        front.listed(Filters(since="gestern"))


def test_answers_that_cite_an_article_are_named(tmp_path: Path, front: Assistant) -> None:
    assert front.citing("harbour") == []
    front.add([written(tmp_path, HARBOUR, BRIDGE)])
    answer = answered("Ist der Hafen zu?", "zu", cited(front.article("harbour"), "Der Hafen ist zu."))
    kept = front.records().keep(answer, Making())
    assert [record.id for record in front.citing("harbour")] == [kept.record]
    assert front.citing("bridge") == []


def test_what_may_be_asked_next_is_looked_for_in_the_cited_articles(tmp_path: Path, front: Assistant) -> None:
    front.add([written(tmp_path, HARBOUR)])
    answer = answered("Ist der Hafen zu?", None, cited(front.article("harbour"), HARBOUR["text"]))
    assert list(front.follow_ups(answer)) == [None]
    assert not (tmp_path / RECORDS_FILE).exists()
    with pytest.raises(UsageError):
        front.follow_ups(answer, filters=Filters(as_of="neulich"))
