"""Retrieval on the judged news queries and three public collections: every way of ranking of one archive each.

    python benchmarks/measure_retrieval.py DATA_FOLDER [--sets NAME ...] [--archives FOLDER]

DATA_FOLDER holds polnear/dev/text, judged/polnear-dev.jsonl, scifact, checkthat2020 and time1963 (BEIR layout). Each
set is indexed with the default settings into a temporary archive, or into FOLDER/NAME, where it is found again the next
time. Means with 95% intervals (clustered bootstrap), verdicts after Holm's correction. What was chosen on which data:
the news weights on polnear-dev itself (benchmarks/results/tuning.json has cross-validated figures), the weights of
articles on the train queries of SciFact and CheckThat; SciFact test, CheckThat dev and TIME were only measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from onrecord import Archive, evaluate, read
from onrecord.benchmark import Benchmark, latency
from onrecord.querying.fuse import Fusion
from onrecord.storage.manifest import Manifest
from record import RESULTS, commit, write_result

SETS = {
    "news": ("polnear/dev/text", "judged/polnear-dev.jsonl", "", ("nDCG@10", "hit@1", "RR", "R@10", "who@1")),
    "scifact": ("scifact/corpus.jsonl", "scifact", "test", ("nDCG@10", "RR@10", "R@100")),
    "checkthat2020": ("checkthat2020/corpus.jsonl", "checkthat2020", "dev", ("AP@5", "nDCG@10", "R@100")),
    "time1963": ("time1963/corpus.jsonl", "time1963", "test", ("nDCG@10", "AP", "R@100")),
}
SYSTEMS = {
    "bm25": {"mode": "bm25"},
    "vector": {"mode": "vector"},
    "rrf": {"fusion": Fusion("rrf")},
    "convex": {"fusion": "convex"},
    "hybrid": {},
}


def measure(data: Path, name: str, archives: Path | None) -> dict[str, object]:
    """Means, intervals, verdicts and latency of every system on one set."""
    source, suite, split, measures = SETS[name]
    group = "unit" if name == "news" else "article"
    with opened(archives and archives / name, data / source) as archive:
        systems = {}
        for system, options in SYSTEMS.items():
            options = dict(options)
            if options.get("fusion") == "convex":
                options["fusion"] = Fusion(weight=0.6 if group == "unit" else 0.5)
            systems[system] = partial(archive.search, group=group, **options)
        for search in systems.values():
            search("warm up", 10)
        record = evaluate(data / suite, systems, measures=measures, split=split or "test")
        facts = archive.info()
    found = summary(record)
    found["bytes"] = facts["bytes"]
    found["commit"] = commit()  # sets are measured at different times, and kept in one record
    print(name, json.dumps(found["all"], indent=1), *found["verdicts"], sep="\n", flush=True)
    return found


def summary(record: Benchmark) -> dict[str, object]:
    """{group: {system: {measure: mean, "interval": [low, high]}}} with the verdicts in words; no question's text."""
    groups: dict[str, dict[str, dict[str, object]]] = {}
    for mean in record.means:
        values = groups.setdefault(mean.group, {}).setdefault(mean.system, {})
        values[mean.measure] = round(mean.mean, 4)
        if mean.measure == record.primary:
            values |= {"interval": [round(mean.low, 4), round(mean.high, 4)], "n": mean.questions}
    return {
        **groups,
        "verdicts": [
            f"{c.system} against {c.against}, {c.measure} ({c.group}): {c.verdict}, {c.difference:+.4f} "
            f"[{c.low:+.4f}, {c.high:+.4f}], p {c.p_holm:.4f} after Holm, {c.questions} questions"
            for c in record.comparisons
        ],
        "milliseconds": {
            outcome.name: {rank: round(1000 * value, 1) for rank, value in latency(outcome).items()}
            for outcome in record.systems
        },
        "overall": {outcome.name: {k: round(v, 4) for k, v in outcome.overall.items()} for outcome in record.systems},
    }


@contextmanager
def opened(folder: Path | None, source: Path) -> Iterator[Archive]:
    """The archive in the folder, filled when it is new; without one, a passing archive."""
    if folder is None:
        with tempfile.TemporaryDirectory() as passing, made(Path(passing), "default", source) as archive:
            yield archive
        return
    with Archive.open(folder) as archive:
        archive.add(read(source))
        yield archive


def made(folder: Path, encoder: str, source: Path) -> Archive:
    """A new archive of the source with default settings."""
    archive = Archive.open(folder / "archive", settings=Manifest(encoder=encoder))
    report = archive.add(read(source))
    print(f"{source.name}: {len(report.added)} articles, {len(report.problems)} problems, encoder {encoder}")
    return archive


def checksum(path: Path) -> str:
    """SHA-256 over the file, or over the names and contents of a folder's files."""
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=list(SETS))
    parser.add_argument("--archives", type=Path)
    arguments = parser.parse_args()
    path = RESULTS / "retrieval.json"
    old = json.loads(path.read_text("utf-8"))["measured"] if path.exists() else {}
    measured: dict[str, object] = {name: old[name] for name in SETS if name in old}
    for name in arguments.sets:
        measured[name] = measure(arguments.data, name, arguments.archives)
        used = ("polnear/dev/text", "judged/polnear-dev.jsonl", *(SETS[s][0] for s in SETS if s != "news"))
        write_result("retrieval", measured, data={file: checksum(arguments.data / file) for file in used})


if __name__ == "__main__":
    main()
