"""How long one question takes, encoding it included, in an archive of SciFact's size, k = 10.

    python benchmarks/query_time.py DATA_FOLDER [--archive FOLDER]

DATA_FOLDER holds scifact (BEIR layout). Every system answers the same 100 test claims, one after the other, turn and
turn about over three rounds; medians over all of them. Processor time is what a quiet machine would take.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from measure_retrieval import made
from onrecord import Archive
from onrecord.evaluation.beir import read_beir
from onrecord.querying.fuse import Fusion
from record import write_result

SYSTEMS = {
    "hybrid": {},
    "fixed mix": {"fusion": Fusion()},
    "bm25": {"mode": "bm25"},
    "vector": {"mode": "vector"},
}
ROUNDS, QUESTIONS = 3, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--archive", type=Path)
    arguments = parser.parse_args()
    questions = list(read_beir(arguments.data / "scifact", "test").queries.values())[:QUESTIONS]
    passing = nullcontext("") if arguments.archive else tempfile.TemporaryDirectory()
    with (
        passing as folder,
        Archive.open(arguments.archive)
        if arguments.archive
        else made(Path(folder), "default", arguments.data / "scifact/corpus.jsonl") as archive,
    ):
        measured = {group: times(archive, group, questions) for group in ("unit", "article")}
        measured["archive"] = archive.info()["holds"]
    print(measured)
    print(write_result("query-time", measured))


def times(archive: Archive, group: str, questions: list[str]) -> dict[str, dict[str, float]]:
    """{system: {"p50 ms", "p95 ms", "p50 processor ms"}}."""
    wall: dict[str, list[float]] = {name: [] for name in SYSTEMS}
    processor: dict[str, list[float]] = {name: [] for name in SYSTEMS}
    for number in range(ROUNDS + 1):  # the first round warms up
        for name, options in SYSTEMS.items():
            for question in questions:
                began, used = time.perf_counter(), time.process_time()
                archive.search(question, 10, group=group, **options)
                if number:
                    wall[name].append(1000 * (time.perf_counter() - began))
                    processor[name].append(1000 * (time.process_time() - used))
    return {
        name: {
            "p50 ms": round(statistics.median(wall[name]), 1),
            "p95 ms": round(statistics.quantiles(wall[name], n=20)[-1], 1),
            "p50 processor ms": round(statistics.median(processor[name]), 1),
        }
        for name in SYSTEMS
    }


if __name__ == "__main__":
    main()
