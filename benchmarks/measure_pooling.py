"""How much of what somebody marked by hand a pool of our three arms holds, and how many places a judge has to read.

    python benchmarks/measure_pooling.py POLNEAR [--record]

POLNEAR is a clone of the corpus or its folder data/dev/text. Asked are the answerable questions of
`judged/polnear-dev.jsonl`; a gold span is in the pool when a place covers at least half of it. What the pool lacks,
`onrecord judge` never shows at that depth. --record writes `benchmarks/results/pooling.json`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onrecord
from onrecord.archive import Archive
from onrecord.errors import OnrecordError
from onrecord.evaluation.judged_set import list_beside, read_judged_set, sha256_of
from onrecord.evaluation.judging import Candidate
from onrecord.evaluation.judgments import GoldSpan
from onrecord.uses.judgment_pool import pooled
from record import write_result

SUITE = Path(__file__).parent / "judged" / "polnear-dev.jsonl"
DEPTHS = (5, 10, 20, 50)


def holds(pool: Sequence[Candidate], gold: GoldSpan) -> bool:
    """Whether a place of the pool covers at least half of the gold span."""
    shared = (min(c.span.end, gold.end) - max(c.span.start, gold.start) for c in pool if c.doc == gold.doc)
    return any(2 * size >= gold.end - gold.start for size in shared)


def measure(polnear: Path) -> dict[str, Any]:
    """{depth: {share of gold spans, share of full answers, questions with one, places a question}}."""
    found = read_judged_set(SUITE, polnear)
    answerable = [query for query in found.queries if query.gold]
    out: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "archive") as archive:
        archive.add(article for file in found.files for article in onrecord.read(file))
        for depth in DEPTHS:
            pools = [pooled(archive.search, query.query, depth=depth, seed=0) for query in answerable]
            hits = [[holds(pool, gold) for gold in query.gold] for query, pool in zip(answerable, pools, strict=True)]
            full = [
                hit
                for query, row in zip(answerable, hits, strict=True)
                for gold, hit in zip(query.gold, row, strict=True)
                if gold.grade == 2
            ]
            out[str(depth)] = {
                "gold spans in the pool": round(statistics.mean(hit for row in hits for hit in row), 4),
                "full answers in the pool": round(statistics.mean(full), 4),
                "questions with an answer in the pool": round(statistics.mean(any(row) for row in hits), 4),
                "places a question, median": statistics.median(map(len, pools)),
            }
    return out


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 measured, 2 refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args(arguments)
    try:
        measured = measure(given.polnear)
    except OnrecordError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(measured, indent=2))
    if given.record:
        data = {path.name: sha256_of(path.read_text("utf-8")) for path in (SUITE, list_beside(SUITE))}
        print(write_result("pooling", measured, seed=0, data=data))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
