"""What every rival's program does: build an index from documents, or answer queries from one, and time both.

    python -m baselines.MODULE build  DOCUMENTS.jsonl --index FOLDER --facts FILE.json [--vectors FILE.npy]
    python -m baselines.MODULE search QUERIES.jsonl --documents DOCUMENTS.jsonl --index FOLDER --answers FOLDER
                                      --facts FILE.json [--model FOLDER] [-k 100] [--trec] [--variant NAME]...

`benchmarks/` has to be on PYTHONPATH. Build and search are two processes, so a search answers from what lies on disk.
Queries are answered one at a time; a time holds all from the query's words to the ranking, its encoding included
(encoded once, charged to every variant).
The first query of a variant is asked twice and timed the second time: no index is charged for opening lazily.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from baselines.encoder import load_encoder
from baselines.exchange import (
    BadExchange,
    Document,
    read_documents,
    read_queries,
    write_answers,
    write_json,
)
from baselines.timing import Encode, QueryEncoder, Search, time_queries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Settings: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents and, for rivals that take them, their unit vectors (C, D) in the same order."""

    documents: Sequence[Document]
    vectors: NDArray[np.float32] | None

    @property
    def dense(self) -> NDArray[np.float32]:
        """The vectors; BadExchange without any."""
        if self.vectors is None:
            raise BadExchange("this rival stores vectors; name them with --vectors FILE.npy")
        return self.vectors


@dataclass(frozen=True, slots=True)
class Variant:
    """One documented way to set a rival up: variants that agree in `build` share an index."""

    name: str
    build: Settings
    search: Settings

    @property
    def slug(self) -> str:
        """The name as a file name."""
        return slug(self.name)

    @property
    def index(self) -> str:
        """The folder of its index, named by what it was built with."""
        return slug(", ".join(f"{key} {value}" for key, value in self.build.items())) or "index"


@dataclass(frozen=True, slots=True)
class Baseline:
    """A rival: the packages whose versions count, its variants (the first is its default), how to build and open it.

    `build` writes an index into an empty folder; `open` gives the search function of one variant over such a folder.
    `modules` are imported before any clock starts.
    """

    title: str
    packages: tuple[str, ...]
    modules: tuple[str, ...]
    variants: tuple[Variant, ...]
    build: Callable[[Corpus, Path, Settings], None]
    open: Callable[[Path, Settings, Encode], Search]
    encodes: bool = True


def main(baseline: Baseline, arguments: Sequence[str] | None = None) -> int:
    """Does what the command line says and returns the exit code: 2 with one line on stderr for unusable input."""
    options = _parser(baseline).parse_args(arguments)
    try:
        (build_all if options.verb == "build" else search_all)(baseline, options)
    except BadExchange as error:
        print(f"{baseline.title}: {error}", file=sys.stderr)
        return 2
    return 0


def build_all(baseline: Baseline, options: argparse.Namespace) -> None:
    """Builds every index that the variants need, and writes seconds, bytes and settings of each."""
    documents = list(read_documents(options.source))
    if not documents:
        raise BadExchange(f"{options.source}: no documents")
    corpus = Corpus(documents, _load_vectors(options.vectors, len(documents)))
    for module in baseline.modules:
        import_module(module)
    built: dict[str, object] = {}
    for variant in _chosen(baseline, options.variant):
        if variant.index in built:
            continue
        folder = options.index / variant.index
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        began = time.perf_counter()
        baseline.build(corpus, folder, variant.build)
        seconds = time.perf_counter() - began
        built[variant.index] = {"settings": dict(variant.build), "seconds": seconds, "bytes": folder_bytes(folder)}
        print(f"{baseline.title}: {variant.index} built in {seconds:.1f} s", file=sys.stderr)
    facts = {"title": baseline.title, "versions": versions(baseline.packages), "documents": len(documents)}
    write_json(options.facts, facts | {"built": built, "peak_megabytes": peak_megabytes()})


