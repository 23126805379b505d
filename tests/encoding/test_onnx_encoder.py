"""The default encoder agrees with sentence-transformers, and a text's vector is its own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.encoding.word_pieces import CHARACTERS_PER_PIECE
from onrecord.errors import BadInput, ModelUnavailable

TEXT = "The minister told reporters on Friday that nothing had been signed."
HOSTILE = ["", " \n\t ", "nul \0 inside", "lone \ud800 half", "🙂👩‍👩‍👧 🇫🇷", "שלום عليكم", "e\u0301" * 300, "x" * 5000]


def test_fp32_equals_sentence_transformers(fp32: OnnxEncoder, models: Any) -> None:
    """Without quantisation the vectors are those of sentence-transformers, up to rounding, in the order given."""
    texts = _texts()
    np.testing.assert_allclose(fp32.encode(texts), models.reference["vectors"], atol=1e-5)


def test_int8_stays_close(int8: OnnxEncoder, models: Any) -> None:
    """Quantised vectors keep a cosine of .99 on average and .98 at least, and are not simply the fp32 ones."""
    cosines = (int8.encode(_texts()) * models.reference["vectors"]).sum(axis=1)
    assert cosines.mean() >= 0.99
    assert 0.98 <= cosines.min() < 0.9999


def test_neighbours_order_and_threads_change_nothing(int8: OnnxEncoder, models: Any) -> None:
    """The same text gets the same bytes alone, among others, in any order, on any number of threads."""
    texts = [*_texts(), *HOSTILE]
    together = int8.encode(texts)
    assert together.tobytes() == OnnxEncoder(models.int8, threads=1).encode(texts).tobytes()
    assert together.tobytes() == OnnxEncoder(models.int8, threads=5).encode(texts[::-1])[::-1].tobytes()
    assert together.tobytes() == np.concatenate([int8.encode([text]) for text in texts]).tobytes()


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_texts_have_a_unit_vector(int8: OnnxEncoder, text: str) -> None:
    """Empty, broken and strange texts get a finite row of length one like any other."""
    vectors = int8.encode([text])
    assert vectors.shape == (1, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_give_no_rows(int8: OnnxEncoder) -> None:
    """An empty list has zero rows of the usual width, and no states."""
    assert int8.encode([]).shape == (0, 384)
    vectors, states = int8.encode_with_states([], [6])
    assert (vectors.shape, states) == ((0, 384), [])


def test_a_long_text_is_cut_before_it_is_tokenised(int8: OnnxEncoder) -> None:
    """Of 100,000 characters the first 256 pieces count; what comes after them changes nothing."""
    head = "words and more words " * 200
    assert len(head) < 256 * CHARACTERS_PER_PIECE
    long = head + "unlike anything before " * 5000
    vectors, states = int8.encode_with_states([long[:100_000], head, "words and more words"], [6])
    assert vectors[0].tobytes() == vectors[1].tobytes() != vectors[2].tobytes()
    assert [state.states[6].shape for state in states] == [(254, 384), (254, 384), (4, 384)]


def test_states_come_with_the_characters_they_stand_for(int8: OnnxEncoder) -> None:
    """Offsets slice the text back to its pieces; each layer asked for has one row a piece, others are absent."""
    text = "🙂 Naïve  Zelenskyy\nsaid: “No.”"
    vectors, (found,) = int8.encode_with_states([text], [0, 3])
    slices = [text[start:end] for start, end in found.offsets]
    assert slices == ["🙂", "Naïve", "Ze", "len", "sky", "y", "said", ":", "“", "No", ".", "”"]
    assert found.offsets.dtype == np.int32
    assert {layer: states.shape for layer, states in found.states.items()} == {0: (12, 384), 3: (12, 384)}
    assert not np.array_equal(found.states[0], found.states[3])
    assert vectors.tobytes() == int8.encode([text]).tobytes()


def test_last_states_equal_those_of_sentence_transformers(fp32: OnnxEncoder, models: Any) -> None:
    """Layer 6 without the sentence marks is what sentence-transformers calls token embeddings."""
    _, (found,) = fp32.encode_with_states(_texts()[:1], [6])
    np.testing.assert_allclose(found.states[6], models.reference["states"][1:-1], atol=1e-4)


def test_states_keep_the_input_order(int8: OnnxEncoder) -> None:
    """Texts are worked on longest first; their states come back in the order given."""
    texts = ["one", "one two three four", "", "one two"]
    _, states = int8.encode_with_states(texts, [1])
    assert [len(state.offsets) for state in states] == [1, 4, 0, 2]
    assert states[2].states[1].shape == (0, 384)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=60))
def test_offsets_are_ordered_ranges_of_the_text(int8: OnnxEncoder, text: str) -> None:
    """For any text, surrogates included, offsets rise and stay inside it."""
    _, (found,) = int8.encode_with_states([text], [6])
    edges = found.offsets.tolist()
    assert all(0 <= start <= end <= len(text) for start, end in edges)
    assert edges == sorted(edges)


@pytest.mark.parametrize("layer", [-1, 7])
def test_layers_the_model_does_not_have_are_refused(int8: OnnxEncoder, layer: int) -> None:
    """The message names the layers there are."""
    with pytest.raises(BadInput, match="layers 0 to 6"):
        int8.encode_with_states([TEXT], [layer])


def test_progress_counts_the_texts_done(int8: OnnxEncoder) -> None:
    """Numbers rise, over slices too, and end with the number of texts."""
    seen: list[int] = []
    int8.encode(["word"] * 300, progress=seen.append)
    assert seen == [*range(16, 300, 16), 300]


def test_fingerprints_tell_precisions_apart(int8: OnnxEncoder, fp32: OnnxEncoder) -> None:
    """Vectors of one precision must not be compared with those of the other; names and widths are stated."""
    assert int8.fingerprint != fp32.fingerprint
    assert (int8.name, fp32.name, int8.width) == ("all-MiniLM-L6-v2 (int8)", "a model (fp32)", 384)


def test_an_unloadable_graph_is_explained(models: Any, tmp_path: Path) -> None:
    """A file that ONNX Runtime cannot read gives one clear error, at the first text."""
    folder = tmp_path / "model"
    shutil.copytree(models.int8, folder)
    (folder / "model.onnx").write_bytes(b"\x08\x07 no graph")
    with pytest.raises(ModelUnavailable, match="made anew"):
        OnnxEncoder(folder).encode([TEXT])


def test_an_unreadable_tokenizer_is_explained(models: Any, tmp_path: Path) -> None:
    """A damaged tokenizer file gives one clear error as well."""
    folder = tmp_path / "model"
    shutil.copytree(models.int8, folder)
    (folder / "tokenizer.json").write_text("{", "utf-8")
    with pytest.raises(ModelUnavailable, match=r"tokenizer\.json"):
        OnnxEncoder(folder).encode([TEXT])


def test_threads_must_be_positive(models: Any) -> None:
    """Zero threads are refused rather than taken for a default."""
    with pytest.raises(BadInput, match="threads 0"):
        OnnxEncoder(models.int8, threads=0)


def _texts() -> list[str]:
    return list(json.loads(Path(__file__).with_name("texts.json").read_text("utf-8")))
