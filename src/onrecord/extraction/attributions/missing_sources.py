"""Sources for cues whose subject the tagger did not link: who `adding that …` or `and denied …` belongs to.

On PolNeAR dev this raises linked F1 from .675 to .701; adding whatever else the rules find lowers it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extraction.attributions.frames import find_frames
from onrecord.extraction.attributions.prose import Frame, Prose, read_prose
from onrecord.records import Span
from onrecord.spoken import Attribution

# Of those filled in on PolNeAR dev, 54 of 80.
_SHARE_RIGHT = 0.68


def with_sources(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """The same attributions; one with a cue and no source gets the source that the word rules see for that cue.

    Where another attribution has a source at that place, its span is taken; a cue that stands in the content of
    another one takes that one's source, if it is an attribution's.
    """
    if all(one.source or not one.cue for one in found):
        return list(found)
    prose = read_prose(text)
    firsts = [sentence.first for sentence in prose.sentences]
    sources = sorted((one.source[0], one.source) for one in found if one.source)
    starts = [span.start for span, _ in sources]
    frames: dict[int, list[Frame]] = {}
    filled = []
    for one in found:
        if one.cue and not one.source:
            number = bisect_right(firsts, bisect_right(prose.starts, one.cue[0].start) - 1) - 1
            if number >= 0:
                if number not in frames:
                    frames[number] = find_frames(prose, prose.sentences[number])
                seen = _seen(prose, frames[number], one)
                if seen is not None:
                    sure = max(one.confidence, _SHARE_RIGHT)
                    filled.append(replace(one, source=_known(sources, starts, seen) or (seen,), confidence=sure))
                    continue
                around = _around(prose, frames[number], one)
                known = () if around is None else _known(sources, starts, around)
                if known and not any(_touches(span, (*one.content, *one.cue)) for span in known):
                    filled.append(replace(one, source=known))
                    continue
        filled.append(one)
    return filled


def _seen(prose: Prose, frames: Sequence[Frame], one: Attribution) -> Span | None:
    """The source of the frame with the same cue, unless it lies in what is said."""
    for frame in frames:
        if frame.cue is None or frame.source is None:
            continue
        cue, source = prose.span(*frame.cue), prose.span(*frame.source)
        if any(cue.overlap(span) for span in one.cue):
            return source if not _touches(source, (*one.content, *one.cue)) else None
    return None


def _around(prose: Prose, frames: Sequence[Frame], one: Attribution) -> Span | None:
    """The source of the frame in whose content the cue stands: `Lee repeated threats that …`."""
    cue = one.cue[0]
    if cue.end > one.content[0].start:
        return None
    for frame in frames:
        if frame.source is None:
            continue
        said = [prose.span(*words) for words in frame.content]
        if any(span.start <= cue.start and cue.end <= span.end for span in said):
            return prose.span(*frame.source)
    return None


def _known(sources: Sequence[tuple[Span, tuple[Span, ...]]], starts: Sequence[int], seen: Span) -> tuple[Span, ...]:
    """The source that another attribution has at this place, if one has."""
    place = bisect_left(starts, seen.end) - 1
    if place >= 0 and sources[place][0].overlap(seen):
        return sources[place][1]
    return ()


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlap(other) for other in others)
