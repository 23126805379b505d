"""The seed article and its judged queries, wherever onrecord is installed."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from onrecord.errors import BadInput
from onrecord.reading.sources import read
from onrecord.records import Article

# A wheel carries both inside the package; in a checkout they lie where people look for them.
_PACKAGED = ("demo_data/seeds", "demo_data/queries.jsonl")
_IN_CHECKOUT = ("seeds", "benchmarks/seeds/queries.jsonl")


def seed_folder() -> Path:
    """The folder of the seed article."""
    return _found(0)


def seed_queries() -> Path:
    """The file of judged queries on the seed article."""
    return _found(1)


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
    raise BadInput(f"the seed article's files are missing: expected {places}; install onrecord again")
