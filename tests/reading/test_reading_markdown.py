"""Markdown files."""

import time

import pytest

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.markdown import first_heading, front_matter, read_markdown


def test_front_matter_and_text() -> None:
    """Scalars of the front matter are fields; the text keeps the front matter."""
    head = '---\r\ntitle: "Talks: the end"\r\ndate: 2022-01-14\r\nurl: https://example.org/a:b\r\n---\r\n'
    text = f"{head}# Other\r\nHe left.\r\n"
    extracted = read_markdown(text.encode(), Limits())
    assert extracted.text == text
    assert extracted.fields == {"title": "Talks: the end", "date": "2022-01-14", "url": "https://example.org/a:b"}
    assert extracted.notes == ()


def test_what_is_not_simple_is_counted() -> None:
    """Lists and nested values are not guessed at; a note says how many lines were not understood."""
    text = "---\n# a comment\ntags:\n  - one\n  - two\ntitle: T\n---\nText.\n"
    assert front_matter(text, Limits()) == ({"title": "T"}, 2)
    assert "2 lines" in read_markdown(text.encode(), Limits()).notes[0]


@pytest.mark.parametrize(
    "text", ["---\ntitle: T\nno end\n", "----\ntitle: T\n---\n", " ---\ntitle: T\n---\n", "x\n---\na: b\n---\n"]
)
def test_no_front_matter(text: str) -> None:
    """Without an end, or not at the very top, there is no front matter."""
    assert front_matter(text, Limits()) == ({}, 0)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("intro\n\n# Talks end #\n\ntext", "Talks end"),
        ("```\n# comment\n```\n# Real\n", "Real"),
        ("~~~\n```\n# comment\n~~~\n# Real\n", "Real"),
        ("#hashtag\n## Second level\n", ""),
        ("no heading", ""),
    ],
)
def test_first_heading(text: str, title: str) -> None:
    """The first `# ` line outside code is the title."""
    assert first_heading(text) == title


def test_blank_and_binary_markdown_are_refused() -> None:
    """Nothing to read is bad input."""
    with pytest.raises(BadInput, match="white space"):
        read_markdown(b" \n", Limits())
    with pytest.raises(BadInput, match="NUL"):
        read_markdown(b"a\0b", Limits())


def test_hostile_markdown_takes_linear_time() -> None:
    """Front matter without an end, or with an endless key, is given up quickly."""
    started = time.perf_counter()
    for text in ("---\n" + "a: b\n" * 200_000, "---\n" + "a" * 1_000_000, "---\n" + "a:" + " " * 1_000_000 + "\n---\n"):
        read_markdown(text.encode(), Limits())
    assert time.perf_counter() - started < 2
