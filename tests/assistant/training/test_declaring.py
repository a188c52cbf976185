import pytest

from assistant.training.declaring import LONGEST_CLAIM, declared


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Wer führte die Panthers an?", "Kawann Short", "Kawann Short führte die Panthers an."),
        ("Wann starb er?", "1999", "Im Jahr 1999 starb er."),
        ("Wann trat das Gesetz in Kraft?", "3. Mai", "Am 3. Mai trat das Gesetz in Kraft."),
        ("Wo fand das Spiel statt?", "Santa Clara", "In Santa Clara fand das Spiel statt."),
        ("Wo fand das Spiel statt?", "in Wien", "In Wien fand das Spiel statt."),
        ("Wie viele Punkte gab die Mannschaft ab?", "308", "308 Punkte gab die Mannschaft ab."),
        ("In welcher Stadt wohnt er?", "Linz", "In Linz wohnt er."),
    ],
)
def test_a_german_answer_takes_the_place_of_the_question_words(question: str, answer: str, claim: str) -> None:
    assert declared(question, answer, "de") == claim


@pytest.mark.parametrize(
    ("question", "answer", "claim"),
    [
        ("Who developed the format?", "Columbia Records", "Columbia Records developed the format."),
        ("When did the war end?", "1945", "The war end in 1945."),
        ("Where was Chopin born?", "Warsaw", "Chopin was born in Warsaw."),
        ("What is the capital of France?", "Paris", "The capital of France is Paris."),
        ("How many students are studying Chinese?", "100", "100 students are studying Chinese."),
    ],
)
def test_an_english_claim_is_put_in_order_where_that_can_be_seen(question: str, answer: str, claim: str) -> None:
    assert declared(question, answer, "en") == claim


@pytest.mark.parametrize(
    ("question", "answer", "lang"),
    [
        ("Warum fiel er?", "Eis", "de"),
        ("Why?", "ice", "en"),
        ("Wer?", "", "de"),
        ("Wer kam an?", "x" * LONGEST_CLAIM, "de"),
    ],
)
def test_what_cannot_be_made_into_a_claim_is_none(question: str, answer: str, lang: str) -> None:
    assert declared(question, answer, lang) is None
