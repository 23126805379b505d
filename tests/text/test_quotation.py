"""Quotations: every kind of mark, what is no mark, the seed article, and hostile input."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.quotation import Quotation, find_quotations

SEED = Path(__file__).parents[2] / "seeds" / "000_4d064d9ae9bb67c0.txt"

# (start, end, closed, first words inside), read off the article by hand.
SEED_QUOTATIONS = [
    (217, 299, True, "The drums of war"),
    (488, 685, True, "There are nearly 100,000 troops"),
    (880, 1041, True, "That raises a lot of questions"),
    (1458, 1539, True, "We saw these guidelines in 2014"),
    (1584, 1625, True, "The United States is ready"),
    (1973, 2065, True, "We are very much ready"),
    (2152, 2348, True, "The sanctions will include"),
    (2602, 2793, True, "NATO is ready to engage"),
    (3085, 3095, True, "red line"),
    (3293, 3421, True, "We need guarantees that are strong"),
    (3613, 3894, False, "Russia is a large country"),
    (3950, 4075, True, "The fact that they feel threatened"),
    (4305, 4315, True, "red line"),
    (4450, 4470, True, "respond decisively"),
]


def spans(text: str) -> list[str]:
    return [quotation.span.of(text) for quotation in find_quotations(text)]


def test_seed_article() -> None:
    """All quotations of the seed article have the spans read off by hand; the one never closed ends at its comma."""
    text = SEED.read_text("utf-8")
    found = find_quotations(text)
    assert [(q.span.start, q.span.end, q.closed) for q in found] == [row[:3] for row in SEED_QUOTATIONS]
    assert all(q.inner.of(text).startswith(row[3]) for q, row in zip(found, SEED_QUOTATIONS, strict=True))
    assert all(q.depth == 0 for q in found)
    open_one = next(q for q in found if not q.closed)
    assert open_one.span.of(text).endswith("They are a powerful nation,")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “no”.", ["“no”"]),
        ("“We need it,\" he said. \"We want it,” she said.", ['“We need it,"', '"We want it,”']),
        ("„Das ist gut“, sagte er.", ["„Das ist gut“"]),
        ("»Nein«, sagte sie. «Oui», dit-il. « Oui », dit-il.", ["»Nein«", "«Oui»", "« Oui »"]),
        ("”Hej”, sa han.", ["”Hej”"]),
        ("''This isn't reform,'' he said. ``Nor this,'' she said.", ["''This isn't reform,''", "``Nor this,''"]),
        ("'We're done,' he said. ‘It’s over,’ she said.", ["'We're done,'", "‘It’s over,’"]),
        ('"I went,"she said."You stayed."', ['"I went,"', '"You stayed."']),
        ('"We won, "he said.', ['"We won, "']),
        ('""We won,"" he said.', ['""We won,""']),
        ("\u202a”We won,” he said. \u200b\"We lost,\" she said.", ["”We won,”", '"We lost,"']),
        ('He (the "boss") and—"why not"—they', ['"boss"', '"why not"']),
    ],
)  # fmt: skip
def test_kinds_of_marks(text: str, expected: list[str]) -> None:
    """Each kind of mark, mixed pairs and careless spacing give the quotations a reader sees."""
    assert spans(text) == expected
    assert all(q.closed for q in find_quotations(text))


@pytest.mark.parametrize(
    "text",
    [
        "Don't say the workers' rights of the ’90s rock ’n’ roll in O'Neill's l’Oréal.",
        "He is 6'2\" tall, the board 5' wide, the pipe 12\" thick, the screen 5'10\".",
        "The Johnsons’ house and the boss' car, 'til dawn, '90s style, ‘em all.",
        "It's the '68 vote: rock 'n' roll, y'all, goin' home.",
        "",
        '"" and “” and """""""""""" and \' \'',
    ],
)
def test_no_marks(text: str) -> None:
    """Apostrophes, elisions, decades, feet and inches, and marks around nothing are no quotations."""
    assert spans(text) == []


def test_possessives_inside_single_marks() -> None:
    """A possessive inside a quotation in single marks does not close it; scare quotes that end in s do close."""
    assert spans("‘The workers’ rights are ours,’ he said.") == ["‘The workers’ rights are ours,’"]
    assert spans("'terrorists' and 'killers' in the ‘workers’ party’") == ["'terrorists'", "'killers'", "‘workers’"]


def test_inches_inside_a_quotation() -> None:
    """Inches inside a quotation do not end it when a real closing mark follows."""
    assert spans('"I ate a 12" pizza," he said. "Then 5\'10" of it."') == [
        '"I ate a 12" pizza,"',
        '"Then 5\'10" of it."',
    ]


def test_nested() -> None:
    """Inner quotations follow the outer one and carry their depth."""
    text = "“He told me, ‘She said “no” twice,’ and left,” he said."
    assert [(q.span.of(text), q.depth) for q in find_quotations(text)] == [
        ("“He told me, ‘She said “no” twice,’ and left,”", 0),
        ("‘She said “no” twice,’", 1),
        ("“no”", 2),
    ]
    assert spans('"He said "no" to me," she said.') == ['"He said "no" to me,"', '"no"']


def test_speech_over_paragraphs() -> None:
    """Each paragraph of a longer speech is one quotation, and only the last is closed."""
    text = "“We came.\n\n“We saw.\n\n“We won,” he said."
    assert [(q.inner.of(text), q.closed) for q in find_quotations(text)] == [
        ("We came.", False),
        ("We saw.", False),
        ("We won,", True),
    ]


def test_closed_in_the_next_paragraph() -> None:
    """A closing mark without an opener ends what the paragraph before left open, one paragraph back at most."""
    assert spans('"We came.\nWe saw," he said.') == ['"We came.\nWe saw,"']
    assert spans('"We came.\nNothing here.\nWe saw," he said.') == ['"We came.']


def test_never_closed() -> None:
    """A lost closing mark ends the quotation at its attribution, the next opener, or the paragraph's end."""
    text = '"A great day, Mayor Hart said. "Now closed," he said.\n"Lost again. "Closed," he said.\n"To the end\nNew.'
    assert [(q.span.of(text), q.closed) for q in find_quotations(text)] == [
        ('"A great day,', False),
        ('"Now closed,"', True),
        ('"Lost again.', False),
        ('"Closed,"', True),
        ('"To the end', False),
    ]


