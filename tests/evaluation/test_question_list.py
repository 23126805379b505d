"""Questions written down beforehand, and the parts of a place that may answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluation.answer_parts import answer_parts, chosen_part, surroundings
from onrecord.evaluation.question_list import WrittenQuestion, read_written, style_of
from onrecord.records import Span


def test_plain_lines_are_questions(tmp_path: Path) -> None:
    """Blank lines are passed, blanks tidied, a byte-order mark dropped."""
    file = tmp_path / "q.txt"
    file.write_text("\ufeffWho froze   the fares?\r\n\n  breakwater cost \n", "utf-8")
    assert read_written(file) == [WrittenQuestion("Who froze the fares?"), WrittenQuestion("breakwater cost")]


def test_objects_may_say_more(tmp_path: Path) -> None:
    """Ours and BEIR's names of the keys; what is missing stays open."""
    file = tmp_path / "q.jsonl"
    file.write_text(
        '{"qid": "a", "query": "fares", "family": "claim", "style": "keyword", "speaker": "Ada Fenn"}\n'
        '{"_id": "b", "text": "mill"}\n{"query": "boats", "speaker": null}\n',
        "utf-8",
    )
    assert read_written(file) == [
        WrittenQuestion("fares", "a", "claim", "keyword", "Ada Fenn"),
        WrittenQuestion("mill", "b"),
        WrittenQuestion("boats"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no questions"), ('{"query": " "}', ":1: an empty question"), ('{"q": "a"}', ":1: key 'query'"),
        ('{"qid": "a", "query": "x"}\n{"qid": "a", "query": "y"}', ":2: qid 'a' was used on line 1"),
        ('{"query": "x"}\nplain', ":2: not valid JSON"), ('{"query": "x", "family": "none"}', ":1: family 'none'"),
    ],
)  # fmt: skip
def test_what_is_no_question_is_named(tmp_path: Path, content: str, said: str) -> None:
    """File and line, and what is wrong."""
    file = tmp_path / "q.jsonl"
    file.write_text(content, "utf-8")
    with pytest.raises(BadInput) as refused:
        read_written(file)
    assert said in str(refused.value)
    assert str(file) in str(refused.value)


def test_style_goes_by_the_question_mark() -> None:
    """Of other scripts too."""
    assert [style_of(q) for q in ("Who? ", "fares", "誰が？", "من؟")] == ["question", "keyword", "question", "question"]


TEXT = "First one. The mayor said: “We froze them. We will wait.” Then she left. A last one."


def test_parts_are_sentences_and_quotations_around_the_place() -> None:
    """One sentence more on either side; a quotation comes with its marks, behind the sentence it stands in."""
    place = Span(TEXT.index("We froze"), TEXT.index(" We will"))
    parts = [part.of(TEXT) for part in answer_parts(TEXT, place)]
    assert "First one." in parts
    assert "“We froze them. We will wait.”" in parts
    assert "A last one." not in parts
    assert surroundings(TEXT, place).start == 0


def test_a_choice_is_a_number_or_two() -> None:
    """Anything else chooses nothing."""
    parts = [Span(0, 5), Span(6, 20), Span(8, 12)]
    assert chosen_part(parts, " 2 ") == Span(6, 20)
    assert chosen_part(parts, "2-3") == Span(6, 20)
    assert chosen_part(parts, "1–2") == Span(0, 20)
    assert [chosen_part(parts, wrong) for wrong in ("0", "4", "2-1", "x", "", "1,2", "9" * 9)] == [None] * 7


@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 50))
def test_parts_never_leave_the_text(text: str, start: int, size: int) -> None:
    """Any text, any place in it: parts are inside, ascending and not empty."""
    place = Span(min(start, len(text)), min(start + size, len(text)))
    around, parts = surroundings(text, place), answer_parts(text, place)
    assert around.start <= place.start <= place.end <= around.end <= len(text)
    assert parts == sorted(parts, key=lambda part: (part.start, -part.end))
    assert all(len(part) and part.end <= len(text) for part in parts)
