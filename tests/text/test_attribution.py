"""Attributions: what stands behind a quotation, and where the speech before one ends."""

from __future__ import annotations

import pytest

from onrecord.text.attribution import attribution_follows, closes_with_attribution, find_attribution


@pytest.mark.parametrize(
    "text",
    ["Smith asked.", "Gov. Jo Hart of Ohio asked the clerk.", "Smith, 45, a lawyer, asked.", "Mayor Dunn was asked."],
)
def test_attribution_follows(text: str) -> None:
    """A name with its titles and an apposition, then a verb of saying, is an attribution."""
    assert attribution_follows(text, 0)


@pytest.mark.parametrize("text", ["The mayor said no.", "Smith left. He said so.", "She asked.", "", "smith said"])
def test_no_attribution_follows(text: str) -> None:
    """A capital that only begins a sentence, a stop before the verb, and lower case are none."""
    assert not attribution_follows(text, 0)


def test_closes_with_attribution() -> None:
    """After a full stop only a whole `Smith said.` counts, not a new sentence that goes on."""
    assert closes_with_attribution("Jo Smith said.", 0)
    assert not closes_with_attribution("Smith said he would go.", 0)
    assert not closes_with_attribution("And, he acknowledged, it is so.", 0)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("a great day, he said, and left", 12),
        ("a great day, Mayor Hart said", 12),
        ("a great day, said Hart", 12),
        ("so what? he asked", 8),
        ("the day, I said, was great", None),
        ("the day, said to be great, ended", None),
    ],
)
def test_find_attribution(text: str, end: int | None) -> None:
    """The speech ends with the comma before `he said`, a name with a verb, or a verb with a name."""
    assert find_attribution(text, 0, len(text)) == end
