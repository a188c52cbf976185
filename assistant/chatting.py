"""Talks to a language model: any chat model of LangChain, within bounds of time and tokens, and stopped when asked to.

Pieces of an answer come through a thread of their own, so that a model that falls silent in the middle is noticed, and
one that nobody listens to any more is let go. What providers report is sorted into a few errors of our own: their words
may hold keys or addresses, and are shown to nobody.
"""

import importlib.util
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Protocol

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from assistant.prompts import SCHEMA
from assistant.settings import ModelSettings
from corpus.errors import LanguageModelError, UsageError
from corpus.tokens import count_tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessageChunk

TRIES = 3
LONGEST_WAIT = 20.0  # seconds between two tries, whatever a server asks for
LONGEST_ANSWER = 100_000  # characters: a model that never ends is left
POLL = 0.2  # seconds after which somebody who stopped is noticed
TRY_AGAIN = frozenset([408, 409, 425, 429, 500, 502, 503, 504, 529])

# The packages of the providers that have an extra of belegt, by the name that `BELEGT_LLM` has for them.
PACKAGES: Mapping[str, str] = {
    "openai": "langchain_openai",
    "azure_openai": "langchain_openai",
    "anthropic": "langchain_anthropic",
    "mistralai": "langchain_mistralai",
    "ollama": "langchain_ollama",
}
EXTRAS = {"azure_openai": "openai", "mistralai": "mistral"}
_KEYLESS = "none"  # what a server of one's own is told where it wants no key


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call, and whether its answer was cut off for want of room."""

    prompt: int
    answer: int
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a model is told: the rules, then the task."""

    rules: str
    task: str

    @property
    def tokens(self) -> int:
        """How many tokens that is, by tiktoken."""
        return sum(count_tokens([self.rules, self.task]))


class Stopped(Exception):  # noqa: N818  (no error: somebody asked for it)
    """Nobody listens any more."""


class Chat(Protocol):
    """What the engine asks of a language model."""

    name: str

    def stream(self, said: Said, *, structured: bool, stopped: threading.Event, used: list[Usage]) -> Iterator[str]:
        """Yield the pieces of an answer; what it took is put into `used` at the end.

        Raises:
            LanguageModelError: if the model cannot be reached, refuses, or falls silent.
            Stopped: once `stopped` is set.
        """
        ...


def reply(chat: Chat, said: Said, longest: int) -> str:
    """Return the whole answer to what a model is told, cut off at so many characters; raises as `Chat.stream`."""
    return "".join(chat.stream(said, structured=False, stopped=threading.Event(), used=[]))[:longest]


class LangChainChat:
    """A chat model of LangChain."""

    def __init__(self, model: "BaseChatModel", settings: ModelSettings) -> None:
        """Wrap a model; nothing is sent yet."""
        self.name = settings.name
        self._model = model
        self._timeout = settings.timeout
        self._structure = _structure(settings.name)

    def stream(self, said: Said, *, structured: bool, stopped: threading.Event, used: list[Usage]) -> Iterator[str]:
        """Yield the pieces of an answer; a call that fails before its first piece is tried again, with growing pauses.

        Where a server does not know how to keep to a schema, it is asked once more without.

        Raises:
            LanguageModelError: if the model cannot be reached, refuses, or falls silent.
            Stopped: once `stopped` is set.
        """
        arguments = self._structure if structured else {}
        try:
            call = self._begun(said, arguments, stopped)
        except LanguageModelError as error:
            if not arguments or error.status not in (400, 422, 501):
                raise
            call = self._begun(said, {}, stopped)
            self._structure = {}
        try:
            with call:
                yield from call.pieces()
        finally:
            self._count(call, said, used)

    def _count(self, call: "_Call", said: Said, used: list[Usage]) -> None:
        """Note what a call took, also of one that broke off or was left."""
        counted = call.usage or Usage(prompt=said.tokens, answer=sum(count_tokens([call.text])))
        used.append(replace(counted, cut=call.cut))

    def _begun(self, said: Said, arguments: Mapping[str, Any], stopped: threading.Event) -> "_Call":
        """Start a call and wait for its first piece."""
        for attempt in Retrying(
            stop=stop_after_attempt(TRIES),
            retry=retry_if_exception_type(_PassingError),
            wait=_pause,
            sleep=lambda seconds: _sleep(seconds, stopped),
            reraise=True,
        ):
            with attempt:
                call = _Call(self._model, said, arguments, self._timeout, stopped)
                call.wait_for_first()
        return call


