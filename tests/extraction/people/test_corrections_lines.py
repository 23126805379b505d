"""Corrections are read strictly: every line is understood to the last key, or the file is refused with a reason."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.extraction.people.corrections import Merge, Reject, Rename, SpeakerFix, Split, read_corrections
from onrecord.records import Span


def test_every_operation_is_read() -> None:
    """Each operation becomes a value of its own; notes and empty lines count for nothing."""
    content = "\n".join(
        [
            '{"op": "merge", "people": ["Jon Lee", "John Lee"], "name": "John Lee", "note": "same man"}',
            "",
            '{"op": "split", "person": "John Lee", "articles": ["a1"], "name": "John Lee (2)"}',
            '{"op": "rename", "person": "Ann Poe", "name": "Anne Poe"}',
            '{"op": "speaker", "article": "a2", "start": 3, "end": 9, "speaker": "Ann Poe", "text": "Never."}',
            '{"op": "reject", "article": "a2", "start": 20, "end": 25}',
        ]
    )
    assert read_corrections(content) == [
        Merge(1, ("Jon Lee", "John Lee"), "John Lee"),
        Split(3, "John Lee", ("a1",), "John Lee (2)"),
        Rename(4, "Ann Poe", "Anne Poe"),
        SpeakerFix(5, "a2", Span(3, 9), "Ann Poe", "Never."),
        Reject(6, "a2", Span(20, 25)),
    ]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"op": "merge"', "broken JSON"),
        ("[1]", "expected one JSON object a line"),
        ('{"person": "A"}', "no op; expected one of merge, split, rename, speaker, reject"),
        ('{"op": "join", "people": ["A", "B"], "name": "A"}', "op 'join'"),
        ('{"op": "rename", "person": "A", "name": "B", "why": "x"}', "rename has no key 'why'"),
        ('{"op": "rename", "person": "A"}', "rename without 'name'"),
        ('{"op": "rename", "person": "A", "name": ""}', "'name' is ''"),
        ('{"op": "rename", "person": "A", "person": "C", "name": "B"}', "the key 'person' stands twice"),
        ('{"op": "merge", "people": ["A", "A"], "name": "A"}', "expected two different people"),
        ('{"op": "split", "person": "A", "articles": [], "name": "B"}', "'articles' is []"),
        ('{"op": "split", "person": "A", "articles": ["x"], "name": "A"}', "into the same name"),
        ('{"op": "reject", "article": "x", "start": 5, "end": 5}', "expected start below end"),
        ('{"op": "reject", "article": "x", "start": true, "end": 5}', "'start' is True"),
        ('{"op": "speaker", "article": "x", "start": -1, "end": 5, "speaker": "A"}', "'start' is -1"),
    ],
)
def test_what_is_not_understood_is_refused(line: str, complaint: str) -> None:
    """The message names file and line and what was seen."""
    with pytest.raises(BadInput) as caught:
        read_corrections('{"op": "rename", "person": "X", "name": "Y"}\n' + line, "fixes.jsonl")
    assert str(caught.value).startswith("fixes.jsonl:2: ")
    assert complaint in str(caught.value)


def test_two_lines_that_contradict_each_other_are_refused() -> None:
    """One quotation cannot be both Lee's and none; the earlier line is named."""
    content = (
        '{"op": "reject", "article": "x", "start": 1, "end": 5}\n'
        '{"op": "speaker", "article": "x", "start": 1, "end": 5, "speaker": "Lee"}\n'
    )
    with pytest.raises(BadInput, match=r"corrections.jsonl:2: x 1-5 is by Lee, but line 1 says: x 1-5 is no quotation"):
        read_corrections(content)


@given(st.text())
def test_no_text_crashes_the_reader(content: str) -> None:
    """Anything is either read or refused as bad input."""
    with suppress(BadInput):
        read_corrections(content)


@given(st.dictionaries(st.sampled_from(["op", "people", "name", "person", "start"]), st.text() | st.integers()))
def test_no_object_crashes_the_reader(row: dict[str, object]) -> None:
    """Objects with the right keys and the wrong values are refused, never half applied."""
    with pytest.raises(BadInput):
        read_corrections(json.dumps(row))
