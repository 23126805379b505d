"""The rivals' rankings on a few invented sentences, against orders and scores worked out by hand."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from baselines import dense_faiss, fused_rrf, lexical_bm25s, lexical_rank_bm25
from baselines.exchange import BadExchange, Document
from baselines.program import Corpus
from baselines.tokens import stem_words

TEXTS = (
    "The harbour was closed on Monday",
    "The mayor closed the harbour and the harbour office",
    "Rain is expected in the hills",
    "A ferry company sued the port",
    "Tickets cost nine crowns",
)
DOCUMENTS = tuple(Document(f"d{at}", f"d{at}", 0, len(text), text) for at, text in enumerate(TEXTS))
VECTORS = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, -1.0], [0.8, 0.6], [-1.0, 0.0]], dtype=np.float32)
CORPUS = Corpus(DOCUMENTS, VECTORS)


def no_encoder(text: str) -> np.ndarray:
    raise AssertionError(text)


def east(_: str) -> np.ndarray:
    return np.array([1.0, 0.0], dtype=np.float32)


def rank_bm25(folder: Path, terms: str, formula: str = "BM25Okapi"):
    lexical_rank_bm25.build(CORPUS, folder, {"terms": terms})
    return lexical_rank_bm25.open_index(folder, {"formula": formula}, no_encoder)


def test_rank_bm25_counts_stems_and_lengths(tmp_path: Path) -> None:
    """Two harbours in five terms beat one in three and are scored by Okapi's formula; other texts are no hits."""
    ranking = rank_bm25(tmp_path, "stems")("harbours", 10)
    assert [position for position, _ in ranking] == [1, 0]
    # harbour close monday | mayor close harbour harbour offic | rain expect hill | ferri compani su port |
    # ticket cost nine crown: 3.8 stems a text on average.
    assert [len(stem_words(text)) for text in TEXTS] == [3, 5, 3, 4, 4]
    idf = math.log((5 - 2 + 0.5) / (2 + 0.5))
    expected = idf * 2 * 2.5 / (2 + 1.5 * (0.25 + 0.75 * 5 / 3.8))
    assert ranking[0][1] == pytest.approx(expected)
    assert ranking[1][1] == pytest.approx(idf * 2.5 / (1 + 1.5 * (0.25 + 0.75 * 3 / 3.8)))


def test_rank_bm25_split_at_spaces_takes_words_as_they_stand(tmp_path: Path) -> None:
    """Its README's way knows no plural and no small letters: "harbours" and "monday" are found nowhere."""
    search = rank_bm25(tmp_path, "spaces")
    assert search("harbours monday", 10) == []
    assert [position for position, _ in search("Monday", 10)] == [0]


def test_rank_bm25_gives_no_more_than_k(tmp_path: Path) -> None:
    """k cuts the ranking from below."""
    assert [position for position, _ in rank_bm25(tmp_path, "stems")("harbour", 1)] == [1]


def test_faiss_ranks_by_cosine(tmp_path: Path) -> None:
    """Unit vectors in the plane, asked from the east: the angles give the order and the scores, all are hits."""
    dense_faiss.build(CORPUS, tmp_path, {})
    ranking = dense_faiss.open_index(tmp_path, {}, east)("which way", 10)
    assert [position for position, _ in ranking] == [0, 3, 1, 2, 4]
    assert [score for _, score in ranking] == pytest.approx([1.0, 0.8, 0.6, 0.0, -1.0])


def test_faiss_without_vectors_says_what_is_missing(tmp_path: Path) -> None:
    """A corpus without vectors cannot be indexed, and the message names the option."""
    with pytest.raises(BadExchange, match="--vectors"):
        dense_faiss.build(Corpus(DOCUMENTS, None), tmp_path, {})


def test_fused_scores_are_sums_of_reciprocal_ranks() -> None:
    """Third and first of two rankings beats first of one; equal sums stand in the order of the documents."""
    fused = fused_rrf.fuse([[(7, 9.0), (5, 8.0), (4, 7.0)], [(4, 0.9), (2, 0.8)]])
    assert [position for position, _ in fused] == [4, 7, 2, 5]
    assert [score for _, score in fused] == pytest.approx([1 / 63 + 1 / 61, 1 / 61, 1 / 62, 1 / 62])


def test_fusion_of_rank_bm25_and_faiss(tmp_path: Path) -> None:
    """BM25 ranks 1, 0 and the vectors 0, 3, 1, 2, 4: document 0 is second and first, document 1 first and third."""
    settings = {"lexical": "rank-bm25"}
    fused_rrf.build(CORPUS, tmp_path, settings)
    ranking = fused_rrf.open_index(tmp_path, settings, east)("harbour", 4)
    assert [position for position, _ in ranking] == [0, 1, 3, 2]
    assert [score for _, score in ranking] == pytest.approx([1 / 62 + 1 / 61, 1 / 61 + 1 / 63, 1 / 62, 1 / 64])


def test_bm25s_finds_the_same_texts(tmp_path: Path) -> None:
    """bm25s, where installed, finds the two texts about harbours and nothing else."""
    pytest.importorskip("bm25s")
    pytest.importorskip("numba")
    lexical_bm25s.build(CORPUS, tmp_path, {"formula": "lucene", "k1": 1.5, "b": 0.75})
    ranking = lexical_bm25s.open_index(tmp_path, {}, no_encoder)("harbours", 10)
    assert [position for position, _ in ranking] == [1, 0]
