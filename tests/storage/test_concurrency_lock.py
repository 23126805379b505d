"""The archive's lock: who waits, who is named, and who is not."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onrecord import Archive, read
from onrecord.errors import ArchiveLocked, ArchiveUnwritable, BadInput
from onrecord.storage.lock import write_lock
from onrecord.storage.lock_holder import HOLDER, holder, own_facts

_HOLD = """
import sys, time
from pathlib import Path
from onrecord.storage.lock import write_lock
with write_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_elsewhere(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_who_does_not_wait_is_told_who_writes(tmp_path: Path) -> None:
    """The message names process, program, host and hour."""
    with held_elsewhere(tmp_path) as other:
        said = rf"process {other.pid} \(.+\) on .+ since \d\d:\d\d:\d\d UTC is writing; wait until it is done"
        with pytest.raises(ArchiveLocked, match=said), write_lock(tmp_path):
            pass


def test_who_waits_in_vain_is_told_how_long(tmp_path: Path) -> None:
    """After the seconds given the same is said, and how many they were; what there is to wait for is said before."""
    told: list[str] = []
    with held_elsewhere(tmp_path) as other:
        with (
            pytest.raises(ArchiveLocked, match="not done within 0.05 seconds"),
            write_lock(tmp_path, 0.05, told.append),
        ):
            pass
        assert len(told) == 1
        assert re.search(rf"process {other.pid} .* is writing; waiting", told[0])


@pytest.mark.parametrize("wait", [-1, 600, float("inf")])
def test_who_waits_goes_on_when_the_other_is_done(tmp_path: Path, wait: float) -> None:
    """For ever is -1 or infinity; the other is told to end only when there is somebody who waits."""
    with held_elsewhere(tmp_path) as other:
        assert other.stdin is not None
        end = other.stdin.close
        with write_lock(tmp_path, wait, lambda line: end()):
            assert json.loads((tmp_path / HOLDER).read_text())["pid"] == os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals")
def test_the_dead_hold_nothing_and_are_not_named(tmp_path: Path) -> None:
    """After SIGKILL the lock is free at once, also while nobody has taken note of the death."""
    with held_elsewhere(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        with write_lock(tmp_path, 600):
            pass
    with held_elsewhere(tmp_path) as other:
        facts = (tmp_path / HOLDER).read_text()
        os.kill(other.pid, signal.SIGKILL)
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert (tmp_path / HOLDER).read_text() == facts
        assert holder(tmp_path) is None  # dead, and still with a number


def test_another_with_the_same_number_is_not_blamed(tmp_path: Path) -> None:
    """A number that was given out again is another process's."""
    facts = json.loads(own_facts())
    (tmp_path / HOLDER).write_text(json.dumps(facts))
    assert f"process {os.getpid()} " in str(holder(tmp_path))
    if facts["started"] is not None:
        (tmp_path / HOLDER).write_text(json.dumps(facts | {"started": "1"}))
        assert holder(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"pid": 1}', '{"pid": "x", "host": 1, "program": 2}', "[" * 9000])
def test_a_holder_that_says_nonsense_is_another_process(tmp_path: Path, content: str) -> None:
    """What the file says is never trusted, and never in the way."""
    with write_lock(tmp_path):
        (tmp_path / HOLDER).write_text(content)
        with pytest.raises(ArchiveLocked, match="another process is writing"):
            _in_thread(lambda: _take(tmp_path))


def test_a_holder_s_words_are_made_harmless(tmp_path: Path) -> None:
    """Neither an escape sequence nor a page of text reaches the terminal."""
    facts = json.loads(own_facts()) | {"program": "\x1b[31mred" + "x" * 5000, "host": "far\naway"}
    (tmp_path / HOLDER).write_text(json.dumps(facts))
    said = str(holder(tmp_path))
    assert said.isprintable()
    assert len(said) < 300


def test_a_thread_that_writes_already_is_told_at_once(tmp_path: Path) -> None:
    """It would wait for itself for ever."""
    with (
        write_lock(tmp_path),
        pytest.raises(ArchiveLocked, match="is writing, in this very thread"),
        write_lock(tmp_path, -1),
    ):
        pass


def test_a_wait_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """Not a number of seconds, and nothing is locked."""
    with pytest.raises(BadInput, match="expected a number of seconds"), write_lock(tmp_path, float("nan")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_where_no_lock_can_be_made_is_said(tmp_path: Path) -> None:
    """Something else is in the lock's place, say."""
    (tmp_path / "lock").mkdir()
    with pytest.raises(ArchiveUnwritable, match="can be searched but not changed"), write_lock(tmp_path):
        pass


def test_a_writer_that_never_rests_lets_others_go_first(tmp_path: Path) -> None:
    """Who waits gets its turn between two changes of one who takes the lock again at once."""
    waiting, took = threading.Event(), threading.Event()

    def wait() -> None:
        with write_lock(tmp_path, -1, lambda line: waiting.set()):
            took.set()

    with write_lock(tmp_path):
        other = threading.Thread(target=wait)
        other.start()
        assert waiting.wait(60)
    turns = 0
    while not took.is_set():
        with write_lock(tmp_path, -1):
            turns += 1
    other.join()
    # Without courtesy it is thousands; each may take a moment on a busy machine.
    assert turns < 50


def test_threads_that_share_an_archive_take_turns(tmp_path: Path) -> None:
    """None is refused, whatever `wait` says: it is one program; what all wrote is there."""
    with Archive.open(tmp_path / "archive") as archive:
        errors: list[BaseException] = []

        def add(number: int) -> None:
            try:
                archive.add([{"id": f"n{number}", "text": f"Ferry number {number} is late."}])
                archive.search("ferry", mode="bm25")
            except BaseException as error:
                errors.append(error)

        threads = [threading.Thread(target=add, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert [article.id for article in archive.articles()] == [f"n{number}" for number in range(6)]
        assert archive.check() == []


def test_others_search_while_a_thread_waits_to_write(tmp_path: Path) -> None:
    """A thread that waits for another process keeps nobody who shares its archive from reading."""
    folder = tmp_path / "archive"
    with Archive.open(folder) as archive:
        archive.add([{"id": "a", "text": "The ferry is late."}])
    waits = threading.Event()
    with Archive.open(folder, wait=-1, notify=lambda line: waits.set()) as archive, held_elsewhere(folder) as other:
        writer = threading.Thread(target=lambda: archive.delete(["a"]))
        writer.start()
        assert waits.wait(60)
        assert [hit.article for hit in archive.search("ferry", mode="bm25")] == ["a"]
        assert other.stdin is not None
        other.stdin.close()
        writer.join()
        assert archive.search("ferry", mode="bm25") == []


def test_two_that_make_an_archive_at_once_make_one(tmp_path: Path) -> None:
    """The one that comes second gets what the first made, or is told that it was made otherwise."""
    folder, made, errors = tmp_path / "archive", [], []

    def make() -> None:
        try:
            made.append(Archive.open(folder))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=make) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    for archive in made:
        archive.close()
    assert len(made) == 5


def _take(folder: Path) -> None:
    with write_lock(folder):
        time.sleep(0)


def _in_thread(job: object) -> None:
    raised: list[BaseException] = []

    def run() -> None:
        try:
            job()  # type: ignore[operator]
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def test_articles_are_those_of_the_moment_they_were_asked_for(tmp_path: Path) -> None:
    """What is replaced, deleted or added while they are read, by an export say, does not mix with them."""
    with Archive.open(tmp_path / "archive") as archive:
        archive.add([{"id": id, "text": f"The ferry {id} is late."} for id in "abc"])
        reading = archive.articles()
        assert next(reading).id == "a"
        with Archive.open(tmp_path / "archive") as other:
            other.add([{"id": "b", "text": "Changed."}, {"id": "d", "text": "New."}])
            other.delete(["c"])
        assert [article.text for article in reading] == ["The ferry b is late.", "The ferry c is late."]
        assert [article.text for article in archive.articles()][1:] == ["Changed.", "New."]


def test_others_search_while_a_thread_adds(tmp_path: Path) -> None:
    """An add that goes on for long keeps nobody who shares its archive from reading; each sees what is committed."""
    with Archive.open(tmp_path / "archive") as archive:
        archive.add([{"id": "a", "text": "The ferry is late."}])
        seen: list[list[str]] = []

        def look() -> None:
            seen.append([hit.article for hit in archive.search("ferry", mode="bm25")])
            seen.append([article.id for article in archive.articles()])

        def articles() -> Iterator[dict[str, str]]:
            for number in range(3):
                yield {"id": f"n{number}", "text": "Another ferry."}
                thread = threading.Thread(target=look)
                thread.start()
                thread.join(300)
                assert not thread.is_alive()

        archive.add(articles())
        assert seen == [["a"], ["a"]] * 3
        assert len(archive.search("ferry", mode="bm25")) == 4


def test_what_a_reading_says_of_problems_reaches_the_report(tmp_path: Path) -> None:
    """Also through what lets other threads in."""
    (tmp_path / "good.txt").write_text("The ferry is late.")
    (tmp_path / "bad.jsonl").write_text("{")
    with Archive.open(tmp_path / "archive") as archive:
        report = archive.add(read(str(tmp_path / "good.txt"), str(tmp_path / "bad.jsonl")))
    assert len(report.added) == 1
    assert [(Path(problem.path).name, problem.line) for problem in report.problems] == [("bad.jsonl", 1)]
