"""A question while it is judged: every state can be written down, and the finished line is what was decided."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.evaluation.judging import Candidate, OpenQuestion, known_places, read_open, without_overlap
from onrecord.records import Span

TEXT = "The mayor froze the fares. Nobody paid more. The mill burned."
TEXTS = {"ferry": TEXT, "mill": TEXT}


def question(*spans: tuple[int, int], **facts: object) -> OpenQuestion:
    """A question with candidates of the article `ferry`."""
    candidates = tuple(Candidate("ferry", Span(*span), "0" * 64) for span in spans)
    made = OpenQuestion("q001", "fares", "quote", "keyword", candidates=candidates, pool={"depth": 5})
    return replace(made, **facts)  # type: ignore[arg-type]


def test_grades_become_gold_and_all_places_are_kept() -> None:
    """Above 0 is gold with its text; whatever was looked at stands in `judged`, unsure as null."""
    judged = question((0, 26), (27, 44), (45, 61)).graded(2).graded(0).graded(None)
    assert judged.position is None
    row = judged.finished(TEXTS)
    assert row["gold"] == [{"doc": "ferry", "start": 0, "end": 26, "text": TEXT[:26], "grade": 2}]
    assert [line["grade"] for line in row["judged"]] == [2, 0, None]  # type: ignore[index, union-attr, call-overload]
    assert (row["family"], row["pool"]) == ("quote", {"depth": 5})


def test_without_gold_nothing_answers() -> None:
    """The family becomes none and nobody is to be named."""
    row = question((0, 26), speaker="Ada Fenn").graded(0).finished(TEXTS)
    assert (row["family"], row["gold"], row["speaker"]) == ("none", [], None)


def test_a_narrowed_place_is_gold_by_its_part() -> None:
    """The part becomes gold; `judged` keeps the place that was shown."""
    row = question((0, 61)).narrowed(Span(27, 44)).graded(1).finished(TEXTS)
    assert row["gold"] == [{"doc": "ferry", "start": 27, "end": 44, "text": "Nobody paid more.", "grade": 1}]
    assert row["judged"] == [{"doc": "ferry", "start": 0, "end": 61, "grade": 1}]


def test_undone_takes_the_last_decision_back() -> None:
    """Also a narrowing; the first place has nothing before it."""
    before = question((0, 26), (27, 44))
    assert before.undone() is None
    assert before.narrowed(Span(4, 9)).graded(2).undone() == before
    assert before.graded(2).graded(1).undone() == before.graded(2)


def test_a_line_that_was_there_before_keeps_what_it_had() -> None:
    """Gold, notes and unknown keys stay; new gold is added; an overlapping worse one is not."""
    old = {"qid": "q001", "family": "claim", "style": "keyword", "query": "fares", "note": "mine", "x": 1,
           "gold": [{"doc": "ferry", "start": 0, "end": 26, "grade": 2, "sha256": "ab"}],
           "judged": [{"doc": "mill", "start": 0, "end": 5, "grade": 0}]}  # fmt: skip
    row = question((20, 44), (45, 61), row=old, family="claim").graded(1).graded(2).finished(TEXTS)
    assert [(line["start"], line["end"]) for line in row["gold"]] == [(0, 26), (45, 61)]  # type: ignore[index, union-attr, call-overload]
    assert row["gold"][0]["sha256"] == "ab"  # type: ignore[index, call-overload]
    assert (row["note"], row["x"], row["family"]) == ("mine", 1, "claim")
    assert len(row["judged"]) == 3  # type: ignore[arg-type]
    assert known_places(row)[0] == ("ferry", Span(0, 26))


def test_of_overlapping_gold_the_better_then_the_shorter_stays() -> None:
    """Touching spans do not overlap; other articles do not matter."""

    def line(doc: str, start: int, end: int, grade: int) -> dict[str, object]:
        return {"doc": doc, "start": start, "end": end, "grade": grade}

    lines = [line("a", 0, 50, 1), line("a", 10, 20, 1), line("a", 20, 30, 2), line("b", 0, 50, 1), line("a", 29, 60, 2)]
    kept = without_overlap(lines)  # type: ignore[arg-type]
    assert [(k["doc"], k["start"], k["end"]) for k in kept] == [("a", 10, 20), ("a", 20, 30), ("b", 0, 50)]


decisions = st.lists(st.sampled_from([2, 1, 0, None, "narrow", "back"]), max_size=12)


@given(decisions)
def test_every_state_reads_back_as_it_was_written(steps: list[object]) -> None:
    """Through JSON and back nothing is lost, whatever was pressed in whatever order."""
    state = question((0, 26), (27, 44), (45, 61), (3, 9), row={"qid": "q001", "gold": []})
    for step in steps:
        if step == "back":
            state = state.undone() or state
        elif state.position is not None:
            state = state.narrowed(Span(1, 5)) if step == "narrow" else state.graded(step)  # type: ignore[arg-type]
        assert read_open(json.loads(json.dumps(state.to_dict())), "here") == state


@pytest.mark.parametrize(
    "change",
    [
        {"qid": 3}, {"pool": None}, {"candidates": [{"doc": "a"}]},
        {"candidates": [{"doc": "a", "revision": "x", "start": 5, "end": 5}]},
        {"candidates": [{"doc": "a", "revision": "x", "start": 0, "end": 5, "grade": 7}]},
        {"candidates": [{"doc": "a", "revision": "x", "start": 0, "end": 5, "answer": [1]}]},
    ],
)  # fmt: skip
def test_a_broken_state_names_its_place(change: dict[str, object]) -> None:
    """Whatever a hand or a disk did to the file, the message begins with file and line."""
    with pytest.raises(BadInput, match=r"^open\.jsonl:3: "):
        read_open(question((0, 5)).to_dict() | change, "open.jsonl:3")  # type: ignore[arg-type]
