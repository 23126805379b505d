"""The one rule that brings the tagger and the marks together."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.attributions.marked import find_marked
from onrecord.extraction.attributions.reconcile import reconcile
from onrecord.extraction.attributions.rules import find_by_rules
from onrecord.records import Span
from onrecord.spoken import Attribution
from onrecord.text.quotation import find_quotations

SEED = Path(__file__).parents[3] / "seeds" / "000_4d064d9ae9bb67c0.txt"


def spans(text: str, *pieces: str) -> tuple[Span, ...]:
    """Where each piece stands, searched behind the one before."""
    found = []
    place = 0
    for piece in pieces:
        start = text.index(piece, place)
        place = start + len(piece)
        found.append(Span(start, place))
    return tuple(found)


def tagged(text: str, source: str, cue: str, *content: str, confidence: float = 0.6) -> Attribution:
    return Attribution(
        spans(text, source) if source else (),
        spans(text, cue) if cue else (),
        spans(text, *content),
        "mixed",
        confidence,
        "tagger",
    )


def contents(text: str, found: list[Attribution]) -> list[list[str]]:
    return [[span.of(text) for span in one.content] for one in found]


def test_edges_move_to_the_marks() -> None:
    """A content that ends a mark early, or begins a word late inside a quotation, gets the whole quotation."""
    text = 'Lee said, "We will pay for the bridge." Then he left.'
    for piece in ("We will pay for the bridge.", "will pay for the bridge", '"We will pay for the'):
        [one] = reconcile(text, [tagged(text, "Lee", "said", piece)], [])
        assert contents(text, [one]) == [['"We will pay for the bridge."']]
        assert one.style == "direct"


def test_words_before_the_mark_stay() -> None:
    """A content that begins outside a quotation does not move to its mark, however near."""
    text = "They asked for a “special meeting” to vote."
    [one] = reconcile(text, [tagged(text, "They", "asked for", "a “special meeting” to vote")], [])
    assert contents(text, [one]) == [["a “special meeting” to vote"]]
    assert one.style == "mixed"


def test_speech_that_the_tagger_left_out_is_added() -> None:
    """Marked speech that no tagged attribution touches stands in the result as it was marked."""
    text = 'Moe said the bridge was old. "We will pay for it," Lee said.'
    found = reconcile(text, [tagged(text, "Moe", "said", "the bridge was old")], find_marked(text))
    assert contents(text, found) == [["the bridge was old"], ['"We will pay for it,"']]
    assert [one.finder for one in found] == ["tagger", "marks"]
    assert reconcile(text, [], find_marked(text)) == find_marked(text)


def test_a_source_comes_from_the_marks() -> None:
    """A tagged content without source and cue takes those of the marks; it keeps its own where it has them."""
    text = '"We will pay for it," Ann Lee told them.'
    [one] = reconcile(text, [tagged(text, "", "", "We will pay for it")], find_marked(text))
    assert [span.of(text) for span in one.source + one.cue] == ["Ann Lee", "told"]
    [one] = reconcile(text, [tagged(text, "Lee", "told them", "We will pay for it")], find_marked(text))
    assert [span.of(text) for span in one.source + one.cue] == ["Lee", "told them"]


def test_pieces_of_one_speech_are_joined() -> None:
    """The second half of interrupted speech, which the tagger did not link, goes to the first."""
    text = '"No," she said. "We never did."'
    halves = [tagged(text, "she", "said", '"No,"'), tagged(text, "", "", '"We never did."')]
    found = reconcile(text, halves, find_marked(text))
    assert contents(text, found) == [['"No,"', '"We never did."']]


def test_two_speakers_stay_two() -> None:
    """Quotations that the tagger gave to different sources are not joined by the marks."""
    text = '"No," she said. "We never did."\n\n"You did," he said.'
    halves = [tagged(text, "she", "said", '"No,"', '"We never did."'), tagged(text, "he", "", '"You did,"')]
    assert contents(text, reconcile(text, halves, find_marked(text))) == [['"No,"', '"We never did."'], ['"You did,"']]


def test_direct_speech_is_its_quotation() -> None:
    """What the tagger adds outside the marks of wholly quoted speech is left out."""
    text = '"We will pay for it," Lee said of the old bridge. It fell.'
    [one] = reconcile(
        text, [tagged(text, "Lee", "said of", '"We will pay for it,"', "the old bridge")], find_marked(text)
    )
    assert contents(text, [one]) == [['"We will pay for it,"']]
    assert one.style == "direct"


def test_a_cue_without_a_source_takes_the_subject() -> None:
    """A cue that the tagger left without a source gets the one the word rules see, as tagged where it is tagged."""
    text = "Mayor Ann Lee said it was safe, adding that nobody paid."
    tags = [tagged(text, "Mayor Ann Lee", "said", "it was safe"), tagged(text, "", "adding", "that nobody paid")]
    found = reconcile(text, tags, [])
    assert [[span.of(text) for span in one.source] for one in found] == [["Mayor Ann Lee"], ["Mayor Ann Lee"]]
    assert found[1].confidence > tags[1].confidence
    shorter = [tagged(text, "Lee", "said", "it was safe"), tags[1]]
    assert [[span.of(text) for span in one.source] for one in reconcile(text, shorter, [])] == [["Lee"], ["Lee"]]


def test_a_cue_in_another_content_takes_its_source() -> None:
    """A cue without a source inside what somebody repeated belongs to whom repeated it."""
    text = "Lee repeated threats that he would close it."
    tags = [tagged(text, "", "threats", "that he would"), tagged(text, "Lee", "repeated", "close it")]
    found = reconcile(text, tags, [])
    assert [[span.of(text) for span in one.source] for one in found] == [["Lee"], ["Lee"]]


def test_a_content_without_words_is_dropped() -> None:
    """A content of blanks or marks, whose edges two marks would pull past each other, is no speech."""
    text = '"Lee ". '
    assert reconcile(text, [tagged(text, "", "", " "), tagged(text, "", "", '". ')], []) == []


def test_overlaps_go_to_the_marks() -> None:
    """Where contents overlap, the one with marked speech keeps the words and the other one the rest."""
    text = 'Moe fears the worst. "We will pay for it," Lee said.'
    wide = tagged(text, "Moe", "fears", 'the worst. "We will', confidence=0.99)
    found = reconcile(text, [wide, tagged(text, "Lee", "said", '"We will pay for it,"')], find_marked(text))
    assert contents(text, found) == [["the worst."], ['"We will pay for it,"']]


def test_seed_article_without_a_tagger() -> None:
    """Rules in the tagger's place lose no direct quotation of the seed article, and add none."""
    text = SEED.read_bytes().decode("utf-8")
    found = reconcile(text, find_by_rules(text), find_marked(text))
    direct = [one.content for one in found if one.style == "direct"]
    assert direct == [one.content for one in find_marked(text)]
    assert reconcile(text, find_by_rules(text), find_marked(text), find_quotations(text)) == found


