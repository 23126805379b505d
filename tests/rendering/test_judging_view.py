"""What a judge sees: every word of the place, nothing that steers the terminal, lines that fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Article, Span
from onrecord.rendering.colours import Palette
from onrecord.rendering.display_width import text_width
from onrecord.rendering.judging_view import JudgedPlace, keys_view, parts_view, place_view, question_view
from onrecord.rendering.safe_text import is_safe

TEXT = "Before it. The mayor froze the fares.\n\nNobody paid. Behind it."
ARTICLE = Article("ferry", TEXT, title="Ferry fares", source="Harbour News", date="2024-05-01")
PLAIN, COLOURS = Palette(False), Palette(True)


def place(answer: Span | None = None) -> JudgedPlace:
    """Two sentences of two paragraphs, with one sentence on either side."""
    return JudgedPlace(ARTICLE, Span(11, 51), Span(0, len(TEXT)), answer, [Span(21, 26), Span(31, 36)])


def test_the_place_stands_between_its_surroundings() -> None:
    """Paragraphs keep their lines; without colours the surroundings are in brackets and hits in marks."""
    assert place_view(place(), PLAIN, 80).splitlines() == [
        "", "  Ferry fares · Harbour News · 2024-05-01", "  ferry:11-51", "    [Before it.]",
        "    The mayor «froze» the «fares».", "    Nobody paid.", "    [Behind it.]", "",
    ]  # fmt: skip


def test_a_chosen_answer_stands_out() -> None:
    """What is not the answer becomes surroundings."""
    lines = place_view(place(Span(39, 51)), PLAIN, 80).splitlines()
    assert lines[3:6] == ["    [Before it. The mayor froze the fares.]", "    Nobody paid.", "    [Behind it.]"]


def test_colours_change_no_word() -> None:
    """With them there are no marks and no brackets."""
    shown = place_view(place(), COLOURS, 80)
    assert "\x1b[2mBefore it.\x1b[0m" in shown
    assert "\x1b[1;31mfroze\x1b[0m" in shown
    assert "«" not in shown


def test_parts_are_numbered_and_keys_wrap() -> None:
    """From 1; a key never stands apart from its meaning."""
    parts = parts_view(place(), [Span(11, 37), Span(39, 51)], PLAIN, 40)
    assert parts == "   1  The mayor «froze» the «fares».\n   2  Nobody paid.\n"
    assert keys_view([("a", "one"), ("b", "two"), ("c", "three")], PLAIN, 15) == "a one · b two\nc three\n"


@given(st.text(max_size=120), st.text(max_size=30), st.integers(0, 120), st.integers(20, 60))
def test_any_text_is_safe_and_fits(text: str, name: str, start: int, width: int) -> None:
    """Whatever stands in an article, an id or a question, and wherever the place is."""
    span = Span(min(start, len(text)), len(text))
    seen = JudgedPlace(Article(name, text, title=name), span, Span(0, len(text)), None, [span] if len(span) else [])
    out = place_view(seen, PLAIN, width) + parts_view(seen, [span], PLAIN, width)
    out += question_view(name, text, name, name, "1 of 2", PLAIN, width)
    assert all(is_safe(line) and text_width(line) <= width for line in out.split("\n"))
