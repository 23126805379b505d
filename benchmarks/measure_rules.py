"""Rules and marks on PolNeAR: the share of right ones by rule (the table in `speech.py`), and seconds.

    python benchmarks/measure_rules.py DATA [--part train|dev] [--scorer tools/score_attributions.py]

DATA is the folder with `train` and `dev` in PolNeAR layout. An attribution is right when its content shares at least
half of its characters, both ways, with a content of the annotators' and its source touches theirs. With the scorer
that comes with the data, its scores are recorded too.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from onrecord.extraction.attributions import joining
from onrecord.extraction.attributions.marked import find_marked
from onrecord.extraction.attributions.prose import Prose
from onrecord.extraction.attributions.rules import find_by_rules
from onrecord.records import Span
from onrecord.spoken import Attribution
from record import write_result

Gold = dict[str, list[Span]]
_TEXT_BOUND = re.compile(r"(T\d+)\t\S+ ([\d ;]+)\t")


def read_gold(folder: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Text and attributions of every article; the first annotator counts."""
    seen = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        stem = path.stem.rsplit("_", 1)[0]
        if stem in seen:
            continue
        seen.add(stem)
        spans: dict[str, list[Span]] = {}
        events = []
        for line in path.read_text("utf-8").split("\n"):
            if match := _TEXT_BOUND.match(line):
                spans[match[1]] = [Span(*map(int, part.split())) for part in match[2].split(";")]
            elif line.startswith("E"):
                events.append([part.split(":") for part in line.split("\t")[1].split()])
        gold = []
        for event in events:
            roles: Gold = {"source": [], "cue": [], "content": []}
            for name, target in event:
                roles.get(name.lower().rstrip("0123456789"), []).extend(spans.get(target, []))
            if roles["content"]:
                gold.append(roles)
        yield (folder / "text" / f"{stem}.txt").read_bytes().decode("utf-8"), gold


def are_right(found: Sequence[Attribution], gold: Sequence[Gold]) -> list[bool]:
    """For each attribution whether an annotated one, each used once, agrees with it."""
    right = [False] * len(found)
    for wanted in gold:
        size = sum(map(len, wanted["content"]))
        for place, attribution in enumerate(found):
            shared = sum(a.overlap(b) for a in wanted["content"] for b in attribution.content)
            longest = max(size, sum(map(len, attribution.content)))
            touches = any(a.overlap(b) for a in wanted["source"] for b in attribution.source)
            if not right[place] and 2 * shared >= longest and (touches if wanted["source"] else not attribution.source):
                right[place] = True
                break
    return right


def official_scores(scorer: Path, folder: Path, find: Callable[[str], list[Attribution]]) -> dict[str, object]:
    """What the scorer says of one way of finding attributions."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for path in sorted((folder / "text").glob("*.txt")):
            rows = [
                {role: [[span.start, span.end] for span in getattr(one, role)] for role in ("source", "cue", "content")}
                for one in find(path.read_bytes().decode("utf-8"))
            ]
            file.write(json.dumps({"article": path.stem, "attributions": rows}) + "\n")
        file.flush()
        command = [sys.executable, str(scorer), str(folder), file.name, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    scores: dict[str, object] = json.loads(done.stdout)
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="train")
    parser.add_argument("--scorer", type=Path)
    arguments = parser.parse_args()
    articles = list(read_gold(arguments.data / arguments.part))
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for text, gold in articles:
        prose = Prose(text)
        frames = joining.join_frames(prose, lambda sentence: True)
        pairs = joining.attribute(prose, frames, "rules")
        for (pattern, _), hit in zip(pairs, are_right([pair[1] for pair in pairs], gold), strict=True):
            found[pattern] += 1
            right[pattern] += hit
    shares = {pattern: round(right[pattern] / count, 2) for pattern, count in found.most_common()}
    for pattern, share in shares.items():
        print(f'    "{pattern}": {share},  # of {found[pattern]}')
    seconds = {}
    for function in (find_marked, find_by_rules):
        start = time.perf_counter()
        for text, _ in articles:
            function(text)
        seconds[function.__name__] = round(time.perf_counter() - start, 3)
    characters = sum(len(text) for text, _ in articles)
    print(seconds, f"for {characters} characters")
    measured: dict[str, object] = {
        "part": arguments.part,
        "right_by_rule": shares,
        "seconds": seconds,
        "characters": characters,
    }
    if arguments.scorer is not None:
        folder = arguments.data / arguments.part
        measured["scores"] = {
            f.__name__: official_scores(arguments.scorer, folder, f) for f in (find_marked, find_by_rules)
        }
        print(json.dumps(measured["scores"], indent=1))
    write_result(f"rules_{arguments.part}", measured)


if __name__ == "__main__":
    main()
