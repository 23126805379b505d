"""What could be a claim: attributed contents sentence by sentence, and what the reporter says between them.

A long quotation holds many claims, so contents are cut at sentence ends; the two halves of a sentence that `he said`
interrupts stay one candidate with two spans. Where one attribution reports another (`Lee said the army said …`) the
inner content is kept when it is most of the outer one: it is the same claim.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.records import Span
from onrecord.spoken import Attribution

# An inner content with at least this share of the outer one's characters says the same.
SAME_CLAIM = 0.6
_LEAST_OWN_WORDS = 8
_LEAST_SAID_WORDS = 4
# Characters that surely hold that many words.
_LONG = 100
_EDGES = " \t\r\n\u00a0,;:.-–—…()[]"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Ascending spans within one sentence; `attribution` is None in the reporter's own voice.

    `evidence` are the spans whose policy words count for it: the same, or the reporter's own words in them.
    """

    spans: tuple[Span, ...]
    attribution: int | None
    evidence: tuple[Span, ...]

    @property
    def hull(self) -> Span:
        """From the first to the last character."""
        return Span(self.spans[0].start, self.spans[-1].end)

    @property
    def length(self) -> int:
        """Characters in all spans."""
        return sum(map(len, self.spans))


def attributed_candidates(
    text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]
) -> list[Candidate]:  # fmt: skip
    """Contents cut at sentence ends, in order of their beginnings; no two cover the same characters."""
    ends = [sentence.end for sentence in sentences]
    found: list[Candidate] = []
    for number, attribution in enumerate(attributions):
        pieces: dict[int, list[Span]] = {}
        for content in attribution.content:
            for place in range(bisect_right(ends, content.start), len(sentences)):
                if sentences[place].start >= content.end:
                    break
                piece = _trimmed(
                    text, max(content.start, sentences[place].start), min(content.end, sentences[place].end)
                )
                if len(piece):
                    pieces.setdefault(place, []).append(piece)
        found += [Candidate(tuple(spans), number, tuple(spans)) for _, spans in sorted(pieces.items())]
    return _without_repeats(found)


def _without_repeats(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each candidate once: of the same spans the first attribution's, of nested ones the inner when it is the same "
    "claim."""
    ordered = sorted(candidates, key=lambda c: (c.hull.start, -c.hull.end, c.spans, c.attribution or 0))
    dropped: set[int] = set()
    open_ones: list[int] = []
    for place, candidate in enumerate(ordered):
        while open_ones and ordered[open_ones[-1]].hull.end < candidate.hull.end:
            open_ones.pop()
        while open_ones:
            outer = ordered[open_ones[-1]]
            if outer.spans == candidate.spans:
                dropped.add(place)
                break
            if candidate.length < SAME_CLAIM * outer.length:
                break
            dropped.add(open_ones.pop())
        if place not in dropped:
            open_ones.append(place)
    return [candidate for place, candidate in enumerate(ordered) if place not in dropped]


def own_candidates(text: str, sentences: Sequence[Span], attributions: Sequence[Attribution]) -> list[Candidate]:
    """What the reporter says, in order: sentences mostly his, else long pieces between the roles of attributions.

    A sentence of which contents are less than half is the reporter's, quoted words and all; his own words in it are
    its `evidence`, so that what makes it a claim is not only what somebody else said.
    """
    attributions = [said for said in attributions if _is_long(text, said.content)]
    contents = _merged(span for said in attributions for span in said.content)
    taken = _merged(span for said in attributions for span in (*said.source, *said.cue, *said.content))
    found = []
    for sentence, said, inside in zip(sentences, _inside(sentences, contents), _inside(sentences, taken), strict=True):
        gaps = tuple(_gaps(text, sentence, inside)) if inside else (sentence,)
        if 2 * sum(span.overlap(sentence) for span in said) < len(sentence):
            found.append(Candidate((sentence,), None, gaps))
        else:
            found += [
                Candidate((gap,), None, (gap,))
                for gap in gaps
                if text.count(" ", gap.start, gap.end) + 1 >= _LEAST_OWN_WORDS
            ]
    return found


def _is_long(text: str, content: Sequence[Span]) -> bool:
    """Whether so many words are attributed that they can be a claim; two or three (`entry into NATO`) cannot."""
    return any(
        text.count(" ", span.start, min(span.end, span.start + _LONG)) + 1 >= _LEAST_SAID_WORDS for span in content
    )


def _gaps(text: str, sentence: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """What the taken spans leave of the sentence, without the punctuation between."""
    begin = sentence.start
    for span in [*taken, Span(sentence.end, sentence.end)]:
        gap = _trimmed(text, begin, max(begin, min(span.start, sentence.end)), _EDGES)
        if len(gap):
            yield gap
        begin = max(begin, span.end)


def _inside(sentences: Sequence[Span], spans: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """For each sentence the spans that touch it; both are sorted and without overlap."""
    ends = [span.end for span in spans]
    starts = [span.start for span in spans]
    for sentence in sentences:
        yield spans[bisect_right(ends, sentence.start) : bisect_left(starts, sentence.end)]


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Sorted spans, those that overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _trimmed(text: str, start: int, end: int, edges: str = "") -> Span:
    """The range without white space, or without any of `edges`, at its ends."""
    while start < end and (text[start].isspace() or text[start] in edges):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in edges):
        end -= 1
    return Span(start, end)
