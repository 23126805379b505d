"""Passages: whole sentences, whole quotations, full coverage, overlap, and texts without an end."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadInput
from onrecord.text.passages import build_passages
from onrecord.text.quotation import find_quotations

SEED = (Path(__file__).parents[2] / "seeds" / "000_4d064d9ae9bb67c0.txt").read_text("utf-8")


def passages(text: str, words: int, overlap: int = 0) -> list[str]:
    return [span.of(text) for span in build_passages(text, words=words, overlap=overlap)]


def cut_quotations(text: str, words: int, overlap: int = 0) -> list[str]:
    """Quotations of up to `words` words that a passage begins or ends inside, looked up one by one."""
    edges = [edge for span in build_passages(text, words=words, overlap=overlap) for edge in (span.start, span.end)]
    quotations = [quotation.span for quotation in find_quotations(text)]
    fitting = [span for span in quotations if len(span.of(text).split()) <= words and len(span) <= 400]
    return [span.of(text) for span in fitting if any(span.start < edge < span.end for edge in edges)]


def test_packs_sentences() -> None:
    """Sentences are packed up to the limit, and the last passage is not left tiny when another packing exists."""
    text = "A b c. D e f. G h i. J k l."
    assert passages(text, 6) == ["A b c. D e f.", "G h i. J k l."]
    assert passages("A b c. D e f. G h i. J.", 9) == ["A b c. D e f.", "G h i. J."]
    assert passages(text, 1000) == [text]


def test_prefers_paragraphs() -> None:
    """A passage more than half full ends with its paragraph."""
    text = "One two three. Four five six.\nSeven eight nine. Ten eleven twelve."
    assert passages(text, 9) == ["One two three. Four five six.", "Seven eight nine. Ten eleven twelve."]


def test_keeps_a_quotation_whole() -> None:
    """A quotation of three sentences that fits stays in one passage with its attribution."""
    speech = '"Aa bb cc. Dd ee ff. Gg hh ii," he said.'
    assert passages(f"One two three four five. {speech} Six seven eight nine.", 10) == [
        "One two three four five.",
        speech,
        "Six seven eight nine.",
    ]


@pytest.mark.parametrize("text", ['The mayor told us:\n"We go."', '"We go,"\nhe said.', '"Why go?"\nMayor Hart asked.'])
def test_keeps_the_attribution(text: str) -> None:
    """A line break does not part a quotation from what introduces or follows it."""
    assert passages(text, 3) == [text]


def test_long_quotation_is_cut_at_its_sentences() -> None:
    """A quotation that does not fit is cut, at the ends of its sentences."""
    assert passages('"Aa bb cc. Dd ee ff. Gg hh ii," he said.', 5) == ['"Aa bb cc.', "Dd ee ff.", 'Gg hh ii," he said.']


def test_long_sentence_stands_alone() -> None:
    """A sentence longer than the limit, but not four times, is one passage."""
    text = "A b. C d e f g h i j. K l."
    assert passages(text, 4) == ["A b.", "C d e f g h i j.", "K l."]


def test_endless_sentence_is_cut_between_words() -> None:
    """Over four times the limit, text is cut at words, never inside a quotation that fits nor right behind it."""
    assert passages("a " * 21, 5) == ["a a a a a"] * 4 + ["a"]
    assert passages('a b c d "e f g" ' * 4, 5)[:3] == ["a b c d", '"e f g" a b', "c d"]


def test_endless_word_is_cut_between_characters() -> None:
    """A word of thousands of letters is cut, and no accent is parted from its letter."""
    text = "e\u0301" * 5001
    found = passages(text, 1)
    assert "".join(found) == text
    assert max(map(len, found)) <= 400
    assert all(not piece.startswith("\u0301") for piece in found)


def test_overlap_repeats_sentences() -> None:
    """The last sentence of a passage begins the next one, inside the limit; starts rise strictly."""
    text = "A b c. D e f. G h i. J k l."
    assert passages(text, 6, 1) == ["A b c. D e f.", "D e f. G h i.", "G h i. J k l."]
    assert passages(text, 3, 1) == ["A b c.", "D e f.", "G h i.", "J k l."]


def test_seed_article() -> None:
    """On the seed article no quotation that fits is cut at any length, and 80 words make 12 passages."""
    assert [cut_quotations(SEED, words) for words in (20, 40, 80, 160)] == [[], [], [], []]
    found = passages(SEED, 80)
    assert len(found) == 12
    assert max(len(passage.split()) for passage in found) <= 80
    assert min(len(passage.split()) for passage in found) >= 40


@pytest.mark.parametrize(("words", "overlap"), [(0, 0), (-3, 0), (80, -1)])
def test_bad_numbers(words: int, overlap: int) -> None:
    """A length under one word or a negative overlap is refused in words."""
    with pytest.raises(BadInput, match="expected"):
        build_passages("text", words=words, overlap=overlap)


def test_nothing() -> None:
    """Text without any characters but spaces has no passages."""
    assert build_passages("") == build_passages(" \n\t ") == []


PIECES = st.lists(
    st.sampled_from(
        ["word ", "Word ", "said ", "Mr. ", "end. ", "End! ", '"', "“", "”", ' "', '" ', ',” he said. ', ": ", "‘", "’",
         ". ", "? ", "\n", "\n\n", "x" * 30, "«", "»"]
    ),
    max_size=80,
).map("".join)  # fmt: skip


@given(PIECES, st.integers(1, 12), st.integers(0, 3))
def test_laws(text: str, words: int, overlap: int) -> None:
    """Passages rise strictly, are trimmed, cover all but spaces, and enter no quotation that fits."""
    found = build_passages(text, words=words, overlap=overlap)
    assert all(len(span) and span.of(text) == span.of(text).strip() for span in found)
    assert all(before.start < after.start and before.end < after.end for before, after in pairwise(found))
    assert overlap or all(before.end <= after.start for before, after in pairwise(found))
    covered = {place for span in found for place in range(span.start, span.end)}
    assert all(text[place].isspace() for place in set(range(len(text))) - covered)
    assert cut_quotations(text, words, overlap) == []


@pytest.mark.parametrize(
    "piece", [". ", "A. ", '"a b. C d." ', "x", "word ", "“a b”", '"a," he said: ', "a\n", "\u0301", '"a']
)
def test_hostile_length(piece: str) -> None:
    """Hundreds of kilobytes without usable ends come back in pieces; a quadratic builder would need minutes."""
    text = piece * (200_000 // len(piece))
    found = build_passages(text)
    assert sum(map(len, found)) >= 0.9 * len("".join(text.split()))
    assert max(map(len, found)) <= 4 * 80 * 40
