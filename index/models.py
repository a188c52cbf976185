"""Keeps the prepared encoder on disk: built once from the packaged weights, swapped in whole.

`MODELS/e5-small-int8/` holds `model.onnx`, the token embeddings, the tokenizer and a `ready` mark;
`MODELS/e5-small/` is the same model in float32 as a sentence-transformers folder, written when it is asked for.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from corpus.errors import ModelError
from index.weights import MODEL_NAME, Weights, packaged_weights, read_weights, verify_weights

INT8_FOLDER = "e5-small-int8"
FLOAT_FOLDER = "e5-small"
PREPARATION = "3"

Steps = Callable[[str, int, int], None]


def int8_model(models: Path, progress: Steps | None = None) -> Path:
    """Return the folder of the int8 encoder, building it first if it is not there (about five seconds).

    Raises:
        ModelError: if the weights are missing or damaged, or the folder cannot be written.
    """
    return _prepared(models / INT8_FOLDER, _write_int8, progress)


def float_model(models: Path, progress: Steps | None = None) -> Path:
    """Return the sentence-transformers folder of the float32 encoder, writing it first if it is not there.

    Raises:
        ModelError: as for `int8_model`.
    """
    return _prepared(models / FLOAT_FOLDER, _write_float, progress)


def _prepared(folder: Path, write: Callable[[Weights, Path], None], progress: Steps | None) -> Path:
    mark = folder / "ready"
    if mark.is_file() and mark.read_text(encoding="utf-8") == PREPARATION:
        return folder
    report = progress or (lambda _step, _done, _total: None)
    source = packaged_weights()
    verify_weights(source, lambda done, total: report("checking the encoder weights", done, total))
    report("preparing the encoder", 0, 1)
    weights = read_weights(source)
    try:
        _swap_in(folder, weights, write)
    except OSError as error:
        raise ModelError(
            f"The encoder cannot be written to {folder}: {error.strerror or error}.",
            hint="Free 600 MB there or point BELEGT_HOME to another folder.",
        ) from error
    report("preparing the encoder", 1, 1)
    return folder


def _swap_in(folder: Path, weights: Weights, write: Callable[[Weights, Path], None]) -> None:
    """Write beside the place and rename: a killed preparation leaves nothing that looks finished."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=folder.name + ".", dir=folder.parent))
    try:
        write(weights, fresh)
        (fresh / "ready").write_text(PREPARATION, encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write_int8(weights: Weights, folder: Path) -> None:
    from index.embeddings import write_embeddings  # noqa: PLC0415
    from index.graph import write_encoder  # noqa: PLC0415  (onnx is needed only here, not to answer questions)
    from index.tokenizing import write_tokenizer  # noqa: PLC0415

    write_encoder(weights, folder / "model.onnx")
    write_embeddings(weights, folder)
    write_tokenizer(weights.pieces, folder)


def _write_float(weights: Weights, folder: Path) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415  (needed only here)

    from index.tokenizing import SPECIAL_TOKENS, tokenizer_for  # noqa: PLC0415

    tokenizer_for(weights.pieces).save(str(folder / "tokenizer.json"))
    save_file(weights.tensors, folder / "model.safetensors", metadata={"format": "pt"})
    shape = weights.shape
    begin, pad, end, unknown, mask = SPECIAL_TOKENS
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.max_positions,
            "type_vocab_size": len(weights.tensors["embeddings.token_type_embeddings.weight"]),
            "layer_norm_eps": 1e-12,
            "hidden_act": "gelu",
            "pad_token_id": 1,
            "dtype": "float32",
        },
    )
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.max_positions,
            "bos_token": begin,
            "cls_token": begin,
            "eos_token": end,
            "sep_token": end,
            "pad_token": pad,
            "unk_token": unknown,
            "mask_token": mask,
        },
    )
    kinds = ("Transformer", "Pooling", "Normalize")
    paths = ("", "1_Pooling", "2_Normalize")
    _write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (kind, path) in enumerate(zip(kinds, paths, strict=True))
        ],
    )
    _write_json(
        folder / "sentence_bert_config.json",
        {
            "max_seq_length": shape.max_positions,
            "do_lower_case": False,
            "model_kwargs": {"add_pooling_layer": False},
        },
    )
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    pooling = {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "passage": "passage: "}, "similarity_fn_name": "cosine", "model": MODEL_NAME},
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")
