"""An archive that is open while the process forks, or is handed to a spawned one."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord import Archive
from onrecord.errors import ArchiveProblem, BadInput, OnrecordError
from onrecord.storage.connection import connect

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")

ARTICLES = [
    {"id": f"n{number}", "text": f"The ferry number {number} is late. “We will sail,” Ann Bell said."}
    for number in range(8)
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive") as made:
        made.add(ARTICLES)
        yield made


def asked(archive: Archive) -> list[Any]:
    """Something of every part that a fork could break."""
    found: list[Any] = [[hit.article for hit in archive.search("ferry sail", mode=mode)] for mode in ("bm25", "hybrid")]
    return [*found, len(archive.quotes()), archive.info()["holds"]]


def in_child(job: Callable[[], object]) -> str:
    """What the job gives in a forked child, as text; an error by its name."""
    outside, inside = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            said = repr(job())
        except OnrecordError as error:
            said = f"{type(error).__name__}: {error}"
        except BaseException as error:
            said = f"not explained: {error!r}"
        os.write(inside, said.encode()[:60_000])
        os._exit(0)
    os.close(inside)
    with os.fdopen(outside, encoding="utf-8") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def test_a_child_reads_what_its_parent_opened(archive: Archive) -> None:
    """It gets the same answers, and so does the parent afterwards."""
    before = asked(archive)
    assert in_child(lambda: asked(archive)) == repr(before)
    assert asked(archive) == before


def test_children_of_a_pool_share_their_parents_archive(archive: Archive) -> None:
    """The usual way to use all cores where processes are forked."""
    global _shared
    _shared = archive
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(_ask_shared, range(4)) == [asked(archive)] * 4


def test_a_child_may_write_to_what_its_parent_opened(archive: Archive) -> None:
    """Both see what the other wrote."""
    assert in_child(lambda: archive.add([{"id": "c", "text": "From the child."}]).added) == "['c']"
    archive.add([{"id": "p", "text": "From the parent."}])
    assert [article.id for article in archive.articles()][:2] == ["c", "n0"]
    assert in_child(lambda: archive.get("p").text) == "'From the parent.'"
    assert archive.check() == []


def test_what_a_child_commits_outlives_its_parents_close(archive: Archive) -> None:
    """SQLite alone would lose it: the parent's close takes the log away from under a child that forgot its locks."""
    folder = archive._parts.folder
    assert folder is not None
    go, told = os.pipe()

    def write() -> list[str]:
        with Archive.open(folder) as own:
            os.write(told_child, b"x")
            os.read(go, 1)
            return own.add([{"id": "z", "text": "After the parent has closed."}]).added

    ready, told_child = os.pipe()
    outcome: list[str] = []
    # The fork happens in a thread, so that this one can close the archive while the child has it open.
    thread = threading.Thread(target=lambda: outcome.append(in_child(write)))
    thread.start()
    os.read(ready, 1)
    archive.close()
    os.write(told, b"x")
    thread.join()
    assert outcome == ["['z']"]
    with Archive.open(folder) as again:
        assert again.get("z").current
        assert again.check() == []


def test_a_child_forked_in_the_middle_of_a_change_is_told_so(archive: Archive) -> None:
    """It can neither use the archive nor open it beside its parent's; the parent's change is as if nothing was."""
    folder = archive._parts.folder
    assert folder is not None
    said: list[str] = []

    def articles() -> Iterator[dict[str, str]]:
        yield {"id": "x", "text": "Before the fork."}
        said.append(in_child(lambda: archive.search("ferry", mode="bm25")))
        said.append(in_child(lambda: Archive.open(folder)))
        said.append(in_child(lambda: archive.add([])))
        yield {"id": "y", "text": "After the fork."}

    assert archive.add(articles()).added == ["x", "y"]
    for line in said:
        assert "was in use when this process was forked" in line
    assert archive.check() == []
    assert not (folder / "lock.holder").exists()


