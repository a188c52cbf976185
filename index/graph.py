"""A BERT encoder as an int8 ONNX graph: the fast path of the index.

Weights are symmetric int8 with one scale per output channel, activations are quantised on the fly (ONNX Runtime's
DynamicQuantizeMatMul); query, key and value share one product, and attention is one fused operator. Token embeddings
are the input, not part of the graph (see `index.embeddings`). Against `torch.onnx.export` followed by
`quantize_dynamic` the same model runs about an eighth faster on two cores and is written in seconds without torch (see
docs/benchmarks.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper, load_model, numpy_helper, save_model

from index.embeddings import quantised_rows
from index.weights import FloatArray, Weights

LAYER_NORM_EPSILON = 1e-12
_CONTRIB = "com.microsoft"


def write_encoder(weights: Weights, path: Path) -> None:
    """Write the graph: float32 `words` (texts, tokens, hidden) to float32 `last_hidden_state` of the same shape.

    There is no mask: texts of one call have the same number of tokens.
    """
    builder = _Builder(weights)
    builder.node("Identity", [builder.layers()], "last_hidden_state")
    save_model(builder.model({"last_hidden_state": ["texts", "tokens", weights.shape.hidden]}), path)


def write_reader(weights: Weights, path: Path) -> None:
    """Write the graph of the reader: `words` as above to `tokens` (texts, tokens, 3) and `passage` (texts, 1).

    Besides the layers, `weights` holds the heads: `tokens.weight` (3, hidden), `passage.weight` (1, hidden), `.bias`.
    """
    builder = _Builder(weights)
    hidden = builder.layers()
    builder.head(hidden, "tokens")
    builder.head(builder.first_token(hidden), "passage")
    save_model(builder.model({"tokens": ["texts", "tokens", 3], "passage": ["texts", 1]}), path)


def write_judge(weights: Weights, path: Path) -> None:
    """Write the graph of the entailment model: `words` as above to `verdict` (texts, 3).

    Besides the layers, `weights` holds its head: `verdict.weight` (3, hidden) and `verdict.bias`.
    """
    builder = _Builder(weights)
    builder.head(builder.first_token(builder.layers(only_first=True)), "verdict")
    save_model(builder.model({"verdict": ["texts", 3]}), path)


def states_after(path: Path, layer: int) -> bytes:
    """Return the graph that `write_encoder` wrote, ending with the states after a layer, counted from 0."""
    model = load_model(path)
    hidden = model.graph.output[0].type.tensor_type.shape.dim[2].dim_value
    del model.graph.output[:]
    name = f"encoder.layer.{layer}.output.LayerNorm.out"
    model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["texts", "tokens", hidden]))
    cut: bytes = model.SerializeToString()
    return cut


def read_reader(path: Path, encoder: Weights) -> Weights:
    """Return what `write_reader` wrote, from int8 back to float32; shape and vocabulary are those of the encoder."""
    return _read(path, encoder, ("tokens", "passage"))


def read_judge(path: Path, encoder: Weights) -> Weights:
    """Return what `write_judge` wrote, as `read_reader` does."""
    return _read(path, encoder, ("verdict",))


def is_judge(path: Path) -> bool:
    """Say whether a graph is one that `write_judge` wrote."""
    return [each.name for each in load_model(path).graph.output] == ["verdict"]


def _read(path: Path, encoder: Weights, heads: Sequence[str]) -> Weights:
    constants = {each.name: numpy_helper.to_array(each) for each in load_model(path).graph.initializer}
    words, types = (encoder.tensors[f"embeddings.{kind}_embeddings.weight"] for kind in ("word", "token_type"))
    tensors = {"embeddings.word_embeddings.weight": words, "embeddings.token_type_embeddings.weight": types}
    tensors |= _unquantised(constants, encoder.shape.hidden)
    tensors |= {f"{head}.weight": constants[f"{head}.weight"].T for head in heads}
    tensors |= {f"{head}.bias": constants[f"{head}.bias"] for head in heads}
    tensors["embeddings.position_embeddings.weight"] = constants["positions"] - types[0]
    return replace(encoder, tensors=tensors)


def _unquantised(constants: Mapping[str, npt.NDArray[Any]], hidden: int) -> Iterator[tuple[str, FloatArray]]:
    """Yield the tensors of the layers under their names in `Weights`."""
    for name, values in constants.items():
        if name.endswith(".LayerNorm.scale"):
            yield name.removesuffix(".scale") + ".weight", values
        elif name.endswith(".LayerNorm.shift"):
            yield name.removesuffix(".shift") + ".bias", values
        elif name.endswith(".int8"):
            product = name.removesuffix(".int8")
            weight = (values.astype(np.float32) * constants[product + ".scales"]).T
            bias = constants[product + ".bias"]
            parts = [product]
            if product.endswith(".qkv"):
                parts = [product.removesuffix("qkv") + part for part in ("query", "key", "value")]
            for i, part in enumerate(parts):
                rows = slice(i * hidden, (i + 1) * hidden) if len(parts) > 1 else slice(None)
                yield part + ".weight", weight[rows]
                yield part + ".bias", bias[rows]


class _Builder:
    """Collects nodes and initialisers; every method returns the name of the tensor it makes."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def node(self, kind: str, inputs: list[str], output: str, *, domain: str = "", **attributes: Any) -> str:  # noqa: ANN401
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, name: str, values: npt.NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def layers(self, *, only_first: bool = False) -> str:
        """Add all layers; with `only_first`, the last computes the first token alone: a sixteenth of the work less."""
        hidden = self._embeddings()
        last = self._weights.shape.layers - 1
        for layer in range(last + 1):
            hidden = self._layer(hidden, layer, only_first=only_first and layer == last)
        return hidden

    def first_token(self, hidden: str) -> str:
        return self.node("Gather", [hidden, self.constant("first", np.array(0, np.int64))], "first_token", axis=1)

    def head(self, hidden: str, name: str) -> str:
        tensors = self._weights.tensors
        weight = self.constant(name + ".weight", tensors[name + ".weight"].T)
        product = self.node("MatMul", [hidden, weight], name + ".product")
        return self.node("Add", [product, self.constant(name + ".bias", tensors[name + ".bias"])], name)

    def model(self, outputs: Mapping[str, list[str | int]]) -> Any:  # noqa: ANN401  (onnx.ModelProto is untyped)
        words = helper.make_tensor_value_info(
            "words", TensorProto.FLOAT, ["texts", "tokens", self._weights.shape.hidden]
        )
        results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, dims) for name, dims in outputs.items()]
        graph = helper.make_graph(self._nodes, "encoder", [words], results, self._constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

    def _embeddings(self) -> str:
        tensors = self._weights.tensors
        table = tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
        self.node("Shape", ["words"], "length", start=1, end=2)
        self.constant("zero", np.array([0], np.int64))
        self.constant("positions", table)
        positions = self.node("Slice", ["positions", "zero", "length", "zero"], "position_vectors")
        self.constant("thirds", np.array([self._weights.shape.hidden] * 3, np.int64))
        return self._normalised(self.node("Add", ["words", positions], "embedded"), "embeddings.LayerNorm")

    def _layer(self, hidden: str, layer: int, *, only_first: bool) -> str:
        prefix = f"encoder.layer.{layer}."
        attention = prefix + "attention.self."
        parts = [attention + part for part in ("query", "key", "value")]
        products = self._product(hidden, attention + "qkv", parts)
        split = [f"{attention}{part}.out" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [products, "thirds"], split, axis=-1))
        if only_first:
            self.constant("one", np.array([1], np.int64))
            split[0], hidden = (
                self.node("Slice", [each, "zero", "one", "one"], each + ".first") for each in (split[0], hidden)
            )
        context = self.node(
            "MultiHeadAttention",
            split,
            attention + "context",
            domain=_CONTRIB,
            num_heads=self._weights.shape.heads,
        )
        attended = self._linear(context, prefix + "attention.output.dense")
        hidden = self._residual(hidden, attended, prefix + "attention.output.LayerNorm")
        wide = self._linear(hidden, prefix + "intermediate.dense")
        wide = self.node("Gelu", [wide], prefix + "gelu", domain=_CONTRIB)
        return self._residual(hidden, self._linear(wide, prefix + "output.dense"), prefix + "output.LayerNorm")

    def _linear(self, hidden: str, name: str) -> str:
        return self._product(hidden, name, [name])

    def _product(self, hidden: str, name: str, parts: list[str]) -> str:
        tensors = self._weights.tensors
        rows, scales = quantised_rows(np.concatenate([tensors[part + ".weight"] for part in parts]))
        constants = [
            self.constant(name + ".int8", rows.T),
            self.constant(name + ".scales", scales[:, 0]),
            self.constant(name + ".zeros", np.zeros(len(rows), np.int8)),
            self.constant(name + ".bias", np.concatenate([tensors[part + ".bias"] for part in parts])),
        ]
        return self.node("DynamicQuantizeMatMul", [hidden, *constants], name + ".out", domain=_CONTRIB)

    def _residual(self, hidden: str, change: str, name: str) -> str:
        return self._normalised(self.node("Add", [hidden, change], name + ".sum"), name)

    def _normalised(self, hidden: str, name: str) -> str:
        scale = self.constant(name + ".scale", self._weights.tensors[name + ".weight"])
        shift = self.constant(name + ".shift", self._weights.tensors[name + ".bias"])
        return self.node(
            "LayerNormalization", [hidden, scale, shift], name + ".out", epsilon=LAYER_NORM_EPSILON, axis=-1
        )
