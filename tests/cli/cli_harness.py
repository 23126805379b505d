"""What the tests of the command line share: a result, the types of the fixtures, a child's environment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import onrecord

SOURCE = Path(onrecord.__file__).parents[1]
SEED = "000_4d064d9ae9bb67c0"


@dataclass(frozen=True)
class Result:
    """What one command did."""

    code: int
    out: str
    err: str


Onrecord = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]


def environment(**more: str) -> dict[str, str]:
    """The environment of a child process that runs this checkout."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")])} | more
