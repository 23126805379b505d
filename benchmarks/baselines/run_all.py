"""All rivals on all sets, with one command: installs, indexes, searches, scores, and writes the results.

    python benchmarks/baselines/run_all.py DATA_FOLDER [--cache FOLDER] [--sets NAME ...] [--only MODULE ...] [--again]

DATA_FOLDER holds polnear/dev/text, judged/polnear-dev.jsonl, and time1963, checkthat2020 and scifact in BEIR's layout.
Everything made on the way lies in the cache folder (build/baselines, which git ignores): exported texts, vectors, one
environment a rival, indexes, and under runs/SET/MODULE/answers/ the runs, so that others can be laid beside them.
What is finished is not done again unless its inputs changed or --again is given; `benchmarks/results/baselines.json`
is written from all that is finished. A rival that cannot be installed or fails is named there with its reason and the
others go on; the exit code is then 2.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from baselines.environment import EnvironmentFailed, ready_environment
from baselines.exchange import BadExchange, read_json, write_documents, write_json, write_queries
from baselines.report import assemble
from baselines.sets import SETS, BenchmarkSet, DataMissing, check_files, checksums
from onrecord.encoding.default_model import WEIGHTS_SHA256, default_model_folder
from onrecord.errors import OnrecordError

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / "build" / "baselines"
# What every rival's program is made of; its own module and those it builds on come to it.
_SHARED = ("exchange", "program", "timing", "encoder", "tokens")
_EXPORTING = ("exchange", "sets")
_DEPTH = 100
_SECONDS = 3 * 3600


@dataclass(frozen=True, slots=True)
class Rival:
    """A baseline's module, the requirements of its environment (None: the running one), and the modules it uses."""

    module: str
    requirements: str | None = None
    uses: tuple[str, ...] = ()
    dense: bool = True


RIVALS = (
    Rival("lexical_rank_bm25", dense=False),
    Rival("lexical_bm25s", "lexical_bm25s.txt", dense=False),
    Rival("dense_faiss"),
    Rival("fused_rrf", "lexical_bm25s.txt", ("lexical_bm25s", "lexical_rank_bm25", "dense_faiss")),
    Rival("hybrid_txtai", "hybrid_txtai.txt"),
    Rival("hybrid_lancedb", "hybrid_lancedb.txt"),
    Rival("hybrid_milvus_lite", "hybrid_milvus_lite.txt"),
)


class RunFailed(Exception):
    """A step of one rival that did not succeed; the message ends with what the program said last."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A set as the rivals see it."""

    one: BenchmarkSet
    folder: Path
    fingerprint: str

    @property
    def documents(self) -> Path:
        return self.folder / "documents.jsonl"

    @property
    def queries(self) -> Path:
        return self.folder / "queries.jsonl"

    @property
    def vectors(self) -> Path:
        return self.folder / "vectors.npy"

    @property
    def encoding_facts(self) -> Path:
        return self.folder / "encoding.json"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    sets = [one for one in SETS if not options.sets or one.name in options.sets]
    rivals = [rival for rival in RIVALS if not options.only or rival.module in options.only]
    try:
        for one in sets:
            check_files(one, options.data)
        prepared = [prepare(one, options.data, options.cache) for one in sets]
        if any(rival.dense for rival in rivals):
            for ready in prepared:
                encode(ready)
    except (DataMissing, RunFailed, OnrecordError) as error:
        print(error, file=sys.stderr)
        return 2
    failed: dict[str, str] = {}
    for ready in prepared:
        for rival in rivals:
            if rival.module not in failed:
                try:
                    run(rival, ready, options.cache, again=options.again)
                except (EnvironmentFailed, RunFailed) as error:
                    failed[rival.module] = str(error)
                    print(f"{rival.module} is left out: {error}", file=sys.stderr)
    try:
        prepared += [prepare(one, options.data, options.cache) for one in earlier_sets(sets, options)]
        print(assemble(find_finished(prepared, options.cache), options.data, failed))
    except (BadExchange, OnrecordError) as error:
        print(error, file=sys.stderr)
        return 2
    return 2 if failed else 0


def prepare(one: BenchmarkSet, data: Path, cache: Path) -> Prepared:
    """Exports documents and queries of a set, unless they were exported from the same files by the same code."""
    folder = cache / "sets" / one.name
    stamp = folder / "made-from.json"
    made_from = {"files": checksums(one, data), "code": _hash_of(_EXPORTING)}
    if not stamp.is_file() or read_json(stamp) != made_from:
        documents = write_documents(folder / "documents.jsonl", one.documents(data))
        queries = write_queries(folder / "queries.jsonl", one.queries(data))
        print(f"{one.name}: {documents} documents, {queries} queries", file=sys.stderr)
        write_json(stamp, made_from)
    content = (folder / "documents.jsonl").read_bytes() + (folder / "queries.jsonl").read_bytes()
    return Prepared(one, folder, hashlib.sha256(content).hexdigest())


def encode(ready: Prepared) -> None:
    """Encodes the documents of a set once for all rivals, unless their vectors are there."""
    wanted = {"documents": _hash_of_file(ready.documents), "weights": WEIGHTS_SHA256, "code": _hash_of(("encoder",))}
    stamp = ready.folder / "encoded-from.json"
    if ready.vectors.is_file() and stamp.is_file() and read_json(stamp) == wanted:
        return
    print(f"{ready.one.name}: encoding ...", file=sys.stderr)
    paths = [str(ready.documents), str(ready.vectors), "--facts", str(ready.encoding_facts)]
    run_module(Path(sys.executable), "encoder", [*paths, "--model", str(default_model_folder())])
    write_json(stamp, wanted)


