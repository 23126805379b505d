"""The production list equals the naive twin's, in order, whatever was added and deleted before."""

from __future__ import annotations

import json
import math
import random
from array import array
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import ArchiveDamaged
from onrecord.indexing import exact
from onrecord.indexing.bm25 import Bm25Settings, Counted, document_scores, explain, idf, term_score
from onrecord.indexing.exact import ExactScorer
from onrecord.indexing.lexical import LexicalDocument, LexicalEngine
from onrecord.indexing.reference_engine import ReferenceEngine
from onrecord.indexing.tantivy_engine import TantivyEngine
from onrecord.records import LaneStatistics, TermStatistics, Watermark
from onrecord.sealed import sealed

Corpus = dict[int, tuple[list[str], list[str]]]


def weighted(document: tuple[list[str], list[str]], settings: Bm25Settings) -> Counter[str]:
    return Counter(document[0] * settings.title_weight + document[1])


def statistics_of(corpus: Corpus, settings: Bm25Settings) -> LaneStatistics:
    counts = [weighted(document, settings) for document in corpus.values()]
    holding = Counter(term for count in counts for term in count)
    numbers = {term: TermStatistics(n, holding[term]) for n, term in enumerate(sorted(holding))}
    total = sum(count.total() for count in counts)
    return LaneStatistics(len(corpus), total / len(corpus) if corpus else 0.0, numbers)


def naive_top(corpus: Corpus, terms: list[str], k: int, settings: Bm25Settings) -> list[tuple[float, int]]:
    """BM25 in ten lines over dicts."""
    counts = {row: weighted(document, settings) for row, document in corpus.items()}
    average = sum(count.total() for count in counts.values()) / len(counts)
    scores = {}
    for row, count in counts.items():
        total = 0.0
        for term in sorted(terms):
            n = sum(1 for other in counts.values() if other[term])
            if count[term]:
                norm = settings.k1 * (1 - settings.b + settings.b * count.total() / average)
                weight = math.log(1 + (len(counts) - n + 0.5) / (n + 0.5))
                total += weight * (count[term] * (settings.k1 + 1) / (count[term] + norm))
        if total > 0:
            scores[row] = total
    return sorted(((score, row) for row, score in scores.items()), key=lambda pair: (-pair[0], pair[1]))[:k]


def exact_top(
    engine: LexicalEngine,
    corpus: Corpus,
    terms: list[str],
    k: int,
    settings: Bm25Settings,
    allowed: array[int] | None = None,
    pending: tuple[int, ...] = (),
) -> list[tuple[float, int]]:
    statistics = statistics_of(corpus, settings)
    scorer = ExactScorer(terms, statistics, settings, lambda rows: postings(rows))

    def postings(rows):
        counts = {row: weighted(corpus[row], settings) for row in rows if row in corpus}
        lengths = [count.total() for count in counts.values()]
        return Counted(list(counts), lengths, [[count[term] for term in scorer.terms] for count in counts.values()])

    return scorer.top(engine, lambda rows: {row: row for row in rows}, k, allowed, pending).scored


def random_corpus(rng: random.Random, size: int, words: int, longest: int) -> Corpus:
    vocabulary = [f"w{n}" for n in range(words)]
    weights = [1 / (n + 1) for n in range(words)]
    return {
        row: (
            rng.choices(vocabulary, weights, k=rng.randrange(4)),
            rng.choices(vocabulary, weights, k=rng.randrange(1, longest)),
        )
        for row in range(1, size + 1)
    }


def filled(engine: LexicalEngine, corpus: Corpus) -> LexicalEngine:
    engine.apply([LexicalDocument(row, *corpus[row]) for row in corpus], [], Watermark(max(corpus), 0))
    return engine


@pytest.mark.parametrize(
    "settings", [Bm25Settings(), Bm25Settings(0.9, 0.4, 2), Bm25Settings(2.0, 1.0, 0), Bm25Settings(0.1, 0.0, 1)]
)
def test_tantivy_gives_the_naive_list(tmp_path: Path, settings: Bm25Settings) -> None:
    """On a random corpus with lengths that share a byte, before and after deletes, all lists are equal."""
    rng = random.Random(7)
    corpus = random_corpus(rng, 600, 60, 140)
    engine, reference = filled(TantivyEngine(tmp_path / "units.json", settings), corpus), ReferenceEngine(settings)
    filled(reference, corpus)
    for rounds in range(2):
        for _ in range(25):
            terms = rng.choices([f"w{n}" for n in range(70)], k=rng.randrange(1, 7))
            expected = naive_top(corpus, terms, 10, settings)
            found = exact_top(engine, corpus, terms, 10, settings)
            assert [row for _, row in found] == [row for _, row in expected]
            assert [score for score, _ in found] == pytest.approx([score for score, _ in expected], rel=1e-12)
            assert exact_top(reference, corpus, terms, 10, settings) == found
            twin = sorted(reference.scores(sorted(terms)).items(), key=lambda pair: (-pair[1], pair[0]))[:10]
            assert [(score, row) for row, score in twin] == found
        if rounds == 0:
            gone = sorted(rng.sample(sorted(corpus), 400))
            corpus = {row: document for row, document in corpus.items() if row not in gone}
            engine.apply([], gone, Watermark(600, 400))
            reference.apply([], gone, Watermark(600, 400))
            assert list(engine.rows()) == list(reference.rows()) == sorted(corpus)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 5))
