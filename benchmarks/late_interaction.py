"""What each part of the ranking contributes, and what token states cost, part by part taken away.

    python benchmarks/late_interaction.py DATA [--archives FOLDER] --sets NAME ... [--cost ROUNDS] [--scratch FOLDER]

DATA holds polnear/dev/text, judged/polnear-dev.jsonl and, for the other sets, scifact, checkthat2020 and time1963 in
BEIR layout. An archive of a set is taken from FOLDER/NAME (copied, never changed) or made. Every variant answers the
same questions from the same archive; its difference from the default has a 95% interval (paired bootstrap, questions
with the same first answer's article drawn together) and the p of a randomisation test, uncorrected. The widths and
roundings of token states are compared on the judged news alone: all its texts are encoded again for it. --cost indexes
the judged news so many times with and without token states, in turns. What was recorded of other sets before stays in
the record, each with the commit it was measured at.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

import numpy as np

from measure_retrieval import checksum
from onrecord import Archive, Article, Hit, read
from onrecord.encoding.choosing import load_encoder
from onrecord.encoding.token_projection import TokenProjection, load_projection
from onrecord.evaluation.beir import read_beir
from onrecord.evaluation.bootstrap import mean_intervals
from onrecord.evaluation.judgments import read_judgments
from onrecord.evaluation.randomisation import randomisation_p
from onrecord.evaluation.ranked import score_rankings
from onrecord.evaluation.spans import score_query
from onrecord.querying.fuse import Fusion
from onrecord.querying.weights import ARTICLE_WEIGHTS, UNIT_WEIGHTS, Weights
from onrecord.storage.manifest import Manifest
from onrecord.uses import late
from onrecord.uses.late import StateKeeper
from onrecord.uses.parts import ARTICLES, PASSAGES
from record import RESULTS, commit, write_result

# Name of a set: its folder, its split, the measure that counts.
ARTICLE_SETS = {
    "scifact": ("scifact", "test", "nDCG@10"),
    "checkthat": ("checkthat2020", "dev", "AP@5"),
    "time": ("time1963", "test", "nDCG@10"),
}
NEWS = "judged"
_NAME = "late-interaction"
_SHIPPED = "96 numbers of 2 bits"
_AT_ONCE = 64

Search = Callable[[str, int], Sequence[Hit]]


@dataclass(frozen=True)
class Answered:
    """One variant's values by measure, a number a question, and what each question took."""

    values: dict[str, list[float]]
    milliseconds: list[float]
    processor: list[float]


class Questions:
    """The questions of one set with what scores their answers."""

    def __init__(self, data: Path, name: str) -> None:
        self.name = name
        if name == NEWS:
            self._judged = [q for q in read_judgments(data / "judged" / "polnear-dev.jsonl") if q.gold]
            self.clusters = [query.gold[0].doc for query in self._judged]
            self.source, self.group, self.weights = data / "polnear/dev/text", "unit", UNIT_WEIGHTS
            return
        folder, split, self._measure = ARTICLE_SETS[name]
        beir = read_beir(data / folder, split)
        self._qrels = beir.qrels
        self._queries = {qid: beir.queries[qid] for qid in beir.qrels}
        self.clusters = list(self._queries)
        self.source, self.group, self.weights = data / folder / "corpus.jsonl", "article", ARTICLE_WEIGHTS

    def answer(self, search: Search) -> Answered:
        """All questions asked, one after the other."""
        took: list[float] = []
        worked: list[float] = []

        def timed(text: str) -> Sequence[Hit]:
            began, before = time.perf_counter(), time.process_time()
            hits = search(text, 10)
            took.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - before))
            return hits

        if self.name == NEWS:
            scores = [score_query(query, timed(query.query)) for query in self._judged]
            values = {"nDCG@10": [score.ndcg for score in scores], "hit@1": [score.hit_at_1 for score in scores]}
            for style in sorted({query.style for query in self._judged}):
                # Not a number: the question is of another style.
                values[f"nDCG@10 {style}"] = [
                    score.ndcg if query.style == style else math.nan
                    for query, score in zip(self._judged, scores, strict=True)
                ]
            return Answered(values, took, worked)
        run = {qid: [hit.article for hit in timed(text)] for qid, text in self._queries.items()}
        scored = score_rankings(self._qrels, run, [self._measure])
        return Answered({name: list(by.values()) for name, by in scored.items()}, took, worked)


