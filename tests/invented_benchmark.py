"""An invented run of two systems on six questions, for tests of whatever reads a record."""

from onrecord.benchmark import Answered, Benchmark, Comparison, Mean, Miss, Question, SystemOutcome


def invented_benchmark() -> Benchmark:
    """Spans in two families and two styles, one question without an answer; hybrid loses one question."""
    questions = (
        Question("q1", "ferry fares doubled", "quote", "keyword", "q1", True),
        Question("q2", "what did the harbour master promise", "quote", "natural", "q1", True),
        Question("q3", "“no ship | will wait”", "quote", "keyword", "q3", True),
        Question("q4", "who leads the port union", "person", "natural", "q4", True),
        Question("q5", "cost of the new pier", "claim", "keyword", "q5", True),
        Question("q6", "recipe for plum cake", "none", "natural", "q6", False),
    )
    bm25 = SystemOutcome(
        "bm25", answers((1.0, 0.0, 0.6309297535714575, 0.5, 0.0), 0.002), {"silence": 0.0, "AUROC": 0.6}
    )
    hybrid = SystemOutcome(
        "hybrid", answers((1.0, 1.0, 0.5, 1.0, 0.0), 0.01, confidence=True), {"silence": 1.0, "AUROC": 1.0}, FACTS
    )
    return Benchmark(
        suite="harbour",
        kind="spans",
        measures=("nDCG@10", "hit@1"),
        primary="nDCG@10",
        questions=questions,
        systems=(bm25, hybrid),
        comparisons=(
            Comparison("hybrid", "bm25", "nDCG@10", "all", 5, 0.2738140492857085, -0.05, 0.7, 0.25, 0.5, VERDICT),
            Comparison("hybrid", "bm25", "nDCG@10", "quote", 3, 0.29, 0.1, 0.5, 0.01, 0.02, "better"),
            Comparison("hybrid", "bm25", "hit@1", "claim", 1, -0.25, -0.5, -0.1, 0.01, 0.02, "worse"),
        ),
        misses={"bm25": (), "hybrid": (MISS,)},
        waterfall={"fusion": 1},
        settings={"k": 10, "max_chars": 1200, "seed": 0, "resamples": 10000, "archive": {"articles": 3}},
        software={"onrecord": "0.1.0", "python": "3.11.9"},
        data={"harbour.jsonl": "ab" * 32},
        commit="0123456789ab",
        means=(
            Mean("bm25", "nDCG@10", "all", 5, 0.4261859507142915, 0.1, 0.8),
            Mean("hybrid", "nDCG@10", "all", 5, 0.7, 0.4, 1.0),
            Mean("hybrid", "nDCG@10", "person", 1, 1.0, None, None),
            Mean("hybrid", "silence", "none", 1, 1.0, None, None),
        ),
        notes=("questions that share an article were drawn together",),
    )


VERDICT = "no difference seen"
FACTS = {"mode": "hybrid", "index_bytes": 123456}
MISS = Miss(
    "q5",
    "fusion",
    "vectors had it on rank 2; the joined list put it on rank 14",
    {"bm25": None, "vector": 2, "hybrid": 14},
    {"article": "a1", "start": 0, "end": 12, "text": "The pier was", "speaker": None},
    {"article": "a2", "start": 5, "end": 30, "text": "cost forty million in all", "speaker": "Ada Quay"},
)


def answers(ndcg: tuple[float, ...], seconds: float, confidence: bool = False) -> dict[str, Answered]:
    """One answer a question; the last question is not answered and has no hit."""
    found = {
        f"q{n}": Answered(
            {"nDCG@10": value, "hit@1": float(value == 1.0)},
            3.0 - n / 7,
            seconds * n,
            value / 2 if confidence else None,
        )
        for n, value in enumerate(ndcg, 1)
    }
    return found | {"q6": Answered({}, 0.25, seconds) if not confidence else Answered({}, None, seconds)}
