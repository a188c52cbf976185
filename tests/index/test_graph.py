import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import pytest

from index.encoder import session_for
from index.graph import LAYER_NORM_EPSILON, is_judge, read_judge, read_reader, write_encoder, write_judge, write_reader
from index.weights import Weights
from tests.index.tiny_weights import HEADS, HIDDEN, LAYERS

Array = npt.NDArray[np.float32]

TOKENS = [0, 5, 6, 7, 8, 11, 2]


@pytest.fixture
def session(tmp_path: Path, weights: Weights) -> onnxruntime.InferenceSession:
    write_encoder(weights, tmp_path / "model.onnx")
    return session_for(tmp_path / "model.onnx")


def test_the_graph_computes_what_the_encoder_computes(weights: Weights, session: onnxruntime.InferenceSession) -> None:
    exact, found = encoded(weights, TOKENS), states(weights, session, [TOKENS])[0]
    assert found.shape == (len(TOKENS), HIDDEN)
    assert cosine(exact, found) > 0.995
    assert np.abs(exact - found).max() < 0.5


def test_the_graph_tells_the_order_of_tokens(weights: Weights, session: onnxruntime.InferenceSession) -> None:
    there, back = states(weights, session, [TOKENS])[0], states(weights, session, [TOKENS[::-1]])[0]
    assert np.abs(there - back[::-1]).max() > 0.1


def test_the_graph_takes_several_texts_at_once(weights: Weights, session: onnxruntime.InferenceSession) -> None:
    both = states(weights, session, [TOKENS, TOKENS[::-1]])
    assert cosine(both[0], states(weights, session, [TOKENS])[0]) > 0.999
    assert cosine(both[1], states(weights, session, [TOKENS[::-1]])[0]) > 0.999


def test_the_reader_scores_every_token_and_the_passage(tmp_path: Path, weights: Weights) -> None:
    random = np.random.default_rng(3)
    heads = {"tokens.weight": (3, HIDDEN), "tokens.bias": (3,), "passage.weight": (1, HIDDEN), "passage.bias": (1,)}
    weights.tensors.update({name: random.normal(size=shape).astype(np.float32) for name, shape in heads.items()})
    write_reader(weights, tmp_path / "reader.onnx")
    reader = session_for(tmp_path / "reader.onnx")
    tokens, passage = reader.run(["tokens", "passage"], {"words": words(weights, [TOKENS])})
    exact = encoded(weights, TOKENS)
    assert (np.shape(tokens), np.shape(passage)) == ((1, len(TOKENS), 3), (1, 1))
    assert np.abs(linear(weights, "tokens", exact) - np.asarray(tokens)[0]).max() < 1
    assert np.abs(linear(weights, "passage", exact[:1]) - np.asarray(passage)).max() < 1


def test_a_reader_is_read_back_as_it_was_written_but_for_the_rounding(tmp_path: Path, weights: Weights) -> None:
    random = np.random.default_rng(3)
    heads = {"tokens.weight": (3, HIDDEN), "tokens.bias": (3,), "passage.weight": (1, HIDDEN), "passage.bias": (1,)}
    weights.tensors.update({name: random.normal(size=shape).astype(np.float32) for name, shape in heads.items()})
    write_reader(weights, tmp_path / "reader.onnx")
    back = read_reader(tmp_path / "reader.onnx", weights)
    assert set(back.tensors) == set(weights.tensors)
    for name, tensor in weights.tensors.items():
        assert np.abs(back.tensors[name] - tensor).max() <= np.abs(tensor).max() / 127, name


def test_the_judge_scores_the_first_token(tmp_path: Path, weights: Weights) -> None:
    random = np.random.default_rng(3)
    heads = {"verdict.weight": (3, HIDDEN), "verdict.bias": (3,)}
    weights.tensors.update({name: random.normal(size=shape).astype(np.float32) for name, shape in heads.items()})
    write_judge(weights, tmp_path / "judge.onnx")
    (verdict,) = session_for(tmp_path / "judge.onnx").run(None, {"words": words(weights, [TOKENS, TOKENS[::-1]])})
    exact = np.concatenate([encoded(weights, each)[:1] for each in (TOKENS, TOKENS[::-1])])
    assert np.shape(verdict) == (2, 3)
    assert np.abs(linear(weights, "verdict", exact) - np.asarray(verdict)).max() < 1
    assert is_judge(tmp_path / "judge.onnx")
    assert set(read_judge(tmp_path / "judge.onnx", weights).tensors) == set(weights.tensors)


def states(weights: Weights, session: onnxruntime.InferenceSession, tokens: list[list[int]]) -> Array:
    """The last hidden states, (texts, tokens, hidden)."""
    (found,) = session.run(None, {"words": words(weights, tokens)})
    return np.asarray(found, np.float32)


def words(weights: Weights, tokens: list[list[int]]) -> Array:
    """The embeddings of texts, (texts, tokens, hidden)."""
    return weights.tensors["embeddings.word_embeddings.weight"][tokens]


def cosine(left: Array, right: Array) -> float:
    """The lowest cosine of two rows that belong together."""
    products = (left * right).sum(axis=1) / np.linalg.norm(left, axis=1) / np.linalg.norm(right, axis=1)
    return float(products.min())


def encoded(weights: Weights, tokens: list[int]) -> Array:
    """BERT in float32 as its paper writes it, for one text without padding."""
    tensors = weights.tensors
    hidden = tensors["embeddings.word_embeddings.weight"][tokens]
    hidden = hidden + tensors["embeddings.position_embeddings.weight"][: len(tokens)]
    hidden = normalised(weights, "embeddings", hidden + tensors["embeddings.token_type_embeddings.weight"][0])
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        context = linear(weights, f"{name}.attention.output.dense", attention(weights, name, hidden))
        hidden = normalised(weights, f"{name}.attention.output", hidden + context)
        wide = linear(weights, f"{name}.intermediate.dense", hidden)
        gelu = wide * (1 + np.vectorize(math.erf)(wide / math.sqrt(2))) / 2
        hidden = normalised(weights, f"{name}.output", hidden + linear(weights, f"{name}.output.dense", gelu))
    return np.asarray(hidden, np.float32)


def attention(weights: Weights, name: str, hidden: Array) -> Array:
    query, key, value = (
        linear(weights, f"{name}.attention.self.{part}", hidden).reshape(len(hidden), HEADS, -1).transpose(1, 0, 2)
        for part in ("query", "key", "value")
    )
    scores = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(HIDDEN / HEADS))
    shares = scores / scores.sum(axis=-1, keepdims=True)
    return np.asarray((shares @ value).transpose(1, 0, 2).reshape(len(hidden), HIDDEN), np.float32)


def linear(weights: Weights, name: str, hidden: Array) -> Array:
    return hidden @ weights.tensors[f"{name}.weight"].T + weights.tensors[f"{name}.bias"]


def normalised(weights: Weights, name: str, hidden: Array) -> Array:
    centred = hidden - hidden.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt(hidden.var(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
    return np.asarray(
        scaled * weights.tensors[f"{name}.LayerNorm.weight"] + weights.tensors[f"{name}.LayerNorm.bias"], np.float32
    )
