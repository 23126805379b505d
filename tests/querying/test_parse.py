"""The query language: what is an operator, what is a word, and that nothing is an error."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.limits import Limits
from onrecord.querying.parse import NEVER, merge_filters, parse, without_links
from onrecord.records import Filter, Query


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("red line", Query("red line")),
        ('talks "red line" now', Query("talks red line now", required=("red line",))),
        ("“red line”", Query("red line", required=("red line",))),
        ("-trump clinton", Query("clinton", excluded=("trump",))),
        ('war -"cold war"', Query("war", excluded=("cold war",))),
        ("speaker:putin nato", Query("nato", filter=Filter(speaker="putin"))),
        ('speaker:"Wendy Sherman" nato', Query("nato", filter=Filter(speaker="Wendy Sherman"))),
        (
            "SOURCE:cnbc since:2022-01-01 until:2022 x",
            Query("x", filter=Filter(source="cnbc", since="2022-01-01", until="2022")),
        ),
        ('"red line", sanctions', Query("red line sanctions", required=("red line",))),
        ('("red line")', Query("red line", required=("red line",))),
        ('(“red line” or "war aims")?', Query("red line or war aims", required=("red line", "war aims"))),
        ('"red line","war aims"', Query("red line war aims", required=("red line", "war aims"))),
        ('war -("cold war").', Query("war", excluded=("cold war",))),
        ('speaker:"Wendy Sherman", nato', Query("nato", filter=Filter(speaker="Wendy Sherman"))),
        ("source:CNBC source:cnbc x", Query("x", filter=Filter(source="cnbc"))),
        ("caf\ud800e", Query("caf\ufffde")),
        ("source:b\udcffc x", Query("x", filter=Filter(source="b\ufffdc"))),
        ("howdy(howdy", Query("howdy(howdy")),
        ("live-fire e-mail", Query("live-fire e-mail")),
        ("- a", Query("- a")),
        ("http://example.org/x", Query("http://example.org/x")),
        ("", Query("")),
    ],
)
def test_queries(typed: str, expected: Query) -> None:
    """Operators work, everything else is words, and none of these needs a warning."""
    assert parse(typed) == expected


@pytest.mark.parametrize(
    ("typed", "text", "warning"),
    [
        ('"red line', "red line", "without its partner"),
        ('red" line', "red line", "without its partner"),
        ("since:yesterday talks", "since:yesterday talks", "since:yesterday is searched as plain words"),
        ("-speaker:putin talks", "-speaker:putin talks", "plain words"),
        ("speaker:putin", "", "nothing to rank by"),
        ("-war", "", "nothing to rank by"),
        ('-"cold war', "war", "without its partner"),
        ('"…" sanctions', "… sanctions", '"…" is searched as plain words'),
        ('"🙂" war', "🙂 war", '"🙂" is searched as plain words'),
        ('speaker:"a b war', "speaker: a b war", 'speaker:"a is searched as plain words'),
        ('source:a"b war', "source:a b war", 'source:a"b is searched as plain words'),
        ("source:a source:b war", "war", "source:a is ignored: source:b was typed after it"),
        ("since:2022 since:2021 war", "war", "since:2022 is ignored"),
    ],
)
def test_warnings(typed: str, text: str, warning: str) -> None:
    """What is malformed is searched as plain words, and the warning says so."""
    parsed = parse(typed)
    assert parsed.text == text
    assert any(warning in line for line in parsed.warnings)


@pytest.mark.parametrize("typed", ['"…" sanctions', 'speaker:"a b war', 'source:a"b war', '"red line"like', '"-" x'])
def test_malformed_pieces_restrict_nothing(typed: str) -> None:
    """What became plain words is neither required nor a filter."""
    parsed = parse(typed)
    assert (parsed.required, parsed.excluded, parsed.filter) == ((), (), Filter())
    assert parsed.warnings


def test_a_mark_inside_a_word_opens_no_phrase() -> None:
    """Inches are no opening mark; the phrase after them still is one, and the last of two fields holds."""
    parsed = parse('12" pipe "x" y source:a source:b')
    assert (parsed.text, parsed.required, parsed.filter) == ("12 pipe x y", ("x",), Filter(source="b"))


def test_long_queries_are_cut() -> None:
    """A pasted page is searched by its beginning, with a warning, and quickly whatever it holds."""
    begun = time.perf_counter()
    for piece in ("word ", '"', "“", "-", 'a:"', "speaker:", "(", '("', '",', '"a",,,,b ', '" ('):
        parsed = parse(piece * 50_000)
        assert len(parsed.text) <= Limits().query_characters
        assert "only the first" in parsed.warnings[0]
    assert time.perf_counter() - begun < 5


@given(st.text(alphabet=st.sampled_from('ab -:"“”speaker:since:2022(),\ud800\x00\n\U0001f600'), max_size=80))
def test_any_text_is_a_query(typed: str) -> None:
    """No input raises, and only the typed words are kept."""
    parsed = parse(typed)
    assert all(phrase.strip() == phrase != "" for phrase in parsed.required)
    assert '"' not in parsed.text
    kept = (parsed.text, *parsed.required, *parsed.excluded, parsed.filter.speaker, *parsed.warnings)
    assert "\ud800" not in "".join(kept)


def test_both_filters_hold() -> None:
    """What is typed narrows the options and never replaces them: the later `since`, the earlier `until`."""
    merged = merge_filters(
        Filter(source="CNBC", since="2021", until="2023-05", metadata=(("c", "d"),)),
        Filter(source="cnbc", since="2022", until="2023", metadata=(("a", "b"),)),
    )
    assert merged == Filter(source="cnbc", since="2022", until="2023-05", metadata=(("a", "b"), ("c", "d")))
    assert merge_filters(Filter(speaker="x", until="2024"), Filter(until="2023")) == Filter(speaker="x", until="2023")
    assert merge_filters(Filter(), Filter(kinds=("quote",))) == Filter(kinds=("quote",))
    assert merge_filters(Filter(), Filter()) == Filter()


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        (Filter(source="bbc"), Filter(source="cnbc")),
        (Filter(speaker="putin"), Filter(speaker="biden", until="2022")),
        (Filter(kinds=("quote",)), Filter(kinds=("claim",))),
    ],
)
def test_contradicting_filters_match_nothing(typed: Filter, given: Filter) -> None:
    """No unit has two sources, speakers or kinds, so no date is early enough."""
    assert merge_filters(typed, given).until == NEVER
    assert merge_filters(given, typed).until == NEVER


def test_quotation_marks_in_pasted_prose_restrict_nothing() -> None:
    """A pasted post keeps its quoted words as words; a long phrase alone, or with few words around it, must occur."""
    quoted = '"we will never ever close the harbour while I am the mayor of this town"'
    pasted = parse(f"Our mayor told everybody at the market {quoted} and then he closed it")
    assert pasted.required == ()
    assert "never ever close the harbour" in pasted.text
    assert any("pasted prose" in line for line in pasted.warnings)
    assert parse('Look! "we love you" pic.twitter.com/abc').required == ()
    assert parse(f"mayor {quoted}").required == (quoted.strip('"'),)


@given(st.text(alphabet=st.sampled_from("ab c.:/@#éhtpsw"), max_size=60))
def test_leaving_links_out_moves_nothing(text: str) -> None:
    """What is no link stays where it stood, and a query that is nothing but a link is kept."""
    left = without_links(f"{text} https://t.co/abc")
    assert len(left) == len(text) + len(" https://t.co/abc")
    assert all(now in (was, " ") for was, now in zip(f"{text} https://t.co/abc", left, strict=True))
    assert without_links("https://t.co/abc") == "https://t.co/abc"
