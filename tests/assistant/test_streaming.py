"""An answer is handed out while it is made, and nobody makes one that nobody takes."""

import threading
from collections.abc import Callable, Iterator

import pytest

from assistant import streaming
from assistant.chatting import Stopped
from assistant.streaming import streamed, whole
from assistant.types import Answer, AnswerStatus, Engine, Making, ModelUse

PATIENCE = 5.0  # seconds
Given = Answer | Making | BaseException | threading.Event
USE = ModelUse(model="fake:small", prompt_version="1", calls=1, prompt_tokens=7, answer_tokens=3)


def answer(text: str) -> Answer:
    return Answer(
        id=None,
        question="Ist der Hafen zu?",
        standalone_question="Ist der Hafen zu?",
        status=AnswerStatus.ANSWERED,
        reason=None,
        short_answer=None,
        answer=text,
        confidence=0.9,
        sentences=(),
        citations=(),
        nearest=(),
        engine=Engine.LLM,
        index_version="v1",
        lang="de",
    )


class FakeEngine:
    """Gives what it is told to give: it waits for an event, raises an error, and remembers how it was left."""

    def __init__(self, *given: Given) -> None:
        self.given = given
        self.stopped: threading.Event | None = None
        self.left = threading.Event()
        self.thread: threading.Thread | None = None

    def __call__(self, stopped: threading.Event) -> Iterator[Answer | Making]:
        self.stopped, self.thread = stopped, threading.current_thread()
        try:
            for each in self.given:
                if isinstance(each, threading.Event):
                    assert each.wait(PATIENCE)
                elif isinstance(each, BaseException):
                    raise each
                else:
                    yield each
        finally:
            self.left.set()


class Records:
    """Keeps answers under numbers."""

    def __init__(self, error: Exception | None = None) -> None:
        self.kept: list[tuple[str, Making]] = []
        self.error = error

    def __call__(self, given: Answer, making: Making) -> Answer:
        if self.error is not None:
            raise self.error
        self.kept.append((given.answer, making))
        return answer(f"{given.answer} (Nr. {len(self.kept)})")


def texts(given: Iterator[tuple[Answer | None, bool]]) -> list[tuple[str | None, bool]]:
    return [(each.answer if each else None, done) for each, done in given]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "BEAT", 0.02)


def test_an_answer_grows_and_is_put_on_record_at_the_end() -> None:
    records = Records()
    making = Making(use=USE)
    engine = FakeEngine(answer("Ja."), answer("Ja. Seit Montag."), making)
    assert texts(streamed(engine, records)) == [
        ("Ja.", False),
        ("Ja. Seit Montag.", False),
        ("Ja. Seit Montag. (Nr. 1)", True),
    ]
    assert records.kept == [("Ja. Seit Montag.", making)]
    assert engine.stopped is not None
    assert engine.stopped.is_set()


def test_the_whole_answer_is_put_on_record_with_how_it_was_made() -> None:
    records = Records()
    making = Making(use=USE)
    assert (
        whole(FakeEngine(answer("Ja."), making, answer("Ja. Seit Montag.")), records).answer
        == "Ja. Seit Montag. (Nr. 1)"
    )
    assert records.kept == [("Ja. Seit Montag.", making)]


def test_an_engine_that_says_nothing_of_its_making_made_it_by_nothing() -> None:
    records = Records()
    whole(FakeEngine(answer("Ja.")), records)
    list(streamed(FakeEngine(answer("Ja.")), records))
    assert [making for _, making in records.kept] == [Making(), Making()]


