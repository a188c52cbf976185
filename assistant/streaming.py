"""Hands an answer out while it is being made, and stops making it when nobody takes it any more."""

import threading
from collections.abc import Callable, Iterator
from queue import Empty, Queue

from assistant.types import Answer, Making

BEAT = 0.5  # seconds after which a stream that has nothing new says what it said before

_NO_ANSWER = "an engine has to end with an answer"

Answering = Callable[[threading.Event], Iterator[Answer | Making]]
Keep = Callable[[Answer, Making], Answer]


def whole(answering: Answering, keep: Keep) -> Answer:
    """Return an answer when it is made; `keep` puts it on record."""
    answer, making = None, Making()
    for given in answering(threading.Event()):
        answer, making = (given, making) if isinstance(given, Answer) else (answer, given)
    if answer is None:
        raise RuntimeError(_NO_ANSWER)
    return keep(answer, making)


def streamed(answering: Answering, keep: Keep) -> Iterator[tuple[Answer | None, bool]]:
    """Yield an answer as it grows, with whether it is whole; None while nothing of it is proven yet.

    At least twice a second something is yielded, so that whoever listens can stop: closing this iterator stops the
    engine, and nothing is put on record. An error of the engine is raised here.
    """
    stopped = threading.Event()
    given: Queue[Answer | Making | BaseException | None] = Queue()
    threading.Thread(target=_answer, args=(answering, stopped, given), daemon=True, name="answer").start()
    answer: Answer | None = None
    making = Making()
    try:
        while True:
            try:
                each = given.get(timeout=BEAT)
            except Empty:
                yield answer, False
                continue
            if each is None:
                break
            if isinstance(each, BaseException):
                raise each
            if isinstance(each, Making):
                making = each
                continue
            answer = each
            yield answer, False
        if answer is None:
            raise RuntimeError(_NO_ANSWER)
        yield keep(answer, making), True
    finally:
        stopped.set()


def _answer(
    answering: Answering, stopped: threading.Event, given: "Queue[Answer | Making | BaseException | None]"
) -> None:
    try:
        for each in answering(stopped):
            if stopped.is_set():
                return
            given.put(each)
    except BaseException as error:  # noqa: BLE001  (it is raised again by whoever listens)
        given.put(error)
    else:
        given.put(None)
