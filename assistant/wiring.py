"""The one place where real parts are joined."""

from contextlib import ExitStack, closing
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.front import FEEDBACK_FILE, RECORDS_FILE, Assistant, scope_of
from assistant.keeping import Keeper, Progress
from assistant.settings import FLOAT32, INT8, Settings
from assistant.span_model import OnnxSpanModel, SpanModel
from assistant.types import Answer, Engine, Filters, Question
from corpus.copies import CopyGroups
from corpus.errors import UsageError
from corpus.sources import SourceRegistry
from corpus.store import ArticleStore
from index.encoder import OnnxEncoder, SentenceTransformerEncoder
from index.index import Index
from index.models import float_model, int8_model
from index.protocols import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from langchain_core.retrievers import BaseRetriever
    from langchain_core.runnables import Runnable

    from assistant.checking import ClaimChecker
    from assistant.desk import ClaimDesk
    from assistant.entailment import OnnxEntailmentModel
    from assistant.feedback import FeedbackInbox
    from assistant.generating import AnswerGraph
    from assistant.proving import SentenceProver
    from assistant.reading import SentenceReader
    from assistant.records import AnswerRecords
    from assistant.steps import ChainParts

STORE_FILE = "articles.sqlite"
DESK_FILE = "desk.sqlite"
LOCK_FILE = "writing.lock"
INDEX_FOLDER = "index"
PASSAGES_FOUND = 6
PASSAGES_FOR_MODEL = 12


def assistant_from(settings: Settings, progress: Progress | None = None) -> Assistant:
    """Open the archive of these settings, preparing the encoder first if it is not on the disk yet.

    `progress` hears of that preparation (about five seconds, once).

    Raises:
        BelegtError: if the archive cannot be opened or the encoder cannot be prepared.
    """
    store = ArticleStore.open(settings.home / STORE_FILE)
    copies = CopyGroups(store.database)
    index = Index(settings.home / INDEX_FOLDER, store=store, encoder=encoder_from(settings, progress))
    reader = cache(lambda: _reader(index, settings, progress))
    opened = ExitStack()
    desk = cache(lambda: opened.enter_context(closing(_desk(settings, store))))
    records = cache(lambda: opened.enter_context(closing(_records(settings, store))))
    return Assistant(
        home=str(settings.home),
        keeper=Keeper(
            store=store,
            index=index,
            sources=SourceRegistry(store.database),
            copies=copies,
            lock=settings.home / LOCK_FILE,
        ),
        index=index,
        reader=reader,
        chain=cache(lambda: _chain(copies, index, reader)),
        checker=cache(lambda: _checker(copies, index, settings, progress)),
        graph=cache(lambda: _graph(copies, index, reader, settings, progress)),
        engine=settings.engine,
        desk=desk,
        records=records,
        inbox=cache(lambda: opened.enter_context(closing(_inbox(settings, desk, records)))),
        stale_after=settings.stale_after,
        report_folder=settings.report_folder,
        opened=opened,
    )


def encoder_from(settings: Settings, progress: Progress | None = None) -> Encoder:
    """Make the encoder that the settings name."""
    if settings.encoder == INT8:
        return OnnxEncoder(int8_model(settings.models, progress))
    model = float_model(settings.models, progress) if settings.encoder == FLOAT32 else settings.encoder
    return SentenceTransformerEncoder(str(model))


def span_model_from(settings: Settings, progress: Progress | None = None) -> SpanModel:
    """Make the reader model; tokenizer and token embeddings are those of the int8 encoder, whichever one indexes."""
    return OnnxSpanModel(Path(str(files("assistant") / "reader.onnx")), int8_model(settings.models, progress))


def _reader(index: Index, settings: Settings, progress: Progress | None) -> "SentenceReader":
    from assistant.reading import SentenceReader  # noqa: PLC0415

    return SentenceReader(model=span_model_from(settings, progress), document_frequencies=index.document_frequencies)


def entailment_model_from(settings: Settings, progress: Progress | None = None) -> "OnnxEntailmentModel":
    """Make the model that judges claims; it shares tokenizer and token embeddings with the reader."""
    from assistant.entailment import OnnxEntailmentModel  # noqa: PLC0415

    graph = Path(str(files("assistant") / "entailment.onnx"))
    return OnnxEntailmentModel(graph, int8_model(settings.models, progress))


