"""The terminal report: one record line by line, any width, any words, anything missing."""

from dataclasses import replace

import pytest
from bench_samples import HOSTILE, bare, named, small
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.rendering.bench_grid import grid_lines
from onrecord.rendering.bench_table import table_lines
from onrecord.rendering.display_width import text_width
from onrecord.rendering.safe_text import is_safe

SMALL = """\
harbour: 4 questions (1 without an answer), spans ranked by 2 systems

system  nDCG@10             hit@1  R@1   R@10
hybrid  .750 [.500, 1.000]  .667   .667  1.000
bm25    .667 [.500, 1.000]  .333   .333  1.000

nDCG@10 by family and style
questions       n  hybrid              bm25
all             3  .750 [.500, 1.000]  .667 [.500, 1.000]
family person   1  .500                .500
family quote    2  .875                .750
style keyword   2  .875                .750
style question  1  .500                .500

Whole runs
system  AUROC  p50      p95      p99      index
hybrid  .950   20.0 ms  40.0 ms  40.0 ms  2.5 MB
bm25    .900   2.00 ms  4.00 ms  4.00 ms  1.5 kB

Comparisons: difference, 95% interval
○ no difference seen between hybrid and bm25: nDCG@10 +.083 [−.250,
  .500], p 1.000 after Holm, 3 questions
▲ hybrid is better than bm25: hit@1 +.333 [.021, .600], p < .001 after
  Holm, 3 questions

nDCG@10 by group: ▲ better, ▼ worse, ○ no difference seen
questions     n  hybrid − bm25
family quote  2  ○ +.125 [−.250, .500] p 1.000

Answered 2 of 3 questions; lost at fusion 1

Made up by hand.

k 10, seed 7, archive.articles 3, commit 0123abc"""


def test_a_small_record() -> None:
    """Leading system first, intervals where given, verdicts in words, losses, notes and settings."""
    assert "\n".join(table_lines(small(), 72)) == SMALL


def test_without_a_bound_sentences_are_not_broken() -> None:
    """No width: as wide as it gets, as for a file."""
    assert "▲ hybrid is better than bm25: hit@1 +.333 [.021, .600], p < .001 after Holm, 3 questions" in table_lines(
        small()
    )


def test_an_empty_record_says_what_it_lacks() -> None:
    """Nothing is left out silently."""
    assert [line for line in table_lines(bare()) if line] == [
        "nothing: 0 questions, articles ranked by 0 systems",
        "No system has a measure.",
        "Nothing was timed. No index was sized. Silence was not measured.",
        "No systems were compared.",
        "No failure waterfall was recorded.",
    ]


def test_earlier_and_further_comparisons() -> None:
    """An older record has a heading of its own; what the report leaves to other formats is counted."""
    record = small()
    older = replace(record.comparisons[1], against="hybrid of yesterday")
    other = replace(record.comparisons[2], measure="hit@1")
    lines = table_lines(replace(record, earlier=(older,), comparisons=(*record.comparisons, other)))
    assert lines[lines.index("Against the earlier record") + 1].startswith("▲ hybrid is better than hybrid of yester")
    assert "1 further comparison: see JSON or HTML." in lines


@pytest.mark.parametrize("word", HOSTILE)
@pytest.mark.parametrize("width", [20, 50, 80, None])
def test_hostile_words_steer_no_terminal(word: str, width: int | None) -> None:
    """Every line is printable and as wide as it may be."""
    for line in table_lines(named(word), width):
        assert is_safe(line)
        assert width is None or text_width(line) <= width


@settings(max_examples=60)
@given(st.text(max_size=60), st.integers(20, 140))
def test_any_words_at_any_width(word: str, width: int) -> None:
    """No crash, no line too wide, nothing that is no number."""
    lines = table_lines(named(word), width)
    assert all(is_safe(line) and text_width(line) <= width for line in lines)


def test_columns_stand_in_blocks() -> None:
    """What does not fit beside the first column goes below, with the first column again."""
    head, rows = ["a", "bbbb", "cccc", "dddd"], [["x", "1", "2", "3"]]
    assert grid_lines(head, rows, 13) == ["a  bbbb  cccc", "x  1     2", "", "a  dddd", "x  3"]
    assert grid_lines(head, rows, None) == ["a  bbbb  cccc  dddd", "x  1     2     3"]
    assert grid_lines(["a"], [["bc"]], 1) == ["a", "…"]
