"""Answers of any system: asked, read from a file, or refused with the place of what is wrong."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.benchmark import Question
from onrecord.errors import ArchiveUnwritable, BadInput
from onrecord.evaluation.given_hits import GivenArticle, GivenSpan, as_article, as_span
from onrecord.evaluation.run_writing import write_runs
from onrecord.evaluation.runs import Run, ask, read_run


@dataclass
class Found:
    article: str = "a"
    start: int = 0
    end: int = 5
    score: float = 0.5


def test_hits_of_any_shape() -> None:
    """Objects, JSON objects, numpy's numbers; for articles ids and pairs too."""
    assert as_span(Found(), "x") == GivenSpan("a", 0, 5, 0.5)
    row = {"article": "a", "start": np.int64(1), "end": 2, "score": np.float32(2), "speaker": "B", "confidence": 1}
    assert as_span(row, "x") == GivenSpan("a", 1, 2, 2.0, "B", 1.0)
    assert as_article("a", "x") == GivenArticle("a")
    assert as_article(("a", 2), "x") == GivenArticle("a", 2.0)
    assert as_article({"article": "a", "score": 1.5}, "x") == GivenArticle("a", 1.5)
    assert as_article(Found(), "x") == GivenArticle("a", 0.5, whole=False)
    assert as_article({"article": "a", "start": 0, "kind": "article"}, "x").whole


@pytest.mark.parametrize(
    ("hit", "message"),
    [
        ("a", "place: 'a' is an article without a span"),
        (("a", 1.0), "without a span"),
        ({}, "'article' is missing"),
        ({"article": 3}, "'article' is 3; expected a string"),
        ({"article": "a", "start": True}, "'start' is True"),
        ({"article": "a", "start": 0, "end": 1.5}, "'end' is 1.5; expected a whole number"),
        ({"article": "a", "start": 3, "end": 2}, "start 3, end 2"),
        ({"article": "a", "start": 0, "end": 2}, "no score"),
        ({"article": "a", "start": 0, "end": 2, "score": "0.3"}, "'score' is '0.3'; expected a number"),
        ({"article": "a", "start": 0, "end": 2, "score": math.nan}, "'score' is nan; expected a finite number"),
        ({"article": "a", "start": 0, "end": 2, "score": 10**400}, "expected a finite number"),
        ({"article": "a", "start": 0, "end": 2, "score": 1, "speaker": 3}, "'speaker' is 3"),
        ({"article": "a", "start": 0, "end": 2, "score": 1, "confidence": 1.1}, "'confidence' is 1.1; expected 0 to 1"),
        (None, "'article' is missing"),
    ],
)
def test_spans_that_cannot_be_scored(hit: Any, message: str) -> None:
    """Each says the place, what was seen and what was expected."""
    with pytest.raises(BadInput, match=message):
        as_span(hit, "place")


@pytest.mark.parametrize("hit", [("a",), (1, 2.0), ("a", math.inf), ("a", "1"), {"id": "a"}, 3, None])
def test_articles_that_cannot_be_scored(hit: Any) -> None:
    """Tuples of another shape, scores that are not finite, objects without an article."""
    with pytest.raises(BadInput, match="^place: "):
        as_article(hit, "place")


QUESTIONS = [Question("q1", "one", "f", "s", "q1", True), Question("q2", "two", "f", "s", "q2", True)]


def test_a_function_is_asked_in_order() -> None:
    """It sees the words and k, and its time is taken; progress is told of each answer."""
    seen, told = [], []

    def search(query: str, k: int) -> list[object]:
        seen.append((query, k))
        return [query]

    run = ask(QUESTIONS, search, 7, name="mine", facts={"v": 1}, progress=lambda: told.append(1))
    assert seen == [("one", 7), ("two", 7)]
    assert run.hits == {"q1": ["one"], "q2": ["two"]}
    assert all(seconds >= 0 for seconds in run.seconds.values())
    assert (run.facts, run.origin, len(told)) == ({"v": 1}, "mine", 2)


@pytest.mark.parametrize("answer", [None, "text", {"a": 1}, 3])
def test_an_answer_that_is_no_list(answer: Any) -> None:
    """Named by its type and the system's name."""
    with pytest.raises(BadInput, match="mine answered with a "):
        ask(QUESTIONS, lambda query, k: answer, 1, name="mine")


