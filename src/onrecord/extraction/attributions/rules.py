"""Attributions by word rules alone, for archives whose encoder has no trained tagger, and for texts without one."""

from __future__ import annotations

from onrecord.extraction.attributions.english import looks_english
from onrecord.extraction.attributions.joining import attributions_of, join_frames
from onrecord.extraction.attributions.prose import read_prose
from onrecord.spoken import Attribution


def find_by_rules(text: str) -> list[Attribution]:
    """Direct, mixed and indirect speech in an English text by its cue words and marks, in order; linear time.

    Contents do not overlap. A text that does not look English has none: the rules would invent.

    >>> text = "The mayor said that the bridge would open in May."
    >>> [(a.source[0].of(text), a.cue[0].of(text), a.content[0].of(text)) for a in find_by_rules(text)]
    [('The mayor', 'said', 'that the bridge would open in May')]
    """
    if not looks_english(text):
        return []
    prose = read_prose(text)
    return attributions_of(prose, join_frames(prose, lambda sentence: True), "rules")
