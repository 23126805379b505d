"""The table for people: every fact of a hit, within the width, safe and the same with and without colour."""

import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Hit, Part, Span, TermScore
from onrecord.rendering.colours import Palette
from onrecord.rendering.display_width import text_width
from onrecord.rendering.hit_table import hit_table
from onrecord.rendering.safe_text import is_safe

SGR = re.compile(r"\x1b\[[0-9;]*m")
MakeHit = Callable[..., Hit]
UNTRUSTED = st.text(st.sampled_from("ab \n\t\r\x1b\x9b\u202e\ud800漢👩.«"), max_size=50)


def test_golden(two_hits: list[Hit]) -> None:
    """Exactly this, at 80 columns, with marks and explanation."""
    assert hit_table(two_hits, marks=True, explain=True) == (
        "1  0.8420   quote  Harbour stays open · gazette · 2024-03-04\n"
        "   harbour:33-85\n"
        "   speaker Ada Bell\n"
        "   “We will not «close» the «harbour»,” she said, and left\n"
        "   bm25 #1 12.30 · vector #4 0.6100\n"
        "   term         score  times    found in      idf\n"
        "   close       7.5000      1           4   3.1000\n"
        "   harbour     4.8000      2       1,900   2.2000\n"
        "   sum        12.3000\n"
        "\n"
        "2  0.03160  passage  Harbour stays open · gazette · 2024-03-04\n"
        "   harbour:0-31\n"
        "   Mayor Ada Bell spoke on Monday.\n"
        "   bm25 – · vector #2 0.5500\n"
    )


def test_golden_narrow(two_hits: list[Hit]) -> None:
    """Exactly this, at 20 columns; the explanation keeps terms and scores only."""
    assert hit_table(two_hits[:1], width=20, explain=True) == (
        "1  0.8420  quote\n"
        "   Harbour stays\n"
        "   open · gazette ·\n"
        "   2024-03-04\n"
        "   harbour:33-85\n"
        "   speaker Ada Bell\n"
        "   “We will not\n"
        "   close the\n"
        "   harbour,” she\n"
        "   said, and left\n"
        "   bm25 #1 12.30 ·\n"
        "   vector #4 0.6100\n"
        "   term        score\n"
        "   close      7.5000\n"
        "   harbo…     4.8000\n"
        "   sum       12.3000\n"
    )


def test_highlights_are_in_colour(two_hits: list[Hit]) -> None:
    """With colours a highlighted word is bold red and has no marks."""
    line = hit_table(two_hits, palette=Palette(True)).splitlines()[3]
    assert line == "   “We will not \x1b[1;31mclose\x1b[0m the \x1b[1;31mharbour\x1b[0m,” she said, and left"


def test_no_hits_no_lines() -> None:
    """An empty list is an empty string."""
    assert hit_table([]) == ""


def test_highlights_at_the_edges_overlapping_and_outside(make_hit: MakeHit) -> None:
    """Overlapping highlights are one; what lies outside the hit is left out."""
    spans = (Span(30, 36), Span(34, 41), Span(80, 90), Span(46, 46))
    table = hit_table([make_hit(highlights=spans)], marks=True)
    assert table.splitlines()[3] == "   «“We will» not close the harbour,” she said, and «left»"


def test_empty_text_has_no_passage_line(make_hit: MakeHit) -> None:
    """A hit without text, title, source, date and parts still shows its place and its article."""
    bare = make_hit(text="", start=5, end=5, title="", source="", date="", speaker=None, parts={}, highlights=())
    assert hit_table([bare]) == "1  0.8420  quote  harbour\n   harbour:5-5\n"


def test_a_long_hit_is_shown_by_its_best_stretch(make_hit: MakeHit) -> None:
    """A whole article as a hit is cut around its highlight, with an ellipsis on both sides."""
    text = "before " * 1000 + "sanctions " + "after " * 1000
    hit = make_hit(kind="article", start=0, end=len(text), text=text, highlights=(Span(7000, 7009),), parts={})
    table = hit_table([hit], marks=True, longest=60, width=100)
    assert table.splitlines()[3] == "   … before before before «sanctions» after after after after …"


def test_parts_of_one_arm_and_partial_parts(make_hit: MakeHit) -> None:
    """Rank and score are shown when they are known."""
    parts = {"bm25": Part(None, 0.5), "vector": Part(3, None)}
    assert hit_table([make_hit(parts=parts)]).splitlines()[-1] == "   bm25 0.5000 · vector #3"


def test_explained_lines_sum_to_the_score(make_hit: MakeHit) -> None:
    """The last line is the sum of the scores above it."""
    terms = tuple(TermScore(f"t{n}", 0.1, 1.0, 1, 1) for n in range(10))
    assert hit_table([make_hit(explanation=terms)], explain=True).splitlines()[-1].split() == ["sum", "1.0000"]


@given(
    title=UNTRUSTED,
    text=UNTRUSTED,
    speaker=UNTRUSTED,
    article=UNTRUSTED,
    width=st.integers(20, 90),
    marks=st.booleans(),
    spans=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=6),
)
def test_any_hit(
    make_hit: MakeHit, title: str, text: str, speaker: str, article: str, width: int, marks: bool,
    spans: list[tuple[int, int]],
) -> None:  # fmt: skip
    """Safe on every line, within the width but for the place, and colours change nothing but colour."""
    hit = make_hit(
        title=title, text=text, speaker=speaker, article=article, start=0, end=len(text),
        highlights=tuple(Span(s, s + n) for s, n in spans), explanation=(TermScore(title, 1.0, 1.0, 1, 1),),
    )  # fmt: skip
    plain = hit_table([hit], width=width, marks=marks, explain=True)
    assert all(is_safe(line) for line in plain.split("\n"))
    place = next(line for line in plain.split("\n") if line.endswith(f":0-{len(text)}"))
    assert all(text_width(line) <= width for line in plain.split("\n") if line != place)
    painted = hit_table([hit], width=width, marks=marks, explain=True, palette=Palette(True))
    assert SGR.sub("", painted) == plain
