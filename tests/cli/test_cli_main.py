"""The command itself: help, version, completion, what gets loaded, how it ends."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_harness import Onrecord, Process, environment

from onrecord.archive import Archive
from onrecord.cli import streams
from onrecord.cli.main import VERBS, run
from onrecord.errors import ArchiveDamaged, NotFound

HEAVY = {"torch", "transformers", "sentence_transformers", "numba", "pandas"}
ENGINES = {"numpy", "onnxruntime", "tokenizers", "faiss", "tantivy", "rank_bm25", "trafilatura", "pypdf"}
_REPORT = """
import sys
from onrecord.cli.main import run
code = run(sys.argv[1:])
print("\\nLOADED", *sorted(name for name in sys.modules if "." not in name))
sys.exit(code)
"""


def raising(error: BaseException) -> Callable[[Archive], None]:
    """A method that fails."""

    def broken(self: Archive) -> None:
        raise error

    return broken


def loaded(process: Process, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command in a process of its own, and the packages it left loaded."""
    done = process("-c", _REPORT, *arguments)
    return done.returncode, set(done.stdout.decode().rpartition("\nLOADED ")[2].split())


def test_help_names_every_verb(cli: Onrecord) -> None:
    """`onrecord --help` lists all verbs and says what the exit codes mean."""
    shown = cli("--help")
    assert shown.code == 0
    assert all(re.search(rf"^  {verb} ", shown.out, re.MULTILINE) for verb in VERBS)
    assert "Exit codes" in shown.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_examples(cli: Onrecord, verb: str) -> None:
    """Help of a verb shows how to type it."""
    shown = cli(verb, "--help")
    assert shown.code == 0
    assert re.search(rf"^    onrecord {verb}\b", shown.out, re.MULTILINE)
    assert cli(verb, "-h").out == shown.out


def test_version(cli: Onrecord) -> None:
    """`--version` prints one line and nothing else."""
    shown = cli("--version")
    assert (shown.code, shown.err) == (0, "")
    assert re.fullmatch(r"onrecord .+\n", shown.out)


@pytest.mark.parametrize(
    "given",
    [
        ["serach", "x"],
        ["search", "x", "--mdoe", "bm25"],
        ["search", "x", "--mode", "bm52"],
        ["search", "x", "-k", "0"],
        ["search", "x", "-k", "many"],
        ["show"],
        ["--archvie"],
    ],
)
def test_wrong_use_is_2(cli: Onrecord, archive: Path, given: list[str]) -> None:
    """A mistyped verb, option or value is refused with exit code 2, on stderr."""
    shown = cli(*given)
    assert (shown.code, shown.out) == (2, "")
    assert "Error" in shown.err


def test_a_mistyped_option_is_suggested(cli: Onrecord, archive: Path) -> None:
    """`--mdoe` is answered with `--mode`."""
    assert "--mode" in cli("search", "x", "--mdoe", "bm25").err


def test_help_loads_no_engine(process: Process) -> None:
    """`onrecord --help` must be quick: no numpy, no model, no index library."""
    code, names = loaded(process, "--help")
    assert code == 0
    assert names & (HEAVY | ENGINES) == set()


@pytest.mark.parametrize("mode", ["bm25", "hybrid"])
def test_a_search_loads_nothing_slow(process: Process, archive: Path, mode: str) -> None:
    """No search loads torch or anything like it; one by words alone needs no model at all."""
    code, names = loaded(process, "search", "red line", "--mode", mode)
    assert code == 0
    assert names & HEAVY == set()
    assert ("onnxruntime" in names) == (mode == "hybrid")


def test_a_wrong_rerank_loads_nothing_slow(process: Process, archive: Path) -> None:
    """A mistyped path of a reranking model is refused before torch is loaded for it."""
    code, names = loaded(process, "search", "red line", "--rerank", "models/not/there")
    assert code == 2
    assert names & HEAVY == set()


def test_completion_finds_verbs(process: Process) -> None:
    """The shell's completion is there for every verb, also those that were not loaded."""
    env = environment(_ONRECORD_COMPLETE="complete_bash", COMP_WORDS="onrecord se", COMP_CWORD="1")
    code = "import sys; sys.argv[0] = 'onrecord'; from onrecord.cli.main import run; sys.exit(run())"
    assert process("-c", code, env=env).stdout.decode().split() == ["search"]


def test_python_m_is_the_command(process: Process) -> None:
    """`python -m onrecord` works like `onrecord`."""
    done = process("-m", "onrecord", "--help")
    assert done.returncode == 0
    assert b"Usage: onrecord" in done.stdout


def test_a_defect_is_one_line(
    archive: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected exception is one line with its type, and a way to see more."""
    monkeypatch.setattr(Archive, "info", raising(ZeroDivisionError("by nothing")))
    assert run(["info"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith("onrecord: error: ZeroDivisionError: by nothing; a defect of onrecord: ONRECORD_DEBUG=1")
    assert len(shown.splitlines()) == 1
    monkeypatch.setenv("ONRECORD_DEBUG", "1")
    assert run(["info"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (MemoryError(), 2, "out of memory"),
        (OSError(28, "No space left on device"), 2, "No space left on device"),
        (BrokenPipeError(), 0, ""),
        (RecursionError("too deep"), 2, "RecursionError: too deep"),
        (NotFound("not there"), 1, "onrecord: not there"),
        (ArchiveDamaged("half of it\x1b[2J is gone"), 3, "error: half of it␛[2J is gone"),
    ],
)
def test_what_becomes_of_errors(
    archive: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    said: str,
) -> None:
    """Ctrl-C is 130, a reader that went away is success, errors have their own code, everything else is 2."""
    monkeypatch.setattr(Archive, "info", raising(error))
    monkeypatch.setattr(streams, "abandon_stdout", lambda: None)
    assert run(["info"]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert len(shown.err.splitlines()) == (1 if said else 0)


def test_json_of_the_last_resort_is_utf8(process: Process, archive: Path) -> None:
    """A stdout that can only take ASCII gets escapes, not a traceback."""
    env = environment(PYTHONIOENCODING="ascii")
    done = process("-m", "onrecord", "search", "guarantees strong", "--format", "json", "--mode", "bm25", env=env)
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert json.loads(done.stdout)
