"""Missed questions as blocks of lines: whole, within the width, and safe on a terminal."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from invented_benchmark import MISS, invented_benchmark
from onrecord.benchmark import Benchmark, Miss, Question
from onrecord.rendering.colours import Palette
from onrecord.rendering.display_width import text_width
from onrecord.rendering.misses_view import misattributed_lines, miss_lines, waterfall_words
from onrecord.rendering.safe_text import is_safe

BLOCK = """\
5 questions · 4 answered in the first 10 · 1 fusion

q5 · claim · keyword · lost at fusion
asked   cost of the new pier
why     vectors had it on rank 2; the joined list put it on
        rank 14
ranks   bm25 – · vectors #2 · fused #14
first   a1:0-12
        speaker unknown
        The pier was
answer  a2:5-30
        Ada Quay
        cost forty million in all""".splitlines()


def test_a_block() -> None:
    """The waterfall in a sentence, then everything that is known of the miss."""
    assert miss_lines(invented_benchmark(), 60) == BLOCK


def test_waterfall_words() -> None:
    """Stages stand in the order in which a query passes them; those that lost nothing are left out."""
    benchmark = replace(invented_benchmark(), waterfall={"fusion": 1, "splitting": 2, "bm25": 0})
    assert waterfall_words(benchmark) == "5 questions · 2 answered in the first 10 · 2 splitting · 1 fusion"
    assert waterfall_words(replace(benchmark, waterfall={})) == ""
    nothing_lost = replace(benchmark, waterfall={"fusion": 0}, settings={})
    assert waterfall_words(nothing_lost) == "5 questions · 5 answered"


def test_several_systems_have_headings() -> None:
    """Where more than one system missed something, it is said whose misses these are."""
    lines = miss_lines(replace(invented_benchmark(), misses={"old": (MISS, MISS), "empty": (), "new": (MISS,)}), 60)
    assert [line for line in lines if line.endswith(("miss", "misses"))] == ["old: 2 misses", "new: 1 miss"]
    assert lines.count(BLOCK[2]) == 3


def test_nothing_recorded() -> None:
    """Without misses and waterfall there is nothing to show; misses alone do not begin with an empty line."""
    empty = replace(invented_benchmark(), misses={}, waterfall={})
    assert miss_lines(empty) == []
    assert miss_lines(replace(empty, misses={"hybrid": (MISS,)}), 60) == BLOCK[2:]


def test_articles_have_no_speaker() -> None:
    """Where articles are ranked nobody is said to be unknown; titles stand under the place."""
    answer = {"article": "a2", "title": "Piers", "start": 0, "end": 5, "text": "x" * 281, "speaker": None}
    miss = replace(MISS, first=None, answer=answer)
    lines = miss_lines(replace(invented_benchmark(), kind="articles", misses={"hybrid": (miss,)}), 400)
    assert lines[-4:] == ["first   no hit", "answer  a2:0-5", "        Piers", "        " + "x" * 280 + " …"]


def test_first_hits_with_the_wrong_speaker() -> None:
    """They stand under a heading of their own; none gives no lines."""
    benchmark = invented_benchmark()
    wrong = replace(MISS, stage="attribution", reason="the hit names nobody", ranks={"hybrid": 1})
    lines = misattributed_lines(benchmark, [wrong], 60)
    assert lines[:3] == ["1 first hit answers and names somebody else", "", "q5 · claim · keyword · wrong speaker"]
    assert "ranks   fused #1" in lines
    assert misattributed_lines(benchmark, [wrong, wrong], 60)[0] == "2 first hits answer and name somebody else"
    assert misattributed_lines(benchmark, []) == []


def test_colours_change_nothing_else() -> None:
    """Without its colours a painted block is the plain one."""
    painted = "\n".join(miss_lines(invented_benchmark(), 60, Palette(True)))
    for code in ("0", "1", "2", "32", "33", "35", "36"):
        painted = painted.replace(f"\x1b[{code}m", "")
    assert painted.splitlines() == BLOCK


def hostile(text: str) -> Benchmark:
    """A record whose every word is `text`."""
    place = {"article": "a", "start": 0, "end": 1, "title": text, "text": text, "speaker": text}
    miss = Miss(text, "fusion", text, {"bm25": 1, text: None}, place, place)
    question = Question(text, text, text, text, text, True)
    return replace(invented_benchmark(), questions=(question,), misses={text: (miss,), text + "!": (miss,)})


@given(text=st.text(max_size=80), width=st.integers(1, 90))
def test_lines_are_safe_and_fit(text: str, width: int) -> None:
    """No text can steer the terminal or leave the width (20 at least)."""
    for line in miss_lines(hostile(text), width):
        assert is_safe(line)
        assert text_width(line) <= max(width, 20)


def test_long_and_odd_records() -> None:
    """Texts of a megabyte are cut, lone surrogates shown, and places without offsets left as they are."""
    for text in ("x " * 500_000, "\ud800" * 1000, "“" * 10_000, "\u202e\x1b[2J"):
        assert all(is_safe(line) for line in miss_lines(hostile(text), 80))
    odd = replace(MISS, qid="unknown", ranks={}, first={"article": 3}, answer={})
    lines = miss_lines(replace(invented_benchmark(), misses={"hybrid": (odd,)}), 60)
    assert "unknown · lost at fusion" in lines
