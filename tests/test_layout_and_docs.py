"""The README cannot drift: its paths exist, its examples run, and every verb and public name stands in it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from onrecord.cli.main import VERBS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_public_names() -> None:
    """What can be imported is what `__all__` says, and the README names each of them."""
    visible = {name for name in vars(onrecord) if not name.startswith("_")}
    rooms = {path.stem for path in (ROOT / "src" / "onrecord").iterdir()}
    assert visible - rooms == set(onrecord.__all__)
    assert onrecord.__all__ == sorted(onrecord.__all__)
    assert [name for name in onrecord.__all__ if f"`{name}`" not in README] == []


def test_every_verb_is_in_the_readme() -> None:
    """A new subcommand must be described."""
    files = {path.stem for path in (ROOT / "src" / "onrecord" / "cli").glob("*.py")}
    assert set(VERBS) <= files
    assert [name for name in VERBS if f"| `{name}` |" not in README] == []


def test_paths_in_the_readme_exist() -> None:
    """No page points at a file that has moved."""
    links = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r"`((?:benchmarks|seeds|indexes|src)/[\w./-]+)`", README)
    missing = [link for link in links if not link.startswith("http") and not (ROOT / link).exists()]
    assert [link for link in missing if not link.startswith("indexes/")] == []
    rooms = re.findall(r"`(\w+/|\w+\.py)`", README.split("| layer |")[1].split("\n\n")[0])
    assert [room for room in rooms if not (ROOT / "src" / "onrecord" / room).exists()] == []


def test_top_level() -> None:
    """Nothing new lies beside the rooms without being meant to, and what SECURITY.md points at is there."""
    known = {
        "README.md", "pyproject.toml", "src", "indexes", "seeds", "benchmarks", "tests", "Makefile", "CHANGELOG.md",
        "LICENSE", "constraints.txt", "SECURITY.md",
    }  # fmt: skip
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert {name.split("/")[0] for name in listed if not name.startswith(".")} <= known
    named = re.findall(r"`((?:tests|benchmarks|src)/[\w./-]+)`", (ROOT / "SECURITY.md").read_text("utf-8"))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_tables_come_from_the_results() -> None:
    """Every generated part equals what the script makes from the result files."""
    done = subprocess.run(
        [sys.executable, "benchmarks/readme_tables.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_python_examples_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's Python runs as it stands and finds what it talks about."""
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert "['000_4d064d9ae9bb67c0']" in printed
    assert "drums of war" in printed
    assert "['memo']" in printed


def test_command_line_examples_run(tmp_path: Path, seeds: Path) -> None:
    """Every `onrecord` line of the README works in a folder that holds the seeds."""
    (tmp_path / "seeds").symlink_to(seeds)
    block = README.split("## On the command line")[1].split("```")[1]
    lines = [line for line in block.splitlines() if line.startswith("onrecord ")]
    assert len(lines) >= 5
    for line in lines:
        command = [sys.executable, "-m", *shlex.split(line)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=os.environ, check=False)
        assert done.returncode == 0, (line, done.stderr)


def test_nothing_of_this_machine_is_in_the_project() -> None:
    """No machine paths in what is shipped."""
    for folder in ("src", "benchmarks", "seeds"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix in {".py", ".json", ".md", ".jsonl"}:
                assert not re.search(r"(?<![\w.])/(work|root|home)/", path.read_text("utf-8")), path