def _checker(copies: CopyGroups, index: Index, settings: Settings, progress: Progress | None) -> "ClaimChecker":
    from assistant.checking import ClaimChecker  # noqa: PLC0415  (only a check needs it)
    from assistant.evidence import EvidenceFinder  # noqa: PLC0415
    from assistant.judging import ModelJudge  # noqa: PLC0415
    from assistant.referring import ModelResolver  # noqa: PLC0415

    finder = EvidenceFinder(
        search=index.distinct,
        articles=index.stored,
        frequencies=index.document_frequencies,
        encoder=index.encoder,
    )
    model = entailment_model_from(settings, progress)
    model.prepare()
    if isinstance(index.encoder, OnnxEncoder):
        index.encoder.prepare()
    chat = None
    if settings.llm is not None and settings.engine is Engine.LLM:
        from assistant.chatting import chat_from  # noqa: PLC0415

        chat = chat_from(settings.llm)
    return ClaimChecker(
        finder=finder,
        model=model,
        copies=copies.of,
        judge=ModelJudge(chat) if chat else None,
        resolver=ModelResolver(chat) if chat else None,
    )


def _desk(settings: Settings, store: ArticleStore) -> "ClaimDesk":
    from assistant.desk import ClaimDesk  # noqa: PLC0415  (only a check needs it)

    return ClaimDesk(settings.home / DESK_FILE, articles=store.get_many)


def _records(settings: Settings, store: ArticleStore) -> "AnswerRecords":
    from assistant.records import AnswerRecords  # noqa: PLC0415  (`belegt add` needs none)

    return AnswerRecords(settings.home / RECORDS_FILE, articles=store.get_many)


def _inbox(
    settings: Settings, desk: "Callable[[], ClaimDesk]", records: "Callable[[], AnswerRecords]"
) -> "FeedbackInbox":
    from assistant.feedback import FeedbackInbox  # noqa: PLC0415  (few commands need it)

    return FeedbackInbox(
        settings.home / FEEDBACK_FILE,
        answers=lambda record: records().get(record),
        claims=lambda number: desk().get(number),
    )


def _chain(copies: CopyGroups, index: Index, reader: "Callable[[], SentenceReader]") -> "Runnable[Question, Answer]":
    from assistant.chain import build_chain  # noqa: PLC0415  (LangChain takes half a second)

    return build_chain(steps_from(copies, index, reader, PASSAGES_FOUND))


def _graph(
    copies: CopyGroups,
    index: Index,
    reader: "Callable[[], SentenceReader]",
    settings: Settings,
    progress: Progress | None,
) -> "AnswerGraph":
    if settings.llm is None:
        raise UsageError(
            "No language model is set up.",
            hint="Set BELEGT_LLM, for example to openai:gpt-5-mini, or use --engine quote.",
        )
    from assistant.chatting import chat_from  # noqa: PLC0415  (only answers of a language model need it)
    from assistant.generating import AnswerGraph, ModelParts  # noqa: PLC0415

    return AnswerGraph(
        steps_from(copies, index, reader, PASSAGES_FOR_MODEL),
        ModelParts(
            chat=chat_from(settings.llm),
            prover=prover_from(settings, progress),
            context=settings.llm.context,
            price=settings.llm.price,
        ),
    )


def prover_from(settings: Settings, progress: Progress | None = None) -> "SentenceProver":
    """Make what holds the sentences of a language model against their quotations."""
    from assistant.aligning import OnnxWordAligner  # noqa: PLC0415  (only answers of a language model need it)
    from assistant.names import NameFinder  # noqa: PLC0415
    from assistant.proving import SentenceProver  # noqa: PLC0415

    return SentenceProver(
        model=entailment_model_from(settings, progress),
        aligner=OnnxWordAligner(int8_model(settings.models, progress), threads=1),  # two texts side by side
        names=NameFinder(),
    )


def steps_from(copies: CopyGroups, index: Index, reader: "Callable[[], SentenceReader]", k: int) -> "ChainParts":
    """Join the steps of an answer over an archive, each question with k passages."""
    from assistant.steps import ChainParts  # noqa: PLC0415
    from index.retriever import ArchiveRetriever  # noqa: PLC0415

    def retriever(filters: Filters) -> "BaseRetriever":
        return ArchiveRetriever(searcher=index.searcher, k=k, scope=scope_of(filters))

    return ChainParts(
        retriever=retriever,
        reader=reader(),
        articles=index.stored,
        copies=copies.of,
        embargoed=index.embargoed,
        counted=index.articles,
        covers=index.covers,
        scope=scope_of,
        index_version=index.version,
    )
