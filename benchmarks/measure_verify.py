"""Records how often `verify` is right on quotations altered in known ways: the confusion matrix, and the time.

    python benchmarks/measure_verify.py --data polnear [--part dev] [--record] [--show CLASS]

Cases are made by `benchmarks/verify/cases.py` from the direct quotations of the annotated articles; thresholds were
tuned with `--part train` (every eighth article), the figures in `results/verify.json` are those of `dev`.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent / "verify"))

from cases import Case, build_cases
from gold import GoldArticle, read_gold

from onrecord.archive import Archive
from onrecord.records import Article
from onrecord.verdicts import Verification
from record import write_result

SEED, SIZE = 20161108, 60
# Their words do stand on record; the rest is about ends and speakers.
_SAME_WORDS = ("verbatim", "trimmed", "misattributed")
CLASSES = ("verbatim", "trimmed", "altered", "spliced", "misattributed", "paraphrase", "not found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--archive", type=Path, help="keep the archive here and use it again")
    parser.add_argument("--record", action="store_true", help="write results/verify.json")
    parser.add_argument("--show", nargs="*", default=(), help="print what was judged wrongly of these classes")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    train = read_gold(given.data / "train")
    articles = read_gold(given.data / "dev") if given.part == "dev" else train[::8]
    others = train[4::8]
    cases = build_cases(articles, others, given.part, given.seed, SIZE)
    with TemporaryDirectory() as folder, Archive.open(given.archive or folder) as archive:
        archive.add(Article(a.stem, a.text, date=a.date, source=a.stem.split("_")[0]) for a in articles)
        found, seconds = judged(archive, cases)
    report(cases, found, seconds, given.show)
    if given.record:
        print(write_result("verify", measures(cases, found, seconds), seed=given.seed, data=checksums(articles, cases)))


def judged(archive: Archive, cases: list[Case]) -> tuple[list[Verification], list[float]]:
    """The verdicts, and the seconds of all cores that each took once the texts were read."""
    found = [archive.verify(case.quote, speaker=case.speaker) for case in cases]
    seconds = []
    for case in cases:
        start = time.process_time()
        archive.verify(case.quote, speaker=case.speaker)
        seconds.append(time.process_time() - start)
    return found, seconds


def measures(cases: list[Case], found: list[Verification], seconds: list[float]) -> dict:
    matrix = {expected: dict.fromkeys(CLASSES, 0) for expected in CLASSES}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for case, one in zip(cases, found, strict=True):
        matrix[case.expected][one.verdict] += 1
        kinds[f"{case.expected}: {case.kind}"][one.verdict] += 1
    right = {name: row[name] / max(1, sum(row.values())) for name, row in matrix.items()}
    placed = [at_place(case, one) for case, one in zip(cases, found, strict=True) if case.places and one.parts]
    times = {
        "all": seconds,
        **{
            name: [
                s for s, one in zip(seconds, found, strict=True) if (one.verdict in ("paraphrase", "not found")) == by
            ]
            for name, by in (("found by words", False), ("looked for by meaning", True))
        },
    }
    return {
        "cases": len(cases),
        "matrix": matrix,
        "right": {name: round(share, 4) for name, share in right.items()},
        "false verbatim: other words": sum(matrix[name]["verbatim"] for name in CLASSES if name not in _SAME_WORDS),
        "trimmed called verbatim": matrix["trimmed"]["verbatim"],
        "misattributed called verbatim, its speaker unknown": matrix["misattributed"]["verbatim"],
        "place right": round(statistics.mean(placed), 4),
        "by kind": {name: dict(counts) for name, counts in sorted(kinds.items())},
        "confidence": confidence(cases, found),
        "milliseconds of all cores": {
            name: {"mean": round(1000 * statistics.mean(values), 1), "p95": round(1000 * p95(values), 1)}
            for name, values in times.items()
            if values
        },
    }


def at_place(case: Case, one: Verification) -> bool:
    """Whether the main part lies where the quotation was taken from, or where the same words stand."""
    places = [one.main, *one.others]
    return any(
        place.article == article and place.start < end and start < place.end
        for place in places
        if place
        for article, start, end in case.places
    )


def confidence(cases: list[Case], found: list[Verification]) -> dict[str, dict[str, float]]:
    """The share of right verdicts by stated confidence."""
    bins: dict[str, list[bool]] = defaultdict(list)
    for case, one in zip(cases, found, strict=True):
        bins[f"{min(0.9, int(one.confidence * 10) / 10):.1f}"].append(case.expected == one.verdict)
    return {name: {"right": round(statistics.mean(bins[name]), 3), "n": len(bins[name])} for name in sorted(bins)}


def p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


def report(cases: list[Case], found: list[Verification], seconds: list[float], show: list[str]) -> None:
    got = measures(cases, found, seconds)
    print(f"{'':>14}" + "".join(f"{name[:11]:>12}" for name in CLASSES) + f"{'right':>9}")
    for name, row in got["matrix"].items():
        print(f"{name:>14}" + "".join(f"{row[other]:>12}" for other in CLASSES) + f"{got['right'][name]:>9.3f}")
    print(
        {
            name: got[name]
            for name in (
                "cases",
                "false verbatim: other words",
                "place right",
                "milliseconds of all cores",
                "confidence",
            )
        }
    )
    for case, one in zip(cases, found, strict=True):
        if case.expected in show and one.verdict != case.expected:
            print(f"\n{case.expected} ({case.kind}) -> {one.verdict} {one.confidence} {one.speaker_check}", case.places)
            print("   quote   ", repr(case.quote), case.speaker, "| recorded:", one.recorded_speaker)
            print("   change  ", " ".join(f"{c.edit}<{c.recorded[:80]}|{c.quoted[:80]}>" for c in one.difference))


def checksums(articles: list[GoldArticle], cases: list[Case]) -> dict[str, str]:
    texts = hashlib.sha256("".join(article.text for article in articles).encode()).hexdigest()
    return {"articles": texts, "cases": hashlib.sha256(repr(cases).encode()).hexdigest()}


if __name__ == "__main__":
    main()
