"""The seed article, its judged queries and the judged set on news, wherever onrecord is installed."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.reading.sources import read
from onrecord.records import Article

# The suite of judged queries that comes without the articles it is about.
POLNEAR_DEV = "polnear-dev"

# A wheel carries them inside the package; in a checkout they lie where people look for them.
_PACKAGED = ("demo_data/seeds", "demo_data/queries.jsonl", "demo_data/judged/polnear-dev.jsonl")
_IN_CHECKOUT = ("seeds", "benchmarks/seeds/queries.jsonl", "benchmarks/judged/polnear-dev.jsonl")


def seed_folder() -> Path:
    """The folder of the seed article."""
    return _found(0)


def seed_queries() -> Path:
    """The file of judged queries on the seed article."""
    return _found(1)


def named_suite(given: str) -> str:
    """The path of the suite that comes with onrecord under this name; anything else as it is.

    A file or folder of that name in the working folder comes first.
    """
    return str(_found(2)) if given == POLNEAR_DEV and not Path(given).exists() else given


def seed_articles() -> list[Article]:
    """The seed article; without its path, so that it is the same article wherever onrecord lies."""
    reading = read(seed_folder())
    articles = [replace(article, path=None) for article in reading]
    if not articles:
        reasons = "; ".join(map(str, reading.problems))
        raise BadInput(f"{seed_folder()}: no article in it ({reasons}); install onrecord again")
    return articles


def _found(which: int) -> Path:
    package = Path(str(files("onrecord")))
    candidates = (package / _PACKAGED[which], package.parents[1] / _IN_CHECKOUT[which])
    for path in candidates:
        if path.exists():
            return path
    places = " or ".join(map(str, candidates))
    raise BadInput(f"what comes with onrecord is missing: expected {places}; install onrecord again")
