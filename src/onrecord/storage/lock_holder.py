"""Who holds the archive's lock, in words: what a writer writes down of itself, and whether that is still so."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

HOLDER = "lock.holder"

# Characters shown of what a file says that anybody may have written.
_MOST = 80
# When a process began that has ended, and whose parent has not looked yet: it has a number, and holds nothing.
_ENDED = "ended"


def own_facts() -> str:
    """What this process says of itself when it takes the lock, as JSON."""
    facts = {
        "pid": os.getpid(),
        "host": _host(),
        "program": _program(sys.argv),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
        "started": _started(os.getpid()),
    }
    return json.dumps(facts)


def holder(folder: Path) -> str | None:
    """Such as `process 17 (onrecord index) on desk since 14:02 UTC`; None when nobody alive is named there."""
    try:
        facts = json.loads((folder / HOLDER).read_text("utf-8"))
        pid, host, program = int(facts["pid"]), str(facts["host"]), str(facts["program"])
    except (OSError, ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
        return None
    if host == _host() and not _lives(pid, facts.get("started")):
        return None
    own = ", this very process," if pid == os.getpid() and host == _host() else ""
    return f"process {pid} ({_shown(program)}) on {_shown(host)}{_since(facts.get('since'))}{own}"


def _host() -> str:
    import socket  # who only reads need not load it

    return socket.gethostname()


def _program(arguments: list[str]) -> str:
    """The name of the program, with the verb if it is ours."""
    path = Path(arguments[0] if arguments else "")
    name = path.parent.name if path.name == "__main__.py" else path.name
    if name == "onrecord" and len(arguments) > 1 and arguments[1].isalpha():
        return f"{name} {arguments[1]}"
    return {"": "python", "-c": "python -c", "-m": "python -m"}.get(name, name)


def _lives(pid: int, started: object) -> bool:
    """Whether the process is there, and is the one it was: numbers are given out again."""
    if sys.platform == "win32":
        return True  # no way to ask that does no harm; the lock itself never outlives its process
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass  # another user's: it is there
    now = _started(pid)
    return now != _ENDED and (started is None or now is None or started == now)


def _started(pid: int) -> str | None:
    """When the process began, in the system's own count since it booted; None where that cannot be read."""
    try:
        # The name in front, in brackets, may hold anything.
        facts = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        return _ENDED if facts[0] in ("Z", "X") else facts[19]
    except (OSError, IndexError):
        return None


def _since(said: object) -> str:
    """The hour, and the day unless it is today."""
    try:
        then = datetime.fromisoformat(str(said)).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    today = then.date() == datetime.now(UTC).date()
    return f" since {then:%H:%M:%S} UTC" if today else f" since {then:%Y-%m-%d %H:%M} UTC"


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text[:_MOST])
