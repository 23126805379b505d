"""The Markdown report: one record line by line, and words that stay words in a renderer."""

import re

import markdown_it
import pytest
from bench_samples import HOSTILE, bare, named, small
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.rendering.bench_markdown import markdown_lines


def test_a_small_record() -> None:
    """Tables of GitHub's Markdown, comparisons as a list, each with interval, p and number of questions."""
    lines = markdown_lines(small())
    assert lines[:8] == [
        "## harbour",
        "",
        "4 questions (1 without an answer), spans ranked by 2 systems; 95% intervals in brackets.",
        "",
        "| system | nDCG@10 | hit@1 | R@1 | R@10 |",
        "| --- | ---: | ---: | ---: | ---: |",
        "| hybrid | .750 [.500, 1.000] | .667 | .667 | 1.000 |",
        "| bm25 | .667 [.500, 1.000] | .333 | .333 | 1.000 |",
    ]
    assert "- hybrid is better than bm25: hit@1 +.333 [.021, .600], p < .001 after Holm, 3 questions" in lines
    assert "| family quote | 2 | ○ +.125 [−.250, .500] p 1.000 |" in lines
    assert "Answered 2 of 3 questions; lost at fusion 1." in lines
    assert lines[-1] == "k 10, seed 7, archive.articles 3, commit 0123abc"


def test_an_empty_record_says_what_it_lacks() -> None:
    """Nothing is left out silently."""
    lines = markdown_lines(bare())
    for sentence in (
        "No system has a measure.",
        "Nothing was timed. No index was sized. Silence was not measured.",
        "No systems were compared.",
        "No failure waterfall was recorded.",
    ):
        assert sentence in lines


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_stay_words(word: str) -> None:
    """A renderer makes no links, images, code, emphasis or raw HTML of them, and tables keep their columns."""
    _check(markdown_lines(named(word)))


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_words_stay_words(word: str) -> None:
    """The same for anything."""
    _check(markdown_lines(named(word)))


def _check(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert all("\n" not in line and "\r" not in line for line in lines)
    rendered = markdown_it.MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text)
    tags = set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", rendered))
    assert tags <= {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}
    for row in re.findall(r"<tr>.*?</tr>", rendered, re.DOTALL):
        assert len(re.findall(r"<t[hd]", row)) >= 2
