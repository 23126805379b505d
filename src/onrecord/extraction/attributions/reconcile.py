"""The one rule that brings the learned tagger and the quotation marks together.

*The marks say where quoted words begin and end and that they are speech; the tagger says who said them and what else
was said.* So: an edge of a tagged content that falls inside a quotation, or beside its mark, moves to the mark. A
marked attribution and the tagged ones that share its content are one: its quotations whole, the tagger's source and
cue where it has them, else those of the marks. Marked speech that the tagger left out is added. Where two contents
still overlap, the one with quotation marks keeps the words, then the surer, then the earlier.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

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
    known = [replace(one, content=_snapped(one.content, outer, starts)) for one in tagged]
    merged, absorbed, added = _merged(known, marked)
    both = [merged.get(place, one) for place, one in enumerate(known) if place not in absorbed]
    certain = {id(one) for one in merged.values()} | {id(one) for one in added}
    return _without_overlaps(text, [*both, *added], certain, Styles(text, found))


def _snapped(content: Spans, outer: Sequence[Span], starts: Sequence[int]) -> Spans:
    """The content with edges moved to the marks of the quotations they fall into or beside."""
    moved = []
    for span in content:
        start, end = span.start, span.end
        place = bisect_right(starts, start + _NEAR) - 1
        if place >= 0:
            quotation = outer[place]
            mostly = start < quotation.end <= end + _NEAR and 2 * (quotation.end - start) > len(quotation)
            if mostly or abs(start - quotation.start) <= _NEAR:
                start = quotation.start
        place = bisect_left(starts, end) - 1
        if place >= 0:
            quotation = outer[place]
            mostly = start - _NEAR <= quotation.start and 2 * (end - quotation.start) > len(quotation)
            if abs(end - quotation.end) <= _NEAR or (mostly and end < quotation.end):
                end = quotation.end
        moved.append(Span(min(start, span.end), max(end, span.start)))
    return _joined(moved)


def _merged(
    known: Sequence[Attribution], marked: Sequence[Attribution]
) -> tuple[dict[int, Attribution], set[int], list[Attribution]]:
    """Tagged attributions joined with marked ones by place, places that went into others, and marked ones alone."""
    spans = sorted((span, place) for place, one in enumerate(known) for span in one.content)
    reach: list[int] = []
    for span, _ in spans:
        reach.append(max(span.end, reach[-1] if reach else 0))
    merged: dict[int, Attribution] = {}
    absorbed: set[int] = set()
    added = []
    for mark in marked:
        shared: dict[int, int] = {}
        for span in mark.content:
            row = bisect_right(reach, span.start)
            while row < len(spans) and spans[row][0].start < span.end:
                place = spans[row][1]
                shared[place] = shared.get(place, 0) + spans[row][0].overlap(span)
                row += 1
        rivals = sorted((-count, place) for place, count in shared.items() if count and place not in absorbed)
        if not rivals:
            added.append(mark)
            continue
        best = rivals[0][1]
        whole = merged.get(best, known[best])
        if 2 * shared[best] < min(_length(mark.content), _length(whole.content)):
            continue
        joined = _join(whole, mark)
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


def _join(tagged: Attribution, mark: Attribution) -> Attribution:
    content = _joined([*tagged.content, *mark.content])
    source = _outside(tagged.source, mark.content) or mark.source
    cue = _outside(tagged.cue, mark.content) or mark.cue
    return replace(tagged, source=source, cue=cue, content=content, confidence=max(tagged.confidence, mark.confidence))


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


def _outside(spans: Spans, taken: Spans) -> Spans:
    return tuple(span for span in spans if not any(span.overlap(other) for other in taken))


def _without_overlaps(text: str, found: Sequence[Attribution], certain: set[int], styles: Styles) -> list[Attribution]:
    order = sorted(
        found, key=lambda one: (id(one) not in certain, -one.confidence, one.content[0].start, one.content[-1].end)
    )
    apart = []
    for one, pieces in zip(order, _shared_out([one.content for one in order]), strict=True):
        roles = _joined([*one.source, *one.cue])
        kept = _joined([piece for span in pieces for piece in _cut_out(text, span, roles)])
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
    """What remains of a content span outside the source and cue, trimmed; nothing where no letter or digit is left."""
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
