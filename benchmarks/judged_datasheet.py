"""Writes the generated parts of `benchmarks/judged/DATASHEET.md` from the shipped files and the result files.

    python benchmarks/judged_datasheet.py [--check]

Each part stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->`. With --check nothing is written and the exit
code is 1 when a part differs: tests call it, so that no number in the datasheet is without its file. The articles are
not needed.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from onrecord.evaluation.judged_set import list_beside, read_article_list
from onrecord.evaluation.judgments import NO_ANSWER, read_judgments

FOLDER = Path(__file__).parent
SUITE = FOLDER / "judged" / "polnear-dev.jsonl"
SHEET = FOLDER / "judged" / "DATASHEET.md"
RESULTS = FOLDER / "results"
STYLES = ("keyword", "question", "paraphrase", "verbatim", "misquote")
# The name of the set in `baselines.json`, and its columns: a measure of that file, and of `retrieval.json`.
_SET = "judged/polnear-dev"
_COLUMNS: tuple[tuple[str, str, tuple[str, str]], ...] = (
    ("nDCG@10", "nDCG@10", ("all", "nDCG@10")),
    ("hit@1", "hit@1", ("all", "hit@1")),
    ("RR@10", "RR@10", ("all", "RR@10")),
    ("nDCG@10, paraphrases", "nDCG@10, paraphrase", ("~paraphrase", "nDCG@10")),
    ("AUROC", "AUROC", ("none", "AUROC")),
)
_OURS = (
    ("bm25", "onrecord, BM25"), ("vector", "onrecord, vectors"), ("rrf", "onrecord, RRF"),
    ("convex", "onrecord, fixed mix"), ("hybrid", "onrecord"),
)  # fmt: skip


def kinds() -> str:
    """Questions by family and style."""
    judged = read_judgments(SUITE)
    counts = Counter((query.family, query.style) for query in judged)
    families = [name for name in ("quote", "person", "claim", NO_ANSWER) if any(name == key[0] for key in counts)]
    lines = [f"| family | {' | '.join(STYLES)} | all |", f"|---|{'---:|' * (len(STYLES) + 1)}"]
    for family in families:
        row = [counts[family, style] for style in STYLES]
        lines.append(f"| {family} | {' | '.join(str(n or '–') for n in row)} | {sum(row)} |")
    sums = [sum(counts[family, style] for family in families) for style in STYLES]
    return "\n".join([*lines, f"| all | {' | '.join(map(str, sums))} | {len(judged)} |"])


def sizes() -> str:
    """Spans, their lengths, questions by number of spans, speakers, articles."""
    judged = read_judgments(SUITE)
    listed = read_article_list(list_beside(SUITE)).articles
    gold = [span for query in judged for span in query.gold]
    lengths = [span.end - span.start for span in gold]
    answerable = [query for query in judged if query.gold]
    per_question = [len(query.gold) for query in answerable]
    per_article = Counter(doc for query in answerable for doc in {span.doc for span in query.gold})
    speakers = Counter(query.speaker for query in judged if query.speaker)
    words = [len(query.query.split()) for query in judged]
    publishers = Counter(id.split("_")[0] for id in listed)
    dates = sorted(id.split("_")[1] for id in listed)
    most = ", ".join(f"{name} ({n})" for name, n in speakers.most_common(2))
    rows = [
        ("answer spans", f"{len(gold)}: {_count(gold, 2)} of grade 2, {_count(gold, 1)} of grade 1"),
        ("spans of an answerable question", f"{_spread(per_question)}; {per_question.count(1)} have one"),
        ("span length, characters", _spread(lengths)),
        ("words of a question", _spread(words)),
        ("questions that name a speaker", f"{speakers.total()}, of {len(speakers)} people and bodies; most: {most}"),
        ("articles", f"{len(listed)}, dated {dates[0]} to {dates[-1]}"),
        ("their publishers", ", ".join(f"{name} {n}" for name, n in sorted(publishers.items()))),
        ("article length, characters", _spread([article.characters for article in listed.values()])),
        ("questions that an article answers", _spread([per_article[id] for id in listed])),
    ]  # fmt: skip
    return "\n".join(["| what | figure |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)])


def checks() -> str:
    """What a machine could check, from `results/judged-set.json`."""
    found = _measured("judged-set")
    if found is None:
        return "Not recorded yet."
    overlooked = found["spans overlooked for certain"]
    lines = [
        f"- {found['spans with the right hash']} of {found['spans with the right hash']} spans have their hash, "
        f"{found['articles with the right checksum']} of {found['articles with the right checksum']} articles theirs "
        "(otherwise nothing is measured).",
        f"- No question copies more than {found['most words in a row copied from an article']} words in a row from an "
        f"article; {len(found['queries that copy 7 words or more'])} copy 7 or more.",
        "- Places that repeat a gold span of six words or more, word for word, and are not gold for its question: "
        f"{len(overlooked)}.",
        *(f"- `check_judgments.py`: {name}: {n}." for name, n in found["remarks of check_judgments.py"].items()),
    ]
    return "\n".join(lines)


def pools() -> str:
    """How much of the gold a pool of our arms holds, from `results/pooling.json`."""
    found = _measured("pooling")
    if found is None:
        return "Not recorded yet."
    depths = list(found)
    lines = [f"| pool of depth | {' | '.join(depths)} |", f"|---|{'---:|' * len(depths)}"]
    for measure in found[depths[0]]:
        values = [found[depth][measure] for depth in depths]
        cells = [f"{value:g}" if "places" in measure else f"{value:.3f}" for value in values]
        lines.append(f"| {measure} | {' | '.join(cells)} |")
    return "\n".join(lines)


def results() -> str:
    """Every system that was measured on the set: our own arms, and the baselines when their file is there."""
    lines = [f"| system | {' | '.join(name for name, _, _ in _COLUMNS)} |", f"|---|{'---:|' * len(_COLUMNS)}"]
    baselines = ((_measured("baselines") or {}).get("sets") or {}).get(_SET, {}).get("systems", {})
    for system in baselines.values():
        for which in dict.fromkeys((system["default"], system["best"])):
            scores = system["variants"][which]["scores"]
            cells = [_cell(scores.get(measure)) for _, measure, _ in _COLUMNS]
            lines.append(f"| {system['title']}: {which} | {' | '.join(cells)} |")
    ours = (_measured("retrieval") or {}).get("news", {})
    for key, title in _OURS:
        if key in ours.get("all", {}):
            cells = [_cell(_at(ours, (group, key, measure))) for _, _, (group, measure) in _COLUMNS]
            lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


PARTS: dict[str, Callable[[], str]] = {
    "kinds": kinds,
    "sizes": sizes,
    "checks": checks,
    "pools": pools,
    "results": results,
}


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 written or up to date, 1 differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    old = new = SHEET.read_text("utf-8")
    for name, make in PARTS.items():
        between = f"<!-- {name}:begin -->\n{make()}\n<!-- {name}:end -->"
        new = re.sub(f"<!-- {name}:begin -->.*?<!-- {name}:end -->", lambda _, text=between: text, new, flags=re.DOTALL)
    if check:
        differs = "DATASHEET.md differs: run python benchmarks/judged_datasheet.py"
        print("DATASHEET.md is up to date" if old == new else differs)
        return int(old != new)
    SHEET.write_text(new, "utf-8")
    return 0


def _measured(name: str) -> dict[str, Any] | None:
    path = RESULTS / f"{name}.json"
    return json.loads(path.read_text("utf-8"))["measured"] if path.is_file() else None


def _spread(numbers: Sequence[int]) -> str:
    return f"{min(numbers)} to {max(numbers)}, median {statistics.median(numbers):g}"


def _count(gold: Sequence[Any], grade: int) -> int:
    return sum(span.grade == grade for span in gold)


def _at(found: Any, path: Sequence[str]) -> float | None:
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, float) else None


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