def variants(archive: Archive, group: str, weights: Weights) -> Iterator[tuple[str, Search]]:
    """The default first, then each part of it taken away, then other ways altogether."""

    def by(fusion: Fusion | Weights | None = None, mode: str = "hybrid") -> Search:
        return lambda query, k: archive.search(query, k, group=group, fusion=fusion, mode=mode)

    yield "default", by()
    for field in fields(weights):
        if field.name not in ("late", "start") and getattr(weights, field.name):
            yield f"without {field.name}", by(replace(weights, **{field.name: 0.0}))
    yield "late interaction alone", by(Weights())
    yield "no token states (convex mix)", by(Fusion(weight=0.6 if group == "unit" else 0.5))
    yield "RRF", by(Fusion("rrf"))
    yield "BM25 alone", by(mode="bm25")
    yield "vectors alone", by(mode="vector")


class FourBits(TokenProjection):
    """Whole numbers from -7 to 7 of each row's largest, as format 4 kept them, but a byte each."""

    __slots__ = ()

    @property
    def piece_bytes(self) -> int:
        return self.width

    def asked(self, states: np.ndarray) -> np.ndarray:
        return self.project(states)

    def pack(self, states: np.ndarray) -> bytes:
        rows = self.project(states)
        return bytes(np.rint(rows / np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-12) * 7).astype(np.int8))

    def unpack(self, blobs: bytes) -> tuple[np.ndarray, np.ndarray]:
        rows = np.frombuffer(blobs, np.int8).reshape(-1, self.width).astype(np.float32)
        return rows, np.maximum(np.linalg.norm(rows, axis=1), 1e-6)


class Unrounded(FourBits):
    """Two bytes a number, nothing rounded that half precision holds."""

    __slots__ = ()

    @property
    def piece_bytes(self) -> int:
        return 2 * self.width

    def pack(self, states: np.ndarray) -> bytes:
        return bytes(self.project(states).astype("<f2").tobytes())

    def unpack(self, blobs: bytes) -> tuple[np.ndarray, np.ndarray]:
        rows = np.frombuffer(blobs, "<f2").reshape(-1, self.width).astype(np.float32)
        return rows, np.maximum(np.linalg.norm(rows, axis=1), 1e-6)


def projections() -> dict[str, TokenProjection]:
    """The shipped projection, narrower ones, finer ones, and none at all."""
    shipped = load_projection()
    facts, whole = (shipped.encoder, shipped.sha256), len(shipped.mean)

    def first(kind: type[TokenProjection], width: int) -> TokenProjection:
        sizes = shipped.sizes[:width] / np.linalg.norm(shipped.sizes[:width])
        return kind(*facts, shipped.mean, shipped.axes[:, :width], sizes)

    plain = np.zeros(whole, np.float32), np.eye(whole, dtype=np.float32), np.full(whole, whole**-0.5, np.float32)
    return {
        **{f"{width} numbers of 2 bits": first(TokenProjection, width) for width in (32, 64, 96)},
        **{f"{width} numbers of 4 bits": first(FourBits, width) for width in (32, 64, 96)},
        "96 numbers of 16 bits": first(Unrounded, 96),
        f"{whole} numbers of 16 bits, not turned": Unrounded(*facts, *plain),
    }


