"""A file is the old one or the new one, whatever happens while it is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.atomic import replace_file, replacing


def test_the_content_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """A new file appears, an old one is replaced, and nothing else is left in the folder."""
    path = tmp_path / "list.json"
    replace_file(path, b"first, and longer")
    assert path.read_bytes() == b"first, and longer"
    replace_file(path, b"second")
    assert path.read_bytes() == b"second"
    assert os.listdir(tmp_path) == ["list.json"]


def test_an_interruption_leaves_the_old_file(tmp_path: Path) -> None:
    """What was being written vanishes, also on Ctrl-C; until the end a reader sees the old content."""
    path = tmp_path / "list.json"
    path.write_bytes(b"old")

    def interrupted() -> None:
        with replacing(path) as file:
            file.write(b"half")
            file.flush()
            assert path.read_bytes() == b"old"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["list.json"]


def test_the_content_is_on_the_disk_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is flushed before the rename, the folder after it."""
    path = tmp_path / "list.json"
    seen: list[bool] = []
    real = os.fsync

    def watched(handle: int) -> None:
        seen.append(path.exists())
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    replace_file(path, b"new")
    assert seen == ([False, True] if os.name == "posix" else [False])


def test_errors_are_left_to_the_caller(tmp_path: Path) -> None:
    """A folder that is not there is an OSError, which each place explains in its own words."""
    with pytest.raises(FileNotFoundError):
        replace_file(tmp_path / "nowhere" / "list.json", b"new")


def test_importing_it_is_light() -> None:
    """Nothing of the package but its front page and the named steps comes with it."""
    code = (
        "import sys; import onrecord; before = set(sys.modules); import onrecord.atomic; "
        "print([name for name in sorted(set(sys.modules) - before) if name.startswith('onrecord')], "
        "'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['onrecord.atomic', 'onrecord.steps'] False\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no process there leaves a file that another may remove")
def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """The next writer of the same file clears it away; what is being written, and other files' halves, stay."""
    path = tmp_path / "list [1].json"
    abandoned, others = tmp_path / ".list [1].json.4711.tmp", tmp_path / ".other.json.4711.tmp"
    abandoned.write_bytes(b"half")
    others.write_bytes(b"half")
    code = (
        "import sys; from pathlib import Path; from onrecord.atomic import replacing\n"
        "with replacing(Path(sys.argv[1])) as file:\n"
        "    print('writing', flush=True); sys.stdin.readline(); file.write(b'slow')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as slow:
        assert slow.stdin is not None
        assert slow.stdout is not None
        assert slow.stdout.readline() == "writing\n"
        assert not abandoned.exists()
        replace_file(path, b"quick")
        assert path.read_bytes() == b"quick"
        slow.stdin.write("\n")
        slow.stdin.close()
        assert slow.wait() == 0
    assert path.read_bytes() == b"slow"
    assert sorted(os.listdir(tmp_path)) == [others.name, path.name]
