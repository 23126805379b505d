"""Sentences: the hand-made boundaries, the seed article, wrapped lines, capitals, and the laws of spans."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.sentences import split_sentences

ROOT = Path(__file__).parents[2]
CASES = [json.loads(line) for line in (ROOT / "benchmarks/sentence_boundaries.jsonl").read_text("utf-8").splitlines()]
# Cases no rule without a dictionary of names gets right; written down so that a gain or a loss is seen.
KNOWN_WRONG = {
    "Henry V. Stone wrote Henry V. Critics liked it.",
    "Mr. and Mrs. Dunn, of Cork, Co. Cork, won. They are rich.",
}


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_boundaries(case: dict[str, object]) -> None:
    """Every invented newswire case is cut where a reader would cut it, but for the known ones."""
    text = str(case["text"])
    right = [span.end for span in split_sentences(text)] == case["ends"]
    assert right == (text not in KNOWN_WRONG)


@pytest.mark.parametrize(
    "text",
    [
        'Then "Never?" he asked.',
        '"Stop!" said Gov. Hart of Ohio.',
        '"Is that so?" Sen. Vale, a lawyer from Ohio, asked the clerk.',
        "U.S. officials, G7 members and the E.U. met at 9 a.m. EST on Jan. 5.",
        "J. K. Rowling and John F. Kennedy paid $4.5 million to Acme Inc. of Peoria, Ill., for No. 7.",
        "See https://example.org/a.b?c=d. for more, or write to a.b@example.org.",
        "He said … well … I do not know.",
    ],
)
def test_one_sentence(text: str) -> None:
    """Stops in abbreviations, numbers, addresses and before an attribution end nothing."""
    assert sentences(text) == [text]


def test_seed_article() -> None:
    """The seed article has 38 sentences; quotations of several sentences are cut at theirs."""
    found = sentences((ROOT / "seeds" / "000_4d064d9ae9bb67c0.txt").read_text("utf-8"))
    assert len(found) == 38
    assert '"The United States is ready at any cost," he added.' in found
    assert "They have the largest national military in Europe." in found


def test_lines() -> None:
    """A line ends a sentence unless the next goes on in lower case or the text is wrapped at a width."""
    assert sentences("A Title\nThe text begins.") == ["A Title", "The text begins."]
    assert sentences("The mayor said\nthat she would go.") == ["The mayor said\nthat she would go."]
    wrapped = (
        "The council of the town of Hill End said on Monday that Mayor\n"
        "Hart would leave the office she has held for eleven years and\n"
        "that Deputy Mayor Poole would stand in for her until the next\n"
        "vote."
    )
    assert sentences(wrapped) == [wrapped]


def test_capitals() -> None:
    """Teletype copy in capitals, with a space before its stops, is cut at the stops that end something."""
    text = "THE U.S . FIRST PROPOSED NUCLEAR ARMS . BUT EUROPE DID NOT (TIME, DEC . 28) . MR . HILL WAITED ."
    assert sentences(text) == [
        "THE U.S . FIRST PROPOSED NUCLEAR ARMS .",
        "BUT EUROPE DID NOT (TIME, DEC . 28) .",
        "MR . HILL WAITED .",
    ]


def test_lower_case_text() -> None:
    """Text without capitals is still cut at its stops."""
    assert sentences("we went home. it was late.") == ["we went home.", "it was late."]


PIECES = st.lists(
    st.sampled_from(
        ["word", "Word", "Mr.", "U.S.", "p.m.", "I", "A", "said", "3.5", "No", ".", "!", "?", "…", "...", '"', "”", "“",
         "’", ")", "(", " ", " ", " ", "\n", "\n\n", "\u2029", "-", "。"]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(st.one_of(PIECES, st.text(max_size=80)))
def test_laws(text: str) -> None:
    """Sentences are in order, apart, trimmed, and hold every character that is no space."""
    found = split_sentences(text)
    assert all(len(span) and span.of(text) == span.of(text).strip() for span in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())


@pytest.mark.parametrize("piece", [". ", "A. ", "a! ", '."', "!", " .", "x", '"a?" Aa ', "a\n", "1. "])
def test_hostile_length(piece: str) -> None:
    """Hundreds of kilobytes of stops come back; a quadratic splitter would need minutes."""
    text = piece * (300_000 // len(piece))
    assert sum(map(len, split_sentences(text))) >= len(text.replace(" ", "").replace("\n", ""))