@st.composite
def texts_and_tags(draw: st.DrawFn) -> tuple[str, list[Attribution]]:
    """A text and attributions whose roles lie anywhere in it, apart within one attribution."""
    pieces = draw(st.lists(st.sampled_from(
        ['"', "“", "”", "'", " ", ", ", ". ", "said ", "Lee ", "we pay ", "\n\n", "\ud800", "LEE: ", "he ", "adding "]
    ), max_size=40))  # fmt: skip
    text = "".join(pieces)
    tags = []
    for _ in range(draw(st.integers(0, 6))):
        cuts = sorted(set(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=10))))
        parts = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
        if parts:
            tags.append(
                Attribution(
                    tuple(parts[1:2]), tuple(parts[2:3]), (parts[0], *parts[3:]), "mixed",
                    draw(st.floats(0, 1)), "tagger",
                )
            )  # fmt: skip
    return text, tags


@given(texts_and_tags())
def test_the_result_is_flat(case: tuple[str, list[Attribution]]) -> None:
    """Whatever was tagged, contents and the roles of one attribution lie apart, in order of first content."""
    text, tags = case
    found = reconcile(text, tags, find_marked(text))
    for one in found:
        assert one.content
        for role in (one.source, one.cue, one.content):
            assert all(0 <= span.start < span.end <= len(text) for span in role)
            assert all(a.end < b.start for a, b in pairwise(role))
        every = sorted(one.source + one.cue + one.content)
        assert all(a.end <= b.start for a, b in pairwise(every))
    taken = sorted(span for one in found for span in one.content)
    assert all(a.end <= b.start for a, b in pairwise(taken))
    assert [one.content[0] for one in found] == sorted(one.content[0] for one in found)
    assert reconcile(text, tags, find_marked(text)) == found
