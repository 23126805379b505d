"""Writes the README's generated parts from the result files and from the programs themselves.

    python benchmarks/readme_tables.py [--check]

Each part stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->`. With --check nothing is written and the exit
code is 1 when a part differs: tests call it, so that no number in the README is without its file.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results"


def measured(name: str) -> dict:
    return json.loads((RESULTS / f"{name}.json").read_text("utf-8"))["measured"]


def retrieval() -> str:
    """nDCG@10 and hit@1 by mode."""
    found = measured("retrieval")["default"]
    judged, scifact = found["polnear-dev judged"], found["scifact test"]
    lines = ["| set | measure | BM25 | vectors | hybrid | plain RRF |", "|---|---|---:|---:|---:|---:|"]
    systems = ("bm25", "vector", "hybrid", "rrf")
    for group, label in (("all", "judged news queries (160)"), ("~paraphrase", "its paraphrases (48)")):
        for measure, name in (("nDCG", "nDCG@10"), ("hit@1", "hit@1")):
            values = [judged[system]["max_chars 1200"][group][measure] for system in systems]
            lines.append(f"| {label} | {name} | {' | '.join(f'{value:.3f}' for value in values)} |")
    values = [scifact[system]["nDCG@10"] for system in systems[:3]]
    lines.append(f"| SciFact test (300), whole abstracts | nDCG@10 | {' | '.join(f'{v:.3f}' for v in values)} | – |")
    return "\n".join(lines)


def speed() -> str:
    """Ratios to the plain way."""
    cold, encoder = measured("cold-start"), measured("encoder-throughput")
    ratios, medians = cold["plain / ours"], cold["median seconds"]
    return "\n".join(
        [
            "| what | times faster than the plain way | median |",
            "|---|---:|---:|",
            f"| one cold hybrid search, whole process | {ratios['hybrid']:.0f} | {medians['hybrid']:.2f} s |",
            f"| one cold BM25 search, whole process | {ratios['bm25']:.0f} | {medians['bm25']:.2f} s |",
            f"| encoding passages, int8 | {encoder['ratio to sentence-transformers']['onnx int8']:.1f} | – |",
            f"| encoding passages, fp32 | {encoder['ratio to sentence-transformers']['onnx fp32']:.1f} | – |",
        ]
    )


def seeds() -> str:
    """nDCG@10 by family and style, silence and AUROC where nothing answers."""
    found = measured("seeds")
    first = found["hybrid"]["groups"]
    lines = ["| queries | n | measure | BM25 | vectors | hybrid |", "|---|---:|---|---:|---:|---:|"]
    for group in first:
        for measure, label in (("AUROC", "AUROC"),) if group == "none" else (("nDCG", "nDCG@10"), ("hit@1", "hit@1")):
            values = [found[mode]["groups"][group][measure] for mode in ("bm25", "vector", "hybrid")]
            name = f"style: {group[1:]}" if group.startswith("~") else group
            cells = " | ".join(f"{value:.3f}" for value in values)
            lines.append(f"| {name} | {first[group]['n']} | {label} | {cells} |")
    return "\n".join(lines)


def extraction() -> str:
    """Attributions against annotated news, with the tagger and by rules alone."""
    learned = measured("attributions")["scores with quotation marks"]
    rules = measured("rules_dev")["scores"]["find_by_rules"]
    lines = ["| attributions, 84 articles | tagger and marks | rules alone |", "|---|---:|---:|"]
    for view in ("exact", "characters"):
        for role in ("source", "cue", "content"):
            one, other = (found[f"{view} {role}"]["F1"] for found in (learned, rules))
            lines.append(f"| {view} F1, {role} | {one:.3f} | {other:.3f} |")
    lines.append(f"| linked F1 | {learned['linked all']['F1']:.3f} | {rules['linked all']['F1']:.3f} |")
    for style in ("direct", "mixed", "indirect"):
        one, other = (found[f"linked recall {style}"]["R"] for found in (learned, rules))
        lines.append(f"| linked recall, {style} | {one:.3f} | {other:.3f} |")
    return "\n".join(lines)


def who_and_what() -> str:
    """People, claims, cost."""
    people, claims, cost = measured("people"), measured("claims"), measured("extraction-cost")
    names, mentions = people["name variants"]["all"], people["mentions"]["trained finder"]
    held, articles = claims["sentences"]["held-out"], claims["articles"]
    judged = measured("retrieval")["default"]["polnear-dev judged"]["hybrid"]["max_chars 1200"]
    rows = [
        ("first answers to quote queries that name the speaker (who@1)", f"{judged['quote']['who@1']:.3f}"),
        ("person mentions, exact F1, 269 unseen newswire articles", f"{mentions['f1']:.3f}"),
        ("name variants of 539 people, recall by person / precision",
         f"{names['recall_macro']:.3f} / {names['precision']:.3f}"),
        ("speech acts of 81 invented held-out sentences, accuracy", f"{held['act accuracy']:.3f}"),
        ("quantities / dates there, exact F1",
         f"{held['quantities exact']['f1']:.3f} / {held['dates exact']['f1']:.3f}"),
        ("judged claims that a found claim covers", f"{articles['recall of gold spans']:.3f}"),
        ("indexing with extraction, times indexing without", f"{cost['with / without, medians']:.2f}"),
    ]  # fmt: skip
    return "\n".join(["| what | figure |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def verify() -> str:
    """The confusion matrix of verify."""
    found = measured("verify")
    verdicts = list(found["matrix"])
    lines = [f"| expected ↓ | {' | '.join(verdicts)} | right |", f"|---|{'---:|' * (len(verdicts) + 1)}"]
    for expected, row in found["matrix"].items():
        cells = " | ".join(str(row[verdict] or "") for verdict in verdicts)
        lines.append(f"| {expected} ({sum(row.values())}) | {cells} | {found['right'][expected]:.3f} |")
    return "\n".join(lines)


def verbs() -> str:
    """One line a command, from its own help."""
    from typer.main import get_command

    from onrecord.cli.main import VERBS, build_app

    commands = get_command(build_app()).commands
    return "\n".join(f"| `{name}` | {commands[name].get_short_help_str(120)} |" for name in VERBS)


def demo() -> str:
    """What `onrecord demo` prints, as plain text."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "onrecord", "demo"]
        environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "COLUMNS")}
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, env=environment)
    return f"```text\n{done.stdout.strip()}\n```"


PARTS: dict[str, Callable[[], str]] = {
    "demo": demo,
    "verbs": verbs,
    "retrieval": retrieval,
    "speed": speed,
    "seeds": seeds,
    "extraction": extraction,
    "who": who_and_what,
    "verify": verify,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    path = ROOT / "README.md"
    old = new = path.read_text("utf-8")
    for name, make in PARTS.items():
        between = f"<!-- {name}:begin -->\n{make()}\n<!-- {name}:end -->"
        new = re.sub(f"<!-- {name}:begin -->.*?<!-- {name}:end -->", lambda _, text=between: text, new, flags=re.DOTALL)
    if check:
        print("README.md is up to date" if old == new else "README.md differs: run python benchmarks/readme_tables.py")
        return int(old != new)
    path.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
