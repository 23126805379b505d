"""Speech in quotation marks: who says it, in which words, and which quotations nobody says."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.attributions.marked import find_marked
from onrecord.spoken import Attribution
from onrecord.text.quotation import find_quotations

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parents[1] / "golden" / "seed_attributions.json"


def roles(text: str, found: list[Attribution]) -> list[tuple[str, str, list[str]]]:
    """Source, cue and content of each as words; a role of several spans joined by a bar."""
    return [
        (
            "|".join(span.of(text) for span in one.source),
            "|".join(span.of(text) for span in one.cue),
            [span.of(text) for span in one.content],
        )
        for one in found
    ]


CASES = [
    # Behind the quotation, either way round.
    ('"We will pay," he said.', [("he", "said", ['"We will pay,"'])]),
    ('"We will pay," said Mayor Ann Lee.', [("Mayor Ann Lee", "said", ['"We will pay,"'])]),
    ('"Why?" asked Lee.', [("Lee", "asked", ['"Why?"'])]),
    ('"Stop!" Lee shouted. He ran.', [("Lee", "shouted", ['"Stop!"'])]),
    ('"We will pay," said Will Moe, who won in May.', [("Will Moe, who won in May", "said", ['"We will pay,"'])]),
    ('"We will pay," Lee, who won in May, said.', [("Lee", "said", ['"We will pay,"'])]),
    ('"We pay," Ann Lee, mayor of Ely, told reporters.', [("Ann Lee, mayor of Ely,", "told", ['"We pay,"'])]),
    ('"It is safe," according to a report by the council.',
     [("a report by the council", "according to", ['"It is safe,"'])]),
    # In front of it.
    ('Lee said: "It is safe."', [("Lee", "said:", ['"It is safe."'])]),
    ('Ann Lee, a former judge, said in a statement, "It is quite safe."',
     [("Ann Lee, a former judge,", "said in a statement", ['"It is quite safe."'])]),
    ('According to Lee, "the bridge is safe."', [("Lee", "According to", ['"the bridge is safe."'])]),
    ('He tweeted: "No deal is better than this!"', [("He", "tweeted:", ['"No deal is better than this!"'])]),
    # Around it, and over sentences.
    ('"No," she said. "Never in my life."', [("she", "said", ['"No,"', '"Never in my life."'])]),
    ("“We will pay,” she said, “if we can.”", [("she", "said", ["“We will pay,”", "“if we can.”"])]),
    # Over paragraphs.
    ('"It is safe," Lee said.\n\n"It will open in May, as we promised."',
     [("Lee", "said", ['"It is safe,"', '"It will open in May, as we promised."'])]),
    ('“It is safe.\n\n“It will open in May.\n\n“Nobody will pay,” Lee said.',
     [("Lee", "said", ["“It is safe.", "“It will open in May.", "“Nobody will pay,”"])]),
    ('Lee\'s office issued this statement:\n\n"It is safe and will open in May."',
     [("Lee's office", "issued this statement:", ['"It is safe and will open in May."'])]),
    # Marks that are mixed, nested or never closed.
    ("“We will pay,\" he said.", [("he", "said", ["“We will pay,\""])]),
    ("“He told me ‘no’ twice,” she said.", [("she", "said", ["“He told me ‘no’ twice,”"])]),
    ("''We'll pay,'' he said.", [("he", "said", ["''We'll pay,''"])]),
    ('"We are the largest power. They are strong, Lee explained to reporters.',
     [("Lee", "explained", ['"We are the largest power. They are strong,'])]),
    # Verbs in no list, and signatures.
    ('"We will pay at once," she chirped.', [("she", "chirped", ['"We will pay at once,"'])]),
    ("“The bridge is safe and dry.” — Ann Lee, mayor", [("Ann Lee, mayor", "—", ["“The bridge is safe and dry.”"])]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_who_says_a_quotation(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    """Each way of naming the speaker of a quotation gives the source, cue and content a reader sees."""
    assert roles(text, find_marked(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        'The so-called "bridge to nowhere" and the film "Jaws" were her "pets."',
        'The article is called "How to pay," and Lee likes it.',
        'Robert "Bob" Moe opened the "Old Mill" in May.',
        '- Bread\n- Milk\n- "Eggs"\n* Say cheese',
        'COUNCIL BACKS "NO NEW TAXES" PLEDGE',
        "",
        '"',
        '""""""',
    ],
)
def test_quotations_that_nobody_says(text: str) -> None:
    """Scare quotes, titles, nicknames, lists and headlines are no speech."""
    assert find_marked(text) == []


def test_a_quotation_without_a_speaker() -> None:
    """Speech that fills a paragraph behind other words is found, with empty source and cue."""
    text = 'The mayor shook her head.\n\n"We never promised a bridge to anyone."'
    assert roles(text, find_marked(text)) == [("", "", ['"We never promised a bridge to anyone."'])]


def test_styles() -> None:
    """One quotation is direct, also when nothing closes it; two, or words outside the marks, are mixed."""
    text = (
        '"We will pay," he said. "All of us."\n\nLee said the bridge was "safe and very dry."\n\n'
        '"We won," she said.\n\n"We are strong, Moe explained to them.'
    )
    assert [one.style for one in find_marked(text)] == ["mixed", "mixed", "direct", "direct"]


def test_transcript() -> None:
    """Each turn of a transcript is direct speech of its label; a list of results or questions is no transcript."""
    text = "LEE: We will pay.\n\nMOE (off camera): Who will?\n\n(Laughter.)\n\nLEE: All of us.\n\nSo it went on."
    assert roles(text, find_marked(text)) == [
        ("LEE", ":", ["We will pay."]),
        ("MOE", ":", ["Who will?"]),
        ("LEE", ":", ["All of us."]),
    ]
    assert {one.style for one in find_marked(text)} == {"direct"}
    text = 'Q: Will you pay?\nA: We will, I said.\n"We will," she said.\nQ: When?\nA: In May.'
    assert [source for source, _, _ in roles(text, find_marked(text))] == ["Q", "A", "Q", "A"]
    for no_transcript in (
        "WHAT: A fair.\nWHERE: Ely.\nWHEN: May.\nWHAT: Cakes.",
        "Lee: 547.\nMoe: 46.\nLee: 2,316.\nMoe: 1,547.\nTotal: 3.\nLee: 9.",
        "UPDATE: It is over.\n\nBy Ann Lee: a report",
    ):
        assert find_marked(no_transcript) == []


def test_other_languages_name_nobody() -> None:
    """In a text that is not English, speech is found by its marks alone."""
    text = 'Der Bürgermeister sagte: "Die Brücke ist sicher und öffnet im Mai." Das ist gut für alle in der Stadt.'
    assert roles(text, find_marked(text)) == [("", "", ['"Die Brücke ist sicher und öffnet im Mai."'])]


def test_quotations_may_be_handed_in() -> None:
    """Quotations that are known already give the same answer."""
    text = '"No," she said. "Never in my life." Lee said: "It is safe."'
    assert find_marked(text, find_quotations(text)) == find_marked(text)


def test_seed_article_direct_quotations() -> None:
    """All direct quotations of the seed article have the spans read off by hand and the right sources."""
    golden = json.loads(GOLDEN.read_text("utf-8"))
    text = (ROOT / golden["article"]).read_bytes().decode("utf-8")
    wanted = [row for row in golden["attributions"] if row["style"] == "direct"]
    found = find_marked(text)
    assert len(wanted) == 11
    assert [[(span.start, span.end) for span in one.content] for one in found] == [
        [(span["start"], span["end"]) for span in row["content"]] for row in wanted
    ]
    assert [one.style for one in found] == ["direct"] * 11
    for one, row in zip(found, wanted, strict=True):
        assert one.source[0].start <= row["source"][0]["start"] < one.source[0].end
        assert one.cue[0].start <= row["cue"][0]["start"] < one.cue[0].end


def test_golden_file_says_what_stands_in_the_article() -> None:
    """Every span of the golden file repeats its text, and speakers are given for all."""
    golden = json.loads(GOLDEN.read_text("utf-8"))
    text = (ROOT / golden["article"]).read_bytes().decode("utf-8")
    for row in golden["attributions"]:
        assert row["speaker"]
        assert row["person"] in (None, row["speaker"])
        assert row["source"]
        assert row["content"]
        for span in row["source"] + row["cue"] + row["content"]:
            assert text[span["start"] : span["end"]] == span["text"]
    flat = [span for row in golden["attributions"] if not row["nested"] for span in row["content"]]
    assert all(a["end"] <= b["start"] for a, b in pairwise(flat))


PIECES = st.lists(
    st.sampled_from([
        '"', "“", "”", "‘", "’", "'", "''", "«", "»", " ", ".", ",", "\n", "\n\n", ":", "—", "(", ")", "?", "…", "-",
        "said", "Lee", "Ann Lee", "he", "according to", "adding", "that", "who", "The mayor", "told reporters", "we",
        "LEE:", "Q:", "A:", "and", "in a statement", "is", "bridge", "claims", "U.S.", "\ud800", "\u202e", "é", "9,000",
    ]),
    max_size=60,
)  # fmt: skip


@given(PIECES)
def test_spans_are_sound(pieces: list[str]) -> None:
    """Whatever the text, spans lie in it, roles of one attribution ascend apart, and contents never overlap."""
    text = " ".join(pieces)
    found = find_marked(text)
    for one in found:
        assert 0.0 <= one.confidence <= 1.0
        assert one.finder == "marks"
        for spans in (one.source, one.cue, one.content):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert all(a.end < b.start for a, b in pairwise(spans))
        outside = sorted(one.source + one.cue + one.content)
        assert all(a.end <= b.start for a, b in pairwise(outside))
    contents = [span for one in found for span in one.content]
    assert all(a.end <= b.start for a, b in pairwise(sorted(contents)))
    assert find_marked(text) == found
