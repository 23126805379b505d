"""How well is it found who said what, by the tagger and then with quotation marks? Scored by the data's own scorer.

    python benchmarks/measure_attributions.py DATA_FOLDER [--weights FILE] [--predictions FILE]

DATA_FOLDER holds polnear/dev and, beside it or in it, tools/score_attributions.py. Written: the scores of the tagger
alone and of what users get (reconciled with quotation marks), the seconds both take, and how far the tagger's
confidence can be trusted. --predictions keeps what users get.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.onnx_encoder import OnnxEncoder
from onrecord.extraction.attributions.marked import find_marked
from onrecord.extraction.attributions.reconcile import reconcile
from onrecord.extraction.attributions.tagger import Tagger
from onrecord.spoken import Attribution
from record import write_result
from tagger.calibration import reliability, rightness
from tagger.corpus import encode_passages
from tagger.standoff import GoldArticle, checksum, read_articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, help="other weights than the shipped ones; nothing is recorded then")
    parser.add_argument("--predictions", type=Path, help="keep what users get in this file")
    arguments = parser.parse_args()
    folder = arguments.data / "polnear" / "dev"
    articles = read_articles(folder)
    found, seconds = tag_all(articles, Tagger.load(arguments.weights))
    begun = time.perf_counter()
    reconciled = [
        reconcile(article.text, mine, find_marked(article.text)) for article, mine in zip(articles, found, strict=True)
    ]
    seconds_of_marks = time.perf_counter() - begun
    measured = {
        "articles": len(articles),
        "seconds of the tagger": round(seconds, 2),
        "seconds of marks and reconciling": round(seconds_of_marks, 2),
        "scores of the tagger": official_scores(arguments.data, folder, articles, found),
        "scores with quotation marks": official_scores(
            arguments.data, folder, articles, reconciled, arguments.predictions
        ),
        "confidence of the tagger": reliability(*judged(articles, found)),
    }
    print(json.dumps(measured, indent=1))
    if arguments.weights is None:
        print(write_result("attributions", measured, data={"polnear/dev": checksum(articles)}))


def tag_all(articles: Sequence[GoldArticle], tagger: Tagger) -> tuple[list[list[Attribution]], float]:
    """The attributions of each article, and the seconds spent on tagging alone."""
    encoder = load_encoder("default")
    if not isinstance(encoder, OnnxEncoder) or encoder.fingerprint != tagger.encoder:
        raise SystemExit("the weights were made for another encoder than the default one")
    encoded = [encode_passages(article.text, encoder, tagger.layers) for article in articles]
    begun = time.perf_counter()
    found = [tagger.tag(article.text, passages) for article, passages in zip(articles, encoded, strict=True)]
    return found, time.perf_counter() - begun


def official_scores(
    data: Path,
    folder: Path,
    articles: Sequence[GoldArticle],
    found: Sequence[Sequence[Attribution]],
    keep: Path | None = None,
) -> dict[str, dict[str, float]]:
    """What tools/score_attributions.py says."""
    tools = [place / "tools" / "score_attributions.py" for place in (data, data.parent)]
    scorer = next((place for place in tools if place.exists()), None)
    if scorer is None:
        raise SystemExit(f"no scorer: expected {tools[0]} or {tools[1]}")
    with tempfile.TemporaryDirectory() as temporary:
        path = keep or Path(temporary) / "predictions.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for article, attributions in zip(articles, found, strict=True):
                rows = [asdict(attribution) for attribution in attributions]
                for row in rows:
                    for role in ("source", "cue", "content"):
                        row[role] = [[span["start"], span["end"]] for span in row[role]]
                file.write(json.dumps({"article": article.name, "attributions": rows}) + "\n")
        command = [sys.executable, str(scorer), str(folder), str(path), "--json"]
        scores: dict[str, dict[str, float]] = json.loads(
            subprocess.run(command, capture_output=True, check=True).stdout
        )
    return scores


def judged(articles: Sequence[GoldArticle], found: Sequence[Sequence[Attribution]]) -> tuple[list[float], list[bool]]:
    """The confidence of each attribution found, and whether it is right."""
    confidence, right = [], []
    for article, attributions in zip(articles, found, strict=True):
        places = [
            ([(s.start, s.end) for s in one.source], [(s.start, s.end) for s in one.content]) for one in attributions
        ]
        right += rightness(article.attributions, places)
        confidence += [one.confidence for one in attributions]
    return confidence, right


if __name__ == "__main__":
    main()
