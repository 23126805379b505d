"""HTML pages."""

import contextlib
import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.limits import Limits
from onrecord.reading.html import read_html

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>Talks end - Daily</title>
<meta property="og:title" content="Talks end without success">
<meta property="og:site_name" content="The Daily"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2022-01-14T10:00:00Z">
<link rel="canonical" href="https://example.org/talks"></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>Talks end without success</h1>
<p>A week of talks between the two sides ended on Friday without any result at all.</p>
<p>“The drums are getting louder,” a diplomat said in the café after the last meeting was over.</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("windows-1252", "cp1252")]
)
def test_text_and_metadata(charset: str, encoding: str) -> None:
    """The article's paragraphs come without navigation; title, date, author, source and url are kept."""
    extracted = read_html(PAGE.format(charset=charset).encode(encoding), Limits())
    assert "“The drums are getting louder,” a diplomat said in the café" in extracted.text.splitlines()[-1]
    assert "Home" not in extracted.text
    assert "rights" not in extracted.text
    assert extracted.fields == {
        "title": "Talks end without success",
        "date": "2022-01-14",
        "author": "Jane Doe",
        "source": "The Daily",
        "url": "https://example.org/talks",
    }
    assert bool(extracted.notes) == (encoding != "utf-8")


def test_an_xml_declaration_does_not_decode_twice() -> None:
    """XHTML that declares Latin-1 keeps its accents."""
    page = (
        '<?xml version="1.0" encoding="iso-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head>'
        "<body><p>Der Außenminister sagte in Zürich, man müsse Geduld üben.</p></body></html>"
    )
    extracted = read_html(page.encode("latin-1"), Limits())
    assert extracted.text == "Der Außenminister sagte in Zürich, man müsse Geduld üben."


def test_a_fragment_is_a_page_too() -> None:
    """A paragraph without html and body around it is read."""
    assert read_html(b"<p>Only this was saved.</p>", Limits()).text == "Only this was saved."


def test_numeric_surrogates_can_be_stored() -> None:
    """A character reference to half a pair does not reach the text."""
    extracted = read_html(b"<html><body><p>Half &#xD800; a pair in here.</p></body></html>", Limits())
    assert extracted.text.encode("utf-8")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"<html><body><script>var x = 1;</script></body></html>", "no article text"),
        (b"\0\1\2", "NUL"),
        (b"<p>" + b"x" * 2000, "a page of 2,003 bytes, the limit is 1,000"),
    ],
)
def test_unusable_pages(data: bytes, said: str) -> None:
    """Pages without text raise BadInput."""
    limits = dataclasses.replace(Limits(), html_bytes=1000)
    with pytest.raises(BadInput, match=said):
        read_html(data, limits)


def test_the_parser_does_not_print(capfd: pytest.CaptureFixture[str]) -> None:
    """What the parser logs stays off stderr."""
    with pytest.raises(BadInput):
        read_html(b"<html></html>", Limits())
    assert capfd.readouterr() == ("", "")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<html>", "<table>", "<!--", "-->", "<a href='", "&#x0;", "a b. ", "é", "]]>"])
    )
)
def test_any_markup_is_text_or_bad_input(parts: list[str]) -> None:
    """Broken markup gives text or BadInput."""
    with contextlib.suppress(BadInput):
        assert read_html("".join(parts).encode(), Limits()).text.strip()
