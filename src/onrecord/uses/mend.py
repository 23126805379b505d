"""What opening an archive does: catch up what lags, rebuild what is damaged, leave what is true alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from onrecord.errors import ArchiveDamaged, ArchiveProblem, BadInput
from onrecord.records import Article
from onrecord.uses.catch_up import catch_up, lags, rebuild
from onrecord.uses.parts import LANES, Parts
from onrecord.uses.unsettled import corrections_changed, is_unsettled


def damage(parts: Parts) -> str | None:
    """What is wrong with a derived index, None when all can be opened."""
    try:
        lags(parts)
    except ArchiveDamaged as error:
        return str(error)
    return None


def needs_mending(parts: Parts) -> bool:
    """Whether a derived index lags or is damaged, or who is who was not settled after the last change."""
    return damage(parts) is not None or lags(parts) or is_unsettled(parts)


def bring_up(parts: Parts) -> list[str]:
    """Catches up or rebuilds; needs the write lock. Returns in words what had to be rebuilt, and what seems lost."""
    from onrecord.uses.identify import identify

    told = []
    if corrections_changed(parts):
        told.append(
            f"{parts.folder}: corrections.jsonl is not as it was when who is who was settled: settled anew by what "
            "is there now"
        )
    identify(parts)
    found = damage(parts)
    if found is None:
        try:
            if _is_older(parts):
                told.append(
                    f"{parts.store.place}: is older than its indexes, as when an earlier copy was put back or its "
                    "write-ahead log was lost: what was added or deleted since has to be repeated"
                )
            catch_up(parts)
            return told
        except ArchiveDamaged as error:
            found = str(error)
    rebuild(parts)
    return [*told, f"{found}: done, rebuilt from the store"]


def _is_older(parts: Parts) -> bool:
    """Whether a lexical index knows of changes that the store does not; the store always commits first."""
    now = parts.store.watermark()
    marks = [parts.engine(lane).watermark() for lane in LANES]
    return any(mark.row > now.row or mark.deletion > now.deletion for mark in marks)


def rebuild_all(parts: Parts) -> None:
    """Makes all derived indexes anew; needs the write lock.

    Articles whose units changed on the disk or lost their token states are looked at again first.
    """
    from onrecord.uses import index
    from onrecord.uses.identify import identify
    from onrecord.uses.late import StateKeeper

    findings = parts.store.examiner.examine()
    lost = {damaged.article for damaged in StateKeeper.damaged(parts)}
    lost |= {finding.article for finding in findings if finding.article}
    if lost:
        parts.store.states.forget(sorted(lost))
        with suppress(ArchiveDamaged):  # a derived index; all are made anew below
            index.add(parts, _readable(parts, sorted(lost)))
    if any(finding.article is not None for finding in findings):
        parts.store.examiner.recount()
    # Corrections or a profile that cannot be read: who is who stays as it is until they can.
    with suppress(BadInput, ArchiveDamaged):
        identify(parts, anew=True)
    rebuild(parts)


def _readable(parts: Parts, ids: Sequence[str]) -> Iterator[Article]:
    """Those of the live articles whose text and facts are what was stored; nothing can be made anew of the others.

    Indexed again as they now read, a title that changed on the disk would become a revision like any other.
    """
    for id in ids:
        with suppress(ArchiveProblem):
            article = parts.store.revisions(id)[-1].article
            if article.fingerprint == parts.store.fingerprint(id):
                yield article


def compact(parts: Parts) -> tuple[int, int]:
    """Forgets earlier revisions and deleted articles; needs the write lock.

    Returns how many revisions and how many bytes of the store went. The derived indexes are made anew, because
    a deleted text's terms stay in an index's files until they are rewritten.
    """
    from onrecord.uses.identify import identify

    identify(parts)
    dropped, freed = parts.store.compact()
    rebuild(parts)
    parts.store.forget_deletions()
    return dropped, freed
