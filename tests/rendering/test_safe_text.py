"""Untrusted text can neither steer a terminal nor hide, and keeps its length."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.rendering.safe_text import csv_safe, encodable, escaped_in_json, is_safe, printable

# Letters and everything dangerous, lone surrogates included.
NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("ab \t\r\n\x00\x1b\x7f\x9b\xad\u200b\u200d\u200e\u202e\u2066\u2028\ufe0f\ufeff\ud800אبक👩😀"),
    )
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain", "plain"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\x00b\x7f", "a␀b␡"),
        ("a\x9b2J", "a\ufffd2J"),
        ("a\tb\nc\r\nd\re", "a b c  d␍e"),
        ("user\u202e}{\u2066", "user\ufffd}{\ufffd"),
        ("pass\u200bword\ufeff", "pass\ufffdword\ufffd"),
        ("so\xadphisticated", "so‧phisticated"),
        ("line\u2028sep\u2029par", "line\ufffdsep\ufffdpar"),
        ("\ud83d lone", "\ufffd lone"),
        ("tag\U000e0041", "tag\ufffd"),
        ("pay\u200dpal", "pay\ufffdpal"),
        ("x\ufe00", "x\ufffd"),
    ],
)
def test_dangerous_characters_get_a_stand_in(raw: str, shown: str) -> None:
    """Each dangerous code point becomes one visible one."""
    assert printable(raw) == shown


@pytest.mark.parametrize(
    "text", ["שלום עולם", "مرحبا", "می\u200cخواهم", "क्\u200dष", "👩\u200d🚀", "❤\ufe0f", "1\ufe0f\u20e3", "漢字 ﬁn"]
)
def test_foreign_scripts_and_emoji_stay(text: str) -> None:
    """Right-to-left letters, Persian and Indic joiners and joined emoji are text, not tricks."""
    assert printable(text) == text
    assert is_safe(text)


def test_newlines_stay_only_when_asked() -> None:
    """`keep_newlines` keeps exactly the newline."""
    assert printable("a\nb\tc\r\n", keep_newlines=True) == "a\nb c \n"


@given(NASTY, st.booleans())
def test_printable_keeps_length_and_removes_controls(text: str, keep: bool) -> None:
    """Same length, no control, surrogate or line separator left, and twice is once."""
    shown = printable(text, keep_newlines=keep)
    assert len(shown) == len(text)
    left = {unicodedata.category(c) for c in shown if not (keep and c == "\n")}
    assert not left & {"Cc", "Cs", "Zl", "Zp"}
    assert printable(shown, keep_newlines=keep) == shown
    shown.encode("utf-8")


@given(NASTY)
def test_no_directional_control_survives(text: str) -> None:
    """No embedding, override, isolate or direction mark is left."""
    controls = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not controls & {unicodedata.bidirectional(c) for c in printable(text)}


@given(NASTY)
def test_json_escapes_mean_the_same(text: str) -> None:
    """Escaped JSON is safe to print and reads back as what plain ASCII JSON reads back as."""
    escaped = escaped_in_json(json.dumps([text], ensure_ascii=False))
    assert is_safe(escaped)
    assert json.loads(escaped) == json.loads(json.dumps([text]))


def test_json_layout_newlines_stay() -> None:
    """Indented JSON keeps its lines; an astral character is escaped as its surrogate pair."""
    assert escaped_in_json('[\n "\x9b\U000e0041"\n]') == '[\n "\\u009b\\udb40\\udc41"\n]'


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-5", "@x", "\tx", "\rx", "＝1"])
def test_formula_cells_are_guarded(cell: str) -> None:
    """A cell a spreadsheet would run gets an apostrophe in front."""
    assert csv_safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "1=1", "a-b", "“No,” he said", " =1"])
def test_other_cells_are_untouched(cell: str) -> None:
    """A formula character inside a cell is no formula."""
    assert csv_safe(cell) == cell


@given(NASTY)
def test_encodable_text_encodes(text: str) -> None:
    """Lone surrogates go, everything else and the length stay."""
    out = encodable(text)
    assert out.encode("utf-8").decode("utf-8") == out
    assert [c for c in out if c != "\ufffd"] == [c for c in text if c != "\ufffd" and not "\ud800" <= c <= "\udfff"]
    assert len(out) == len(text)
