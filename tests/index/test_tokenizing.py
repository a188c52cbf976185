import pytest

from index.tokenizing import SPECIAL_TOKENS, tokenizer_for
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
