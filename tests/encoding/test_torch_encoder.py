"""The sentence-transformers encoder, looked at from outside: it runs in a child process, with torch."""

from __future__ import annotations

from typing import Any

import numpy as np


def test_vectors_are_those_of_the_library(models: Any) -> None:
    """Wrapped or not, the same unit vectors, in order."""
    np.testing.assert_allclose(models.reference["ours"], models.reference["vectors"], atol=1e-6)


def test_bad_texts_have_unit_vectors_too(models: Any) -> None:
    """An empty text, half a surrogate pair and a NUL do no harm; no texts give no rows."""
    np.testing.assert_allclose(np.linalg.norm(models.reference["hostile"], axis=1), 1.0, atol=1e-5)
    assert models.reference["none"].shape == (0, 384)


def test_progress_ends_with_the_number_of_texts(models: Any) -> None:
    """Six texts are one step."""
    assert models.reference["seen"].tolist() == [6]


def test_fingerprint_depends_on_the_weights_alone(models: Any) -> None:
    """Loading the same model again, on whatever device, gives the same fingerprint."""
    first, second = models.reference["fingerprint"]
    assert first == second
    assert len(str(first)) == 64


def test_a_model_that_is_not_here_is_not_fetched(models: Any) -> None:
    """A name that no local folder answers to is an error that says so."""
    assert "nobody/has-this-model: sentence-transformers cannot load it" in str(models.reference["complaint"])
