"""Whether a content is direct, mixed or indirect speech, by the quotation marks it holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from onrecord.records import Span
from onrecord.spoken import Style
from onrecord.text.quotation import Quotation

# What may stand at the ends of a content outside its quotation marks.
_AROUND = " ,.\n\r\t"


class Styles:
    """Answers for one text, whose quotations it is given."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self._text = text
        self._opening = [quotation.span.start for quotation in quotations]
        self._closing = sorted(quotation.span.end - 1 for quotation in quotations if quotation.closed)
        self._quotations = quotations

    def of(self, content: Sequence[Span]) -> Style:
        """The style of one or more ascending spans: direct means one quotation from mark to mark, and no other mark.

        A quotation that is never closed counts as one that ends with the content.
        """
        opened = [bisect_left(self._opening, span.start) for span in content]
        marks = sum(
            bisect_left(self._opening, span.end) - first
            + bisect_left(self._closing, span.end) - bisect_left(self._closing, span.start)
            for span, first in zip(content, opened, strict=True)
        )  # fmt: skip
        if not marks:
            return "indirect"
        start, end = content[0].start, content[-1].end
        while start < end and self._text[start] in _AROUND:
            start += 1
        while end > start and self._text[end - 1] in _AROUND:
            end -= 1
        row = bisect_right(self._opening, start) - 1
        if row < 0 or self._opening[row] != start:
            return "mixed"
        quotation = self._quotations[row]
        whole = quotation.span.end == end if quotation.closed else quotation.span.end >= end
        return "direct" if whole and marks == (2 if quotation.closed else 1) else "mixed"
