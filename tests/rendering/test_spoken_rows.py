"""Quotes, people, claims and profiles read back from every format as what was written, and hold nothing active."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import markdown_it
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken_samples import ARTICLE, EXTRACTION, TEXT, at

from onrecord.errors import BadInput
from onrecord.records import Span
from onrecord.rendering.claim_view import CLAIM_COLUMNS, format_claims
from onrecord.rendering.colours import Palette
from onrecord.rendering.display_width import text_width
from onrecord.rendering.extraction_rows import citation_of, claim_rows, person_rows, quote_rows
from onrecord.rendering.notebook_lists import (
    AttributedArticle,
    ClaimList,
    HitList,
    PersonList,
    ProfileList,
    QuoteList,
)
from onrecord.rendering.people_view import PERSON_COLUMNS, format_people
from onrecord.rendering.profile_view import EVIDENCE_COLUMNS, format_profile
from onrecord.rendering.quote_formats import QUOTE_COLUMNS, format_quotes
from onrecord.rendering.row_formats import ROW_FORMATS
from onrecord.rendering.row_words import number_words, place_of_row, quantity_words, shortened, when_words
from onrecord.rendering.rows_html import claims_html, people_html, profile_html, quotes_html
from onrecord.rendering.safe_text import is_safe
from onrecord.rendering.spoken_rows import ProfileRow, RoleRow
from onrecord.spoken import Quantity, When

QUOTES = quote_rows(ARTICLE, EXTRACTION)
PEOPLE = person_rows(ARTICLE, EXTRACTION)
CLAIMS = claim_rows(ARTICLE, EXTRACTION)
ROLE = RoleRow(
    "Mayor", "", "harbour", at("Mayor").start, at("Mayor").end, "2024-03-05", citation_of(ARTICLE, at("Mayor"))
)
PROFILE = ProfileRow(PEOPLE[0], (ROLE,), ("“she” refers to the last woman named",), tuple(QUOTES[:2]))
FORMATS: dict[str, tuple[Callable[..., str], list[object]]] = {
    "quotes": (format_quotes, list(QUOTES)),
    "people": (format_people, list(PEOPLE)),
    "claims": (format_claims, list(CLAIMS)),
    "profile": (format_profile, [PROFILE]),
}
HOSTILE = st.text(st.sampled_from("ab=+-@<>&\"'`*_[]()!#|~\\{}$^:/w.\n\r\t \x1b\u202e\ud800é1"), max_size=40)


def test_rows_say_what_the_article_says() -> None:
    """Spans slice back, discontinuous contents have an ellipsis, an unknown speaker is None."""
    second = QUOTES[1]
    assert (second.text, second.speaker, second.style) == ("“Not now,” … “and not next year.”", "Ada Bell", "mixed")
    assert TEXT[second.start : second.end] == "“Not now,” she added, “and not next year.”"
    assert (second.source_text, second.cue_text) == ("she", "added")
    assert second.unit_id == f"quote:harbour:{second.start}-{second.end}"
    assert second.citation.endswith(f"[harbour@{ARTICLE.sha256[:12]}:{second.start}-{second.end}]")
    assert (
        second.link
        == "https://example.org/a#:~:text=Not%20now%2C%E2%80%9D%20she%20added%2C%20%E2%80%9Cand%20not%20next%20year."
    )
    assert [row.speaker for row in QUOTES] == ["Ada Bell", "Ada Bell", None, "Tom Reed", "auditors"]
    assert [(row.name, row.quotes, row.mentions, row.roles, row.affiliations) for row in PEOPLE] == [
        ("Ada Bell", 2, 2, ("Mayor",), ()),
        ("Tom Reed", 1, 1, ("Councillor",), ("council",)),
    ]
    assert [(row.act, row.claimant, row.attributed) for row in CLAIMS] == [
        ("warning", "auditors", True),
        ("statement", None, False),
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_json_and_jsonl_hold_the_dicts(name: str) -> None:
    """An array, or one line a row, of `to_dict`."""
    write, rows = FORMATS[name]
    dicts = [row.to_dict() for row in rows]  # type: ignore[attr-defined]
    assert json.loads(write(rows, "json")) == dicts
    assert [json.loads(line) for line in write(rows, "jsonl").splitlines()] == dicts
    assert write(rows, "json", terminal=True).startswith("[\n  {\n")


def test_field_names() -> None:
    """The names programs rely on."""
    assert list(QUOTES[0].to_dict()) == [
        "unit_id", "article", "start", "end", "text", "content", "source_text", "cue_text", "speaker", "style",
        "confidence", "finder", "title", "date", "source", "url", "text_sha256", "citation", "reason", "link",
    ]  # fmt: skip
    assert QUOTES[1].to_dict()["content"] == [[s.start, s.end] for s in EXTRACTION.attributions[1].content]
    jobs = at("nearly 1,200 jobs")
    assert CLAIMS[0].to_dict()["quantities"] == [
        {"start": jobs.start, "end": jobs.end, "value": 1200.0, "high": 1200.0, "unit": "jobs", "approximate": True}
    ]
    monday = at("Monday")
    assert CLAIMS[0].to_dict()["dates"] == [
        {"start": monday.start, "end": monday.end, "first": "2024-03-04", "last": "2024-03-04"}
    ]
    assert list(PROFILE.to_dict())[-3:] == ["evidence", "reasons", "recent_quotes"]


@pytest.mark.parametrize("name", FORMATS)
def test_unknown_format_and_no_rows(name: str) -> None:
    """The message names the formats; without rows an array stays an array and a header a header."""
    write, _ = FORMATS[name]
    with pytest.raises(BadInput, match="'x␛': expected one of table, json, jsonl, csv, markdown"):
        write([], "x\x1b")
    shown = {fmt: write([], fmt) for fmt in ROW_FORMATS}
    assert shown["csv"].count("\n") == 1
    assert shown | {"csv": ""} == {"table": "", "json": "[]\n", "jsonl": "", "csv": "", "markdown": ""}


def test_quote_table_golden() -> None:
    """Two blocks: words, publication, place; with `explain` the spans' words and reasons."""
    assert format_quotes(QUOTES[1:3], "table", width=60) == (
        "Ada Bell  mixed  0.90\n"
        "  “Not now,” … “and not next year.”\n"
        "  Harbour plan splits · gazette · 2024-03-05\n"
        f"  {place_of_row(QUOTES[1])}\n"
        "\n"
        "speaker unknown  mixed  0.76\n"
        "  the plan “a gift to developers” that ignores the town\n"
        "  Harbour plan splits · gazette · 2024-03-05\n"
        f"  {place_of_row(QUOTES[2])}\n"
    )
    explained = format_quotes(QUOTES[1:2], "table", explain=True)
    assert explained.endswith(
        "  source she\n  cue added\n  found by tagger\n  because “she” is the only woman before it\n"
    )


