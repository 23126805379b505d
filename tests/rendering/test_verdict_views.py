"""Checked quotations as people see them."""

from __future__ import annotations

import json

import pytest

from onrecord.errors import BadInput
from onrecord.rendering.colours import Palette
from onrecord.rendering.display_width import text_width
from onrecord.rendering.verdict_table import draft_table, format_draft, format_verdict, summary
from onrecord.rendering.verdict_view import verdict_view
from onrecord.rendering.verdict_words import difference_of
from onrecord.verdicts import Change, DraftQuotation, Place, Verification


def place(article: str = "ferry", start: int = 20, quoted: bool = True, speaker: str | None = "Maren Holt") -> Place:
    return Place(
        article, start, start + 30, "The ferries will stay in port,", quoted, speaker, "Harbour talks end",
        "2021-05-03", "Harbour Post", "", "ab" * 32, f"[{article}@abababababab:{start}-{start + 30}]",
    )  # fmt: skip


CHANGES = (
    Change("equal", "The ferries will", "the ferries will"),
    Change("replace", "stay", "sail"),
    Change("equal", "in port", "in port"),
    Change("delete", "until every sailor has been paid", ""),
    Change("insert", "", "tomorrow"),
)
ALTERED = Verification(
    "the ferries will sail in port tomorrow", "altered", 0.87, "Holt", "confirmed", (place(),), CHANGES,
    place("copy", 4), (place("copy", 4), place("third", 9)),
)  # fmt: skip


def test_difference() -> None:
    """Brackets tell old from new where there are no colours, colours where there are."""
    plain = difference_of(CHANGES, Palette(False))
    assert plain.text == ("the ferries will [-stay-]{+sail+} in port [-until every sailor has been paid-] {+tomorrow+}")
    coloured = difference_of(CHANGES, Palette(True))
    assert "[-" not in coloured.text
    assert [style for _, style in coloured.runs] == ["dim", "highlight", "dim", "highlight"]


def test_a_splice_shows_its_seam() -> None:
    """Where two places meet stands a bar."""
    two = (Change("equal", "a b", "a b"), Change("equal", "c d", "c d"))
    assert difference_of(two, Palette(False), spliced=True).text == "a b ‖ c d"
    assert difference_of(two, Palette(False)).text == "a b c d"


def test_golden_view() -> None:
    """The whole block, line by line."""
    assert verdict_view(ALTERED, width=60) == (
        "altered  0.87  words changed inside one place\n"
        "words     the ferries will [-stay-]{+sail+} in port [-until\n"
        "          every sailor has been paid-] {+tomorrow+}\n"
        "speaker   Maren Holt, confirmed as Holt\n"
        "place     ferry:20-50\n"
        "          Harbour talks end · Harbour Post · 2021-05-03\n"
        "first     copy:4-34\n"
        "          Harbour talks end · Harbour Post · 2021-05-03\n"
        "also in   third:9-39\n"
    )


def test_golden_table() -> None:
    """A row a quotation, and the count below."""
    nothing = Verification("We will fly to the moon", "not found", 0.9, "Holt", "unknown")
    rows = [DraftQuotation(3, 10, 48, ALTERED), DraftQuotation(12, 60, 83, nothing)]
    assert draft_table(rows, width=72) == (
        "line  verdict        quotation\n"
        "   3  altered        the ferries will [-stay-]{+sail+} in port [-until\n"
        "                     every sailor has been paid-] {+tomorrow+}\n"
        "                     Maren Holt, confirmed as Holt\n"
        "                     ferry:20-50\n"
        "                     Harbour talks end · Harbour Post · 2021-05-03\n"
        "  12  not found      We will fly to the moon\n"
        "                     not recorded; asked for Holt\n"
    )
    assert summary(rows) == "2 quotations: 1 altered, 1 not found"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_lines_fit(width: int) -> None:
    """No line but a place is wider than asked."""
    for text in (verdict_view(ALTERED, width=width), draft_table([DraftQuotation(1, 0, 5, ALTERED)], width=width)):
        assert all(text_width(line) <= width for line in text.splitlines() if ":" not in line and "line" not in line)


def test_formats_for_programs() -> None:
    """JSON and JSON Lines hold what `to_dict` gives; another format is refused."""
    assert json.loads(format_verdict(ALTERED, "jsonl")) == ALTERED.to_dict()
    rows = [DraftQuotation(1, 0, 5, ALTERED)]
    assert json.loads(format_draft(rows, "json")) == [rows[0].to_dict()]
    assert json.loads(format_draft(rows, "jsonl")) == rows[0].to_dict()
    assert format_draft([], "table") == ""
    with pytest.raises(BadInput, match="format"):
        format_draft(rows, "xml")


def test_running_text_is_pointed_out() -> None:
    """Words that nobody is quoted with are marked as such."""
    found = Verification(
        "in port", "verbatim", 0.7, parts=(place(quoted=False, speaker=None),), difference=CHANGES[2:3]
    )
    assert "ferry:20-50  in running text\n" in verdict_view(found)
