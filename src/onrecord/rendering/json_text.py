"""Strict JSON that any reader takes and any terminal survives."""

from __future__ import annotations

import json
import math

from onrecord.records import Json
from onrecord.rendering.safe_text import escaped_in_json


def json_text(value: Json, *, indent: int | None = None) -> str:
    """`value` as JSON without a newline at the end; letters of all scripts stand as they are.

    Control characters, overrides and lone surrogates are written as `\\uXXXX`, which reads back as the same string,
    so the result can be encoded and printed. JSON has no NaN and no infinity: they become null.
    """
    try:
        dumped = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    except ValueError:
        dumped = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False, indent=indent)
    return escaped_in_json(dumped)


def _finite(value: Json) -> Json:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return value