def test_people_table_golden() -> None:
    """Columns where there is room, lines where there is not."""
    assert format_people(PEOPLE, "table") == (
        "person    quotes  mentions  articles  dates       role\n"
        "Ada Bell       2         2         1  2024-03-05  Mayor\n"
        "  also Mayor Ada Bell\n"
        "Tom Reed       1         1         1  2024-03-05  Councillor\n"
    )
    assert format_people(PEOPLE, "table", width=30) == (
        "person    quotes  dates\n"
        "Ada Bell       2  2024-03-05\n"
        "  Mayor\n"
        "  also Mayor Ada Bell\n"
        "Tom Reed       1  2024-03-05\n"
        "  Councillor\n"
    )


def test_people_with_many_aliases_and_a_period() -> None:
    """As many aliases as fit in full, the rest counted; two dates as a period."""
    person = replace(PEOPLE[0], aliases=tuple(f"Alias Number {n}" for n in range(9)), first="2019", last="2024-03")
    lines = format_people([person], "table", width=70).splitlines()
    assert lines[1] == "Ada Bell       2         2         1  2019–2024-03"
    assert lines[-1] == "  also Alias Number 0, Alias Number 1, Alias Number 2 and 6 more"


def test_claim_table_golden() -> None:
    """Act, claimant, worth; words; what they count; place; with `explain` the reasons."""
    assert format_claims(CLAIMS, "table", width=60, explain=True) == (
        "warning  auditors  check 0.91\n"
        "  nearly 1,200 jobs were at stake\n"
        "  quantities ≈ 1,200 jobs\n"
        "  dates 2024-03-04\n"
        "  topics jobs\n"
        "  Harbour plan splits · gazette · 2024-03-05\n"
        f"  {place_of_row(CLAIMS[0])}\n"
        "  because a quantity\n"
        "\n"
        "statement  the article itself  check 0.00\n"
        "  splits the council\n"
        "  topics council\n"
        "  Harbour plan splits · gazette · 2024-03-05\n"
        f"  {place_of_row(CLAIMS[1])}\n"
    )


def test_profile_golden() -> None:
    """Name, counts, aliases, each role with its place; reasons only when asked for; quotes indented."""
    shown = format_profile([PROFILE], "table", width=60)
    place = f"harbour:{ROLE.start}-{ROLE.end}"
    assert shown.startswith(
        "Ada Bell\n"
        "2 quotes · 2 mentions · 1 article · 2024-03-05\n"
        "also          Mayor Ada Bell\n"
        "roles         Mayor\n"
        f"              {place} · 2024-03-05\n"
        "\n"
        "Recent quotes\n"
        "  Ada Bell  direct  0.98\n"
        "    “We will not close the harbour,”\n"
    )
    assert "because       “she” refers to the last woman named\n" in format_profile([PROFILE], "table", explain=True)
    assert list(csv.reader(io.StringIO(format_profile([PROFILE], "csv")))) == [
        list(EVIDENCE_COLUMNS),
        ["Ada Bell", "Mayor", "", "harbour", str(ROLE.start), str(ROLE.end), "2024-03-05", ROLE.citation, ""],
    ]


