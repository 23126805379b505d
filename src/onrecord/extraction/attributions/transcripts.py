"""Transcripts: paragraphs that begin with who speaks (`CLINTON: …`, `Q: …`), each a turn of direct speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.attributions.cues import listed
from onrecord.records import Span
from onrecord.text.paragraphs import trimmed

# `SEN. SANDERS:`, `Q.`, `A:`, `Chris Wallace (host):`; at most six words, so that no sentence is a label.
_LABEL = re.compile(
    r"(?P<name>[QA](?=[.:])|[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,5})"
    r"(?: \([^()\n]{1,60}\))?(?P<colon>:|(?<=[QA])\.)\s"
)
_NOBODY = listed("""
    who what when where why how note notes update source sources related photo caption correction contact summary
    question answer answers tip more read watch date time place price info warning editor
    """)
_FEWEST_TURNS = 3
# Names in small letters are labels only when they alternate often enough; `Notes: …` is a list.
_FEWEST_SMALL = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until the next one speaks: the label without its colon, the colon, and the paragraphs."""

    label: Span
    colon: Span
    said: tuple[Span, ...]


def find_turns(text: str, paragraphs: Sequence[Span]) -> list[Turn]:
    """The turns of a transcript in order; empty for any other text.

    A text is a transcript when at least three paragraphs begin with labels and a label comes back. Paragraphs
    between two labels belong to the speaker before them; remarks in brackets to nobody; behind the last label only
    its own paragraph.
    """
    labels = {}
    for number, paragraph in enumerate(paragraphs):
        match = _LABEL.match(text, paragraph.start, paragraph.end)
        if match is not None and match["name"].split()[0].lower().rstrip(".:") not in _NOBODY:
            labels[number] = match
    if not _is_transcript(list(labels.values())):
        return []
    turns = []
    numbers = sorted(labels)
    for number, following in zip(numbers, [*numbers[1:], numbers[-1] + 1], strict=True):
        match = labels[number]
        spans = [trimmed(text, match.end(), paragraphs[number].end)]
        spans += [span for span in paragraphs[number + 1 : following] if text[span.start] not in "(["]
        said = tuple(span for span in spans if len(span))
        if said:
            turns.append(Turn(Span(*match.span("name")), Span(*match.span("colon")), said))
    return turns


def _is_transcript(labels: Sequence[re.Match[str]]) -> bool:
    names = Counter(match["name"] for match in labels)
    if len(labels) < _FEWEST_TURNS or len(names) < 2 or max(names.values()) < 2:
        return False
    capitals = sum(count for name, count in names.items() if name.isupper())
    return capitals >= _FEWEST_TURNS or (len(labels) >= _FEWEST_SMALL and sorted(names.values())[-2] >= 2)
