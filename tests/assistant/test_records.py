"""Records of answers: kept whole, shown as far as their articles may be read, and forgotten for good."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.records import AnswerRecords
from assistant.types import (
    Answer,
    AnswerRecord,
    AnswerStatus,
    Conflict,
    Drafted,
    Engine,
    Fault,
    Making,
    ModelUse,
    Nearest,
    PassageShown,
    Sentence,
    SentenceCheck,
)
from corpus.errors import NotFoundError
from corpus.types import Article, ArticleStatus
from tests.assistant.fakes import article
from tests.fakes import abstained, answered, cited

SEVEN = article("Er muss sieben Jahre ins Gefängnis.", article_id="a1", title="Sieben-Jahre-Urteil")
EIGHT = article("Die Anklage hatte acht Jahre gefordert.", article_id="a2", title="Plädoyer")
READ = article("Der Schaden ging in die Millionen.", article_id="a3", title="Schadensbilanz")
NEAR = article("Ein Gefängnis wird gebaut.", article_id="a4", title="Neubau-Schlagzeile")
QUESTION = "Wie lange muss er ins Gefängnis?"
MEANT = "Jetflicks Dallmann: Wie lange muss er ins Gefängnis?"

ANSWER = replace(
    answered(
        QUESTION,
        "sieben Jahre",
        cited(SEVEN, SEVEN.text, n=1),
        cited(EIGHT, EIGHT.text, n=2),
        sentences=(
            Sentence(text="Er bekam sieben Jahre Haft.", citations=(1,)),
            Sentence(text="Gefordert waren acht.", citations=(2,)),
        ),
        standalone_question=MEANT,
    ),
    engine=Engine.LLM,
    note="Anmerkung zum Urteil",
    nearest=(Nearest(article_id="a4", title=NEAR.title),),
    conflicts=(Conflict(older=2, newer=1, older_says="acht Jahre", newer_says="sieben Jahre"),),
    timings_ms={"total": 12},
)
MAKING = Making(
    passages=tuple(PassageShown(article_id=each.id, start=0, end=len(each.text)) for each in (SEVEN, EIGHT, READ)),
    use=ModelUse(model="m1", prompt_version="p1", calls=1, prompt_tokens=900, answer_tokens=80, cost=0.01),
    checks=(
        SentenceCheck(drafted=Drafted(text="Er bekam sieben Jahre Haft.", passages=(1,), quotes=(SEVEN.text,))),
        SentenceCheck(drafted=Drafted(text="Gefordert waren acht.", passages=(2,), quotes=(EIGHT.text,))),
        SentenceCheck(
            drafted=Drafted(text="Erdichtet: es waren neun.", passages=(3,), quotes=("in die Milliarden",)),
            faults=(Fault.NUMBER, Fault.NOT_IN_ARTICLE),
            words=("neun",),
            support=0.1,
            repaired=True,
        ),
    ),
)
TAKEN = ("sieben Jahre", "acht Jahre", "Haft", "Gefordert", "Erdichtet", "Milliarden", "Anmerkung", "Urteil", "Neubau")


class Stored:
    """Articles that a test changes."""

    def __init__(self) -> None:
        self.articles = {each.id: each for each in (SEVEN, EIGHT, READ, NEAR)}

    def __call__(self, ids: Sequence[str]) -> Mapping[str, Article]:
        return {i: self.articles[i] for i in ids if i in self.articles}

    def change(self, article_id: str, **fields: object) -> None:
        self.articles[article_id] = replace(self.articles[article_id], **fields)  # type: ignore[arg-type]


@pytest.fixture
def stored() -> Stored:
    return Stored()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.sqlite"


@pytest.fixture
def records(path: Path, stored: Stored) -> Iterator[AnswerRecords]:
    records = AnswerRecords(path, articles=stored)
    yield records
    records.close()


def keep(records: AnswerRecords, answer: Answer = ANSWER, making: Making = MAKING) -> str:
    kept = records.keep(answer, making).record
    assert kept is not None
    return kept


def in_file(path: Path) -> str:
    """Everything that stands in the file and in what SQLite keeps beside it."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*"))).decode(errors="replace")


def is_empty(record: AnswerRecord) -> bool:
    """Whether nothing but the question and how it ended is left."""
    answer = record.answer
    parts = (answer.short_answer, answer.answer, answer.note, answer.sentences, answer.citations, answer.nearest)
    return not any((*parts, answer.conflicts, record.making.passages, record.making.checks))


def test_an_answer_comes_back_as_it_was_given(records: AnswerRecords) -> None:
    before = datetime.now(UTC)
    given = records.keep(ANSWER, MAKING)
    record = records.get(given.record or "")
    assert given == replace(ANSWER, record=record.id)
    assert (record.answer, record.making, record.changed) == (given, MAKING, ())
    assert before <= datetime.fromisoformat(record.at) <= datetime.now(UTC)


