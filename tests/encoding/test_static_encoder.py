"""The static encoder, on a table small enough to compute by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from onrecord.encoding import static_encoder
from onrecord.encoding.default_model import default_model_folder
from onrecord.encoding.distil_process import main
from onrecord.encoding.model_folder import ModelFacts, write_facts
from onrecord.encoding.static_encoder import StaticEncoder, distilled_model
from onrecord.errors import MissingExtra, ModelUnavailable

TABLE = [[9.0, 9.0, 9.0], [3.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, -4.0, 0.0]]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A folder as the distiller writes it: three words and [UNK], three axes."""
    vocabulary = {"[UNK]": 0, "red": 1, "line": 2, "wire": 3}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    save_file({"embeddings": np.array(TABLE, dtype=np.float16)}, tmp_path / "model.safetensors")
    facts = ModelFacts("static", "tiny", "fp16", "mean", 8, 3, 0, "aa", "bb", {})
    write_facts(tmp_path, facts, ["model.safetensors", "tokenizer.json"])
    return tmp_path


def test_a_vector_is_the_mean_of_its_words(tiny: Path) -> None:
    """By hand: (3, 4) / 2 has length 2.5; unknown words do not count; repeated ones do."""
    found = StaticEncoder(tiny).encode(["red line", "red", "blue red sea line", "red red line"])
    expected = [[0.6, 0.8, 0], [1, 0, 0], [0.6, 0.8, 0], [6 / 52**0.5, 4 / 52**0.5, 0]]
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("text", ["", "blue", "\0", "lone \ud800", "line wire"], ids=ascii)
def test_nothing_known_gives_the_last_axis(tiny: Path, text: str) -> None:
    """No known word, or words that cancel out, give a valid row; its neighbours are not touched."""
    found = StaticEncoder(tiny).encode(["red", text, "line"])
    np.testing.assert_array_equal(found, [[1, 0, 0], [0, 0, 1], [0, 1, 0]])


def test_progress_and_empty_list(tiny: Path) -> None:
    """Progress counts texts over slices; no texts give no rows."""
    encoder, seen = StaticEncoder(tiny), list[int]()
    assert encoder.encode([]).shape == (0, 3)
    encoder.encode(["red"] * 1030, progress=seen.append)
    assert seen == [1024, 1030]
    assert (encoder.name, encoder.width, encoder.fingerprint) == ("tiny (static)", 3, "bb")


def test_words_beyond_the_limit_do_not_count(tiny: Path) -> None:
    """Eight pieces are read; the ninth says nothing."""
    first, second = StaticEncoder(tiny).encode(["red " * 8, "red " * 8 + "line"])
    assert first.tobytes() == second.tobytes()


def test_a_damaged_table_is_explained(tiny: Path) -> None:
    """A table that cannot be read gives one clear error."""
    (tiny / "model.safetensors").write_bytes(b"no table")
    with pytest.raises(ModelUnavailable, match="no readable table"):
        StaticEncoder(tiny).encode(["red"])


def test_the_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without model2vec the error carries the command that installs it."""
    monkeypatch.setattr(static_encoder, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r'pip install "onrecord\[static\]"'):
        distilled_model(cache=tmp_path)


def test_other_weights_are_not_distilled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The distiller checks the weights before it imports anything heavy, and writes nothing."""
    assert main([str(default_model_folder()), str(tmp_path), "0" * 64]) == 1
    assert "expected 000" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_the_default_model_is_distilled_for_real(model_cache: Path) -> None:
    """The table made from the default model puts what is meant alike side by side, and torch stays in the child."""
    encoder = StaticEncoder(distilled_model(cache=model_cache))
    border, frontier, pie = encoder.encode(["soldiers at the border", "troops on the frontier", "an apple pie recipe"])
    assert border.shape == (encoder.width,)
    assert float(border @ border) == pytest.approx(1.0, abs=1e-5)
    assert float(border @ frontier) > 0.4 > float(border @ pie) + 0.2
