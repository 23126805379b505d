"""JSON facts that say themselves whether they are what was written: a digit that changed on the disk is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_SEAL = "sha256"


def sealed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The same facts and the checksum of their content, whatever its order and layout in the file."""
    return {**facts, _SEAL: _checksum(facts)}


def opened_seal(facts: Any) -> Any:
    """The facts without their checksum; ValueError when they are others than were written.

    Facts without a checksum are taken as they are: earlier versions wrote none.
    """
    if not isinstance(facts, dict) or _SEAL not in facts:
        return facts
    rest = {name: value for name, value in facts.items() if name != _SEAL}
    if facts[_SEAL] != _checksum(rest):
        raise ValueError("its content has changed since it was written")
    return rest


def _checksum(facts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
