"""Where a place of an article lies: its sentence, its paragraph, and the attribution whose words it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.records import Span
from onrecord.spoken import Attribution
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.sentences import split_sentences

# Contents that lie in one another are few in any article written by people; marks gone wild are not followed further.
_DEEPEST = 12


class Surroundings:
    """Answers by bisection where a position lies; made once for an article."""

    def __init__(self, text: str, attributions: Sequence[Attribution]) -> None:
        self.text = text
        self.attributions = attributions
        self._sentences = split_sentences(text)
        self._sentence_starts = [sentence.start for sentence in self._sentences]
        self._paragraph_starts = [paragraph.start for paragraph in find_paragraphs(text)]
        pieces = [(span.start, span.end, number) for number, a in enumerate(attributions) for span in a.content]
        self._contents = sorted(pieces)
        self._content_starts = [piece[0] for piece in self._contents]

    def sentence(self, position: int) -> int:
        """The number of the sentence the position lies in or follows, from 0."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    def paragraph(self, position: int) -> int:
        """The number of the paragraph the position lies in or follows, from 0."""
        return max(0, bisect_right(self._paragraph_starts, position) - 1)

    def sentence_span(self, position: int) -> Span:
        """The sentence around the position, the whole text when there is none."""
        if not self._sentences:
            return Span(0, len(self.text))
        return self._sentences[self.sentence(position)]

    def content_around(self, span: Span, own: int | None = None) -> int | None:
        """The attribution whose content most closely surrounds `span`; `own` is left out of the question."""
        place = bisect_right(self._content_starts, span.start)
        for start, end, number in reversed(self._contents[max(0, place - _DEEPEST) : place]):
            if start <= span.start and span.end <= end and number != own:
                return number
        return None
