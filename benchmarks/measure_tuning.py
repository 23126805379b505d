"""What weights learned by `onrecord tune` are worth on held-out questions, ours included.

    python benchmarks/measure_tuning.py SUITE ARTICLES [--split NAME] [--record]

SUITE is a file of judged queries or a BEIR folder, ARTICLES what to index for it (with default settings, into a
temporary archive) or an archive of that. Learned is twice, each time in five folds, questions on one article in one
fold: from weights that count nothing but late interaction, which is an honest figure for weights chosen as ours were;
and from our defaults, which is what a user of `onrecord tune` gets. --record adds the suite to
`benchmarks/results/tuning.json`.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import onrecord
from onrecord.archive import Archive
from onrecord.errors import OnrecordError
from onrecord.evaluation.checksums import articles_sha256
from onrecord.evaluation.runs import Run
from onrecord.evaluation.tuning_folds import make_folds
from onrecord.querying.weights import Weights
from onrecord.records import Hit
from onrecord.uses.bench_suite import OpenSuite, Reading, open_suite
from onrecord.uses.tune import DEPTH, Tuning, learn_weights, read_suite
from record import RESULTS, write_result

NEUTRAL = Weights(late=1.0)


def measure(suite: Path, articles: Path, split: str) -> tuple[dict[str, Any], dict[str, str]]:
    """{"from neutral": …, "from the defaults": …}, each as `Tuning.to_dict` gives it, and the checksums.

    `all measures, cross-validated` are of real searches, each question with the weights of its fold.
    """
    opened = read_suite(suite, split)
    made = (articles / "archive.json").is_file()
    with tempfile.TemporaryDirectory() as folder, Archive.open(articles if made else Path(folder) / "new") as archive:
        if not made:
            archive.add(onrecord.read(articles))
        found = {}
        for name, start in (("from neutral", NEUTRAL), ("from the defaults", None)):
            tuning = learn_weights(archive._parts, opened, start)
            found[name] = tuning.to_dict() | {
                "all measures, cross-validated": searched(
                    archive, open_suite(suite, Reading(DEPTH, split=split)), tuning
                )
            }
        data = {**opened.watch.sums, "articles": articles_sha256(archive.articles())}
    return found, {f"{opened.suite.name}: {name}": sha256 for name, sha256 in data.items()}


def searched(archive: Archive, opened: OpenSuite, tuning: Tuning) -> dict[str, float]:
    """{measure: mean} over the answerable questions, each asked with the weights learned without its fold."""
    asked = {question.qid: question for question in opened.suite.questions if question.answerable}
    hits: dict[str, list[Hit]] = {}
    folds = make_folds({qid: question.cluster for qid, question in asked.items()}, len(tuning.of_folds))
    for fold, weights in zip(folds, tuning.of_folds, strict=True):
        for qid in fold:
            hits[qid] = archive.search(asked[qid].query, DEPTH, group=tuning.group, fusion=weights)
    values = opened.suite.score(Run(hits)).values
    return {
        measure: round(statistics.mean(values[qid][measure] for qid in asked if measure in values[qid]), 4)
        for measure in opened.suite.measures
    }


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 measured, 2 refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--split", default="train")
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args(arguments)
    try:
        found, data = measure(given.suite, given.articles, given.split)
    except OnrecordError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(found, indent=2))
    if given.record:
        name = str(found["from neutral"]["suite"])
        path = RESULTS / "tuning.json"
        earlier = json.loads(path.read_text("utf-8")) if path.exists() else {"measured": {}, "data": {}}
        kept = {key: value for key, value in earlier["data"].items() if not key.startswith(f"{name}: ")}
        print(write_result("tuning", earlier["measured"] | {name: found}, seed=0, data=kept | data))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
