"""The article as HTML is well formed, escaped, self-contained, and marks exactly the characters meant."""

import re
from html.parser import HTMLParser

from hypothesis import given, settings
from spoken_samples import ARTICLE, ATTRIBUTIONS, SPEAKERS, TEXT, attributed_texts

from onrecord.records import Span
from onrecord.rendering.attribution_html import attributed_article_html
from onrecord.rendering.attribution_overlay import parts_of
from onrecord.rendering.safe_text import is_safe, printable
from onrecord.spoken import Attribution, Speaker
from onrecord.text.paragraphs import find_paragraphs

VOID = {"meta"}


class Page(HTMLParser):
    """Collects tags, attributes and, for each character of a paragraph, the numbers over it."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.paragraphs: list[list[tuple[str, frozenset[int]]]] = []
        self.notes: list[str] = []
        self.feed(source)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        if tag not in VOID:
            self.stack.append((tag, values))
        if tag == "p":
            self.paragraphs.append([])
        if "note" in (values.get("class") or "").split():
            self.notes.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.stack]
        if "p" in tags and "sup" not in tags:
            numbers = [number for _, values in self.stack for number in (values.get("data-of") or "").split()]
            self.paragraphs[-1] += [(character, frozenset(map(int, numbers))) for character in data]
        if any("note" in (values.get("class") or "").split() for _, values in self.stack):
            self.notes[-1] += data


def test_every_role_is_there() -> None:
    """Roles and styles have classes, discontinuous contents share a number, tooltips name the speaker."""
    source = attributed_article_html(TEXT, ATTRIBUTIONS, SPEAKERS, title="The harbour")
    for number, classes, words in (
        (1, "source", "Mayor Ada Bell"), (1, "cue", "said"),
        (1, "direct begin end", "“We will not close the harbour,”"),
        (2, "mixed begin end", "“Not now,”"), (2, "mixed begin end", "“and not next year.”"),
        (5, "indirect begin end", "nearly 1,200 jobs were at stake"),
    ):  # fmt: skip
        assert re.search(rf'<\w+ class="{classes}" data-of="{number}[ 4]*" [^>]*>{words}<sup', source), words
    assert 'class="source inside indirect" data-of="5 4"' in source
    assert 'title="2: Ada Bell · mixed · confidence 0.90"' in source
    notes = Page(source).notes
    assert notes[1] == "2\u2002Ada Bell mixed · 0.90"
    assert notes[2] == "3\u2002speaker unknown mixed · 0.76"


def test_descriptions_lead_to_notes() -> None:
    """Each `aria-describedby` is the id of a note, and ids are unique."""
    source = attributed_article_html(TEXT, ATTRIBUTIONS, SPEAKERS)
    ids = Page(source).ids
    assert len(set(ids)) == len(ids) == 1 + len(ATTRIBUTIONS)
    assert set(re.findall('aria-describedby="([^"]*)"', source)) <= set(ids)


def test_two_articles_on_one_page_do_not_share_ids() -> None:
    """Ids come from the content, so they differ between articles and are the same in every run."""
    one = attributed_article_html(TEXT, ATTRIBUTIONS, SPEAKERS)
    other = attributed_article_html(TEXT, ATTRIBUTIONS[:2], SPEAKERS)
    assert one == attributed_article_html(TEXT, ATTRIBUTIONS, SPEAKERS)
    assert not set(Page(one).ids) & set(Page(other).ids)


def test_a_whole_page() -> None:
    """A document with title, encoding and both colour schemes, which loads and runs nothing."""
    source = attributed_article_html(
        TEXT, ATTRIBUTIONS, title="A <b>", facts=["harbour", "2024"], url=ARTICLE.url, page=True
    )
    page = Page(source)
    assert source.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>A &lt;b&gt;</title>" in source
    assert page.links == ["https://example.org/a"]
    assert "prefers-color-scheme:dark" in source
    assert not page.tags & {"script", "link", "img", "iframe"}
    assert "@import" not in source
    assert "url(" not in source


def test_pointing_joins_the_parts() -> None:
    """A rule for each attribution lights up its parts, up to 400 of them."""
    source = attributed_article_html(TEXT, ATTRIBUTIONS)
    assert len(re.findall(r':has\(\[data-of~="\d+"\]:is\(:hover,:focus\)\)', source)) == 5
    many = [Attribution((), (), (Span(n, n + 1),), "indirect", 0.5, "rules") for n in range(450)]
    assert attributed_article_html("x" * 450, many).count(":has(") == 400


@given(attributed_texts())
@settings(max_examples=80)
def test_exactly_the_parts_are_marked(case: tuple[str, list[Attribution]]) -> None:
    """Paragraphs hold the text's characters, each under the numbers of the parts over it; only our tags come out."""
    text, attributions = case
    hostile = [Speaker(text, None, 0.5, text)] * len(attributions)
    source = attributed_article_html(text, attributions, hostile, title=text, facts=[text], url="https://" + text)
    page = Page(source)
    assert page.tags <= {"style", "div", "h2", "a", "p", "aside", "span", "mark", "sup", "b"}
    assert page.attributes <= {
        "id", "class", "dir", "href", "rel", "data-of", "aria-describedby", "aria-hidden", "title", "tabindex",
    }  # fmt: skip
    assert is_safe(source.replace("\n", ""))
    parts = parts_of(text, attributions)
    shown = printable(text)
    expected = [
        [
            (shown[place], frozenset(part.number for part in parts if part.span.start <= place < part.span.end))
            for place in range(paragraph.start, paragraph.end)
        ]
        for paragraph in find_paragraphs(text)
    ]
    if all(sum(p.span.start <= place < p.span.end for p in parts) <= 8 for place in range(len(text))):
        assert page.paragraphs == expected
