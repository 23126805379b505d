"""The real model, exported twice and encoded once with sentence-transformers, for all tests of this folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import onrecord
from onrecord.encoding.default_model import default_model_folder
from onrecord.encoding.model_export import exported_model
from onrecord.encoding.onnx_encoder import OnnxEncoder

TEXTS = Path(__file__).with_name("texts.json")
PACKAGE_ROOT = str(Path(onrecord.__file__).parents[1])
CHILD = Path(__file__).with_name("reference_child.py")


@dataclass(frozen=True)
class Models:
    """Folders of the default model, and what sentence-transformers makes of the texts in texts.json."""

    int8: Path
    fp32: Path
    cache: Path
    said: list[str]
    source: Path
    reference: Mapping[str, NDArray[np.float32]]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Models:
    """Three child processes side by side: int8 from the package, fp32 from a folder by its path, the reference."""
    cache, other, work = (tmp_path_factory.mktemp(name) for name in ("cache", "other-cache", "reference"))
    source = work / "a model"
    shutil.copytree(default_model_folder(), source)
    said: list[str] = []
    with ThreadPoolExecutor(3) as pool:
        int8 = pool.submit(exported_model, "int8", cache=cache, progress=said.append)
        fp32 = pool.submit(exported_model, "fp32", model=str(source), cache=other)
        reference = pool.submit(
            run_python, str(CHILD), str(default_model_folder()), str(TEXTS), str(work / "result.npz")
        )
        reference.result()
        return Models(int8.result(), fp32.result(), cache, said, source, np.load(work / "result.npz"))


@pytest.fixture(scope="session")
def int8(models: Models) -> OnnxEncoder:
    """The encoder everybody gets."""
    return OnnxEncoder(models.int8, threads=2)


@pytest.fixture(scope="session")
def fp32(models: Models) -> OnnxEncoder:
    """The encoder without quantisation."""
    return OnnxEncoder(models.fp32, threads=2)


@pytest.fixture(scope="session")
def fresh_python() -> Callable[..., str]:
    """Runs an interpreter that knows only onrecord, and gives what it printed."""
    return run_python


def run_python(*arguments: str) -> str:
    """What a fresh interpreter prints; fails the test with its complaint when it fails."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": PACKAGE_ROOT, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout
