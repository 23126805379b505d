"""Retrieval on the judged news queries and on SciFact, in all three modes of one archive each.

    python benchmarks/measure_retrieval.py DATA_FOLDER

DATA_FOLDER holds polnear/dev/text, judged/polnear-dev.jsonl and scifact (BEIR layout). The articles are indexed
with the default settings into a temporary archive; nothing is tuned here. The int8 and the fp32 encoder are
compared on the vector arm and on the fusion. Shown for each: how well, and over how many queries.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from onrecord import Archive, Hit, read
from onrecord.evaluation.beir import read_beir
from onrecord.evaluation.judgments import read_judgments
from onrecord.evaluation.ranked import score_rankings
from onrecord.evaluation.suite import run_suite
from onrecord.evaluation.tables import compare, text_lines
from onrecord.querying.fuse import Fusion
from onrecord.storage.manifest import Manifest
from record import write_result

MODES = ("bm25", "vector", "hybrid")


def judged_news(data: Path, encoder: str) -> dict[str, object]:
    """Span measures on the judged queries, by mode, at two limits of hit length."""
    judged = read_judgments(data / "judged" / "polnear-dev.jsonl")
    with tempfile.TemporaryDirectory() as folder, made(Path(folder), encoder, data / "polnear/dev/text") as archive:

        def by(mode: str, fusion: Fusion | None = None):
            return lambda query, k: archive.search(query, k, mode=mode, fusion=fusion)

        searches = {mode: by(mode) for mode in MODES} | {"rrf": by("hybrid", Fusion("rrf"))}
        reports = run_suite(judged, searches)
        shorter = run_suite(judged, searches, max_chars=600)
        print("\n".join(text_lines(compare(reports, ("nDCG", "hit@1")))))
    return {
        name: {"max_chars 1200": report.to_dict(), "max_chars 600": shorter[name].to_dict()}
        for name, report in reports.items()
    }


def scifact(data: Path, encoder: str) -> dict[str, dict[str, float]]:
    """nDCG@10, RR@10 and R@100 over whole abstracts, by mode."""
    beir = read_beir(data / "scifact", "test")
    queries = {qid: text for qid, text in beir.queries.items() if qid in beir.qrels}
    out: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, made(Path(folder), encoder, data / "scifact/corpus.jsonl") as archive:
        for mode in MODES:
            began = time.perf_counter()
            run = archive.search_many(queries, 100, mode=mode, group="article")
            seconds = (time.perf_counter() - began) / len(queries)
            scores = score_rankings(beir.qrels, {q: ids(h) for q, h in run.items()}, ["nDCG@10", "RR@10", "R@100"])
            out[mode] = {name: round(sum(by.values()) / len(by), 4) for name, by in scores.items()}
            out[mode]["queries"] = len(queries)
            print("scifact", mode, out[mode], f"{1000 * seconds:.1f} ms a query at k=100")
    return out


def made(folder: Path, encoder: str, source: Path) -> Archive:
    """A new archive of the source with default settings."""
    archive = Archive.open(folder / "archive", settings=Manifest(encoder=encoder))
    report = archive.add(read(source))
    print(f"{source.name}: {len(report.added)} articles, {len(report.problems)} problems, encoder {encoder}")
    return archive


def ids(hits: Sequence[Hit]) -> list[str]:
    return [hit.article for hit in hits]


def checksum(path: Path) -> str:
    """SHA-256 over the file, or over the names and contents of a folder's files."""
    digest = hashlib.sha256()
    for file in sorted(path.iterdir()) if path.is_dir() else [path]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--encoders", nargs="+", default=["default", "default-fp32"])
    parser.add_argument("--without-scifact", action="store_true")
    arguments = parser.parse_args()
    measured: dict[str, object] = {}
    for encoder in arguments.encoders:
        measured[encoder] = {"polnear-dev judged": judged_news(arguments.data, encoder)}
        if not arguments.without_scifact:
            measured[encoder]["scifact test"] = scifact(arguments.data, encoder)
    used = ("polnear/dev/text", "judged/polnear-dev.jsonl", "scifact/corpus.jsonl", "scifact/queries.jsonl")
    print(write_result("retrieval", measured, data={name: checksum(arguments.data / name) for name in used}))


if __name__ == "__main__":
    main()
