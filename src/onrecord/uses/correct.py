"""Corrections into an archive: read strictly, kept beside the store, and applied to all they concern."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.extraction.people.corrections import Reject, SpeakerFix, read_corrections
from onrecord.limits import bytes_of
from onrecord.uses import index
from onrecord.uses.identify import identify
from onrecord.uses.parts import Parts


def correct(parts: Parts, path: Path) -> list[str]:
    """Takes the file in place of earlier corrections; says what could not be applied, in words.

    Needs the write lock. Articles whose quotations are corrected, or were until now, are looked through again.
    Raises BadInput with file and line for a file that cannot be understood; then nothing changes.
    """
    try:
        content = bytes_of(path, "corrections_bytes").decode("utf-8")
        content = content.replace("\r\n", "\n").replace("\r", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}); expected UTF-8 text, one JSON object a line") from error
    read_corrections(content, str(path))
    parts.take_corrections(content)
    outdated = index.outdated(parts)
    report = index.add(parts, outdated)
    problems = [problem.reason for problem in report.problems]
    problems += identify(parts, anew=True)
    known = frozenset(parts.store.article_ids())
    problems += [
        f"line {one.line}: no article {one.article!r} in the archive"
        for one in parts.corrections
        if isinstance(one, SpeakerFix | Reject) and one.article not in known
    ]
    return sorted(problems, key=_line)


def _line(problem: str) -> int:
    found = re.match(r"line (\d+)", problem)
    return int(found[1]) if found else 0
