"""Records how often sources are resolved to the right speaker, on judged queries, and how long resolving takes.

python benchmarks/measure_speakers.py DATA      DATA holds polnear/dev and judged/polnear-dev.jsonl
    [--tools FOLDER]    where score_attributions.py and score_spans.py lie (default: DATA/../tools)
    [--wrong]           prints what went wrong

Names are those of the shipped finder on the default encoder's states, and again those found by rules. "predicted" are
attributions as `onrecord extract` finds them instead of the annotated ones.

For every judged query of the families quote and claim with a speaker: each annotated attribution whose content
overlaps an answer span is resolved; the query counts as the share of them whose speaker has the same last name word.
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
from onrecord.records import Article, Span
from onrecord.spoken import Attribution, EncodedPassage, Speaker
from onrecord.text.passages import build_passages
from onrecord.uses.extract_articles import extract_articles
from record import write_result

FAMILIES = ("quote", "claim")


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
    finder = NameFinder.load()
    measured: dict[str, Any] = {}
    for way in ("names by rules", "names by states"):
        resolved, seconds = {}, 0.0
        for stem, text, gold in articles:
            attributions = [as_attribution(text, one, attribution_tool.style) for one in gold]
            if way == "names by states":
                spans = build_passages(text)
                _, states = encoder.encode_with_states([span.of(text) for span in spans], finder.layers)
                names = finder.find(text, [EncodedPassage(s, left) for s, left in zip(spans, states, strict=True)])
            else:
                names = find_names(text, None)
            started = time.process_time()
            _, speakers = resolve(text, "", names, attributions)
            seconds += time.process_time() - started
            resolved[stem] = list(zip(attributions, speakers, strict=True))
        measured[f"gold attributions, {way}"] = {
            **scores(judged, resolved, span_tool.same_person, options.wrong),
            "sources": kinds(resolved),
            "seconds of resolving": round(seconds, 3),
        }
    found = extract_articles(Article(stem, text) for stem, text, _ in articles)
    resolved = {}
    for article, extraction in found:
        resolved[article.id] = list(zip(extraction.attributions, extraction.speakers, strict=True))
        measured["predicted by"] = "rules" if extraction.notes else "tagger"
    measured["predicted attributions"] = scores(judged, resolved, span_tool.same_person, options.wrong)
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
    """Per family: the mean over queries, and over attributions."""
    shares: dict[str, list[float]] = defaultdict(list)
    single: dict[str, list[bool]] = defaultdict(list)
    for query in judged:
        if query["family"] not in FAMILIES or not query.get("speaker"):
            continue
        right: list[bool] = []
        for gold in query["gold"]:
            for attribution, speaker in resolved.get(gold["doc"], []):
                if covers(attribution, Span(gold["start"], gold["end"])):
                    right.append(same(speaker.name, query["speaker"]))
                    if wrong and not right[-1]:
                        print(query["qid"], query["speaker"], "|", speaker, gold["doc"], gold["start"], file=sys.stderr)
        if right:
            shares[query["family"]].append(sum(right) / len(right))
            single[query["family"]] += right
    return {
        family: {
            "queries": len(shares[family]),
            "right by query": round(sum(shares[family]) / len(shares[family]), 4),
            "attributions": len(single[family]),
            "right by attribution": round(sum(single[family]) / len(single[family]), 4),
        }
        for family in FAMILIES
        if shares[family]
    }


def covers(attribution: Attribution, gold: Span) -> bool:
    """Whether at least half of the answer, or of the attribution's content, is shared; a nested one is smaller."""
    shared = sum(span.overlap(gold) for span in attribution.content)
    return 2 * shared >= len(gold)


def kinds(resolved: dict[str, list[tuple[Attribution, Speaker]]]) -> dict[str, int]:
    """How the sources came out: as a person, in their own words, or unknown."""
    counted = {"person": 0, "own words": 0, "none": 0}
    for pairs in resolved.values():
        for _, speaker in pairs:
            counted["person" if speaker.person is not None else "own words" if speaker.name else "none"] += 1
    return counted


if __name__ == "__main__":
    main()
