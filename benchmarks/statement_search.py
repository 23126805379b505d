"""What quotes, claims and people do for the search over passages, and how their vectors are best made.

    python benchmarks/statement_search.py DATA_FOLDER

DATA_FOLDER holds polnear/dev/text and judged/polnear-dev.jsonl. Shown: the judged queries for several shares of the
best statement in a passage's score, and for the two ways to make a statement's vector: pooled from the states of the
passage's own pass, or encoded apart in a second pass. `who@1` is the share of first answers that name the speaker.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from onrecord import Archive, read
from onrecord.evaluation.judgments import JudgedQuery, read_judgments
from onrecord.evaluation.suite import run_suite
from onrecord.records import Span
from onrecord.uses import prepare, search_passages
from record import write_result

SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
GROUPS = ("all", "quote", "person", "claim", "~paraphrase", "none")


class Apart:
    """Stands in for SpanVectors: a pass of its own for each statement."""

    encoder: object = None
    text = ""

    def __init__(self, passages: object, layer: int) -> None:
        del passages, layer

    def pool(self, spans: Sequence[Span]):
        return self.encoder.encode([" ".join(span.of(self.text) for span in spans)])[0].astype("<f2")


def build(folder: Path, source: Path, apart: bool) -> tuple[Archive, float]:
    """A new archive of the source and the seconds it took."""
    archive = Archive.open(folder)
    began = time.perf_counter()
    if not apart:
        archive.add(read(source))
        return archive, time.perf_counter() - began
    Apart.encoder = archive._parts.encoder
    prepared = prepare.Pipeline._prepare

    def noting(self, planned, vectors, passages):
        Apart.text = planned.article.text
        return prepared(self, planned, vectors, passages)

    with patch.object(prepare, "SpanVectors", Apart), patch.object(prepare.Pipeline, "_prepare", noting):
        archive.add(read(source))
    return archive, time.perf_counter() - began


def scores(archive: Archive, judged: list[JudgedQuery], share: float, kind: str | None = None) -> dict[str, object]:
    """The measures by group with this share."""
    with patch.object(search_passages, "STATEMENT_SHARE", share):
        found = run_suite(judged, {"it": lambda query, k: archive.search(query, k, kind=kind)})["it"].to_dict()
    kept = {name: values for name, values in found.items() if name in GROUPS}
    print(share, kind or "all kinds", {name: values for name, values in kept.items() if name != "none"}, flush=True)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    judged = read_judgments(data / "judged" / "polnear-dev.jsonl")
    measured: dict[str, object] = {"chosen share": search_passages.STATEMENT_SHARE}
    for name in ("pooled", "apart"):
        with tempfile.TemporaryDirectory() as folder:
            archive, seconds = build(Path(folder) / "archive", data / "polnear/dev/text", name == "apart")
            shares = SHARES if name == "pooled" else (search_passages.STATEMENT_SHARE,)
            measured[name] = {
                "seconds to index": round(seconds, 2),
                "share": {str(share): scores(archive, judged, share) for share in shares},
                "quotes only": scores(archive, judged, 0.0, "quote"),
            }
            archive.close()
    print(write_result("statement-search", measured))


if __name__ == "__main__":
    main()
