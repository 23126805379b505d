"""The network against a twin that goes word by word in plain Python."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tagger_models import FACTS, random_arrays, random_passages

from onrecord.extraction.attributions.attention import FAR, LONGEST, cut_long
from onrecord.extraction.attributions.features import word_features
from onrecord.extraction.attributions.network import Network
from onrecord.extraction.attributions.words import split_words
from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage
from onrecord.text.paragraphs import find_paragraphs
from onrecord.text.quotation import find_quotations

_TEXT = "A town\n\nAda Bly said the “mill” would close. No one asked her why it did."


def _features(text: str) -> tuple[np.ndarray, np.ndarray]:
    words = split_words(text)
    return words, word_features(text, words, find_paragraphs(text), find_quotations(text))


def _normed(vector, scale, bias):
    mean = sum(vector) / len(vector)
    variance = sum((value - mean) ** 2 for value in vector) / len(vector)
    return [(v - mean) / math.sqrt(variance + 1e-5) * s + b for v, s, b in zip(vector, scale, bias, strict=True)]


def _times(vector, matrix, bias):
    return [
        sum(v * row[column] for v, row in zip(vector, matrix, strict=True)) + bias[column]
        for column in range(len(bias))
    ]


def _sum(left, right):
    return [[x + y for x, y in zip(one, other, strict=True)] for one, other in zip(left, right, strict=True)]


def _attended(a, name, hidden, paragraphs):
    """What attention adds to each word, pair by pair of words of a paragraph."""
    heads, width = FACTS.heads, FACTS.width
    depth = width // heads
    asked = [
        _times(_normed(h, a[f"{name}.norm.scale"], a[f"{name}.norm.bias"]), a[f"{name}.in"], a[f"{name}.in.bias"])
        for h in hidden
    ]
    added = []
    for begin, end in paragraphs:
        for word in range(begin, end):
            taken = []
            for head in range(heads):
                query = asked[word][head * depth : (head + 1) * depth]
                worth = []
                for other in range(begin, end):
                    key = asked[other][width + head * depth : width + (head + 1) * depth]
                    near = a[f"{name}.near"][head][max(-FAR, min(FAR, other - word)) + FAR]
                    worth.append(sum(x * y for x, y in zip(query, key, strict=True)) / math.sqrt(depth) + near)
                shares = [math.exp(value) for value in worth]
                for place in range(2 * width + head * depth, 2 * width + (head + 1) * depth):
                    column = [asked[other][place] for other in range(begin, end)]
                    taken.append(sum(x * y for x, y in zip(shares, column, strict=True)) / sum(shares))
            added.append(_times(taken, a[f"{name}.out"], a[f"{name}.out.bias"]))
    return added


def _twin(arrays, features, states_of_word, paragraphs):
    """`states_of_word[n]` is the list of {layer: vector} of the pieces of word n."""
    a = {name: array.tolist() for name, array in arrays.items()}
    hidden = []
    for row, pieces in zip(features.tolist(), states_of_word, strict=True):
        mine = _times(row, a["features"], a["bias"])
        for layer in FACTS.layers:
            for piece in pieces:
                added = _times(piece[layer], a[f"states.{layer}"], [0.0] * FACTS.width)
                mine = [m + value / len(pieces) for m, value in zip(mine, added, strict=True)]
        hidden.append(mine)
    for block, dilation in enumerate(FACTS.dilations):
        name = f"block.{block}"
        normed = [_normed(h, a[f"{name}.norm.scale"], a[f"{name}.norm.bias"]) for h in hidden]
        nothing = [0.0] * FACTS.width
        added = []
        for word in range(len(hidden)):
            near = [normed[at] if 0 <= at < len(hidden) else nothing for at in (word - dilation, word, word + dilation)]
            inner = _times([*near[0], *near[1], *near[2]], a[f"{name}.around"], a[f"{name}.around.bias"])
            added.append(_times([max(0.0, value) for value in inner], a[f"{name}.mix"], a[f"{name}.mix.bias"]))
        hidden = _sum(hidden, added)
        hidden = _sum(hidden, _attended(a, f"attention.{block}", hidden, paragraphs))
    ends = [_normed(h, a["norm.scale"], a["norm.bias"]) for h in hidden]
    return [_times([max(0.0, value) for value in end], a["labels"], a["labels.bias"]) for end in ends]


def test_agrees_with_the_twin():
    """Several pieces a word, several passages, and words no passage covers: the same numbers as word by word."""
    words, features = _features(_TEXT)
    random = np.random.default_rng(1)
    span = Span(8, 48)
    offsets = np.array([[0, 3], [4, 7], [8, 12], [13, 16], [17, 18], [18, 20], [20, 22], [22, 23]], np.int32)
    states = {layer: random.normal(size=(len(offsets), 4)).astype(np.float32) for layer in FACTS.layers}
    pieces: list[list[dict[int, list[float]]]] = [[] for _ in words]
    for row, start in enumerate(offsets[:, 0] + span.start):
        word = next(n for n, (begin, end) in enumerate(words.tolist()) if begin <= start < end)
        pieces[word].append({layer: states[layer][row].tolist() for layer in FACTS.layers})
    arrays = random_arrays()
    network = Network(arrays, FACTS.layers, FACTS.dilations)
    starts = np.array([0, 2])
    scores = network.scores(words, features, starts, [EncodedPassage(span, TokenStates(offsets, states))])
    twin = _twin(arrays, features, pieces, [(0, 2), (2, len(words))])
    np.testing.assert_allclose(scores, twin, rtol=1e-4, atol=1e-4)


def test_a_change_reaches_its_paragraph_and_the_near_words_of_the_next():
    """Attention stays in the paragraph, convolutions look a few words further; what is beyond does not change."""
    text = "word " * 60
    words, features = _features(text)
    network = Network(random_arrays(), FACTS.layers, FACTS.dilations)
    passages = random_passages(text, words_each=60)
    starts = np.array([0, 20, 40])
    before = network.scores(words, features, starts, passages)
    for layer in FACTS.layers:
        passages[0].states.states[layer][0] += 5
    changed = np.flatnonzero(np.abs(network.scores(words, features, starts, passages) - before).max(axis=1) > 1e-6)
    # The last block's attention spreads over the second paragraph what its convolution brought there.
    assert changed.tolist() == list(range(40))


@pytest.mark.parametrize("words", [1, LONGEST - 1, LONGEST, LONGEST + 1, 5 * LONGEST])
def test_long_paragraphs_are_cut(words):
    """Every word lies in one piece of LONGEST words or fewer, and no piece crosses a paragraph's end."""
    starts = np.array([0, 3]) if words > 3 else np.array([0])
    pieces = cut_long(starts, words)
    assert [word for begin, end in pieces for word in range(begin, end)] == list(range(words))
    assert all(0 < end - begin <= LONGEST for begin, end in pieces)
    assert words <= 3 or (0, 3) in pieces


def test_long_articles_are_judged_block_by_block(monkeypatch):
    """Cut into blocks, words away from the seams get the same scores as in one block."""
    text = "\n\n".join(["He said the mill would close soon."] * 40)
    words, features = _features(text)
    starts = np.arange(0, len(words), 8)
    network = Network(random_arrays(), FACTS.layers, FACTS.dilations)
    passages = random_passages(text)
    whole = network.scores(words, features, starts, passages)
    monkeypatch.setattr("onrecord.extraction.attributions.network._TOGETHER", 80)
    cut = network.scores(words, features, starts, passages)
    same = np.abs(whole - cut).max(axis=1) < 1e-5
    # Each of the two blocks carries what a seam hides one paragraph further; those beyond do not differ.
    beside = {block * 10 + side for block in range(1, 4) for side in (-2, -1, 0, 1)}
    assert all(same[8 * row : 8 * row + 8].all() for row in range(40) if row not in beside)
    assert not same.all()
