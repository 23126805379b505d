"""The HTML page: self-contained, nothing active, well-formed, accessible, and nothing lost or invented."""

import base64
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bench_samples import HOSTILE, bare, named, small
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.benchmark import Benchmark
from onrecord.rendering.bench_html import html_page
from onrecord.rendering.bench_html_misses import MOST_MISSES
from onrecord.rendering.row_words import one_line

VOID = {"meta", "br"}
PLAIN = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "div", "ul", "li", "b", "i",
    "span", "p", "nav", "a", "section", "table", "thead", "tbody", "tr", "th", "td", "small", "details", "summary",
    "figure", "figcaption", "blockquote", "dl", "dt", "dd", "br",
    "svg", "desc", "g", "line", "rect", "circle", "polygon", "path", "text",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "dir", "tabindex", "role", "scope",
    "open", "data-label", "aria-label", "aria-labelledby", "aria-hidden",
    "xmlns", "viewbox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "d", "points",
    "text-anchor", "transform",
}  # fmt: skip


class Page(HTMLParser):
    """Tags, attributes and texts of a page; fails when tags do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def every(self, name: str) -> Iterator[str]:
        yield from (attributes[name] or "" for _, attributes in self.tags if name in attributes)


def check(page: str) -> Page:
    """All that must hold for any page."""
    page.encode("utf-8")
    found = Page(page)
    assert {tag for tag, _ in found.tags} <= PLAIN
    assert {name for _, attributes in found.tags for name in attributes} <= ATTRIBUTES
    assert all(target.startswith("#") for target in found.every("href"))
    ids = list(found.every("id"))
    assert len(ids) == len(set(ids))
    referred = {word for words in found.every("aria-labelledby") for word in words.split()}
    assert referred | {target[1:] for target in found.every("href")} <= set(ids)
    (style,) = (text for tag, text in found.texts if tag == "style")
    assert "url(" not in style
    assert "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert found.tags[3][1]["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(drawing)
    return found


def text_of(found: Page) -> str:
    return " ".join(text for tag, text in found.texts if tag != "style")


def test_a_small_record() -> None:
    """Findings, figures, plots and misses of one record are all on the page."""
    found = check(html_page(small()))
    text = " ".join(text_of(found).split())
    for words in (
        "no difference seen between hybrid and bm25",
        "nDCG@10 +.083 [−.250, .500], p 1.000 after Holm, 3 questions",
        ".750 [.500, 1.000]",
        "hybrid is above bm25 on 1 of 3 questions, equal on 1, below on 1",
        "hybrid missed 1 question",
        "who spoke of the bridge?",
        "The bridge is open.",
        "“We will mend it.”",
        "Ada Bell · gazette:10-40",
        "bm25 3",
        "vector –",
        "2 of 3 questions answered",
        "Made up by hand.",
        "k 10; seed 7; archive.articles 3",
        "0123abc",
        "ab" * 32,
    ):
        assert words in text.replace("\xa0", " ")


def test_every_plot_is_told_and_has_its_data() -> None:
    """Each drawing has a title and a description of its own, and a table of its numbers folded below."""
    page = html_page(small())
    figures = re.findall(r"<figure>.*?</figure>", page, re.DOTALL)
    assert len(figures) == 8
    for figure in figures:
        drawing = ElementTree.fromstring(re.findall(r"<svg.*?</svg>", figure, re.DOTALL)[0])
        title, desc = drawing[0], drawing[1]
        assert title.text
        assert desc.text
        assert drawing.get("role") == "img"
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        assert "<details><summary>Data</summary>" in figure


def test_an_empty_record_says_what_it_lacks() -> None:
    """Parts without figures are sentences, not gaps."""
    text = text_of(check(html_page(bare())))
    for sentence in (
        "The systems were not compared, so nothing can be said about which is better.",
        "No system has a measure.",
        "Nothing was timed. No index was sized. Silence was not measured.",
        "The systems were not compared in this record.",
        "Nothing was timed in this record.",
        "The questions have no families or styles, or no system has this measure.",
        "No two systems were measured on the same questions.",
        "The record holds recall at fewer than two depths, so there is no curve.",
        "No system says how sure it is of its first hit, so there is nothing to calibrate.",
        "The record holds no failure waterfall.",
        "The record holds no missed questions.",
        "The record holds no comparisons.",
    ):
        assert sentence in text


def without(record: Benchmark, part: str) -> Benchmark:
    empty: object = {} if part in ("misses", "waterfall", "settings", "software", "data") else ()
    return replace(record, **{part: empty})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "part",
    ["measures", "questions", "systems", "comparisons", "misses", "waterfall", "settings", "software", "data", "means"],
)
def test_any_part_may_be_missing(part: str) -> None:
    """A record without one of its parts still makes a page."""
    check(html_page(without(small(), part)))


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_stay_words(word: str) -> None:
    """No tag, attribute, address or direction comes from what a record says; it is shown all the same."""
    page = html_page(named(word))
    found = check(page)
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", page)
    assert one_line(word)[:20] in " ".join(text_of(found).split())


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_words_stay_words(word: str) -> None:
    """The same for anything."""
    check(html_page(named(word)))


def test_no_number_is_not_a_number() -> None:
    """A record with NaN and infinity shows neither, in words or coordinates."""
    record = small()
    bm25, hybrid = record.systems
    broken = {
        qid: replace(
            answer, values={**answer.values, "nDCG@10": float("nan"), "R@1": float("inf")}, seconds=float("nan")
        )
        for qid, answer in hybrid.answers.items()
    }
    page = html_page(replace(record, systems=(bm25, replace(hybrid, answers=broken)), means=()))
    check(page)
    assert not re.search(r"\b(nan|inf)\b", page)


def test_many_misses_are_counted_not_shown() -> None:
    """A page stays a page: the first ones by stage, then how many more."""
    record = small()
    (miss,) = record.misses["hybrid"]
    many = tuple(replace(miss, qid=f"m{n:04}") for n in range(MOST_MISSES + 50))
    page = html_page(replace(record, misses={"hybrid": many, "bm25": ()}))
    check(page)
    assert f"hybrid missed {MOST_MISSES + 50} questions" in page
    assert "… and 50 more in the record" in page
    assert "<p>bm25 missed 0 questions.</p>" in page


def test_same_record_same_bytes() -> None:
    """Neither time nor hash seed shows."""
    code = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); from bench_samples import small; "
        "from onrecord.rendering.bench_html import html_page; "
        "print(hashlib.sha256(html_page(small()).encode()).hexdigest())"
    )
    here = str(Path(__file__).parent)
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, here], env={"PYTHONHASHSEED": seed, "PATH": ""}, check=True,
            capture_output=True, text=True,
        ).stdout.strip()
        for seed in ("0", "1")
    }  # fmt: skip
    assert printed == {hashlib.sha256(html_page(small()).encode()).hexdigest()}
