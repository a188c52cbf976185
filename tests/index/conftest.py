"""The parts of an index, opened in a folder of the test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.store import ArticleStore
from index.encoder import OnnxEncoder, SentenceTransformerEncoder
from index.index import Index
from index.lexical import LexicalIndex
from index.models import float_model, int8_model
from index.vectors import VectorIndex
from index.weights import Weights, read_weights
from tests.index.fakes import WordEncoder
from tests.index.tiny_weights import tiny_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A store and an index over it, with an encoder that needs no model."""

    store: ArticleStore
    encoder: WordEncoder
    index: Index


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ArticleStore]:
    with ArticleStore.open(tmp_path / "articles.sqlite") as opened:
        yield opened


@pytest.fixture
def archive(tmp_path: Path, store: ArticleStore) -> Iterator[Archive]:
    encoder = WordEncoder()
    index = Index(tmp_path / "index", store=store, encoder=encoder)
    yield Archive(store=store, encoder=encoder, index=index)
    index.close()


@pytest.fixture
def lexical(tmp_path: Path) -> Iterator[LexicalIndex]:
    index = LexicalIndex(tmp_path / "keywords.sqlite")
    yield index
    index.close()


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[VectorIndex]:
    index = VectorIndex(tmp_path / "vectors")
    yield index
    index.close()


@pytest.fixture
def weights(tmp_path: Path) -> Weights:
    """A tiny encoder's."""
    path = tmp_path / "weights.bin"
    path.write_bytes(tiny_file())
    return read_weights(path)


@pytest.fixture(scope="session")
def int8_encoder(models: Path) -> OnnxEncoder:
    return OnnxEncoder(int8_model(models))


@pytest.fixture(scope="session")
def float_encoder(models: Path) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(str(float_model(models)))
