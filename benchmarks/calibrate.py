"""The confidence of a hit: learned from judged queries, and from the same queries with their answers taken out.

    python benchmarks/calibrate.py DATA_FOLDER

DATA_FOLDER holds polnear/dev/text and judged/polnear-dev.jsonl. Each answerable query is a case with an answer; the
same query, its answering articles left out of the hits, is a case without; so are the queries that nothing answers.
The direction (score, query length, lead) is learned to tell the cases apart, then its slope and level to meet how
often the first hit answers (Platt 1999). Reported figures are cross-validated: ten folds by query, seed 0.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize

from onrecord import Archive, Hit, read
from onrecord.evaluation.judgments import JudgedQuery, read_judgments
from onrecord.evaluation.spans import answers, area_under_roc
from onrecord.querying.confidence import SIXTH
from onrecord.uses import search_units
from record import write_result

FOLDS = 10
SHOWN = 10
FEATURES = ("score", "terms", "lead")


def cases(archive: Archive, judged: Sequence[JudgedQuery]) -> list[tuple[str, str, list[float], bool, bool]]:
    """(qid, "real" or "removed", features, whether there is an answer, whether the first hit is one)."""
    found = []
    for query in judged:
        hits = archive.search(query.query, 60)
        if not hits:
            continue
        right = any(answers(hits[0], gold) for gold in query.gold)
        found.append((query.qid, "real", features(archive, query, hits), bool(query.gold), right))
        gone = {gold.doc for gold in query.gold}
        left = [hit for hit in hits if hit.article not in gone]
        if query.gold and len(left) >= SIXTH:
            found.append((query.qid, "removed", features(archive, query, left), False, False))
    return found


def behind(archive: Archive, judged: Sequence[JudgedQuery]) -> list[tuple[str, float, float, bool]]:
    """(qid, log of the rank, distance to the first score, whether it answers) of the hits behind the first."""
    return [
        (query.qid, math.log(hit.rank), hits[0].score - hit.score, any(answers(hit, gold) for gold in query.gold))
        for query in judged
        if (hits := archive.search(query.query, 60)[:SHOWN])
        for hit in hits[1:]
    ]


def features(archive: Archive, query: JudgedQuery, hits: Sequence[Hit]) -> list[float]:
    leading = [hit.score for hit in hits[:SIXTH]]
    terms = len(set(archive._parts.analyser.terms(archive.understand(query.query).text)))
    return [leading[0], math.log1p(terms), leading[0] - leading[-1]]


def fitted(rows: np.ndarray, target: np.ndarray, penalty: float) -> np.ndarray:
    """Logistic regression on standardised columns, given back for the columns as they are: constant first."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled = (rows - mean) / spread

    def loss(weights: np.ndarray) -> float:
        margins = (2 * target - 1) * (scaled @ weights[1:] + weights[0])
        return float(np.logaddexp(0, -margins).mean() + penalty * weights[1:] @ weights[1:] / 2)

    found = minimize(loss, np.zeros(rows.shape[1] + 1)).x
    slopes = found[1:] / spread
    return np.concatenate([[found[0] - slopes @ mean], slopes])


def calibration(rows: np.ndarray, answerable: np.ndarray, right: np.ndarray, real: np.ndarray) -> np.ndarray:
    """Constant and slopes: the direction from all cases, its slope and level from the first hits of real queries."""
    direction = fitted(rows, answerable, 0.02)
    said = (rows @ direction[1:] + direction[0])[:, None]
    level = fitted(said[real], right[real], 0.0)
    return np.concatenate([[level[0] + level[1] * direction[0]], level[1] * direction[1:]])


def losses(first: np.ndarray, rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """What rank and distance (N, 2) take from the first hit's log odds (N,), by how often such hits answer."""

    def loss(weights: np.ndarray) -> float:
        return float(np.logaddexp(0, -(2 * right - 1) * (first - rows @ weights)).mean())

    return np.asarray(minimize(loss, np.zeros(rows.shape[1])).x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    judged = read_judgments(data / "judged" / "polnear-dev.jsonl")
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive.open(Path(folder) / "archive") as archive,
        patch.object(search_units, "UNIT_CALIBRATION", None),
    ):
        archive.add(read(data / "polnear/dev/text"))
        found = cases(archive, judged)
        later = behind(archive, judged)
    rows = np.array([case[2] for case in found])
    real = np.array([case[1] == "real" for case in found])
    answerable, right = (np.array([case[at] for case in found], dtype=float) for at in (3, 4))
    order = {qid: n for n, qid in enumerate(np.random.default_rng(0).permutation(sorted({case[0] for case in found})))}
    fold = np.array([order[case[0]] % FOLDS for case in found])
    said = np.zeros(len(found))
    for number in range(FOLDS):
        kept = fold != number
        weights = calibration(rows[kept], answerable[kept], right[kept], real[kept])
        said[~kept] = rows[~kept] @ weights[1:] + weights[0]
    chance = 1 / (1 + np.exp(-said))
    whole = calibration(rows, answerable, right, real)
    some, none = real & (answerable == 1), real & (answerable == 0)
    # The odds of each query's first hit, cross-validated, and what hits behind it lose.
    odds = {case[0]: value for case, value in zip(found, said, strict=True) if case[1] == "real"}
    first, answer = np.array([odds[row[0]] for row in later]), np.array([row[3] for row in later], dtype=float)
    far = np.array([row[1:3] for row in later])
    later_fold = np.array([order[row[0]] % FOLDS for row in later])
    after = np.zeros(len(later))
    for number in range(FOLDS):
        kept = later_fold != number
        after[~kept] = first[~kept] - far[~kept] @ losses(first[kept], far[kept], answer[kept])
    later_chance = 1 / (1 + np.exp(-after))
    whole_first = {
        case[0]: float(row @ whole[1:] + whole[0]) for case, row in zip(found, rows, strict=True) if case[1] == "real"
    }
    lost = losses(np.array([whole_first[row[0]] for row in later]), far, answer)
    result = {
        "constant": round(float(whole[0]), 3),
        **{name: round(float(value), 3) for name, value in zip(FEATURES, whole[1:], strict=True)},
        "rank": round(float(lost[0]), 3),
        # Besides what the score itself loses over that distance.
        "behind": round(float(lost[1] - whole[1]), 3),
        "cross-validated": {
            "AUROC": round(area_under_roc(list(said[some]), list(said[none])), 4),
            "AUROC of the score alone": round(area_under_roc(list(rows[some, 0]), list(rows[none, 0])), 4),
            "Brier score of the first hit": round(float(((chance - right)[real] ** 2).mean()), 4),
            "Brier score of the base rate": round(float(right[real].mean() * (1 - right[real].mean())), 4),
            "Brier score of places 2 to 10": round(float(((later_chance - answer) ** 2).mean()), 4),
            "curve of places 2 to 10": curve(later_chance, answer),
            "curve": curve(chance[real], right[real]),
        },
        "cases": {"real": int(real.sum()), "answers taken out": int((~real).sum())},
    }
    print(result)
    print(write_result("calibration", result))


def curve(chance: np.ndarray, right: np.ndarray, bins: int = 5) -> list[dict[str, float]]:
    """Mean confidence and share of right first hits in so many equal parts, least sure first."""
    parts = np.array_split(np.argsort(chance, kind="stable"), bins)
    return [
        {"confidence": round(float(chance[p].mean()), 3), "right": round(float(right[p].mean()), 3), "queries": len(p)}
        for p in parts
    ]


if __name__ == "__main__":
    main()
