"""JSON that stands in cells of the store, and what to say when it no longer is JSON."""

from __future__ import annotations

import json
from typing import Any

from onrecord.errors import ArchiveDamaged


def stored_object(text: str) -> dict[str, Any]:
    """The object in a cell; ArchiveDamaged when it holds anything else."""
    return _loaded(text, dict)  # type: ignore[no-any-return]


def stored_texts(text: str) -> tuple[str, ...]:
    """The list of texts in a cell; ArchiveDamaged when it holds anything else."""
    return tuple(map(str, _loaded(text, list)))


def _loaded(text: str, kind: type) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged(text, str(error)) from error
    if not isinstance(value, kind):
        raise _damaged(text, f"a JSON {type(value).__name__}")
    return value


def _damaged(text: object, seen: str) -> ArchiveDamaged:
    return ArchiveDamaged(f"store.sqlite: a cell holds {str(text)[:40]!r} ({seen}); run `onrecord check`")