def run(rival: Rival, ready: Prepared, cache: Path, *, again: bool) -> None:
    """Builds and searches, each in a process of its own, unless both were done from the same inputs and code."""
    folder, wanted = run_folder(rival, ready, cache), run_fingerprint(rival, ready)
    if not again and is_finished(folder, wanted):
        return
    (folder / "finished").unlink(missing_ok=True)
    requirements = HERE / rival.requirements if rival.requirements else None
    name = requirements.stem if requirements else "running"
    python = ready_environment(cache / "environments" / name, requirements)
    index = folder / "index"
    print(f"{ready.one.name}: {rival.module} ...", file=sys.stderr)
    vectors = ["--vectors", str(ready.vectors)] if rival.dense else []
    paths = ["--index", str(index), "--facts", str(folder / "build.json"), *vectors]
    run_module(python, rival.module, ["build", str(ready.documents), *paths])
    busy = os.getloadavg()[0]
    paths = ["--documents", str(ready.documents), "--index", str(index), "--answers", str(folder / "answers")]
    paths += ["--facts", str(folder / "search.json"), "--model", str(default_model_folder()), "-k", str(_DEPTH)]
    # One thread for one short query: on a busy machine a second one is waited for longer than it helps.
    trec = ["--trec"] if ready.one.trec else []
    run_module(python, rival.module, ["search", str(ready.queries), *paths, *trec], threads=1)
    write_json(folder / "load.json", {"before": round(busy, 2), "after": round(os.getloadavg()[0], 2)})
    (folder / "finished").write_text(wanted, "utf-8")


def run_module(python: Path, module: str, arguments: Sequence[str], threads: int | None = None) -> None:
    """Runs a program of this folder, politely and offline; RunFailed with the end of what it said.

    `threads` bounds those of torch and FAISS; None is all cores.
    """
    environment = os.environ | {
        "PYTHONPATH": str(HERE.parent), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false",
        "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": str(threads or os.cpu_count() or 1),
        # Threads that wait sleep: on a busy machine spinning takes the time from those that work.
        "OMP_WAIT_POLICY": "PASSIVE",
    }  # fmt: skip
    command = [str(python), "-m", f"baselines.{module}", *arguments]
    try:
        done = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            timeout=_SECONDS, preexec_fn=_be_nice if hasattr(os, "nice") else None,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RunFailed(f"{module} {arguments[0]}: not done after {_SECONDS} s") from error
    if done.returncode:
        said = [line for line in done.stdout.splitlines() if line.strip()]
        raise RunFailed(f"{module} {arguments[0]} failed (exit {done.returncode}): {' | '.join(said[-3:])}")


def earlier_sets(asked: Sequence[BenchmarkSet], options: argparse.Namespace) -> list[BenchmarkSet]:
    """Sets of earlier runs in the same cache that were not asked for now and whose data are still there."""
    known = [
        one for one in SETS if one not in asked and (options.cache / "sets" / one.name / "made-from.json").is_file()
    ]
    return [one for one in known if all((options.data / name).exists() for name in one.files)]


def find_finished(prepared: Sequence[Prepared], cache: Path) -> Iterator[dict[str, Any]]:
    """Every finished run of the sets, also of rivals that were not asked for this time."""
    for ready in sorted(prepared, key=lambda ready: SETS.index(ready.one)):
        for rival in RIVALS:
            folder = run_folder(rival, ready, cache)
            if is_finished(folder, run_fingerprint(rival, ready)):
                facts = {name: read_json(folder / f"{name}.json") for name in ("build", "search", "load")}
                encoding = read_json(ready.encoding_facts) if ready.encoding_facts.is_file() else None
                yield facts | {"set": ready.one, "module": rival.module, "folder": folder, "encoding": encoding}


def run_folder(rival: Rival, ready: Prepared, cache: Path) -> Path:
    return cache / "runs" / ready.one.name / rival.module


def is_finished(folder: Path, wanted: str) -> bool:
    stamp = folder / "finished"
    return stamp.is_file() and stamp.read_text("utf-8") == wanted


def run_fingerprint(rival: Rival, ready: Prepared) -> str:
    """Changes with the texts, the queries, the weights, the rival's code and its requirements."""
    parts = [ready.fingerprint, WEIGHTS_SHA256, str(_DEPTH), _hash_of((*_SHARED, rival.module, *rival.uses))]
    if rival.requirements:
        parts.append(_hash_of_file(HERE / rival.requirements))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _be_nice() -> None:
    os.nice(max(0, 15 - os.nice(0)))


def _hash_of(modules: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(_hash_of_file(HERE / f"{name}.py") for name in modules).encode()).hexdigest()


def _hash_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--sets", nargs="+", choices=[one.name for one in SETS], metavar="NAME")
    parser.add_argument("--only", nargs="+", choices=[rival.module for rival in RIVALS], metavar="MODULE")
    parser.add_argument("--again", action="store_true", help="run also what is finished")
    return parser


if __name__ == "__main__":
    sys.exit(main())
