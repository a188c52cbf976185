from corpus.tokens import count_tokens


def test_tokens_are_counted_text_by_text() -> None:
    counts = count_tokens(["", "Haus", "Haus und Hof"])
    assert counts[0] == 0
    assert 0 < counts[1] < counts[2]


def test_the_name_of_a_special_token_counts_as_ordinary_text() -> None:
    assert count_tokens(["<|endoftext|>"])[0] > 1


def test_a_very_long_run_of_blanks_does_not_crash_the_encoder() -> None:
    assert count_tokens([" " * 2_000_000])[0] > 0


def test_a_long_text_counts_like_the_sum_of_its_slices() -> None:
    assert count_tokens(["wort " * 20_000])[0] == sum(count_tokens(["wort " * 10_000] * 2))
