"""The suite that grows: it can be scored at any moment, and nothing that was decided is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import BadInput
from onrecord.evaluation.judging import Candidate, OpenQuestion
from onrecord.evaluation.judgment_file import JudgmentFile
from onrecord.evaluation.judgments import read_judgments
from onrecord.records import Span

TEXTS = {"ferry": "The mayor froze the fares."}


def opened(qid: str, query: str = "fares") -> OpenQuestion:
    """A question with one place."""
    return OpenQuestion(qid, query, "quote", "keyword", candidates=(Candidate("ferry", Span(0, 9), "0" * 64),))


def test_open_questions_stand_beside_finished_ones_in_the_suite(tmp_path: Path) -> None:
    """What is open is never in the suite; when all is done nothing stands beside it."""
    file = JudgmentFile(tmp_path / "mine.jsonl")
    file.keep(opened("q001"))
    file.keep(opened("q002"))
    assert not file.path.exists()
    again = JudgmentFile(file.path)
    assert list(again.unfinished) == ["q001", "q002"]
    again.finish(again.unfinished["q001"].graded(2).finished(TEXTS))
    assert [query.qid for query in read_judgments(file.path)] == ["q001"]
    again.finish(again.unfinished["q002"].graded(0).finished(TEXTS))
    assert not file.beside.exists()
    assert [query.family for query in read_judgments(file.path)] == ["quote", "none"]


def test_other_lines_stay_as_they_are(tmp_path: Path) -> None:
    """Lines written by hand keep their keys and their order; a question judged again takes its old place."""
    path = tmp_path / "mine.jsonl"
    rows = [
        {"qid": f"h{n}", "family": "none", "style": "keyword", "query": f"é{n}", "gold": [], "mine": n} for n in (1, 2)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    file = JudgmentFile(path)
    file.finish(opened("h1").graded(1).finished(TEXTS))
    file.finish(opened("q9").graded(1).finished(TEXTS))
    written = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["qid"] for row in written] == ["h1", "h2", "q9"]
    assert written[1] == rows[1]


def test_a_suite_that_somebody_else_wrote_is_not_overwritten(tmp_path: Path) -> None:
    """The message says so, the other's line stays, and the question stays open with its grade."""
    file = JudgmentFile(tmp_path / "mine.jsonl")
    question = opened("q001").graded(2)
    file.keep(question)
    JudgmentFile(file.path).finish(opened("other").graded(0).finished(TEXTS))
    with pytest.raises(BadInput, match="changed by somebody else"):
        file.finish(question.finished(TEXTS))
    now = JudgmentFile(file.path)
    assert list(now.rows) == ["other"]
    assert now.unfinished["q001"] == question


def test_ids_are_new_and_questions_are_recognised(tmp_path: Path) -> None:
    """No id is given twice; case and blanks do not make another question."""
    file = JudgmentFile(tmp_path / "mine.jsonl")
    assert file.next_id() == "q001"
    file.keep(opened("q002", "Who froze the fares?"))
    assert file.next_id() == "q003"
    assert file.knows("who  FROZE the fares? ")
    assert not file.knows("who froze")
    assert file.holds("q002")
    assert not file.holds("")


def test_a_lone_surrogate_can_be_written(tmp_path: Path) -> None:
    """What damaged articles hold is escaped; reading gives it back."""
    file = JudgmentFile(tmp_path / "mine.jsonl")
    file.keep(opened("q001", "fares \ud800"))
    assert JudgmentFile(file.path).unfinished["q001"].query == "fares \ud800"


@pytest.mark.parametrize("name", ["mine.jsonl", "mine.unfinished.jsonl"])
def test_what_is_no_suite_is_named_and_left_alone(tmp_path: Path, name: str) -> None:
    """File and line are said, and nothing is written."""
    (tmp_path / name).write_text("{}\n", "utf-8")
    with pytest.raises(BadInput, match=f"{name}:1"):
        JudgmentFile(tmp_path / "mine.jsonl")
    assert (tmp_path / name).read_text("utf-8") == "{}\n"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """Before anything is judged."""
    with pytest.raises(BadInput, match="cannot be written"):
        JudgmentFile(tmp_path / "nowhere" / "mine.jsonl").keep(opened("q001"))
