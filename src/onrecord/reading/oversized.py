"""Articles whose parts are no longer what their names say: an id of a megabyte, a title that is a book."""

from __future__ import annotations

import json

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.records import Article

_LIMITED = {
    "id": "id_characters", "title": "title_characters", "source": "field_characters", "author": "field_characters",
    "url": "field_characters",
}  # fmt: skip


def refuse_oversized(article: Article, limits: Limits) -> None:
    """Raises BadInput naming the first part that is longer than its limit, and how to raise that."""
    for name, limit in _LIMITED.items():
        length = len(getattr(article, name))
        if length > getattr(limits, limit):
            raise BadInput(f'"{name}" has {limits.exceeded(limit, length, "characters")}')
    if len(article.text) > limits.file_bytes:
        raise BadInput(f'"text" has {limits.exceeded("file_bytes", len(article.text), "characters")}; split it')
    if article.metadata:
        size = len(json.dumps(dict(article.metadata), ensure_ascii=False))
        if size > limits.metadata_bytes:
            raise BadInput(f"metadata of {limits.exceeded('metadata_bytes', size, 'bytes')}")
