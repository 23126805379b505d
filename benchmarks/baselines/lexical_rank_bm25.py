"""rank-bm25, the BM25 of most tutorials: every query scores every document in Python.

Its README splits at spaces and says that lower case, stop words and stemming are the caller's work; both are run.
It has no file format: the terms are kept as JSON, and opening an index means counting them again.
Documents that share no term with the query (score 0) are no hits.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from baselines.exchange import Ranking
from baselines.program import Baseline, Corpus, Encode, Search, Settings, Variant, main
from baselines.tokens import TOKENISERS


def build(corpus: Corpus, folder: Path, settings: Settings) -> None:
    tokenise = TOKENISERS[settings["terms"]]
    with (folder / "terms.jsonl").open("w", encoding="utf-8") as out:
        for document in corpus.documents:
            out.write(json.dumps(tokenise(document.text)) + "\n")
    (folder / "settings.json").write_text(json.dumps(dict(settings)), "utf-8")


def open_index(folder: Path, settings: Settings, _: Encode) -> Search:
    import numpy as np
    import rank_bm25

    with (folder / "terms.jsonl").open(encoding="utf-8") as lines:
        index = getattr(rank_bm25, settings["formula"])([json.loads(line) for line in lines])
    tokenise = TOKENISERS[json.loads((folder / "settings.json").read_text("utf-8"))["terms"]]

    def search(query: str, k: int) -> Ranking:
        scores = index.get_scores(tokenise(query))
        best = np.argsort(-scores, kind="stable")[:k]
        return [(int(position), float(scores[position])) for position in best if scores[position] > 0]

    return search


BASELINE = Baseline(
    "rank-bm25",
    ("rank-bm25", "PyStemmer", "numpy"),
    ("rank_bm25", "Stemmer", "numpy"),
    (
        Variant("BM25Okapi, split at spaces", {"terms": "spaces"}, {"formula": "BM25Okapi"}),
        Variant("BM25Okapi, stems", {"terms": "stems"}, {"formula": "BM25Okapi"}),
        Variant("BM25Plus, stems", {"terms": "stems"}, {"formula": "BM25Plus"}),
    ),
    build,
    open_index,
    encodes=False,
)

if __name__ == "__main__":
    sys.exit(main(BASELINE))
