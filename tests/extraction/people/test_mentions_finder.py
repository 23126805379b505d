"""Names found in texts: the seed article exactly, the rules, damaged weights, hostile texts."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.errors import ModelUnavailable
from onrecord.extraction.people.mentions import NameFinder, find_names
from onrecord.extraction.people.name_features import FEATURES, name_features
from onrecord.extraction.people.name_network import shapes
from onrecord.extraction.people.name_states import word_states
from onrecord.extraction.people.name_weights import SHIPPED, read_weights, write_weights
from onrecord.extraction.people.name_words import find_name_words
from onrecord.records import Span, TokenStates
from onrecord.spoken import EncodedPassage
from onrecord.text.passages import build_passages

SEED_NAMES = [
    "Michael Carpenter", "Carpenter", "Jake Sullivan", "Sullivan", "Wendy Sherman", "Sherman", "Sergei Ryabkov",
    "Biden",
    "Sherman", "Ryabkov", "Sherman", "Biden", "Jens Stoltenberg", "Putin", "Sergei Ryabkov", "Sherman", "Sherman",
    "Joe Biden", "Vladimir Putin", "Biden", "Putin", "Biden",
]  # fmt: skip
STORY = """Senator Ann O’Hara met Mr. Al-Masri and Kofi Agyeman-Boateng in the Hopper Tower on Monday.

“We agreed,” O’Hara said of Al-Masri’s plan. Robert Q. Fenwick Jr. of the Fenwick Foundation told the New York Post that
President Moon Jae-in was not there. Fenwick smiled.
"""


@cache
def encoder() -> OnnxEncoder:
    loaded = load_encoder("default")
    assert isinstance(loaded, OnnxEncoder)
    return loaded


def encoded(text: str, layers: tuple[int, ...]) -> list[EncodedPassage]:
    spans = build_passages(text)
    _, states = encoder().encode_with_states([span.of(text) for span in spans], layers)
    return [EncodedPassage(span, left) for span, left in zip(spans, states, strict=True)]


def test_every_name_of_the_seed_article_is_found(seeds: Path) -> None:
    """All names and nothing else, by the trained finder and by rules, with exact offsets."""
    text = next(seeds.glob("*.txt")).read_bytes().decode("utf-8")
    finder = NameFinder.load()
    assert finder.encoder == encoder().fingerprint
    assert [name.of(text) for name in find_names(text, encoded(text, finder.layers))] == SEED_NAMES
    assert [name.of(text) for name in find_names(text, None)] == SEED_NAMES


def test_titles_and_possessives_are_left_out_and_bodies_are_none() -> None:
    """A tower, a foundation and a newspaper are no people; Jr. keeps its point."""
    found = [name.of(STORY) for name in find_names(STORY, encoded(STORY, NameFinder.load().layers))]
    assert found == [
        "Ann O’Hara", "Al-Masri", "Kofi Agyeman-Boateng", "O’Hara", "Al-Masri", "Robert Q. Fenwick Jr.", "Moon Jae-in",
        "Fenwick",
    ]  # fmt: skip


def test_other_states_are_answered_by_rules() -> None:
    """Passages that lack the layers the weights want are not read."""
    passages = [EncodedPassage(Span(0, len(STORY)), TokenStates(np.zeros((0, 2), np.int32), {1: np.zeros((0, 8))}))]
    assert find_names(STORY, passages) == find_names(STORY, None) == find_names(STORY, [])


@given(st.text(alphabet="AbÉß .,-’'\"“”()\n0Jr\ud800ابجد", max_size=120))
def test_rules_read_any_text(text: str) -> None:
    """Names ascend, do not overlap and begin and end in the text."""
    names = find_names(text, None)
    assert all(0 <= a.start < a.end <= len(text) for a in names)
    assert all(a.end <= b.start for a, b in pairwise(names))


@pytest.mark.parametrize("piece", ["A-", "Al ", "O'", "van de ", "“", "J. ", "Anna (", "Mr. Smith's "])
def test_long_hostile_texts_are_read(piece: str) -> None:
    """A hundred thousand repetitions are read in time that grows with the length alone."""
    text = piece * 100_000
    assert all(name.end <= len(text) for name in find_names(text, None))
    assert len(name_features(find_name_words(text[:20_000]))) == len(find_name_words(text[:20_000]).candidates)


def test_a_text_outside_all_passages_is_judged_all_the_same() -> None:
    """Candidates without states do not stop the finder."""
    passages = encoded("Nothing here. ", NameFinder.load().layers)
    names = NameFinder.load().find("Nothing here. Then Ann O’Hara said it, O’Hara said.", passages)
    assert all(name.end <= 50 for name in names)
    assert [] == NameFinder.load().find("", []) == find_names("no capitals here", None)


def test_word_states_are_means_over_pieces() -> None:
    """A word's row is the mean of the rows of its pieces; where passages overlap the first counts; no piece, zeros."""
    rows = np.arange(8, dtype=np.float32).reshape(4, 2)
    first = EncodedPassage(Span(10, 16), TokenStates(np.array([[0, 2], [2, 3], [4, 6]], np.int32), {0: rows[:3]}))
    second = EncodedPassage(Span(14, 20), TokenStates(np.array([[0, 2], [3, 6]], np.int32), {0: rows[2:]}))
    starts, ends = np.array([10, 14, 17, 30]), np.array([13, 16, 20, 33])
    found = word_states([second, first], starts, ends, [0], lambda block: block)
    assert found.tolist() == [[1.0, 2.0], [4.0, 5.0], [6.0, 7.0], [0.0, 0.0]]


def small_weights() -> dict[str, np.ndarray]:
    tensors = {"states": np.zeros((4, 2), np.float32), "middle": np.zeros((10, 3), np.float32)}
    return {name: np.full(shape, 0.5, np.float32) for name, shape in shapes(4, 1, tensors).items()}


def test_weights_come_back_as_written(tmp_path: Path) -> None:
    """What is written is read again, with its layers and its encoder."""
    path = tmp_path / "names.safetensors"
    write_weights(path, small_weights(), layers=(3,), width=4, encoder="abc", notes={"seed": "0"})
    weights = read_weights(path)
    assert (weights.layers, weights.encoder) == ((3,), "abc")
    assert all((weights.tensors[name] == tensor).all() for name, tensor in small_weights().items())


def test_shipped_weights_are_small_and_whole() -> None:
    """Under a megabyte, with the features of this version."""
    assert SHIPPED.stat().st_size < 1_000_000
    assert read_weights().tensors["features"].shape[0] == len(FEATURES)


@pytest.mark.parametrize("damage", ["missing", "cut", "turned", "other tensors", "no weights at all"])
def test_damaged_weights_are_refused(tmp_path: Path, damage: str) -> None:
    """Missing, cut, changed in one bit, ill-fitting: said with the path and what to do next."""
    path = tmp_path / "names.safetensors"
    tensors = small_weights()
    if damage == "other tensors":
        tensors["out"] = np.zeros((1, 1), np.float32)
    if damage != "missing":
        write_weights(path, tensors, layers=(3,), width=4, encoder="abc", notes={})
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    if damage == "turned":
        data = bytearray(path.read_bytes())
        data[-5] ^= 1
        path.write_bytes(bytes(data))
    if damage == "no weights at all":
        path.write_text("these are no weights", "utf-8")
    with pytest.raises(ModelUnavailable, match=r"names\.safetensors.*install onrecord again"):
        NameFinder.load(path)
