"""The command line in this process and in its own, on copies of one archive of the seed article."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_harness import Onrecord, Process, Result, environment

from onrecord.archive import Archive
from onrecord.cli.main import run
from onrecord.encoding.model_export import exported_model
from onrecord.uses.sample import seed_articles


@pytest.fixture(scope="session")
def seed_archive(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Path:
    """One archive of the seed article; never written to, only copied."""
    folder = tmp_path_factory.mktemp("archives") / "seeds"
    with Archive.open(folder) as archive:
        archive.add(seed_articles())
    return folder


@pytest.fixture(scope="session")
def exported(model_cache: Path) -> Path:
    """The default model, exported before any command runs: what a command says of its first export is in no output."""
    return exported_model(cache=model_cache)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exported: Path) -> Path:
    """An empty working folder, without colours and other settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in ("ONRECORD_ARCHIVE", "NO_COLOR", "FORCE_COLOR", "ONRECORD_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def archive(here: Path, seed_archive: Path) -> Path:
    """A copy of the seed archive where the verbs look for it by default."""
    return Path(shutil.copytree(seed_archive, here / "indexes" / "default"))


@pytest.fixture
def cli(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Onrecord:
    """Runs one command in this process: `cli("search", "red line", stdin=b"…")`; nothing may show a traceback."""

    def call(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = run(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert "a defect of onrecord" not in err
        return Result(code, out, err)

    return call


@pytest.fixture
def process(here: Path) -> Process:
    """Runs `python …` in a process of its own, in the working folder."""

    def call(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
        given = {"capture_output": True, "env": environment(), "timeout": 60} | options
        done: subprocess.CompletedProcess[bytes] = subprocess.run([sys.executable, *arguments], cwd=here, **given)  # type: ignore[call-overload]
        assert b"Traceback" not in (done.stdout or b"") + (done.stderr or b"")
        return done

    return call
