"""One article by its name, with all that the archive keeps of it; also at an earlier revision."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

from onrecord.errors import BadInput, NotFound
from onrecord.records import Article, Revision, Span, StoredUnit
from onrecord.uses.parts import Parts

# ARTICLE, ARTICLE:START-END, ARTICLE@SHA, ARTICLE@SHA:START-END; an id may itself hold colons and at signs.
_REFERENCE = re.compile(
    r"(?P<id>.+?)(?:@(?P<sha>[0-9a-f]{6,64}))?(?::(?P<start>\d{1,12})-(?P<end>\d{1,12}))?", re.DOTALL
)


@dataclass(frozen=True)
class ArchivedArticle(Article):
    """An article as the archive holds it; `revisions` oldest first, `units` those of the live revision."""

    revisions: tuple[Revision, ...] = ()
    units: tuple[StoredUnit, ...] = ()
    current: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """A parsed citation: an article, maybe one revision of it, maybe one span."""

    id: str
    sha256: str = ""
    span: Span | None = None


def get(parts: Parts, reference: str) -> ArchivedArticle:
    """The article, live or at the revision the reference names; NotFound says what is similar."""
    return resolve(parts, reference)[0]


def resolve(parts: Parts, reference: str) -> tuple[ArchivedArticle, Span | None]:
    """The article and the span that a reference such as `talks@4f2a91c0b3de:10-42` points at.

    Also takes it in the brackets it is printed in, and the whole line of a citation.
    """
    reference = _storable(reference)
    with parts.guard, parts.store.snapshot():
        wanted = _read(parts, reference)
        kept = parts.store.revisions(wanted.id)
        fitting = [r for r in kept if r.article.sha256.startswith(wanted.sha256)]
        if not wanted.sha256:
            fitting = [r for r in kept if r.current]
        if not fitting:
            raise NotFound(_missing(parts, wanted, kept))
        chosen = fitting[-1]
        if wanted.span and wanted.span.end > len(chosen.article.text):
            raise BadInput(
                f"{reference}: the text has {len(chosen.article.text)} characters; expected start and end within it"
            )
        facts = {field.name: getattr(chosen.article, field.name) for field in fields(Article)}
        units = tuple(parts.store.units_of(wanted.id)) if chosen.current else ()
        return ArchivedArticle(**facts, revisions=tuple(kept), units=units, current=chosen.current), wanted.span


def _storable(reference: str) -> str:
    """The reference as an id can be stored: bytes that are not UTF-8 become \\xNN, as in the ids of files so named."""
    try:
        return reference.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:
        return reference.encode("utf-8", "backslashreplace").decode("utf-8")


def _read(parts: Parts, reference: str) -> Reference:
    """What the reference means: as it stands, if that names an article, else what stands in its brackets."""
    if parts.store.revisions(reference):
        return Reference(reference)
    readings = [_parsed(parts, reference)]
    for text in _bracketed(reference):
        reading = _parsed(parts, text)
        # `draft [2]` is a mistyped id, no citation of article 2.
        if reading.span or f"[{text}]" == reference.strip():
            readings.append(reading)
    known = [reading for reading in readings if parts.store.revisions(reading.id)]
    return known[0] if known else readings[:2][-1]


def _bracketed(reference: str) -> Iterator[str]:
    """What the last brackets of a citation may hold: an id may itself hold brackets, also without their partners."""
    line = reference.strip()
    if not line.endswith("]"):
        return
    starts, depth = [], 0
    for place in range(len(line) - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(line[place], 0)
        if depth == 0:
            starts.append(place)
            break
    starts += [0] if line.startswith("[") else []
    starts += [place + 1] if (place := line.rfind(" [")) >= 0 else []
    for start in dict.fromkeys(starts):
        if inner := line[start + 1 : -1].strip():
            yield inner


def _parsed(parts: Parts, reference: str) -> Reference:
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise BadInput("an empty reference; expected ARTICLE, ARTICLE:START-END or ARTICLE@SHA:START-END")
    span = Span(int(match["start"]), int(match["end"])) if match["start"] else None
    name = match["id"] + (f"@{match['sha']}" if match["sha"] else "")
    # An id may end in what looks like a revision.
    return (
        Reference(name, "", span) if parts.store.revisions(name) else Reference(match["id"], match["sha"] or "", span)
    )


def _missing(parts: Parts, wanted: Reference, kept: list[Revision]) -> str:
    if kept and wanted.sha256:
        known = ", ".join(r.article.sha256[:12] for r in kept)
        return f"{wanted.id}: no revision {wanted.sha256}; kept are {known} (`compact` forgets earlier ones)"
    if kept:
        return f"{wanted.id}: deleted; its last text is still kept as {wanted.id}@{kept[-1].article.sha256[:12]}"
    similar = difflib.get_close_matches(wanted.id, parts.store.article_ids(), n=3, cutoff=0.5)
    hint = f"; similar ids: {', '.join(similar)}" if similar else "; `onrecord info` says what the archive holds"
    return f"{wanted.id}: no such article in {parts.store.place}{hint}"
