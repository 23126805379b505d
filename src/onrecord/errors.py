"""Every error the library raises on purpose, with the exit code the command line gives it.

OnrecordError (2)
├── BadInput (2)             what the caller handed in cannot be used; says file and line if there is one
│   └── InvalidSpan (2)      start and end that are no range
├── NotFound (1)             the thing asked for is not in the archive
├── MissingExtra (2)         an optional package is needed; says which
├── ModelUnavailable (2)     an encoder cannot be loaded, exported or trusted
└── ArchiveProblem (3)
    ├── ArchiveLocked (3)    another process is writing
    ├── ArchiveDamaged (3)   a file of the archive is missing or does not hold what it should
    ├── UnsupportedFormat (3) the archive was written by a newer or unknown version
    └── ArchiveUnwritable (3) disk full, read-only folder, no permission

A message states what was seen, what was expected, and what to do next.
"""


class OnrecordError(Exception):
    """Root of all errors raised on purpose."""

    exit_code = 2


class BadInput(OnrecordError):
    """Input that cannot be used as it is."""


class InvalidSpan(BadInput):
    """A start and an end that do not form a range of characters."""


class NotFound(OnrecordError):
    """The article, revision or span asked for is not in the archive."""

    exit_code = 1


class MissingExtra(OnrecordError):
    """An optional package is needed and not installed."""


class ModelUnavailable(OnrecordError):
    """An encoder could not be loaded, exported or verified."""


class ArchiveProblem(OnrecordError):
    """The archive on disk cannot be used as asked."""

    exit_code = 3


class ArchiveLocked(ArchiveProblem):
    """Another process holds the archive's write lock."""


class ArchiveDamaged(ArchiveProblem):
    """A file of the archive is missing, truncated or inconsistent."""


class UnsupportedFormat(ArchiveProblem):
    """The archive's format version is not one this release reads."""


class ArchiveUnwritable(ArchiveProblem):
    """The archive's folder cannot be written to."""