class _PassingError(LanguageModelError):
    """What may be over at the next try."""


class _Call:
    """One streamed answer: a thread fetches its pieces, and stops when the call is left."""

    def __init__(
        self,
        model: "BaseChatModel",
        said: Said,
        arguments: Mapping[str, Any],
        timeout: float,
        stopped: threading.Event,
    ) -> None:
        self._pieces: Queue[str | BaseException | None] = Queue()
        self._left = threading.Event()
        self._stopped, self._timeout = stopped, timeout
        self._first: str | None = None
        self._ended = False
        self.cut = False
        self.usage: Usage | None = None
        self.text = ""
        messages = [("system", said.rules), ("human", said.task)]
        threading.Thread(
            target=self._fetch, args=(model, messages, dict(arguments)), daemon=True, name="language-model"
        ).start()

    def __enter__(self) -> "_Call":
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()

    def wait_for_first(self) -> None:
        try:
            self._first = self._next()
        except BaseException:
            self._left.set()
            raise

    def pieces(self) -> Iterator[str]:
        piece = self._first
        while piece is not None:
            self.text += piece
            yield piece
            if len(self.text) > LONGEST_ANSWER:
                self.cut = True
                return
            piece = self._next()

    def _next(self) -> str | None:
        """Return the next piece, None at the end."""
        waited = 0.0
        while not self._ended:
            if self._stopped.is_set():
                raise Stopped
            try:
                piece = self._pieces.get(timeout=POLL)
            except Empty:
                waited += POLL
                if waited >= self._timeout:
                    raise _silent() from None
                continue
            if isinstance(piece, BaseException):
                raise _sorted(piece) from None
            self._ended = piece is None
            return piece
        return None

    def _fetch(self, model: "BaseChatModel", messages: Sequence[tuple[str, str]], arguments: dict[str, Any]) -> None:
        """Put every piece into the queue, then None or what went wrong."""
        try:
            stream = model.stream(list(messages), **arguments)
            for chunk in stream:
                if self._left.is_set() or self._stopped.is_set():
                    _close(stream)
                    return
                self._count(chunk)
                self._pieces.put(chunk.text)
        except BaseException as error:  # noqa: BLE001  (whatever a provider raises ends this call, not the thread's owner)
            self._pieces.put(error)
        else:
            self._pieces.put(None)

    def _count(self, chunk: "BaseMessageChunk") -> None:
        """Note what the provider counts, and whether it stopped for want of room; both come with the last pieces."""
        told = getattr(chunk, "response_metadata", None) or {}
        if told.get("finish_reason", told.get("done_reason", told.get("stop_reason"))) in ("length", "max_tokens"):
            self.cut = True
        counted = getattr(chunk, "usage_metadata", None)
        if counted and counted.get("output_tokens"):
            before = self.usage or Usage(prompt=0, answer=0)
            self.usage = Usage(
                prompt=max(before.prompt, counted.get("input_tokens", 0)),
                answer=before.answer + counted["output_tokens"],
            )


def chat_from(settings: ModelSettings) -> LangChainChat:
    """Make the chat model that the settings name.

    Raises:
        UsageError: if its provider is not known, or its package not installed.
    """
    from langchain.chat_models import init_chat_model  # noqa: PLC0415  (half a second)

    provider, _, model = settings.name.partition(":")
    package = PACKAGES.get(provider)
    if package is not None and importlib.util.find_spec(package) is None:
        extra = EXTRAS.get(provider, provider)
        raise UsageError(
            f"The package for models of {provider} is not installed.",
            hint=f"Install it: pip install -e '.[{extra}]'.",
        )
    for name, key in settings.keys.items():
        os.environ.setdefault(name, key)
    try:
        made = init_chat_model(model, model_provider=provider, **_arguments(provider, settings))
    except ImportError as error:
        raise UsageError(
            f"The package for models of {provider} is not installed.", hint="Install LangChain's package for it."
        ) from error
    except ValueError:
        raise UsageError(
            f"BELEGT_LLM: there is no provider '{provider}', or it wants other settings.",
            hint=f"Known are {', '.join(PACKAGES)}; a key is read from the provider's own variable.",
        ) from None
    except Exception as error:  # noqa: BLE001  (whatever a provider raises becomes one of our errors)
        raise _sorted(error) from None
    return LangChainChat(made, settings)


