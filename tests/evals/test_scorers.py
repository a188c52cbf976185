import math
from random import Random

import pytest

from assistant.citing import supports
from evals.normalising import contains, normalised
from evals.scorers.abstention import abstention_precision, abstention_recall, risk_coverage, roc_area
from evals.scorers.citation import citation_precision, citation_recall, gold_precision, gold_recall
from evals.scorers.ndcg import ndcg_at
from evals.scorers.recall import recall_at
from evals.scorers.reciprocal_rank import reciprocal_rank_at
from evals.scorers.shown import answer_shown
from evals.scorers.squad import exact_match, f1
from evals.scorers.verdict import accuracy, confusion, macro_f1, precision
from evals.types import Evidence, QuestionCase


def test_retrieval_measures_agree_with_ir_measures_on_random_runs() -> None:
    import ir_measures
    from ir_measures import RR, R, nDCG

    random = Random(3)
    documents = [f"d{i}" for i in range(30)]
    for query in range(60):
        ranking = random.sample(documents, random.randint(1, 25))
        grades = {document: random.randint(0, 3) for document in random.sample(documents, 6)}
        if not any(grades.values()):
            continue
        qrels = [ir_measures.Qrel(str(query), document, grade) for document, grade in grades.items()]
        run = [ir_measures.ScoredDoc(str(query), document, -rank) for rank, document in enumerate(ranking)]
        theirs = ir_measures.calc_aggregate([R @ 1, R @ 5, RR @ 10, nDCG @ 10], qrels, run)

        assert recall_at(1, ranking, grades) == pytest.approx(theirs[R @ 1], abs=1e-9)
        assert recall_at(5, ranking, grades) == pytest.approx(theirs[R @ 5], abs=1e-9)
        assert reciprocal_rank_at(10, ranking, grades) == pytest.approx(theirs[RR @ 10], abs=1e-9)
        assert ndcg_at(10, ranking, grades) == pytest.approx(theirs[nDCG @ 10], abs=1e-9)


def test_retrieval_measures_of_nothing_relevant_are_zero() -> None:
    assert recall_at(5, ["a"], {}) == 0
    assert reciprocal_rank_at(10, ["a"], {"a": 0}) == 0
    assert ndcg_at(10, ["a"], {"a": 0}) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("45.000", "45,000"),
        ("45 000 Menschen", "45000 Menschen"),
        ("37,5 Millionen", "37.5 Millionen"),
        ("der Bürgermeister", "Bürgermeister"),
        ("Große Straße", "grosse  strasse."),
        ("„Ja“, sagte sie.", "ja sagte sie"),
        ("1.234.567", "1234567"),
    ],
)
def test_spellings_of_one_answer_are_equal(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(("one", "other"), [("4,5", "45"), ("3.500", "3.5"), ("Jahr 2019", "Jahr 2018"), ("nicht", "")])
def test_different_answers_stay_different(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_an_answer_is_found_only_as_whole_words() -> None:
    assert contains("Sie zahlten 45.000 Euro.", "45000 Euro")
    assert not contains("Sie zahlten 145.000 Euro.", "45.000 Euro")
    assert not contains("Alles", "")


def test_f1_takes_the_best_of_the_accepted_answers() -> None:
    assert f1("sieben Jahre Haft", ["7 Jahre", "sieben Jahre"]) == pytest.approx(0.8)
    assert f1("", ["sieben Jahre"]) == 0
    assert exact_match("Sieben Jahre.", ["7 Jahre", "sieben Jahre"]) == 1
    assert exact_match("acht Jahre", ["7 Jahre"]) == 0


def test_a_citation_that_proves_nothing_costs_precision_and_one_that_is_missing_costs_recall() -> None:
    answer = [("Eva kam.", ["Gestern war es kalt. Eva kam.", "Adam blieb."]), ("Adam ging.", ["Adam blieb."])]

    assert citation_recall(answer, supports) == 0.5
    assert citation_precision(answer, supports) == pytest.approx(1 / 3)
    assert citation_recall([("Eva kam.", [])], supports) == 0


def test_gold_citations_count_by_overlap_in_the_same_article() -> None:
    gold = [("a", "Eva kam."), ("b", "Adam blieb.")]
    cited = [("a", "Es war kalt. Eva kam."), ("c", "Adam blieb.")]

    assert gold_precision(cited, gold) == 0.5
    assert gold_recall(cited, gold) == 0.5


def test_abstention_is_judged_by_what_was_answerable() -> None:
    abstained, answerable = [True, True, False, False], [False, True, True, False]

    assert abstention_precision(abstained, answerable) == 0.5
    assert abstention_recall(abstained, answerable) == 0.5
    assert abstention_precision([False], [True]) == 0


def test_roc_area_counts_pairs_and_half_of_the_ties() -> None:
    assert roc_area([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == pytest.approx(3.5 / 4)
    assert roc_area([0.9], [True]) == 0.5


def test_risk_grows_where_the_surest_answers_are_wrong() -> None:
    assert risk_coverage([0.9, 0.1, 0.5], [0.0, 1.0, 1.0]) == [
        (pytest.approx(1 / 3), 1.0),
        (pytest.approx(2 / 3), 0.5),
        (1.0, pytest.approx(1 / 3)),
    ]


def test_verdicts_are_counted_by_label() -> None:
    gold = ["supported", "refuted", "refuted", "not_enough_evidence"]
    given = ["supported", "refuted", "supported", "not_enough_evidence"]

    assert accuracy(given, gold) == 0.75
    assert macro_f1(given, gold) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert precision("supported", given, gold) == 0.5
    assert precision("refuted", given, gold) == 1
    assert confusion(given, gold)["refuted", "supported"] == 1
    assert math.isclose(sum(confusion(given, gold).values()), 4)


def test_every_answer_of_a_list_has_to_be_shown() -> None:
    case = QuestionCase(id="1", question="Wer?", answers=("Eva", "Adam"), every=True)

    assert answer_shown(case, None, [("a", "Eva kam."), ("b", "Adam auch.")]) == 1
    assert answer_shown(case, "Eva", [("a", "Eva kam.")]) == 0


def test_a_computed_answer_counts_when_its_evidence_is_quoted() -> None:
    evidence = (Evidence(article_id="a", quote="Das Fest war gestern."),)
    case = QuestionCase(id="1", question="Wann?", answers=("3. Mai 2025",), evidence=evidence)

    assert answer_shown(case, None, [("a", "Das Fest war gestern.")]) == 1
    assert answer_shown(case, None, [("b", "Das Fest war gestern.")]) == 0


def test_an_answer_that_is_in_its_evidence_has_to_be_shown_itself() -> None:
    evidence = (Evidence(article_id="a", quote="Eva kam. Adam blieb."),)
    case = QuestionCase(id="1", question="Wer blieb?", answers=("Adam",), evidence=evidence)

    assert answer_shown(case, None, [("a", "Eva kam.")]) == 0


def test_what_is_forbidden_spoils_the_answer() -> None:
    case = QuestionCase(id="1", question="Wer?", answers=("Eva",), forbidden=("Gratisfahrten für alle",))

    assert answer_shown(case, "Eva", [("a", "Eva kam.")]) == 1
    assert answer_shown(case, "Eva", [("a", "Es gibt Gratisfahrten für alle.")]) == 0
