"""Measures policy claims: on invented labelled sentences, on judged claims of PolNeAR, and on CheckThat! 2020.

python benchmarks/measure_claims.py --data ../shared/data --tools ../shared/tools [--show]

The sentences in `benchmarks/claims/` were written and labelled before the rules; `held-out.jsonl` was never read while
the rules were made. `--show` lists the errors on `dev.jsonl` only and records nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import runpy
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from onrecord.extraction.claims.acts import find_act
from onrecord.extraction.claims.dates import find_dates
from onrecord.extraction.claims.find import find_claims
from onrecord.extraction.claims.quantities import find_quantities
from onrecord.extraction.claims.worthiness import score_worthiness
from onrecord.records import Span
from onrecord.spoken import Attribution, Claim
from onrecord.text.sentences import split_sentences
from record import write_result

HERE = Path(__file__).parent
SEED = 20200601
Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def f1(right: int, found: int, wanted: int) -> dict[str, float | int]:
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    total = precision + recall
    score = 2 * precision * recall / total if total else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(score, 3), "n": wanted}


def wanted_quantities(row: Row) -> set[tuple[object, ...]]:
    return {(*q["span"], q["value"], q["high"], q["unit"], q["approximate"]) for q in row["quantities"]}


def found_quantities(row: Row) -> set[tuple[object, ...]]:
    return {
        (q.span.start, q.span.end, q.value, q.high, q.unit, q.approximate) for q in find_quantities(row["text"])
    }  # fmt: skip


def wanted_dates(row: Row) -> set[tuple[object, ...]]:
    return {(*d["span"], d["first"], d["last"]) for d in row["dates"]}


def found_dates(row: Row) -> set[tuple[object, ...]]:
    return {(d.span.start, d.span.end, d.first, d.last) for d in find_dates(row["text"], published=row["published"])}


def said_act(row: Row) -> tuple[str, tuple[str, ...]]:
    text = row["text"]
    words = {role: " ".join(text[s:e] for s, e in row[role]) for role in ("source", "cue", "content")}
    content = words["content"] if row["cue"] else text
    judged = find_act(content, cue=words["cue"], source=words["source"])
    return judged.act, judged.reasons


def measure_sentences(rows: Sequence[Row], show: bool) -> dict[str, object]:
    pairs = [(row["act"], said_act(row)[0]) for row in rows]
    acts = sorted({gold for gold, _ in pairs})
    scores = {}
    for act in acts:
        right = sum(gold == act == said for gold, said in pairs)
        scores[act] = f1(right, sum(said == act for _, said in pairs), sum(gold == act for gold, _ in pairs))
    out: dict[str, object] = {
        "sentences": len(rows),
        "act accuracy": round(sum(gold == said for gold, said in pairs) / len(pairs), 3),
        "act macro-F1": round(sum(float(score["f1"]) for score in scores.values()) / len(scores), 3),
        "acts": scores,
    }
    for name, wanted_of, found_of in (
        ("quantities exact", wanted_quantities, found_quantities),
        ("dates exact", wanted_dates, found_dates),
    ):
        wanted, found = [wanted_of(row) for row in rows], [found_of(row) for row in rows]
        both = sum(len(w & f) for w, f in zip(wanted, found, strict=True))
        out[name] = f1(both, sum(map(len, found)), sum(map(len, wanted)))
        for row, w, f in zip(rows, wanted, found, strict=True) if show else ():
            if w != f:
                print(name, "|", row["text"], "| missed", sorted(w - f, key=str), "| extra", sorted(f - w, key=str))
    for row, (gold, said) in zip(rows, pairs, strict=True) if show else ():
        if gold != said:
            print("act", "|", row["text"], "| wanted", gold, "| said", said_act(row))
    return out


def attribution_of(roles: dict[str, list[tuple[int, int]]]) -> Attribution:
    spans = {role: tuple(Span(s, e) for s, e in sorted(set(roles[role]))) for role in ("source", "cue", "content")}
    return Attribution(spans["source"], spans["cue"], spans["content"], "indirect", 1.0, "tagger")


def covers(claims: Iterable[Claim], start: int, end: int) -> bool:
    gold = Span(start, end)
    return any(2 * sum(span.overlap(gold) for span in claim.spans) >= end - start for claim in claims)


def date_of(stem: str) -> str:
    return next((part for part in stem.split("_") if len(part) == 10 and part[4] == part[7] == "-"), "")


def measure_articles(data: Path, tools: Path, show: bool) -> dict[str, object]:
    gold_articles = runpy.run_path(str(tools / "score_attributions.py"))["gold_articles"]
    articles = [
        (stem, text, [attribution_of(roles) for roles in gold])
        for stem, text, gold in gold_articles(data / "polnear/dev")
    ]
    seconds, found = [], {}
    for _ in range(3):
        begun = time.process_time()
        found = {stem: find_claims(text, said, date_of(stem)) for stem, text, said in articles}
        seconds.append(time.process_time() - begun)
    queries = [row for row in read(data / "judged/polnear-dev.jsonl") if row["family"] == "claim"]
    golds = [gold for row in queries for gold in row["gold"]]
    hits = [covers(found[gold["doc"]], gold["start"], gold["end"]) for gold in golds]
    whole = [any(covers(found[g["doc"]], g["start"], g["end"]) for g in row["gold"]) for row in queries]
    words = sum(len(text.split()) for _, text, _ in articles)
    claims = [claim for each in found.values() for claim in each]
    attributed = [claim for claim in claims if claim.attribution is not None]
    sentences = sum(len(split_sentences(text)) for _, text, _ in articles)
    if show:
        random.Random(SEED).shuffle(articles)
        for stem, text, _ in articles[:4]:
            for claim in found[stem]:
                print(
                    claim.act,
                    claim.attribution is not None,
                    claim.worthiness,
                    claim.topics,
                    "|",
                    " … ".join(s.of(text) for s in claim.spans),
                )
    return {
        "gold spans": len(golds),
        "recall of gold spans": round(sum(hits) / len(hits), 3),
        "queries with a gold span covered": round(sum(whole) / len(whole), 3),
        "claims": len(claims),
        "claims in the reporter's voice": len(claims) - len(attributed),
        "attributions": sum(len(said) for _, _, said in articles),
        "share of attributions that are claims": round(len(attributed) / sum(len(said) for _, _, said in articles), 3),
        "sentences": sentences,
        "claims per 1,000 words": round(1000 * len(claims) / words, 1),
        "acts": dict(sorted(Counter(claim.act for claim in claims).items())),
        "processor seconds, best of 3": round(min(seconds), 3),
    }


def auroc(high: Sequence[float], low: Sequence[float]) -> float:
    """How often a score of the first list is above one of the second; ties count half."""
    wins = sum((a > b) + (a == b) / 2 for a in high for b in low)
    return round(wins / (len(high) * len(low)), 3)


def measure_worthiness(data: Path) -> dict[str, object]:
    chance = random.Random(SEED)
    ordinary: list[str] = []
    for path in sorted((data / "polnear/train/text").glob("*.txt")):
        text = path.read_bytes().decode("utf-8", "replace")
        ordinary += [span.of(text) for span in split_sentences(text)]
    ordinary = chance.sample(ordinary, 1000)
    claims = [row["text"] for row in read(data / "checkthat2020/corpus.jsonl")]
    tweets = [row["text"] for row in read(data / "checkthat2020/queries.jsonl")]
    scores = {
        name: [score_worthiness(text).score for text in texts]
        for name, texts in (
            ("ordinary", ordinary),
            ("claims", chance.sample(claims, 1000)),
            ("tweets", tweets),
        )
    }
    return {
        "AUROC checked claims over polnear/train sentences": auroc(scores["claims"], scores["ordinary"]),
        "AUROC checked claims over tweets": auroc(scores["claims"], scores["tweets"]),
        "mean": {name: round(sum(values) / len(values), 3) for name, values in scores.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="list the errors on dev.jsonl and some claims")
    args = parser.parse_args()
    files = [HERE / "claims" / f"{name}.jsonl" for name in ("dev", "held-out")]
    measured = {
        "sentences": {path.stem: measure_sentences(read(path), args.show and path.stem == "dev") for path in files},
        "articles": measure_articles(args.data, args.tools, args.show),
        "worthiness": measure_worthiness(args.data),
    }
    print(json.dumps(measured, indent=1))
    if not args.show:
        used = [*files, args.data / "judged/polnear-dev.jsonl", args.data / "checkthat2020/corpus.jsonl"]
        checksums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in used}
        print(write_result("claims", measured, seed=SEED, data=checksums))


if __name__ == "__main__":
    main()
