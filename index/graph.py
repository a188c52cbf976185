"""A BERT encoder as an int8 ONNX graph: the fast path of the index.

Weights are symmetric int8 with one scale per output channel, activations are quantised on the fly (ONNX Runtime's
DynamicQuantizeMatMul); query, key and value share one product, attention is one fused operator, and token embeddings
are int8 rows with a scale each. Against `torch.onnx.export` followed by `quantize_dynamic` the same model runs about an
eighth faster on two cores and is written in seconds without torch (see docs/benchmarks.md).
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper, numpy_helper, save_model

from index.weights import FloatArray, Weights

LAYER_NORM_EPSILON = 1e-12
_CONTRIB = "com.microsoft"


def write_encoder(weights: Weights, path: Path) -> None:
    """Write the graph: int64 `input_ids` and `attention_mask` (batch, tokens) to float32 `last_hidden_state`."""
    builder = _Builder(weights)
    hidden = builder.embeddings()
    for layer in range(weights.shape.layers):
        hidden = builder.layer(hidden, layer)
    builder.node("Identity", [hidden], "last_hidden_state")
    save_model(builder.model(), path)


def quantised_rows(matrix: FloatArray) -> tuple[npt.NDArray[np.int8], FloatArray]:
    """Quantise each row to int8; returns the (rows, columns) integers and the (rows, 1) scales."""
    scales = np.abs(matrix).max(axis=1, keepdims=True) / 127
    scales[scales == 0] = 1
    return np.rint(matrix / scales).astype(np.int8), scales.astype(np.float32)


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
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def embeddings(self) -> str:
        tensors = self._weights.tensors
        rows, scales = quantised_rows(tensors["embeddings.word_embeddings.weight"])
        self.node("Gather", [self.constant("words", rows), "input_ids"], "word_rows")
        self.node("Gather", [self.constant("word_scales", scales), "input_ids"], "word_row_scales")
        self.node("Cast", ["word_rows"], "word_floats", to=TensorProto.FLOAT)
        words = self.node("Mul", ["word_floats", "word_row_scales"], "word_vectors")
        table = tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
        self.node("Shape", ["input_ids"], "length", start=1, end=2)
        self.constant("zero", np.array([0], np.int64))
        self.constant("positions", table)
        positions = self.node("Slice", ["positions", "zero", "length", "zero"], "position_vectors")
        self.node("Cast", ["attention_mask"], "key_mask", to=TensorProto.INT32)
        self.constant("thirds", np.array([self._weights.shape.hidden] * 3, np.int64))
        return self._normalised(self.node("Add", [words, positions], "embedded"), "embeddings.LayerNorm")

    def layer(self, hidden: str, layer: int) -> str:
        prefix = f"encoder.layer.{layer}."
        attention = prefix + "attention.self."
        parts = [attention + part for part in ("query", "key", "value")]
        products = self._product(hidden, attention + "qkv", parts)
        split = [f"{attention}{part}.out" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [products, "thirds"], split, axis=-1))
        context = self.node(
            "MultiHeadAttention",
            [*split, "", "key_mask"],
            attention + "context",
            domain=_CONTRIB,
            num_heads=self._weights.shape.heads,
        )
        attended = self._linear(context, prefix + "attention.output.dense")
        hidden = self._residual(hidden, attended, prefix + "attention.output.LayerNorm")
        wide = self._linear(hidden, prefix + "intermediate.dense")
        wide = self.node("Gelu", [wide], prefix + "gelu", domain=_CONTRIB)
        return self._residual(hidden, self._linear(wide, prefix + "output.dense"), prefix + "output.LayerNorm")

    def model(self) -> Any:  # noqa: ANN401  (onnx.ModelProto is untyped)
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
            for name in ("input_ids", "attention_mask")
        ]
        output = helper.make_tensor_value_info(
            "last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", self._weights.shape.hidden]
        )
        graph = helper.make_graph(self._nodes, "encoder", inputs, [output], self._constants)
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)

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
