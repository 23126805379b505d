"""`onrecord verify` on the seed article: verdicts, formats, drafts, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_harness import SEED, Onrecord

DRAFT = """# Draft

"The drums of war are growing louder," said Michael Carpenter.
"There are nearly 100,000 troops on the Russian side of the border," he added. A "red line" was crossed.

"We will send twelve ships to the moon," said Wendy Sherman.
"""


def test_the_promised_example(cli: Onrecord, archive: Path) -> None:
    """One word was changed; the place, the difference and the speaker are shown, and the exit code says so."""
    result = cli("verify", "the drums of war are growing louder", "--speaker", "Carpenter")
    assert result.code == 1
    assert result.out.startswith("altered")
    assert "are [-getting-]{+growing+} louder" in result.out
    assert "Michael Carpenter, confirmed as Carpenter" in result.out
    assert f"{SEED}:218-253\n" in result.out


@pytest.mark.parametrize(
    ("quote", "more", "verdict", "code"),
    [
        ("The United States is ready at any cost", (), "verbatim", 0),
        ("THE UNITED STATES … AT ANY COST!", ("--speaker", "Sullivan"), "trimmed", 0),
        ("The United States is ready at any cost", ("--speaker", "Sherman"), "misattributed", 1),
        ("The United States is not ready at any cost", (), "altered", 1),
        ("The orchestra played in the harbour until the lemons were gone", (), "not found", 1),
    ],
)
def test_exit_codes(cli: Onrecord, archive: Path, quote: str, more: tuple[str, ...], verdict: str, code: int) -> None:
    """0 for what may be printed as it is, 1 for everything else; JSON says the same."""
    result = cli("verify", quote, *more, "--format", "json")
    assert result.code == code
    row = json.loads(result.out)
    assert (row["verdict"], row["quote"]) == (verdict, quote)
    assert result.err == ""


def test_draft(cli: Onrecord, archive: Path) -> None:
    """Every quotation of three words or more, with line and draft's speaker; one wrong one makes the exit code 1."""
    Path("draft.md").write_text(DRAFT, "utf-8")
    result = cli("verify", "--file", "draft.md", "--format", "jsonl")
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert result.code == 1
    assert [(row["line"], row["verdict"], row["speaker"]) for row in rows] == [
        (3, "altered", "Michael Carpenter"),
        (4, "trimmed", "Michael Carpenter"),
        (6, "not found", "Wendy Sherman"),
    ]
    assert [DRAFT[row["draft_start"] : row["draft_end"]] for row in rows] == [row["quote"] for row in rows]
    table = cli("verify", "--file", "draft.md")
    assert table.out.splitlines()[0].split() == ["line", "verdict", "quotation"]
    assert "3 quotations: 1 trimmed, 1 altered, 1 not found" in table.err


def test_faithful_draft(cli: Onrecord, archive: Path) -> None:
    """A draft without anything wrong ends with 0, also from standard input."""
    result = cli("verify", "--file", "-", stdin=b'He said: "The United States is ready at any cost."')
    assert result.code == 0
    assert "verbatim" in result.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "neither a QUOTE nor --file"),
        (("a b c", "--file", "draft.md"), 2, "both a QUOTE and --file"),
        (("--file", "missing.md"), 2, "missing.md"),
        (("--file", "draft.md", "--speaker", "Sherman"), 2, "a draft names its own speakers"),
        (("…",), 2, "no words"),
        (("",), 2, "no words"),
        (("a b", "-k", "0"), 2, ""),
    ],
)
def test_wrong_use(cli: Onrecord, archive: Path, arguments: tuple[str, ...], code: int, said: str) -> None:
    """Each mistake is said in one line."""
    Path("draft.md").write_text(DRAFT, "utf-8")
    result = cli("verify", *arguments)
    assert result.code == code
    assert said in result.err
    assert result.out == ""


def test_draft_without_quotations(cli: Onrecord, archive: Path) -> None:
    """Nothing to check is no success."""
    Path("plain.txt").write_text("Nobody said anything.", "utf-8")
    result = cli("verify", "--file", "plain.txt")
    assert (result.code, result.out) == (1, "")


def test_nothing_reaches_the_terminal_unfiltered(cli: Onrecord, archive: Path) -> None:
    """Escape sequences in a quotation are shown as pictures."""
    result = cli("verify", "the drums \x1b[31m of war \u202e are getting louder")
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out
