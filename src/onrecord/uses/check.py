"""Is the archive whole? One line for everything found wrong, with what it means and what to do."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.errors import ArchiveDamaged, ArchiveProblem, ArchiveUnwritable, BadInput
from onrecord.indexing.segments import file_sha256
from onrecord.storage.examine import Finding
from onrecord.uses.identify import misplaced
from onrecord.uses.late import StateKeeper
from onrecord.uses.parts import LANES, Parts
from onrecord.uses.unsettled import is_unsettled

_REBUILD = "`onrecord check --repair` rebuilds it from the store"
_SETTLE = "`onrecord check --repair` settles anew who is who"


def check(parts: Parts) -> list[str]:
    """What is wrong; empty when all is well. Reads every file once."""
    found = [f"store: {line}; restore it from a copy, or index the articles again" for line in parts.store.check()]
    if found:
        return found
    with parts.store.snapshot():
        told = {one.article for one in StateKeeper.damaged(parts)}
        changed = [one for one in parts.store.examiner.examine() if not (one.states_only and one.article in told)]
        found += [_told(finding) for finding in changed]
        for examine in (_lexical, _vectors, _states):
            found += _findings(examine, parts)
        found += _who(parts)
    return found + _learned(parts)


def _told(finding: Finding) -> str:
    if finding.restore:
        return f"store: {finding.what}; restore store.sqlite from a copy"
    if finding.article is None:
        return f"store: {finding.what}; restore store.sqlite from a copy, or index the article again"
    if finding.article:
        return f"store: {finding.what}; `onrecord check --repair` looks at the article again"
    return f"store: {finding.what}; `onrecord check --repair` counts anew"


def _who(parts: Parts) -> list[str]:
    """People across articles who are not who the articles and the corrections say they are."""
    try:
        if is_unsettled(parts):
            return []
        others = misplaced(parts)
    except (BadInput, ArchiveDamaged) as error:
        return [str(error)]
    if not others:
        return []
    shown = ", ".join(map(repr, others[:3])) + (f" and {len(others) - 3} more" if len(others) > 3 else "")
    return [f"store: who is who is not what the articles say of {shown}; {_SETTLE}"]


def _learned(parts: Parts) -> list[str]:
    """What is wrong with the weights that were learned from judgments, which nothing can rebuild."""
    try:
        _ = parts.learned
    except ArchiveProblem as error:
        return [str(error)]
    return []


def _findings(examine: Callable[[Parts], list[str]], parts: Parts) -> list[str]:
    try:
        return examine(parts)
    except (ArchiveDamaged, ArchiveUnwritable) as error:
        return [str(error)]


def _lexical(parts: Parts) -> list[str]:
    found = []
    for lane in LANES:
        engine = parts.engine(lane)
        if engine.watermark() != parts.store.watermark():
            found.append(f"lexical index of lane {lane}: behind the store; {_REBUILD}")
        elif engine.rows() != parts.store.rows_above(lane, 0):
            found.append(f"lexical index of lane {lane}: does not hold the store's units; {_REBUILD}")
        found += engine.changed_files()
    return found


def _vectors(parts: Parts) -> list[str]:
    if not parts.manifest.width:
        return []
    found = []
    for lane in LANES:
        index = parts.vectors(lane)
        if index.refresh() != parts.store.watermark().row:
            found.append(f"vector index of lane {lane}: behind the store; {_REBUILD}")
            continue
        changed = []
        for segment in index.segments if parts.folder else ():
            path = parts.vector_folder(lane) / segment.file
            if file_sha256(path) != segment.sha256:
                changed.append(f"{path}: its content has changed since it was written; {_REBUILD}")
        found += changed
        if not changed and not set(parts.store.rows_above(lane, 0)) <= set(index.rows()):
            found.append(f"vector index of lane {lane}: units of the store are missing; {_REBUILD}")
    return found


def _states(parts: Parts) -> list[str]:
    found = []
    for one in StateKeeper.damaged(parts):
        counted = {"missing": one.missing, "of a wrong length": one.broken}
        seen = ", ".join(f"{number} {what}" for what, number in counted.items() if number)
        found.append(f"token states of {one.article}: {seen}; `onrecord check --repair` looks at the article again")
    return found