def packed(archive: Archive, kinds: dict[str, TokenProjection]) -> dict[str, dict[int, bytes]]:
    """Name of projection -> unit row -> states of the passage or, for whole articles, the title."""
    encoder, store = load_encoder(), archive._parts.store
    layer = encoder.layers - 1
    out: dict[str, dict[int, bytes]] = {name: {} for name in kinds}
    texts = {row: text for row, _, text in store.unit_texts(store.rows_above(PASSAGES, 0))}
    texts |= {row: title for row, title, _ in store.unit_texts(store.rows_above(ARTICLES, 0))}
    rows = sorted(texts)
    for at in range(0, len(rows), _AT_ONCE):
        batch = rows[at : at + _AT_ONCE]
        _, states = encoder.encode_with_states([texts[row] for row in batch], [layer])
        for name, projection in kinds.items():
            keeper = StateKeeper(projection, layer)
            out[name] |= {row: keeper.pack(s, texts[row]) for row, s in zip(batch, states, strict=True)}
    return out


def kept_as(archive: Archive, projection: TokenProjection, states: dict[int, bytes]) -> Any:
    """Puts the states into the archive; while the result is entered, queries are projected the same way."""
    db = archive._parts.store._db
    db.execute("BEGIN")
    db.execute("DELETE FROM token_states")
    db.executemany("INSERT INTO token_states VALUES (?, ?)", states.items())
    db.execute("UPDATE seals SET states = NULL")
    db.executemany("UPDATE seals SET states = ? WHERE unit = ?", [(crc32(kept), row) for row, kept in states.items()])
    db.execute("COMMIT")
    return patch.object(late, "_projection_for", lambda encoder: projection)


def against_default(answered: dict[str, Answered], clusters: Sequence[str], sizes: dict[str, float]) -> dict[str, Any]:
    """Means of every variant, and how they differ from the first variant's."""
    first = next(iter(answered.values()))
    out: dict[str, Any] = {}
    for name, one in answered.items():
        row: dict[str, Any] = {measure: round(float(np.nanmean(values)), 4) for measure, values in one.values.items()}
        main = next(iter(one.values))
        difference = np.array([one.values[main]]).T - np.array([first.values[main]]).T
        if one is not first:
            (interval,) = mean_intervals(difference, clusters)
            (p,) = randomisation_p(difference, clusters)
            row["difference"] = round(float(difference.mean()), 4)
            row["95% interval"] = [round(end, 4) for end in interval] if interval else None
            row["p"] = round(p, 4)
        # On a busy machine a query waits for a core; what it works does not depend on that.
        row["p50 ms"] = round(statistics.median(one.milliseconds), 1)
        row["p50 processor ms"] = round(statistics.median(one.processor), 1)
        row["bytes a passage"] = round(sizes[name])
        out[name] = row
    return out


def ablation(questions: Questions, archive: Archive) -> dict[str, Any]:
    """Each part of the ranking taken away."""
    bytes_kept = archive._parts.store.states.size() / max(1, archive.info()["holds"]["passage"])
    answered, sizes = {}, {}
    for name, search in variants(archive, questions.group, questions.weights):
        if not answered:
            questions.answer(search)  # caches are warm for all
        answered[name] = questions.answer(search)
        without = name in ("no token states (convex mix)", "RRF", "BM25 alone", "vectors alone")
        sizes[name] = 0 if without else bytes_kept
        print(questions.name, name, {m: round(float(np.nanmean(v)), 4) for m, v in answered[name].values.items()})
    return against_default(answered, questions.clusters, sizes)


def widths(questions: Questions, archive: Archive) -> dict[str, Any]:
    """Token states kept in other ways; the default first."""
    kinds = projections()
    kinds = {_SHIPPED: kinds.pop(_SHIPPED)} | kinds
    states = packed(archive, kinds)
    passages = len(archive._parts.store.rows_above(PASSAGES, 0))
    answered, sizes = {}, {}
    for name, projection in kinds.items():
        with kept_as(archive, projection, states[name]):
            answered[name] = questions.answer(lambda query, k: archive.search(query, k, group=questions.group))
        sizes[name] = sum(map(len, states[name].values())) / passages
        print(questions.name, name, {m: round(float(np.nanmean(v)), 4) for m, v in answered[name].values.items()})
    return against_default(answered, questions.clusters, sizes)


