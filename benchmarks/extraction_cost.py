"""What extraction costs: indexing with it against indexing without it, and extraction alone, encoder included.

    python benchmarks/extraction_cost.py FOLDER [--rounds N]

FOLDER holds articles (polnear/dev/text). Both ways of indexing take turns in one process, so that a busy machine
slows both; the ratio is between the medians, and the least favourable pair of neighbours is given too.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from onrecord import Archive, read
from onrecord.records import Article
from onrecord.storage.manifest import Manifest
from onrecord.uses.extract_articles import extract_articles
from record import write_result


def indexing(articles: list[Article], extraction: bool) -> float:
    """Seconds for one new archive of the articles."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder) / "archive", settings=Manifest(extraction=extraction))
        began = time.perf_counter()
        archive.add(articles)
        seconds = time.perf_counter() - began
        archive.close()
    return seconds


def extracting(articles: list[Article]) -> float:
    """Seconds to extract from all articles, one after the other, the encoder's passes included."""
    began = time.perf_counter()
    for _ in extract_articles(articles):
        pass
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    articles = list(read(arguments.folder))
    indexing(articles[:2], True)  # model and weights are loaded before the clock runs
    without, with_it = [], []
    for number in range(arguments.rounds):
        # Whoever comes second finds warm caches: they take turns.
        for extraction in (False, True) if number % 2 else (True, False):
            (with_it if extraction else without).append(indexing(articles, extraction))
        ratio = with_it[-1] / without[-1]
        print(f"without {without[-1]:.2f} s, with {with_it[-1]:.2f} s, ratio {ratio:.2f}", flush=True)
    measured = {
        "articles": len(articles),
        "characters": sum(len(article.text) for article in articles),
        "seconds without": [round(value, 3) for value in without],
        "seconds with": [round(value, 3) for value in with_it],
        "with / without, medians": round(statistics.median(with_it) / statistics.median(without), 3),
        "with / without, worst pair": round(max(w / o for w, o in zip(with_it, without, strict=True)), 3),
        "extraction alone, seconds": round(extracting(articles), 2),
    }
    print(measured)
    print(write_result("extraction-cost", measured))


if __name__ == "__main__":
    main()
