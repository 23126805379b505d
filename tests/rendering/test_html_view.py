"""HTML pieces are well formed, escaped, and load or run nothing."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.records import Article, Hit, Span
from onrecord.rendering.html_view import article_html, hits_html
from onrecord.rendering.safe_text import is_safe

MakeHit = Callable[..., Hit]
HOSTILE = st.text(st.sampled_from("ab<>&\"'/ \x1b\u202e\ud800script"), max_size=40)


class Tags(HTMLParser):
    """Collects start tags, their attributes and the text; fails when tags do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: dict[str, str | None] = {}
        self.words = ""
        self.marked: list[str] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)
        self.attributes.update(attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if "mark" in self.open:
            self.marked.append(data)


def test_hits(two_hits: list[Hit]) -> None:
    """Heading, place, speaker, highlights and arms are there."""
    page = Tags(hits_html(two_hits))
    assert page.marked == ["close", "harbour"]
    assert page.attributes["href"] == "https://example.org/a"
    assert "quote · harbour:33-85 · Ada Bell · gazette · 2024-03-04" in page.words
    assert "bm25 #1 12.30 · vector #4 0.6100" in page.words


def test_no_hits() -> None:
    """A sentence, not an empty cell."""
    assert Tags(hits_html([])).words == "No hits."


def test_article(article: Article) -> None:
    """The whole text, the spans marked, spans beyond the text clipped."""
    page = Tags(article_html(article, [Span(6, 14), Span(80, 900)]))
    assert page.marked == ["Ada Bell", "left."]
    assert page.words.endswith(article.text.replace("\r", " "))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", " https://x", "https://x\n.org", "//x"])
def test_only_web_addresses_are_links(make_hit: MakeHit, article: Article, url: str) -> None:
    """Any other scheme is shown without a link."""
    assert "href" not in hits_html([make_hit(url=url)])
    assert "href" not in article_html(Article("a", "text", url=url))


@given(HOSTILE, HOSTILE)
def test_nothing_runs(make_hit: MakeHit, words: str, more: str) -> None:
    """Whatever a hit or an article holds, only our own tags and attributes come out."""
    hit = make_hit(
        title=words, text=more, start=0, end=len(more), speaker=words, source=more, date=words, article=more,
        url="https://" + words, highlights=(Span(1, 5),),
    )  # fmt: skip
    piece = Article(words, more, words, words, words, words, "HTTP://" + more)
    for source in (hits_html([hit]), article_html(piece, [Span(0, 4)])):
        page = Tags(source)
        assert page.seen <= {"div", "strong", "span", "mark", "a"}
        assert set(page.attributes) <= {"style", "dir", "href", "rel"}
        assert is_safe(source.replace("\n", ""))
