"""Stretches say exactly which parts lie over each character."""

from hypothesis import given
from spoken_samples import ATTRIBUTIONS, TEXT, at, attributed_texts

from onrecord.records import Span
from onrecord.rendering.attribution_overlay import overlaid, parts_of, within
from onrecord.spoken import Attribution


@given(attributed_texts())
def test_stretches_agree_with_a_look_at_every_character(case: tuple[str, list[Attribution]]) -> None:
    """Naive twin: the innermost eight parts over each character, and each part opened and closed once."""
    text, attributions = case
    parts = parts_of(text, attributions)
    stretches = overlaid(parts, len(text))
    assert "".join(stretch.span.of(text) for stretch in stretches) == text
    for stretch in stretches:
        for place in range(stretch.span.start, stretch.span.end):
            over = [part for part in parts if part.span.start <= place < part.span.end]
            assert list(stretch.parts) == sorted(over, key=lambda part: part.depth_key)[:8]
    opened = [part for stretch in stretches for part in stretch.opening]
    closed = [part for stretch in stretches for part in stretch.closing]
    assert sorted(map(repr, opened)) == sorted(map(repr, closed)) == sorted(map(repr, parts))


def test_parts_have_no_blanks_at_their_ends_and_end_with_the_text() -> None:
    """A span of blanks is no part, a span beyond the text is clipped."""
    wild = Attribution((Span(2, 3),), (), (Span(0, 3), Span(4, 99)), "indirect", 1.0, "rules")
    assert [(part.span, part.role, part.last) for part in parts_of("ab c d ", [wild])] == [
        (Span(0, 2), "content", False),
        (Span(5, 6), "content", True),
    ]


def test_the_inner_attribution_is_on_top() -> None:
    """Where a quote stands in another's content, its own source and cue are innermost."""
    stretches = overlaid(parts_of(TEXT, ATTRIBUTIONS), len(TEXT))
    [source] = [stretch for stretch in stretches if stretch.span == at("auditors")]
    assert [(part.number, part.role) for part in source.parts] == [(5, "source"), (4, "content")]


def test_cuts_split_and_regions_are_found_again() -> None:
    """A region between cuts is made up of its stretches."""
    stretches = overlaid(parts_of(TEXT, ATTRIBUTIONS), len(TEXT), [10, 50, 10, 0, 9999])
    assert "".join(stretch.span.of(TEXT) for stretch in within(stretches, Span(10, 50))) == TEXT[10:50]


def test_ten_thousand_nested_attributions() -> None:
    """Deep nesting is cut at eight parts, so the result stays small."""
    text = "x" * 20_000
    nested = [Attribution((), (), (Span(n, 20_000 - n),), "indirect", 0.5, "rules") for n in range(10_000)]
    stretches = overlaid(parts_of(text, nested), len(text))
    assert len(stretches) == 19_999
    assert max(len(stretch.parts) for stretch in stretches) == 8