def test_quotes_markdown_golden() -> None:
    """A block quotation, its speaker, where it stands; the citation leads to the words."""
    assert format_quotes(QUOTES[:1], "markdown") == (
        "> “We will not close the harbour,”\n"
        ">\n"
        "> — **Ada Bell**, *[Harbour plan splits](<https://example.org/a>)*, gazette, 2024-03-05 "
        f"[\\[harbour@{ARTICLE.sha256[:12]}:{QUOTES[0].start}-{QUOTES[0].end}\\]]"
        "(<https://example.org/a#:~:text=We%20will%20not%20close%20the%20harbour>)\n"
    )
    bare = replace(QUOTES[0], url="", link="", speaker=None, title="", source="", date="")
    assert format_quotes([bare], "markdown").endswith(
        f"> — *speaker unknown* \\[harbour@{ARTICLE.sha256[:12]}:{QUOTES[0].start}-{QUOTES[0].end}\\]\n"
    )


def test_csv_is_guarded_and_reads_back() -> None:
    """Formulas are guarded, quotes doubled, lists joined."""
    row = replace(QUOTES[1], text='=HYPERLINK("x")', speaker="+1", source_text="a\r\nb")
    [header, cells] = list(csv.reader(io.StringIO(format_quotes([row], "csv"), newline="")))
    values = dict(zip(header, cells, strict=True))
    assert tuple(header) == QUOTE_COLUMNS
    assert values["text"] == '\'=HYPERLINK("x")'
    assert values["speaker"] == "'+1"
    assert values["source_text"] == "a\r\nb"
    assert values["content"] == ";".join(f"{s.start}-{s.end}" for s in row.content)
    people = list(csv.DictReader(io.StringIO(format_people(PEOPLE, "csv"))))
    assert tuple(people[0]) == PERSON_COLUMNS
    assert people[1]["affiliations"] == "council"
    claims = list(csv.DictReader(io.StringIO(format_claims(CLAIMS, "csv"))))
    assert tuple(claims[0]) == CLAIM_COLUMNS
    assert [row["attributed"] for row in claims] == ["true", "false"]
    assert claims[0]["quantities"] == "≈ 1,200 jobs"


def hostile_rows(words: str, more: str) -> list[tuple[Callable[..., str], list[object]]]:
    """Rows whose every text is hostile."""
    url = "https://" + more
    quote = replace(
        QUOTES[1], text=words, speaker=more, source_text=words, cue_text=more, style=words, finder=more, title=words,
        date=more, source=words, url=url, link=url, article=more, citation=words, reason=more, unit_id=words,
        text_sha256=more,
    )  # fmt: skip
    person = replace(
        PEOPLE[0], name=words, key=more, aliases=(more, words), roles=(words, more), affiliations=(more,), first=words,
        last=more,
    )  # fmt: skip
    claim = replace(
        CLAIMS[0], text=words, claimant=more, act=words, topics=(more, words), reasons=(words,), title=more, date=words,
        source=more, url=url, link=url, article=words, citation=more, text_sha256=words, unit_id=more,
        quantities=(Quantity(Span(0, 1), 1.5, 2e9, words),), dates=(When(Span(0, 1), more, words),),
    )  # fmt: skip
    role = replace(ROLE, text=words, affiliation=more, article=words, date=more, citation=words, link=url)
    profile = ProfileRow(person, (role,), (words, more), (quote,))
    return [
        (format_quotes, [quote]), (format_people, [person]), (format_claims, [claim]), (format_profile, [profile])
    ]  # fmt: skip


@given(HOSTILE, HOSTILE, st.integers(20, 90))
@settings(max_examples=60)
def test_nothing_steers_a_terminal(words: str, more: str, width: int) -> None:
    """Tables fit, except for places, and hold no control characters; JSON and CSV do not either on a terminal."""
    for write, rows in hostile_rows(words, more):
        options = {} if write is format_people else {"explain": True}
        table = write(rows, "table", width=width, palette=Palette(False), **options)
        assert is_safe(table.replace("\n", " "))
        if "/" not in words + more and not more.strip() and not words.strip():
            assert all(text_width(line) <= max(width, 34) for line in table.splitlines())
        for fmt in ("json", "jsonl", "markdown"):
            assert is_safe(write(rows, fmt).replace("\n", " "))
        assert is_safe(write(rows, "csv", terminal=True).replace("\n", " "))
        write(rows, "csv").encode("utf-8")


