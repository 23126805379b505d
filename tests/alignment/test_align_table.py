"""The edit graph with jumps against a twin that takes it cell by cell."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.alignment.align import BORDER, BORDER_LENGTH, JUMP, OMISSION, WORD, Step, fill, path

# Few words, so that they repeat and places are mistaken for one another.
WORDS = st.lists(st.integers(0, 4), max_size=9)


def naive_cost(
    quoted: list[int], recorded: list[int], omissions: frozenset[int], hops: list[tuple[int, int]], texts: list[int]
) -> int:
    """The same costs by plain loops: one row after the other, each rule on its own, no vectors."""
    size = len(recorded)
    row = [0] * (size + 1)
    for number, word in enumerate(quoted, 1):
        new = [row[0] + WORD]
        for place in range(1, size + 1):
            here = recorded[place - 1]
            change = 0 if here == word else WORD + (JUMP + 1 if here == BORDER else 0)
            new.append(min(row[place - 1] + change, row[place] + WORD))
        hopped = list(new)
        for before, after in hops:
            hopped[after] = min(hopped[after], new[before + 1])
        new = hopped
        for place in range(1, size + 1):
            new[place] = min(new[place], new[place - 1] + WORD)
        if number in omissions:
            # An empty beginning counts to the first text.
            of = [texts[0] if texts else 0, *texts]
            new = [min([new[p], *(new[e] + OMISSION for e in range(p) if of[e] == of[p])]) for p in range(size + 1)]
        row = [min(cost, min(new) + JUMP) for cost in new]
    return min(row)


def cost_of(steps: list[Step]) -> int:
    prices = {"equal": 0, "replace": WORD, "insert": WORD, "delete": WORD, "hop": 0, "omit": OMISSION, "jump": JUMP}
    return sum(prices[step.kind] for step in steps)


@given(WORDS, st.lists(WORDS, min_size=1, max_size=3), st.data())
@settings(max_examples=300, deadline=None)
def test_costs_are_those_of_the_twin(quoted: list[int], texts: list[list[int]], data: st.DataObject) -> None:
    """Same least cost, and every cheapest path adds up to it, reads the whole quotation and goes on in order."""
    recorded = [word for text in texts for word in [*text, *[BORDER] * BORDER_LENGTH]]
    documents = [number for number, text in enumerate(texts) for _ in range(len(text) + BORDER_LENGTH)]
    omissions = frozenset(data.draw(st.sets(st.integers(0, len(quoted)), max_size=2)))
    hops = []
    if len(texts[0]) >= 4:
        before = data.draw(st.integers(0, len(texts[0]) - 3))
        hops = [(before, data.draw(st.integers(before + 2, len(texts[0]) - 1)))]
    table = fill(
        np.array(quoted, np.int32), np.array(recorded, np.int32), omissions, hops, np.array(documents, np.int32)
    )
    assert table.cost == naive_cost(quoted, recorded, omissions, hops, documents)
    for end in table.ends()[:5]:
        steps = path(table, end)
        assert cost_of(steps) == table.cost
        assert [step.quoted for step in steps if step.quoted >= 0] == list(range(len(quoted)))
        for step in steps:
            if step.kind == "equal":
                assert recorded[step.recorded] == quoted[step.quoted]
            if step.kind == "replace":
                assert recorded[step.recorded] != BORDER


def kinds(quoted: list[int], recorded: list[int], omissions: frozenset[int] = frozenset()) -> list[str]:
    table = fill(
        np.array(quoted, np.int32), np.array(recorded, np.int32), omissions, [], np.zeros(len(recorded), np.int32)
    )
    return [step.kind for step in path(table, table.ends()[0])]


def test_paths_by_hand() -> None:
    """A changed word, one put in, one left out, an ellipsis, and a jump once it pays."""
    text = list(range(40))
    assert kinds([3, 4, 99, 6], text) == ["equal", "equal", "replace", "equal"]
    assert kinds([3, 4, 99, 5, 6], text) == ["equal", "equal", "insert", "equal", "equal"]
    assert kinds([3, 4, 6, 7], text) == ["equal", "equal", "delete", "equal", "equal"]
    assert kinds([3, 4, 20, 21], text, frozenset({2})) == ["equal", "equal", "omit", "equal", "equal"]
    five = list(range(20, 25))
    assert kinds([3, 4, 5, 6, 7, *five], text) == ["equal"] * 5 + ["jump"] + ["equal"] * 5
    assert "jump" not in kinds([3, 4, 5, 6, 7, *five[:3]], text)
