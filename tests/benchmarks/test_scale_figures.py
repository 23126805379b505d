"""Figures of scale: percentiles, truth, growth, targets and the picture of them, against sums done by hand."""

from __future__ import annotations

import importlib
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
beside, exact, figures, growth, plot, ratios, targets = (
    importlib.import_module(f"scale.{name}")
    for name in ("beside", "exact", "figures", "growth", "plot", "ratios", "targets")
)


def test_percentiles_are_values_that_were_measured() -> None:
    """The 50th, 95th and 99th of 1 to 100 are 50, 95 and 99; of one value all three are it."""
    found = figures.percentiles([float(n) for n in range(100, 0, -1)])
    assert found == {"p50 ms": 50.0, "p95 ms": 95.0, "p99 ms": 99.0, "n": 100}
    assert set(figures.percentiles([7.0]).values()) == {7.0, 1}


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 1.7])
def test_the_exponent_of_a_power_is_found(power: float) -> None:
    """Values that are a power of the size give that power back; one size gives none."""
    sizes = [1e4, 1e5, 1e6]
    assert growth.exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power, abs=1e-3)
    assert growth.exponent([1e4], [5.0]) == 0.0


def test_recall_counts_what_scores_as_high_as_the_tenth(tmp_path: Path) -> None:
    """Of twelve passages the ten nearest are known; an answer with eight of them has recall .8, filters count alone."""
    angles = np.arange(12) * 0.05
    vectors = np.zeros((12, beside.WIDTH), np.float16)
    vectors[:, 0], vectors[:, 1] = np.cos(angles), np.sin(angles)
    (tmp_path / "vectors.f16").write_bytes(vectors.tobytes())
    rows = [{"article": "a", "start": n, "end": n + 1, "source": "even" if n % 2 == 0 else "odd"} for n in range(12)]
    (tmp_path / "passages.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    truth = exact.Truth(tmp_path, vectors[:1].astype(np.float32))
    tenth, passing = truth.tenth()
    assert passing == 12
    assert truth.recall(tenth, [[("a", n, n + 1) for n in range(10)]]) == 1.0
    assert truth.recall(tenth, [[("a", n, n + 1) for n in (0, 1, 2, 3, 4, 5, 6, 7, 10, 11)]]) == 0.8
    _, passing = truth.tenth(lambda row: row["source"] == "even")
    assert passing == 6


def archives() -> dict[str, dict]:
    """Two invented archives: everything takes as long as there are passages, recall is .99 and .97."""
    found = {}
    for size, recall in ((1_000, 0.99), (100_000, 0.97)):
        times = {"p50 ms": size / 1e4, "p99 ms": size / 1e3}
        found[str(size)] = {
            "build": {"passages": size, "stages": {n: {"seconds": size / 3} for n in ("write", "identify", "indexes")}},
            "sizes": {"bytes": 1_000 * size, "bytes a unit besides the texts": 900},
            "latency": dict.fromkeys(
                ("bm25", "vector", "hybrid", "hybrid, 1% by source", "hybrid, 10% by source"), times
            ),
            "opening-bm25": {"whole": 0.5},
            "opening-hybrid": {"whole": 1.5},
            "recall": {"no filter": {"recall@10": recall}, "1% by source": {"recall@10": 0.995}},
            "memory": {"all": {"peak MiB": size / 100}},
            "changing": {
                "add 100 articles": {"seconds": 3.0, "seen after": 4.0},
                "add 100 articles, vectors known": {"seen after": 1.0},
                "delete 10%": {"seconds": 2.0},
            },
        }
    return found


def test_targets_are_judged_on_the_archive_they_are_for() -> None:
    """A target for a size that was not built has no figure; others are judged on the largest archive."""
    rows = {row["target"]: row for row in targets.judged(archives())}
    assert rows["hybrid p50 at 100,000 passages, ms, encoding included"]["met"]
    assert "measured" not in rows["hybrid p50 at 1,000,000 passages, ms, encoding included"]
    recall = rows["recall@10 of vectors, the worst of all filters"]
    assert (recall["measured"], recall["met"], recall["passages"]) == (0.97, False, 100_000)
    assert rows["cold open and first BM25 answer, s"]["met"]


def test_the_picture_is_well_formed_and_tells_every_curve() -> None:
    """The SVG can be read, and each curve's name and exponent stand in it."""
    drawn = plot.drawing(growth.grown(archives()))
    text = " ".join(ET.fromstring(drawn).itertext())
    for names in plot.PANELS.values():
        for name in names:
            assert name in text
    assert "hybrid, median: size^1.00" in text


def test_ratios_say_who_is_ahead_and_why_not() -> None:
    """Half the memory is two times ahead; less recall is behind, with its reason; what failed is left out."""
    search = {"memory": {"peak MiB": 20.0}, "recall@10, no filter": 1.0, "bm25": {"unsupported": "no"}}
    table = ratios.compared(archives()["1000"], {"rival": {"search": search, "build": {"failed": "cut"}}})
    assert table["memory searching, MiB"]["rivals"] == {"rival": {"figure": 20.0, "times": 2.0}}
    assert table["recall@10"]["rivals"]["rival"]["times"] == 0.99
    assert table["recall@10"]["behind"] == ratios.BEHIND["recall@10"]
    assert table["build, s"]["rivals"] == table["BM25 p50, ms"]["rivals"] == {}
