"""Search news articles on the record: who said what, about what, where exactly."""

from onrecord.errors import (
    ArchiveDamaged,
    ArchiveLocked,
    ArchiveProblem,
    BadInput,
    ModelUnavailable,
    NotFound,
    OnrecordError,
)
from onrecord.records import Article, Filter, Hit, Problem, Span

__all__ = [
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
]