def _arguments(provider: str, settings: ModelSettings) -> dict[str, Any]:
    reasons = provider == "openai" and re.match(r"openai:o\d", settings.name) is not None  # these take no temperature
    arguments: dict[str, Any] = {} if reasons else {"temperature": 0}
    if provider == "ollama":
        arguments |= {"num_predict": settings.tokens, "num_ctx": settings.context + settings.tokens}
        arguments["client_kwargs"] = {"timeout": settings.timeout}
    else:
        arguments |= {"max_tokens": settings.tokens, "max_retries": 0, "timeout": settings.timeout}
    if settings.base_url is not None:
        arguments["base_url"] = settings.base_url
    if provider == "openai":
        arguments["stream_usage"] = True
        if settings.base_url is not None:
            arguments |= {"use_responses_api": False, "output_version": "v0"}
            if not os.environ.get("OPENAI_API_KEY"):
                arguments["api_key"] = _KEYLESS
    return arguments


def _structure(name: str) -> dict[str, Any]:
    """Return what makes a provider keep to the schema of an answer; nothing where it cannot be streamed."""
    provider = name.partition(":")[0]
    schema = {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True}}
    known: dict[str, dict[str, Any]] = {
        "openai": {"extra_body": {"response_format": schema}},
        "azure_openai": {"extra_body": {"response_format": schema}},
        "mistralai": {"response_format": schema},
        "anthropic": {"output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}},
        "ollama": {"format": SCHEMA},
    }
    return known.get(provider, {})


def _sorted(error: BaseException) -> BaseException:
    """Return one of our errors for whatever a provider's package raises; its own words are left out."""
    if isinstance(error, LanguageModelError | KeyboardInterrupt | SystemExit):
        return error
    if "timeout" in type(error).__name__.lower():
        return _silent()
    status = next((found for each in _causes(error) if (found := _status(each)) is not None), None)
    if status is None:
        return _PassingError(
            f"The language model cannot be reached, or broke off ({type(error).__name__}).",
            hint="Check that its server runs, and BELEGT_LLM_BASE_URL.",
            retryable=True,
        )
    if status in (401, 403):
        return LanguageModelError(
            f"The language model's provider refuses the key (status {status}).",
            hint="Check the key in the environment or in BELEGT_SECRETS.",
            status=status,
        )
    if status in TRY_AGAIN:
        passing = _PassingError(
            f"The language model's server is busy or failing (status {status}).",
            hint="Try again later.",
            retryable=True,
            status=status,
        )
        passing.retry_after = next((s for each in _causes(error) if (s := _retry_after(each)) is not None), None)
        return passing
    return LanguageModelError(
        f"The language model's server refuses the call (status {status}).",
        hint="Check BELEGT_LLM, BELEGT_LLM_BASE_URL and BELEGT_LLM_CONTEXT.",
        status=status,
    )


def _silent() -> LanguageModelError:
    """Return the error of a model that says nothing: it is not tried again, as that takes as long each time."""
    return LanguageModelError(
        "The language model has said nothing for too long.",
        hint="Try again later, or raise BELEGT_LLM_TIMEOUT.",
        retryable=True,
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it came from: not every package passes the status of a server on."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or found.__context__


def _status(error: BaseException) -> int | None:
    given = [
        getattr(error, "status_code", None),
        getattr(getattr(error, "response", None), "status_code", None),
        getattr(error, "code", None),
    ]
    return next((each for each in given if isinstance(each, int) and 400 <= each < 600), None)


def _retry_after(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return float(headers.get("retry-after") or "")
    except ValueError:
        return None


def _pause(state: RetryCallState) -> float:
    """Return how long to wait: what the server asks for, or longer from try to try, with chance in it."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, LanguageModelError) else None
    usual: float = wait_random_exponential(multiplier=0.5, max=LONGEST_WAIT)(state)
    return min(asked if asked is not None else usual, LONGEST_WAIT)


def _sleep(seconds: float, stopped: threading.Event) -> None:
    if stopped.wait(seconds):
        raise Stopped


def _close(stream: object) -> None:
    close = getattr(stream, "close", None)
    if close is not None:
        close()