def test_ties_and_filters(seed: int, k: int, words: int) -> None:
    """Short documents of few words tie all the time; order, filter and pending rows still hold exactly."""
    rng = random.Random(seed)
    corpus = random_corpus(rng, 120, 6, 5)
    allowed = array("q", sorted(rng.sample(sorted(corpus), rng.randrange(120))))
    terms = rng.choices([f"w{n}" for n in range(7)], k=words)
    settings = Bm25Settings()
    expected = [pair for pair in naive_top(corpus, terms, 1000, settings) if pair[1] in set(allowed)][:k]
    with TemporaryDirectory() as folder:
        known = {row: document for row, document in corpus.items() if row <= 100}
        engine = filled(TantivyEngine(Path(folder) / "units.json", settings), known)
        pending = tuple(row for row in corpus if row > 100 and row in allowed)
        found = exact_top(engine, corpus, terms, k, settings, allowed, pending)
    assert [row for _, row in found] == [row for _, row in expected]


def test_one_list_whatever_the_first_fetch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many documents of nearly the same length force several fetches; the list stays the naive one."""
    corpus: Corpus = {row: ([], ["talks"] + ["pad"] * (100 + (row * 37) % 8)) for row in range(1, 900)}
    engine = filled(TantivyEngine(tmp_path / "units.json", Bm25Settings()), corpus)
    asked = []
    original = engine.candidates

    def counting(*args, **options):
        asked.append(args[3])
        return original(*args, **options)

    monkeypatch.setattr(engine, "candidates", counting)
    found = exact_top(engine, corpus, ["talks"], 5, Bm25Settings())
    assert found == naive_top(corpus, ["talks"], 5, Bm25Settings())
    assert len(asked) > 1


def test_a_list_that_reaches_the_limit_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the stated number of candidates the ranking is marked as not exact."""
    monkeypatch.setattr(exact, "MOST_CANDIDATES", 50)
    corpus: Corpus = {row: ([], ["talks"]) for row in range(1, 200)}
    engine = filled(TantivyEngine(tmp_path / "units.json", Bm25Settings()), corpus)
    statistics = statistics_of(corpus, Bm25Settings())
    scorer = ExactScorer(
        ["talks"], statistics, Bm25Settings(), lambda rows: Counted(rows, [1] * len(rows), [[1]] * len(rows))
    )
    assert not scorer.top(engine, lambda rows: {row: row for row in rows}, 5, None, ()).exact


def test_a_query_that_matches_nothing_gives_nothing(tmp_path: Path) -> None:
    """No backend returns documents of score 0."""
    corpus: Corpus = {1: ([], ["a"]), 2: ([], ["b"])}
    for engine in (TantivyEngine(tmp_path / "units.json", Bm25Settings()), ReferenceEngine(Bm25Settings())):
        assert exact_top(filled(engine, corpus), corpus, ["zebra"], 5, Bm25Settings()) == []
        assert exact_top(engine, corpus, ["a"], 5, Bm25Settings(), allowed=array("q")) == []


def test_phrases_do_not_cross_from_title_to_body(tmp_path: Path) -> None:
    """A phrase matches inside the title or inside the body, in both backends."""
    corpus: Corpus = {1: (["red"], ["line", "drawn"]), 2: ([], ["red", "line"]), 3: (["red", "line"], ["x"])}
    for engine in (TantivyEngine(tmp_path / "units.json", Bm25Settings()), ReferenceEngine(Bm25Settings())):
        filled(engine, corpus)
        assert list(engine.matching(["red", "line"])) == [2, 3]
        assert list(engine.matching(["line"])) == [1, 2, 3]
        assert list(engine.matching([])) == []


def test_adding_twice_does_no_harm(tmp_path: Path) -> None:
    """A catch-up that was killed before its mark was written is simply done again."""
    corpus: Corpus = {1: ([], ["a"]), 2: ([], ["a", "b"])}
    engine = TantivyEngine(tmp_path / "units.json", Bm25Settings())
    filled(engine, corpus)
    filled(engine, corpus)
    assert list(engine.rows()) == [1, 2]


def test_score_laws() -> None:
    """By hand: two documents, one term; the explanation sums to the score; idf is never negative."""
    statistics = LaneStatistics(2, 2.0, {"a": TermStatistics(0, 1)})
    (line,) = explain(["a"], [2], 3, statistics, Bm25Settings(1.2, 0.75))
    # idf = ln(1 + 1.5 / 1.5) = ln 2; norm = 1.2 * (0.25 + 0.75 * 1.5) = 1.65; 2 * 2.2 / 3.65
    assert line.score == pytest.approx(math.log(2) * 4.4 / 3.65)
    assert idf(10, 10) > 0