def test_hard_wrapped_lines() -> None:
    """A line break in mid sentence does not end a quotation."""
    assert spans("He said “we will go\nwhere they went” and left.") == ["“we will go\nwhere they went”"]


PIECES = st.lists(
    st.sampled_from(
        ['"', "“", "”", "'", "‘", "’", "«", "»", "„", "''", " ", " ", "a", "word", "dogs", "12", ",", ".", "?",
         "\n", "\n\n", " he said", ", Smith said", "-", "("]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(PIECES)
def test_laws(text: str) -> None:
    """Spans lie in the text, are sorted, nest without crossing, and hold their inner part, which is not empty."""
    found = find_quotations(text)
    around: list[Quotation] = []
    for before, after in pairwise(found):
        assert (before.span.start, -before.span.end) < (after.span.start, -after.span.end)
    for quotation in found:
        span, inner = quotation.span, quotation.inner
        assert 0 <= span.start < inner.start < inner.end <= span.end <= len(text)
        assert inner.of(text) == inner.of(text).strip()
        assert (inner.end < span.end) == quotation.closed
        while around and around[-1].span.end <= span.start:
            around.pop()
        assert quotation.depth == len(around)
        assert all(span.end <= outer.span.end for outer in around)
        around.append(quotation)


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """No text breaks the parser, and every closed quotation ends in a mark."""
    for quotation in find_quotations(text):
        assert not quotation.closed or text[quotation.span.end - 1] in "\"'“”‘’„‟«»‹›‚‛`"


@pytest.mark.parametrize("piece", ['"', '"a ', "“«", "‘s’ ", "“a ‘b ", ', he "', '"\n', '12" ', "“a"])
def test_hostile_length(piece: str) -> None:
    """Hundreds of kilobytes of marks come back; a quadratic parser would need minutes."""
    text = piece * (300_000 // len(piece))
    assert all(quotation.span.end <= len(text) for quotation in find_quotations(text))
