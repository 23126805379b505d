"""Style: direct from mark to mark, mixed with marks otherwise, indirect without."""

from __future__ import annotations

import pytest

from onrecord.extraction.attributions.style import Styles
from onrecord.records import Span
from onrecord.text.quotation import find_quotations


@pytest.mark.parametrize(
    ("text", "content", "style"),
    [
        ("“We will go,” she said.", ["“We will go,”"], "direct"),
        ("She said that they will go.", ["that they will go"], "indirect"),
        ("She called it “a gift” to the town.", ["it “a gift” to the town"], "mixed"),
        ("“We will go,” she said, “and stay.”", ["“We will go,”", "“and stay.”"], "mixed"),
        ('"Go," he said. "No," she said.', ['"Go,"'], "direct"),
        ("“We will go, she said", ["“We will go,"], "direct"),
        ("“He told me that I lied,” she said.", ["that I lied"], "indirect"),
        ("She said, “Ask the ‘old’ mayor.”", ["“Ask the ‘old’ mayor.”"], "mixed"),
        ("No marks", [" "], "indirect"),
    ],
)
def test_style_by_hand(text, content, style):
    """Each case is one a reader would decide by its marks alone."""
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in content]
    assert Styles(text, find_quotations(text)).of(spans) == style
