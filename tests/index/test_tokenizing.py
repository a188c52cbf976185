from pathlib import Path

import pytest

from index.tokenizing import SPECIAL_TOKENS, TOKENIZER_FILE, FolderTokenizer, is_latin, tokenizer_for, write_tokenizer
from tests.index.tiny_weights import PIECES

IDS = {piece: place for place, (piece, _) in enumerate(PIECES)}


def tokens(text: str) -> list[str]:
    """The pieces of a text, with the borders that the model sees."""
    return tokenizer_for(PIECES).encode(text).tokens


def test_a_text_stands_between_its_borders() -> None:
    encoding = tokenizer_for(PIECES).encode("der hafen ist zu")
    assert encoding.tokens == ["<s>", "▁der", "▁hafen", "▁ist", "▁zu", "</s>"]
    assert encoding.ids == [IDS[token] for token in encoding.tokens]


def test_the_likeliest_pieces_win() -> None:
    assert tokens("hafen") == ["<s>", "▁hafen", "</s>"]
    assert tokens("hafenhafen") == ["<s>", "▁hafen", "h", "a", "f", "e", "n", "</s>"]


@pytest.mark.parametrize("blank", ["\t", "\n", "\r\n", "  ", "\u00a0", "\u2003", "\u200b", "\u2028", "\ufeff", "▁"])
def test_every_blank_counts_as_one_space(blank: str) -> None:
    assert tokens(f"der{blank}hafen") == tokens("der hafen")


@pytest.mark.parametrize("control", ["\x01", "\x08", "\x1f", "\x7f", "\x9f"])
def test_control_characters_are_dropped(control: str) -> None:
    assert tokens(f"ha{control}fen") == tokens("hafen")


def test_letters_are_brought_into_one_form() -> None:
    assert tokens("a\u0308") == tokens("ä") == ["<s>", "▁", "ä", "</s>"]
    assert tokens("\uff44\uff45\uff52") == tokens("der")


def test_letters_outside_the_vocabulary_are_unknown() -> None:
    assert tokens("漢") == ["<s>", "▁", "漢", "</s>"]
    assert tokenizer_for(PIECES).encode("漢").ids == [0, IDS["▁"], IDS["<unk>"], 2]


def test_an_empty_text_is_its_borders() -> None:
    assert tokens("") == ["<s>", "</s>"]


def test_special_tokens_have_the_ids_of_the_vocabulary() -> None:
    tokenizer = tokenizer_for(PIECES)
    assert [tokenizer.token_to_id(token) for token in SPECIAL_TOKENS] == [0, 1, 2, 3, 4]
    assert tokenizer.get_vocab_size() == len(PIECES)


def test_tokens_turn_back_into_the_text() -> None:
    tokenizer = tokenizer_for(PIECES)
    assert tokenizer.decode(tokenizer.encode("der hafen ist zu").ids) == "der hafen ist zu"


@pytest.fixture
def saved(tmp_path: Path) -> FolderTokenizer:
    write_tokenizer(PIECES, tmp_path)
    return FolderTokenizer(tmp_path, 8)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "der hafen ist zu",
        "Der Käse“ – 漢 hafen",
        "漢",
        "a\u0308",
        "\ufeffder",
        "½ der €uro ½",
        "hafen " * 9,
        "´¨der",
        "ﬁ",
    ],
)
@pytest.mark.parametrize("special", [True, False])
def test_a_saved_tokenizer_finds_the_same_tokens(saved: FolderTokenizer, text: str, special: bool) -> None:
    whole = tokenizer_for(PIECES)
    whole.enable_truncation(8)
    expected = whole.encode(text, add_special_tokens=special)
    found = saved.encode(text, add_special_tokens=special)
    assert (found.ids, found.offsets) == (expected.ids, expected.offsets)


def test_pieces_in_other_letters_are_read_when_a_text_has_such(tmp_path: Path) -> None:
    write_tokenizer(PIECES, tmp_path)
    saved = FolderTokenizer(tmp_path, 8)
    (tmp_path / TOKENIZER_FILE).unlink()
    assert saved.encode("der hafen – „zu“").ids
    with pytest.raises(Exception, match="No such file"):
        saved.encode("漢")


def test_latin_is_what_the_normalised_text_has() -> None:
    assert all(map(is_latin, ["", "der Hafen", "Café – „ß“ 5 €", "ﬁ", "a\u0308"]))
    assert not any(map(is_latin, ["漢", "Ж", "´", "\ufeff", "x\u0308"]))