def test_both_kinds_of_files_are_read(tmp_path: Path) -> None:
    """JSON lines keep their order and seconds, TREC runs are sorted as trec_eval does."""
    lines = ['{"qid": "q1", "hits": [{"article": "a"}, {"article": "b"}], "seconds": 0.5}', '{"qid": "q2", "hits": []}']
    (tmp_path / "r.jsonl").write_text("\n".join(lines))
    read = read_run(tmp_path / "r.jsonl")
    assert (read.hits, read.seconds) == ({"q1": [{"article": "a"}, {"article": "b"}], "q2": []}, {"q1": 0.5})
    (tmp_path / "r.trec").write_text("q1 Q0 a 1 0.5 t\nq1 Q0 b 2 0.5 t\n")
    assert read_run(tmp_path / "r.trec").hits == {"q1": [("b", 0.5), ("a", 0.5)]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "r: empty; expected a run"),
        ("\n \n", "r: empty"),
        ('{"qid": "q1"}', "r:1: 'hits' is missing"),
        ('{"hits": []}', "r:1: key 'qid' is missing"),
        ('{"qid": 3, "hits": []}', "r:1: 'qid' is 3"),
        ('{"qid": "q1", "hits": {}}', "r:1: 'hits' is {}"),
        ('{"qid": "q1", "hits": ["a"]}', "a list with other things than objects"),
        ('{"qid": "q1", "hits": []}\n{"qid": "q1", "hits": []}', "r:2: query 'q1' was answered further up"),
        ('{"qid": "q1", "hits": [], "seconds": -1}', "r:1: 'seconds' is -1"),
        ('{"qid": "q1", "hits": [], "seconds": NaN}', "r:1: 'seconds' is nan"),
        ('{"qid": "q1", "hits": []}\nq1 Q0 a 1 1 t', "r:2: not valid JSON"),
        ("q1 Q0 a 1 1 t\nq1 Q0 a 2 0 t", "r:2: article 'a' stands twice"),
        ("q1 Q0 a 1 nan t", "r:1: score 'nan'"),
    ],
)
def test_broken_runs(tmp_path: Path, content: str, message: str) -> None:
    """File and line, what was seen, what was expected."""
    (tmp_path / "r").write_text(content)
    with pytest.raises(BadInput, match=message):
        read_run(tmp_path / "r")


@given(
    st.lists(
        st.tuples(
            st.text(),
            st.integers(0, 10**6),
            st.floats(allow_nan=False, allow_infinity=False),
            st.none() | st.text(),
            st.none() | st.floats(0, 1),
        )
    )
)
def test_a_written_run_of_spans_comes_back(
    tmp_path_factory: pytest.TempPathFactory, hits: list[tuple[str, int, float, str | None, float | None]]
) -> None:
    """Every hit is the same span, score and speaker, whatever the strings hold."""
    folder = tmp_path_factory.mktemp("runs")
    spans = [GivenSpan(a, start, start + 3, score, who, sure) for a, start, score, who, sure in hits]
    write_runs(folder, "spans", {"mine": Run({"q": spans}, {"q": 0.25})})
    read = read_run(folder / "mine.jsonl")
    assert [as_span(hit, "x") for hit in read.hits["q"]] == spans
    assert read.seconds == {"q": 0.25}


def test_a_written_run_of_articles(tmp_path: Path) -> None:
    """TREC lines; the first hit stands for its article, and an article without a score gets minus its rank."""
    hits = [Found("a", score=2.0), Found("b", score=1.5), Found("a", 9, 12, 1.0)]
    write_runs(tmp_path / "new", "articles", {"mine": Run({"q1": hits, "q2": ["x", "y"]})})
    assert (tmp_path / "new" / "mine.trec").read_text() == (
        "q1 Q0 a 1 2.0 mine\nq1 Q0 b 2 1.5 mine\nq2 Q0 x 1 -1.0 mine\nq2 Q0 y 2 -2.0 mine\n"
    )


@pytest.mark.parametrize("name", ["a/b", "..", ".hidden", "", "nul\0"])
def test_names_that_are_no_files(tmp_path: Path, name: str) -> None:
    """No run is written outside the folder."""
    with pytest.raises(BadInput, match="cannot be a file's name"):
        write_runs(tmp_path, "spans", {name: Run({})})


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """A folder that cannot be made is one clear error."""
    (tmp_path / "taken").write_text("")
    with pytest.raises(ArchiveUnwritable, match="cannot be written"):
        write_runs(tmp_path / "taken", "spans", {"a": Run({})})