class Tags(HTMLParser):
    """Collects tags and attributes; fails when tags do not nest."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in ("hr", "br", "img", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@given(HOSTILE, HOSTILE)
@settings(max_examples=60)
def test_html_holds_only_our_tags(words: str, more: str) -> None:
    """Whatever a row holds, nothing of it becomes HTML."""
    [(_, quotes), (_, people), (_, claims), (_, profiles)] = hostile_rows(words, more)
    pieces = (quotes_html(quotes), people_html(people), claims_html(claims), profile_html(profiles[0]))  # type: ignore[arg-type]
    for source in pieces:
        page = Tags(source)
        assert page.tags <= {
            "div", "span", "strong", "em", "a", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "ul", "li",
            "details", "summary",
        }  # fmt: skip
        assert page.attributes <= {"style", "dir", "href", "rel", "title", "scope"}
        assert all(link.startswith("https://") for link in page.links)
        assert is_safe(source)


@given(HOSTILE, HOSTILE)
@settings(max_examples=100)
def test_markdown_holds_only_our_markup(words: str, more: str) -> None:
    """A CommonMark reader with tables finds only our tags and links in it, and all the words."""
    reader = markdown_it.MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for write, rows in hostile_rows(words, more):
        page = Tags(reader.render(write(rows, "markdown")))
        assert page.tags <= {
            "blockquote", "p", "strong", "em", "a", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "h2", "h3"
        }  # fmt: skip
        assert page.attributes <= {"href", "style"}
        assert all(link.startswith("https://") for link in page.links)
        shown = "".join(page.words.split())
        assert "".join(rendered(words).split()) in shown


def rendered(text: str) -> str:
    from onrecord.rendering.safe_text import printable

    return printable(text)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (Quantity(Span(0, 1), 100000, 100000, "troops", True), "≈ 100,000 troops"),
        (Quantity(Span(0, 1), 5.0, 10.0, "percent"), "5–10 percent"),
        (Quantity(Span(0, 1), 1.2e9, 1.2e9, "USD"), "1,200,000,000 USD"),
        (Quantity(Span(0, 1), 0.25, 0.25, ""), "0.25"),
        (Quantity(Span(0, 1), float("inf"), float("inf"), "x"), "inf x"),
    ],
)
def test_quantity_words(quantity: Quantity, words: str) -> None:
    """Approximation, range, unit."""
    assert quantity_words(quantity) == words


def test_words_of_numbers_dates_and_beginnings() -> None:
    """No needless decimals, one date for a day, an ellipsis for what is cut."""
    assert [number_words(n) for n in (0.0, -3.0, 1234.5, 1 / 3)] == ["0", "-3", "1,234.5", "0.333333"]
    assert when_words(When(Span(0, 1), "2022-01-01", "2022-01-31")) == "2022-01-01–2022-01-31"
    assert shortened("one two three", 8) == "one two …"
    assert shortened(" one\ntwo ", 8) == "one two"


def test_notebook_lists() -> None:
    """They are lists, show HTML in a notebook and a counted table where printed; empty ones say so."""
    quotes = QuoteList(QUOTES)
    assert quotes == QUOTES
    assert quotes[0].speaker == "Ada Bell"
    assert repr(quotes).startswith("5 quotes\n\nAda Bell  direct  0.98\n")
    assert quotes._repr_html_() == quotes_html(QUOTES)
    assert repr(PersonList(PEOPLE)).startswith("2 people\n\nperson ")
    assert PersonList(PEOPLE)._repr_html_() == people_html(PEOPLE)
    assert repr(ClaimList(CLAIMS[:1])).startswith("1 claim\n\nwarning ")
    assert ClaimList(CLAIMS)._repr_html_() == claims_html(CLAIMS)
    assert repr(ProfileList([PROFILE])).startswith("1 person\n\nAda Bell\n")
    assert ProfileList([PROFILE])._repr_html_() == profile_html(PROFILE)
    assert [repr(QuoteList()), repr(PersonList()), repr(ClaimList()), repr(HitList())] == [
        "no quotes", "no people", "no claims", "no hits"
    ]  # fmt: skip
    assert Tags(QuoteList()._repr_html_()).words == "No quotes."
    assert Tags(PersonList()._repr_html_()).words == "No people."
    assert Tags(HitList()._repr_html_()).words == "No hits."
    assert Tags(ProfileList()._repr_html_()).words == "Nobody of that name."
    assert "and 100 more" in Tags(QuoteList(QUOTES * 60)._repr_html_()).words


def test_attributed_article_shows_itself() -> None:
    """As marked text and as HTML."""
    shown = AttributedArticle(TEXT, EXTRACTION.attributions, EXTRACTION.speakers, "The harbour")
    assert "{Mayor Ada Bell}¹ <said>¹" in repr(shown)
    assert shown._repr_html_().startswith("<style>")