def search_all(baseline: Baseline, options: argparse.Namespace) -> None:
    """Answers all queries with every variant, and writes rankings and the seconds of each query."""
    documents = list(read_documents(options.documents))
    queries = read_queries(options.source)
    encode = QueryEncoder(load_encoder(options.model) if baseline.encodes else _no_encoder)
    if baseline.encodes:
        encode.learn(queries.values())
    for module in baseline.modules:
        import_module(module)
    facts: dict[str, object] = {"k": options.k}
    searched: dict[str, object] = {}
    for variant in _chosen(baseline, options.variant):
        began = time.perf_counter()
        search = baseline.open(options.index / variant.index, variant.search, encode)
        opened = time.perf_counter() - began
        rankings, taken, encoding = time_queries(search, queries, options.k, encode)
        path = options.answers / f"{variant.slug}.{'trec' if options.trec else 'jsonl'}"
        write_answers(path, documents, rankings, f"{baseline.title}, {variant.name}")
        searched[variant.name] = {
            "index": variant.index, "file": path.name, "settings": dict(variant.search), "open_seconds": opened,
            "seconds": [times.wall for times in taken], "cpu_seconds": [times.cpu for times in taken],
            "encoding_seconds": [times.wall for times in encoding],
        }  # fmt: skip
        total = sum(times.wall for times in taken)
        print(f"{baseline.title}: {variant.name}: {len(queries)} queries in {total:.1f} s", file=sys.stderr)
    write_json(options.facts, facts | {"searched": searched, "peak_megabytes": peak_megabytes()})


def slug(name: str) -> str:
    """Lower-case words joined by hyphens, fit for a file name.

    >>> slug("RRF, k = 60 / cosine")
    'rrf-k-60-cosine'
    """
    kept = "".join(letter if letter.isalnum() or letter == "." else " " for letter in name.lower())
    return "-".join(kept.split())


def folder_bytes(folder: Path) -> int:
    """Bytes of all files below the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def peak_megabytes() -> float:
    """Most memory this process has held, in MB of 2 ** 20 bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)


def versions(packages: Sequence[str]) -> dict[str, str]:
    """Installed versions, without the local part that only names a build."""
    return {package: metadata.version(package).split("+")[0] for package in packages}


def _no_encoder(text: str) -> NDArray[np.float32]:
    raise AssertionError(f"a lexical rival asked for the vector of {text[:40]!r}")


def _chosen(baseline: Baseline, names: Sequence[str] | None) -> list[Variant]:
    unknown = set(names or ()) - {variant.name for variant in baseline.variants}
    if unknown:
        known = "; ".join(variant.name for variant in baseline.variants)
        raise BadExchange(f"no variant {', '.join(sorted(unknown))}; there are: {known}")
    return [variant for variant in baseline.variants if not names or variant.name in names]


def _load_vectors(path: Path | None, expected: int) -> NDArray[np.float32] | None:
    if path is None:
        return None
    import numpy as np

    vectors: NDArray[np.float32] = np.load(path, mmap_mode="r", allow_pickle=False)
    if len(vectors) != expected:
        raise BadExchange(f"{path}: {len(vectors)} vectors for {expected} documents; delete it and run again")
    return vectors


def _parser(baseline: Baseline) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=baseline.title)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("build", "search"):
        one = verbs.add_parser(verb)
        one.add_argument("source", type=Path)
        one.add_argument("--index", type=Path, required=True)
        one.add_argument("--facts", type=Path, required=True)
        one.add_argument("--variant", action="append")
    verbs.choices["build"].add_argument("--vectors", type=Path)
    search = verbs.choices["search"]
    search.add_argument("--documents", type=Path, required=True)
    search.add_argument("--answers", type=Path, required=True)
    search.add_argument("--model", type=Path)
    search.add_argument("-k", type=int, default=100)
    search.add_argument("--trec", action="store_true")
    return parser
