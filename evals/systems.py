"""The systems under test: belegt itself, and the usual tutorial pipeline as the baseline column."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.citing import stands
from assistant.front import Assistant
from assistant.types import Answer, AnswerStatus, Engine, Filters, Question, Turn
from corpus.errors import UsageError
from corpus.sentences import split_sentences
from corpus.types import Article
from evals.outcomes import Outcome, Quotation, articles_of

RANKING_DEPTH = 20
CHUNK_CHARACTERS = 900


class System(Protocol):
    """Something that answers questions over articles it was given."""

    name: str

    def answer(self, case_id: str, question: str, history: Sequence[Turn], as_of: str | None) -> Outcome:
        """Answer one question."""
        ...


class Belegt:
    """The product, as its interfaces call it."""

    def __init__(self, assistant: Assistant, engine: Engine = Engine.QUOTE, model: str = "") -> None:
        """Measure this assistant with one of its engines; `model` names the language model, if that is the one."""
        self.name = "belegt" if engine is Engine.QUOTE else f"belegt {engine} {model}".strip()
        self._assistant = assistant
        self._engine = engine

    def answer(self, case_id: str, question: str, history: Sequence[Turn], as_of: str | None) -> Outcome:
        """Ask, then look once more for what was found: the time is that of the asking alone."""
        filters = Filters(as_of=as_of)
        started = time.perf_counter()
        asked = Question(id=case_id, text=question, history=tuple(history), filters=filters)
        answer = self._assistant.ask(asked, engine=self._engine)
        took = (time.perf_counter() - started) * 1000
        hits = self._assistant.search(answer.standalone_question, k=RANKING_DEPTH, filters=filters)
        return Outcome(
            case_id=case_id,
            answered=answer.status is AnswerStatus.ANSWERED,
            reason=answer.reason,
            short_answer=answer.short_answer,
            confidence=answer.confidence,
            sentences=tuple((sentence.text, sentence.citations) for sentence in answer.sentences),
            quotations=self._quotations(answer),
            ranking=articles_of([hit.chunk.article_id for hit in hits]),
            milliseconds=took,
        )

    def _quotations(self, answer: Answer) -> tuple[Quotation, ...]:
        return tuple(
            Quotation(
                article_id=citation.article_id,
                title=citation.title,
                quote=citation.quote,
                start=citation.start,
                end=citation.end,
                stands=stands(citation, self._assistant.article(citation.article_id)),
            )
            for citation in answer.citations
        )


class UsualWay:
    """What a tutorial builds: a character splitter, the same model, Chroma, the sentence most similar to the question.

    It never abstains and knows no history; its confidence is the similarity of the sentence.
    """

    name = "usual way"

    def __init__(self, articles: Sequence[Article], model: Path, folder: Path) -> None:
        """Index the articles.

        Raises:
            UsageError: if the libraries are not installed.
        """
        try:
            from langchain_chroma import Chroma  # noqa: PLC0415  (only installed for evaluations)
            from langchain_huggingface import HuggingFaceEmbeddings  # noqa: PLC0415
            from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415
        except ImportError as error:
            raise UsageError(
                "The libraries of the baseline are not installed.",
                hint="Install them with `pip install -e '.[evals]'`, or leave --baseline away.",
            ) from error
        self._articles = {article.id: article for article in articles}
        self._embeddings = HuggingFaceEmbeddings(
            model_name=str(model),
            encode_kwargs={"prompt": "passage: ", "normalize_embeddings": True},
            query_encode_kwargs={"prompt": "query: ", "normalize_embeddings": True},
        )
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=0, add_start_index=True)
        passages = splitter.create_documents(
            [article.text for article in articles], [{"article_id": article.id} for article in articles]
        )
        self._store = Chroma("usual", self._embeddings, persist_directory=str(folder))
        self._store.add_documents(passages)

    def answer(self, case_id: str, question: str, history: Sequence[Turn], as_of: str | None) -> Outcome:  # noqa: ARG002
        """Quote the sentence of the nearest passage that is most similar to the question."""
        started = time.perf_counter()
        found = self._store.similarity_search(question, k=RANKING_DEPTH)
        best = found[0]
        article = self._articles[best.metadata["article_id"]]
        offset = int(best.metadata["start_index"])
        spans = split_sentences(best.page_content, article.lang)
        sentences = [best.page_content[span.start : span.end] for span in spans]
        query = self._embeddings.embed_query(question)
        similarity = [
            sum(a * b for a, b in zip(query, vector, strict=True))
            for vector in self._embeddings.embed_documents(sentences)
        ]
        chosen = max(range(len(sentences)), key=similarity.__getitem__)
        took = (time.perf_counter() - started) * 1000
        start, end = offset + spans[chosen].start, offset + spans[chosen].end
        quotation = Quotation(
            article_id=article.id,
            title=article.title,
            quote=sentences[chosen],
            start=start,
            end=end,
            stands=article.text[start:end] == sentences[chosen],
        )
        return Outcome(
            case_id=case_id,
            answered=True,
            reason=None,
            short_answer=sentences[chosen],
            confidence=similarity[chosen],
            sentences=((sentences[chosen], (1,)),),
            quotations=(quotation,),
            ranking=articles_of([document.metadata["article_id"] for document in found]),
            milliseconds=took,
        )
