"""Transcripts: paragraphs that begin with who speaks (`CLINTON: …`, `Q: …`), each a turn of direct speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.attributions.cues import listed
from onrecord.records import Span
from onrecord.text.paragraphs import trimmed

# `SEN. SANDERS:`, `Q.`, `A:`, `Chris Wallace (host):`, each perhaps behind a mark; at most six words, so that no
# sentence is a label.
_LABEL = re.compile(
    r"[\"“”]?(?P<name>[QA](?=[.:])|[A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,5})"
    r"(?: \([^()\n]{1,60}\))?(?P<colon>:|(?<=[QA])\.)\s"
)
_TWO_WORDS = re.compile(r"[\W_]{0,4}[^\W\d_][’'\w]*[,:;]? +[^\W\d_]")
_REMARK = re.compile(r"[\"“”]?[(\[]")
_NOBODY = listed("""
    who what when where why how note notes update source sources related photo caption correction contact summary
    question answer answers tip more read watch date time place price info warning editor
    """)
# Labels in small letters must be more, because lists have them too (`Notes: …`).
_FEWEST_CAPITALS, _FEWEST_SMALL = 3, 5


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
    capitals = {number: match for number, match in labels.items() if match["name"].isupper()}
    if _is_transcript(text, list(capitals.values()), _FEWEST_CAPITALS):
        # Then `Partial transcript:` and a headline with a colon are no turns.
        labels = capitals
    elif not _is_transcript(text, list(labels.values()), _FEWEST_SMALL):
        return []
    turns = []
    numbers = sorted(labels)
    for number, following in zip(numbers, [*numbers[1:], numbers[-1] + 1], strict=True):
        match = labels[number]
        spans = [trimmed(text, match.end(), paragraphs[number].end)]
        spans += [span for span in paragraphs[number + 1 : following] if not _REMARK.match(text, span.start)]
        said = tuple(span for span in spans if len(span))
        if said:
            turns.append(Turn(Span(*match.span("name")), Span(*match.span("colon")), said))
    return turns


def _is_transcript(text: str, labels: Sequence[re.Match[str]], fewest: int) -> bool:
    """Whether labels alternate: enough of them, of at least two speakers, one of whom comes back, most with words.

    A table of results (`Lee: 547.`) has labels too.
    """
    names = Counter(match["name"] for match in labels)
    if len(labels) < fewest or len(names) < 2 or max(names.values()) < 2:
        return False
    return 2 * sum(_TWO_WORDS.match(text, match.end()) is not None for match in labels) >= len(labels)
