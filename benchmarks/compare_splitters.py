"""Which sentence splitter to ship: ours beside nupunkt, pysbd and syntok.

    python benchmarks/compare_splitters.py FOLDER_OF_TEXT_FILES [--runs 3]

Correctness is counted on `sentence_boundaries.jsonl`, invented newswire sentences written by hand before any
splitter was run on them (ours was then corrected on it, so its figure there is that of a development set; the
cases still wrong are printed). On the folder's real articles: speed, exact offsets, and two kinds of cut that hurt
quotations: inside one, and between one and what follows it in lower case (`"Why?" | he asked`).
A library that is not installed is left out and the table says so.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import statistics
import subprocess
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from onrecord.text.quotation import find_quotations
from onrecord.text.sentences import split_sentences
from record import write_result

GOLD = Path(__file__).parent / "sentence_boundaries.jsonl"
MODULES = {"nupunkt": "nupunkt", "pysbd": "pysbd", "syntok": "syntok.segmenter"}
Splitter = Callable[[str], list[tuple[int, int]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    paths = sorted(chosen.folder.glob("*.txt"))
    texts = [path.read_text("utf-8") for path in paths]
    splitters: dict[str, Splitter] = {"onrecord": ours}
    for name, module in MODULES.items():
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"{name} is not installed and left out", file=sys.stderr)
        else:
            splitters[name] = {"nupunkt": nupunkt, "pysbd": pysbd, "syntok": syntok}[name]
    measured = {name: measure(splitter, texts, chosen.runs) for name, splitter in splitters.items()}
    own_seconds = float(measured["onrecord"]["seconds"])
    for name, row in measured.items():
        row["times_ours"] = round(float(row["seconds"]) / own_seconds, 1)
        row["import_seconds"] = import_seconds(MODULES.get(name, "onrecord.text.sentences"))
        row |= package_facts(name)
        del row["seconds"]
    columns = [column for column in measured["onrecord"] if column not in ("licence", "version")]
    print("\n".join(table(measured, columns)))
    checksum = hashlib.sha256("\0".join(texts).encode()).hexdigest()
    write_result("splitters", measured, data={"articles": f"{len(texts)} files, sha256 {checksum}", "gold": GOLD.name})


def measure(splitter: Splitter, texts: list[str], runs: int) -> dict[str, float | int | str]:
    """All figures of one splitter; `seconds` is the median of the runs over all texts."""
    found, wanted, right, exact, cases = 0, 0, 0, 0, 0
    for line in GOLD.read_text("utf-8").splitlines():
        case = json.loads(line)
        ends = ends_of(case["text"], splitter(case["text"]))
        gold = set(case["ends"])
        cases, exact = cases + 1, exact + (ends == gold)
        # The end of the text is given: only inner boundaries can be wrong.
        last = len(case["text"].rstrip())
        found, wanted = found + len(ends - {last}), wanted + len(gold - {last})
        right += len((ends & gold) - {last})
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        outputs = [splitter(text) for text in texts]
        seconds.append(time.perf_counter() - begun)
    cut, parted, unsafe, differing, sentences = 0, 0, 0, 0, 0
    for text, spans in zip(texts, outputs, strict=True):
        ends = ends_of(text, spans)
        inside, after = quotation_cuts(text, ends)
        cut, parted = cut + inside, parted + after
        unsafe += not is_exact(text, spans)
        sentences += len(ends)
        differing += len(ends ^ ends_of(text, ours(text)))
    precision, recall = right / max(1, found), right / wanted
    return {
        "gold_exact": f"{exact}/{cases}",
        "gold_precision": round(precision, 3),
        "gold_recall": round(recall, 3),
        "gold_f1": round(2 * precision * recall / max(1e-9, precision + recall), 3),
        "sentences": sentences,
        "ends_unlike_ours": differing,
        "cuts_in_quotations": cut,
        "parted_from_attribution": parted,
        "texts_with_wrong_offsets": unsafe,
        "seconds": statistics.median(seconds),
    }


def quotation_cuts(text: str, ends: set[int]) -> tuple[int, int]:
    """How many ends lie inside a quotation, and how many directly behind one that goes on in lower case."""
    inside, parted = set(), 0
    ordered = sorted(ends)
    for quotation in find_quotations(text):
        span = quotation.span
        inside |= set(ordered[bisect_right(ordered, span.start) : bisect_left(ordered, quotation.inner.end)])
        behind = text[span.end : span.end + 2]
        parted += bool(
            not ends.isdisjoint((span.end, quotation.inner.end)) and behind[:1] == " " and behind[1:].islower()
        )
    return len(inside), parted


def ends_of(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Ends of the sentences without the white space some splitters leave there."""
    return {start + len(text[start:end].rstrip()) for start, end in spans if text[start:end].strip()}


def is_exact(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether the spans are in order, do not overlap and cover every non-space character."""
    last, gaps = 0, []
    for start, end in spans:
        if not last <= start <= end <= len(text):
            return False
        gaps.append(text[last:start])
        last = end
    return not "".join([*gaps, text[last:]]).strip()


def ours(text: str) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in split_sentences(text)]


def nupunkt(text: str) -> list[tuple[int, int]]:
    import nupunkt

    return [(start, end) for start, end in nupunkt.sent_spans(text)]


def pysbd(text: str) -> list[tuple[int, int]]:
    from pysbd import Segmenter

    return [(s.start, s.end) for s in Segmenter(language="en", clean=False, char_span=True).segment(text)]


def syntok(text: str) -> list[tuple[int, int]]:
    from syntok import segmenter

    sentences = [sentence for paragraph in segmenter.analyze(text) for sentence in paragraph]
    return [(s[0].offset, s[-1].offset + len(s[-1].value)) for s in map(list, sentences) if s]


def import_seconds(module: str) -> float:
    """Seconds a fresh interpreter needs for the import above a bare start, the best of three."""
    times = {}
    for code in ("pass", f"import {module}"):
        runs = []
        for _ in range(3):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            runs.append(time.perf_counter() - begun)
        times[code] = min(runs)
    return round(times[f"import {module}"] - times["pass"], 3)


def package_facts(name: str) -> dict[str, str]:
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return {"version": "source tree", "licence": ""}
    return {"version": about["Version"], "licence": about.get("License-Expression") or about.get("License") or ""}


def table(measured: dict[str, dict[str, float | int | str]], columns: list[str]) -> list[str]:
    width = max(map(len, columns))
    lines = [f"{'':{width}}  " + "  ".join(f"{name:>10}" for name in measured)]
    return lines + [
        f"{column:{width}}  " + "  ".join(f"{row[column]!s:>10}" for row in measured.values()) for column in columns
    ]


if __name__ == "__main__":
    main()
