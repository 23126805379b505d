"""Paragraphs: one a line, blank lines, and lines wrapped at a width."""

from __future__ import annotations

from onrecord.text.paragraphs import find_paragraphs


def paragraphs(text: str) -> list[str]:
    return [span.of(text) for span in find_paragraphs(text)]


def test_one_a_line() -> None:
    """Each line that begins with a capital is a paragraph, whatever ends the lines; blank ones leave nothing."""
    assert paragraphs("Title\r\nFirst one.\n \n\tSecond\u2029Third\x0cFourth\n") == [
        "Title", "First one.", "Second", "Third", "Fourth",
    ]  # fmt: skip


def test_goes_on_in_lower_case() -> None:
    """A line without an end mark goes on in a line in lower case; a blank line or an end mark forbids it."""
    assert paragraphs("He said\nthat.") == ["He said\nthat."]
    assert paragraphs("He said\n\nthat.") == ["He said", "that."]
    assert paragraphs('He said it."\nthat.') == ['He said it."', "that."]


def test_wrapped_text() -> None:
    """Lines that all reach one width are one paragraph, names at their beginnings too; a short line ends it."""
    lines = [
        "The council of the town of Hill End said on Monday that Mayor",
        "Hart would leave the office she has held for eleven years and",
        "that Deputy Mayor Poole would stand in for her until the next",
        "vote.",
        "The date of the vote has not been set and the council gave no",
        "reason.",
    ]
    assert paragraphs("\n".join(lines)) == ["\n".join(lines[:4]), "\n".join(lines[4:])]


def test_short_lines_are_no_wrapping() -> None:
    """A list of headlines stays a list."""
    text = "Mill sold\nMine shut\nMayor out\nTown calm\nTalks end"
    assert paragraphs(text) == text.split("\n")
