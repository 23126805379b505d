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


SETS = {
    "news": ("judged news queries (160)", "judged/polnear-dev", ("nDCG@10", "hit@1")),
    "checkthat2020": ("CheckThat 2020 dev (197 posts)", "checkthat2020", ("AP@5",)),
    "scifact": ("SciFact test (300 claims)", "scifact", ("nDCG@10",)),
    "time1963": ("TIME 1963 (82 questions)", "time1963", ("nDCG@10",)),
}
SYSTEMS = ("bm25", "vector", "rrf", "convex", "hybrid")


def retrieval() -> str:
    """The leading measures by way of ranking, and the best rival's best variant, chosen on these very questions."""
    found, rivals = measured("retrieval"), measured("baselines")["sets"]
    lines = [
        "| set | measure | BM25 | vectors | RRF | fixed mix | hybrid | best rival |",
        "|---|---|---:|---:|---:|---:|---:|---|",
    ]
    for name, (label, rival_set, measures) in SETS.items():
        for measure in measures:
            values = [found[name]["all"][system][measure] for system in SYSTEMS]
            best, title = max(
                (system["variants"][system["best"]]["scores"][measure], system["title"])
                for system in rivals[rival_set]["systems"].values()
            )
            cells = " | ".join(f"{value:.3f}" for value in values)
            lines.append(f"| {label} | {measure} | {cells} | {best:.3f} {title} |")
    for style in ("paraphrase", "question", "keyword", "verbatim", "misquote"):
        values = [found["news"][f"~{style}"][system]["nDCG@10"] for system in SYSTEMS]
        count = found["news"][f"~{style}"]["hybrid"]["n"]
        best, title = max(
            (system["variants"][system["best"]]["scores"][f"nDCG@10, {style}"], system["title"])
            for system in rivals["judged/polnear-dev"]["systems"].values()
        )
        cells = " | ".join(f"{value:.3f}" for value in values)
        lines.append(f"| news, style {style} ({count}) | nDCG@10 | {cells} | {best:.3f} {title} |")
    values = [found["news"]["overall"][system]["AUROC"] for system in SYSTEMS]
    best, title = max(
        (system["variants"][system["best"]]["scores"]["AUROC"], system["title"])
        for system in rivals["judged/polnear-dev"]["systems"].values()
    )
    cells = " | ".join(f"{value:.3f}" for value in values)
    lines.append(f"| news, 60 questions that nothing answers | AUROC | {cells} | {best:.3f} {title} |")
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
    """nDCG@10 by family and style, AUROC where nothing answers."""
    found = measured("seeds")
    systems = ("bm25", "vector", "hybrid")
    lines = ["| queries | n | measure | BM25 | vectors | hybrid |", "|---|---:|---|---:|---:|---:|"]
    for group, rows in found["groups"].items():
        for measure in ("AUROC",) if group == "none" else ("nDCG@10", "hit@1"):
            cells = " | ".join(f"{rows[system][measure]:.3f}" for system in systems)
            name = f"style: {group[1:]}" if group.startswith("~") else group
            lines.append(f"| {name} | {rows['hybrid']['n']} | {measure} | {cells} |")
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
    judged = measured("retrieval")["news"]["quote"]["hybrid"]
    rows = [
        ("first answers to quote queries that name the speaker (who@1)", f"{judged['who@1']:.3f}"),
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


def pooling() -> str:
    """How much of the hand-marked answers pools of our arms hold, by depth."""
    found = measured("pooling")
    lines = ["| pool depth | answers it holds | places to judge a question |", "|---:|---:|---:|"]
    for depth, row in found.items():
        if depth.isdecimal():
            share, places = row["gold spans in the pool"], row["places a question, median"]
            lines.append(f"| {depth} | {share:.0%} | {places:g} |")
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
    "pooling": pooling,
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
