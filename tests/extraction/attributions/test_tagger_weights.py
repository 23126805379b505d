"""Weights on disk: they come back as written, and whatever is wrong with a file is said."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import save
from tagger_models import FACTS, random_arrays

from onrecord.errors import BadInput, ModelUnavailable
from onrecord.extraction.attributions.tagger import Tagger
from onrecord.extraction.attributions.weights import SHIPPED, read_weights, write_weights

_SIX_MEGABYTES = 6_000_000


def test_weights_come_back_as_written(tmp_path):
    """Arrays that are float16 numbers, and all facts, survive; writing twice gives the same bytes."""
    arrays = random_arrays()
    for name in ("one", "two"):
        write_weights(tmp_path / name, arrays, FACTS)
    read, facts = read_weights(tmp_path / "one")
    assert facts == FACTS
    assert {name: array.tolist() for name, array in read.items()} == {n: a.tolist() for n, a in arrays.items()}
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_shipped_weights_are_small_and_sound():
    """The weights in the package load and are below the promised size."""
    assert SHIPPED.stat().st_size < _SIX_MEGABYTES
    tagger = Tagger.load()
    assert tagger.layers == tuple(sorted(tagger.layers))
    assert len(tagger.encoder) == 64


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "text"])
def test_what_is_no_weights_is_said(tmp_path, kind):
    """The message names the file and the next step."""
    path = tmp_path / "weights"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_text("" if kind == "empty" else "He said so. " * 20)
    with pytest.raises(ModelUnavailable, match=r"weights: .*train_tagger"):
        Tagger.load(path)


def test_truncated_and_altered_files_are_refused(tmp_path):
    """Cut anywhere or with any one bit changed, the file is refused with one of our own errors."""
    path = tmp_path / "weights"
    write_weights(path, random_arrays(), FACTS)
    sound = path.read_bytes()
    random = np.random.default_rng(0)
    for cut in random.integers(0, len(sound), 60):
        path.write_bytes(sound[:cut])
        with pytest.raises(ModelUnavailable):
            read_weights(path)
    places = [*range(0, 64), *random.integers(0, len(sound), 240).tolist()]
    for place in places:
        altered = bytearray(sound)
        altered[place] ^= 1 << int(random.integers(0, 8))
        path.write_bytes(bytes(altered))
        try:
            arrays, facts = read_weights(path)
        except (ModelUnavailable, BadInput):
            continue
        # A changed bit may leave the same meaning, such as another kind of white space in the header.
        assert facts == FACTS
        assert {n: a.tolist() for n, a in arrays.items()} == {n: a.tolist() for n, a in random_arrays().items()}


def test_weights_for_another_version_are_refused(tmp_path):
    """Other labels, another format or other shapes than this version reads are bad input, not damage."""
    path = tmp_path / "weights"
    for facts, word in (
        (replace(FACTS, labels=("O", "X")), "labels"),
        (replace(FACTS, features=("height",)), "features"),
        (replace(FACTS, format=99), "format 99"),
        (replace(FACTS, width=7), "shape"),
        (replace(FACTS, dilations=(1,)), "shape"),
        (replace(FACTS, heads=0), "shape"),
    ):
        _write_unchecked(path, random_arrays(), facts)
        with pytest.raises(BadInput, match=word):
            read_weights(path)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_none_are_refused(tmp_path, value):
    """Weights that are not finite would make everything they touch meaningless."""
    path = tmp_path / "weights"
    arrays = random_arrays()
    arrays["bias"][0] = value
    write_weights(path, arrays, FACTS)
    with pytest.raises(BadInput, match="bias"):
        read_weights(path)


def test_a_foreign_file_in_the_same_format_is_refused(tmp_path):
    """Somebody else's safetensors file lacks what ours says about itself."""
    path = tmp_path / "weights"
    path.write_bytes(save({"bias": np.zeros(3, dtype=np.float32)}))
    with pytest.raises(ModelUnavailable, match="not a readable file"):
        read_weights(path)


def _write_unchecked(path, arrays, facts):
    """As `write_weights`, but with arrays that need not be those the facts speak of."""
    from dataclasses import asdict

    from onrecord.extraction.attributions.weights import _checksum

    small = {name: array.astype(np.float16) for name, array in arrays.items()}
    said = json.dumps(asdict(facts), sort_keys=True)
    path.write_bytes(save(small, {"onrecord": json.dumps({"facts": said, "sha256": _checksum(small, said)})}))
