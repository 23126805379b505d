"""Speech in quotation marks: which quotations are said, by whom, in which words that is told."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.attributions.english import looks_english
from onrecord.extraction.attributions.joining import attributions_of, join_frames
from onrecord.extraction.attributions.prose import QUOTED, Frame, Prose, Sentence, read_prose
from onrecord.extraction.attributions.speech import holds_speech
from onrecord.spoken import Attribution
from onrecord.text.quotation import Quotation


def find_marked(text: str, quotations: Sequence[Quotation] | None = None) -> list[Attribution]:
    """Every quotation that is speech, in order, with its source and cue where the words around it name them.

    Content spans include their marks; speech interrupted by its cue (`"No," she said. "Never."`) or spread over
    paragraphs is one attribution. Scare quotes, titles and nicknames are left out. Turns of a transcript are direct
    speech without marks. In a text that does not look English nobody is named. `quotations` are those of
    `find_quotations(text)`, when they are known already.

    >>> text = '"No," she said. "Never."'
    >>> [[span.of(text) for span in attribution.content] for attribution in find_marked(text)]
    [['"No,"', '"Never."']]
    """
    prose = read_prose(text) if quotations is None else Prose(text, quotations)
    if not looks_english(text):
        return attributions_of(prose, _bare_speech(prose), "marks")
    frames = join_frames(prose, _Near(prose))
    return attributions_of(prose, [frame for frame in frames if _is_quoted_speech(prose, frame)], "marks")


def _bare_speech(prose: Prose) -> list[Frame]:
    return [Frame("floating", None, None, [(at, at + 1)]) for at in prose.quotations if holds_speech(prose, at)]


class _Near:
    """Whether a sentence holds a quotation or stands right before one that fills the next."""

    def __init__(self, prose: Prose) -> None:
        self._places = prose.quotations.keys()

    def __call__(self, sentence: Sentence) -> bool:
        if sentence.last in self._places:
            return True
        return any(place in self._places for place in range(sentence.first, sentence.last))


def _is_quoted_speech(prose: Prose, frame: Frame) -> bool:
    for first, last in frame.content:
        if prose.words[first] == QUOTED and (holds_speech(prose, first) or last == first + 1):
            return True
        if any(prose.words[place] == QUOTED and holds_speech(prose, place) for place in range(first, last)):
            return True
    return False
