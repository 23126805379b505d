"""Reciprocal rank fusion of a BM25 and of sentence-transformers + FAISS, the usual way to make a hybrid by hand.

Each arm gives its first k; a document scores the sum of 1 / (60 + rank) over the arms that found it (Cormack, Clarke
and Büttcher 2009, with their 60). Equal sums stand in the order of the documents.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from baselines import dense_faiss, lexical_bm25s, lexical_rank_bm25
from baselines.exchange import Ranking
from baselines.program import Baseline, Corpus, Encode, Search, Settings, Variant, main

CONSTANT = 60
_LEXICAL = {
    "bm25s": (lexical_bm25s, lexical_bm25s.BASELINE.variants[0]),
    "rank-bm25": (lexical_rank_bm25, lexical_rank_bm25.BASELINE.variants[1]),
}


def build(corpus: Corpus, folder: Path, settings: Settings) -> None:
    lexical, variant = _LEXICAL[settings["lexical"]]
    for module, name, chosen in ((lexical, "lexical", variant.build), (dense_faiss, "dense", {})):
        (folder / name).mkdir()
        module.build(corpus, folder / name, chosen)


def open_index(folder: Path, settings: Settings, encode: Encode) -> Search:
    lexical, variant = _LEXICAL[settings["lexical"]]
    arms = (
        lexical.open_index(folder / "lexical", variant.search, encode),
        dense_faiss.open_index(folder / "dense", {}, encode),
    )
    return lambda query, k: fuse([arm(query, k) for arm in arms])[:k]


def fuse(rankings: Sequence[Ranking], constant: int = CONSTANT) -> list[tuple[int, float]]:
    """(position, score) of every document found, best first, equal scores by position.

    >>> [position for position, _ in fuse([[(4, 9.0), (2, 1.0)], [(2, 0.8), (0, 0.7)]])]
    [2, 4, 0]
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, (position, _) in enumerate(ranking, 1):
            scores[position] = scores.get(position, 0.0) + 1 / (constant + rank)
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


BASELINE = Baseline(
    "RRF of BM25 and FAISS",
    ("bm25s", "rank-bm25", "sentence-transformers", "torch", "faiss-cpu", "numpy"),
    ("bm25s", "rank_bm25", "Stemmer", "faiss", "numpy"),
    tuple(Variant(f"{name} and FAISS, 60", {"lexical": name}, {"lexical": name}) for name in _LEXICAL),
    build,
    open_index,
)

if __name__ == "__main__":
    sys.exit(main(BASELINE))
