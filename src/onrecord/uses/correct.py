"""Corrections into an archive: read strictly, kept beside the store, and applied to all they concern."""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import BadInput
from onrecord.extraction.people.corrections import read_corrections
from onrecord.uses import index
from onrecord.uses.identify import identify
from onrecord.uses.parts import Parts


def correct(parts: Parts, path: Path) -> list[str]:
    """Takes the file in place of earlier corrections; says what could not be applied, in words.

    Needs the write lock. Articles whose quotations are corrected, or were until now, are looked through again.
    Raises BadInput with file and line for a file that cannot be understood; then nothing changes.
    """
    try:
        content = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}); expected UTF-8 text, one JSON object a line") from error
    read_corrections(content, str(path))
    parts.take_corrections(content)
    outdated = index.outdated(parts)
    report = index.add(parts, outdated)
    problems = [problem.reason for problem in report.problems]
    return problems + identify(parts, anew=True)
