"""The LangChain face of the index: any chain can retrieve from it, and belegt's own does."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from corpus.types import Chunk
from index.searching import HybridSearcher
from index.types import EVERYWHERE, Found, Hit, Scope


class ArchiveRetriever(BaseRetriever):
    """Passages as LangChain documents, best first; of articles that are copies of one text those of one.

    A document's text is the passage; its metadata are plain values: article, headline, language, date, offsets, score,
    and rank and score by retriever under `found_by`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: HybridSearcher
    k: int = 5
    scope: Scope = EVERYWHERE

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  (LangChain's signature)
    ) -> list[Document]:
        return [document_from(hit) for hit in self.searcher.search(query, self.k, self.scope, distinct=True)]


def document_from(hit: Hit) -> Document:
    """Turn a hit into a LangChain document."""
    chunk = hit.chunk
    return Document(
        id=chunk.id,
        page_content=chunk.text,
        metadata={
            "article_id": chunk.article_id,
            "ordinal": chunk.ordinal,
            "start": chunk.start,
            "end": chunk.end,
            "heading": chunk.heading,
            "title": hit.title,
            "lang": hit.lang,
            "published": hit.published,
            "score": hit.score,
            "found_by": {found.by: {"rank": found.rank, "score": found.score} for found in hit.found_by},
        },
    )


def hit_from(document: Document) -> Hit:
    """Turn a document of this retriever back into the hit it was made from."""
    fields = document.metadata
    return Hit(
        chunk=Chunk(
            article_id=fields["article_id"],
            ordinal=fields["ordinal"],
            start=fields["start"],
            end=fields["end"],
            text=document.page_content,
            heading=fields["heading"],
        ),
        title=fields["title"],
        lang=fields["lang"],
        published=fields["published"],
        score=fields["score"],
        found_by=tuple(Found(by=name, **seen) for name, seen in fields["found_by"].items()),
    )
