"""Indirect and mixed speech by word rules: source, cue and content of one sentence, and what is no speech."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.attributions.english import looks_english
from onrecord.extraction.attributions.rules import find_by_rules
from onrecord.spoken import Attribution

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parents[1] / "golden" / "seed_attributions.json"


def roles(text: str, found: list[Attribution]) -> list[tuple[str, str, list[str]]]:
    return [
        (
            "|".join(span.of(text) for span in one.source),
            "|".join(span.of(text) for span in one.cue),
            [span.of(text) for span in one.content],
        )
        for one in found
    ]


CASES = [
    # The cue in front, and what stands between it and the content.
    ("The mayor said that the bridge would open.", [("The mayor", "said", ["that the bridge would open"])]),
    ("Lee has also said it is safe.", [("Lee", "has also said", ["it is safe"])]),
    ("Lee told reporters that it was safe.", [("Lee", "told", ["that it was safe"])]),
    ("Lee said in an interview on Friday that it was safe.", [("Lee", "said", ["that it was safe"])]),
    ("Lee warned the council that it would fail.", [("Lee", "warned", ["that it would fail"])]),
    ("Lee, speaking in Ely, called for new taxes.", [("Lee", "called for", ["new taxes"])]),
    ("Ann Lee, the mayor of Ely, denied the report.", [("Ann Lee, the mayor of Ely,", "denied", ["the report"])]),
    ("A senior official also issued a stern warning to prepare for war.",
     [("A senior official", "also issued a stern warning", ["to prepare for war"])]),
    ("Lee refused to comment on the report.", [("Lee", "refused to comment on", ["the report"])]),
    # Behind the content, or inside it.
    ("The bridge is safe, Lee said on Friday.", [("Lee", "said", ["The bridge is safe"])]),
    ("The bridge is safe, said Ann Lee.", [("Ann Lee", "said", ["The bridge is safe"])]),
    ("The bridge is safe, according to the council.", [("the council", "according to", ["The bridge is safe"])]),
    ("According to the council, the bridge is safe.", [("the council", "According to", ["the bridge is safe"])]),
    ("The mayor, Lee said, is wrong.", [("Lee", "said", ["The mayor", "is wrong"])]),
    # Several cues.
    ("Lee said it was safe, adding that nobody had paid.",
     [("Lee", "said", ["it was safe"]), ("Lee", "adding", ["that nobody had paid"])]),
    ("Lee and Moe denied that they had paid and criticized the report.",
     [("Lee and Moe", "denied", ["that they had paid"]), ("Lee and Moe", "criticized", ["the report"])]),
    ("Critics say the bridge is unsafe, but Lee insists it is not.",
     [("Critics", "say", ["the bridge is unsafe"]), ("Lee", "insists", ["it is not"])]),
    # Content without a source.
    ("Lee was asked whether she would pay.", [("", "was asked", ["whether she would pay"])]),
    ("The bridge is expected to open in May.", [("", "is expected", ["The bridge", "to open in May"])]),
    # Mixed, and quotations that go on behind a clause.
    ('Moe described the bridge as a "red line" for Ely.',
     [("Moe", "described", ['the bridge as a "red line" for Ely'])]),
    ('Lee said it was safe. "We checked every bolt."',
     [("Lee", "said", ['it was safe. "We checked every bolt."'])]),
    ('"We checked every bolt," Lee said.', [("Lee", "said", ['"We checked every bolt,"'])]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_one_sentence(text: str, expected: list[tuple[str, str, list[str]]]) -> None:
    """Source, cue and content are the words a careful reader underlines."""
    assert roles(text, find_by_rules(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Her claims are in the report. The call came in May. It was the most criticized plan.",
        "The bridge opened in May and stands on the east side of the river.",
        "- Bread and milk\n- The reports\n* A few calls",
        "",
        " \n\n ",
        "12,000 9.5 % – 7",
    ],
)
def test_nothing_is_said(text: str) -> None:
    """Nouns that look like verbs of saying, lists, numbers and plain narration have no attributions."""
    assert find_by_rules(text) == []


def test_headline_in_capitals() -> None:
    """Capitals do not turn a headline into a source of everything behind it."""
    text = "MAYOR: BRIDGE IS SAFE\n\nCITY COUNCIL VOTES ON CLAIMS\n\nThe bridge is safe, the mayor said on Tuesday."
    assert roles(text, find_by_rules(text)) == [("the mayor", "said", ["The bridge is safe"])]


def test_mis_encoded_marks() -> None:
    """Curly marks read in a wrong encoding leave the offsets exact."""
    text = "The mayor said â€œthe bridge is safeâ€\x9d and left."
    [one] = find_by_rules(text)
    assert one.source[0].of(text) == "The mayor"
    assert one.content[0].of(text).startswith("â€œthe bridge")


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The mayor said that the bridge would open in May, and that it was safe for all of them.", True),
        ("MAYOR SAYS BRIDGE IS SAFE", True),
        ("Lee shrugged.", True),
        ("Der Bürgermeister sagte, dass die Brücke im Mai geöffnet werde und dass sie sicher für alle sei.", False),
        ("El alcalde dijo que el puente abriría en mayo y que era seguro para todos los vecinos de Ely.", False),
        ("Le maire a dit que le pont ouvrirait en mai et que tout le monde pourrait le traverser sans danger.", False),
        ("Мэр сказал, что мост откроется в мае и что он безопасен.", False),
        ("", False),
        ("1234 %", False),
    ],
)
def test_looks_english(text: str, english: bool) -> None:
    """English prose and short English lines are told from other languages and from no language at all."""
    assert looks_english(text) is english


def test_other_languages_have_no_attributions() -> None:
    """Names that look like English verbs do not make attributions of foreign text."""
    text = (
        "Herr Said sagte, der Bürgermeister und die Stadt seien sich einig, dass man die Brücke bauen müsse, said Lee."
    )
    assert find_by_rules(text) == []


def test_seed_article() -> None:
    """Every required attribution of the seed article is found: content at least half, source touching the right one."""
    golden = json.loads(GOLDEN.read_text("utf-8"))
    text = (ROOT / golden["article"]).read_bytes().decode("utf-8")
    found = find_by_rules(text)
    missed = []
    for row in golden["attributions"]:
        size = sum(span["end"] - span["start"] for span in row["content"])
        hits = [
            one
            for one in found
            if 2
            * sum(max(0, min(a["end"], b.end) - max(a["start"], b.start)) for a in row["content"] for b in one.content)
            >= max(size, sum(map(len, one.content)))
            and any(b.start <= a["start"] < b.end for a in row["source"] for b in one.source)
        ]
        if row["required"] and not hits:
            missed.append(row["content"][0]["text"])
    assert missed == []


PIECES = st.lists(
    st.sampled_from([
        '"', "“", "”", "'", "’", " ", ".", ",", ";", "\n", "\n\n", ":", "—", "(", ")", "?", "said", "says", "say",
        "Lee", "he", "who", "which", "according to", "adding", "saying", "that", "the mayor", "told reporters",
        "to", "in", "a statement", "is expected", "was praised by", "and", "but", "issued a warning", "called for",
        "claims", "Will", "U.S.", "Sen.", "on Friday", "While", "In Ely", "the", "of", "criticized", "denied",
        "red line", "seems", "-", "\ud800", "\u202e", "9,000", "LEE:", "MOE:",
    ]),
    max_size=70,
)  # fmt: skip


@given(PIECES)
def test_spans_are_sound(pieces: list[str]) -> None:
    """Whatever the text, spans lie in it, roles of one attribution ascend apart, and contents never overlap."""
    text = "The mayor is in the city. " + " ".join(pieces)
    found = find_by_rules(text)
    for one in found:
        assert 0.0 <= one.confidence <= 1.0
        assert one.finder == "rules"
        for spans in (one.source, one.cue, one.content):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert all(a.end < b.start for a, b in pairwise(spans))
        every = sorted(one.source + one.cue + one.content)
        assert all(a.end <= b.start for a, b in pairwise(every))
    contents = sorted(span for one in found for span in one.content)
    assert all(a.end <= b.start for a, b in pairwise(contents))
    assert [one.content[0] for one in found] == sorted(one.content[0] for one in found)
    assert find_by_rules(text) == found
