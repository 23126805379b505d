"""Archives of 10,000, 100,000 and 1,000,000 passages: built, measured, and set beside what others build of the same.

    python benchmarks/scale/run_all.py DATA_FOLDER [--sizes 10000 100000 1000000] [--work FOLDER] [--rivals NAME ...]
                                       [--built] [--record]

DATA_FOLDER holds polnear, people/worldwide-dev, time1963, scifact, checkthat2020 and judged. Texts are recombined from
the sentences of real articles; vectors and token states are those the default encoder made of the sentences where they
really stood, with small noise: encoding a million passages would take hours, and is measured apart (ingestion.json).
Everything made on the way lies in the work folder (build/scale, which git ignores). Every figure is taken in a process
of its own. --built measures what lies there; changing comes last, as it changes the archive.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from record import write_result
from scale import plot
from scale.beside import beside
from scale.build import SEED
from scale.fresh_process import forget_files, in_fresh_process
from scale.growth import grown
from scale.pool import load_pool, ready_pool
from scale.queries import read_queries, write_queries
from scale.ratios import compared
from scale.rivals_run import RIVALS, rival_figures
from scale.sizes import sizes
from scale.targets import judged

WORK = Path(__file__).parents[2] / "build" / "scale"
_QUERIES = 100
_SEARCHES = ("opening-bm25", "opening-hybrid", "latency", "threads", "recall", "memory")


def figures_of(archive: Path, queries: Path, pool: Path) -> dict[str, Any]:
    """All figures of one archive that was built; it is changed at the end."""
    built = json.loads(archive.with_name(f"{archive.name}.build.json").read_text("utf-8"))
    found: dict[str, Any] = {"build": {key: value for key, value in built.items() if key != "pool"}}
    found["sizes"] = sizes(archive)
    found["load before"] = round(os.getloadavg()[0], 1)
    for figure in _SEARCHES:
        print(f"{archive.name}: {figure}", file=sys.stderr, flush=True)
        found[figure] = in_fresh_process("searching", [figure, str(archive), str(queries)])
    for figure in ("opening-bm25", "opening-hybrid"):
        forget_files(archive)
        found[f"{figure}, files not in memory"] = in_fresh_process("searching", [figure, str(archive), str(queries)])
    print(f"{archive.name}: changing", file=sys.stderr, flush=True)
    arguments = [str(archive), str(pool), str(built["seed"]), str(built["articles"])]
    found["changing"] = in_fresh_process("changing", arguments)
    found["load after"] = round(os.getloadavg()[0], 1)
    return found


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Figures by passages, of archives and of rivals; what is finished is kept in the work folder as it comes."""
    work, pool = options.work, options.pool
    ready_pool(pool, options.data)
    queries = work / "queries.json"
    if not queries.exists():
        write_queries(queries, read_queries(options.data, load_pool(pool), _QUERIES, SEED))
    for size in options.sizes:
        archive, figures = work / f"archive-{size}", work / f"archive-{size}.figures.json"
        if not options.built:
            figures.unlink(missing_ok=True)
            arguments = [str(options.data), str(archive), "--passages", str(size), "--pool", str(pool)]
            in_fresh_process("build", [*arguments, "--workers", str(options.workers)])
        if not figures.exists():
            figures.write_text(json.dumps(figures_of(archive, queries, pool), indent=1), "utf-8")
        for name in options.rivals:
            rival_figures(name, work, beside(archive), size, queries)
    return gathered(work)


def gathered(work: Path) -> dict[str, Any]:
    """Everything that was measured in the work folder so far, with targets and growth."""
    archives = {}
    rivals: dict[str, dict[str, Any]] = {}
    for path in sorted(work.glob("archive-*.figures.json"), key=lambda one: int(one.name.split("-")[1].split(".")[0])):
        archives[path.name.split("-")[1].split(".")[0]] = json.loads(path.read_text("utf-8"))
    for path in sorted(work.glob("rivals/*/*.figures.json")):
        rivals.setdefault(path.parent.name, {})[path.name.split(".")[0]] = json.loads(path.read_text("utf-8"))
    pool = json.loads((work / "pool" / "made-from.json").read_text("utf-8"))
    beside_rivals = {
        size: compared(figures, {name: found[size] for name, found in rivals.items() if size in found})
        for size, figures in archives.items()
    }
    return {
        "pool": pool["facts"],
        "targets": judged(archives),
        "growth": grown(archives),
        "archives": archives,
        "rivals": rivals,
        "compared": {
            size: table for size, table in beside_rivals.items() if any(row["rivals"] for row in table.values())
        },
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--rivals", nargs="*", choices=RIVALS, default=[], metavar="NAME")
    parser.add_argument("--built", action="store_true", help="measure the archives that lie in the work folder")
    parser.add_argument("--record", action="store_true", help="write benchmarks/results/scale.json and scale.svg")
    options = parser.parse_args(arguments)
    options.pool = options.work / "pool"
    measured = measure(options)
    for row in measured["targets"]:
        print(row)
    if options.record:
        pool = json.loads((options.pool / "made-from.json").read_text("utf-8"))["wanted"]
        print(write_result("scale", measured, seed=SEED, data={"pool": pool["articles"]}))
        plot.main()


if __name__ == "__main__":
    main()
