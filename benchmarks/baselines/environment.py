"""An environment of its own for each rival, laid over the one that runs the benchmark.

A rival's packages go into a venv of the cache folder; torch, sentence-transformers and the rest are seen from the
running environment behind them. So every rival encodes with the very same libraries, nothing large is installed twice,
and whoever chose a CPU or a GPU build of torch keeps it. What a rival pins differently is its own copy, found first.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import sysconfig
from pathlib import Path

_CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"


class EnvironmentFailed(Exception):
    """A venv that could not be made or filled; the message says which step failed and what pip said last."""


def ready_environment(folder: Path, requirements: Path | None) -> Path:
    """The Python to run a rival with: the running one without requirements, else that of the venv, made when needed.

    The venv is made anew when the requirements, the constraints or the environment below changed.
    """
    if requirements is None:
        return Path(sys.executable)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    stamp, wanted = folder / "made-from", fingerprint(requirements)
    if python.is_file() and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return python
    stamp.unlink(missing_ok=True)
    print(f"installing {requirements.name} ...", file=sys.stderr)
    _run([sys.executable, "-m", "venv", "--clear", str(folder)], f"making {folder}")
    own = _output([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], f"asking {python}")
    Path(own, "layer.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    constraints = ["--constraint", str(_CONSTRAINTS)] if _CONSTRAINTS.is_file() else []
    _run([*pip, *constraints, "--requirement", str(requirements)], f"installing {requirements.name}")
    stamp.write_text(wanted, "utf-8")
    return python


def fingerprint(requirements: Path) -> str:
    """Changes with the requirements, the constraints, and the interpreter and site-packages below."""
    parts = [requirements.read_text("utf-8"), sys.version, sysconfig.get_path("purelib")]
    if _CONSTRAINTS.is_file():
        parts.append(_CONSTRAINTS.read_text("utf-8"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _run(command: list[str], step: str) -> None:
    _output(command, step)


def _output(command: list[str], step: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        errors = [line for line in said if line.startswith("ERROR")] or said[-3:]
        raise EnvironmentFailed(f"{step} failed (exit {done.returncode}): {' '.join(errors) or 'nothing was said'}")
    return done.stdout.strip()
