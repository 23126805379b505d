"""What a query's pieces weigh, and what stands around a passage."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.querying.late import piece_weights, with_context
from onrecord.records import Span, Token


def tokens_of(text: str) -> list[Token]:
    """Its words, each its own term."""
    return [Token(match.group(), Span(*match.span())) for match in re.finditer(r"\w+", text)]


def test_weights_by_hand() -> None:
    """ "Fenn said?" in four pieces: both halves of a name weigh 2, the verb 1, the mark nothing."""
    offsets = [(0, 2), (2, 4), (5, 9), (9, 10)]
    assert piece_weights(offsets, tokens_of("Fenn said?"), {"Fenn": 4.0, "said": 1.0}) == [0.4, 0.4, 0.2, 0.0]


def test_weights_where_there_is_nothing_to_weigh() -> None:
    """Only marks, or only words that stand everywhere: all pieces weigh the same; no pieces, no weights."""
    assert piece_weights([(0, 1), (1, 2)], [], {}) == [0.5, 0.5]
    assert piece_weights([(0, 3), (4, 7)], tokens_of("the the"), {"the": 0.0}) == [0.5, 0.5]
    assert piece_weights([], tokens_of("word"), {"word": 1.0}) == []
    assert piece_weights([], [], {}) == []


@given(st.text("ab .", max_size=24), st.lists(st.integers(1, 3), max_size=24), st.floats(0, 9), st.floats(0, 9))
def test_weights_one_character_at_a_time(text: str, sizes: list[int], one: float, two: float) -> None:
    """A piece weighs by the first word that has a character in it; all weights sum to 1."""
    tokens = tokens_of(text)
    rarity = {token.term: (one if len(token.term) % 2 else two) for token in tokens}
    offsets, at = [], 0
    for size in sizes:
        if at < len(text):
            offsets.append((at, min(at + size, len(text))))
            at += size
    raw = []
    for start, end in offsets:
        touching = [t for t in tokens if any(t.span.start <= place < t.span.end for place in range(start, end))]
        raw.append(rarity[touching[0].term] ** 0.5 if touching else 0.0)
    total = sum(raw)
    expected = [weight / total if total > 0 else 1 / len(raw) for weight in raw]
    found = piece_weights(offsets, tokens, rarity)
    assert found == pytest.approx(expected)
    assert sum(found) == pytest.approx(1.0 if offsets else 0.0)


def test_context_by_hand() -> None:
    """Three passages in a row and one elsewhere; shares of a half make the sums easy."""
    places = {1: (7, 1), 2: (7, 2), 3: (7, 3), 9: (8, 9)}
    scores = {1: 0.8, 2: 0.0, 3: 0.4, 9: 0.2}
    # Beside 1 stands 2 (0), beside 2 the better is 1 (.8), beside 3 stands 2 (0), beside 9 nobody: the least of all.
    assert with_context(scores, places, 0.5, 0.0) == pytest.approx({1: 0.4, 2: 0.4, 3: 0.2, 9: 0.1})
    # The best of article 7 is .8, of article 8 .2.
    assert with_context(scores, places, 0.0, 0.5) == pytest.approx({1: 0.8, 2: 0.4, 3: 0.6, 9: 0.2})
    assert with_context(scores, places, 0.5, 0.5) == pytest.approx({1: 0.4, 2: 0.4, 3: 0.3, 9: 0.1})
    assert with_context({}, {}, 0.5, 0.5) == {}


rows_at = st.dictionaries(
    st.integers(0, 12), st.tuples(st.integers(0, 2), st.floats(-1, 1, allow_subnormal=False)), max_size=10
)
shares = st.sampled_from([0.0, 0.15, 0.3, 1.0])


@given(rows_at, shares, shares)
def test_context_by_brute_force(drawn: dict[int, tuple[int, float]], neighbours: float, article: float) -> None:
    """Every pair of passages looked at, as the definition says it; the order they come in does not matter."""
    places = {row: (name, row) for row, (name, _) in drawn.items()}
    scores = {row: score for row, (_, score) in drawn.items()}
    mixed = {}
    for row, score in scores.items():
        beside = [scores[other] for other in scores if places[other][0] == places[row][0] and abs(other - row) == 1]
        mixed[row] = (1 - neighbours) * score + neighbours * max(beside, default=min(scores.values()))
    expected = {
        row: (1 - article) * score
        + article * max(mixed[other] for other in mixed if places[other][0] == places[row][0])
        for row, score in mixed.items()
    }
    found = with_context(scores, places, neighbours, article)
    assert found == pytest.approx(expected)
    assert with_context(dict(reversed(scores.items())), places, neighbours, article) == found
    if scores:
        assert max(found.values()) <= max(scores.values()) + 1e-9
