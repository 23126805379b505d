"""Drawings: coordinates worked out by hand, well-formed XML, safe words."""

from xml.etree import ElementTree

import pytest
from bench_samples import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from onrecord.rendering.bench_charts import (
    Bar,
    Bin,
    Curve,
    Curves,
    Gains,
    Intervals,
    Mark,
    MarkRow,
    Reliability,
    Steps,
    Strip,
    Strips,
)
from onrecord.rendering.bench_palette import DARK, LIGHT, contrast
from onrecord.rendering.bench_svg import element, figure_svg, mark, path_of, words
from onrecord.rendering.bench_svg_planes import MOST_BARS, curve_drawing, gain_drawing, reliability_drawing, thinned
from onrecord.rendering.bench_svg_rows import interval_drawing, step_drawing, strip_drawing

SVG = "{http://www.w3.org/2000/svg}"


def parsed(height: float, drawn: list[str]) -> ElementTree.Element:
    return ElementTree.fromstring(figure_svg("f", "title", "about", height, drawn))


def shapes(root: ElementTree.Element, name: str, kind: str) -> list[dict[str, str]]:
    """Attributes of the `name` elements in groups of class `kind`, or of that class themselves."""
    inside = [found for group in root.iter(f"{SVG}g") if group.get("class") == kind for found in group.iter(SVG + name)]
    return [found.attrib for found in inside] or [e.attrib for e in root.iter(SVG + name) if e.get("class") == kind]


def test_gains_by_hand() -> None:
    """Three bars over 310 units; half a point is 75 units high, the line of zero stands at 89."""
    bars = (Bar("q1", "a", 0.5), Bar("q2", "b", 0.0), Bar("q3", "c", -0.25))
    root = parsed(*gain_drawing(Gains("difference", bars, 1, 1, 1, 0.5)))
    assert shapes(root, "rect", "gain") == [{"x": "38", "y": "14", "width": "102.33", "height": "75"}]
    assert shapes(root, "rect", "lack") == [{"x": "244.67", "y": "89", "width": "102.33", "height": "37.5"}]
    assert shapes(root, "line", "zero") == [{"x1": "38", "y1": "89", "x2": "348", "y2": "89", "class": "zero"}]
    told = [found.text for found in root.iter(f"{SVG}title")]
    assert told == ["title", "q1 +.500 a", "q3 −.250 c"]


def test_intervals_by_hand() -> None:
    """The axis runs from 37.9 behind the label to 340; .75 between .5 and 1 stands in its middle."""
    row = MarkRow("all", "n 3", (Mark(0, 0.75, 0.5, 1.0, "told"),))
    height, drawn = interval_drawing(Intervals("m", (row,), 0.5, 1.0))
    root = parsed(height, drawn)
    assert height == 8 + 36 + 34
    assert shapes(root, "circle", "s0") == [{"cx": "188.95", "cy": "26", "r": "4"}]
    (whisker,) = (found for found in shapes(root, "line", "s0") if found["class"] == "whisker")
    assert (whisker["x1"], whisker["x2"], whisker["y1"]) == ("37.9", "340", "26")


def test_a_mark_without_interval_has_no_line() -> None:
    """Only the dot is drawn, and no zero line is asked for."""
    row = MarkRow("all", "n 3", (Mark(0, 0.75, None, None, "told"),))
    root = parsed(*interval_drawing(Intervals("m", (row,), 0.75, 0.75)))
    assert not [found for found in shapes(root, "line", "s0") if found["class"] == "whisker"]
    assert not shapes(root, "line", "zero")


def test_strips_by_hand() -> None:
    """One decade from 94 to 338: the median of 100 ms stands at the right end, 10 ms at the left."""
    root = parsed(*strip_drawing(Strips((Strip(2, "s", (0.01, 0.01, 0.1, 0.1, 0.1)),))))
    lines = shapes(root, "line", "s2")
    assert [(found["class"], found["x1"], found["x2"]) for found in lines] == [
        ("whisker", "94", "338"), ("notch", "338", "338"),
    ]  # fmt: skip
    assert shapes(root, "rect", "s2")[0]["width"] == "244"


