"""The CrossEncoder as a reranker: the library's scores, bounded, tied where they should be, and clear refusals."""

from __future__ import annotations

import math
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord.encoding.cross_encoder import CrossEncoderReranker, check_model_name
from onrecord.errors import MissingExtra, ModelUnavailable
from tiny_cross_encoder import save_model

HARBOUR = "the ferry will strike the harbour"
SCHOOL = "the vote on the school budget"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained model that likes harbours."""
    return save_model(tmp_path_factory.mktemp("tiny-model") / "harbours", trained=True)


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    """That model, loaded."""
    return CrossEncoderReranker(str(folder), device="cpu")


def test_scores_are_the_library_s_raw_ones(folder: Path, reranker: CrossEncoderReranker) -> None:
    """The same numbers as `CrossEncoder.predict` without its sigmoid, in the order of the texts."""
    import torch
    from sentence_transformers import CrossEncoder

    texts = [SCHOOL, HARBOUR, "rain"]
    plain = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    expected = plain.predict([("ferry", text) for text in texts], activation_fn=torch.nn.Identity())
    assert reranker.score("ferry", texts) == pytest.approx(expected.tolist(), abs=1e-5)


def test_what_was_learned_shows(reranker: CrossEncoderReranker) -> None:
    """Texts about the harbour score well above those about anything else."""
    harbour, school = reranker.score("ferry", [HARBOUR, SCHOOL])
    assert harbour > school + 1


def test_equal_texts_are_ties(reranker: CrossEncoderReranker) -> None:
    """Neither the neighbours of a text nor its place among them change its score."""
    alone = reranker.score("ferry", [HARBOUR])[0]
    others = [" ".join(["rain"] * length) for length in range(1, 40)]
    scores = reranker.score("ferry", [HARBOUR, *others, HARBOUR])
    assert scores[0] == scores[-1]
    assert scores[0] == pytest.approx(alone, abs=1e-5)
    assert reranker.score("ferry", [*reversed(others), HARBOUR])[-1] == scores[0]


def test_a_long_text_is_read_to_where_the_model_ends(reranker: CrossEncoderReranker) -> None:
    """What stands behind the last piece that the model reads changes nothing, be it two million characters."""
    read = "budget " * 60
    scores = reranker.score("ferry", [read, read + HARBOUR, read + "harbour " * 250_000])
    assert len(set(scores)) == 1
    assert scores[0] != reranker.score("ferry", [HARBOUR + " " + read])[0]


def test_a_long_query_does_no_harm(reranker: CrossEncoderReranker) -> None:
    """Of a pair that is too long the longer side is cut, so that the text is still read."""
    harbour, school = reranker.score("ferry " * 1000, [HARBOUR, SCHOOL])
    assert harbour > school


@pytest.mark.parametrize("text", ["", " ", "\0", "lone \ud800 half", "مرحبا", "x" * 300_000])
def test_any_text_has_a_score(reranker: CrossEncoderReranker, text: str) -> None:
    """No text, as answer or as query, is too bad for a finite number."""
    assert all(map(math.isfinite, reranker.score(text, [text, HARBOUR])))


def test_no_texts_have_no_scores(reranker: CrossEncoderReranker) -> None:
    """Nothing to read, nothing said."""
    assert reranker.score("ferry", []) == []


def test_loading_and_scoring_draw_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The libraries' bars and tables stay away; what the user had them set to is set again."""
    from transformers.utils import logging

    before = logging.get_verbosity(), logging.is_progress_bar_enabled()
    CrossEncoderReranker(str(folder)).score("ferry", [HARBOUR])
    assert capfd.readouterr() == ("", "")
    assert (logging.get_verbosity(), logging.is_progress_bar_enabled()) == before


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"headless": True}, "is a BertModel, which has no layer that scores pairs"),
        ({"labels": 3}, "gives 3 numbers a pair of texts; a reranker gives one"),
    ],
)
def test_a_model_that_is_no_reranker_is_refused(tmp_path: Path, made: dict[str, Any], said: str) -> None:
    """A layer of random numbers, which the library would make up, or several numbers a pair, are errors."""
    folder = save_model(tmp_path / "model", **made)
    with pytest.raises(ModelUnavailable, match=said):
        CrossEncoderReranker(str(folder))


def test_a_damaged_model_is_refused(folder: Path, tmp_path: Path) -> None:
    """A file of weights that is cut short is an error with the folder's name."""
    damaged = Path(shutil.copytree(folder, tmp_path / "damaged"))
    weights = damaged / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelUnavailable, match="damaged: sentence-transformers cannot load it as a CrossEncoder"):
        CrossEncoderReranker(str(damaged))


def test_a_score_that_is_no_number_is_an_error(folder: Path) -> None:
    """Weights that are NaN order nothing."""
    import torch

    broken = CrossEncoderReranker(str(folder), device="cpu")
    with torch.no_grad():
        broken._model.model.classifier.bias.fill_(math.nan)
    with pytest.raises(ModelUnavailable, match="no number"):
        broken.score("ferry", [HARBOUR])


@pytest.mark.parametrize(
    "name", ["", "no/such/folder", "/no/such/folder", "./missing", "a b", "nul\0", "..", "x" * 5000]
)
def test_what_can_be_no_model_is_refused_at_once(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is no folder of a model, and what is no name either, need no library to be refused."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelUnavailable, match=r"no such folder|holds no config\.json"):
        CrossEncoderReranker(name)


@pytest.mark.parametrize("name", ["reranker", "cross-encoder/ms-marco-MiniLM-L6-v2", "somebody/model_1.5"])
def test_names_of_the_hub_may_be_models(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the cache can tell whether they are there."""
    monkeypatch.chdir(tmp_path)
    check_model_name(name)


def test_a_name_that_is_not_here_is_not_fetched() -> None:
    """Unless it is in the local cache, a name is an error that says how to fetch it."""
    with pytest.raises(
        ModelUnavailable, match="nobody/has-this-model: no such folder.*hf download nobody/has-this-model"
    ):
        CrossEncoderReranker("nobody/has-this-model")


@pytest.mark.parametrize("allowed", [False, True])
def test_the_network_is_used_only_where_allowed(monkeypatch: pytest.MonkeyPatch, allowed: bool) -> None:
    """`allow_download` is what lets the library look further than this machine."""
    import sentence_transformers

    seen: list[bool] = []

    def refuse(model: str, *, device: str | None, local_files_only: bool) -> None:
        seen.append(local_files_only)
        raise OSError("not here")

    monkeypatch.setattr(sentence_transformers, "CrossEncoder", refuse)
    with pytest.raises(ModelUnavailable):
        CrossEncoderReranker("somebody/model", allow_download=allowed)
    assert seen == [not allowed]


def test_without_the_library_the_error_names_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that left sentence-transformers out is told what to install."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtra, match="pip install sentence-transformers"):
        CrossEncoderReranker(str(folder))
