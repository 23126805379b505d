"""What reranking with a CrossEncoder gains and costs, on the judged news queries and on SciFact.

    python benchmarks/measure_rerank.py DATA_FOLDER --model PATH_OR_NAME [--depths 20 50] [--sets news] [--record]

DATA_FOLDER holds polnear/dev/text, judged/polnear-dev.jsonl and scifact (BEIR layout). Each set is searched with the
default settings, without reranking and with it at each depth; the model must be on this machine. Shown is what
`onrecord bench` shows: means with intervals, the differences of the deepest from all others, milliseconds a query.
--record writes `benchmarks/results/rerank.json`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from measure_retrieval import checksum, made
from onrecord import Archive, Hit, evaluate
from onrecord.benchmark import Benchmark, latency
from onrecord.encoding.cross_encoder import CrossEncoderReranker
from onrecord.evaluation.runs import SearchFunction
from onrecord.rendering.bench_table import table_lines
from record import write_result

SEED = 20251124
_PLAIN = "no reranking"
_QUERY = "who said what about whom"


@dataclass(frozen=True, slots=True)
class RerankSet:
    """Where a set's articles and questions are, below the data folder, and how `search` is asked on it."""

    articles: str
    suite: str
    options: Mapping[str, Any]


SETS = {
    "news": RerankSet("polnear/dev/text", "judged/polnear-dev.jsonl", {}),
    "scifact": RerankSet("scifact/corpus.jsonl", "scifact", {"group": "article"}),
}


def measure(data: Path, chosen: RerankSet, reranker: CrossEncoderReranker, depths: Sequence[int]) -> Benchmark:
    """The record of all systems on one set; the deepest is compared with the others."""
    with tempfile.TemporaryDirectory() as folder, made(Path(folder), "default", data / chosen.articles) as archive:
        systems = dict(searches(archive, chosen.options, reranker, depths))
        for search in systems.values():
            # What is loaded with the first query is no part of a query's time.
            search(_QUERY, 10)
        return evaluate(data / chosen.suite, systems, focus=list(systems)[-1], seed=SEED)


def searches(
    archive: Archive, options: Mapping[str, Any], reranker: CrossEncoderReranker, depths: Sequence[int]
) -> Iterator[tuple[str, SearchFunction]]:
    """The systems by name, ascending by depth."""

    def asking(more: Mapping[str, Any]) -> SearchFunction:
        def search(query: str, k: int) -> list[Hit]:
            return archive.search(query, k, **options, **more)

        return search

    yield _PLAIN, asking({})
    for depth in sorted(set(depths)):
        yield f"first {depth} reranked", asking({"rerank": reranker, "rerank_depth": depth})


def as_result(record: Benchmark) -> dict[str, Any]:
    """What is kept of a record: means over all questions, differences, and milliseconds of an answer."""
    means = [asdict(mean) for mean in record.means if mean.group == "all"]
    times = {
        outcome.name: {name: round(1000 * seconds, 1) for name, seconds in latency(outcome).items()}
        for outcome in record.systems
    }
    compared = [asdict(comparison) for comparison in record.comparisons]
    return {"means": means, "comparisons": compared, "ms an answer": times, "notes": list(record.notes)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", required=True, help="a CrossEncoder: path of its folder, or name in the cache")
    parser.add_argument("--depths", type=int, nargs="+", default=[20, 50])
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    reranker = CrossEncoderReranker(given.model)
    measured: dict[str, Any] = {"model": Path(given.model).name}
    for name in given.sets:
        record = measure(given.data, SETS[name], reranker, given.depths)
        print("\n".join([f"\n{name}", *table_lines(record)]))
        measured[name] = as_result(record)
    if given.record:
        used = [SETS[name].articles for name in given.sets] + [
            file for name in given.sets for file in _judgments(SETS[name].suite)
        ]
        print(write_result("rerank", measured, seed=SEED, data={file: checksum(given.data / file) for file in used}))


def _judgments(suite: str) -> list[str]:
    return [suite] if suite.endswith(".jsonl") else [f"{suite}/queries.jsonl", f"{suite}/qrels/test.tsv"]


if __name__ == "__main__":
    main()
