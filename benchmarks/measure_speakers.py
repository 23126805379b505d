"""Records how often sources are resolved to the right speaker, on judged queries, and how long resolving takes.

python benchmarks/measure_speakers.py DATA      DATA holds polnear/dev and judged/polnear-dev.jsonl
    [--tools FOLDER]    where score_attributions.py and score_spans.py lie (default: DATA/../tools)
    [--wrong]           prints what went wrong

Names are those of the shipped finder on the default encoder's states, and again those found by rules. "predicted" are
attributions as `onrecord extract` finds them instead of the annotated ones.

For every judged query of the families quote and claim with a speaker: attributions whose content holds at least half of
an answer are resolved; the query counts as the share of them whose speaker has the same last name word.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from onrecord.encoding.choosing import load_encoder
from onrecord.extraction.people.mentions import NameFinder, find_names
from onrecord.extraction.people.resolve import resolve
from onrecord.records import Span
from onrecord.spoken import Attribution, EncodedPassage, Speaker
from onrecord.text.passages import build_passages
from onrecord.uses.extract import Extractor
from record import write_result

FAMILIES = ("quote", "claim")
BY_RULES, BY_STATES = "gold attributions, names by rules", "gold attributions, names by states"
PREDICTED = "predicted attributions"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--tools", type=Path)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, str(options.tools or options.data.parent / "tools"))
    attribution_tool = importlib.import_module("score_attributions")
    span_tool = importlib.import_module("score_spans")

    judged_path = options.data / "judged" / "polnear-dev.jsonl"
    judged = [json.loads(line) for line in judged_path.read_text("utf-8").splitlines() if line.strip()]
    articles = list(attribution_tool.gold_articles(options.data / "polnear" / "dev"))
    encoder = load_encoder("default")
    extractor, finder = Extractor(encoder), NameFinder.load()
    layers = sorted({*extractor.layers, *finder.layers})
    resolved: dict[str, dict[str, Any]] = defaultdict(dict)
    seconds: dict[str, float] = defaultdict(float)
    for stem, text, gold in articles:
        spans = build_passages(text)
        _, states = encoder.encode_with_states([span.of(text) for span in spans], layers)
        passages = [EncodedPassage(span, left) for span, left in zip(spans, states, strict=True)]
        attributions = [as_attribution(text, one, attribution_tool.style) for one in gold]
        for way, names in ((BY_RULES, find_names(text, None)), (BY_STATES, finder.find(text, passages))):
            started = time.process_time()
            _, speakers = resolve(text, "", names, attributions)
            seconds[way] += time.process_time() - started
            resolved[way][stem] = list(zip(attributions, speakers, strict=True))
        found = extractor.extract(text, "", "", passages)
        resolved[PREDICTED][stem] = list(zip(found.attributions, found.speakers, strict=True))
    measured: dict[str, Any] = {
        way: {**scores(judged, pairs, span_tool.same_person, options.wrong), "sources": kinds(pairs)}
        for way, pairs in resolved.items()
    }
    measured["predicted by"] = extractor.why_rules or "tagger"
    measured["seconds of resolving"] = {way: round(spent, 3) for way, spent in seconds.items()}
    measured["articles"] = len(articles)
    print(json.dumps(measured, indent=2))
    checksum = hashlib.sha256(judged_path.read_bytes()).hexdigest()
    print(write_result("speakers", measured, data={judged_path.name: checksum}))


def as_attribution(text: str, gold: dict[str, Any], style: Any) -> Attribution:
    source, cue, content = (
        tuple(sorted(Span(start, end) for start, end in gold[role])) for role in ("source", "cue", "content")
    )
    return Attribution(source, cue, content, style(text, gold["content"]), 1.0, "tagger")


def scores(judged: list[dict[str, Any]], resolved: dict[str, Any], same: Any, wrong: bool) -> dict[str, Any]:
    """Per family: the share by query of all attributions in an answer, and of the one that fits each answer best."""
    every: dict[str, list[float]] = defaultdict(list)
    closest: dict[str, list[float]] = defaultdict(list)
    for query in judged:
        if query["family"] not in FAMILIES or not query.get("speaker"):
            continue
        right: list[bool] = []
        best: list[bool] = []
        for gold in query["gold"]:
            answer = Span(gold["start"], gold["end"])
            near = [pair for pair in resolved.get(gold["doc"], []) if 2 * shared(pair[0], answer) >= len(answer)]
            # Nested attributions share the words; the one whose content fits best is what a reader would cite.
            near.sort(key=lambda pair: -shared(pair[0], answer) / (length(pair[0]) + len(answer)))
            named = [same(speaker.name, query["speaker"]) for _, speaker in near]
            right += named
            best += named[:1]
            for (_, speaker), good in zip(near, named, strict=True):
                if wrong and not good:
                    print(query["qid"], query["speaker"], "|", speaker, gold["doc"], gold["start"], file=sys.stderr)
        if right:
            every[query["family"]].append(sum(right) / len(right))
            closest[query["family"]].append(sum(best) / len(best))
    return {
        family: {
            "queries": len(every[family]),
            "all attributions": round(sum(every[family]) / len(every[family]), 4),
            "closest attribution": round(sum(closest[family]) / len(closest[family]), 4),
        }
        for family in FAMILIES
        if every[family]
    }


def shared(attribution: Attribution, answer: Span) -> int:
    return sum(span.overlap(answer) for span in attribution.content)


def length(attribution: Attribution) -> int:
    return sum(len(span) for span in attribution.content)


def kinds(resolved: dict[str, list[tuple[Attribution, Speaker]]]) -> dict[str, int]:
    """How the sources came out: as a person, in their own words, or unknown."""
    counted = {"person": 0, "own words": 0, "none": 0}
    for pairs in resolved.values():
        for _, speaker in pairs:
            counted["person" if speaker.person is not None else "own words" if speaker.name else "none"] += 1
    return counted


if __name__ == "__main__":
    main()
