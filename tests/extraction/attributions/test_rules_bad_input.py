"""Hostile and odd input: nothing crashes, nothing is invented, offsets stay exact."""

from __future__ import annotations

from itertools import pairwise

import pytest

from onrecord.extraction.attributions.marked import find_marked
from onrecord.extraction.attributions.reconcile import reconcile
from onrecord.extraction.attributions.rules import find_by_rules
from onrecord.extraction.attributions.transcripts import find_turns
from onrecord.text.paragraphs import find_paragraphs

HOSTILE = {
    "only marks": '"' * 5_000 + "“”" * 5_000 + "«»'’" * 2_000,
    "nested": "“‘" * 10_000 + "no" + "’”" * 10_000 + " said Lee.",
    "spaced marks": '" ' * 20_000,
    "cues without stops": "he said that and the mayor says they called for saying " * 2_000,
    "commas": "In, the, said, " * 5_000,
    "colons": 'said Lee: "we pay for it, " ' * 3_000,
    "open paragraphs": "“We go, he said.\n\n" * 3_000,
    "brackets": "(said " * 10_000,
    "labels": "LEE: we pay\n\nMOE: we go\n\n" * 3_000,
    "signatures": '"We will pay." — Ann Lee\n' * 3_000,
    "surrogates": 'The mayor said "we \ud800 pay," \udfff said Lee. ' * 500,
    "right to left": "\u202eThe mayor said “שלום לכולם היום,” he said.\u202c " * 500,
    "mis-encoded": "The mayor said â€œwe pay,â€\x9d Lee said. " * 500,
    "one letter": "A" * 100_000,
    "nulls": "\x00" * 1_000 + '"we pay for it," said\x00 Lee.',
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_no_crash_and_sound_spans(name: str) -> None:
    """Each hostile text is read to its end; spans lie in it and contents never overlap."""
    text = HOSTILE[name]
    marked, ruled = find_marked(text), find_by_rules(text)
    for found in (marked, ruled, reconcile(text, ruled, marked)):
        taken = sorted(span for one in found for span in one.content)
        assert all(a.end <= b.start for a, b in pairwise(taken))
        for one in found:
            assert all(0 <= span.start < span.end <= len(text) for span in one.source + one.cue + one.content)


@pytest.mark.parametrize("name", ["only marks", "nested", "spaced marks", "one letter"])
def test_nothing_is_invented(name: str) -> None:
    """Marks without words and words without marks are no speech."""
    assert find_by_rules(HOSTILE[name]) == []
    assert [one for one in find_marked(HOSTILE[name]) if one.cue] == []


def test_noise_in_front_hides_nothing() -> None:
    """Thousands of marks before an English article do not make it foreign."""
    text = HOSTILE["nested"] + "\n\nThe mayor said that it was safe."
    assert [span.of(text) for one in find_by_rules(text) for span in one.source] == ["The mayor"]


def test_a_table_of_labels_is_no_transcript() -> None:
    """Labels in front of numbers, one label alone and questions of an invitation are no turns."""
    for text in (
        "Lee: 1.\nMoe: 2.\nLee: 3.\nMoe: 4.\nLee: 5.",
        "LEE: we pay.\nLEE: we go.\nLEE: we stay.",
        "WHAT: a fair",
    ):
        assert find_turns(text, find_paragraphs(text)) == []


def test_a_turn_goes_on_until_the_next_label() -> None:
    """Paragraphs without a label belong to the speaker before them; remarks in brackets to nobody."""
    text = (
        "Transcript: as read\n\nLEE: We pay.\n\nAll of it.\n\n(APPLAUSE)\n\nMOE: We go now.\n\nLEE: Fine by me.\n\nEnd."
    )
    turns = find_turns(text, find_paragraphs(text))
    assert [(turn.label.of(text), [span.of(text) for span in turn.said]) for turn in turns] == [
        ("LEE", ["We pay.", "All of it."]),
        ("MOE", ["We go now."]),
        ("LEE", ["Fine by me."]),
    ]


def test_a_quoted_transcript() -> None:
    """Labels behind an opening mark at the beginning of each paragraph are turns too."""
    text = '"LEE: We pay for it.\n\n"MOE: Who does?\n\n"(CROSSTALK)\n\n"LEE: All of us do."'
    assert [span.of(text) for one in find_marked(text) for span in one.source] == ["LEE", "MOE", "LEE"]
