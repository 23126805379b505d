"""Write the ONNX folder of one model: the only place where torch is imported for export; runs as a child process.

    python -m onrecord.encoding.export_process SOURCE FOLDER int8|fp32 EXPECTED_SHA256 EXPORTER

The graph takes one text: `input_ids` (1, T) with special tokens, no mask. It gives `vector` (1, width), pooled and
of unit length, and `layer_0` … `layer_n` (1, T, width), the hidden states; what is not fetched costs nothing.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from onrecord.encoding.child_process import PROGRESS, answer, say
from onrecord.encoding.model_folder import ModelFacts, fingerprint_of, sha256_of, write_facts
from onrecord.errors import ModelUnavailable

# Word pieces per text, as the default model was trained and is published; a folder may say otherwise.
MAX_LENGTH = 256
# Exported and torch vectors differed by 3e-6; int8 keeps .985 and more on news. Below these the export is wrong.
LEAST_COSINE = {"fp32": 0.9999, "int8": 0.95}
_FEED_FORWARD_END = re.compile(r"layer\.(\d+)/output/dense/MatMul$")
_PROBE = "The minister said on Friday that talks would go on, but nobody in the room believed him."


def export(source: Path, folder: Path, precision: str, expected: str, exporter: int) -> None:
    """Fill `folder` with `model.onnx`, `tokenizer.json` and `export.json`; raises ModelUnavailable."""
    say(PROGRESS, "checking the weights")
    weights = sha256_of(source / "model.safetensors")
    if expected and weights != expected:
        raise ModelUnavailable(
            f"{source / 'model.safetensors'}: SHA-256 is {weights}, expected {expected}; the file is not the "
            "published model; reinstall its package"
        )
    pooling, max_length = _pooling_of(source), _max_length_of(source)
    shutil.copyfile(_required(source, "tokenizer.json"), folder / "tokenizer.json")
    ids = _probe_ids(folder / "tokenizer.json", max_length)
    say(PROGRESS, "loading torch")
    config, probe_vector = _trace(source, folder / "traced.onnx", pooling, ids)
    say(PROGRESS, "optimising the graph")
    _optimise(folder / "traced.onnx", folder / "fused.onnx", config)
    if precision == "int8":
        say(PROGRESS, "quantising to int8")
        _quantise(folder / "fused.onnx", folder / "quantised.onnx")
        (folder / "quantised.onnx").replace(folder / "fused.onnx")
    _finish(folder / "fused.onnx", folder / "model.onnx")
    for name in ("traced.onnx", "fused.onnx"):
        (folder / name).unlink()
    _check(folder / "model.onnx", ids, probe_vector, precision)
    facts = ModelFacts(
        kind="onnx", name=source.name if not expected else "all-MiniLM-L6-v2", precision=precision, pooling=pooling,
        max_length=max_length, width=config.hidden_size, layers=config.num_hidden_layers + 1, weights_sha256=weights,
        fingerprint=fingerprint_of("onnx", weights, precision, pooling, max_length, exporter),
        made_with={name: importlib.metadata.version(name) for name in ("torch", "transformers", "onnx", "onnxruntime")},
    )  # fmt: skip
    write_facts(folder, facts, ["model.onnx", "tokenizer.json"])


def _required(source: Path, name: str) -> Path:
    if not (source / name).is_file():
        raise ModelUnavailable(f"{source}: no {name} in this folder; expected a model saved by sentence-transformers")
    return source / name


def _pooling_of(source: Path) -> str:
    """'mean' or 'cls'; a folder without modules.json is a bare transformer, pooled by the mean."""
    if not (source / "modules.json").is_file():
        return "mean"
    modules = json.loads((source / "modules.json").read_text("utf-8"))
    kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    if any(kind not in ("Transformer", "Pooling", "Normalize") for kind in kinds) or "Pooling" not in kinds:
        raise ModelUnavailable(f'{source}: modules {kinds} cannot be exported; use "st:{source}" instead')
    place = source / modules[kinds.index("Pooling")]["path"] / "config.json"
    settings = json.loads(place.read_text("utf-8"))
    # Releases since 5 may write one name instead of a switch per kind.
    switches = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    chosen = [name for key, name in switches.items() if settings.get(key)] or [str(settings.get("pooling_mode", ""))]
    others = [key for key, on in settings.items() if key.startswith("pooling_mode_") and on and key not in switches]
    if chosen not in (["mean"], ["cls"]) or others:
        raise ModelUnavailable(f'{place}: only mean or cls pooling can be exported; use "st:{source}" instead')
    return chosen[0]


def _max_length_of(source: Path) -> int:
    settings = source / "sentence_bert_config.json"
    stated = json.loads(settings.read_text("utf-8")).get("max_seq_length") if settings.is_file() else None
    limit = json.loads(_required(source, "config.json").read_text("utf-8")).get("max_position_embeddings", MAX_LENGTH)
    return min(int(stated or MAX_LENGTH), int(limit))


def _probe_ids(tokenizer: Path, max_length: int) -> Any:
    import numpy as np
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(tokenizer))
    pieces.no_padding()
    pieces.enable_truncation(max_length)
    return np.array([pieces.encode(_PROBE).ids], dtype=np.int64)


def _trace(source: Path, path: Path, pooling: str, ids: Any) -> tuple[Any, Any]:
    """Write the traced graph; what you get is the model's config and torch's own vector of the probe."""
    import torch
    from transformers import AutoModel

    # Eager attention leaves the pattern in the graph that the optimiser knows how to fuse.
    model = AutoModel.from_pretrained(source, attn_implementation="eager", local_files_only=True).float().eval()

    class OneText(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any) -> Any:
            mask = torch.ones_like(input_ids)
            states = self.model(input_ids=input_ids, attention_mask=mask, output_hidden_states=True).hidden_states
            pooled = states[-1].mean(dim=1) if pooling == "mean" else states[-1][:, 0]
            return (torch.nn.functional.normalize(pooled, dim=1), *states)

    layers = [f"layer_{number}" for number in range(model.config.num_hidden_layers + 1)]
    wrapped = OneText().eval()
    example = torch.from_numpy(ids)
    with torch.no_grad():
        torch.onnx.export(
            wrapped, (example,), str(path), dynamo=False, opset_version=17,
            input_names=["input_ids"], output_names=["vector", *layers],
            dynamic_axes={name: {1: "tokens"} for name in ["input_ids", *layers]},
        )  # fmt: skip
        # Half the probe: a graph that has the example's length burnt in shows itself.
        vector = wrapped(example[:, : example.shape[1] // 2])[0].numpy()
    return model.config, vector


def _optimise(source: Path, target: Path, config: Any) -> None:
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    options = FusionOptions("bert")
    # It would compute the embeddings twice, because layer 0 is an output of ours.
    options.enable_embed_layer_norm = False
    optimised = optimize_model(
        str(source), model_type="bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size,
        opt_level=0, optimization_options=options,
    )  # fmt: skip
    optimised.save_model_to_file(str(target))


def _quantise(source: Path, target: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # Per channel: mean cosine to fp32 on news passages is .992, per tensor .953. Seven bits of range: processors
    # without VNNI add pairs of products in 16 bits and overflow with eight; it costs .001 of cosine. What follows
    # the activation in the first half of the layers has the widest range of values: left in fp32 it brings the
    # cosine to .995 for a fifth of the speed (all layers: .996 for two fifths).
    quantize_dynamic(
        str(source), str(target), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
        nodes_to_exclude=_widest(onnx.load(str(source))), extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip


def _widest(graph: Any) -> list[str]:
    """The names of the second feed-forward products in the first half of the layers."""
    found = [(int(m[1]), node.name) for node in graph.graph.node if (m := _FEED_FORWARD_END.search(node.name))]
    layers = 1 + max((layer for layer, _ in found), default=0)
    return [name for layer, name in found if 2 * layer < layers]


def _finish(source: Path, target: Path) -> None:
    """Let ONNX Runtime fold what it can into the file, so that loading has nothing left to optimise."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def _check(path: Path, ids: Any, expected: Any, precision: str) -> None:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    vector = session.run(["vector"], {"input_ids": ids[:, : ids.shape[1] // 2]})[0]
    cosine = float((vector * expected).sum())
    if not cosine >= LEAST_COSINE[precision]:
        raise ModelUnavailable(
            f"the exported {precision} model disagrees with torch: cosine {cosine:.4f}, expected at least "
            f"{LEAST_COSINE[precision]}; use fp32 or the sentence-transformers encoder for this model"
        )


def main(arguments: list[str]) -> int:
    """Exit status: 0 when the folder is complete; otherwise 1, with the reason said to the parent."""
    source, folder, precision, expected, exporter = arguments

    def job() -> None:
        export(Path(source), Path(folder), precision, expected, int(exporter))

    return answer(job, f"{source}: cannot be exported")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
