"""bm25s, BM25 scores computed when the index is built: its README's English stop words, Snowball stems, numba.

Formulas: Lucene's, with the package's own k1 = 1.5, b = 0.75 and with k1 = 0.9, b = 0.4, the values of the published
BEIR runs of Lucene. Documents that share no term with the query (score 0) are no hits.
"""

from __future__ import annotations

import sys
from pathlib import Path

from baselines.exchange import Ranking
from baselines.program import Baseline, Corpus, Encode, Search, Settings, Variant, main


def build(corpus: Corpus, folder: Path, settings: Settings) -> None:
    import bm25s
    import Stemmer

    texts = [document.text for document in corpus.documents]
    terms = bm25s.tokenize(texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)
    index = bm25s.BM25(method=settings["formula"], k1=settings["k1"], b=settings["b"])
    index.index(terms, show_progress=False)
    index.save(str(folder), show_progress=False)


def open_index(folder: Path, _: Settings, __: Encode) -> Search:
    import bm25s
    import Stemmer

    index = bm25s.BM25.load(str(folder), mmap=True, show_progress=False, backend="numba")
    stemmer = Stemmer.Stemmer("english")
    count = index.scores["num_docs"]

    def search(query: str, k: int) -> Ranking:
        terms = bm25s.tokenize(query, stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False)
        positions, scores = index.retrieve(terms, k=min(k, count), show_progress=False)
        pairs = zip(positions[0].tolist(), scores[0].tolist(), strict=True)
        return [(position, score) for position, score in pairs if score > 0]

    return search


BASELINE = Baseline(
    "bm25s",
    ("bm25s", "numba", "PyStemmer", "numpy"),
    ("bm25s", "Stemmer"),
    (
        Variant("Lucene, k1 1.5, b 0.75", {"formula": "lucene", "k1": 1.5, "b": 0.75}, {}),
        Variant("Lucene, k1 0.9, b 0.4", {"formula": "lucene", "k1": 0.9, "b": 0.4}, {}),
    ),
    build,
    open_index,
    encodes=False,
)

if __name__ == "__main__":
    sys.exit(main(BASELINE))
