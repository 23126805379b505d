"""The one rule that brings the learned tagger and the quotation marks together.

*The marks say where quoted words begin and end and that they are speech; the tagger says who said them and what else
was said.* So: an edge of a tagged content that falls inside a quotation, or beside its mark, moves to the mark. A
marked attribution and the tagged ones that share its content are one: its quotations whole, the tagger's source and
cue where it has them, else those of the marks. Marked speech that the tagger left out is added. Where two contents
still overlap, the one with quotation marks keeps the words, then the surer, then the earlier. A cue that is left
without a source takes the one that the word rules see for it.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.attributions.missing_sources import with_sources
from onrecord.extraction.attributions.style import Styles
from onrecord.records import Span
from onrecord.spoken import Attribution
from onrecord.text.quotation import Quotation, find_quotations

Spans = tuple[Span, ...]
# A tagged edge this few characters from a mark means the mark: the mark itself, a comma, a space.
_NEAR = 2
_EDGES = " \t\r\n\u00a0,;:"


def reconcile(
    text: str,
    tagged: Sequence[Attribution],
    marked: Sequence[Attribution],
    quotations: Sequence[Quotation] | None = None,
) -> list[Attribution]:
    """The attributions of both, by first content; contents of different ones and roles of one never overlap.

    `quotations` are those of `find_quotations(text)`, when they are known already.
    """
    found = find_quotations(text) if quotations is None else quotations
    outer = [quotation.span for quotation in found if not quotation.depth]
    starts = [span.start for span in outer]
    known = [replace(one, content=_snapped(text, one.content, outer, starts)) for one in tagged]
    merged, absorbed, added = _merged(known, marked, outer, starts)
    both = [merged.get(place, one) for place, one in enumerate(known) if place not in absorbed]
    certain = {id(one) for one in merged.values()} | {id(one) for one in added}
    return with_sources(text, _without_overlaps(text, [*both, *added], certain, Styles(text, found)))


def _snapped(text: str, content: Spans, outer: Sequence[Span], starts: Sequence[int]) -> Spans:
    """The content with edges moved to the marks of the quotations they fall into or beside."""
    moved = []
    for span in content:
        start, end = span.start, span.end
        place = bisect_right(starts, start + _NEAR) - 1
        if place >= 0:
            quotation = outer[place]
            inside = quotation.start < start < quotation.end <= end + _NEAR
            if (inside and 2 * (quotation.end - start) > len(quotation)) or _beside(text, start, quotation.start):
                start = quotation.start
        place = bisect_left(starts, end) - 1
        if place >= 0:
            quotation = outer[place]
            inside = start - _NEAR <= quotation.start and end < quotation.end
            if (inside and 2 * (end - quotation.start) > len(quotation)) or _beside(text, end, quotation.end):
                end = quotation.end
        moved.append(Span(start, end) if start < end else span)
    return _joined(moved)


def _beside(text: str, edge: int, mark: int) -> bool:
    """Whether only marks, commas and blanks lie between an edge and the end of a quotation."""
    first, last = min(edge, mark), max(edge, mark)
    return last - first <= _NEAR and not any(map(str.isalnum, text[first:last]))


class _Tagged:
    """The tagged contents by where they stand."""

    def __init__(self, known: Sequence[Attribution]) -> None:
        self._spans = sorted((span, place) for place, one in enumerate(known) for span in one.content)
        self._reach: list[int] = []
        for span, _ in self._spans:
            self._reach.append(max(span.end, self._reach[-1] if self._reach else 0))

    def touching(self, content: Spans) -> dict[int, int]:
        """How many characters of a content each tagged attribution shares, by its place; those with none left out."""
        shared: dict[int, int] = {}
        for span in content:
            row = bisect_right(self._reach, span.start)
            while row < len(self._spans) and self._spans[row][0].start < span.end:
                other, place = self._spans[row]
                if other.overlap(span):
                    shared[place] = shared.get(place, 0) + other.overlap(span)
                row += 1
        return shared


def _merged(
    known: Sequence[Attribution], marked: Sequence[Attribution], outer: Sequence[Span], starts: Sequence[int]
) -> tuple[dict[int, Attribution], set[int], list[Attribution]]:
    """Tagged attributions joined with marked ones by place, places that went into others, and marked ones alone."""
    tagged = _Tagged(known)
    merged: dict[int, Attribution] = {}
    absorbed: set[int] = set()
    added = []
    for mark in marked:
        shared = tagged.touching(mark.content)
        rivals = sorted((-count, place) for place, count in shared.items() if place not in absorbed)
        if not rivals:
            added.append(mark)
            continue
        best = rivals[0][1]
        whole = merged.get(best, known[best])
        quoted = _quoted(mark.content, outer, starts)
        if 2 * shared[best] < min(_length(mark.content), _length(whole.content)):
            if quoted == mark.content:
                added.append(mark)
            continue
        joined = _join(whole, mark, quoted, tagged, best)
        for _, place in rivals[1:]:
            other = known[place]
            if place not in merged and _is_part(other, joined, shared[place]):
                joined = replace(joined, content=_joined([*joined.content, *other.content]))
                absorbed.add(place)
        merged[best] = joined
    return merged, absorbed, added


def _is_part(other: Attribution, whole: Attribution, shared: int) -> bool:
    """Whether a tagged attribution is a piece of quoted speech that the tagger did not link to its source."""
    if 2 * shared < _length(other.content):
        return False
    return not other.source or other.source == whole.source


def _quoted(content: Spans, outer: Sequence[Span], starts: Sequence[int]) -> Spans:
    """The quotations in a content; the content itself for a turn of a transcript, which needs none."""
    found = []
    for span in content:
        for place in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
            if outer[place].end <= span.end:
                found.append(outer[place])
    return tuple(found) or content


def _join(whole: Attribution, mark: Attribution, quoted: Spans, tagged: _Tagged, place: int) -> Attribution:
    """The tagged attribution with the quotations of the marked one that no other tagged one has.

    What the tagger has besides stays, unless the marks say that all that was said stands in quotations.
    """
    mine = tuple(span for span in quoted if not (owners := tagged.touching((span,))) or place in owners) or quoted
    kept = whole.content
    if quoted == mark.content:
        kept = _touching(kept, quoted) or kept
    source = _outside(whole.source, mine) or mark.source
    cue = _outside(whole.cue, mine) or mark.cue
    sure = max(whole.confidence, mark.confidence)
    return replace(whole, source=source, cue=cue, content=_joined([*kept, *mine]), confidence=sure)


def _length(spans: Spans) -> int:
    return sum(map(len, spans))


def _joined(spans: Sequence[Span]) -> Spans:
    """The spans in order, overlapping and touching ones as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _touching(spans: Spans, others: Spans) -> Spans:
    """Those spans that share a character with one of the others; both ascend."""
    ends = [other.end for other in others]
    found = []
    for span in spans:
        place = bisect_right(ends, span.start)
        if place < len(others) and others[place].start < span.end:
            found.append(span)
    return tuple(found)


