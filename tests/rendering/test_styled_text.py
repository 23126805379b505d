"""Highlights survive merging, collapsing, wrapping and painting."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Span
from onrecord.rendering.colours import Palette
from onrecord.rendering.styled_text import StyledText, highlighted, merged, trimmed

TEXT = st.text("ab \n漢", max_size=60)
PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=8)
SGR = re.compile(r"\x1b\[[0-9;]*m")


def covered(spans: list[Span], size: int) -> set[int]:
    return {place for span in spans for place in range(span.start, min(span.end, size))}


def test_merged_joins_and_clips() -> None:
    """Overlapping and touching spans become one, empty and outside ones go."""
    spans = [Span(8, 12), Span(0, 3), Span(3, 5), Span(2, 4), Span(6, 6), Span(50, 60)]
    assert merged(spans, Span(1, 10)) == [Span(1, 5), Span(8, 10)]


@given(PAIRS, st.integers(0, 40), st.integers(0, 40))
def test_merged_covers_the_same_characters(pairs: list[tuple[int, int]], start: int, length: int) -> None:
    """What is covered before and inside the bounds is covered after, by disjoint ascending spans."""
    spans = [Span(s, s + n) for s, n in pairs]
    out = merged(spans, Span(start, start + length))
    assert covered(out, 100) == covered(spans, 100) & set(range(start, start + length))
    assert all(a.end < b.start for a, b in pairwise(out))


def test_trimmed_takes_blanks_from_the_ends() -> None:
    """A span of blanks goes; others end at letters."""
    assert trimmed(" ab  cd ", [Span(0, 4), Span(4, 5), Span(5, 8)]) == [Span(1, 3), Span(5, 7)]


def test_marks_stand_where_spans_start_and_end() -> None:
    """A span cut by the region has no mark at the cut."""
    text = "one two three four"
    spans = [Span(0, 3), Span(8, 18)]
    assert highlighted(text, spans, Span(0, 13), marks=True).text == "«one» two «three"
    assert highlighted(text, spans, Span(13, 18), marks=True).text == "four»"


def test_blanks_are_collapsed_across_span_edges() -> None:
    """One space remains, even where a span ends among blanks."""
    styled = highlighted("  a \n  b  ", [Span(2, 5)], Span(0, 10))
    assert styled == StyledText("a b ", ((Span(0, 2), "highlight"),))


@given(TEXT, PAIRS, st.booleans())
def test_runs_hold_what_the_spans_held(text: str, pairs: list[tuple[int, int]], collapse: bool) -> None:
    """The highlighted letters are those of the spans, in order; no letter is lost."""
    spans = merged([Span(s, s + n) for s, n in pairs], Span(0, len(text)))
    styled = highlighted(text, spans, Span(0, len(text)), collapse=collapse)
    bare = "".join("".join(span.of(styled.text).split()) for span, _ in styled.runs)
    assert bare == "".join("".join(span.of(text).split()) for span in spans)
    assert styled.text.split() == text.split()
    if not collapse:
        assert styled.text == text


@given(TEXT, PAIRS, st.integers(8, 30), st.booleans())
def test_colours_change_nothing_but_colour(text: str, pairs: list[tuple[int, int]], width: int, marks: bool) -> None:
    """Painted lines without their sequences are the plain lines."""
    spans = merged([Span(s, s + n) for s, n in pairs], Span(0, len(text)))
    styled = highlighted(text, spans, Span(0, len(text)), marks=marks)
    plain = styled.lines(width, Palette(False))
    painted = styled.lines(width, Palette(True))
    assert [SGR.sub("", line) for line in painted] == plain
    assert any("\x1b[1;31m" in line for line in painted) == any(
        styled.text[s.start : s.end].strip() for s, _ in styled.runs
    )


def test_a_run_over_two_lines_is_closed_on_each() -> None:
    """No colour leaks into the next line or the margin."""
    styled = StyledText.of(("aaaa bbbb cccc", "highlight"))
    assert styled.lines(9, Palette(True)) == ["\x1b[1;31maaaa bbbb\x1b[0m", "\x1b[1;31mcccc\x1b[0m"]
