"""The steps of an answer joined from fakes, over passages given by hand, and language models that follow a script."""

import json
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from assistant.aligning import Aligned
from assistant.chatting import Said, Stopped, Usage
from assistant.front import scope_of
from assistant.reading import SentenceReader
from assistant.steps import ChainParts
from corpus.copies import Story
from corpus.types import Article, Span
from index.analysis import fold
from index.retriever import document_from
from index.types import Scope
from tests.assistant.fakes import FakeFrequencies, FakeSpanModel, hit


class FakeRetriever(BaseRetriever):
    """Hands out the same passages for everything and remembers what was asked."""

    documents: list[Document]
    asked: list[str] = Field(default_factory=list)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        self.asked.append(query)
        return self.documents


def chain_parts(
    *found: Article,
    stored: Sequence[Article] | None = None,
    dense: float = 0.9,
    retriever: FakeRetriever | None = None,
    marked: str = "sieben Jahre",
    stories: Sequence[Story] = (),
    held_back: Sequence[Article] = (),
) -> ChainParts:
    used = retriever or FakeRetriever(documents=[document_from(hit(each, dense=dense)) for each in found])

    def articles(ids: Sequence[str], _scope: Scope) -> Mapping[str, Article]:
        return {each.id: each for each in (found if stored is None else stored) if each.id in ids}

    return ChainParts(
        retriever=lambda _filters: used,
        reader=SentenceReader(model=FakeSpanModel(marked), document_frequencies=FakeFrequencies()),
        articles=articles,
        copies=lambda ids, _as_of: {i: story for story in stories for i in story.articles if i in ids},
        embargoed=lambda _question, _k, _scope: [hit(each) for each in held_back],
        counted=lambda terms, _scope: [each for each in found if all(term in each.text.lower() for term in terms)],
        covers=lambda question, _scope: "1950" not in question,
        scope=scope_of,
        index_version=lambda: "v1",
    )


class FakeAligner:
    """A word is near to another text if that has it, or one that begins alike; else it is far."""

    def align(self, text: str, other: str) -> list[Aligned]:
        known = [fold(word.strip('.,;:!?„“"')) for word in other.split()]
        found, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            bare = word.strip('.,;:!?„“"')
            if bare:
                begins = start + word.index(bare)
                near = any(each[:4] == fold(bare)[:4] for each in known)
                found.append(Aligned(span=Span(start=begins, end=begins + len(bare)), nearness=0.9 if near else 0.3))
        return found


Part = str | Exception | threading.Event


class ScriptedChat:
    """Says what its script says, a few characters at a time; an exception in the script is raised where it stands.

    A part that is an `Event` is waited for. `told` keeps what the model was told.
    """

    name = "scripted:model"

    def __init__(
        self, *script: str | Exception | Sequence[str | Exception | threading.Event], cut: bool = False
    ) -> None:
        self.script = deque(script)
        self.told: list[Said] = []
        self._cut = cut

    def stream(self, said: Said, *, structured: bool, stopped: threading.Event, used: list[Usage]) -> Iterator[str]:
        self.told.append(said)
        answer = self.script.popleft() if self.script else written()
        for part in [answer] if isinstance(answer, Part) else answer:
            if isinstance(part, Exception):
                raise part
            if isinstance(part, threading.Event):
                while not part.wait(0.01):
                    if stopped.is_set():
                        raise Stopped
                continue
            for at in range(0, len(part), 9):
                yield part[at : at + 9]
        used.append(Usage(prompt=100, answer=20, cut=self._cut))


def written(*sentences: tuple[str, Sequence[int], Sequence[str]], first: int | None = None) -> str:
    """What a model writes that keeps to the form: sentences with passages and quotations; numbered from `first` on."""
    said = [
        {
            **({"number": first + n} if first is not None else {}),
            "sentence": text,
            "passages": list(passages),
            "quotes": list(quotes),
        }
        for n, (text, passages, quotes) in enumerate(sentences)
    ]
    return json.dumps({"sentences": said}, ensure_ascii=False)