def cost(articles: list[Article], rounds: int) -> dict[str, Any]:
    """Seconds to index with and without token states, in turns; medians and their ratio."""
    took: dict[bool, list[float]] = {True: [], False: []}
    worked: dict[bool, list[float]] = {True: [], False: []}
    size: dict[bool, int] = {}
    for number in range(-1, rounds):  # one more round first, so that the model is loaded
        for states in (True, False) if number % 2 else (False, True):
            with tempfile.TemporaryDirectory() as folder:
                archive = Archive.open(Path(folder) / "archive", settings=Manifest(token_states=states))
                began, before = time.perf_counter(), time.process_time()
                archive.add(articles)
                seconds, processor = time.perf_counter() - began, time.process_time() - before
                size[states] = archive._parts.store.size()  # of the pages: the log's length is chance
                passages = archive.info()["holds"]["passage"]
                archive.close()
            if number >= 0:
                took[states].append(round(seconds, 2))
                worked[states].append(round(processor, 2))
        print(
            "seconds with, without:",
            took[True][-1:],
            took[False][-1:],
            worked[True][-1:],
            worked[False][-1:],
            flush=True,
        )
    middle, work = ({states: statistics.median(by[states]) for states in (True, False)} for by in (took, worked))
    return {
        "articles": len(articles),
        "passages": passages,
        "seconds with token states": took[True],
        "seconds without": took[False],
        "with / without, medians": round(middle[True] / middle[False], 3),
        "processor seconds with": worked[True],
        "processor seconds without": worked[False],
        "processor, with / without, medians": round(work[True] / work[False], 3),
        "bytes of the store with": size[True],
        "bytes of the store without": size[False],
        "bytes a passage more": round((size[True] - size[False]) / passages),
    }


def opened(questions: Questions, given: Path | None, scratch: Path) -> Archive:
    """A copy of the archive that is there, or a new one."""
    place = scratch / questions.name
    if given is not None and (given / questions.name / "archive.json").exists() and not place.exists():
        shutil.copytree(given / questions.name, place)
    archive = Archive.open(place)
    if not any(archive.articles()):
        archive.add(read(questions.source))
    return archive


def earlier() -> tuple[dict[str, Any], dict[str, str]]:
    """What the record holds, and the checksums of what it was measured on."""
    path = RESULTS / f"{_NAME}.json"
    record = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return record.get("measured", {}), record.get("data", {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--archives", type=Path)
    parser.add_argument("--sets", nargs="+", choices=(NEWS, *ARTICLE_SETS), default=())
    parser.add_argument("--cost", type=int, default=0, metavar="ROUNDS")
    parser.add_argument(
        "--scratch", type=Path, help="Where archives are put, and found again; else a temporary folder."
    )
    given = parser.parse_args()
    measured, data = earlier()
    measured["weights"] = {"units": UNIT_WEIGHTS.to_dict(), "articles": ARTICLE_WEIGHTS.to_dict()}
    with tempfile.TemporaryDirectory() as folder:
        for name in given.sets:
            questions = Questions(given.data, name)
            with opened(questions, given.archives, given.scratch or Path(folder)) as archive:
                measured[name] = {"commit": commit(), "variants": ablation(questions, archive)}
            data[str(questions.source.relative_to(given.data))] = checksum(questions.source)
            if name == NEWS:
                shutil.copytree((given.scratch or Path(folder)) / name, Path(folder) / "states")
                with Archive.open(Path(folder) / "states") as scratch:
                    found = widths(questions, scratch)
                    measured["ways to keep token states"] = {"commit": commit(), "variants": found}
    if given.cost:
        articles = [item for item in read(given.data / "polnear/dev/text") if isinstance(item, Article)]
        measured["cost"] = {"commit": commit()} | cost(articles, given.cost)
    print(write_result(_NAME, measured, seed=0, data=data))


if __name__ == "__main__":
    main()