def test_an_abstention_is_kept_too(records: AnswerRecords) -> None:
    given = records.keep(abstained(QUESTION), Making())
    assert records.get(given.record or "").answer == given


def test_ids_can_stand_in_an_address_and_on_a_command_line(records: AnswerRecords) -> None:
    ids = {keep(records) for _ in range(100)}
    assert len(ids) == 100
    assert all(len(i) >= 12 and i[0] != "-" and i.replace("-", "").replace("_", "").isalnum() for i in ids)


def test_half_a_character_of_a_language_model_is_no_hindrance(records: AnswerRecords) -> None:
    broken = keep(records, replace(ANSWER, answer="kaputt \ud83d"))
    assert records.get(broken).answer.answer == "kaputt ?"


def test_records_outlive_their_process(path: Path, stored: Stored) -> None:
    first = AnswerRecords(path, articles=stored)
    kept = keep(first)
    first.close()
    second = AnswerRecords(path, articles=stored)
    assert second.get(kept).making == MAKING
    second.close()


def test_the_newest_come_first_and_no_more_than_asked(records: AnswerRecords) -> None:
    kept = [keep(records, replace(ANSWER, question=f"Frage {n}?")) for n in range(4)]
    assert [record.id for record in records.all()] == kept[::-1]
    assert [record.id for record in records.all(limit=2)] == kept[:1:-1]
    assert [record.answer.question for record in records.all(limit=1)] == ["Frage 3?"]


def test_records_are_found_by_the_articles_they_cite(records: AnswerRecords) -> None:
    first, other, last = keep(records), keep(records, abstained(QUESTION), Making()), keep(records)
    assert [record.id for record in records.citing("a2")] == [last, first]
    assert records.citing("a3") == []
    assert other in {record.id for record in records.all()}


def test_what_is_not_kept_is_not_found(records: AnswerRecords) -> None:
    assert (records.all(), records.citing("a1"), records.article_ids()) == ([], [], [])
    with pytest.raises(NotFoundError, match="`belegt answers list` shows those that are"):
        records.get("x")


def test_a_corrected_article_is_named_and_its_quotation_still_shown(records: AnswerRecords, stored: Stored) -> None:
    kept = keep(records)
    stored.change("a1", text="Er muss doch nicht ins Gefängnis.", status=ArticleStatus.CORRECTED)
    record = records.get(kept)
    assert record.changed == ("a1",)
    assert record.answer == replace(ANSWER, record=kept)


