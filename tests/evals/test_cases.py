import json
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.reading import read_sources
from corpus.types import Article
from evals.cases import load_cases
from evals.types import Evidence

ROOT = Path(__file__).parents[2]
QUESTION = {"id": "q1", "question": "Wer?", "answerable": True, "answers": ["Eva"], "evidence": []}
EVIDENCE = [{"article_id": "a", "quote": "Eva kam."}]


def _samples() -> dict[str, Article]:
    read = list(read_sources([str(ROOT / "corpus" / "samples")]))
    assert all(isinstance(item, Article) for item in read)
    return {item.id: item for item in read if isinstance(item, Article)}


def _write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["questions.jsonl", "claims.jsonl"])
def test_every_quotation_of_the_shipped_cases_stands_in_its_article(name: str) -> None:
    articles = _samples()
    cases = load_cases(ROOT / "evals" / "cases" / name)
    proven = [*(case.evidence for case in cases.questions), *(case.evidence for case in cases.claims)]
    evidence = [e for each in proven for e in each]

    assert len(evidence) > 100
    assert [e for e in evidence if e.quote not in articles[e.article_id].text] == []


def test_the_shipped_set_is_as_large_and_mixed_as_it_says() -> None:
    questions = load_cases(ROOT / "evals" / "cases" / "questions.jsonl").questions
    claims = load_cases(ROOT / "evals" / "cases" / "claims.jsonl").claims

    assert len(questions) >= 160
    assert sum(not case.answerable for case in questions) >= len(questions) / 4
    assert sum(case.lang == "en" for case in questions) >= len(questions) / 5
    assert len(claims) >= 100
    assert {claim.label for claim in claims} == {"supported", "refuted", "not_enough_evidence"}


def test_reads_a_question_with_all_its_fields(tmp_path: Path) -> None:
    given = QUESTION | {
        "evidence": EVIDENCE,
        "list": True,
        "type": "followup",
        "history": [{"question": "Was?", "answer": "Ein Fest."}],
        "standalone": "Wer kam zum Fest?",
        "as_of": "2025-01-01",
        "forbidden": ["Adam"],
        "unknown": 1,
    }
    (case,) = load_cases(_write(tmp_path / "q.jsonl", given, "")).questions

    assert (case.every, case.type, case.as_of, case.forbidden) == (True, "followup", "2025-01-01", ("Adam",))
    assert case.history[0].answer == "Ein Fest."
    assert case.evidence == (Evidence(article_id="a", quote="Eva kam."),)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{broken", "line 2: is not valid JSON"),
        ("[1]", "line 2, field 'line': is no JSON object"),
        (QUESTION | {"id": "q2"}, "line 2, field 'evidence': is empty"),
        (QUESTION | {"id": "q2", "answers": []}, "line 2, field 'answers': is empty"),
        (QUESTION | {"id": "q2", "answerable": False}, "line 2, field 'answers': is given"),
        (QUESTION | {"id": "q2", "lang": "fr"}, "line 2, field 'lang'"),
        ({"id": "q2", "question": "Wer?"}, "line 2, field 'answerable'"),
        (QUESTION | {"evidence": EVIDENCE}, "line 2, field 'id': 'q1' stands in line 1 already"),
        ({"id": "c1", "claim": "Eva kam.", "label": "true", "evidence": []}, "line 2, field 'label'"),
    ],
)
def test_refuses_a_broken_line_with_its_number_and_field(tmp_path: Path, line: object, complaint: str) -> None:
    path = _write(tmp_path / "q.jsonl", QUESTION | {"evidence": EVIDENCE}, line)

    with pytest.raises(SourceError, match="nothing was measured") as refused:
        load_cases(path)
    assert complaint in str(refused.value)


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_refuses_an_empty_file(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError, match="holds no cases"):
        load_cases(_write(tmp_path / "q.jsonl", content))


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        load_cases(tmp_path / "none.jsonl")


def test_makes_an_article_of_every_paragraph_of_a_squad_file(tmp_path: Path) -> None:
    answered = {"id": "1", "question": "Wer?", "answers": [{"text": "Eva", "answer_start": 0}] * 2}
    open_question = {"id": "2", "question": "Wo?", "answers": [], "is_impossible": True}
    paragraphs = [{"context": "Eva kam.", "qas": [answered, open_question]}, {"context": "Adam blieb.", "qas": []}]
    squad = {"data": [{"title": "Paradies", "paragraphs": paragraphs}]}

    loaded = load_cases(_write(tmp_path / "s.json", squad))

    assert [article.text for article in loaded.articles] == ["Eva kam.", "Adam blieb."]
    assert [(case.answerable, case.answers) for case in loaded.questions] == [(True, ("Eva",)), (False, ())]
    assert loaded.questions[0].evidence == (Evidence(article_id=loaded.articles[0].id, quote=""),)


def test_refuses_a_squad_file_without_paragraphs(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"field 'data\.0\.paragraphs'"):
        load_cases(_write(tmp_path / "s.json", {"data": [{"title": "x"}]}))


def test_reads_a_beir_folder(tmp_path: Path) -> None:
    _write(
        tmp_path / "corpus.jsonl", {"_id": "d1", "title": "Eins", "text": "Eva kam."}, {"_id": "d2", "text": "Nein."}
    )
    _write(tmp_path / "queries.jsonl", {"_id": "q1", "text": "Wer kam?"}, {"_id": "q2", "text": "Unbewertet?"})
    (tmp_path / "qrels").mkdir()
    _write(tmp_path / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore", "q1\td1\t1", "q1\td2\t0")

    loaded = load_cases(tmp_path)

    assert [article.id for article in loaded.articles] == ["d1", "d2"]
    assert [(case.id, [e.article_id for e in case.evidence]) for case in loaded.questions] == [("q1", ["d1"])]
