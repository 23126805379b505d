"""What needs a process of its own: signals, pipes, full disks."""

import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from cli_harness import Onrecord, Process, environment

ARTICLES = 1_300  # more than two batches of 512 passages


@pytest.fixture
def many(here: Path) -> str:
    """A file of many short articles."""
    rows = (json.dumps({"id": f"a{number:04}", "text": f"Number {number}."}) for number in range(ARTICLES))
    (here / "many.jsonl").write_text("\n".join(rows))
    return "many.jsonl"


def stored(archive: Path) -> int:
    """How many articles are committed so far."""
    try:
        with closing(sqlite3.connect(f"file:{archive}/store.sqlite?mode=ro", uri=True)) as store:
            return int(store.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_ctrl_c_keeps_what_is_finished(cli: Onrecord, here: Path, many: str) -> None:
    """Exit code 130 and one line; the archive is whole; the same command does the rest."""
    archive = here / "indexes" / "default"
    # Nice, so that on a busy machine this process sees the first commit before the last one is made.
    command = ["nice", "-n", "15", sys.executable, "-m", "onrecord", "index", many]
    with subprocess.Popen(command, cwd=here, env=environment(), stderr=subprocess.PIPE, text=True) as running:
        while stored(archive) == 0 and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        said = running.stderr.read() if running.stderr else ""
    assert running.returncode == 130
    assert said == "onrecord: interrupted; what was finished is kept, and the same command goes on from there\n"
    kept = stored(archive)
    assert 0 < kept < ARTICLES
    assert cli("check").code == 0
    assert json.loads(cli("search", "Number 7", "--mode", "bm25", "--format", "json").out)[0]["article"] == "a0007"
    rest = cli("index", many)
    assert rest.code == 0
    said = re.sub(r"(?<=\d),(?=\d)", "", rest.err)
    assert f"{ARTICLES - kept} added, 0 updated, {kept} unchanged, 0 left out" in said
    assert cli("check").code == 0


def test_a_reader_that_goes_away_is_success(archive: Path, here: Path) -> None:
    """`onrecord export | head -1` ends with 0 and says nothing."""
    (here / "q.jsonl").write_text("\n".join(json.dumps({"qid": str(n), "query": "red line"}) for n in range(300)))
    for arguments in (["search", "--queries", "q.jsonl", "--mode", "bm25"], ["--help"], ["search", "red line"]):
        command = [sys.executable, "-m", "onrecord", *arguments]
        with subprocess.Popen(
            command, cwd=here, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            if arguments[0] == "search" and len(arguments) > 2:
                assert running.stdout.readline()
            running.stdout.close()
            said = running.stderr.read()
        assert (running.returncode, said) == (0, b""), arguments


def limited(size: int) -> str:
    """A program that runs the command line where no file can grow beyond `size` bytes."""
    return (
        "import resource, signal, sys\n"
        "from onrecord.cli.main import run\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("arguments", [["info"], ["--help"], ["--version"]])
def test_a_full_disk_behind_stdout_is_one_line(
    process: Process, archive: Path, here: Path, arguments: list[str], unbuffered: str
) -> None:
    """Output that cannot be written, all or half of it, is exit code 2 and said once."""
    places = [(here / "out", ["-c", limited(8)])] if arguments != ["info"] else []
    if Path("/dev/full").exists():
        places.append((Path("/dev/full"), ["-m", "onrecord"]))
    env = environment(PYTHONUNBUFFERED=unbuffered)
    for place, program in places:
        with place.open("wb") as full:
            done = process(*program, *arguments, capture_output=False, stdout=full, stderr=subprocess.PIPE, env=env)
        assert done.returncode == 2
        assert done.stderr.startswith(b"onrecord: error: writing the output: ")
        assert len(done.stderr.splitlines()) == 1


def test_a_full_disk_under_the_archive_is_3(
    process: Process, cli: Onrecord, here: Path, many: str, seeds: Path
) -> None:
    """A store that cannot grow is exit code 3 and one line; what was there before is still found."""
    assert cli("index", str(seeds)).code == 0
    done = process("-c", limited(200_000), "index", many)
    assert done.returncode == 3, done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(b"onrecord: error: ")
    assert cli("search", "red line").code == 0
    assert cli("check").code == 0
