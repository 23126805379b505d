"""Figures of searching one archive, each in a process of its own.

    python -m scale.searching FIGURE ARCHIVE QUERIES.json

FIGURE is `opening-bm25`, `opening-hybrid`, `latency`, `threads`, `recall` or `memory`; JSON goes to stdout.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_STARTED = time.perf_counter()

# What most readers would filter by, and the share of the archive that passes.
FILTERS: dict[str, dict[str, Any]] = {
    "50% by source": {"source": "The Daily Ledger"},
    "10% by source": {"source": "Harbour Post"},
    "1% by source": {"source": "Fenwick Observer"},
    "10% by metadata": {"metadata": {"edition": "sunday"}},
    "1% by metadata": {"metadata": {"edition": "special"}},
    "10% by date": {"since": "2024-01-01"},
}
K = 10
_MOST_SECONDS = 8.0
_THREADS = 8


def opening(archive_folder: Path, query: str, mode: str) -> dict[str, float]:
    """Seconds from the first line of this program: libraries loaded, archive open, first answer."""
    from onrecord import Archive

    imported = time.perf_counter()
    with Archive.open(archive_folder, create=False) as archive:
        opened = time.perf_counter()
        hits = archive.search(query, K, mode=mode)
        answered = time.perf_counter()
    assert hits
    return {
        "import": round(imported - _STARTED, 3),
        "open": round(opened - imported, 3),
        "first answer": round(answered - opened, 3),
        "whole": round(answered - _STARTED, 3),
    }


def latency(archive_folder: Path, queries: Any) -> dict[str, Any]:
    """{what is asked: percentiles}, one query after the other."""
    from onrecord import Archive
    from scale.figures import timed

    texts, phrases = queries.texts, queries.phrases
    figures: dict[str, Any] = {}
    with Archive.open(archive_folder, create=False) as archive:

        def asked(items: Any, **options: Any) -> dict[str, float]:
            for item in items[:8]:
                archive.search(item, K, **options)
            return timed(lambda item: archive.search(item, K, **options), items, _MOST_SECONDS)

        encoder = archive._parts.encoder
        figures["encoding the query"] = timed(lambda text: encoder.encode([text]), texts, _MOST_SECONDS)
        for mode in ("bm25", "vector", "hybrid"):
            figures[mode] = asked(texts, mode=mode)
        for mode in ("bm25", "hybrid"):
            figures[f"{mode}, phrase"] = asked(phrases, mode=mode)
        for name, options in FILTERS.items():
            figures[f"hybrid, {name}"] = asked(texts, **options)
        for mode in ("bm25", "vector"):
            figures[f"{mode}, 10% by source"] = asked(texts, mode=mode, **FILTERS["10% by source"])
        figures["hybrid, quotes"] = asked(texts, kind="quote")
        figures["hybrid, whole articles"] = asked(texts, group="article")
    return figures


def threads(archive_folder: Path, queries: Any) -> dict[str, Any]:
    """Percentiles and answers a second of eight threads that share one archive, and of one thread alone."""
    from onrecord import Archive

    figures = {}
    with Archive.open(archive_folder, create=False) as archive:
        for mode in ("bm25", "hybrid"):
            for text in queries.texts[:8]:
                archive.search(text, K, mode=mode)
            for count in (1, _THREADS):
                figures[f"{mode}, {count} threads"] = _together(
                    count, queries.texts, lambda text, mode=mode: archive.search(text, K, mode=mode)
                )
    return figures


def _together(count: int, texts: Any, search: Callable[[str], object]) -> dict[str, float]:
    from scale.figures import percentiles

    taken: list[float] = []
    end = time.perf_counter() + _MOST_SECONDS

    def work(number: int) -> None:
        for text in texts[number::count]:
            began = time.perf_counter()
            search(text)
            taken.append(1000 * (time.perf_counter() - began))
            if time.perf_counter() > end:
                break

    workers = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    began, used = time.perf_counter(), time.process_time()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    return percentiles(taken) | {
        "answers a second": round(len(taken) / seconds, 1),
        "answers a processor second": round(len(taken) / processor, 1),
    }


def recall(archive_folder: Path, queries: Any) -> dict[str, Any]:
    """recall@10 of vector search for passages against a scan of all exact vectors, without and with filters."""
    import numpy as np

    from onrecord import Archive
    from onrecord.querying.parse import without_links
    from scale.beside import beside
    from scale.exact import Truth

    figures = {}
    with Archive.open(archive_folder, create=False) as archive:
        encode = archive._parts.encoder.encode
        vectors = np.concatenate([encode([without_links(text)]) for text in queries.texts])
        truth = Truth(beside(archive_folder), vectors)
        for name, options in {"no filter": {}, **FILTERS}.items():
            tenth, passing = truth.tenth(_passes(options) if options else None)
            found = [archive.search(text, K, mode="vector", kind="passage", **options) for text in queries.texts]
            places = [[(hit.article, hit.start, hit.end) for hit in hits] for hits in found]
            figures[name] = {"recall@10": truth.recall(tenth, places), "passages": passing}
    return figures


def _passes(options: dict[str, Any]) -> Callable[[dict[str, Any]], bool]:
    return lambda row: all(
        row["source"] == value
        if name == "source"
        else row["date"] >= value
        if name == "since"
        else all(row[key] == one for key, one in value.items())
        for name, value in options.items()
    )


def memory(archive_folder: Path, queries: Any) -> dict[str, Any]:
    """MiB of a process that searches in all ways, after each of them."""
    from onrecord import Archive
    from scale.stages import memory as held

    figures = {"before": held()}
    with Archive.open(archive_folder, create=False) as archive:
        for mode in ("bm25", "vector", "hybrid"):
            for text in queries.texts:
                archive.search(text, K, mode=mode)
            figures[mode] = held()
        for options in FILTERS.values():
            for text in queries.texts[:20]:
                archive.search(text, K, **options)
        for text in queries.phrases[:50]:
            archive.search(text, K)
        figures["all"] = held()
    return figures


def main() -> None:
    figure, folder = sys.argv[1], Path(sys.argv[2])
    told = json.loads(Path(sys.argv[3]).read_text("utf-8"))
    if figure.startswith("opening-"):
        found: Any = opening(folder, told["texts"][0], figure.removeprefix("opening-"))
    else:
        from scale.queries import load_queries

        work = {"latency": latency, "threads": threads, "recall": recall, "memory": memory}[figure]
        found = work(folder, load_queries(Path(sys.argv[3])))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
