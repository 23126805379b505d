"""Search news articles on the record: who said what, about what, where exactly."""

from onrecord.archive import Archive
from onrecord.errors import (
    ArchiveDamaged,
    ArchiveLocked,
    ArchiveProblem,
    BadInput,
    ModelUnavailable,
    NotFound,
    OnrecordError,
)
from onrecord.reading.sources import read
from onrecord.records import Article, Filter, Hit, Problem, Span
from onrecord.uses.evaluate import evaluate

__all__ = [
    "Archive",
    "ArchiveDamaged",
    "ArchiveLocked",
    "ArchiveProblem",
    "Article",
    "BadInput",
    "Filter",
    "Hit",
    "ModelUnavailable",
    "NotFound",
    "OnrecordError",
    "Problem",
    "Span",
    "evaluate",
    "read",
]
