"""What a reader of one-article files hands on: the text that offsets count in, and the fields the file states."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Extracted:
    """Text and raw fields (title, date, …) before a sidecar has its say; `notes` are reservations worth telling."""

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
