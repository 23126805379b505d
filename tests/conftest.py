"""What all tests share: one model cache for the whole run, kept between runs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

# A shell starts what runs in the background with Ctrl-C ignored, and children inherit that; the tests send it to them.
signal.signal(signal.SIGINT, signal.default_int_handler)

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session", autouse=True)
def model_cache(request: pytest.FixtureRequest) -> Path:
    """The default model is exported once into pytest's cache folder; nothing is read from the user's own."""
    assert request.config.cache is not None
    folder = Path(request.config.cache.mkdir("onrecord"))
    os.environ["ONRECORD_CACHE"] = str(folder)
    os.environ["HF_HUB_OFFLINE"] = "1"
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder with the seed article."""
    return REPOSITORY / "seeds"
