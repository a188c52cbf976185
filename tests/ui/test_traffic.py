"""Answers come first: what is done beside them is done once at a time, and only while there are none."""

from ui.traffic import Traffic


def test_nothing_is_done_beside_an_answer() -> None:
    traffic = Traffic()
    with traffic.answering(), traffic.answering():
        with traffic.aside() as free:
            assert not free
        assert traffic.busy
    with traffic.aside() as free:
        assert free


def test_one_thing_at_a_time_is_done_aside() -> None:
    traffic = Traffic()
    with traffic.aside() as first, traffic.aside() as second:
        assert (first, second) == (True, False)
    with traffic.aside() as free:
        assert free