def test_steps_by_hand() -> None:
    """Of four, two are lost, each on its own: a loss hangs where the one before ended."""
    root = parsed(*step_drawing(Steps(4, (("bm25", 1), ("fusion", 1)), 2)))
    bars = shapes(root, "rect", "step")
    assert [(bar["class"], bar["x"], bar["width"], bar["y"]) for bar in bars] == [
        ("whole", "118.2", "187.8", "8"), ("loss", "259.05", "46.95", "32"), ("loss", "212.1", "46.95", "56"),
        ("found", "118.2", "93.9", "80"),
    ]  # fmt: skip


def test_curves_by_hand() -> None:
    """Depth 10 stands in the middle of 1 and 100; recall .5 half way up."""
    curve = Curve(1, "bm25", ((1, 0.0), (10, 0.5), (100, 1.0)))
    root = parsed(*curve_drawing(Curves("hits", "recall", (1, 10, 100), (curve,))))
    (path,) = root.iter(f"{SVG}path")
    assert path.get("d") == "M46 204L193 109L340 14"


def test_reliability_by_hand() -> None:
    """Half confident and half right stands in the middle of the square, on the diagonal."""
    root = parsed(*reliability_drawing(Reliability(0, (Bin(4, 0.5, 0.5, 0.15, 0.85),))))
    assert shapes(root, "circle", "s0") == [{"cx": "178", "cy": "134", "r": "7.5"}]
    assert shapes(root, "line", "diagonal")[0] | {} == {
        "x1": "58", "y1": "254", "x2": "298", "y2": "14", "class": "diagonal",
    }  # fmt: skip


def test_many_bars_are_thinned_evenly() -> None:
    """What is drawn keeps the order and both ends' neighbourhoods; few bars stay as they are."""
    bars = [Bar(str(n), "", float(n)) for n in range(10 * MOST_BARS)]
    kept = thinned(bars)
    assert len(kept) == MOST_BARS
    assert [kept[0].qid, kept[1].qid, kept[-1].qid] == ["5", "15", str(10 * MOST_BARS - 5)]
    assert thinned(bars[:5]) == bars[:5]


def test_eight_shapes_differ() -> None:
    """Colour never tells systems apart alone; the ninth begins again."""
    assert len({mark(slot, 10, 10) for slot in range(8)}) == 8
    assert mark(8, 10, 10) == mark(0, 10, 10)


def test_numbers_in_attributes() -> None:
    """Two decimals at most, no exponent, no minus zero."""
    assert path_of([(0.005, -0.001), (1e-7, 123.456)]) == "M0.01 0L0 123.46"
    assert element("rect", {"x": -0.0, "stroke_width": 1.50}) == '<rect x="0" stroke-width="1.5"/>'


@pytest.mark.parametrize(("palette", "paper"), [(LIGHT, "#ffffff"), (DARK, "#15171b")])
def test_colours_stand_out_from_the_paper(palette: tuple[str, ...], paper: str) -> None:
    """Graphics need a contrast of 3 to 1 (WCAG 2.1, 1.4.11)."""
    assert len(set(palette)) == 8
    assert min(contrast(colour, paper) for colour in palette) >= 3
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@given(st.text() | st.sampled_from(HOSTILE))
def test_any_words_are_well_formed(word: str) -> None:
    """Whatever is written into a drawing, it stays XML with that one text."""
    root = ElementTree.fromstring(figure_svg("f", word, word, 10, [words(1, 2, word, "label")]))
    assert [child.tag.removeprefix(SVG) for child in root] == ["title", "desc", "text"]
    assert not list(root[2])
    root = ElementTree.fromstring(element("g", {"class": word}))
    assert list(root.attrib) == ["class"]
