"""An article on the terminal keeps its lines and shows its spans where they are."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InvalidSpan
from onrecord.records import Article, Span
from onrecord.rendering.article_view import article_view
from onrecord.rendering.colours import Palette
from onrecord.rendering.display_width import text_width
from onrecord.rendering.safe_text import is_safe

SGR = re.compile(r"\x1b\[[0-9;]*m")


def body(view: str) -> str:
    """What stands below the header."""
    return view.split("\n\n", 1)[1]


def test_golden(article: Article) -> None:
    """Header, paragraphs, one span over two lines, offsets in the margin."""
    view = article_view(article, [Span(33, 82)], offsets=True, width=40, revision=(2, 3))
    assert view == (
        "Harbour stays open\n"
        "article   harbour\n"
        "date      2024-03-04\n"
        "source    gazette\n"
        "url       https://example.org/a\n"
        "length    87 characters\n"
        f"sha256    {article.sha256[:12]}\n"
        "revision  2 of 3\n"
        "\n"
        " 0  Mayor Ada Bell spoke on Monday.\n"
        "\n"
        "33  «“We will not close the harbour,”\n"
        "    she said,\n"
        "77  and l»eft.\n"
    )


def test_context_shows_the_neighbourhood(article: Article) -> None:
    """Only whole words near each span, with an ellipsis for what is left out."""
    view = article_view(article, [Span(46, 51), Span(6, 9)], context=13)
    assert body(view) == "Mayor «Ada» Bell spoke\n…\nWe will not «close» the\n…\n".replace("We", "“We")


def test_context_without_spans_shows_all(article: Article) -> None:
    """There is no neighbourhood to choose."""
    assert article_view(article, context=5) == article_view(article)


def test_marks_follow_the_palette_unless_asked(article: Article) -> None:
    """Colours replace marks; both can be had."""
    spans = [Span(46, 51)]
    assert "\x1b[1;31mclose\x1b[0m" in article_view(article, spans, palette=Palette(True))
    assert "\x1b[1;31m«close»\x1b[0m" in article_view(article, spans, palette=Palette(True), marks=True)
    assert "not close the" in article_view(article, spans, marks=False)


def test_lines_blank_lines_and_indentation_stay() -> None:
    """Several blank lines become one, a wrapped line keeps its indentation, a table its columns."""
    text = "\n\nTitle\n\n\n\n  - point one is long\nkey    value\n   \nend\n\n"
    assert body(article_view(Article("a", text), width=18)) == (
        "Title\n\n  - point one is\n  long\nkey    value\n\nend\n"
    )


def test_a_span_that_begins_and_ends_with_blanks_is_marked_at_its_words() -> None:
    """No mark stands on an empty line, none is lost."""
    assert body(article_view(Article("a", "one\n\n two \n\nthree"), [Span(3, 11)])) == "one\n\n «two»\n\nthree\n"


def test_control_characters_do_not_pass() -> None:
    """Neither from the text nor from the header."""
    hostile = "\x1b]0;owned\x07\x9b\u202e"
    nasty = Article(hostile, hostile, hostile, hostile, hostile, hostile, hostile)
    assert all(is_safe(line) for line in article_view(nasty, [Span(0, 3)], offsets=True).split("\n"))


def test_a_span_beyond_the_text_is_refused(article: Article) -> None:
    """The message says how long the text is."""
    with pytest.raises(InvalidSpan, match=r"harbour:80-900: the text has 87 characters.*0-87"):
        article_view(article, [Span(80, 900)])


def test_an_empty_article() -> None:
    """Only a header remains."""
    view = article_view(Article("a", ""), [Span(0, 0)], offsets=True)
    assert view.startswith("article   a\nlength    0 characters\n")
    assert body(view) == ""


@given(
    st.text(st.sampled_from("ab \n\r\t漢。\x1b\u202e👩«»"), max_size=120),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 30)), max_size=6),
    st.integers(20, 60),
    st.booleans(),
    st.one_of(st.none(), st.integers(0, 30)),
)
def test_any_article(text: str, pairs: list[tuple[int, int]], width: int, offsets: bool, context: int | None) -> None:
    """Safe, within the width, and the same with and without colour."""
    spans = [Span(min(s, len(text)), min(s + n, len(text))) for s, n in pairs]
    plain = article_view(Article("a", text), spans, width=width, offsets=offsets, context=context)
    painted = article_view(
        Article("a", text), spans, width=width, offsets=offsets, context=context, palette=Palette(True), marks=True
    )
    assert SGR.sub("", painted) == plain
    assert all(is_safe(line) and text_width(line) <= width for line in plain.split("\n"))


@given(
    st.text(st.sampled_from("ab \n漢."), max_size=120),
    st.lists(st.tuples(st.integers(0, 120), st.integers(0, 30)), max_size=6),
)
def test_nothing_is_lost_and_spans_stand_where_they_are(text: str, pairs: list[tuple[int, int]]) -> None:
    """Without blanks, the body is the text with a mark around each stretch of spans; offsets name the lines."""
    spans = [Span(min(s, len(text)), min(s + n, len(text))) for s, n in pairs]
    view = body(article_view(Article("a", text), spans, width=30))
    bare = "".join(view.split())
    assert bare.replace("«", "").replace("»", "") == "".join(text.split())
    inside = {place for span in spans for place in range(span.start, span.end)}
    wanted = "".join(c for place, c in enumerate(text) if place in inside and not c.isspace())
    assert "".join(re.findall("«([^»]*)»", bare)) == wanted
    margins = re.findall(r"^ *(\d+)  ", body(article_view(Article("a", text), offsets=True, width=30)), re.MULTILINE)
    starts = [match.start(1) for match in re.finditer(r"^ *([^ \n])", text, re.MULTILINE)]
    assert [int(margin) for margin in margins] == starts


def test_many_spans_take_linear_time() -> None:
    """Many paragraphs, many spans, spans over many paragraphs."""
    text = "word and word\n" * 10_000
    spans = [Span(0, len(text) // 2), *(Span(n, n + 3) for n in range(0, len(text) - 3, 14))]
    started = time.perf_counter()
    article_view(Article("a", text), spans, offsets=True, context=20)
    assert time.perf_counter() - started < 5