def test_while_nothing_comes_what_was_said_is_said_again() -> None:
    first, second = threading.Event(), threading.Event()
    stream = streamed(FakeEngine(first, answer("Ja."), second, answer("Ja. Bald.")), Records())
    assert [next(stream) for _ in range(3)] == [(None, False)] * 3
    first.set()
    said = [next(stream)[0] for _ in range(10)]
    assert said[-1] == answer("Ja.")
    assert said.count(answer("Ja.")) > 2
    second.set()
    assert texts(stream)[-1] == ("Ja. Bald. (Nr. 1)", True)


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_closing_early_stops_the_engine_and_keeps_nothing(taken: int) -> None:
    records, more = Records(), threading.Event()
    engine = FakeEngine(answer("Ja."), answer("Ja. Bald."), more, answer("Ja. Bald. Sicher."), Making(), answer("Nie."))
    stream = streamed(engine, records)
    for _ in range(taken):
        next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert engine.stopped is not None
    assert engine.stopped.is_set()
    more.set()
    assert engine.left.wait(PATIENCE)
    assert engine.thread is not None
    engine.thread.join(PATIENCE)
    assert not engine.thread.is_alive()
    assert records.kept == []


def test_a_stream_that_is_forgotten_is_closed() -> None:
    more = threading.Event()
    engine = FakeEngine(answer("Ja."), more)
    next(streamed(engine, Records()))
    assert engine.stopped is not None
    assert engine.stopped.wait(PATIENCE)
    more.set()
    assert engine.left.wait(PATIENCE)


def test_nothing_begins_before_somebody_listens() -> None:
    engine = FakeEngine(answer("Ja."))
    streamed(engine, Records())
    assert engine.stopped is None


def test_an_engine_that_stops_when_it_is_told_to_is_let_go() -> None:
    def obedient(stopped: threading.Event) -> Iterator[Answer | Making]:
        yield answer("Ja.")
        stopped.wait(PATIENCE)
        done.set()
        raise Stopped

    done, records = threading.Event(), Records()
    stream = streamed(obedient, records)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert done.wait(PATIENCE)
    assert records.kept == []


@pytest.mark.parametrize("error", [ValueError("kaputt"), KeyboardInterrupt(), SystemExit(3), Stopped()])
@pytest.mark.parametrize("before", [(), (answer("Ja."),)], ids=["at once", "later"])
def test_an_error_of_the_engine_is_raised_where_somebody_listens(
    error: BaseException, before: tuple[Answer, ...]
) -> None:
    records = Records()
    engine = FakeEngine(*before, error)
    with pytest.raises(type(error)) as raised:
        list(streamed(engine, records))
    assert raised.value is error
    assert records.kept == []
    assert engine.stopped is not None
    assert engine.stopped.is_set()
    with pytest.raises(type(error)):
        whole(FakeEngine(*before, error), records)
    assert records.kept == []


@pytest.mark.parametrize("given", [(), (Making(),)])
def test_an_engine_without_an_answer_is_at_fault(given: tuple[Making, ...]) -> None:
    with pytest.raises(RuntimeError, match="end with an answer"):
        whole(FakeEngine(*given), Records())
    with pytest.raises(RuntimeError, match="end with an answer"):
        list(streamed(FakeEngine(*given), Records()))


@pytest.mark.parametrize("take", [whole, lambda *parts: list(streamed(*parts))])
def test_an_error_of_the_records_is_raised_too(take: Callable[[FakeEngine, Records], object]) -> None:
    with pytest.raises(OSError, match="voll"):
        take(FakeEngine(answer("Ja.")), Records(OSError("voll")))


def test_an_engine_far_ahead_of_its_listener_loses_nothing() -> None:
    engine = FakeEngine(*(answer(str(n)) for n in range(2_000)), Making())
    stream = streamed(engine, Records())
    next(stream)
    assert engine.left.wait(PATIENCE)
    rest = texts(stream)
    assert [said for said, _ in rest] == [*(str(n) for n in range(1, 2_000)), "1999 (Nr. 1)"]


def test_many_streams_do_not_disturb_each_other() -> None:
    said: dict[int, list[tuple[str | None, bool]]] = {}

    def listen(n: int) -> None:
        said[n] = texts(streamed(FakeEngine(answer(f"{n}."), answer(f"{n}. {n}.")), Records()))

    threads = [threading.Thread(target=listen, args=(n,)) for n in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert {n: each[-1] for n, each in said.items()} == {n: (f"{n}. {n}. (Nr. 1)", True) for n in range(20)}
