"""Text to vectors: the int8 encoder on ONNX Runtime (the default) and any sentence-transformers model.

Both put `query: ` before a question and `passage: ` before a passage, as e5 was trained, take the mean over all tokens
and scale it to length one (Wang et al. 2024, "Multilingual E5 Text Embeddings").
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from index.protocols import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
MAX_TOKENS = 512
QUERIES_REMEMBERED = 64


class OnnxEncoder:
    """multilingual-e5-small in int8 on ONNX Runtime; see `index.models.int8_model` for the folder.

    Passages are encoded one at a time, as many at once as there are cores: without padding nothing is computed twice.
    """

    name = "multilingual-e5-small/int8"
    dimension = 384

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """Open nothing yet: model and tokenizer are read at the first text. `threads` defaults to the cores."""
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1
        self._remembered = lru_cache(QUERIES_REMEMBERED)(self._query_vector)

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a question, all cores on the one text; the last few are remembered."""
        return self._remembered(text)

    def _query_vector(self, text: str) -> Vectors:
        return self._encode(self._query_session, self._tokens([QUERY_PROMPT + text])[0])

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the unit vectors of passages, in order."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        session, tokens = self._passage_session, self._tokens([PASSAGE_PROMPT + text for text in texts])

        def encode(i: int) -> None:
            vectors[i] = self._encode(session, tokens[i])
            if progress is not None:
                progress(1)

        with ThreadPoolExecutor(self._threads) as workers:
            list(workers.map(encode, range(len(texts))))
        return vectors

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer  # noqa: PLC0415  (half a second that commands without a search need not pay)

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _query_session(self) -> "InferenceSession":
        return self._session(self._threads)

    @cached_property
    def _passage_session(self) -> "InferenceSession":
        return self._session(1)

    def _session(self, threads: int) -> "InferenceSession":
        import onnxruntime  # noqa: PLC0415  (as for the tokenizer)

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    @staticmethod
    def _encode(session: "InferenceSession", ids: list[int]) -> Vectors:
        tokens = np.array([ids], np.int64)
        states: list[Vectors] = session.run(None, {"input_ids": tokens, "attention_mask": np.ones_like(tokens)})
        mean = states[0][0].mean(axis=0)
        return cast("Vectors", mean / np.linalg.norm(mean))


class SentenceTransformerEncoder:
    """Any sentence-transformers model, with its `query` and `passage` prompts where it names them."""

    def __init__(self, model: str, *, batch_size: int = 8) -> None:
        """Load the model from a folder (or a hub name); takes seconds and imports torch."""
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (imports torch)

        self._model = SentenceTransformer(model, device="cpu")
        self._batch_size = batch_size
        self.name = f"{Path(model).name}/float32"
        self.dimension = self._model.get_embedding_dimension() or 0

    def encode_query(self, text: str) -> Vectors:
        """Return the unit vector of a question."""
        return self._encode([text], "query", QUERY_PROMPT).reshape(-1)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return the unit vectors of passages, in order."""
        vectors = [
            self._encode(texts[start : start + 256], "passage", PASSAGE_PROMPT, progress)
            for start in range(0, len(texts), 256)
        ]
        return np.concatenate(vectors) if vectors else np.empty((0, self.dimension), np.float32)

    def _encode(
        self, texts: Sequence[str], kind: str, prompt: str, progress: Callable[[int], None] | None = None
    ) -> Vectors:
        vectors = self._model.encode(
            list(texts),
            prompt=self._model.prompts.get(kind) or prompt,
            batch_size=self._batch_size,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        if progress is not None:
            progress(len(texts))
        return cast("Vectors", vectors)
