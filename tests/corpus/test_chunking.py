import pytest

from corpus.chunking import Chunking, chunk_article
from corpus.sentences import split_sentences
from corpus.tokens import count_tokens
from corpus.types import Article, Chunk
from tests.corpus.texts import PROSE, TRICKY

_SIZES = [Chunking(), Chunking(max_tokens=40)]


def _article(text: str) -> Article:
    return Article(id="a", title="Titel", text=text)


def _chunks(text: str, *, max_tokens: int = 220) -> tuple[Chunk, ...]:
    return chunk_article(_article(text), Chunking(max_tokens=max_tokens))


@pytest.mark.parametrize("chunking", _SIZES)
@pytest.mark.parametrize("text", TRICKY)
def test_passages_are_exact_ordered_and_leave_nothing_out(text: str, chunking: Chunking) -> None:
    place = 0
    for ordinal, chunk in enumerate(chunk_article(_article(text), chunking)):
        assert chunk.ordinal == ordinal
        assert chunk.article_id == "a"
        assert text[chunk.start : chunk.end] == chunk.text == chunk.text.strip() != ""
        assert chunk.start >= place
        assert not text[place : chunk.start].strip()
        place = chunk.end
    assert not text[place:].strip()


@pytest.mark.parametrize("chunking", _SIZES)
@pytest.mark.parametrize("text", TRICKY)
def test_no_passage_is_longer_than_the_limit(text: str, chunking: Chunking) -> None:
    sizes = count_tokens([chunk.text for chunk in chunk_article(_article(text), chunking)])
    assert max(sizes, default=0) <= chunking.max_tokens


@pytest.mark.parametrize("text", TRICKY)
def test_passages_end_between_sentences_unless_one_is_too_long(text: str) -> None:
    sentences = split_sentences(text, "de")
    texts = [text[span.start : span.end] for span in sentences]
    whole = [span for span, tokens in zip(sentences, count_tokens(texts), strict=True) if tokens <= 220]
    ends = {chunk.end for chunk in _chunks(text)}
    assert not [end for end in ends if any(span.start < end < span.end for span in whole)]


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_article_without_text_has_no_passages(text: str) -> None:
    assert _chunks(text) == ()


def test_a_short_article_is_one_passage() -> None:
    assert [chunk.text for chunk in _chunks(PROSE)] == [PROSE]


def test_sizes_are_even_instead_of_leaving_a_tiny_rest() -> None:
    text = " ".join(f"Das ist der Satz mit der Nummer {number} in diesem Text." for number in range(40))
    sizes = count_tokens([chunk.text for chunk in _chunks(text)])
    assert len(sizes) > 2
    assert max(sizes) - min(sizes) < 60


def test_cuts_fall_on_paragraph_borders_where_sizes_allow() -> None:
    text = "\n\n".join([PROSE] * 9)
    assert all(text[chunk.end : chunk.end + 2] == "\n\n" for chunk in _chunks(text)[:-1])


def test_a_heading_stays_with_the_text_below_and_names_every_passage_of_it() -> None:
    text = f"{PROSE} {PROSE}\n\nStreit um die Schulen\n\n{PROSE} {PROSE}\n\n{PROSE} {PROSE}"
    chunks = _chunks(text)
    assert chunks[0].heading is None
    assert chunks[1].text.startswith("Streit um die Schulen\n\n")
    assert {chunk.heading for chunk in chunks[1:]} == {"Streit um die Schulen"}
    assert len(chunks) > 2


def test_no_passage_ends_in_a_heading() -> None:
    text = "\n".join(f"Abschnitt {number}\n{PROSE}" for number in range(12))
    assert not [chunk for chunk in _chunks(text) if chunk.text.splitlines()[-1].startswith("Abschnitt")]


def test_a_headline_and_a_heading_below_it_both_stand_above_the_text() -> None:
    chunks = _chunks(f"Musterstadt\nStreit um die Schulen\n{PROSE}")
    assert chunks[0].heading == "Streit um die Schulen"
    assert chunks[0].text.startswith("Musterstadt")


@pytest.mark.parametrize(
    "text",
    [
        "- Brot\n" + PROSE,
        "Brot\nMilch\nKäse\n" + PROSE,
        "Dies ist ein Satz.\n" + PROSE,
        "***\n" + PROSE,
        PROSE + "\nLetzte Zeile",
        "Wort " * 30 + "\n" + PROSE,
    ],
)
def test_bullets_lists_sentences_and_last_lines_are_no_headings(text: str) -> None:
    assert {chunk.heading for chunk in _chunks(text)} == {None}


def test_an_overlong_sentence_is_cut_at_white_space() -> None:
    text = "Wort " * 1_000
    chunks = _chunks(text)
    assert all(set(chunk.text.split()) == {"Wort"} for chunk in chunks)
    assert min(count_tokens([chunk.text for chunk in chunks])) > 100


def test_an_overlong_word_is_cut_anywhere() -> None:
    assert "".join(chunk.text for chunk in _chunks("x" * 10_000)) == "x" * 10_000


def test_cutting_twice_gives_the_same_passages() -> None:
    text = "\n\n".join([PROSE] * 20)
    assert _chunks(text) == _chunks(text)