@pytest.mark.parametrize("change", ["withdrawn", "embargo", "removed"])
def test_nothing_rests_on_an_article_that_cannot_be_read_now(
    records: AnswerRecords, stored: Stored, change: str
) -> None:
    kept = keep(records)
    if change == "withdrawn":
        stored.change("a1", status=ArticleStatus.WITHDRAWN)
    elif change == "embargo":
        stored.change("a1", embargo_until=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    else:
        del stored.articles["a1"]
    (record,) = records.all()
    answer = record.answer
    assert (record.id, record.changed) == (kept, ("a1",))
    assert (answer.short_answer, answer.note, answer.conflicts) == (None, None, ())
    assert ([each.n for each in answer.citations], answer.answer) == ([2], "Gefordert waren acht. [2]")
    assert [each.text for each in answer.sentences] == ["Gefordert waren acht."]
    assert answer.standalone_question == QUESTION
    assert [check.drafted.text for check in record.making.checks] == ["Gefordert waren acht."]
    assert record.making.use == MAKING.use


def test_what_becomes_public_again_is_shown_again(records: AnswerRecords, stored: Stored) -> None:
    kept = keep(records)
    stored.change("a1", status=ArticleStatus.WITHDRAWN)
    assert records.get(kept).answer != replace(ANSWER, record=kept)
    stored.change("a1", status=ArticleStatus.LIVE)
    assert records.get(kept).answer == replace(ANSWER, record=kept)


def test_a_sentence_that_rests_on_both_goes_with_either(records: AnswerRecords, stored: Stored) -> None:
    both = Sentence(text="Sieben statt acht.", citations=(1, 2))
    kept = keep(records, replace(ANSWER, sentences=(both,)))
    stored.change("a2", status=ArticleStatus.WITHDRAWN)
    assert (records.get(kept).answer.sentences, records.get(kept).answer.answer) == ((), "")


def test_a_withdrawn_article_that_was_only_read_takes_the_dropped_sentences_along(
    records: AnswerRecords, stored: Stored
) -> None:
    kept = keep(records)
    stored.change("a3", status=ArticleStatus.WITHDRAWN)
    record = records.get(kept)
    assert (record.answer.answer, record.changed) == (ANSWER.answer, ())
    assert [check.drafted.text for check in record.making.checks] == [
        "Er bekam sieben Jahre Haft.",
        "Gefordert waren acht.",
    ]


def test_the_headline_of_a_withdrawn_article_is_not_named_as_near(records: AnswerRecords, stored: Stored) -> None:
    kept = keep(records)
    stored.change("a4", status=ArticleStatus.WITHDRAWN)
    assert records.get(kept).answer == replace(ANSWER, record=kept, nearest=())


@pytest.mark.parametrize("taken_down", ["a1", "a2", "a3", "a4"])
def test_a_takedown_leaves_the_question_and_nothing_of_the_answer(
    records: AnswerRecords, path: Path, stored: Stored, taken_down: str
) -> None:
    kept = keep(records)
    assert all(words in in_file(path) for words in TAKEN)
    del stored.articles[taken_down]
    assert records.forget_articles([taken_down]) == 1
    assert [words for words in (*TAKEN, "Dallmann") if words in in_file(path)] == []
    record = records.get(kept)
    assert is_empty(record)
    assert (record.answer.question, record.answer.standalone_question) == (QUESTION, QUESTION)
    assert (record.answer.engine, record.answer.status, record.answer.record) == (
        Engine.LLM,
        AnswerStatus.ANSWERED,
        kept,
    )


def test_a_forgotten_record_is_still_found_by_what_it_cited(records: AnswerRecords, stored: Stored) -> None:
    kept = keep(records)
    del stored.articles["a1"]
    records.forget_articles(["a1"])
    assert [(record.id, record.changed) for record in records.citing("a1")] == [(kept, ("a1",))]
    assert [record.id for record in records.citing("a2")] == [kept]


def test_a_takedown_leaves_other_records_as_they_are(records: AnswerRecords) -> None:
    keep(records)
    other = keep(records, answered("Was?", None, cited(READ, READ.text)), Making())
    assert records.article_ids() == ["a1", "a2", "a3", "a4"]
    assert records.forget_articles(["a1", "unknown"]) == 1
    assert records.get(other).answer.citations == (cited(READ, READ.text),)
    assert records.article_ids() == ["a3"]
    assert records.forget_articles(["a1"]) == 0


def test_a_follow_up_repeats_nothing_of_an_answer_that_was_forgotten(records: AnswerRecords, path: Path) -> None:
    earlier = keep(records, replace(abstained("Und jetzt?"), standalone_question="Rademont: Und jetzt?"), Making())
    keep(records)
    follow_up = replace(abstained("Wo sitzt er?"), standalone_question="Dallmann Fulda: Wo sitzt er?")
    later = keep(records, follow_up, Making())
    records.forget_articles(["a1"])
    assert records.get(earlier).answer.standalone_question == "Rademont: Und jetzt?"
    assert records.get(later).answer.standalone_question == "Wo sitzt er?"
    assert "Fulda" not in in_file(path)


def test_an_answer_whose_article_is_removed_while_it_is_made_is_kept_without_it(
    records: AnswerRecords, path: Path, stored: Stored
) -> None:
    del stored.articles["a3"]
    given = records.keep(ANSWER, MAKING)
    assert given == replace(ANSWER, record=given.record)
    assert is_empty(records.get(given.record or ""))
    assert [words for words in TAKEN if words in in_file(path)] == []
    assert [record.id for record in records.citing("a1")] == [given.record]


def test_old_records_are_deleted_from_the_file(records: AnswerRecords, path: Path) -> None:
    keep(records)
    between = datetime.now(UTC)
    young = keep(records, answered("Was?", None, cited(READ, READ.text)), Making())
    assert records.forget_before(between) == 1
    assert [record.id for record in records.all()] == [young]
    assert [words for words in (*TAKEN, QUESTION) if words in in_file(path)] == []
    assert (records.citing("a1"), records.article_ids()) == ([], ["a3"])
    assert records.forget_before(between.astimezone()) == 0


def test_many_takedowns_leave_nothing_behind(records: AnswerRecords, path: Path, stored: Stored) -> None:
    many = [article(f"Satz mit Kennwort{n}q. " * (1 + n % 40), article_id=f"m{n}") for n in range(120)]
    stored.articles.update({each.id: each for each in many})
    for each in many:
        keep(records, answered(f"Frage zu {each.id}?", f"Kennwort{each.id[1:]}q", cited(each, each.text)), Making())
    gone = [each.id for n, each in enumerate(many) if n % 3]
    for article_id in gone:
        records.forget_articles([article_id])
    left = in_file(path)
    assert [n for n in range(120) if f"Kennwort{n}q" in left] == list(range(0, 120, 3))