def _outside(spans: Spans, taken: Spans) -> Spans:
    touching = set(_touching(spans, taken))
    return tuple(span for span in spans if span not in touching)


def _without_overlaps(text: str, found: Sequence[Attribution], certain: set[int], styles: Styles) -> list[Attribution]:
    order = sorted(
        found, key=lambda one: (id(one) not in certain, -one.confidence, one.content[0].start, one.content[-1].end)
    )
    apart = []
    for one, pieces in zip(order, _shared_out([one.content for one in order]), strict=True):
        roles = _joined([*one.source, *one.cue])
        kept = _joined([piece for span in pieces for piece in _cut_out(text, span, roles)])
        changed = kept != one.content
        kept = tuple(span for span in kept if any(map(str.isalnum, span.of(text))))
        if changed:
            kept = tuple(_trimmed(text, span) for span in kept)
        if kept:
            apart.append(replace(one, content=kept, style=one.style if _is_turn(one) else styles.of(kept)))
    return sorted(apart, key=lambda one: (one.content[0], one.content[-1]))


def _is_turn(one: Attribution) -> bool:
    """Whether it is a turn of a transcript, direct without marks."""
    return one.finder == "marks" and one.style == "direct"


def _shared_out(owners: Sequence[Spans]) -> list[list[Span]]:
    """The spans of each owner without what an earlier owner has."""
    events = sorted((span.start, place, span.end) for place, spans in enumerate(owners) for span in spans)
    kept: list[list[Span]] = [[] for _ in owners]
    active: list[tuple[int, int]] = []
    position = row = 0
    while row < len(events) or active:
        if not active:
            position = max(position, events[row][0])
        while row < len(events) and events[row][0] <= position:
            heapq.heappush(active, (events[row][1], events[row][2]))
            row += 1
        while active and active[0][1] <= position:
            heapq.heappop(active)
        if not active:
            continue
        place, end = active[0]
        until = min(end, events[row][0]) if row < len(events) else end
        spans = kept[place]
        if spans and spans[-1].end == position:
            spans[-1] = Span(spans[-1].start, until)
        else:
            spans.append(Span(position, until))
        position = until
    return kept


def _cut_out(text: str, span: Span, roles: Spans) -> list[Span]:
    """What remains of a content span outside the source and cue, trimmed; in order."""
    pieces = []
    start = span.start
    for role in roles:
        if role.end <= start or role.start >= span.end:
            continue
        pieces.append(Span(start, max(start, role.start)))
        start = role.end
    pieces.append(Span(min(start, span.end), span.end))
    if len(pieces) == 1:
        return pieces
    return [piece for piece in (_trimmed(text, piece) for piece in pieces) if len(piece)]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
