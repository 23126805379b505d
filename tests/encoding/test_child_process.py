"""What a child process says, and how it ends, reaches the parent."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.encoding.child_process import run_child
from onrecord.errors import ModelUnavailable


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module `tiny_child` for the test to fill."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "tiny_child.py"


def test_progress_is_passed_on_and_other_lines_are_not(child: Path) -> None:
    """Only what the child says for the parent is heard, on one line each."""
    child.write_text(
        "import sys\nfrom onrecord.encoding.child_process import PROGRESS, say\n"
        "print('noise'); say(PROGRESS, 'one\\n two'); print('noise', file=sys.stderr); say(PROGRESS, sys.argv[1])\n",
        "utf-8",
    )
    said: list[str] = []
    run_child("tiny_child", ["three – four"], said.append)
    assert said == ["one two", "three – four"]


def test_the_childs_own_complaint_is_the_error(child: Path) -> None:
    """A reason given is the whole message."""
    child.write_text(
        "import sys\nfrom onrecord.encoding.child_process import ERROR, say\n"
        "say(ERROR, 'no such thing'); sys.exit(1)\n",
        "utf-8",
    )
    with pytest.raises(ModelUnavailable, match="^no such thing$"):
        run_child("tiny_child", [])


def test_a_child_that_dies_is_quoted(child: Path) -> None:
    """Without a reason the last lines it wrote are."""
    child.write_text("raise SystemError('out of luck')\n", "utf-8")
    with pytest.raises(ModelUnavailable, match="status 1 .*out of luck"):
        run_child("tiny_child", [])


def test_nothing_is_fetched_and_the_current_folder_is_not_imported_from(
    child: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is told to stay offline, and a stray json.py beside the user does not run."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "json.py").write_text("raise SystemError('imported from the current folder')\n", "utf-8")
    monkeypatch.chdir(here)
    child.write_text(
        "import json, os\nfrom onrecord.encoding.child_process import PROGRESS, say\n"
        "say(PROGRESS, os.environ['HF_HUB_OFFLINE'] + os.environ['TRANSFORMERS_OFFLINE'])\n",
        "utf-8",
    )
    said: list[str] = []
    run_child("tiny_child", [], said.append)
    assert said == ["11"]


def test_an_interrupted_parent_leaves_no_child(child: Path) -> None:
    """Ctrl-C ends a child that would wait for an hour."""
    child.write_text(
        "import time\nfrom onrecord.encoding.child_process import PROGRESS, say\n"
        "say(PROGRESS, 'up'); time.sleep(3600)\n",
        "utf-8",
    )

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_child("tiny_child", [], interrupt)
