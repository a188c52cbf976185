"""What a language model writes is read as it comes; only whole sentences are taken, and nothing in it does harm."""

import json
import time

import pytest

from assistant.drafting import LONGEST_DRAFT, LONGEST_SENTENCE, MOST_QUOTES, DraftReader, Numbered, numbers_of
from assistant.types import Drafted

ONE = {"sentence": "Der Hafen ist zu.", "passages": [1], "quotes": ["Hafen ist zu"]}
TWO = {"sentence": "It opens in May.", "passages": [2, 3], "quotes": ["opens in May", "in May"]}
READ = [
    Drafted(text="Der Hafen ist zu.", passages=(1,), quotes=("Hafen ist zu",)),
    Drafted(text="It opens in May.", passages=(2, 3), quotes=("opens in May", "in May")),
]


def read(text: str, *, pieces: int = 1) -> list[Drafted]:
    """Everything that is read from a text that comes in pieces of so many characters."""
    return [each.drafted for each in numbered(text, pieces=pieces)]


def numbered(text: str, *, pieces: int = 1) -> list[Numbered]:
    reader = DraftReader()
    fed = [each for at in range(0, len(text), pieces) for each in reader.feed(text[at : at + pieces])]
    return [*fed, *reader.finish()]


def one(**fields: object) -> Drafted:
    (drafted,) = read(json.dumps(fields))
    return drafted


@pytest.mark.parametrize("pieces", [1, 3, 7, 10_000])
def test_sentences_are_read_whatever_the_pieces(pieces: int) -> None:
    assert read(json.dumps({"sentences": [ONE, TWO]}), pieces=pieces) == READ


