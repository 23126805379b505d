"""The tagger as a whole: exact offsets on any text, and what the shipped weights find in plain sentences."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tagger_models import FACTS, random_passages, random_tagger

from onrecord.encoding.choosing import load_encoder
from onrecord.errors import BadInput
from onrecord.extraction.attributions.tagger import Tagger
from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage
from onrecord.text.passages import build_passages

_TAGGER = random_tagger()
_ODD = "Aa1 .,:\n\n“”\"'’«»‹(\u202eбж字𝒜\ud800\u0301\u00ad\u200b"


def _check(text, attributions) -> None:
    """What every attribution promises."""
    for one in attributions:
        assert one.content
        assert one.finder == "tagger"
        assert 0 <= one.confidence <= 1
        for spans in (one.source, one.cue, one.content):
            for span in spans:
                piece = span.of(text)
                assert len(piece) == len(span) > 0
                assert piece == piece.strip()
            assert all(before.end < after.start for before, after in pairwise(spans))
    taken = sorted((span for one in attributions for span in one.cue + one.content), key=lambda s: s.start)
    assert all(before.end <= after.start for before, after in pairwise(taken))
    assert [one.hull.start for one in attributions] == sorted(one.hull.start for one in attributions)


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet=st.sampled_from(_ODD), max_size=120), st.booleans())
def test_any_text_gives_sound_attributions(text, with_states):
    """Spans lie in the text, begin and end with a character that is no white space, and never overlap."""
    _check(text, _TAGGER.tag(text, random_passages(text) if with_states else []))


@pytest.mark.parametrize(
    "text",
    ["", " \n\n ", "“" * 10_000, "“‘" * 5_000 + "’”" * 5_000, '"' * 9_999, "THE MAYOR SAID NO. " * 300, "\ud800" * 50],
    ids=["empty", "blank", "openers", "nested", "odd", "capitals", "surrogates"],
)
def test_hostile_texts(text):
    """Nothing crashes, and what is found is sound."""
    _check(text, _TAGGER.tag(text, random_passages(text)))


def test_same_input_same_attributions():
    """Tagging twice gives equal attributions."""
    text = "Ada Bly said “the mill” would close. No one asked. " * 9
    assert _TAGGER.tag(text, random_passages(text)) == _TAGGER.tag(text, random_passages(text))


def test_states_of_another_kind_are_refused():
    """A passage without a wanted layer, or of another width, is the caller's mistake and is said."""
    offsets = np.array([[0, 3]], dtype=np.int32)
    wide = {layer: np.zeros((1, 9), dtype=np.float32) for layer in FACTS.layers}
    for states, seen in (({}, "no states"), (wide, "shape")):
        with pytest.raises(BadInput, match=seen):
            _TAGGER.tag("Ada", [EncodedPassage(Span(0, 3), TokenStates(offsets, states))])


@pytest.fixture(scope="module")
def shipped():
    tagger, encoder = Tagger.load(), load_encoder("default")
    assert tagger.encoder == encoder.fingerprint

    def tag(text):
        spans = build_passages(text, words=80)
        _, states = encoder.encode_with_states([span.of(text) for span in spans], tagger.layers)
        return tagger.tag(text, [EncodedPassage(span, one) for span, one in zip(spans, states, strict=True)])

    return tag


_ARTICLE = """Council votes to close the mill

The town council will close the old mill in May, Mayor Ada Bly said on Monday. “We have no other choice,” Bly said.

According to the finance department, the mill has lost money for ten years.

Workers complained that nobody had asked them. Rain fell on the square all day."""


def test_shipped_weights_on_plain_sentences(shipped):
    """Who said what in an article that leaves no doubt, direct and indirect, to the character."""
    found = {
        tuple(span.of(_ARTICLE) for spans in (one.source, one.cue) for span in spans)
        + tuple(span.of(_ARTICLE).rstrip(",") for span in one.content)
        for one in shipped(_ARTICLE)
    }
    assert ("Bly", "said", "“We have no other choice,”") in found
    assert ("the finance department", "According to", "the mill has lost money for ten years") in found
    assert ("Workers", "complained", "that nobody had asked them") in found


def test_shipped_weights_invent_little_where_nobody_speaks(shipped):
    """Plain narration and text in another language get few attributions, and unsure ones."""
    narration = "Rain fell on the square all day. The bus came late and left early. Two dogs slept by the door. " * 4
    german = "Der Regen fiel den ganzen Tag auf den Platz. Zwei Hunde schliefen vor der Tür, und der Bus kam spät. " * 4
    for text in (narration, german):
        assert sum(one.confidence for one in shipped(text)) < 1.5
