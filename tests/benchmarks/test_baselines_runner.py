"""The command that runs all rivals: what is missing is said, what fails is left out, what is finished is not redone."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import record
from baselines import environment, run_all
from baselines.environment import EnvironmentFailed
from baselines.scoring import score_answers

CORPUS = (
    {"_id": "n1", "title": "HARBOUR", "text": "The harbour is closed."},
    {"_id": "n2", "title": "", "text": "A ferry ran aground outside the harbour."},
    {"_id": "n3", "title": "WEATHER", "text": "Rain in the hills."},
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose only set is three invented articles in the place of time1963."""
    folder = tmp_path / "data" / "time1963"
    (folder / "qrels").mkdir(parents=True)
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in CORPUS), "utf-8")
    (folder / "queries.jsonl").write_text('{"_id": "1", "text": "harbours"}\n{"_id": "2", "text": "rain"}\n', "utf-8")
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n1\tn1\t1\n2\tn3\t1\n", "utf-8")
    return tmp_path / "data"


@pytest.fixture
def arguments(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command line for that set; results go to a folder of the test, and nothing is encoded."""
    monkeypatch.setattr(record, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(run_all, "encode", lambda ready: None)
    return [str(data), "--cache", str(tmp_path / "cache"), "--sets", "time1963", "--only", "lexical_rank_bm25"]


def result(tmp_path: Path) -> dict:
    return json.loads((tmp_path / "results" / "baselines.json").read_text("utf-8"))["measured"]


def test_missing_data_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, the path, what the set needs, and the way on."""
    assert run_all.main([str(tmp_path), "--cache", str(tmp_path / "cache"), "--sets", "scifact"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path / 'scifact/corpus.jsonl'}: not there")
    assert "--sets" in said


def test_a_set_is_run_scored_and_recorded(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """rank-bm25 as a program of its own: every question is answered first, and the tables are printed."""
    pytest.importorskip("ir_measures")
    assert run_all.main(arguments) == 0
    measured = result(tmp_path)
    system = measured["sets"]["time1963"]["systems"]["lexical_rank_bm25"]
    stems = system["variants"]["BM25Plus, stems"]
    named = ("nDCG@10", "AP@5", "RR@10", "R@100", "nDCG@10, equal scores as written")
    assert stems["scores"] == dict.fromkeys(named, 1.0)
    assert stems["queries"] == 2
    assert measured["left out"] == {}
    assert "| rank-bm25 |" in capsys.readouterr().out


def test_equal_scores_are_scored_both_ways(data: Path, tmp_path: Path) -> None:
    """n1 and n2 with one score: trec_eval's order puts n2 first, the file n1, which is the one that was wanted."""
    pytest.importorskip("ir_measures")
    run = tmp_path / "run.trec"
    run.write_text("1 Q0 n1 1 0.5 x\n1 Q0 n2 2 0.5 x\n2 Q0 n3 1 0.5 x\n", "utf-8")
    one = next(one for one in run_all.SETS if one.name == "time1963")
    told = score_answers(one, data, run)
    assert told["nDCG@10"] == pytest.approx((1 / math.log2(3) + 1) / 2, abs=1e-4)
    assert told["nDCG@10, equal scores as written"] == 1.0


def test_what_is_finished_is_not_run_again(
    arguments: list[str], data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time nothing runs and the result stays; a changed question makes the run due again."""
    pytest.importorskip("ir_measures")
    assert run_all.main(arguments) == 0
    before = result(tmp_path)
    ran: list[str] = []

    def refuse(python: Path, module: str, *_: object, **__: object) -> None:
        ran.append(module)
        raise run_all.RunFailed("not this time")

    monkeypatch.setattr(run_all, "run_module", refuse)
    assert run_all.main(arguments) == 0
    assert (ran, result(tmp_path)) == ([], before)
    (data / "time1963" / "queries.jsonl").write_text('{"_id": "1", "text": "ferry"}\n', "utf-8")
    assert run_all.main(arguments) == 2
    assert ran == ["lexical_rank_bm25"]
    assert result(tmp_path)["left out"] == {"lexical_rank_bm25": "not this time"}


def test_a_rival_that_cannot_be_installed_is_left_out_and_the_others_go_on(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its reason stands in the result and on stderr; rank-bm25, which needs no environment, is there all the same."""
    pytest.importorskip("ir_measures")

    def install(folder: Path, requirements: Path | None) -> Path:
        if requirements is not None:
            raise EnvironmentFailed(f"installing {requirements.name} failed (exit 1): ERROR: no such wheel")
        return Path(sys.executable)

    monkeypatch.setattr(run_all, "ready_environment", install)
    assert run_all.main([*arguments, "hybrid_txtai"]) == 2
    measured = result(tmp_path)
    assert measured["left out"] == {"hybrid_txtai": "installing hybrid_txtai.txt failed (exit 1): ERROR: no such wheel"}
    assert list(measured["sets"]["time1963"]["systems"]) == ["lexical_rank_bm25"]
    assert "hybrid_txtai is left out: installing hybrid_txtai.txt failed" in capsys.readouterr().err


def test_a_failing_install_says_what_pip_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ERROR lines alone; the half-made environment is not taken for a whole one the next time."""
    requirements = tmp_path / "rival.txt"
    requirements.write_text("rival==9\n", "utf-8")
    steps: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        steps.append(command)
        if "pip" in command:
            return subprocess.CompletedProcess(command, 1, "", "WARNING: slow\nERROR: No matching rival==9\n")
        (tmp_path / "venv").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0, f"{tmp_path}\n", "")

    monkeypatch.setattr(environment.subprocess, "run", run)
    for times in (1, 2):
        with pytest.raises(EnvironmentFailed) as caught:
            environment.ready_environment(tmp_path / "venv", requirements)
        assert str(caught.value) == "installing rival.txt failed (exit 1): ERROR: No matching rival==9"
        assert len(steps) == 3 * times


def test_without_requirements_the_running_python_is_used(tmp_path: Path) -> None:
    """And no folder is made."""
    assert environment.ready_environment(tmp_path / "venv", None) == Path(sys.executable)
    assert not (tmp_path / "venv").exists()


def test_a_program_that_fails_is_quoted() -> None:
    """Module, verb, exit code and the last line it said."""
    with pytest.raises(run_all.RunFailed, match=r"lexical_rank_bm25 build failed \(exit 2\): .*absent.jsonl"):
        run_all.run_module(
            Path(sys.executable), "lexical_rank_bm25", ["build", "absent.jsonl", "--index", "i", "--facts", "f"]
        )


def test_every_rival_has_its_files() -> None:
    """A module each, pinned requirements where an environment is needed, and modules that exist behind `uses`."""
    for rival in run_all.RIVALS:
        for module in (rival.module, *rival.uses):
            assert (run_all.HERE / f"{module}.py").is_file()
        if rival.requirements:
            lines = (run_all.HERE / rival.requirements).read_text("utf-8").splitlines()
            pins = [line for line in lines if not line.startswith("#")]
            assert pins
            assert all("==" in pin for pin in pins)