@given(st.integers(1, 50), st.integers(1, 300), st.floats(0.1, 3), st.floats(0, 1))
def test_scores_grow_with_frequency_and_fall_with_length(tf: int, length: int, k1: float, b: float) -> None:
    """The laws every BM25 keeps."""
    settings = Bm25Settings(k1, b)
    score = term_score(1.0, tf, length, 100.0, settings)
    assert 0 < score <= k1 + 1
    assert term_score(1.0, tf + 1, length, 100.0, settings) >= score
    assert term_score(1.0, tf, length + 10, 100.0, settings) <= score


@given(st.lists(st.lists(st.integers(0, 70_000), min_size=3, max_size=3), max_size=20), st.data())
def test_lists_and_an_array_give_the_same_bits(frequencies: list[list[int]], data: st.DataObject) -> None:
    """Which of the two a search uses depends on what is loaded, and must not show."""
    lengths = [sum(row) + data.draw(st.integers(1, 500)) for row in frequencies]
    weights, rows = [0.1, 7.3, 2.9], list(range(len(frequencies)))
    settings = Bm25Settings(0.9, 0.4)
    lists = document_scores(weights, Counted(rows, lengths, frequencies), 123.4, settings)
    array_ = np.array(frequencies, dtype=np.int64).reshape(len(rows), 3)
    assert list(document_scores(weights, Counted(rows, lengths, array_), 123.4, settings)) == list(lists)


def test_a_filter_finds_its_rows_behind_any_number_of_better_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When more likely rows than the limit are barred, the allowed ones are still found, all k of them."""
    from onrecord.indexing import tantivy_engine

    monkeypatch.setattr(exact, "MOST_CANDIDATES", 100)
    monkeypatch.setattr(tantivy_engine, "_MOST_LISTED", 5)
    corpus: Corpus = {row: ([], ["war"]) for row in range(1, 400)}
    corpus |= {row: ([], ["war"] + ["pad"] * (row % 50 + 3)) for row in range(400, 450)}
    engine = filled(TantivyEngine(tmp_path / "units.json", Bm25Settings()), corpus)
    allowed = array("q", range(400, 450))
    expected = [p for p in naive_top(corpus, ["war"], 1000, Bm25Settings()) if p[1] >= 400][:10]
    assert exact_top(engine, corpus, ["war"], 10, Bm25Settings(), allowed) == expected
    assert len(exact_top(engine, corpus, ["war"], 10**9, Bm25Settings())) == 449


@pytest.mark.parametrize("title_weight", [1, 2])
def test_an_index_of_before_format_5_is_read_and_goes_on(tmp_path: Path, title_weight: int) -> None:
    """It has a field for BM25 beside that for phrases; candidates, bounds and phrases are those of one without."""
    rng = random.Random(11)
    corpus, more = random_corpus(rng, 300, 40, 60), random_corpus(rng, 340, 40, 60)
    settings = Bm25Settings(title_weight=title_weight)
    earlier = TantivyEngine(tmp_path / "earlier.json", settings)
    earlier._open("earlier-1", "terms", create=True)
    filled(earlier, corpus)
    assert "counted" not in (tmp_path / "earlier.json").read_text()
    engines = [TantivyEngine(tmp_path / f"{name}.json", settings) for name in ("earlier", "units")]
    filled(engines[1], corpus)
    assert ("counted" in (tmp_path / "units.json").read_text()) == (title_weight == 1)
    for engine in engines:
        engine.watermark()
        engine.apply([LexicalDocument(row, *more[row]) for row in range(301, 341)], [7, 8, 9], Watermark(340, 3))
    for _ in range(30):
        weights = {word: 1 + rng.random() for word in rng.choices([f"w{n}" for n in range(45)], k=4)}
        phrase = rng.choices([f"w{n}" for n in range(6)], k=2)
        told = [engine.candidates(weights, 30.0, None, 20, thorough=False) for engine in engines]
        assert told[0] == told[1]
        assert engines[0].matching(phrase) == engines[1].matching(phrase)


def test_a_mark_that_names_another_field_is_damage(tmp_path: Path) -> None:
    """Nothing is asked of a field that an index cannot have."""
    filled(TantivyEngine(tmp_path / "units.json", Bm25Settings()), {1: ([], ["a"])})
    facts = json.loads((tmp_path / "units.json").read_text()) | {"counted": "row"}
    facts.pop("sha256", None)
    (tmp_path / "units.json").write_text(json.dumps(sealed(facts)))
    with pytest.raises(ArchiveDamaged, match="counts in 'row'"):
        TantivyEngine(tmp_path / "units.json", Bm25Settings()).watermark()
