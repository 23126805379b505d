"""An excerpt shows the stretch with most highlights and ends between words."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Span
from onrecord.rendering.excerpt import excerpt, widened
from onrecord.rendering.styled_text import merged


def test_short_text_is_shown_whole() -> None:
    """Nothing is cut that fits."""
    assert excerpt("short", [], 10) == Span(0, 5)


def test_without_highlights_the_beginning() -> None:
    """The beginning, up to a blank."""
    assert excerpt("one two three four", [], 10).of("one two three four") == "one two"


def test_the_densest_stretch_wins() -> None:
    """Two highlights near each other beat an earlier single one."""
    text = "alpha " + "x " * 50 + "beta gamma " + "y " * 50
    beta = len("alpha " + "x " * 50)
    spans = [Span(0, 5), Span(beta, beta + 4), Span(beta + 5, beta + 10)]
    shown = excerpt(text, spans, 30).of(text)
    assert shown.count("beta gamma") == 1
    assert len(shown) <= 30


def test_of_equals_the_earliest() -> None:
    """A tie goes to the front."""
    text = "aa " + "x " * 50 + "bb"
    assert excerpt(text, [Span(0, 2), Span(103, 105)], 20).start == 0


def test_a_highlight_longer_than_the_excerpt_is_cut() -> None:
    """The excerpt stays within its size and inside the highlight."""
    region = excerpt("x" * 100, [Span(10, 90)], 20)
    assert len(region) == 20
    assert region.overlap(Span(10, 90)) == 20


@given(st.text("ab ", max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20))), st.integers(1, 80))
def test_excerpt_against_all_windows(text: str, pairs: list[tuple[int, int]], size: int) -> None:
    """The excerpt holds as many whole highlights as the best of all windows of its size."""
    spans = merged([Span(start, start + length) for start, length in pairs], Span(0, len(text)))
    region = excerpt(text, spans, size)
    assert 0 <= region.start <= region.end <= len(text)
    assert len(region) <= size

    def held(start: int, end: int) -> int:
        return sum(start <= span.start and span.end <= end for span in spans)

    assert held(region.start, region.end) == max(held(at, at + size) for at in range(len(text) + 1))


def test_widened_ends_between_words() -> None:
    """Context is cut at blanks, never inside the span."""
    text = "alpha beta gamma delta"
    assert widened(text, Span(11, 16), 3) == Span(11, 16)
    assert widened(text, Span(11, 16), 6).of(text) == "beta gamma delta"
    assert widened(text, Span(11, 16), 100) == Span(0, len(text))
    assert widened(text, Span(11, 16), 0) == Span(11, 16)
