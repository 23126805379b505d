"""A query encoded beside the looking up of its words."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord import Archive
from onrecord.errors import ModelUnavailable
from onrecord.uses.encoded import EncodedQuery

ARTICLES = [
    {
        "id": "harbour",
        "title": "Harbour",
        "text": "Mayor Ada Fenn shut the old port on Friday. “I am sorry,” she said.",
    },
    {"id": "mill", "title": "Mill", "text": "A bakery opened in the old mill. It sells plum cake."},
]


class OtherThread:
    """An archive's encoder that notes which threads asked it, and fails when it is told to."""

    def __init__(self, encoder: Any) -> None:
        self._encoder, self.threads, self.failing = encoder, [], False  # type: ignore[var-annotated]
        self.fingerprint, self.width, self.layers = encoder.fingerprint, encoder.width, encoder.layers

    def encode(self, texts: Sequence[str]) -> Any:
        self._note()
        return self._encoder.encode(texts)

    def encode_with_states(self, texts: Sequence[str], layers: Sequence[int]) -> Any:
        self._note()
        return self._encoder.encode_with_states(texts, layers)

    def _note(self) -> None:
        self.threads.append(threading.current_thread())
        if self.failing:
            raise ModelUnavailable("no model today")


@pytest.fixture
def archive() -> Archive:
    """Two articles in memory, under an encoder that is watched from then on."""
    made = Archive.in_memory()
    made.add(ARTICLES)
    made._parts.__dict__["encoder"] = OtherThread(made._parts.encoder)
    return made


def watched(archive: Archive) -> OtherThread:
    encoder = archive._parts.encoder
    assert isinstance(encoder, OtherThread)
    return encoder


@pytest.mark.parametrize("mode", ["hybrid", "vector"])
@pytest.mark.parametrize("group", ["unit", "article"])
def test_encoding_beside_the_words_changes_no_answer(archive: Archive, mode: Any, group: Any) -> None:
    """The query is encoded once, on a thread that is gone afterwards, and the hits are those of the plain way."""
    beside = archive.search("who closed the harbour?", mode=mode, group=group)
    (thread,) = watched(archive).threads
    assert thread is not threading.current_thread()
    assert not thread.is_alive()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("onrecord.uses.parts.Parts.encoder_loaded", False)
        plain = archive.search("who closed the harbour?", mode=mode, group=group)
    assert watched(archive).threads[1] is threading.current_thread()
    assert plain == beside
    assert beside[0].article == "harbour"


def test_what_the_encoder_raises_reaches_the_caller(archive: Archive) -> None:
    """An error on the other thread ends the search with it, and the next search works again."""
    watched(archive).failing = True
    with pytest.raises(ModelUnavailable, match="no model today"):
        archive.search("who closed the harbour?")
    assert archive.search("harbour", mode="bm25")
    watched(archive).failing = False
    assert archive.search("who closed the harbour?")[0].article == "harbour"


def test_words_alone_need_no_encoder(archive: Archive) -> None:
    """Searches by BM25 never ask it."""
    assert archive.search("harbour", mode="bm25")
    assert watched(archive).threads == []


def test_jobs_are_done_with_the_vector_once() -> None:
    """Without a thread a job waits until somebody wants its outcome; it is then done, and not again."""
    done: list[float] = []

    def job(vector: Any) -> int:
        done.append(float(vector.sum()))
        return len(done)

    outcome = EncodedQuery(np.full(4, 0.5, dtype=np.float32)).begin(job)
    assert done == []
    assert [outcome(), outcome()] == [1, 1]
    assert done == [2.0]


def test_without_a_thread_to_be_had_the_query_is_encoded_first(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no thread can be started, a limit reached say, a search answers all the same."""

    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    expected = archive.search("who closed the harbour?")
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert archive.search("who closed the harbour?") == expected


_FORKED = """
import os, sys, threading, time
from onrecord import Archive
from onrecord.uses.lane_arms import Marks

archive = Archive.open(sys.argv[1], create=False)
for _ in range(2):
    archive.search("who closed the harbour?")
read, inside = Marks.read, threading.Event()
def slowly(*given):
    inside.set()
    time.sleep(0.3)
    return read(*given)
Marks.read = staticmethod(slowly)
searching = threading.Thread(target=lambda: archive.search("who closed the harbour?"))
searching.start()
inside.wait()
began = time.monotonic()
child = os.fork()
if child == 0:
    Marks.read = staticmethod(read)
    os._exit(0 if archive.search("who closed the harbour?")[0].article == "harbour" else 1)
assert time.monotonic() - began < 8, "the fork waited for a search that waited for the fork"
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
searching.join()
"""
_ENDED = """
import sys, threading
from onrecord import Archive

archive = Archive.open(sys.argv[1], create=False)
archive.search("who closed the harbour?")
def last():
    threading.main_thread().join()
    print(archive.search("who closed the harbour?")[0].article)
threading.Thread(target=last).start()
"""


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param(_FORKED, "", marks=pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")),
        (_ENDED, "harbour"),
    ],
)
def test_forks_and_ends_beside_a_search(tmp_path: Path, script: str, said: str) -> None:
    """A process that forks while a thread searches does not wait in vain; a thread that outlives the main one searches.

    In a process that only ever opened an archive, as the order of imports matters.
    """
    with Archive.open(tmp_path / "archive") as made:
        made.add(ARTICLES)
    command = [sys.executable, "-c", script, str(tmp_path / "archive")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, said), done.stderr
