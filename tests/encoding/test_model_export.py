"""The export: trusted weights only, made once, in another process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from onrecord.encoding import model_export
from onrecord.encoding.default_model import WEIGHTS_SHA256, default_model_folder
from onrecord.encoding.model_export import exported_model
from onrecord.encoding.model_folder import is_sound, read_facts, sha256_of
from onrecord.errors import ModelUnavailable


@pytest.fixture
def no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to start a child process fails the test."""

    def refuse(*_: object) -> None:
        raise AssertionError("a child process was started")

    monkeypatch.setattr(model_export, "run_child", refuse)


def test_the_installed_weights_are_the_published_ones() -> None:
    """The pinned hash is that of the file in the installed package."""
    assert sha256_of(default_model_folder() / "model.safetensors") == WEIGHTS_SHA256
    assert WEIGHTS_SHA256.startswith("53aa5117")
    assert WEIGHTS_SHA256.endswith("28d9db")


def test_the_folder_holds_what_its_manifest_says(models: Any) -> None:
    """Two files and a manifest, nothing left over from the work; the facts are those of the model."""
    assert sorted(path.name for path in models.int8.iterdir()) == ["export.json", "model.onnx", "tokenizer.json"]
    facts = read_facts(models.int8)
    assert (facts.precision, facts.pooling, facts.max_length) == ("int8", "mean", 256)
    assert (facts.width, facts.layers, facts.weights_sha256) == (384, 7, WEIGHTS_SHA256)
    assert is_sound(models.int8)
    assert is_sound(models.fp32)


def test_progress_is_told(models: Any) -> None:
    """The long steps of the child reach the caller, in order."""
    assert models.said[0] == "exporting all-MiniLM-L6-v2 to ONNX (int8), once"
    assert models.said[1:] == ["checking the weights", "loading torch", "optimising the graph", "quantising to int8"]


@pytest.mark.usefixtures("no_child")
def test_a_second_call_exports_nothing(models: Any) -> None:
    """What is in the cache is handed out as it is."""
    assert exported_model("int8", cache=models.cache) == models.int8


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights whose hash is not the expected one are never exported, and nothing stays in the cache."""
    monkeypatch.setattr(model_export, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelUnavailable, match=f"SHA-256 is {WEIGHTS_SHA256}, expected 0000"):
        exported_model(cache=tmp_path)
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".lock"]


@pytest.mark.parametrize("missing", ["tokenizer.json", "config.json"])
def test_an_incomplete_folder_is_refused(tmp_path: Path, missing: str) -> None:
    """The message names the file that is not there."""
    source = _bare_copy(tmp_path)
    (source / missing).unlink()
    with pytest.raises(ModelUnavailable, match=f"no {missing}"):
        exported_model(model=str(source), cache=tmp_path / "cache")


@pytest.mark.parametrize("last", ["Dense", "Normalize"])
def test_models_that_do_more_than_pool_are_refused(tmp_path: Path, last: str) -> None:
    """Unknown modules and unknown poolings are not silently left out of the graph."""
    source = _bare_copy(tmp_path)
    modules = [
        {"type": f"sentence_transformers.models.{name}", "path": "p"} for name in ("Transformer", "Pooling", last)
    ]
    (source / "modules.json").write_text(json.dumps(modules), "utf-8")
    (source / "p").mkdir()
    (source / "p" / "config.json").write_text('{"pooling_mode_max_tokens": true}', "utf-8")
    with pytest.raises(ModelUnavailable, match="cannot be exported|can be exported"):
        exported_model(model=str(source), cache=tmp_path / "cache")


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    """Before any child starts, with the way out."""
    with pytest.raises(ModelUnavailable, match="st:NAME_OR_PATH"):
        exported_model(model=str(tmp_path), cache=tmp_path)


def test_an_unknown_precision_is_refused(tmp_path: Path) -> None:
    """Only two precisions exist."""
    with pytest.raises(ModelUnavailable, match="expected 'int8' or 'fp32'"):
        exported_model("int4", cache=tmp_path)  # type: ignore[arg-type]


def _bare_copy(tmp_path: Path) -> Path:
    source = tmp_path / "model"
    source.mkdir()
    for name in ("tokenizer.json", "config.json", "sentence_bert_config.json"):
        shutil.copyfile(default_model_folder() / name, source / name)
    (source / "model.safetensors").write_bytes(b"weights that are never read")
    return source