def test_a_sentence_is_handed_out_as_soon_as_it_is_whole() -> None:
    reader = DraftReader()
    assert reader.feed('{"sentences": [') == []
    assert reader.feed(json.dumps(ONE)[:-1]) == []
    assert [each.drafted for each in reader.feed("}")] == READ[:1]
    assert reader.feed('], "end": 1}') == reader.finish() == []
    assert reader.text.startswith('{"sentences"')


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{json.dumps([ONE, TWO])}\n```",
        f"Here you are: {json.dumps(ONE)} and {json.dumps(TWO)}.",
        f"{json.dumps(ONE)}\n{json.dumps(TWO)}",
        json.dumps({"sentences": [ONE, TWO]})[:-2],
        json.dumps({"sentences": [ONE, TWO]}).replace("]}", ",]}"),
        "<think>\nA set { of [ marks\n</think>" + json.dumps({"sentences": [ONE, TWO]}),
    ],
    ids=["fenced", "in prose", "lines", "not closed", "commas too many", "stray brackets"],
)
def test_objects_are_found_whatever_stands_around_them(text: str) -> None:
    assert read(text) == READ


@pytest.mark.parametrize(
    "text", ["", " \n", "{}", "[]", '{"sentences": []}', "null", "{", "}", "]}", '"', "```json\n```"]
)
def test_nothing_is_read_from_nothing(text: str) -> None:
    assert read(text) == []


def test_what_is_cut_off_is_no_sentence() -> None:
    whole = json.dumps({"sentences": [ONE, TWO]})
    assert read(whole[: whole.index("opens")]) == READ[:1]
    for end in range(1, len(json.dumps(ONE))):
        assert read(json.dumps(ONE)[:end]) == []
    assert read('{"sentence": "Der Hafen ist zu. Er öffnet bald.') == []
    assert read("Der Hafen ist zu. [1] Er öffnet am") == [Drafted(text="Der Hafen ist zu.", passages=(1,))]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"satz": "Ja.", "citations": "[1], 2"}, Drafted(text="Ja.", passages=(1, 2))),
        ({"text": "Ja.", "passage": 3, "quote": "ja"}, Drafted(text="Ja.", passages=(3,), quotes=("ja",))),
        ({"claim": "Ja.", "sources": [[1], ["2"]]}, Drafted(text="Ja.", passages=(1, 2))),
        ({"sentence": "Ja [1, 2] doch [3].", "quotes": []}, Drafted(text="Ja doch.", passages=(1, 2, 3))),
        ({"sentence": "Ja.", "passages": [True, None, 1.5, {}, "x"]}, Drafted(text="Ja.")),
        ({"sentence": "Ja.", "quotes": [None, 7, " ", "ja "]}, Drafted(text="Ja.", quotes=("ja",))),
        ({"sentence": " Der\n Hafen\tist  zu. "}, Drafted(text="Der Hafen ist zu.")),
    ],
)
def test_slips_of_small_models_are_understood(fields: dict[str, object], expected: Drafted) -> None:
    assert one(**fields) == expected


def test_words_quoted_as_objects_are_no_sentences() -> None:
    quotes = [{"text": "Hafen ist zu", "passage": 1}, {"quote": "in May", "sentence": "Ignore this."}]
    assert one(sentence="Der Hafen ist zu.", passages=[1], quotes=quotes).quotes == ("Hafen ist zu", "in May")
    assert [each.text for each in read(json.dumps({"sentences": [{**ONE, "evidence": quotes}, TWO]}))] == [
        "Der Hafen ist zu.",
        "It opens in May.",
    ]


@pytest.mark.parametrize(
    "fields", [{"sentence": ""}, {"sentence": " [1] "}, {"sentence": 7}, {"sentence": "\x00"}, {"a": 1}]
)
def test_an_object_without_a_sentence_is_none(fields: dict[str, object]) -> None:
    assert read(json.dumps(fields)) == []


def test_a_sentence_that_goes_on_and_on_is_none() -> None:
    assert len(one(sentence="A" * LONGEST_SENTENCE).text) == LONGEST_SENTENCE
    assert read(json.dumps({"sentence": "A" * (LONGEST_SENTENCE + 1)})) == []


def test_a_sentence_takes_up_so_many_quotations() -> None:
    assert len(one(sentence="Ja.", quotes=[f"wort {n}" for n in range(10_000 // 4)]).quotes) == MOST_QUOTES


def test_unescaped_quotation_marks_are_a_slip() -> None:
    slip = '{"sentences": [{"sentence": "Er sagte "nein".", "passages": [1, 2], "quotes": ["sagte: "nein"", "b c"]}]}'
    assert read(slip) == [Drafted(text='Er sagte "nein".', passages=(1, 2), quotes=('sagte: "nein"', "b c"))]
    assert read('{"sentence": "Er sagte "nein".", "passages": []}') == [Drafted(text='Er sagte "nein".')]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Der Hafen ist zu. [1] Er öffnet am 3. Mai. [2][3]",
            [("Der Hafen ist zu.", (1,)), ("Er öffnet am 3. Mai.", (2, 3))],
        ),
        ("The port is closed [1, 2]. It opens in May.", [("The port is closed.", (1, 2)), ("It opens in May.", ())]),
        (
            "- **Der Hafen ist zu.** [1]\n* Er öffnet bald [2].",
            [("Der Hafen ist zu.", (1,)), ("Er öffnet bald.", (2,))],
        ),
        ("Überschrift\n\nDer Hafen ist zu [1]!", [("Der Hafen ist zu!", (1,))]),
        ("[1] Der Hafen ist zu.", [("Der Hafen ist zu.", (1,))]),
    ],
)
def test_plain_prose_is_read_by_its_marks(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(each.text, each.passages) for each in read(text)] == expected


def test_prose_around_objects_is_no_sentence() -> None:
    assert read(f"Ich habe gesucht. {json.dumps(ONE)} Das war alles.") == READ[:1]


def test_nothing_invisible_is_left_in_a_sentence() -> None:
    assert one(sentence="Der\x1b[2K Ha\u200bfen\u202e ist\x00 zu\u00ad.").text == "Der[2K Hafen ist zu."
    assert read("Der\x00 Hafen\u2066 ist zu. [1]")[0].text == "Der Hafen ist zu."


def test_halves_of_characters_can_be_written_down() -> None:
    (drafted,) = read('{"sentence": "Ein \\ud83d Hafen.", "quotes": ["ein \\ud83d", "\\ud83d\\ude00"]}')
    assert drafted == Drafted(text="Ein Hafen.", quotes=("ein ?", "😀"))
    for text in (read("Ein \ud83d Hafen. [1]")[0].text, *drafted.quotes):
        assert text.encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "{" * 10_000 + "}" * 10_000,
        '{"a":' * 8_000 + "1" + "}" * 8_000,
        '{"sentence":"A b.","passages":' + "[" * 20_000 + "]" * 20_000 + "}",
        '{"sentence":"A b.","passages":' + "[" * 900 + "1" + "]" * 900 + "}",
        '{"sentence":"A b.","quotes":' + "[" * 900 + '"x"' + "]" * 900 + "}",
        '{"sentence":"A b.","quotes":' + '{"quote":' * 900 + '"x"' + "}" * 900 + "}",
        '{"sentence":"A' + " " * 50_000 + 'b."}',
        '"sentence":"a","passages":[1],"quotes":["' * 1_400,
        '"sentence":"a' * 4_000,
        '"sentence":"' + 'a","passages":[1],"quotes":["' * 2_000,
        "a" + " " * 50_000 + "b.",
        "a. [1" * 10_000,
        "[1]" * 20_000,
        '"' * 60_000,
        '{"' + "\\" * 50_000,
        "\x00" * 60_000,
        "{" + "1" * 50_000 + "}",
    ],
    ids=range(17),
)
def test_hostile_drafts_take_no_time(text: str) -> None:
    started = time.perf_counter()
    assert all(each.text in ("A b.", "a b.") for each in read(text, pieces=1_000))
    assert time.perf_counter() - started < 5


def test_objects_far_inside_others_are_not_read() -> None:
    assert read('{"a":' * 8 + json.dumps(ONE) + "}" * 8) == READ[:1]
    assert read('{"a":' * 10_000 + json.dumps(ONE) + "}" * 10_000) == []


def test_a_model_that_never_ends_is_not_read_further() -> None:
    reader = DraftReader()
    for _ in range(100):
        reader.feed("x" * 1_000)
    assert len(reader.text) == LONGEST_DRAFT
    assert reader.feed(json.dumps(ONE)) == []


@pytest.mark.parametrize(
    ("given", "number"), [(2, 2), ("2", 2), ("Nr. 2", 2), (True, None), (None, None), ([1, 2], None), ({}, None)]
)
def test_the_number_that_a_sentence_answers_to_is_read(given: object, number: int | None) -> None:
    assert [each.number for each in numbered(json.dumps({"sentence": "Ja.", "number": given}))] == [number]


def drafts(*numbers: int | None) -> list[Numbered]:
    return [Numbered(drafted=Drafted(text=f"Satz {place}."), number=n) for place, n in enumerate(numbers)]


@pytest.mark.parametrize(
    ("numbers", "asked", "expected"),
    [
        ([3, 1], [1, 3], [(1, "Satz 1."), (3, "Satz 0.")]),
        ([3, 3], [1, 3], [(3, "Satz 0.")]),
        ([9, 3], [1, 3], [(3, "Satz 1.")]),
        ([None, None], [1, 3], [(1, "Satz 0."), (3, "Satz 1.")]),
        ([None, None, None], [1], [(1, "Satz 0.")]),
        ([9], [1], [(1, "Satz 0.")]),
        ([], [1], []),
        ([1], [], []),
    ],
)
def test_sentences_written_again_stand_under_the_numbers_asked(
    numbers: list[int | None], asked: list[int], expected: list[tuple[int, str]]
) -> None:
    assert [(n, drafted.text) for n, drafted in numbers_of(drafts(*numbers), asked)] == expected
