"""Any sentence-transformers CrossEncoder, by name or path: reads query and text together and says how well they fit.

Imports torch, on the GPU when there is one: slow to start, so it is only loaded where reranking is asked for.
"""

from __future__ import annotations

import math
import os.path
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from onrecord.encoding.word_pieces import CHARACTERS_PER_PIECE, readable
from onrecord.errors import MissingExtra, ModelUnavailable

# What a model without a limit of its own is given at most.
_MOST_PIECES = 8192

# Padding moves a score by about 1e-7 of its size; what agrees to here is a tie. (Adding 0.0 makes -0.0 plain.)
_DECIMALS = 5

# How the Hub spells the names of models, which have 96 characters at most; anything else can only be a path.
_HUB_NAME = re.compile(r"(?=.{1,96}$)[\w-][\w.-]*+(/[\w-][\w.-]*+)?", re.ASCII)
_HEAD = "ForSequenceClassification"
_SHOWN_ERROR = 300


class CrossEncoderReranker:
    """Scores with `CrossEncoder(model)`; no network unless `allow_download`.

    Raises ModelUnavailable for what cannot be loaded and for models that are no rerankers: those that give several
    numbers a pair, and those whose scoring layer is missing from the file and would be filled with random numbers.
    """

    def __init__(self, model: str, device: str | None = None, *, allow_download: bool = False) -> None:
        check_model_name(model)
        self.name = model
        self._model = _loaded(model, device, allow_download)
        _check_scores(model, self._model)
        pieces = self._model.max_seq_length or _MOST_PIECES
        self._characters = min(pieces, _MOST_PIECES) * CHARACTERS_PER_PIECE

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """One number a text, in their order, larger for what answers better: the model's raw score, before any sigmoid.

        Equal texts have equal scores. Of pairs longer than the model reads, the longer side loses its end. Raises
        ModelUnavailable when the model gives something that is no number.
        """
        if not texts:
            return []
        import torch

        # A text is scored once: among other neighbours, and so with other padding, its last bits would differ.
        different = list(dict.fromkeys(readable(text[: self._characters]) for text in texts))
        asked = readable(query[: self._characters])
        scores = self._model.predict(
            [(asked, text) for text in different], activation_fn=torch.nn.Identity(), show_progress_bar=False
        )
        of = {text: round(float(score), _DECIMALS) + 0.0 for text, score in zip(different, scores, strict=True)}
        if not all(map(math.isfinite, of.values())):
            raise ModelUnavailable(
                f"{self.name}: gave a score that is no number (NaN or infinite); expected finite numbers: "
                "its weights are damaged, or too small a number format made them overflow"
            )
        return [of[readable(text[: self._characters])] for text in texts]


def check_model_name(model: str) -> None:
    """Raises ModelUnavailable for what can be no model, as far as that shows without loading anything."""
    if os.path.isdir(model):
        if not os.path.isfile(os.path.join(model, "config.json")):
            raise ModelUnavailable(
                f"{model}: the folder holds no config.json; expected a model folder as CrossEncoder.save_pretrained "
                "writes it"
            )
    elif not _HUB_NAME.fullmatch(model):
        raise ModelUnavailable(
            f"{model[:_SHOWN_ERROR]!r}: no such folder; expected the path of a CrossEncoder's folder or a name such as "
            "cross-encoder/ms-marco-MiniLM-L6-v2"
        )


def _loaded(model: str, device: str | None, allow_download: bool) -> Any:
    try:
        from sentence_transformers import CrossEncoder
    except ImportError as error:
        raise MissingExtra(
            f"reranking needs sentence-transformers and torch ({error}); pip install sentence-transformers"
        ) from error
    try:
        with _quiet():
            return CrossEncoder(model, device=device, local_files_only=not allow_download)
    except Exception as error:  # the libraries below raise OSError, ValueError, KeyError and their own
        if isinstance(error, OSError) and not os.path.isdir(model) and not allow_download:
            raise ModelUnavailable(
                f"{model}: no such folder, and not, or not whole, in the local Hugging Face cache; nothing is fetched "
                f"unasked: fetch it once with `hf download {model}`, or give the path of a CrossEncoder's folder"
            ) from error
        raise ModelUnavailable(
            f"{model}: sentence-transformers cannot load it as a CrossEncoder ({type(error).__name__}: "
            f"{str(error)[:_SHOWN_ERROR]}); expected a model that scores pairs of texts"
        ) from error


def _check_scores(name: str, model: Any) -> None:
    if model.num_labels != 1:
        raise ModelUnavailable(
            f"{name}: gives {model.num_labels} numbers a pair of texts; a reranker gives one (num_labels=1)"
        )
    inner = model.model
    saved = getattr(getattr(inner, "config", None), "architectures", None) or []
    # Where the file has no scoring layer, transformers makes one of random numbers and only warns.
    if saved and type(inner).__name__.endswith(_HEAD) and not any(kind.endswith(_HEAD) for kind in saved):
        raise ModelUnavailable(
            f"{name}: is a {', '.join(saved)}, which has no layer that scores pairs; expected a CrossEncoder "
            "(a model that makes vectors is no reranker)"
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps transformers from drawing bars and tables on stderr; what matters in them is checked afterwards."""
    from transformers.utils import logging

    verbosity, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(verbosity)
        if bars:
            logging.enable_progress_bar()
