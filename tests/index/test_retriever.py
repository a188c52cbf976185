import asyncio
import json

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from corpus.types import Chunk
from index.retriever import ArchiveRetriever, document_from, hit_from
from index.types import Found, Hit, Scope
from tests.index.conftest import Archive
from tests.index.fakes import article

HARBOUR = article(
    "harbour", "Der Hafen von Nordholm bleibt bis Freitag gesperrt.", title="Sturm", published="2025-07-01"
)
BRIDGE = article("bridge", "In Weidenau beginnt am Montag der Bau einer zweiten Brücke.")
STORM = article("storm", "The harbour of Port Ellis stays closed.", lang="en")

HIT = Hit(
    chunk=Chunk(article_id="a#1", ordinal=2, start=10, end=19, text="Der Hafen", heading="Überschrift"),
    title="Sturm – „so“",
    lang="de",
    published="2025-07-01T10:00:00+02:00",
    score=0.75,
    found_by=(Found(by="dense", rank=3, score=0.5), Found(by="lexical", rank=1, score=12.5)),
)
BARE = Hit(
    chunk=Chunk(article_id="b", ordinal=0, start=0, end=1, text="x"),
    title="",
    lang="en",
    published=None,
    score=-1.0,
    found_by=(),
)


@pytest.fixture
def retriever(archive: Archive) -> ArchiveRetriever:
    archive.store.put([HARBOUR, BRIDGE, STORM])
    archive.index.sync()
    return ArchiveRetriever(searcher=archive.index.searcher, k=2)


def ids(documents: list[Document]) -> list[str | None]:
    """The ids of documents, in order."""
    return [document.id for document in documents]


@pytest.mark.parametrize("hit", [HIT, BARE])
def test_a_hit_comes_back_out_of_its_document(hit: Hit) -> None:
    assert hit_from(document_from(hit)) == hit


@pytest.mark.parametrize("hit", [HIT, BARE])
def test_a_document_survives_json(hit: Hit) -> None:
    document = document_from(hit)
    read = Document(
        id=document.id, page_content=document.page_content, metadata=json.loads(json.dumps(document.metadata))
    )
    assert read == document
    assert hit_from(read) == hit


def test_a_document_is_the_passage_with_plain_values() -> None:
    document = document_from(HIT)
    assert document.id == "a#1#2"
    assert document.page_content == "Der Hafen"
    assert document.metadata["article_id"] == "a#1"
    assert document.metadata["found_by"]["lexical"] == {"rank": 1, "score": 12.5}


def test_it_is_a_retriever_of_langchain(retriever: ArchiveRetriever) -> None:
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("Wie lange bleibt der Hafen gesperrt?")
    assert ids(documents)[0] == "harbour#0"
    assert documents[0].page_content == HARBOUR.text
    assert documents[0].metadata["title"] == "Sturm"


def test_metadata_of_real_searches_are_plain_values(retriever: ArchiveRetriever) -> None:
    for document in retriever.invoke("Hafen Brücke harbour"):
        assert json.loads(json.dumps(document.metadata)) == document.metadata


def test_documents_are_the_hits_of_the_searcher(retriever: ArchiveRetriever) -> None:
    hits = retriever.searcher.search("Hafen Brücke", 2)
    assert [hit_from(document) for document in retriever.invoke("Hafen Brücke")] == hits
    assert len(hits) == 2


def test_a_batch_answers_every_query_in_order(retriever: ArchiveRetriever) -> None:
    queries = ["Hafen Nordholm", "Brücke Weidenau", "harbour Port Ellis"]
    assert [ids(documents)[0] for documents in retriever.batch(queries)] == ["harbour#0", "bridge#0", "storm#0"]


def test_it_answers_when_awaited(retriever: ArchiveRetriever) -> None:
    assert ids(asyncio.run(retriever.ainvoke("Brücke Weidenau")))[0] == "bridge#0"


def test_it_keeps_to_its_number_and_scope(archive: Archive, retriever: ArchiveRetriever) -> None:
    assert len(retriever.invoke("Hafen")) == 2
    english = ArchiveRetriever(searcher=archive.index.searcher, k=1, scope=Scope(lang="en"))
    assert ids(english.invoke("Hafen Brücke")) == ["storm#0"]


def test_it_can_be_joined_into_a_chain(retriever: ArchiveRetriever) -> None:
    chain = retriever | RunnableLambda(lambda documents: documents[0].metadata["title"])
    assert chain.invoke("Hafen Nordholm") == "Sturm"