def test_a_fork_does_not_wait_for_another_thread_s_change(archive: Archive) -> None:
    """The change may itself wait for the process that is being forked."""
    forked, outcome = threading.Event(), []

    def articles() -> Iterator[dict[str, str]]:
        yield {"id": "x", "text": "Before the fork."}
        thread = threading.Thread(target=fork)
        thread.start()
        assert forked.wait(60)
        thread.join()

    def fork() -> None:
        outcome.append(in_child(lambda: archive.quotes()))
        forked.set()

    assert archive.add(articles()).added == ["x"]
    assert outcome[0].startswith("ArchiveProblem: ")


def test_a_child_ends_as_others_do() -> None:
    """A forked process that simply comes to its end does not hang in a library's own end, and keeps its exit code."""
    script = (
        "import os, sys\nfrom onrecord import Archive\nimport onnxruntime\na = Archive.in_memory()\n"
        "child = os.fork()\nif child == 0:\n    print('said by the child')\n    sys.exit(7)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=300)
    assert done.stdout.split("\n")[:2] == ["said by the child", "7"], done.stderr


def test_faiss_in_a_child_does_not_wait_for_its_parents_threads(archive: Archive) -> None:
    """OpenMP would, for ever, once the parent has searched with more than one."""
    import faiss
    import numpy as np

    vectors = np.random.default_rng(1).random((20_000, 32), dtype=np.float32)
    index = faiss.IndexFlatIP(32)
    index.add(vectors)

    def search() -> list[int]:
        signal.alarm(300)
        found: list[int] = index.search(vectors[:64], 1)[1].ravel().tolist()
        signal.alarm(0)
        return found

    before = search()
    assert in_child(search) == repr(before)


def test_an_archive_in_memory_goes_on_in_a_child() -> None:
    """As a copy of its own."""
    with Archive.in_memory() as archive:
        archive.add(ARTICLES[:2])
        before = asked(archive)
        assert in_child(lambda: (archive.delete(["n0"]), len(list(archive.articles())))) == "(1, 1)"
        assert asked(archive) == before


def test_a_spawned_process_opens_what_it_is_handed(archive: Archive) -> None:
    """Pickled, an archive is its folder; one in memory cannot be handed over."""
    assert pickle.dumps(archive)
    opening, place = archive.__reduce__()
    with opening(*place) as again:
        assert asked(again) == asked(archive)
    with Archive.in_memory() as nowhere, pytest.raises(BadInput, match="in memory"):
        pickle.dumps(nowhere)


def test_a_closed_archive_says_so(tmp_path: Path) -> None:
    """And nothing of damage, or of a copy to restore."""
    archive = Archive.open(tmp_path / "archive")
    archive.close()
    archive.close()
    with pytest.raises(ArchiveProblem, match="is closed; open the archive again"):
        archive.search("ferry", mode="bm25")


def test_a_connection_comes_back_as_it_was(tmp_path: Path) -> None:
    """Let go and used again it has its functions, its settings and its place; in a transaction it is not let go."""
    connection = connect(tmp_path / "a.sqlite")
    connection.execute("CREATE TABLE t (word)")
    changes = [connection.total_changes]
    for _ in range(3):
        assert connection.let_go()
        changes.append(connection.total_changes)
        assert connection.let_go()
        assert not connection.in_transaction
        connection.execute("INSERT INTO t VALUES (folded('Ä'))")
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM t").fetchone() == (3,)
    assert changes == sorted(set(changes))  # nobody who goes by it takes the file for unchanged
    connection.execute("BEGIN")
    assert not connection.let_go()
    connection.execute("ROLLBACK")
    connection.let_go()
    (tmp_path / "a.sqlite").unlink()
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("SELECT 1")
    assert not (tmp_path / "a.sqlite").exists()


_shared: Archive | None = None


def _ask_shared(number: int) -> list[Any]:
    assert _shared is not None
    return asked(_shared)
