"""Text to vectors: the int8 encoder on ONNX Runtime (the default) and any sentence-transformers model.

Both put `query: ` before a question and `passage: ` before a passage, as e5 was trained, take the mean over all tokens
and scale it to length one (Wang et al. 2024, "Multilingual E5 Text Embeddings").
"""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from corpus.errors import ModelError
from index.embeddings import TokenEmbeddings, embeddings_in
from index.protocols import Vectors
from index.tokenizing import TextTokenizer, tokenizer_in

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
MAX_TOKENS = 512
QUERIES_REMEMBERED = 64


class OnnxEncoder:
    """multilingual-e5-small in int8 on ONNX Runtime; see `index.models.int8_model` for the folder.

    Texts are encoded one at a time, as many at once as there are cores: without padding nothing is computed twice, and
    two threads on two short texts are faster than two threads on one.
    """

    name = "multilingual-e5-small/int8"
    dimension = 384

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """Open nothing yet: the model is read at the first text. `threads` defaults to the cores."""
        self._threads = threads or os.cpu_count() or 1
        self._model = TokenGraph(folder / "model.onnx", folder)
        self._remembered = lru_cache(QUERIES_REMEMBERED)(self._query_vector)

    @property
    def prompts(self) -> tuple[str, str]:
        """What is put before a question and before a passage."""
        return QUERY_PROMPT, PASSAGE_PROMPT

    def prepare(self) -> None:
        """Begin to read the model, in a thread."""
        self._model.prepare()

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a question; the last few are remembered."""
        return self._remembered(text)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the unit vectors of passages, in order."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        tokenizer = self._model.tokenizer

        def encode(i: int) -> None:
            vectors[i] = self._vector(tokenizer.encode(PASSAGE_PROMPT + texts[i]).ids)
            if progress is not None:
                progress(1)

        with ThreadPoolExecutor(self._threads) as workers:
            list(workers.map(encode, range(len(texts))))
        return vectors

    def _query_vector(self, text: str) -> Vectors:
        return self._vector(self._model.tokenizer.encode(QUERY_PROMPT + text).ids)

    def _vector(self, ids: list[int]) -> Vectors:
        mean = self._model.run(ids)[0][0].mean(axis=0)
        return cast("Vectors", mean / np.linalg.norm(mean))


class TokenGraph:
    """A graph over the encoder's vocabulary, with its tokenizer and token embeddings; read at the first use.

    Any thread may call it; one call is one text on `threads` cores.
    """

    def __init__(self, graph: Path, encoder: Path, *, threads: int = 1, layer: int | None = None) -> None:
        """Open nothing yet; `encoder` is the folder of the int8 encoder.

        With a `layer`, counted from 0, the encoder's graph ends with the states after it.
        """
        self._graph, self._encoder, self._threads, self._layer = graph, encoder, threads, layer
        self._lock = threading.Lock()
        self._loaded: _Loaded | None = None

    @property
    def tokenizer(self) -> TextTokenizer:
        """The tokenizer, cutting texts off at 512 tokens."""
        return self._load().tokenizer

    def prepare(self) -> None:
        """Begin to read everything, in a thread, so that it is there when it is needed."""

        def load() -> None:
            with suppress(Exception):  # told when it is used
                self._load()

        threading.Thread(target=load, daemon=True).start()

    def run(self, ids: list[int]) -> list[Vectors]:
        """Return the outputs of the graph for the tokens of one text.

        Raises:
            ModelError: if the graph is missing or damaged.
        """
        loaded = self._load()
        outputs: list[Vectors] = loaded.session.run(None, {"words": loaded.embeddings.of(ids)})
        return outputs

    def _load(self) -> "_Loaded":
        with self._lock:
            if self._loaded is None:
                with ThreadPoolExecutor(1) as beside:  # the tokenizer takes longer than the graph, and one core
                    session = beside.submit(session_for, self._graph, threads=self._threads, layer=self._layer)
                    self._loaded = _Loaded(
                        tokenizer=tokenizer_in(self._encoder, MAX_TOKENS),
                        embeddings=embeddings_in(self._encoder),
                        session=session.result(),
                    )
            return self._loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class _Loaded:
    tokenizer: TextTokenizer
    embeddings: TokenEmbeddings
    session: "InferenceSession"


def session_for(graph: Path, *, threads: int = 1, layer: int | None = None) -> "InferenceSession":
    """Open a graph on so many cores.

    Processors without VNNI sum int8 products in 16 bits, which overflow; the precise mode asks for the slower way (by
    a twentieth) that does not. On others it changes nothing.

    Raises:
        ModelError: if the graph is missing or damaged.
    """
    import onnxruntime  # noqa: PLC0415  (commands that encode nothing need not pay for it)

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        model = str(graph) if layer is None else _cut(graph, layer)
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's errors share no base class of their own
        raise ModelError(
            f"The model {graph} cannot be loaded: {error}.",
            hint="Delete its folder and try again, or reinstall belegt if the file is part of it.",
        ) from error


def _cut(graph: Path, layer: int) -> bytes:
    from index.graph import states_after  # noqa: PLC0415  (onnx takes a quarter of a second, and questions need none)

    return states_after(graph, layer)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its `query` and `passage` prompts where it names them."""

    def __init__(self, model: str, *, batch_size: int = 8) -> None:
        """Load the model from a folder (or a hub name); takes seconds and imports torch."""
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (imports torch)

        self._model = SentenceTransformer(model, device="cpu")
        self._batch_size = batch_size
        self.name = f"{Path(model).name}/float32"
        self.dimension = self._model.get_embedding_dimension() or 0
        given = self._model.prompts
        self.prompts = given.get("query") or QUERY_PROMPT, given.get("passage") or PASSAGE_PROMPT

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a question."""
        return self._encode([text], self.prompts[0]).reshape(-1)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the unit vectors of passages, in order."""
        vectors = [
            self._encode(texts[start : start + 256], self.prompts[1], progress) for start in range(0, len(texts), 256)
        ]
        return np.concatenate(vectors) if vectors else np.empty((0, self.dimension), np.float32)

    def _encode(self, texts: Sequence[str], prompt: str, progress: Callable[[int], None] | None = None) -> Vectors:
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=self._batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        if progress is not None:
            progress(len(texts))
        return cast("Vectors", vectors)
